"""Imports a note from elsewhere, one text file for one visit of one patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from desktop.domain.errors import ImportedBefore, InputError
from desktop.domain.imports import DateOrder, PastNote
from desktop.domain.note import Section
from desktop.domain.visit import Visit, VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.imports.past_notes import read_past_note
from desktop.records.records import Records
from desktop.workflow.visits import now

IMPORTED = "imported"
"""The origin of sections that came from a file."""

PAST_NOTE_ENDINGS = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class PastNotePreview:
    """The note as it would be stored. imported_before: when the same file was imported; None when never."""

    note: PastNote
    imported_before: datetime | None


def preview_past_note(records: Records, path: Path, order: DateOrder | None = None) -> PastNotePreview:
    """Read a file; nothing is stored. Without note.day a person has to say when the visit was. Raises FileUnreadable."""
    note = read_past_note(path, order)
    return PastNotePreview(note, records.imports.imported_at(note.sha256))


def import_past_note(
    records: Records, patient_id: int, preview: PastNotePreview, day: date, *, again: bool = False
) -> Visit:
    """Store the note as a visit on that day, a draft for a person to review.

    The time of the visit is unknown and stands as noon, so that no change of zone moves the day. Raises ImportedBefore
    unless again is True, InputError for a day in the future, UnknownChoice for an unknown patient, TextTooLong.
    """
    if preview.imported_before is not None and not again:
        raise ImportedBefore(
            f"This file was imported before, on {preview.imported_before:%d %B %Y at %H:%M}. Import it again only if "
            "you mean to."
        )
    if day > now().date():
        raise InputError("The day of the visit is in the future. Check the date.")
    visit = records.visits.create(patient_id, datetime.combine(day, time(12)).astimezone())
    assert visit.id is not None
    sections = [
        WorkingSection(section, preview.note.texts.get(section, ""), origin=IMPORTED) for section in Section
    ]
    records.notes.save_working(visit.id, sections)
    records.notes.add_version(visit.id, IMPORTED, records.notes.working(visit.id).note, (), now())
    records.imports.mark(preview.note.sha256, "note", now())
    return records.visits.update(visit.id, status=VisitStatus.DRAFT)
