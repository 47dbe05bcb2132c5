"""Opening transcripts from files: every kind, every encoding, and one plain sentence when it cannot be done."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from desktop.domain.errors import FileUnreadable, TranscriptTooShort
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.transcripts import MINIMUM_TRANSCRIPT_CHARS, READABLE_ENDINGS, read_file, require_enough
from desktop.transcripts.files import LARGEST_FILE_BYTES, LARGEST_TRANSCRIPT_CHARS

PROVIDER, PATIENT, OTHER, UNKNOWN = Speaker.PROVIDER, Speaker.PATIENT, Speaker.OTHER, Speaker.UNKNOWN
DIALOGUE = "Doctor: Since when does your knee hurt?\nPatient: Since the naïve jump – 3 weeks.\n"
TURNS = [(PROVIDER, "Since when does your knee hurt?"), (PATIENT, "Since the naïve jump – 3 weeks.")]


def turns(transcript: Transcript) -> list[tuple[Speaker, str]]:
    return [(segment.speaker, segment.text) for segment in transcript.segments]


def refusal(path: Path) -> str:
    with pytest.raises(FileUnreadable) as error:
        read_file(path)
    return error.value.sentence


@pytest.mark.parametrize("ending", [".txt", ".md", ".TXT"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_in_every_usual_encoding(tmp_path: Path, ending: str, encoding: str):
    """Text comes out the same whichever program saved it."""
    path = tmp_path / f"visit{ending}"
    path.write_bytes(DIALOGUE.replace("\n", "\r\n").encode(encoding))
    assert turns(read_file(path)) == TURNS


def word_file(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("Doctor: Since when?")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Patient", "Three weeks."
    table.cell(1, 0).text, table.cell(1, 1).text = "Dr. Sample", "Any fever?"
    document.add_paragraph("Patient: No.")
    document.save(str(path))


def test_word_file_in_order(tmp_path: Path):
    """Paragraphs and table rows are read in the order of the page; a row with a speaker is that speaker's turn."""
    path = tmp_path / "visit.docx"
    word_file(path)
    assert turns(read_file(path)) == [
        (PROVIDER, "Since when?"),
        (PATIENT, "Three weeks."),
        (PROVIDER, "Any fever?"),
        (PATIENT, "No."),
    ]


def test_word_file_with_tracked_changes(tmp_path: Path):
    """Inserted words are read, deleted words are not: a dose that was struck out must not come back."""
    path = tmp_path / "visit.docx"
    word_file(path)
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Take </w:t></w:r>'
        '<w:del w:id="1" w:author="x"><w:r><w:delText>600 mg</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>400 mg</w:t></w:r></w:ins></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>with food</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    replace_part(
        path,
        "word/document.xml",
        lambda xml: re.sub(r"(<w:body>).*(<w:sectPr)", rf"\1{body}\2", xml, flags=re.DOTALL),
    )
    assert turns(read_file(path)) == [(UNKNOWN, "Take 400 mg"), (UNKNOWN, "with food")]


def replace_part(path: Path, name: str, change) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    """A small file that unpacks to gigabytes is named, not opened."""
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_000)
    assert path.stat().st_size < 200_000
    assert "unpacks to more" in refusal(path)


def test_entities_in_a_word_file_do_not_grow(tmp_path: Path):
    """Nested XML entities are refused, not expanded."""
    path = tmp_path / "laughs.docx"
    word_file(path)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{entities}]>'

    def laugh(xml: str) -> str:
        head, rest = xml.split("?>", 1)
        return head + "?>" + doctype + rest.replace("Since when?", "&e9;")

    replace_part(path, "word/document.xml", laugh)
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 not a zip", b"plain text", b"\xd0\xcf\x11\xe0 old Word or protected"]
)
def test_broken_word_files_are_named(tmp_path: Path, content: bytes):
    """A file that only looks like Word is named in a sentence."""
    path = tmp_path / "visit.docx"
    path.write_bytes(content)
    assert refusal(path).startswith("visit.docx ")


def test_zip_that_is_no_word_file(tmp_path: Path):
    """A zip of something else is no transcript."""
    path = tmp_path / "visit.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "not a Word file" in refusal(path)


WHISPER = {
    "text": "x",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " Since when?"},
        {"start": 2.5, "end": 4, "text": "Monday."},
    ],
}
WHISPERX = {"segments": [{"start": 0.1, "end": 1.0, "text": "Hi", "speaker": "SPEAKER_00"}]}
ASSEMBLY = {"text": "x", "utterances": [{"speaker": "A", "start": 250, "end": 3000, "text": "Since when?"}]}
TURN_LIST = [{"speaker": "doctor", "text": "Since when?"}, {"role": "patient", "content": "Monday."}]


@pytest.mark.parametrize(
    ("content", "segments"),
    [
        (WHISPER, [Segment("Since when?", UNKNOWN, 0, 2500), Segment("Monday.", UNKNOWN, 2500, 4000)]),
        (WHISPERX, [Segment("Hi", UNKNOWN, 100, 1000)]),
        (ASSEMBLY, [Segment("Since when?", UNKNOWN, 250, 3000)]),
        (TURN_LIST, [Segment("Since when?", PROVIDER), Segment("Monday.", PATIENT)]),
        ({"turns": TURN_LIST}, [Segment("Since when?", PROVIDER), Segment("Monday.", PATIENT)]),
        ({"transcript": DIALOGUE}, [Segment(text, speaker) for speaker, text in TURNS]),
        (
            ["Doctor: Since when?", "Patient: Monday."],
            [Segment("Since when?", PROVIDER), Segment("Monday.", PATIENT)],
        ),
        (
            {"segments": [{"start": 0, "end": 4, "text": "two words"}]},
            [Segment("two words", UNKNOWN, 0, 4000)],
        ),
        (
            {"segments": [{"start": 0, "end": 4000, "text": "two words"}]},
            [Segment("two words", UNKNOWN, 0, 4000)],
        ),
        ({"segments": [{"start_ms": 5, "end_ms": 9, "text": "a"}]}, [Segment("a", UNKNOWN, 5, 9)]),
        ([{"start": "00:01", "end": "00:02.5", "text": "a"}], [Segment("a", UNKNOWN, 1000, 2500)]),
        ([{"start": None, "end": -1, "text": "a", "speaker": 7}, {"text": None}, 3], [Segment("a")]),
    ],
)
def test_json_of_recognisers(tmp_path: Path, content: object, segments: list[Segment]):
    """The forms that recognisers write give the same segments, with times in milliseconds."""
    path = tmp_path / "visit.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert list(read_file(path).segments) == segments


@pytest.mark.parametrize("content", ['{"transcript": "cut', "[" * 100_000, "nonsense"])
def test_broken_json_is_named(tmp_path: Path, content: str):
    """A cut or endlessly nested file is named in a sentence."""
    path = tmp_path / "visit.json"
    path.write_text(content, encoding="utf-8")
    assert "not valid JSON" in refusal(path)


@pytest.mark.parametrize(
    "content", ["{}", "[]", "3", '{"segments": []}', '{"note": "x"}', '{"transcript": " "}']
)
def test_json_without_a_transcript_is_named(tmp_path: Path, content: str):
    """Valid JSON of another kind says that it holds no transcript."""
    path = tmp_path / "visit.json"
    path.write_text(content, encoding="utf-8")
    assert "holds no transcript" in refusal(path)


SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nDoctor: <i>Since</i> when?\r\n\r\n2\r\n00:01:00,000 --> 00:01:01,000\r\nMonday,\r\nI think.\r\n"
VTT = """WEBVTT - visit

NOTE
kept by nobody

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start
<v Dr. Sample>Since <00:01.500>when?</v>

00:00:03.000 --> 00:00:04.000
<v Patient>BP &lt; 120 &amp; no fever</v>
"""


def test_subtitles(tmp_path: Path):
    """Cues are segments with their times; markup, notes and styles are not words."""
    srt, vtt = tmp_path / "visit.srt", tmp_path / "visit.vtt"
    srt.write_bytes(SRT.encode())
    vtt.write_text(VTT, encoding="utf-8")
    assert read_file(srt).segments == (
        Segment("Since when?", PROVIDER, 1000, 2500),
        Segment("Monday, I think.", UNKNOWN, 60_000, 61_000),
    )
    assert read_file(vtt).segments == (
        Segment("Since when?", PROVIDER, 1000, 2500),
        Segment("BP < 120 & no fever", PATIENT, 3000, 4000),
    )


def test_refusals_say_what_and_what_next(tmp_path: Path):
    """Each thing that is no transcript is refused in one sentence that names the file."""
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    audio, empty, blank, binary = (
        tmp_path / name for name in ("visit.mp3", "empty.txt", "blank.txt", "binary.txt")
    )
    audio.write_bytes(b"ID3")
    empty.write_bytes(b"")
    blank.write_text(" \n\ufeff\u200b", encoding="utf-8")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    expected = {
        folder: "is a folder",
        tmp_path / "missing.txt": "is not there",
        audio: ".docx",
        empty: "is empty",
        blank: "holds no transcript",
        binary: "is not text",
    }
    for path, words in expected.items():
        sentence = refusal(path)
        assert words in sentence
        assert path.name in sentence
        assert sentence.endswith(".")
        assert str(tmp_path) not in sentence
    assert all(ending in refusal(audio) for ending in READABLE_ENDINGS)


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    """A named pipe is refused instead of blocking the program."""
    import os

    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert "is not a file" in refusal(path)


def test_limits_of_size(tmp_path: Path):
    """A file over either limit is refused; one at the limit of characters is read."""
    path = tmp_path / "visit.txt"
    path.write_bytes(b"a" * (LARGEST_FILE_BYTES + 1))
    assert "larger than 20 MB" in refusal(path)
    path.write_bytes(b"a" * (LARGEST_TRANSCRIPT_CHARS + 1))
    assert "2,000,000 characters" in refusal(path)
    path.write_bytes(b"a" * LARGEST_TRANSCRIPT_CHARS)
    assert len(read_file(path).text) == LARGEST_TRANSCRIPT_CHARS


def test_too_little_is_refused_in_words():
    """Under the minimum no note is made, however the few words are spaced or tagged."""
    enough = Transcript((Segment("a" * MINIMUM_TRANSCRIPT_CHARS, PROVIDER),))
    require_enough(enough)
    for text in ("", "a" * (MINIMUM_TRANSCRIPT_CHARS - 1), "a" + " " * 100 + "b"):
        with pytest.raises(TranscriptTooShort, match="at least 50"):
            require_enough(Transcript((Segment(text, PROVIDER),)))


def test_word_bytes_are_read_without_a_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Reading a Word file writes nothing to disk."""
    import tempfile

    path = tmp_path / "visit.docx"
    word_file(path)

    def refuse(*_args: object, **_kwargs: object) -> io.BytesIO:
        raise AssertionError

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    assert read_file(path).segments
