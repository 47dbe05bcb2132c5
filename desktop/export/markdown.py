"""A document as Markdown (CommonMark): headings are headings, and the words stand as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from desktop.domain.document import Document
from desktop.export.outline import Line, LineKind, Part, outline

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_NUMBER_AT_START = re.compile(r"^(\d+)([.)])")
_LINKS = re.compile(r"(://|@|(?<=www)\.)", re.IGNORECASE)
_BULLETS = "-*•◦▪–"
_NUMBERED = re.compile(r"\d{1,3}[.)]$")


def document_markdown(document: Document) -> str:
    """The document with LF line ends. Nothing in its words can become markup, a link or a picture."""
    laid_out = outline(document)
    paragraphs: list[str] = []
    if laid_out.letterhead:
        paragraphs.append("\\\n".join(map(_escaped, laid_out.letterhead)))
    paragraphs.append(f"# {_escaped(laid_out.heading)}")
    if laid_out.mark:
        paragraphs.append(f"**{laid_out.mark}**")
    paragraphs.append(
        "\n".join(f"- **{_escaped(label)}:** {_escaped(value)}" for label, value in laid_out.facts)
    )
    if laid_out.recipient:
        paragraphs.append("\\\n".join(map(_escaped, laid_out.recipient)))
    for part in laid_out.signed_parts:
        paragraphs.extend(_part(part))
    paragraphs.append("---")
    paragraphs.append("\\\n".join(map(_escaped, laid_out.signature)))
    for part in laid_out.addenda:
        paragraphs.extend(_part(part))
    return "\n\n".join(paragraphs) + "\n"


def _part(part: Part) -> Iterator[str]:
    if part.heading:
        yield f"## {_escaped(part.heading)}"
    for is_list, lines in groupby(part.lines, lambda line: line.kind is LineKind.ITEM):
        if is_list:
            yield _list(lines)
        else:
            for is_blank, together in groupby(lines, lambda line: line.kind is LineKind.BLANK):
                if not is_blank:
                    yield "\\\n".join(_escaped(line.text) for line in together)


def _list(items: Iterable[Line]) -> str:
    written: list[str] = []
    level = -1
    for item in items:
        level = min(item.level, level + 1)  # deeper by more than one step would be code
        indent = "    " * level
        if _NUMBERED.match(item.marker):
            written.append(f"{indent}{item.marker} {_escaped(item.text)}")
        else:
            words = item.text if item.marker in _BULLETS else f"{item.marker} {item.text}"
            written.append(f"{indent}- {_escaped(words)}")
    return "\n".join(written)


def _escaped(text: str) -> str:
    """One line of words, of which no character is markup and no address a link."""
    text = _LINKS.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))
    if text[:1] in {"-", "+", "="}:
        return f"\\{text}"
    return _NUMBER_AT_START.sub(r"\1\\\2", text)
