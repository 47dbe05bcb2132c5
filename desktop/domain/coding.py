"""Billing codes: what a code is, what a suggestion rests on, and what a person decided about it.

Every code is a suggestion until a person accepts it; an accepted code belongs to the visit's record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from desktop.domain.note import Section

REVIEW_SENTENCE = "Suggestions only. A person reviews every code before it is billed."
"""Stands wherever codes are shown."""


class CodeSystem(StrEnum):
    """Who defines a code."""

    ICD10CM = "ICD-10-CM"
    CPT = "CPT"
    HCPCS = "HCPCS"


class CodeNoteKind(StrEnum):
    """What an instruction of the tabular list says about a code."""

    INCLUDES = "includes"
    INCLUSION_TERM = "inclusion term"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    USE_ADDITIONAL = "use additional code"
    CODE_FIRST = "code first"
    CODE_ALSO = "code also"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of a table. billable: it may be used as it is; otherwise it needs more characters."""

    code: str
    description: str
    billable: bool
    system: CodeSystem = CodeSystem.ICD10CM


@dataclass(frozen=True, slots=True)
class CodeNote:
    """One instruction of the tabular list. code: where it stands, the code itself or one above it."""

    kind: CodeNoteKind
    text: str
    code: str


def _no_characters() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CodeDetails:
    """Everything that the table says of a code.

    parents: from the category's chapter down to the parent. children: one step below; empty at a leaf.
    notes: its own and those it inherits. seventh: 7th characters and their meaning, empty where none is needed.
    """

    entry: CodeEntry
    parents: tuple[CodeEntry, ...]
    children: tuple[CodeEntry, ...]
    notes: tuple[CodeNote, ...]
    seventh: Mapping[str, str] = field(default_factory=_no_characters)


class Existence(StrEnum):
    """What the table says to a code that somebody gave."""

    BILLABLE = "billable"
    NEEDS_MORE = "needs more characters"
    UNKNOWN = "not in the table"


@dataclass(frozen=True, slots=True)
class Validity:
    """A code checked against a table. leaves: the billable codes below one that needs more characters."""

    code: str
    existence: Existence
    entry: CodeEntry | None
    leaves: tuple[CodeEntry, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """A search result. score: 0 to 1, to order by; it is no probability."""

    entry: CodeEntry
    score: float


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words that a code came from: characters [start, end) of a section's text."""

    section: Section
    start: int
    end: int
    text: str


class AdviceKind(StrEnum):
    """What there is to think of before a code is accepted."""

    SIDE = "side"
    EPISODE = "episode of care"
    DETAIL = "more detail"
    EXCLUDES1 = "excludes1"
    USE_ADDITIONAL = "use additional code"
    CODE_FIRST = "code first"
    SEX = "sex"
    AGE = "age"
    COMBINATION = "combination code"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to think of. codes: those to choose from or those that conflict."""

    kind: AdviceKind
    sentence: str
    codes: tuple[CodeEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSuggestion:
    """A diagnosis code for words of the note. others: the next best, best first. problem: counted from 1."""

    entry: CodeEntry
    words: NoteWords
    problem: int
    score: float
    others: tuple[CodeEntry, ...] = ()
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCoded:
    """Words of the note that name a condition and get no code, with the reason in one sentence."""

    words: NoteWords
    reason: str


@dataclass(frozen=True, slots=True)
class CodeSuggestions:
    """What a note suggests, in the order of its problems. release: of the table, for people."""

    release: str
    suggestions: tuple[CodeSuggestion, ...]
    not_coded: tuple[NotCoded, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptedCode:
    """A code that a person accepted. The first diagnosis of a visit's list is the primary one.

    wording: as the table or the clinic's own list words it. words_from: the words of the note it came
    from, empty when a person looked it up. diagnoses: codes that a procedure is linked to, in order.
    units: of a procedure.
    """

    system: CodeSystem
    code: str
    wording: str
    words_from: str = ""
    diagnoses: tuple[str, ...] = ()
    units: int = 1


@dataclass(frozen=True, slots=True)
class VisitCodes:
    """What was decided about a visit's codes: the accepted ones in order, and the codes that were dismissed.

    Every change gives a new value. Diagnoses and procedures share one order; only the order among diagnoses is billed.
    """

    accepted: tuple[AcceptedCode, ...] = ()
    dismissed: frozenset[str] = frozenset()

    @property
    def primary(self) -> AcceptedCode | None:
        """The first diagnosis, for which the visit chiefly was."""
        return next((code for code in self.accepted if code.system is CodeSystem.ICD10CM), None)

    def accepting(self, code: AcceptedCode) -> VisitCodes:
        """With a code at the end, or in its old place when it was accepted before."""
        if any(one.code == code.code for one in self.accepted):
            accepted = tuple(code if one.code == code.code else one for one in self.accepted)
        else:
            accepted = (*self.accepted, code)
        return VisitCodes(accepted, self.dismissed - {code.code})

    def dismissing(self, code: str) -> VisitCodes:
        """Without a code, and with it among the dismissed; procedures lose their link to it."""
        kept = (
            replace(one, diagnoses=tuple(linked for linked in one.diagnoses if linked != code))
            for one in self.accepted
            if one.code != code
        )
        return VisitCodes(tuple(kept), self.dismissed | {code})

    def restoring(self, code: str) -> VisitCodes:
        """With a dismissed code undecided again."""
        return VisitCodes(self.accepted, self.dismissed - {code})

    def moving(self, code: str, position: int) -> VisitCodes:
        """With an accepted code at a place of the order, counted from 0. Raises KeyError for a code not accepted."""
        chosen = self._of(code)
        others = [one for one in self.accepted if one.code != code]
        others.insert(position, chosen)
        return VisitCodes(tuple(others), self.dismissed)

    def with_primary(self, code: str) -> VisitCodes:
        """With a diagnosis before all others. Raises KeyError for a code not accepted."""
        return self.moving(code, 0)

    def linking(self, procedure: str, diagnoses: tuple[str, ...]) -> VisitCodes:
        """With a procedure linked to accepted diagnoses, in order. Raises KeyError for a code not accepted."""
        for diagnosis in diagnoses:
            self._of(diagnosis)
        changed = replace(self._of(procedure), diagnoses=diagnoses)
        return VisitCodes(
            tuple(changed if one.code == procedure else one for one in self.accepted), self.dismissed
        )

    def _of(self, code: str) -> AcceptedCode:
        found = next((one for one in self.accepted if one.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


@dataclass(frozen=True, slots=True)
class CodeListFile:
    """A clinic's list of procedure codes as read from a file, before it is imported.

    system: CPT or HCPCS. release: what the clinic calls it, for people. skipped: lines that hold no code.
    """

    system: CodeSystem
    release: str
    rows: tuple[CodeEntry, ...]
    skipped: int = 0

    @property
    def preview(self) -> tuple[CodeEntry, ...]:
        """The first rows, to look at before importing."""
        return self.rows[:10]


@dataclass(frozen=True, slots=True)
class CodeListInfo:
    """An imported list."""

    system: CodeSystem
    release: str
    rows: int
    imported_at: datetime
