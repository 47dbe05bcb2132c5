"""Finding visits: by what they are, and by the words in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.patient import Patient
from desktop.domain.visit import VisitStatus, VisitSummaryLine


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits; what is None does not matter.

    first_day, last_day: the day on which a visit began, as the clock on the wall showed it; both are included.
    provider_id: the user who began it. statuses: any of them; empty: all.
    """

    patient_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    provider_id: int | None = None
    statuses: frozenset[VisitStatus] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Visits, newest first. next_key: to give back for the page after this one; None at the end."""

    lines: tuple[VisitSummaryLine, ...]
    next_key: tuple[int, int] | None


class Place(StrEnum):
    """Where words were found in a visit. The first four are the sections of its note."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    TRANSCRIPT = "transcript"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words around what was found. spans: [start, end) in characters of text, in order, to be highlighted.

    text: one line; "…" stands where the text goes on.
    """

    place: Place
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A visit in which every typed word was found, with at least one excerpt."""

    line: VisitSummaryLine
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, the visit recorded last first. next_key: to give back for more; None when there are no more."""

    hits: tuple[SearchHit, ...]
    next_key: int | None


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two patients that may be one person. reason: in words, without the patients' facts."""

    first: Patient
    second: Patient
    reason: str


@dataclass(frozen=True, slots=True)
class PatientMerge:
    """That one patient was merged into another. undone_at: None while it holds. visit_ids: the visits that moved."""

    id: int
    kept_id: int
    other_id: int
    merged_at: datetime
    undone_at: datetime | None
    visit_ids: tuple[int, ...]
