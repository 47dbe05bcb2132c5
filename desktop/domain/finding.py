"""What a check says of a note: evidence of each sentence, findings with their fix, and what was said and left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.note import Section, Source


class Severity(StrEnum):
    """How much a finding asks of the provider. MUST_DECIDE: the note is not signed before it is decided."""

    MUST_DECIDE = "must be decided"
    LOOK_AT = "should be looked at"
    INFORMATION = "for information"


class FindingKind(StrEnum):
    """What is wrong, as far as a check can tell."""

    NUMBER = "number"
    DOSE = "dose"
    UNIT = "unit"
    FREQUENCY = "frequency"
    DATE = "date or duration"
    SIDE = "side"
    NEGATION = "negation"
    DRUG = "drug name"
    ALLERGY = "allergy"
    AGE = "age"
    SEX = "sex"
    OTHER_PATIENT = "another patient's name"
    LEFTOVER = "template leftover"
    PSEUDONYM = "unknown pseudonym"
    REPEATED = "repeated"
    CONTRADICTED = "contradicted"
    LANGUAGE = "language"
    INSTRUCTION = "instruction in the transcript"
    UNSUPPORTED = "no support"
    NOT_COMPARED = "not compared"


class OmissionKind(StrEnum):
    """What was said and is not in the note, in the order of the harm that leaving it out may do."""

    ALLERGY = "allergy"
    MEDICATION = "medication"
    RED_FLAG = "red flag"
    VALUE = "value"
    FOLLOW_UP = "follow-up"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Fix:
    """Replace characters [start, end) of the section's text by text. label: what a button says ("Use 600 mg")."""

    start: int
    end: int
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check raises on a note.

    section: None when it is about the transcript. start, end: characters of the section's text that hold words.
    reason: plain words with what was said instead, and when. sources: the segments it points to.
    key: the same for the same words in the same sentence, so that a decision outlives the next check.
    """

    kind: FindingKind
    severity: Severity
    section: Section | None
    start: int
    end: int
    words: str
    reason: str
    key: str
    fix: Fix | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Omission:
    """Something said that the note does not hold.

    words: as they were said. section: where it belongs. sentence: ready to be added there, in the words that
    were said; None where they do not make one. key: as in Finding.
    """

    kind: OmissionKind
    severity: Severity
    words: str
    reason: str
    section: Section
    sentence: str | None
    sources: tuple[Source, ...]
    key: str


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """What one sentence of a section, at characters [start, end) of its text, rests on.

    sources: spans of the transcript, the best first. from_chart: the chart holds a part of it. support: the share
    of its content, 0 to 1, that was said or is in the chart. is_supported: enough of it to rest on;
    also for a heading and other text that states nothing.
    """

    section: Section
    start: int
    end: int
    sources: tuple[Source, ...]
    from_chart: bool
    support: float
    is_supported: bool


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """All that a check says of a note, findings in the order of the sections and omissions by harm.

    has_words: False when the transcript holds no words, so that the note was compared with nothing that was said.
    """

    sentences: tuple[SentenceEvidence, ...]
    findings: tuple[Finding, ...]
    omissions: tuple[Omission, ...]
    has_words: bool = True

    def resting_on(self, segment: int) -> tuple[SentenceEvidence, ...]:
        """The sentences that rest on a segment of the transcript."""
        return tuple(
            each for each in self.sentences if any(source.segment == segment for source in each.sources)
        )

    def open_keys(self, decided: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The keys of the highest class that are not decided yet: none may be left when the note is signed."""
        raised: tuple[Finding | Omission, ...] = (*self.findings, *self.omissions)
        return tuple(
            each.key for each in raised if each.severity is Severity.MUST_DECIDE and each.key not in decided
        )
