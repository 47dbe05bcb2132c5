"""Reads a transcript from a file, within limits, or says in one sentence why it cannot be read."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from desktop.domain.errors import FileUnreadable
from desktop.domain.transcript import Transcript
from desktop.transcripts.segment_json import read_json
from desktop.transcripts.subtitles import read_subtitles
from desktop.transcripts.tagged_text import read_text
from desktop.transcripts.word_files import NotAWordFile, words_of_docx

READABLE_ENDINGS = (".txt", ".md", ".docx", ".json", ".srt", ".vtt")
"""The endings of the files that can be read, with their dots."""

LARGEST_FILE_BYTES = 20_000_000
LARGEST_TRANSCRIPT_CHARS = 2_000_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL_CONTROLS = frozenset(b"\t\n\r\f\v\x1a\x1b")
_MOST_CONTROLS_IN_TEXT = 1 / 200


def read_file(path: Path) -> Transcript:
    """The transcript in a file whose ending is one of READABLE_ENDINGS.

    Text may be UTF-8, UTF-16 or UTF-32 with a byte order mark, or else Windows-1252. Raises
    FileUnreadable with one sentence that names the file: missing, a folder, no right to read, an ending
    or content of another kind, empty, damaged, more than LARGEST_FILE_BYTES or LARGEST_TRANSCRIPT_CHARS.
    """
    ending = path.suffix.lower()
    content = _content_of(path)
    if not content.strip():
        raise FileUnreadable(f"{path.name} is empty; choose a file that holds the words of a visit.")
    text = _docx_text(path, content) if ending == ".docx" else _decode(path, content)
    if len(text) > LARGEST_TRANSCRIPT_CHARS:
        raise FileUnreadable(
            f"{path.name} has more than {LARGEST_TRANSCRIPT_CHARS:,} characters; "
            "a file may hold one visit: split it and open the part you need."
        )
    transcript = _transcript(path, ending, text)
    if not transcript.text.strip():
        raise FileUnreadable(
            f"{path.name} holds no transcript; choose a file that holds the words of a visit."
        )
    return transcript


def _content_of(path: Path) -> bytes:
    try:
        _check_kind(path)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(f"{path.name} is not there; check the name and the folder.") from error
    except PermissionError as error:
        raise FileUnreadable(f"{path.name} may not be read by you; check who has access to it.") from error
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the name.
        raise FileUnreadable(
            "The file could not be read; check the name, the disk or the connection."
        ) from error
    if len(content) > LARGEST_FILE_BYTES:
        megabytes = LARGEST_FILE_BYTES // 1_000_000
        raise FileUnreadable(
            f"{path.name} is larger than {megabytes} MB; a transcript of one visit is far smaller."
        )
    return content


def _check_kind(path: Path) -> None:
    """Raise FileUnreadable for anything but a file of a known ending, OSError when it is not there."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise FileUnreadable(f"{path.name} is a folder; choose a file.")
    if not stat.S_ISREG(mode):
        raise FileUnreadable(f"{path.name} is not a file; choose a file that holds the words of a visit.")
    if path.suffix.lower() not in READABLE_ENDINGS:
        kinds = f"{', '.join(READABLE_ENDINGS[:-1])} and {READABLE_ENDINGS[-1]}"
        raise FileUnreadable(f"{path.name} cannot be read; files that can be read end in {kinds}.")


def _docx_text(path: Path, content: bytes) -> str:
    try:
        return words_of_docx(content)
    except NotAWordFile as error:
        raise FileUnreadable(f"{path.name} {error}; save the text again as .docx or .txt.") from error


def _decode(path: Path, content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    controls = sum(content.count(code) for code in range(32) if code not in _USUAL_CONTROLS)
    if b"\0" in content or controls > len(content) * _MOST_CONTROLS_IN_TEXT:
        raise FileUnreadable(f"{path.name} is not text; save the transcript as plain text and open that.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _transcript(path: Path, ending: str, text: str) -> Transcript:
    if ending in {".srt", ".vtt"}:
        return read_subtitles(text)
    if ending != ".json":
        return read_text(text)
    try:
        return read_json(text)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(f"{path.name} is not valid JSON; export the transcript again.") from error
