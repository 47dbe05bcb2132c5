"""A document as plain text: to paste into another record system, or as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.document import Document
from desktop.domain.note import Section
from desktop.export.clean import cleaned
from desktop.export.outline import DRAFT_MARK, Outline, Part, outline
from desktop.export.plain_characters import ascii_only, plain_symbols


class Characters(StrEnum):
    """UNICODE: as written. PLAIN: typographic signs in plain ones, letters as written. ASCII: nothing but ASCII."""

    UNICODE = "unicode"
    PLAIN = "plain"
    ASCII = "ascii"


class LineEnd(StrEnum):
    """LF, or CRLF as old Windows programs want it."""

    LF = "\n"
    CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What a text holds and how. header: clinic, patient and visit above the note. The draft mark is no option."""

    characters: Characters = Characters.PLAIN
    line_end: LineEnd = LineEnd.LF
    header: bool = True
    headings: bool = True
    codes: bool = True
    summary: bool = True
    addenda: bool = True
    signature: bool = True


EHR = TextOptions(line_end=LineEnd.CRLF, header=False, summary=False)
"""To paste into an electronic health record, which knows the patient and the visit already."""


def document_text(document: Document, options: TextOptions = TextOptions()) -> str:
    """The whole document; it ends with a line end."""
    laid_out = outline(document)
    paragraphs = list(_paragraphs(laid_out, options))
    return _finish("\n\n".join(paragraphs) + "\n", options)


def section_text(document: Document, section: Section, options: TextOptions = EHR) -> str:
    """One section of a note, without an end of line after it; empty when the section is not stated.

    Of a draft it begins with the mark: pasted elsewhere, nothing else would say that nobody signed it.
    """
    document = cleaned(document)
    text = document.sections.get(section, "")
    if not text:
        return ""
    above = [DRAFT_MARK] if document.is_draft else []
    if options.headings:
        above.append(document.visit.name_of(section))
    return _finish("\n".join([*above, text]), options)


def _finish(text: str, options: TextOptions) -> str:
    match options.characters:
        case Characters.ASCII:
            text = ascii_only(text)
        case Characters.PLAIN:
            text = plain_symbols(text)
        case Characters.UNICODE:
            pass
    return text.replace("\n", options.line_end.value)


def _paragraphs(laid_out: Outline, options: TextOptions) -> Iterator[str]:
    if options.header and laid_out.letterhead:
        yield "\n".join(laid_out.letterhead)
    if laid_out.mark:
        yield laid_out.mark
    if options.header:
        yield laid_out.heading
        yield "\n".join(f"{label}: {value}" for label, value in laid_out.facts)
    if laid_out.recipient:
        yield "\n".join(laid_out.recipient)
    parts = [*laid_out.parts]
    parts += laid_out.codes if options.codes else ()
    parts += laid_out.summary if options.summary else ()
    yield from (_part_text(part, options) for part in parts)
    if options.signature:
        yield "\n".join(laid_out.signature)
    if options.addenda:
        yield from (_part_text(part, options) for part in laid_out.addenda)


def _part_text(part: Part, options: TextOptions) -> str:
    lines = [line.source for line in part.lines]
    return "\n".join([part.heading, *lines] if options.headings and part.heading else lines)
