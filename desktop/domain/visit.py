"""A visit: one conversation, when it was, how its note is laid out, and the note's versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.note import Note


class VisitStatus(StrEnum):
    """EMPTY: no note text yet. WAITING: a draft failed and can be retried. DRAFT: a note to review.

    SIGNED: the note is final.
    """

    EMPTY = "empty"
    WAITING = "waiting"
    DRAFT = "draft"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. id is None until stored. started_at: with the time zone's offset at the time.

    provider_id: the user who began it; None where nobody is known.
    """

    id: int | None
    patient_id: int | None
    started_at: datetime
    specialty_id: str = "generic"
    template_id: str = "standard"
    status: VisitStatus = VisitStatus.EMPTY
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class VisitSummaryLine:
    """What a list of visits shows of one visit. title: the first words of the assessment or note."""

    visit: Visit
    patient_name: str
    mrn: str
    title: str


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A note as it stood. origin: "offline", "endpoint: HOST, MODEL" or "provider" (typed).

    edited: names of the sections whose text a person changed since the machine wrote them.
    """

    id: int
    visit_id: int
    saved_at: datetime
    origin: str
    note: Note
    edited: frozenset[str] = frozenset()
