"""Finds the place in a sentence that a corrected value takes: of the same kind, and the only one, or none."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.announced_values import Announced
from desktop.drafting.offline.said_values import Value, ValueKind, values_in
from desktop.drafting.offline.speech import word_set
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in

Pairs = list[tuple[Value, Value | None]]
"""Each new value with the value whose place it takes."""

_DATES = {ValueKind.DAY, ValueKind.DATE}
_TAKEN = {ValueKind.AMOUNT, ValueKind.NUMBER, ValueKind.FREQUENCY, ValueKind.DURATION}
_MEDICINES = {Topic.DRUG.value, Topic.DRUG_CLASS.value}
_MASSES = word_set("mg mcg g")


def places_of(lowers: list[str], said: list[str], told: Announced, first: int) -> Pairs | None:
    """Which value of a sentence each value of a correction takes the place of; None: it has none, []: it is not certain.

    lowers, said: the words of the sentence and of the correction. first: the word from which the sentence is looked through.
    A new value with None has no place of its own and stands after the one before it.
    """
    there = [v for v in values_in(lowers) if v.start >= first]
    if told.anchor:
        at = _anchor_in(lowers, told.anchor)
        if at is None:
            return None
        there = _of_anchor(values_in(lowers), at)
    named = [v for v in told.values if v.kind is ValueKind.NAMED]
    others = [v for v in told.values if v.kind is not ValueKind.NAMED]
    pairs = _other_drug(there, lowers, told.values, said)
    if pairs:
        return pairs
    if pairs is None:
        values = others if any(v.kind is not ValueKind.QUALITY for v in others) else told.values
        pairs = _paired(values, there, lowers, said, told)
    if not pairs:
        return pairs
    differs = any(
        slot is None or lowers[slot.start : slot.end] != said[value.start : value.end]
        for value, slot in pairs
    )
    return pairs if differs and _names_agree(named, others, there, lowers, said) else []


def _paired(
    values: Sequence[Value], there: Sequence[Value], lowers: list[str], said: list[str], told: Announced
) -> Pairs | None:
    pairs: Pairs = []
    for value in values:
        fitting = [slot for slot in there if _fits(slot, lowers, value, said)]
        if told.old and not pairs:
            fitting = [slot for slot in fitting if _same(lowers[slot.start : slot.end], told.old)]
        if told.anchor:
            fitting = fitting[:1]
        fitting = list({(slot.start, slot.end): slot for slot in fitting}.values())
        fitting = _same_places(fitting, lowers, value, said)
        if not fitting:
            if not pairs:
                return None
            if value.kind not in _TAKEN:
                return []
            pairs.append((value, None))
        elif len(fitting) > 1:
            return []
        else:
            pairs.append((value, fitting[0]))
    return pairs


def _other_drug(
    there: Sequence[Value], old: Sequence[str], values: Sequence[Value], new: Sequence[str]
) -> Pairs | None:
    """Another medicine in the place of the one said: with its own dose and all, or not at all; None: no other medicine."""
    drug = next((v for v in values if v.key == Topic.DRUG.value), None)
    before = [v for v in there if v.key == Topic.DRUG.value]
    if drug is None or not before or new[drug.start : drug.end] in [old[v.start : v.end] for v in before]:
        return None
    taken = [v for v in there if v.start >= before[0].end and v.kind in _TAKEN]
    given = [v for v in values if v.kind in _TAKEN]
    if len(before) > 1 or not {v.kind for v in taken} <= {v.kind for v in given}:
        return []
    pairs: Pairs = [(drug, before[0])]
    for value in given:
        slots = [slot for slot in taken if slot.kind is value.kind]
        if len(slots) > 1:
            return []
        pairs.append((value, slots[0] if slots else None))
    return pairs


def _of_anchor(there: Sequence[Value], at: int) -> list[Value]:
    """The values said of a thing named at the word before `at`: those up to the next medicine or test."""
    found: list[Value] = []
    for value in there:
        if value.start < at:
            continue
        if value.kind is ValueKind.NAMED:
            if value.key in {"drugs", "tests"} and found:
                break
            continue
        found.append(value)
    return found


def _names_agree(
    named: list[Value], values: list[Value], there: list[Value], old: list[str], new: list[str]
) -> bool:
    """Whether what the correction names besides its value is what the sentence talks about."""
    if not values:
        return True
    for name in named:
        same = [v for v in there if v.kind is ValueKind.NAMED and v.key == name.key]
        words = set(new[name.start : name.end])
        if (
            same
            and name.key in {"drugs", "tests"}
            and not any(words & set(old[v.start : v.end]) for v in same)
        ):
            return False
    return True


def _anchor_in(lowers: Sequence[str], anchor: Sequence[str]) -> int | None:
    """Where the thing that a correction names stands in a sentence, past its last word."""
    content = [
        word for word in anchor if len(word) > 1 and word not in {"the", "of", "dose", "level", "reading"}
    ]
    if not content or not set(content) <= set(lowers):
        return None
    return max(lowers.index(word) for word in content) + 1


def _same(a: Sequence[str], b: Sequence[str]) -> bool:
    first, second = (numbers_in(" ".join(words)) for words in (a, b))
    if first and second:
        return first[0].value == second[0].value
    return list(a) == list(b)


def _fits(slot: Value, old: Sequence[str], value: Value, new: Sequence[str]) -> bool:
    """Whether a value can stand in the place of another."""
    if value.kind is ValueKind.NUMBER:
        return slot.kind in {ValueKind.NUMBER, ValueKind.AMOUNT, ValueKind.DURATION}
    if value.kind is ValueKind.AMOUNT and slot.kind is ValueKind.AMOUNT:
        return slot.key == value.key or {slot.key, value.key} <= _MASSES
    if value.kind is ValueKind.AMOUNT:
        return slot.kind is ValueKind.NUMBER and not _is_counted(old, slot)
    if value.kind in _DATES and slot.kind in _DATES:
        return value.kind is slot.kind
    if value.kind is not slot.kind:
        return False
    if value.kind is ValueKind.SIDE:
        return _same_part(slot, old, value)
    if value.kind is ValueKind.ORDINAL:
        following = new[value.end : value.end + 1]
        return not following or not following[0].isalpha() or old[slot.end : slot.end + 1] == following
    if value.kind is ValueKind.FREQUENCY:
        return True
    if value.kind in {ValueKind.DURATION, ValueKind.FREQUENCY}:
        return True
    return slot.key == value.key or {slot.key, value.key} <= _MEDICINES


def _is_counted(old: Sequence[str], slot: Value) -> bool:
    return bool(old[slot.end : slot.end + 1]) and old[slot.end].isalpha() and slot.end + 1 < len(old)


def _same_part(slot: Value, old: Sequence[str], value: Value) -> bool:
    """Whether two sides are sides of the same part of the body, as far as the part is said."""
    if not value.key:
        return True
    part = old[slot.end : slot.end + 1]
    return part == [value.key] or not slot.key


def _same_places(fitting: list[Value], old: Sequence[str], value: Value, new: Sequence[str]) -> list[Value]:
    """Fewer places, where the sentence has several: an amount before a bare number, and the one with the same lead."""
    if value.kind is ValueKind.NUMBER and len(fitting) > 1:
        for kinds in ({ValueKind.AMOUNT}, {ValueKind.NUMBER}):
            of_kind = [slot for slot in fitting if slot.kind in kinds]
            if of_kind and not any(
                slot.kind is ValueKind.NUMBER for slot in fitting if kinds == {ValueKind.AMOUNT}
            ):
                return of_kind
    if value.kind is ValueKind.SIDE and len({old[slot.start] for slot in fitting}) == 1:
        return fitting[-1:]
    if value.kind in {ValueKind.DURATION, ValueKind.FREQUENCY} and len(fitting) > 1 and value.start:
        lead = new[value.start - 1]
        led = [slot for slot in fitting if slot.start and old[slot.start - 1] == lead]
        if len(led) == 1 and lead in {"for", "in", "every", "at"}:
            return led
    return fitting
