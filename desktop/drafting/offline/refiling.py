"""What the learned weights change in what the rules understood: the worth of a statement, and its section where rules err."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.doubts import DOUBTFUL_VALUE
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.learned import Place, Weights
from desktop.drafting.offline.planning import plan_kind
from desktop.drafting.offline.unfiled import refiled
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic

UNLIKELY_TALK = 0.18
"""A statement that names nothing clinical is left out when a note has it less often, unless it matters."""
UNLIKELY = 0.12
"""The same for a clinical statement."""
VERY_UNLIKELY = 0.05
"""The same for a statement with a number, whatever it counts."""
LIKELY = 0.4
"""What no rule has filed is kept when a note has it more often."""
LIKELIER = 0.4
LESS_LIKELY = 0.4
"""A statement goes elsewhere when the weights see it there, and where the rules have it only so rarely."""
WORTH = 8.0
"""How much the likelihood counts against the rules' own value."""


def reconsidered(units: Sequence[Unit], clauses: int, weights: Weights) -> list[Unit]:
    """The units of a visit of so many clauses that a note may have, with their values and kinds as the weights see them.

    What a patient said stays where it is, and no history becomes an assessment.
    """
    likely = weights.probabilities(units, clauses)
    kept: list[Unit] = []
    for unit, found in zip(units, likely, strict=True):
        in_note = 1.0 - found[Place.NOWHERE]
        if in_note < _least(unit):
            continue
        unit.value += WORTH * (in_note - 0.5)
        place = max((p for p in Place if p is not Place.NOWHERE), key=lambda p: found[p])
        own = _place_of(unit.kind)
        sure = found[place] > LIKELIER * in_note and found[own] < LESS_LIKELY * in_note
        if sure and place is not own and _may_move(unit, place):
            if unit.unfiled:
                refiled(unit, _kind_at(place, unit))
            else:
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


def _may_move(unit: Unit, place: Place) -> bool:
    """Whether a statement may go to another place: not what the patient said or answered, nor a problem, nor a vital sign."""
    if not unit.by_provider or unit.kind is Kind.PROBLEM:
        return False
    if unit.kind is Kind.VITALS:
        return unit.facts.has(Topic.DISEASE, Topic.SYMPTOM)
    return place is not Place.ASSESSMENT_AND_PLAN or unit.kind.section is not Section.SUBJECTIVE


def _least(unit: Unit) -> float:
    """How likely a note must have a statement for it to be kept."""
    if unit.unfiled:
        return LIKELY
    if _matters(unit):
        return 0.0
    clinical = unit.facts.has(Topic.SYMPTOM, Topic.DISEASE, Topic.DRUG, Topic.DRUG_CLASS, Topic.TREATMENT)
    if unit.facts.numbers:
        return VERY_UNLIKELY
    return UNLIKELY if clinical else UNLIKELY_TALK


def _matters(unit: Unit) -> bool:
    """Whether a statement is kept however unlikely: an allergy, a problem, a dose, a measured finding."""
    if unit.kind in {Kind.ALLERGY, Kind.PROBLEM, Kind.FOLLOW_UP, Kind.VITALS}:
        return True
    if unit.value >= DOUBTFUL_VALUE:
        return True
    return unit.facts.numbers > 0 and (
        unit.facts.has(Topic.DRUG, Topic.TEST) or unit.kind.section is not Section.SUBJECTIVE
    )
