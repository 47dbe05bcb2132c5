"""Compares two numbers that a sentence writes as one, "120/80", "3 out of 6", "1/2", with what was said."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.amounts import Amount, is_same_amount
from desktop.evidence.heard import Heard
from desktop.evidence.raising import MUST, found, heard_there
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import NUMBER_WORDS

_PAIR_WORDS = 3
_WORST_PAIN = 10
_NEAR_PAIN = 22
_PARTS_OF_YEAR = {7: "day", 52: "week", 12: "month", 40: "week"}
"""What a fraction of each counts in British notes; of forty are the weeks of a pregnancy."""
_WHOLE_YEAR = 12
_PAIRED = re.compile(r"\s*/\s*|\s+(?:out of|over|in)\s+")


def partner_of(amount: Amount, sentence: Sentence) -> Amount | None:
    """The second number of "120/80", "3 out of 6" and the like, where the amount is the first."""
    for other in sentence.amounts:
        between = sentence.text[amount.end : other.start] if other.start >= amount.end else ""
        if between and _PAIRED.fullmatch(between):
            return other
    return None


def pair_not_said(amount: Amount, partner: Amount, sentence: Sentence, heard: Heard) -> Finding | None:
    """A pair of numbers has to have been said as a pair."""
    if _is_short_duration(amount, partner, heard) or _is_half(amount, partner, heard):
        return None
    pairs = heard.amount_pairs
    if _side_by_side(amount, partner, heard) or _is_pain(amount, partner, sentence, heard):
        return None
    if any(one.amount.value == amount.value and other.amount.value == partner.value for one, other in pairs):
        return None
    rivals = [
        one
        for one, other in pairs
        if (one.amount.value == amount.value) != (other.amount.value == partner.value)
    ]
    seconds = set(heard.loose.get(partner.value, ()))
    if not rivals and any(
        place + gap in seconds for place in heard.loose.get(amount.value, ()) for gap in range(1, 8)
    ):
        return None
    span = (amount.start, partner.end)
    written = sentence.text[slice(*span)]
    if not rivals:
        return found(FindingKind.NUMBER, MUST, sentence, span, f"“{written}” was not said.")
    each = rivals[0]
    reason = f"“{written}” was not said. {heard_there(heard, each.first, min(each.last + 3, len(heard.words) - 1))}"
    return found(FindingKind.NUMBER, MUST, sentence, span, reason, heard.sources(each.first, each.last + 1))


def _is_short_duration(amount: Amount, partner: Amount, heard: Heard) -> bool:
    """Whether a fraction is a time as British notes shorten it and was said: 3/52 for three weeks."""
    unit = _PARTS_OF_YEAR.get(int(partner.value)) if partner.value == int(partner.value) else None
    short = Amount(amount.start, amount.end, amount.value, unit or "")
    if unit is None:
        return False
    one = [place for place in heard.loose.get(amount.value, ()) if heard.lowers[place] in {"a", "an", "one"}]
    if amount.value == partner.value == _WHOLE_YEAR and {"a year", "one year"} & {
        " ".join(heard.lowers[place : place + 2]) for place in heard.loose.get(Decimal(1), ())
    }:
        return True
    return any(heard.lowers[place + 1 : place + 2] == [unit] for place in one) or any(
        is_same_amount(short, each.amount) and each.amount.unit for each in heard.amounts
    )


def _is_half(amount: Amount, partner: Amount, heard: Heard) -> bool:
    """Whether a fraction is a half or a quarter that was said: 1/2 stone."""
    return amount.value == 1 and partner.value in {2, 4} and amount.value / partner.value in heard.loose


def _side_by_side(amount: Amount, partner: Amount, heard: Heard) -> bool:
    """Whether two numbers were said with nothing but their own words between: "one thirty two seventy eight"."""
    seconds = heard.loose.get(partner.value, ())
    return any(
        0 < other - place <= _PAIR_WORDS
        and all(
            heard.lowers[n] in NUMBER_WORDS or heard.lowers[n][0].isdigit() for n in range(place, other + 1)
        )
        for place in heard.loose.get(amount.value, ())
        for other in seconds
    )


def _is_pain(amount: Amount, partner: Amount, sentence: Sentence, heard: Heard) -> bool:
    """Whether a score out of ten is how bad a pain was called: "about a two" is 2/10."""
    if partner.value != _WORST_PAIN or not {"pain", "ache", "discomfort"} & {
        word.lower for word in sentence.words
    }:
        return False
    pain = frozenset({"=discomfort"})
    return any(heard.near(pain, place, _NEAR_PAIN) for place in heard.loose.get(amount.value, ()))
