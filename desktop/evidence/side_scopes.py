"""What each left and right of a text is said of: the part of the body, what is found there, the numbers, good or bad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from desktop.evidence.clinical_terms import is_clinical, parts_of_body
from desktop.evidence.meaning import EMPTY_WORDS, Term
from desktop.evidence.polarity import NEGATIONS, Polarity
from desktop.language.number_words import word_set

_CUTS = frozenset([",", ";", ".", "?", "!", ":", "/"]) | word_set(
    "and but while whereas however though although compared versus vs with"
)
_STOPS = frozenset([".", "?", "!", ";"])
_GOOD = word_set(
    "fine okay ok normal good clear unremarkable intact full well great unaffected unscathed quiet healthy improved better nad wnl resolved healed"
)
_SIDE_NAMES = frozenset(["=bilateral", "left", "right"])
_ROLES = 60
"""How many words later a part of the body may still be what "the right one" is of."""


class SideScope(NamedTuple):
    """One left, right or both at a place, with the terms of what it is said of and how each is meant.

    is_own: the part stands in the scope, and was not named before. is_good: True for normal or denied, False for something found, None when neither is told.
    """

    place: int
    side: str
    names: dict[str, Polarity]
    parts: frozenset[str]
    numbers: frozenset[Decimal]
    is_good: bool | None
    is_own: bool


def scopes_of(  # noqa: PLR0917 - a text and what was read in it
    lowers: Sequence[str],
    places: Sequence[int],
    sides: Sequence[str],
    terms: Iterable[Term],
    polarity: Sequence[Polarity],
    numbers: Mapping[int, Iterable[Decimal]],
    turns: Sequence[int] = (),
) -> list[SideScope]:
    """Every side of a text in order; turns: for each word its turn of talk, as a scope does not outlast one."""
    at: dict[int, list[Term]] = {}
    for term in terms:
        at.setdefault(term.start, []).append(term)
    found = []
    for k, place in enumerate(places):
        first, end = _bounds(lowers, places, k, turns)
        inside = [term for n in range(first, end) for term in at.get(n, ()) if term.end <= end]
        parts = frozenset(term.name for term in inside if term.name in parts_of_body())
        own = bool(parts)
        parts = parts or _parts_before(place, at)
        names = {
            term.name: polarity[term.start]
            for term in inside
            if term.name not in parts_of_body() and term.name not in _SIDE_NAMES
        }
        values = frozenset(value for n in range(first, end) for value in numbers.get(n, ()))
        good = _is_good(lowers[first:end], inside, polarity)
        found.append(SideScope(place, sides[k], names, parts, values, good, is_own=own))
    return found


def _parts_before(place: int, at: Mapping[int, list[Term]]) -> frozenset[str]:
    """The part of the body that was named last before a side that names none: "which knee?", "the right one"."""
    for n in range(place - 1, max(-1, place - _ROLES), -1):
        parts = frozenset(term.name for term in at.get(n, ()) if term.name in parts_of_body())
        if parts:
            return parts
    return frozenset()


def _bounds(lowers: Sequence[str], places: Sequence[int], k: int, turns: Sequence[int]) -> tuple[int, int]:
    """The words [first, end) that belong to the k-th side: from its clause to where the next side's clause begins."""
    place = places[k]
    before = places[k - 1] if k else -1
    first = place
    while (
        first > before + 1 and lowers[first - 1] not in _STOPS and not _is_other_turn(turns, first - 1, place)
    ):
        if lowers[first - 1] in _CUTS and before >= 0 and _same_sentence(lowers, before, place):
            break
        first -= 1
    after = places[k + 1] if k + 1 < len(places) else len(lowers)
    end = place + 1
    while end < after and lowers[end] not in _STOPS and not _is_other_turn(turns, end, place):
        end += 1
    if (
        end == after
    ):  # what stands right before the next side is of that one: "on the left , eighty on the right"
        back = next((n for n in range(after - 1, place, -1) if lowers[n] in _CUTS), None)
        end = back if back is not None else after
    return first, end


def _same_sentence(lowers: Sequence[str], first: int, last: int) -> bool:
    return not any(lower in _STOPS for lower in lowers[first:last])


def _is_other_turn(turns: Sequence[int], one: int, other: int) -> bool:
    return bool(turns) and turns[one] != turns[other]


def _is_good(lowers: Sequence[str], terms: Sequence[Term], polarity: Sequence[Polarity]) -> bool | None:
    clinical = [polarity[term.start] for term in terms if is_clinical(term)]
    if set(lowers) & _GOOD:
        return None if Polarity.STATED in clinical else not set(lowers) & {"not", "n't"}
    if Polarity.STATED in clinical:
        return False
    if clinical or (set(lowers) & NEGATIONS and len(lowers) <= _SHORT):
        return True
    return None


_SHORT = 8
_NUMBER_WORTH = 1.0
_GOOD_WORTH = 0.5
_PART_WORTH = 0.3
_OTHER_PART = 0.3
_TURNED = -0.5
_CLEARLY = 0.55
_ENOUGH = 0.75
_HERE = 0.6
_BETTER_HERE = 0.2


def told_of_other_side(
    mine: SideScope, heard: Sequence[SideScope], weights: Mapping[str, float]
) -> SideScope | None:
    """The scope of the other side that tells what a note tells of this one, when it does so clearly better."""
    best: dict[str, tuple[float, SideScope | None]] = {"left": (0.0, None), "right": (0.0, None)}
    for each in heard:
        worth = _likeness(mine, each, weights)
        for side in best if each.side == "both" else (each.side,):
            if worth > best[side][0]:
                best[side] = (worth, each)
    other = "right" if mine.side == "left" else "left"
    there, here = best[other], best[mine.side]
    if mine.is_own and here[0] < _ENOUGH:
        of_part = [each for each in heard if each.parts & mine.parts]
        if of_part and all(each.side == other for each in of_part):
            return next((each for each in of_part if each.is_own), None)
    if there[1] is None or there[0] < _ENOUGH or there[0] < here[0] + _CLEARLY:
        return None
    return there[1]


def is_told_here(mine: SideScope, heard: Sequence[SideScope], weights: Mapping[str, float]) -> bool:
    """Whether what a note tells of a side was told of it better than of the other one."""
    here = max(
        (_likeness(mine, each, weights) for each in heard if each.side in {mine.side, "both"}), default=0.0
    )
    there = max((_likeness(mine, each, weights) for each in heard if each.side != mine.side), default=0.0)
    return here >= _HERE and here >= there + _BETTER_HERE


def _likeness(mine: SideScope, each: SideScope, weights: Mapping[str, float]) -> float:
    worth = 0.0
    for name, polarity in mine.names.items():
        said = each.names.get(name)
        if said is None or name in EMPTY_WORDS:
            continue
        agrees = said is polarity or said is Polarity.OPEN
        worth += weights.get(name, 1.0) * (1.0 if agrees else _TURNED)
    worth += _NUMBER_WORTH * len(mine.numbers & each.numbers)
    if mine.is_good is not None and each.is_good is not None:
        worth += _GOOD_WORTH if mine.is_good is each.is_good else -_GOOD_WORTH
    if mine.parts and each.parts:
        worth = worth + _PART_WORTH if mine.parts & each.parts else worth * _OTHER_PART
    return worth
