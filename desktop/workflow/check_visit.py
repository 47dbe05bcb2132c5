"""Checks the visit on screen as it is typed, and keeps what the provider decided about its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.audit import Action, RecordKind
from desktop.domain.context import VisitContext
from desktop.domain.finding import Finding, NoteCheck, Omission, SentenceEvidence, Severity
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text, segment_places
from desktop.workflow.check import checker_for
from desktop.workflow.session import Session
from desktop.workflow.sign import other_patients

KEPT = "kept"
"""The decision that leaves a finding's words as the provider has them."""


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit as it stands on screen."""

    visit_id: int
    transcript_text: str
    note: Note
    context: VisitContext


@dataclass(frozen=True, slots=True)
class CheckedVisit:
    """What the checks say of a visit as it stood on screen.

    places: where each segment stands in the transcript's text. decisions: by a finding's key.
    """

    shown: ShownVisit
    transcript: Transcript
    places: tuple[tuple[int, int], ...]
    check: NoteCheck
    decisions: Mapping[str, str]

    @property
    def statements(self) -> tuple[SentenceEvidence, ...]:
        """The sentences that state something."""
        return tuple(
            each for each in self.check.sentences if each.sources or each.from_chart or not each.is_supported
        )

    @property
    def traced(self) -> int:
        """How many of the statements rest on something."""
        return sum(each.is_supported for each in self.statements)

    @property
    def raised(self) -> tuple[Finding | Omission, ...]:
        """Findings and omissions, those that must be decided first."""
        order = list(Severity)
        return tuple(
            sorted((*self.check.findings, *self.check.omissions), key=lambda each: order.index(each.severity))
        )

    @property
    def to_check(self) -> tuple[Finding | Omission, ...]:
        """What is open and is more than information."""
        return tuple(
            each
            for each in self.raised
            if each.key not in self.decisions and each.severity is not Severity.INFORMATION
        )

    def segment_at(self, position: int) -> int | None:
        """The segment at a character of the transcript's text."""
        for index, (start, end) in enumerate(self.places):
            if start <= position <= end and end:
                return index
        return None

    def sentence_at(self, section: Section, position: int) -> SentenceEvidence | None:
        """The sentence at a character of a section's text."""
        for each in self.check.sentences:
            if each.section is section and each.start <= position <= each.end:
                return each
        return None

    def finding_at(self, section: Section, position: int) -> Finding | None:
        """The open finding with the fewest words at a character of a section's text."""
        here = [
            each
            for each in self.check.findings
            if each.section is section
            and each.start <= position <= each.end
            and each.key not in self.decisions
            and each.severity is not Severity.INFORMATION
        ]
        return min(here, key=lambda each: each.end - each.start, default=None)


class VisitChecker:
    """Reads a visit's words once and checks its note each time it changes. For one thread, not the GUI's."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: tuple[tuple[object, ...], NoteChecker, Transcript, tuple[tuple[int, int], ...]] | None = (
            None
        )

    def check(self, shown: ShownVisit) -> CheckedVisit:
        """Check a visit as it stands on screen. Raises NotPermitted, UnknownChoice."""
        records = self._session.records
        visit = records.visits.get(shown.visit_id)
        names = other_patients(self._session, visit, shown.note)
        what = (shown.visit_id, shown.transcript_text, shown.context, names)
        if self._read is None or self._read[0] != what:
            transcript = read_text(shown.transcript_text)
            checker = checker_for(transcript, shown.context, names)
            self._read = what, checker, transcript, segment_places(shown.transcript_text, transcript)
        _, checker, transcript, places = self._read
        check = checker.check(shown.note)
        return CheckedVisit(shown, transcript, places, check, records.signed_notes.decisions(shown.visit_id))


def keep_words(session: Session, visit_id: int, key: str) -> None:
    """The provider keeps the words that a finding is about. Raises NotPermitted."""
    session.records.signed_notes.decide(visit_id, key, KEPT)


def reopen_finding(session: Session, visit_id: int, key: str) -> None:
    """A decision is taken back. Raises NotPermitted."""
    session.records.signed_notes.reopen(visit_id, key)


def record_change(session: Session, visit_id: int, key: str, change: str) -> None:
    """Audit that a finding was dealt with by changing the note ("fixed", "added").

    It is not kept as decided: the next check does not raise it any more, and raises it again when the change is undone.
    """
    session.records.audit.record(
        Action.FINDING_DECIDED, RecordKind.VISIT, visit_id, {"finding": key[:64], "decision": change}
    )
