"""What a visit's note suggests to bill: diagnosis codes, chosen with a model where one is asked, and the visit's level."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.coding import AcceptedCode, AdviceKind, CodeEntry, CodeSuggestions, CodeSystem, VisitCodes
from desktop.domain.context import VisitContext
from desktop.domain.note import Note
from desktop.domain.visit_level import OfferedCode, SuggestedAnswers
from desktop.workflow.code import advice_on, choose_with_model, suggest_answers, suggest_codes
from desktop.workflow.code_lists import procedure
from desktop.workflow.session import Session

__all__ = [
    "PSYCHOTHERAPY",
    "TIMED",
    "WITH_LEVEL",
    "VisitSuggestions",
    "accepted_procedure",
    "choose_with_model",
    "conflicts_of",
    "suggest_for_visit",
    "taking",
]

TIMED = frozenset(
    {
        "physical_therapy",
        "occupational_therapy",
        "exercise_therapy",
        "athletic_trainer",
        "chiropractor",
        "slp",
    }
)
"""Specialties that bill services by the quarter of an hour."""
PSYCHOTHERAPY = frozenset({"psychiatrist", "psychotherapist", "social_worker"})
"""Specialties that bill psychotherapy by its minutes."""
WITH_LEVEL = frozenset(
    {"generic", "nurse_practitioner", "physician", "podiatrist", "psychiatrist", "chiropractor"}
)
"""Specialties whose visits have a level."""


@dataclass(frozen=True, slots=True)
class VisitSuggestions:
    """note: what they are of. answers: about the visit's level; None where the specialty has none."""

    note: Note
    codes: CodeSuggestions
    answers: SuggestedAnswers | None


def suggest_for_visit(note: Note, context: VisitContext, specialty_id: str) -> VisitSuggestions:
    """Everything that a note suggests. Not for the GUI thread. Raises MissingPart."""
    codes = suggest_codes(note, context, specialty_id)
    answers = suggest_answers(note, codes) if specialty_id in WITH_LEVEL else None
    return VisitSuggestions(note, codes, answers)


def taking(
    suggestions: CodeSuggestions, old: str, entry: CodeEntry, context: VisitContext
) -> CodeSuggestions:
    """The suggestions with another code in the place of one, and what there is to think of now. Raises MissingPart."""
    taken = tuple(
        replace(
            one, entry=entry, others=(one.entry, *(other for other in one.others if other.code != entry.code))
        )
        if one.entry.code == old
        else one
        for one in suggestions.suggestions
    )
    advice = advice_on([one.entry for one in taken], context)
    return replace(
        suggestions, suggestions=tuple(replace(one, advice=advice[one.entry.code]) for one in taken)
    )


def conflicts_of(codes: VisitCodes, context: VisitContext) -> dict[str, tuple[str, ...]]:
    """By accepted diagnosis: sentences about it together with the others. Raises MissingPart."""
    entries = [
        CodeEntry(one.code, one.wording, billable=True)
        for one in codes.accepted
        if one.system is CodeSystem.ICD10CM
    ]
    return {
        code: tuple(each.sentence for each in found if each.kind is not AdviceKind.DETAIL)
        for code, found in advice_on(entries, context).items()
    }


def accepted_procedure(session: Session, offered: OfferedCode, words_from: str = "") -> AcceptedCode:
    """A procedure code as it is accepted: in the wording of the clinic's own list where it has one."""
    listed = procedure(session, offered.code)
    system = CodeSystem.CPT if listed is None else listed.system
    wording = offered.wording if listed is None else listed.description
    return AcceptedCode(system, offered.code, wording, words_from, units=offered.units)
