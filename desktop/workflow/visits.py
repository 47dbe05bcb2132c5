"""Starts, opens and keeps visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.context import VisitContext
from desktop.domain.note import Note, Section
from desktop.domain.patient import Patient
from desktop.domain.visit import NoteVersion, Visit, VisitStatus
from desktop.domain.working_note import WorkingNote, WorkingSection
from desktop.records.records import Records
from desktop.transcripts import read_text

PROVIDER = "provider"
"""The origin of a note version that a person typed."""


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """Everything that the visit page shows of one visit."""

    visit: Visit
    patient: Patient | None
    context: VisitContext
    transcript_text: str
    note: WorkingNote
    is_drafted: bool


def now() -> datetime:
    """The moment, with the offset that the clock on the wall has."""
    return datetime.now().astimezone()


def start_visit(
    records: Records, patient_id: int | None, specialty_id: str, template_id: str, transcript_text: str = ""
) -> OpenVisit:
    """Begin a visit now, and open it."""
    visit = records.visits.create(patient_id, now(), specialty_id, template_id)
    assert visit.id is not None
    if transcript_text:
        keep_transcript(records, visit.id, transcript_text)
    return open_visit(records, visit.id)


def open_visit(records: Records, visit_id: int) -> OpenVisit:
    """One visit as it was left. Raises UnknownChoice when there is no such visit."""
    visit = records.visits.get(visit_id)
    patient = None if visit.patient_id is None else records.patients.get(visit.patient_id)
    typed = records.transcripts.typed_text(visit_id)
    return OpenVisit(
        visit=visit,
        patient=patient,
        context=full_context(records.contexts.load(visit_id), patient, visit),
        transcript_text=records.transcripts.load(visit_id).tagged() if typed is None else typed,
        note=records.notes.working(visit_id),
        is_drafted=records.notes.latest(visit_id) is not None,
    )


def full_context(context: VisitContext, patient: Patient | None, visit: Visit) -> VisitContext:
    """The visit's context with the patient's name, age on the day and sex."""
    if patient is None:
        return context
    return replace(
        context,
        name=" ".join(part for part in (patient.given_name, patient.family_name) if part),
        age_years=patient.age_years(visit.started_at.date()),
        sex=patient.sex,
    )


def assign_patient(records: Records, visit_id: int, patient: Patient) -> OpenVisit:
    """Store the patient's facts, new or changed, and say that the visit is theirs."""
    stored = records.patients.add(patient) if patient.id is None else records.patients.update(patient)
    records.visits.assign_patient(visit_id, stored.id)
    return open_visit(records, visit_id)


def keep_transcript(records: Records, visit_id: int, text: str) -> None:
    """Store the words of the visit as the person has them on screen."""
    records.transcripts.save(visit_id, read_text(text), text)


def keep_typed(
    records: Records, visit_id: int, transcript_text: str, sections: Iterable[WorkingSection]
) -> None:
    """Store what is on screen: the transcript and the working sections."""
    keep_transcript(records, visit_id, transcript_text)
    kept = tuple(sections)
    records.notes.save_working(visit_id, kept)
    if any(section.text.strip() for section in kept):
        records.visits.update(visit_id, status=VisitStatus.DRAFT)


def keep_draft(
    records: Records,
    visit_id: int,
    note: Note,
    *,
    origin: str,
    sections: tuple[Section, ...],
    typed_over: frozenset[Section],
    is_version: bool = True,
) -> None:
    """Store a whole draft: the sections it was asked for, but for those that the provider typed in meanwhile.

    is_version: the note as it then stands becomes a version; not so while it is refreshed every few seconds.
    """
    records.notes.save_working(
        visit_id,
        [
            WorkingSection(
                section,
                note[section],
                origin=origin,
                statements=tuple(each for each in note.statements if each.section is section),
            )
            for section in sections
            if section not in typed_over
        ],
        note.not_placed if sections == tuple(Section) else None,
    )
    records.visits.update(visit_id, status=VisitStatus.DRAFT)
    if is_version:
        _add_version(records, visit_id, origin)


def keep_failed_draft(records: Records, visit_id: int) -> None:
    """A draft failed: the visit waits for another try, unless it has a note already."""
    if records.notes.working(visit_id).note.is_empty:
        records.visits.update(visit_id, status=VisitStatus.WAITING)


def keep_version(records: Records, visit_id: int) -> None:
    """Keep what the provider typed as a version of its own, when it differs from the last one."""
    working = records.notes.working(visit_id)
    latest = records.notes.latest(visit_id)
    stood = latest.note.texts if latest else {}
    if any(working.note[section] != stood.get(section, "") for section in Section):
        _add_version(records, visit_id, PROVIDER)


def versions(records: Records, visit_id: int) -> list[NoteVersion]:
    """The versions of a visit's note, newest first."""
    return records.notes.versions(visit_id)[::-1]


def _add_version(records: Records, visit_id: int, origin: str) -> None:
    working = records.notes.working(visit_id)
    records.notes.add_version(visit_id, origin, working.note, working.edited, now())
