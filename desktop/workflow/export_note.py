"""Takes a visit's document out of the program: as a file, as text to paste, on paper. Audited before it leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.domain.document import Document
from desktop.domain.errors import FileUnreadable, UnknownChoice
from desktop.domain.jobs import Job
from desktop.domain.note import Section
from desktop.domain.worklist import WorklistLine
from desktop.export.file_names import DEFAULT_TEMPLATE, check_template, file_name
from desktop.export.logo import LARGEST_LOGO_BYTES, check_logo
from desktop.export.page_size import PageSize
from desktop.export.text import EHR, document_text, section_text
from desktop.export.write import replace_file, write_new
from desktop.workflow.documents import note_document
from desktop.workflow.session import Session

__all__ = ["PageSize"]

NO_LONGER_ENCRYPTED = (
    "An exported file is no longer encrypted: everybody who can open the folder can read the patient's note. Keep it "
    "where only those may who need it, and delete it when it has been filed."
)
"""What a person is told before the first file of a session."""


class ExportFormat(StrEnum):
    """The formats of a document, by the words of the command line."""

    TEXT = "text"
    MARKDOWN = "md"
    PDF = "pdf"
    WORD = "docx"
    JSON = "json"
    FHIR = "fhir"
    FHIR_REFERENCE = "fhir-reference"

    @property
    def label(self) -> str:
        """As a menu and the list of exports name it."""
        return _LABELS[self]

    @property
    def extension(self) -> str:
        """Of its files, without the dot."""
        return _EXTENSIONS[self]


_LABELS = {
    ExportFormat.TEXT: "Text",
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.PDF: "PDF",
    ExportFormat.WORD: "Word",
    ExportFormat.JSON: "JSON",
    ExportFormat.FHIR: "FHIR document",
    ExportFormat.FHIR_REFERENCE: "FHIR DocumentReference",
}
_EXTENSIONS = {
    ExportFormat.TEXT: "txt",
    ExportFormat.MARKDOWN: "md",
    ExportFormat.PDF: "pdf",
    ExportFormat.WORD: "docx",
    ExportFormat.JSON: "json",
    ExportFormat.FHIR: "fhir.json",
    ExportFormat.FHIR_REFERENCE: "documentreference.fhir.json",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document in one format. notices: what whoever exports has to know about it."""

    content: bytes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written."""

    path: Path
    notices: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was done, with the notices."""
        return " ".join((f"Saved as {self.path.name} in {self.path.parent}.", *self.notices))


def render(document: Document, kind: ExportFormat, page_size: PageSize) -> Rendered:
    """The document in a format. PDF needs a QGuiApplication. Raises FileUnreadable for a logo that is no picture."""
    match kind:
        case ExportFormat.TEXT:
            return Rendered(document_text(document).encode())
        case ExportFormat.MARKDOWN:
            from desktop.export.markdown import document_markdown  # noqa: PLC0415 - each format when it is wanted

            return Rendered(document_markdown(document).encode())
        case ExportFormat.PDF:
            from desktop.export.pdf import document_pdf  # noqa: PLC0415 - Qt's text engine

            pdf = document_pdf(document, page_size)
            return Rendered(pdf.content, _undrawn(pdf.undrawn))
        case ExportFormat.WORD:
            from desktop.export.docx import document_docx  # noqa: PLC0415 - python-docx takes 0.2 s

            return Rendered(document_docx(document, page_size))
        case ExportFormat.JSON:
            from desktop.export.json_note import document_json  # noqa: PLC0415 - each format when it is wanted

            return Rendered(document_json(document).encode())
        case ExportFormat.FHIR | ExportFormat.FHIR_REFERENCE:
            return Rendered(_fhir(document, kind))


def export_note(
    session: Session,
    visit_id: int,
    kind: ExportFormat,
    target: Path,
    *,
    page_size: PageSize | None = None,
    section: Section | None = None,
) -> Saved:
    """Write the visit's note, marked as a draft while nobody signed it. target: a folder, or the file itself.

    In a folder it is named by the clinic's template and overwrites nothing; a file that a person named is replaced.
    section: that one alone, as text. Raises NotPermitted, UnknownChoice, InputError, FileUnreadable, FileNotWritten.
    """
    document = note_document(session, visit_id)
    rendered = _of(session, document, kind, page_size, section)
    name = name_for(session, document, kind)
    _record(session, document, kind.label)
    return _write(target, name, rendered)


def exported_bytes(
    session: Session,
    visit_id: int,
    kind: ExportFormat,
    *,
    page_size: PageSize | None = None,
    section: Section | None = None,
) -> Rendered:
    """The same for standard output."""
    document = note_document(session, visit_id)
    rendered = _of(session, document, kind, page_size, section)
    _record(session, document, kind.label)
    return rendered


def export_notes(
    session: Session, visit_ids: Sequence[int], kind: ExportFormat, folder: Path
) -> Job[Saved, tuple[Saved, ...]]:
    """Write the notes of several visits into a folder, one after the other. Raises as export_note does."""
    saved = []
    for visit_id in visit_ids:
        saved.append(export_note(session, visit_id, kind, folder))
        yield saved[-1]
    return tuple(saved)


def export_document(session: Session, document: Document, kind: ExportFormat, target: Path) -> Saved:
    """Write a referral letter or a handout. Raises as export_note does."""
    rendered = render(document, kind, PageSize(session.settings.clinic.page_size))
    name = name_for(session, document, kind)
    _record(session, document, f"{document.kind.label}, {kind.label}")
    return _write(target, name, rendered)


def export_list(session: Session, lines: Sequence[WorklistLine], target: Path) -> Saved:
    """Write lines of the worklist as CSV. The audit names each visit. Raises NotPermitted, FileNotWritten."""
    from desktop.export.csv_list import csv_table  # noqa: PLC0415 - each format when it is wanted

    columns = ("Visit", "Date", "Time", "Patient", "MRN", "Provider", "Reason", "Code", "Status")
    rows = [
        (
            str(line.visit_id),
            f"{line.started_at:%Y-%m-%d}",
            f"{line.started_at:%H:%M}",
            line.patient_name,
            line.mrn,
            line.provider,
            line.reason,
            line.code,
            line.status.label,
        )
        for line in lines
    ]
    content = csv_table(columns, rows)
    for line in lines:
        session.records.signed_notes.record_listed(line.visit_id)
    return _write(target, "worklist.csv", Rendered(content))


def copied_note(session: Session, visit_id: int) -> str:
    """The whole note as text for another record system, for the clipboard. Raises NotPermitted, UnknownChoice."""
    document = note_document(session, visit_id)
    _record(session, document, "Copied")
    return document_text(document, EHR)


def copied_section(session: Session, visit_id: int, section: Section) -> str:
    """One section likewise, under its heading; empty when it is not stated, and then nothing is noted."""
    document = note_document(session, visit_id)
    text = section_text(document, section)
    if text:
        _record(session, document, "Copied")
    return text


def record_copied_words(session: Session, visit_id: int) -> None:
    """Note that words of the working note were copied from the screen. Raises NotPermitted."""
    visit_is_signed = bool(session.records.signed_notes.history(visit_id))
    session.records.signed_notes.record_export(visit_id, "Copied", is_draft=not visit_is_signed)


def printed_note(session: Session, visit_id: int) -> Document:
    """The document to print; noted before it goes to the printer. Raises NotPermitted, UnknownChoice."""
    document = note_document(session, visit_id)
    _record(session, document, "Printed")
    return document


def prepare_pdf_without_window() -> object:
    """What Qt's text engine needs in a program without a window: keep it until the last PDF is made."""
    from desktop.export.offscreen import offscreen_application  # noqa: PLC0415 - Qt, for PDF alone

    return offscreen_application()


def suggested_name(session: Session, visit_id: int, kind: ExportFormat) -> str:
    """The same for a visit's note, to offer in a file dialog. Raises NotPermitted, UnknownChoice, InputError."""
    return name_for(session, note_document(session, visit_id), kind)


def name_for(session: Session, document: Document, kind: ExportFormat) -> str:
    """What its file is called by the clinic's template. Raises InputError when that is wrong."""
    return file_name(document, kind.extension, session.settings.clinic.file_name or DEFAULT_TEMPLATE)


def check_file_names(template: str) -> None:
    """Raise InputError when files cannot be called after this template; an empty one is the default."""
    check_template(template or DEFAULT_TEMPLATE)


def read_logo(path: Path) -> bytes:
    """A picture for the clinic's paper. Raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            logo = file.read(LARGEST_LOGO_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read. Choose another picture.") from error
    check_logo(logo)
    return logo


def _of(
    session: Session,
    document: Document,
    kind: ExportFormat,
    page_size: PageSize | None,
    section: Section | None,
) -> Rendered:
    if section is None:
        return render(document, kind, page_size or PageSize(session.settings.clinic.page_size))
    if kind is not ExportFormat.TEXT:
        raise UnknownChoice("A single section is exported as text only.")
    text = section_text(document, section)
    if not text:
        raise UnknownChoice(f"The {section.label} section is not stated in this note.")
    return Rendered(f"{text}\n".encode())


def _record(session: Session, document: Document, what: str) -> None:
    session.records.signed_notes.record_export(document.visit.id, what, is_draft=_is_draft(session, document))


def _is_draft(session: Session, document: Document) -> bool:
    """A letter or a handout is a draft as long as nobody signed the visit's note."""
    if document.sections:
        return document.is_draft
    return not session.records.signed_notes.history(document.visit.id)


def _write(target: Path, name: str, rendered: Rendered) -> Saved:
    if target.is_dir():
        path = write_new(target, name, rendered.content)
    else:
        path = replace_file(target, rendered.content)
    return Saved(path, rendered.notices)


def _fhir(document: Document, kind: ExportFormat) -> bytes:
    from desktop.export.fhir import (  # noqa: PLC0415 - each format when it is wanted
        document_bundle,
        document_reference,
        text_attachment,
    )

    resource = (
        document_bundle(document)
        if kind is ExportFormat.FHIR
        else document_reference(document, [text_attachment(document)])
    )
    return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode()


def _undrawn(characters: frozenset[str]) -> tuple[str, ...]:
    if not characters:
        return ()
    sentence = (
        f"This computer has no font for {len(characters)} of its characters ({' '.join(sorted(characters)[:8])}); "
        "the PDF shows boxes in their place. Install a font for them, or export as Word or text."
    )
    return (sentence,)
