"""`soapstone transcribe` and `soapstone models`, as a person at a terminal meets them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import resources
from desktop.__main__ import main
from desktop.speech.models import CATALOG
from desktop.transcripts import read_file

SAMPLE = Path(resources.__file__).parent / "samples" / "fictional-low-back-pain.ogg"


@pytest.fixture(autouse=True)
def _excepthook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)


def run(home: Path, *arguments: str) -> int:
    return main([*arguments, "--home", str(home)])


def test_the_list_names_every_model_and_what_is_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Size and language stand beside each name, and the demo model is here from the start."""
    assert run(tmp_path, "models", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [model.name for model in CATALOG]
    assert " here " in lines[0]
    assert "sample visits" in lines[0]
    assert not any(" here " in line for line in lines[1:])


def test_checking_says_a_line_for_each_model_that_is_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fresh home has the demo model and it is sound."""
    assert run(tmp_path, "models", "check") == 0
    assert capsys.readouterr().out == "demo: Part of Soapstone.\n"


@pytest.mark.parametrize("name", ["smal", "demo"])
def test_a_model_that_cannot_be_got_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A typo lists the names; the demo model is not downloaded."""
    assert run(tmp_path, "models", "get", name) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_words_of_a_file_are_printed_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words go to standard output alone; what the demo model is stands on standard error."""
    assert run(tmp_path, "transcribe", str(SAMPLE), "--model", "demo") == 0
    shown = capsys.readouterr()
    assert "lower back has been hurting" in shown.out
    assert "sample visits" in shown.err
    assert "50 % is written down." in shown.err


def test_json_holds_segments_with_their_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The list can be read by a program, and by Soapstone itself."""
    assert run(tmp_path, "transcribe", str(SAMPLE), "--format", "json") == 0
    out = capsys.readouterr().out
    segments = json.loads(out)
    assert set(segments[0]) == {"speaker", "text", "start_ms", "end_ms"}
    file = tmp_path / "words.json"
    file.write_text(out)
    assert len(read_file(file).segments) == len(segments)


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_subtitles_are_read_back_as_they_were_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Times to the millisecond, speakers and words survive the way through subtitles."""
    assert run(tmp_path, "transcribe", str(SAMPLE), "--format", "json") == 0
    segments = json.loads(capsys.readouterr().out)
    assert run(tmp_path, "transcribe", str(SAMPLE), "--format", form) == 0
    file = tmp_path / f"words.{form}"
    file.write_text(capsys.readouterr().out)
    read = read_file(file).segments
    assert [(each.text, each.start_ms, each.end_ms, each.speaker.value) for each in read] == [
        (each["text"], each["start_ms"], each["end_ms"], each["speaker"]) for each in segments
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"these are words, not sound", "not an audio file"), (b"", "empty")],
    ids=["text", "empty"],
)
def test_a_file_without_sound_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    """A text file named .mp3 and an empty file are said as what they are; nothing is printed as a transcript."""
    file = tmp_path / "visit.mp3"
    file.write_bytes(content)
    assert run(tmp_path, "transcribe", str(file), "--model", "demo") == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err


def test_a_folder_that_is_no_model_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says what is missing."""
    folder = tmp_path / "my model"
    folder.mkdir()
    assert run(tmp_path, "transcribe", str(SAMPLE), "--model", str(folder)) == 1
    assert "config.json is missing" in capsys.readouterr().err


def test_a_note_is_written_from_an_audio_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From sound to a note in one command, offline."""
    assert run(tmp_path, "note", str(SAMPLE), "--format", "json") == 0
    note = json.loads(capsys.readouterr().out)
    assert "back" in note["subjective"].lower()
    assert note["transcript"][0]["start_ms"] is not None
