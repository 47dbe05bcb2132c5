"""Compares doses of a medicine whose dose changes: the old one for the new one, one that was taken back, one written twice."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Section
from desktop.evidence.amounts import Amount
from desktop.evidence.belonging import last_medicine, medicine_at
from desktop.evidence.heard import Heard, HeardAmount
from desktop.evidence.polarity import Polarity
from desktop.evidence.raising import MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_CHANGED_TO = re.compile(
    r"\b(?:increas\w*|rais\w*|titrat\w* up|go up|up|decreas\w*|reduc\w*|lower\w*)\b[^.;]{0,60}\bto\s*$",
    re.IGNORECASE,
)
_CHANGES = word_set(
    "increase increasing increased raise raising up decrease decreasing decreased lower lowering reduce reducing reduced down bump double "
    "titrate change changing go step move"
)
_CHANGE_REACH = 10
_TO_REACH = 3
_OF_DRUG = 8
_FAR = 14
_OTHERWISE = re.compile(
    r"\b(?:from|previous\w*|prior|was|were|old|current\w*|taper\w*|wean\w*|then|week \d|if|until|after|or|instead|stop\w*|d/c|discontinu\w*|hold|half)\b",
    re.IGNORECASE,
)
_YEARS = range(1900, 2100)
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)


def dose_before_the_change(
    amount: Amount, drug: str | None, sentence: Sentence, heard: Heard
) -> Finding | None:
    """A dose that was said of the medicine, but as what it was and not as what it is to be."""
    if drug is None:
        return None
    return (
        _taken_back(amount, drug, sentence, heard)
        or _wrong_way(amount, drug, sentence, heard)
        or _old_in_plan(amount, drug, sentence, heard)
        or _same_after_then(amount, drug, sentence, heard)
    )


def _doses(drug: str, unit: str, heard: Heard) -> list[HeardAmount]:
    """The doses that were said of a medicine, also those without a unit right behind its name."""
    return [
        each
        for each in heard.amounts
        if (
            each.amount.unit == unit
            or (not each.amount.unit and heard.distance(drug, each.first) <= _OF_DRUG)
        )
        and heard.distance(drug, each.first) <= _FAR
        and medicine_at(heard, each.first) == drug
        and not (not each.amount.unit and each.amount.value in _YEARS)
    ]


def _taken_back(amount: Amount, drug: str, sentence: Sentence, heard: Heard) -> Finding | None:
    """A dose that was only asked for and answered with a no, where another one was stated."""
    doses = _doses(drug, amount.unit, heard)
    mine = [each for each in doses if each.amount.value == amount.value]
    others = [
        each
        for each in doses
        if each.amount.value != amount.value and heard.polarity[each.first] is Polarity.STATED
    ]
    if not mine or not others or any(heard.polarity[each.first] is not Polarity.DENIED for each in mine):
        return None
    return _raise(amount, others[0], "was not confirmed", sentence, heard)


def _wrong_way(amount: Amount, drug: str, sentence: Sentence, heard: Heard) -> Finding | None:
    """A dose that is said to be raised to what was the lower one, or lowered to the higher one."""
    before = sentence.text[: amount.start].lower()
    match = _CHANGED_TO.search(before)
    if not match or "from" in before[match.start() :]:
        return None
    doses = _doses(drug, amount.unit, heard)
    values = {each.amount.value for each in doses}
    raised = match.group().startswith(("increas", "rais", "titrat", "go up", "up"))
    right = max(values, default=amount.value) if raised else min(values, default=amount.value)
    if amount.value == right or amount.value not in values or len(values) > 3:
        return None
    each = next(one for one in doses if one.amount.value == right)
    return _raise(amount, each, "may be the dose before the change", sentence, heard, is_sure=True)


def _old_in_plan(amount: Amount, drug: str, sentence: Sentence, heard: Heard) -> Finding | None:
    """A plan that gives the dose of before, where the visit changes it to another one."""
    is_asked = "?" in sentence.text or " ".join(word.lower for word in sentence.words[:-1]) in heard.running
    if sentence.section is not Section.PLAN or is_asked or _OTHERWISE.search(sentence.text):
        return None
    new = [each for each in heard.amounts if _is_new(each, drug, amount.unit, heard)]
    values = {each.amount.value for each in new}
    old = {each.amount.value for each in _doses(drug, amount.unit, heard)} - values
    mine = {each.value for each in sentence.amounts}
    if not new or amount.value in values or amount.value not in old or mine & values:
        return None
    return _raise(amount, new[-1], "may be the dose before the change", sentence, heard)


def _is_new(each: HeardAmount, drug: str, unit: str, heard: Heard) -> bool:
    """Whether a number is what the dose of a medicine is changed to: "go up on the carvedilol to twelve"."""
    if each.amount.unit not in {"", unit} or not heard.is_said(drug):
        return False
    is_named = medicine_at(heard, each.first) == drug and not heard.is_stop_between(
        heard.nearest(drug, each.first), each.first
    )
    if not is_named and last_medicine(heard, each.first) != drug:
        return False
    return is_changed_to(each.first, heard)


def is_changed_to(place: int, heard: Heard) -> bool:
    """Whether a number stands after "to" and a word of change: "go up to twenty"."""
    low = max(0, place - _CHANGE_REACH)
    before = heard.lowers[low:place]
    return (
        "to" in before[-_TO_REACH:]
        and bool(_CHANGES & set(before))
        and heard.polarity[place] is not Polarity.DENIED
    )


def _same_after_then(amount: Amount, drug: str, sentence: Sentence, heard: Heard) -> Finding | None:
    """One dose before and after "then", where two different ones were said: "500 mg, then 500 mg"."""
    for other in sentence.amounts:
        between = sentence.text[other.end : amount.start] if other.end <= amount.start else ""
        if not _THEN.search(between) or (other.value, other.unit) != (amount.value, amount.unit):
            continue
        doses = _doses(drug, amount.unit, heard)
        rival = next((each for each in doses if each.amount.value != amount.value), None)
        if rival is not None and len({each.amount.value for each in doses}) > 1:
            return _raise(amount, rival, "stands here twice", sentence, heard)
    return None


def _raise(
    amount: Amount, each: HeardAmount, what: str, sentence: Sentence, heard: Heard, *, is_sure: bool = False
) -> Finding:
    written = sentence.text[amount.start : amount.end]
    shown = _figures(each.amount.value)
    fix = replacing(sentence, (amount.start, amount.end), shown, f"Use {shown}") if is_sure else None
    reason = f"“{written}” {what}. {heard_there(heard, each.first, each.last)}"
    sources = heard.sources(each.first, each.last)
    return found(FindingKind.DOSE, MUST, sentence, (amount.start, amount.end), reason, sources, fix)


def _figures(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return f"{value:,}" if value >= 1000 and "." not in text else text
