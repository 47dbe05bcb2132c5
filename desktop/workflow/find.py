"""Finds patients and visits while somebody types: by name, record number, and the words of notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.history import Excerpt, SearchHit, VisitFilter
from desktop.domain.patient import Patient
from desktop.records.records import Records
from desktop.workflow.history import list_visits, search_visits

_MOST_PATIENTS = 6
_PATIENTS_WITH_VISITS = 3
_VISITS_OF_A_PATIENT = 5


@dataclass(frozen=True, slots=True)
class Found:
    """patients: by name or number. hits: their latest visits, without excerpts, then visits found by their words."""

    patients: tuple[Patient, ...]
    hits: tuple[SearchHit, ...]


def find(records: Records, text: str, only: VisitFilter | None = None) -> Found:
    """What the typed words find, for each keystroke; only: among these visits. Shows nobody more than they may see."""
    wanted = only or VisitFilter()
    patients = tuple(records.patients.search(text, _MOST_PATIENTS)) if text.strip() else ()
    hits: dict[int | None, SearchHit] = {}
    for patient in patients[:_PATIENTS_WITH_VISITS]:
        theirs = list_visits(
            records, replace(wanted, patient_id=patient.id), limit=_VISITS_OF_A_PATIENT
        ).lines
        hits |= {line.visit.id: SearchHit(line, ()) for line in theirs}
    for hit in search_visits(records, text, wanted).hits:
        known = hits.get(hit.line.visit.id)
        excerpts: tuple[Excerpt, ...] = hit.excerpts
        hits[hit.line.visit.id] = hit if known is None else SearchHit(known.line, excerpts)
    return Found(patients, tuple(hits.values()))
