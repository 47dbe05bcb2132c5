"""What a statement of a note is about, and the section each kind belongs to."""

from __future__ import annotations

from enum import Enum

from desktop.domain.note import Section


class Kind(Enum):
    """The kinds of statement, in the order in which a note gives them."""

    COMPLAINT = "complaint"
    HISTORY = "history"
    SYMPTOM_REVIEW = "symptom review"
    PAST = "past history"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    FAMILY = "family history"
    SOCIAL = "social history"
    VITALS = "vitals"
    EXAM = "exam"
    RESULT = "result"
    PROBLEM = "problem"
    REASONING = "reasoning"
    TREATMENT = "treatment"
    TEST_ORDER = "test order"
    REFERRAL = "referral"
    ADVICE = "advice"
    FOLLOW_UP = "follow-up"

    @property
    def section(self) -> Section:
        """The section that holds statements of this kind."""
        return _SECTION[self]


_SECTION = {
    **dict.fromkeys(
        (
            Kind.COMPLAINT, Kind.HISTORY, Kind.SYMPTOM_REVIEW, Kind.PAST, Kind.MEDICATION, Kind.ALLERGY, Kind.FAMILY, Kind.SOCIAL,
        ),
        Section.SUBJECTIVE,
    ),
    **dict.fromkeys((Kind.VITALS, Kind.EXAM, Kind.RESULT), Section.OBJECTIVE),
    **dict.fromkeys((Kind.PROBLEM, Kind.REASONING), Section.ASSESSMENT),
    **dict.fromkeys((Kind.TREATMENT, Kind.TEST_ORDER, Kind.REFERRAL, Kind.ADVICE, Kind.FOLLOW_UP), Section.PLAN),
}  # fmt: skip
