"""What the learned weights change in what the rules understood: the worth of a statement, and its section where rules err."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.learned import Place, Weights
from desktop.drafting.offline.planning import plan_kind
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic

UNLIKELY = 0.06
"""A statement that a note has less often is left out, unless it matters."""
LIKELIER = 0.55
LESS_LIKELY = 0.2
"""A statement goes elsewhere when the weights see it there, and where the rules have it only so rarely."""
WORTH = 6.0
"""How much the likelihood counts against the rules' own value."""


def reconsidered(units: Sequence[Unit], clauses: int, weights: Weights) -> list[Unit]:
    """The units of a visit of so many clauses that a note may have, with their values and kinds as the weights see them.

    A patient's words are never moved into the examination or the assessment.
    """
    likely = [weights.probabilities(units, n, clauses) for n in range(len(units))]
    kept: list[Unit] = []
    for unit, found in zip(units, likely, strict=True):
        in_note = 1.0 - found[Place.NOWHERE]
        unit.value += WORTH * (in_note - 0.5)
        if in_note < UNLIKELY and not _matters(unit):
            continue
        place = max((p for p in Place if p is not Place.NOWHERE), key=lambda p: found[p])
        own = _place_of(unit.kind)
        sure = found[place] > LIKELIER * in_note and found[own] < LESS_LIKELY * in_note
        if sure and place is not own and unit.by_provider and unit.kind is not Kind.PROBLEM:
            unit.kind = _kind_at(place, unit)
        kept.append(unit)
    return kept


def _place_of(kind: Kind) -> Place:
    if kind.section is Section.SUBJECTIVE:
        return Place.SUBJECTIVE
    if kind.section is Section.OBJECTIVE:
        return Place.RESULTS if kind is Kind.RESULT else Place.EXAM
    return Place.ASSESSMENT_AND_PLAN


def _kind_at(place: Place, unit: Unit) -> Kind:
    if place is Place.EXAM:
        return Kind.EXAM
    if place is Place.RESULTS:
        return Kind.RESULT
    if place is Place.SUBJECTIVE:
        return patient_kind(unit.facts)
    return plan_kind(unit.facts, intent=False) or Kind.REASONING


def _matters(unit: Unit) -> bool:
    """Whether a statement is kept however unlikely: an allergy, a problem, a dose, a measured finding."""
    if unit.kind in {Kind.ALLERGY, Kind.PROBLEM, Kind.FOLLOW_UP, Kind.VITALS}:
        return True
    return unit.facts.numbers > 0 and (
        unit.facts.has(Topic.DRUG, Topic.TEST) or unit.kind.section is not Section.SUBJECTIVE
    )
