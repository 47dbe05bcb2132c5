"""A document in reading order: header, parts with their lines, signature. Every format that is read renders this."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import chain

from desktop.domain.coding import AcceptedCode
from desktop.domain.context import Sex
from desktop.domain.document import (
    Addendum,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Signature,
    SignatureRole,
)
from desktop.domain.note import NOT_STATED, Section
from desktop.export.clean import cleaned
from desktop.export.dates import day_text, moment_text

DRAFT_MARK = "DRAFT - not signed"
"""Stands on every page and in every text of a document that nobody signed."""


class LineKind(Enum):
    """How a line stands on paper. UNSTATED: a section with no text, printed in grey."""

    PARAGRAPH = auto()
    ITEM = auto()
    BLANK = auto()
    UNSTATED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. source: as it was written; text: without the marker of an item, which is "-", "2." or the like.

    level: how deep an item is set in, from 0.
    """

    kind: LineKind
    source: str = ""
    text: str = ""
    marker: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines. A part with no heading goes on from the one before."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole document. facts: label and value of each line of the patient block. mark: empty once signed.

    parts: the sections, or what the blocks of a letter make. codes, summary: one part or none.
    """

    heading: str
    letterhead: tuple[str, ...]
    recipient: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    codes: tuple[Part, ...]
    summary: tuple[Part, ...]
    addenda: tuple[Part, ...]
    signature: tuple[str, ...]
    mark: str
    patient_name: str
    mrn: str

    @property
    def signed_parts(self) -> tuple[Part, ...]:
        """What stands above the signature; addenda stand below it."""
        return (*self.parts, *self.codes, *self.summary)


def outline(document: Document) -> Outline:
    """Lay a document out. Every text of it is cleaned first."""
    document = cleaned(document)
    is_note = document.kind is DocumentKind.VISIT_NOTE
    head, summary = document.letterhead, is_note and document.patient_summary
    return Outline(
        heading=document.heading,
        letterhead=tuple(line for line in (head.clinic, *head.address, head.phone) if line),
        recipient=document.recipient,
        facts=tuple((label, value) for label, value in _facts(document) if value),
        parts=_note_parts(document) if is_note else _block_parts(document.blocks),
        codes=_codes_parts(document),
        summary=(Part("Summary for the patient", text_lines(document.patient_summary)),) if summary else (),
        addenda=tuple(_addendum_part(addendum) for addendum in document.addenda),
        signature=_signature_lines(document),
        mark=DRAFT_MARK if document.is_draft else "",
        patient_name=document.patient.name,
        mrn=document.patient.mrn,
    )


def code_line(code: AcceptedCode, *, primary: bool) -> str:
    """A code as it is printed: "M54.50 Low back pain, unspecified (ICD-10-CM, primary)"."""
    about = [code.system.value]
    if primary:
        about.append("primary")
    if code.units != 1:
        about.append(f"{code.units} units")
    if code.diagnoses:
        about.append(f"for {', '.join(code.diagnoses)}")
    return f"{code.code} {code.wording} ({', '.join(about)})"


def text_lines(text: str) -> tuple[Line, ...]:
    """Lines of plain text. A mark or number that someone typed before an item is kept as it is."""
    return tuple(_line(line) for line in text.split("\n")) if text else ()


_ITEM = re.compile(r"([ \t]*)([-*•◦▪–]|\(?\d{1,3}[.)]|[A-Za-z][.)])[ \t]+(?=\S)")
_SPACES_PER_LEVEL = 2
_DEEPEST_LEVEL = 4


def _line(line: str) -> Line:
    if not line.strip():
        return Line(LineKind.BLANK)
    item = _ITEM.match(line)
    if item is None:
        return Line(LineKind.PARAGRAPH, line, line.strip())
    indent = len(item.group(1).replace("\t", " " * _SPACES_PER_LEVEL))
    level = min(indent // _SPACES_PER_LEVEL, _DEEPEST_LEVEL)
    return Line(LineKind.ITEM, line, line[item.end() :].strip(), item.group(2), level)


def _facts(document: Document) -> tuple[tuple[str, str], ...]:
    patient, visit = document.patient, document.visit
    started = visit.started_at
    age = patient.age_years(started.date())
    born = day_text(patient.birth_date) if patient.birth_date else ""
    return (
        ("Patient", patient.name),
        ("Born", f"{born} (age {age})" if born and age is not None else born),
        ("Sex", "" if patient.sex is Sex.UNKNOWN else patient.sex.value.capitalize()),
        ("MRN", patient.mrn),
        ("Visit", moment_text(started)),
        ("Specialty", visit.specialty),
        ("Template", visit.template if document.kind is DocumentKind.VISIT_NOTE else ""),
        ("Provider", document.author.with_credentials),
    )


def _note_parts(document: Document) -> tuple[Part, ...]:
    unstated = (Line(LineKind.UNSTATED, NOT_STATED, NOT_STATED),)
    return tuple(
        Part(document.visit.name_of(section), text_lines(document.sections.get(section, "")) or unstated)
        for section in Section
    )


def _codes_parts(document: Document) -> tuple[Part, ...]:
    if not document.codes:
        return ()
    primary = document.primary_code
    lines = (_paragraph(code_line(code, primary=code is primary)) for code in document.codes)
    return (Part("Codes", tuple(lines)),)


def _paragraph(text: str) -> Line:
    return Line(LineKind.PARAGRAPH, text, text)


def _block_parts(blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    parts: list[Part] = []
    heading, lines = "", list[Line]()
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if heading or lines:
                parts.append(Part(heading, tuple(lines)))
            heading, lines = " ".join(block.text.split()), []
        elif block.kind is BlockKind.BULLET:
            text = " ".join(block.text.split())
            lines.append(Line(LineKind.ITEM, f"- {text}", text, "•"))
        else:
            lines.extend(text_lines(block.text))
            lines.append(Line(LineKind.BLANK))
    if heading or lines:
        parts.append(Part(heading, tuple(lines)))
    return tuple(replace(part, lines=_without_outer_blanks(part.lines)) for part in parts)


def _without_outer_blanks(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    filled = [index for index, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    return lines[filled[0] : filled[-1] + 1] if filled else ()


def _addendum_part(addendum: Addendum) -> Part:
    by = f"{addendum.author.with_credentials}, {moment_text(addendum.written_at)}"
    return Part("Addendum", (_paragraph(by), *text_lines(addendum.text)))


def _signature_lines(document: Document) -> tuple[str, ...]:
    if document.is_draft:
        return (f"Not signed. Prepared for {document.author.with_credentials}.",)
    hashed = (f"SHA-256: {document.content_hash}",) if document.content_hash else ()
    return tuple(chain((_signed(each) for each in document.signatures), hashed))


def _signed(signature: Signature) -> str:
    how = "Electronically signed by" if signature.role is SignatureRole.AUTHOR else "Co-signed by"
    return f"{how} {signature.signer.with_credentials}, {moment_text(signature.signed_at)}"
