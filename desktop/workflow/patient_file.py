"""Everything that a patient's page shows: who it is, the visits, and what their notes say together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from desktop.domain.history import VisitFilter
from desktop.domain.note import Note
from desktop.domain.patient import Patient
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.summary import CarriedForward, KeptSummary, MeasureSeries, NotePart, VisitNotes
from desktop.domain.visit import VisitSummaryLine
from desktop.records.records import Records
from desktop.records.summaries import VisitTexts
from desktop.workflow.keep_summary import kept_summaries
from desktop.workflow.summarize import notes_of_visit, overview

_MOST_VISITS = 2_000


@dataclass(frozen=True, slots=True)
class PatientFile:
    """One patient's visits, newest first, and what can be read from their notes."""

    patient: Patient
    lines: tuple[VisitSummaryLine, ...]
    notes: tuple[VisitNotes, ...]
    series: tuple[MeasureSeries, ...]
    medications: tuple[CarriedForward, ...]
    allergies: tuple[CarriedForward, ...]
    kept: tuple[KeptSummary, ...]

    def chosen(self, visit_ids: Collection[int]) -> tuple[VisitNotes, ...]:
        """The notes of these visits alone."""
        return tuple(each for each in self.notes if int(each.id) in visit_ids)

    @property
    def known_identifiers(self) -> KnownIdentifiers:
        """What identifies the people of these visits, for text that leaves this computer."""
        return known_of(self.patient, self.notes)


def known_of(patient: Patient, notes: Iterable[VisitNotes]) -> KnownIdentifiers:
    """What identifies a patient and the providers of the notes."""
    return KnownIdentifiers(
        patient_names=(patient.name,) if patient.name else (),
        provider_names=tuple(sorted({each.provider for each in notes} - {""})),
        birth_date=patient.birth_date,
        record_numbers=(patient.mrn,) if patient.mrn else (),
    )


def open_patient(records: Records, patient_id: int) -> PatientFile:
    """Read a patient's file. Raises UnknownChoice when there is no such patient, NotPermitted."""
    notes = patient_notes(records, patient_id)
    page = records.history.page(VisitFilter(patient_id=patient_id), limit=_MOST_VISITS)
    series, medications, allergies = overview(notes)
    return PatientFile(
        patient=records.patients.get(patient_id),
        lines=page.lines,
        notes=notes,
        series=series,
        medications=medications,
        allergies=allergies,
        kept=kept_summaries(records, patient_id),
    )


def patient_notes(records: Records, patient_id: int) -> tuple[VisitNotes, ...]:
    """The notes of a patient's visits that have any text, the visit begun first first. Raises NotPermitted."""
    notes = map(_notes_of, records.summaries.notes_of(patient_id))
    return tuple(each for each in notes if not each.is_empty)


def _notes_of(texts: VisitTexts) -> VisitNotes:
    """The note, with what was added to it after it was signed as a part of its own."""
    visit = texts.visit
    assert visit.id is not None
    notes = notes_of_visit(visit.id, visit.started_at.date(), texts.provider, Note(texts.sections))
    if not texts.addenda:
        return notes
    return replace(notes, texts=MappingProxyType({**notes.texts, NotePart.SUMMARY: "\n".join(texts.addenda)}))
