"""Billing codes as a person works with them: suggestions of a note, search, check, the visit's level, timed units.

Nothing here is stored or sent. A person reviews every code before it is billed.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.coding.advice import advice_for, combinations, conflicts
from desktop.coding.level_clues import answers_from
from desktop.coding.model_choice import choose_with_model
from desktop.coding.psychotherapy import crisis_codes, family_code, psychotherapy_code
from desktop.coding.search import search
from desktop.coding.suggest import suggest
from desktop.coding.table import icd10cm
from desktop.coding.timed_units import eight_minute_rule, midpoint_rule
from desktop.coding.visit_level import visit_level
from desktop.domain.coding import (
    REVIEW_SENTENCE,
    Advice,
    CodeDetails,
    CodeEntry,
    CodeSuggestions,
    Found,
    Validity,
)
from desktop.domain.context import Sex, VisitContext
from desktop.domain.note import Note
from desktop.domain.visit_level import Setting, SuggestedAnswers

NOT_CODED = frozenset({"veterinary"})
"""Specialties whose notes have no diagnosis codes."""

__all__ = [
    "NOT_CODED",
    "REVIEW_SENTENCE",
    "advice_on",
    "check_code",
    "choose_with_model",
    "code_details",
    "crisis_codes",
    "eight_minute_rule",
    "family_code",
    "midpoint_rule",
    "psychotherapy_code",
    "release",
    "search_codes",
    "suggest_answers",
    "suggest_codes",
    "visit_level",
]


def release() -> str:
    """The release of the diagnosis codes, for people. Raises MissingPart."""
    return icd10cm().release


def suggest_codes(
    note: Note, context: VisitContext | None = None, specialty_id: str = "generic"
) -> CodeSuggestions:
    """The diagnosis codes that a note names, checked against the table and against the patient's sex and age.

    A veterinary note gets none: ICD-10-CM is a classification for people.
    Takes up to a few hundred milliseconds for a long note: not for the GUI thread. Raises MissingPart.
    """
    if specialty_id in NOT_CODED:
        return CodeSuggestions(release(), ())
    context = context or VisitContext()
    return suggest(note, context.sex, context.age_years)


def search_codes(text: str, limit: int = 20) -> list[Found]:
    """Diagnosis codes for words or for the beginning of a code, while somebody types. Raises MissingPart."""
    return search(text, limit)


def check_code(code: str) -> Validity:
    """Whether a diagnosis code exists and may be billed, and what to use in its place. Raises MissingPart."""
    return icd10cm().validate(code)


def code_details(code: str) -> CodeDetails | None:
    """Everything that the table says of a diagnosis code; None when it does not have it. Raises MissingPart."""
    return icd10cm().details(code)


def advice_on(
    codes: Sequence[CodeEntry], context: VisitContext | None = None
) -> dict[str, tuple[Advice, ...]]:
    """By code: what to think of, for codes that a visit has together. Raises MissingPart."""
    sex, age = (context.sex, context.age_years) if context else (Sex.UNKNOWN, None)
    table = icd10cm()
    clashes, joint = conflicts(codes, table), combinations(codes, table)
    return {
        entry.code: (
            *clashes.get(entry.code, ()),
            *joint.get(entry.code, ()),
            *advice_for(entry, table, sex, age),
        )
        for entry in codes
    }


def suggest_answers(
    note: Note, codes: CodeSuggestions, setting: Setting = Setting.OFFICE_ESTABLISHED
) -> SuggestedAnswers:
    """What the note says about the level of its visit, each answer with its words, to be confirmed."""
    return answers_from(note, codes, setting)
