"""A summary over several visits: the dated notes it is made from, and statements that name where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class NotePart(StrEnum):
    """A text of a visit: one of the four sections, or a summary that somebody wrote of it."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    SUMMARY = "summary"


def _no_texts() -> Mapping[NotePart, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class VisitNotes:
    """What was written of one visit. id: unique among the visits of one summary; a record's id as text."""

    id: str
    date: date
    provider: str = ""
    texts: Mapping[NotePart, str] = field(default_factory=_no_texts)

    def __getitem__(self, part: NotePart) -> str:
        return self.texts.get(part, "")

    @property
    def is_empty(self) -> bool:
        """True when nothing was written."""
        return not any(text.strip() for text in self.texts.values())


class Purpose(StrEnum):
    """What the summary is for: decides which blocks it has, their order and their wording."""

    PRE_VISIT = "pre-visit"
    REFERRAL = "referral"
    TRANSITION = "transition"
    PRIOR_AUTHORIZATION = "prior-authorization"
    TIMELINE = "timeline"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return _PURPOSE_LABELS[self]


_PURPOSE_LABELS = {
    Purpose.PRE_VISIT: "Before the visit",
    Purpose.REFERRAL: "Referral letter",
    Purpose.TRANSITION: "Transition of care",
    Purpose.PRIOR_AUTHORIZATION: "Prior authorization",
    Purpose.TIMELINE: "Timeline",
}


@dataclass(frozen=True, slots=True, order=True)
class NoteSpan:
    """Characters [start, end) of one part of one visit's notes, and the visit's date."""

    date: date
    visit_id: str
    part: NotePart
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SummaryStatement:
    """One statement, and the places of the notes it rests on, in the order of their dates.

    doubt: why a check could not find it in the notes it names; "" when it is supported.
    """

    text: str
    spans: tuple[NoteSpan, ...] = ()
    doubt: str = ""

    @property
    def dates(self) -> tuple[date, ...]:
        """The different dates of its visits, in order."""
        return tuple(sorted({span.date for span in self.spans}))

    @property
    def visit_ids(self) -> tuple[str, ...]:
        """The different visits it rests on, in the order of their dates."""
        return tuple(dict.fromkeys(span.visit_id for span in sorted(self.spans)))


class BlockKind(StrEnum):
    """What a block of a summary holds."""

    ACTIVE_PROBLEMS = "active_problems"
    PAST_PROBLEMS = "past_problems"
    CURRENT_MEDICATIONS = "current_medications"
    MEDICATION_CHANGES = "medication_changes"
    ALLERGIES = "allergies"
    DIFFERENCES = "differences"
    OPEN_LOOPS = "open_loops"
    TRENDS = "trends"
    VISITS = "visits"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SummaryBlock:
    """Statements under one title."""

    kind: BlockKind
    title: str
    statements: tuple[SummaryStatement, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of visits. origin: "offline" or "endpoint: HOST, MODEL".

    header: how it was made, and of what; a person reviews it. notices: what a reader has to know about it.
    """

    purpose: Purpose
    focus: str
    origin: str
    header: str
    blocks: tuple[SummaryBlock, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasurePoint:
    """One measured value. written: as the note has it, without its unit ("138/82", "7.2"); unit: as understood.

    values: one number, or systolic and diastolic; in the unit of its series, for plotting.
    """

    date: date
    written: str
    unit: str
    values: tuple[float, ...]
    span: NoteSpan


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """The values of one measure in the order of their dates. key: "bp", "a1c"; label: "BP", "A1c"."""

    key: str
    label: str
    unit: str
    points: tuple[MeasurePoint, ...]


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """A medication or an allergy as the visits leave it, with the statement's sources.

    name: of the drug or allergen. detail: dose and frequency, or reaction, as last written; may be empty.
    first, last: the dates of its first and last mention.
    """

    name: str
    detail: str
    first: date
    last: date
    statement: SummaryStatement


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """A summary as it was kept, never changed since. made_by: the name of who kept it; may be empty.

    visit_ids: the visits it was made of.
    """

    id: int
    summary: Summary
    made_at: datetime
    made_by: str
    visit_ids: tuple[int, ...]
