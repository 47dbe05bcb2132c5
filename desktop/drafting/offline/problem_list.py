"""Numbers the problems of a visit whose provider names none as such: what is amiss, one after the other, each with its orders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.conclusions import core_of
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic

FEWEST_PROBLEMS = 2
_DENIED = re.compile(
    r"\b(?:no|not|nothing|never|without|rather than|unlikely|doubt|rule out|less|instead of|risk of|if|history of)\b"
)
_POINTS_BACK = re.compile(
    r"^(?:(?:i|we) (?:[\w]+ ){1,3})?(?:it|this|that|these|those|they|there|what|which|most of|all of)\b"
)
_STEM_CHARS = 5


def number_problems(units: Sequence[Unit]) -> None:
    """Give the assessment's and the plan's statements of a conversation the numbers of the problems they were said for.

    A problem opens where the provider says of something definite that it is amiss ("your diabetes is ...",
    "you've got an ear infection"), of another illness than before. Orders are numbered only where they were
    given problem by problem; nothing is numbered where problems were announced, or where there is but one.
    """
    if any(unit.kind is Kind.PROBLEM or unit.problem or unit.dictated for unit in units):
        return
    said = [
        unit for unit in units if unit.by_provider and unit.kind.section in {Section.ASSESSMENT, Section.PLAN}
    ]
    opened: list[frozenset[str]] = []
    number: dict[int, int] = {}
    ordered_since = True
    current = 0
    for n, unit in enumerate(said):
        if unit.kind.section is Section.PLAN:
            ordered_since = True
            number[n] = current
            continue
        names = _illnesses(unit)
        known = next((k for k, other in enumerate(opened, 1) if names & other), 0)
        if known:
            current = known
        elif names and (ordered_since or not _POINTS_BACK.match(core_of(_said(unit)))):
            opened.append(names)
            current = len(opened)
        if names:
            ordered_since = False
        number[n] = current
    if len(opened) < FEWEST_PROBLEMS:
        return
    with_orders = {number[n] for n, unit in enumerate(said) if unit.kind.section is Section.PLAN}
    one_by_one = len(with_orders - {0}) >= len(opened) - 1 and len(with_orders - {0}) >= FEWEST_PROBLEMS
    for n, unit in enumerate(said):
        if unit.kind.section is Section.ASSESSMENT or (one_by_one and not _for_all(unit)):
            unit.problem = number[n]


def _said(unit: Unit) -> str:
    return " ".join(word.lower for word in unit.words)


def _illnesses(unit: Unit) -> frozenset[str]:
    """The stems of what a statement says is amiss, without what it denies or doubts."""
    lowers = _said(unit).split()
    named = [
        m.name.lower()
        for m in facts_of(lowers).mentions
        if m.topic is Topic.DISEASE and not _DENIED.search(" ".join(lowers[: m.start]))
    ]
    return frozenset(name.split()[-1][:_STEM_CHARS] for name in named)


def _for_all(unit: Unit) -> bool:
    """Whether an order is for the whole visit: when to come back."""
    return unit.kind is Kind.FOLLOW_UP and not unit.facts.has(Topic.DISEASE, Topic.TEST, Topic.DRUG)
