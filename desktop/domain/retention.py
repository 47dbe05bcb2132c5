"""What a clinic keeps for how long: one rule for each kind, and what a rule would delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_DAYS_OF_AUDIO = 365
MOST_DAYS = 3_650
UNATTENDED_DAYS = 60
"""After so long without a run a person looks at the list first: the clock may be wrong."""


class RetentionKind(StrEnum):
    """What can be deleted by a rule. Notes, signatures, addenda, consents and the audit are kept: no rule reaches them.

    AUDIO: recordings and the words that were recognised in them. TRANSCRIPTS: what was said, as text. DRAFTS: earlier
    versions of a note, and the whole note of a visit that was never signed.
    """

    AUDIO = "audio"
    TRANSCRIPTS = "transcripts"
    DRAFTS = "drafts"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return {"audio": "Recordings", "transcripts": "Transcripts", "drafts": "Drafts and earlier versions"}[
            self
        ]


class RetentionStart(StrEnum):
    """What the days are counted from. SIGNING: of the visit's note, the last one; a visit that is not signed is kept."""

    SIGNING = "signing"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Delete this kind so many days after its start; days None: never."""

    kind: RetentionKind
    days: int | None = None
    start: RetentionStart = RetentionStart.SIGNING

    @property
    def most_days(self) -> int:
        """The highest number of days that may be set."""
        return MOST_DAYS_OF_AUDIO if self.kind is RetentionKind.AUDIO else MOST_DAYS

    @property
    def words(self) -> str:
        """The rule in plain words: "7 days after signing"."""
        if self.days is None:
            return "kept"
        after = "signing" if self.start is RetentionStart.SIGNING else "the visit"
        return f"{self.days:,} day{'' if self.days == 1 else 's'} after {after}"


DEFAULT_RULES: tuple[RetentionRule, ...] = (
    RetentionRule(RetentionKind.AUDIO, 7),
    RetentionRule(RetentionKind.TRANSCRIPTS),
    RetentionRule(RetentionKind.DRAFTS),
)
"""What holds until somebody sets other rules."""


@dataclass(frozen=True, slots=True)
class RetentionItem:
    """What a rule deletes of one visit, without a word of it. expires_at: when. is_held: a legal hold keeps it.

    patient_name: empty for a visit without a patient.
    """

    rule: RetentionRule
    visit_id: int
    visit_day: date
    patient_name: str
    expires_at: datetime
    is_held: bool

    @property
    def why(self) -> str:
        """Why it goes, or why it does not, in plain words."""
        return f"{self.rule.words}, kept by a legal hold" if self.is_held else self.rule.words


@dataclass(frozen=True, slots=True)
class LegalHold:
    """Nothing of this patient is deleted while it stands. since: when it was set, by whom. reason: a person's words."""

    patient_id: int
    reason: str
    since: datetime
    user_id: int
