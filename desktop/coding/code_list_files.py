"""Reads a clinic's own list of procedure codes: its licensed CPT list, or the HCPCS file that CMS publishes.

CMS's text file has fixed columns (record layout of the HCPCS contractor file): code 1-5, record kind at 11 (3 begins a code, 4
continues its description, 7 and 8 are modifiers), long description 12-91.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from desktop.domain.coding import CodeEntry, CodeListFile, CodeSystem
from desktop.domain.errors import FileUnreadable
from desktop.language.plain_text import clean_text

LARGEST_FILE_BYTES = 32 * 1024 * 1024
LONGEST_WORDING_CHARS = 2000
_CPT = re.compile(r"\d{4}[0-9A-Z]")
_HCPCS = re.compile(r"[A-Z]\d{4}")
_FIXED = re.compile(r"[A-Z]\d{4}\d{5}[3478]")
_CODE_COLUMNS = ("code", "hcpc", "hcpcs", "cpt", "hcpcs code", "cpt code", "procedure code", "hcpcs_cd")
_WORDING_COLUMNS = (
    "long description", "long descriptor", "description", "descriptor", "wording", "desc", "consumer friendly descriptor",
    "medium descriptor", "short description", "short descriptor", "name",
)  # fmt: skip


def read_code_list(file: Path) -> CodeListFile:
    """The codes of a file, each once, in order. Raises FileUnreadable with one sentence on what is wrong with it."""
    content = _content(file)
    if content[:2] == b"PK":
        raise _unusable(
            file, "it is a ZIP or Excel file; unpack it, or save the sheet as CSV, and choose that file"
        )
    if b"\0" in content[:4096]:
        raise _unusable(file, "it is not a text file; choose a CSV or TXT file")
    text = clean_text(_decoded(content))
    lines = [line for line in text.split("\n") if line.strip()]
    is_fixed = sum(1 for line in lines[:50] if _FIXED.match(line)) > len(lines[:50]) // 2
    pairs, skipped = _fixed(lines) if is_fixed else _columns(file, text)
    if not pairs:
        raise _unusable(file, "no line of it begins with a procedure code such as 99213 or J1100")
    system = (
        CodeSystem.HCPCS if sum(1 for code in pairs if code[0].isalpha()) > len(pairs) / 2 else CodeSystem.CPT
    )
    rows = tuple(
        CodeEntry(code, wording[:LONGEST_WORDING_CHARS], billable=True, system=system)
        for code, wording in pairs.items()
    )
    return CodeListFile(system, file.stem[:80], rows, skipped)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise _unusable(file, f"it cannot be read ({error.strerror or 'unknown reason'})") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise _unusable(file, f"it is larger than {LARGEST_FILE_BYTES // 1024 // 1024} MB")
    if not content.strip():
        raise _unusable(file, "it is empty")
    return content


def _decoded(content: bytes) -> str:
    """CMS writes Windows-1252; a clinic's own list may be UTF-8. Every byte is a character of the one or the other."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _fixed(lines: Iterable[str]) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    skipped = 0
    for line in lines:
        code, kind, wording = line[:5], line[10:11], line[11:91].strip()
        if kind == "3" and _HCPCS.fullmatch(code):
            found[code] = wording
        elif kind == "4" and code in found:
            found[code] = f"{found[code]} {wording}".strip()
        else:
            skipped += 1
    return found, skipped


def _columns(file: Path, text: str) -> tuple[dict[str, str], int]:
    sample = text[:8192]
    delimiter = max(",;\t|", key=sample.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise _unusable(file, "its columns cannot be told apart; save it as CSV again") from error
    code_at, wording_at, first = _places(lines)
    found: dict[str, str] = {}
    skipped = 0
    for row in lines[first:]:
        code = row[code_at].strip().upper() if len(row) > code_at else ""
        wording = " ".join(row[wording_at].split()) if len(row) > wording_at else ""
        if wording and (_CPT.fullmatch(code) or _HCPCS.fullmatch(code)):
            found.setdefault(code, wording)
        else:
            skipped += 1
    return found, skipped


def _places(lines: list[list[str]]) -> tuple[int, int, int]:
    """The columns of code and wording and the first line with codes: by a heading in the first lines, else 0 and 1."""
    for number, row in enumerate(lines[:20]):
        names = [" ".join(cell.lower().split()) for cell in row]
        code = next((names.index(name) for name in _CODE_COLUMNS if name in names), None)
        wording = next((names.index(name) for name in _WORDING_COLUMNS if name in names), None)
        if code is not None and wording is not None:
            return code, wording, number + 1
    return 0, 1, 0


def _unusable(file: Path, reason: str) -> FileUnreadable:
    name = "".join(letter for letter in file.name if letter.isprintable())
    return FileUnreadable(f"The code list {name} cannot be used: {reason}.")
