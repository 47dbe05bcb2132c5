"""Whose number it is: the medicine, and the words, that each number and frequency that was heard belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from desktop.evidence.amounts import Amount, is_same_amount
from desktop.evidence.heard import Heard, HeardAmount
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_BEFORE = 14
_AFTER = 6
_OF = word_set("of the your my his her a that -")
_BESIDE = 4
_RIGHT_AFTER = 3
_STEPS = ((2, 1.0), (4, 0.8), (7, 0.5), (12, 0.25))
_FARTHEST = 4
_CLEARLY_BESIDE = 0.75
_CLEARLY_BETTER = 0.45
_BEHIND_STOP = 0.5
_IN_CLAUSE = 6
_STOPS = frozenset(".;")


def medicine_at(heard: Heard, place: int) -> str | None:
    """The medicine that a number at a place was said of; None when none was named near.

    In "twenty of lisinopril" the one after it; else the last before it, else the first closely after it.
    """
    places, names = heard.drug_row
    at = bisect_right(places, place)
    after = _within(heard, place, places[at]) if at < len(places) and places[at] - place <= _AFTER else False
    if after and places[at] - place <= 4:
        between = heard.lowers[place + 1 : places[at]]
        if "of" in between and all(lower in _OF or lower in _UNITS for lower in between):
            return names[at]
    if at and place - places[at - 1] <= _BEFORE and _within(heard, places[at - 1], place):
        return names[at - 1]
    return names[at] if after else None


def last_medicine(heard: Heard, place: int) -> str | None:
    """The medicine that was named last before a place, however far: "go up to twenty" is still about it."""
    places, names = heard.drug_row
    at = bisect_right(places, place)
    return names[at - 1] if at and not heard.is_chart(places[at - 1]) else None


_UNITS = word_set(
    "milligram milligrams microgram micrograms mg mcg units unit puffs puff tablets tablet pills pill drops grams"
)


def _within(heard: Heard, first: int, last: int) -> bool:
    """Whether two places are in talk, or in the same line of the chart."""
    return heard.words[first].segment == heard.words[last].segment or not (
        heard.is_chart(first) or heard.is_chart(last)
    )


def words_beside(amount: Amount, sentence: Sentence, heard: Heard) -> dict[str, float]:
    """What stands next to a number of a note and was heard, with how much it tells of what the number is about."""
    at, last = sentence.word_at(amount.start), sentence.word_at(amount.end - 1)
    marks = [n for n, word in enumerate(sentence.words) if word.text in _STOPS]
    begin = marks[bisect_left(marks, at) - 1] if marks and marks[0] < at else -1
    told: dict[str, float] = {}
    for term in sentence.terms:
        away = at - term.end + 1 if term.end <= at else term.start - last if term.start > last else 0
        if away <= 0 or away > _BESIDE or term.start < begin or not heard.is_said(term.name):
            continue
        told[term.name] = max(told.get(term.name, 0.0), heard.weight(term.name) * (1.0 if away <= 2 else 0.6))
    most = max(told.values(), default=1.0)
    return {name: weight / most for name, weight in told.items()}


def closeness(heard: Heard, beside: dict[str, float], place: int) -> float:
    """How near the words beside a number of the note were said to a place, 0 when none of them was."""
    worth = 0.0
    for name, weight in beside.items():
        nearest = heard.nearest(name, place)
        away = abs(nearest - place)
        part = next((part for reach, part in _STEPS if away <= reach), 0.0)
        worth += weight * part * (_BEHIND_STOP if part and heard.is_stop_between(nearest, place) else 1.0)
    return worth


def said_instead(amount: Amount, said: list[int], sentence: Sentence, heard: Heard) -> HeardAmount | None:
    """Another number that was said right beside the words that stand beside this one, which was not."""
    beside = words_beside(amount, sentence, heard)
    if not beside:
        return None
    written = {each.value for each in sentence.amounts}
    here = max((closeness(heard, beside, place) for place in said), default=0.0)
    best: tuple[float, HeardAmount] | None = None
    near = {
        k
        for name in beside
        for place in heard.places[name]
        for k in range(
            bisect_left(heard.amount_places, place - _FARTHEST),
            bisect_right(heard.amount_places, place + _FARTHEST),
        )
    }
    for k in sorted(near):
        each = heard.amounts[k]
        value = each.amount.value
        if value in written or each.amount.unit != amount.unit or is_same_amount(amount, each.amount):
            continue
        if is_dose(each.first, heard) and not sentence.drugs:
            continue
        there = closeness(heard, beside, each.first)
        if there >= _CLEARLY_BESIDE and (best is None or there > best[0]):
            best = (there, each)
    return best[1] if best and best[0] >= here + _CLEARLY_BETTER else None


def is_dose(place: int, heard: Heard) -> bool:
    """Whether a number stands right after the name of a medicine: "bupropion, one fifty"."""
    places, _ = heard.drug_row
    at = bisect_right(places, place)
    return at > 0 and place - places[at - 1] <= _RIGHT_AFTER


def is_surely_meant(
    rival: HeardAmount, amount: Amount, drug: str | None, sentence: Sentence, heard: Heard, *, said: bool
) -> bool:
    """Whether the other number can only be the one meant: of the same medicine, or of the same words in the same clause.

    A medicine of which two doses were said, or words beside which two numbers were, leave it open.
    """
    if drug is not None:
        doses = {
            each.amount.value
            for each in heard.amounts
            if each.amount.unit == rival.amount.unit and medicine_at(heard, each.first) == drug
        }
        return doses == {rival.amount.value}
    if said or rival.amount.value in {each.value for each in sentence.amounts}:
        return False
    beside = words_beside(amount, sentence, heard)
    best = max(beside, key=lambda name: beside[name], default=None)
    if best is None:
        return False
    values = {
        each.amount.value
        for each in heard.amounts
        if each.amount.unit == rival.amount.unit
        and any(heard.in_one_clause(place, each.first, _IN_CLAUSE) for place in heard.places[best])
    }
    return values == {rival.amount.value}
