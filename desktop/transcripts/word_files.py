"""Reads the text of a Word file (.docx): body paragraphs and tables, in order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from desktop.transcripts.speakers import speaker_of

_Element = Any
"""An element of lxml, which ships no types."""

LARGEST_UNPACKED_BYTES = 64_000_000
"""All parts of the file together, as its directory declares them; the zip reader stops at the declared sizes."""
LARGEST_BODY_BYTES = 24_000_000
"""The part with the text: 2,000,000 characters with generous markup."""
_MOST_PARTS = 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB = f"{_W}t", f"{_W}tab"
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_LEFT_OUT = frozenset(
    {
        f"{_W}moveFrom",  # a tracked move: the words stand at their new place
        f"{_W}del",
        f"{_W}pPr",  # holds tab stops, which are no tabs
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # a second copy of a text box
    }
)


class NotAWordFile(Exception):
    """The bytes are no readable Word file; the message says why, in the middle of a sentence."""


def words_of_docx(content: bytes) -> str:
    """One line for each paragraph and table row. A row that begins with a speaker's name becomes a tagged line.

    Inserted tracked changes are read, deleted ones are not. Raises NotAWordFile.
    """
    _check_sizes(content)
    from docx import Document  # noqa: PLC0415 - python-docx takes long to load and is seldom needed
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 - as above

    damaged = (OpcError, SyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError)
    try:
        body = Document(io.BytesIO(content)).element.body
        return "\n".join(_lines(body))
    except (*damaged, AttributeError, NotImplementedError, RuntimeError) as error:
        # SyntaxError: broken XML, by lxml; RuntimeError: an encrypted member; NotImplementedError: an unknown compression; AttributeError: no body.
        raise NotAWordFile("is damaged or is not a Word file") from error


def _check_sizes(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotAWordFile("is damaged, protected by a password or not a Word file") from error
    body = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > LARGEST_UNPACKED_BYTES or body > LARGEST_BODY_BYTES:
        raise NotAWordFile("unpacks to more than a transcript can be")


def _lines(container: _Element) -> Iterator[str]:
    for child in container:
        if child.tag == f"{_W}p":
            yield _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _lines(child)


def _rows(table: _Element) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if _is_nested(row, table):
            continue
        cells = [" ".join(_lines(cell)).strip() for cell in row.iter(f"{_W}tc") if not _is_nested(cell, row)]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and speaker_of(filled[0].rstrip(":")) is not None:
            yield f"{filled[0].rstrip(':')}: {' '.join(filled[1:])}"
        else:
            yield "\t".join(filled)


def _is_nested(element: _Element, within: _Element) -> bool:
    """True when a table or cell stands between the two."""
    parent = element.getparent()
    while parent is not None and parent is not within:
        if parent.tag in {f"{_W}tbl", f"{_W}tc"}:
            return True
        parent = parent.getparent()
    return False


def _paragraph(paragraph: _Element) -> str:
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _LEFT_OUT or not isinstance(element.tag, str):
            continue
        if element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag == _TAB:
            parts.append("\t")
        elif element.tag in _BREAKS:
            parts.append("\n")
        else:
            waiting.extend(reversed(element))
    return "".join(parts)
