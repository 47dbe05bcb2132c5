"""Vital signs that are read off inside a longer stretch of speech, of which no statement was made: each for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import is_number, phrases, word_set
from desktop.drafting.offline.units import Hearing, Unit
from desktop.language.words import Word, joined

READING_VALUE = 4.0

_NAMES = phrases(
    "blood pressure|bp|heart rate|pulse ox|pulse|temperature|temp|oxygen saturation|oxygen level|oxygen|o2 saturation|o2 sats|o2 sat|o2|respiratory rate|respirations|bmi|weight"
)
_PRESSURE = frozenset({("blood", "pressure"), ("bp",)})
_BETWEEN = word_set("is was at a about of today here , reads currently right now looks")
MOST_BETWEEN = 4
_IN_VALUE = word_set("over / . point and")
_UNITS = word_set("percent % degrees fahrenheit celsius pounds lbs kilos kilograms kg beats bpm")
_OWNERS = word_set("your his her the and , my today")
_NOT_NOW = re.compile(
    r"\b(?:at home|home|if|last|goal|should|would|could|want (?:your|you|it|that|the|to (?!tell|let|go|talk))|going to|will|cuff|log|monitor|medications?|medicine|history|control\w*|used to|yesterday|ago|before you|running|been|below|under|above|keep|usually|hospital|ambulance|er|emergency|not|no wait|actually|or)\b"
)


def keep_readings(hearing: Hearing) -> None:
    """Add, in its place, every vital sign that a provider reads off now and that stands in no statement."""
    units = hearing.reading.units
    covered = {
        (word.segment, word.start) for unit in (*units, *hearing.reading.taken_back) for word in unit.words
    }
    for n, clause in enumerate(hearing.clauses):
        before = hearing.clauses[n - 1] if n else None
        near = [*before.lowers, *clause.lowers] if before and before.turn == clause.turn else clause.lowers
        if clause.asked or clause.tag or not hearing.is_provider(n) or _NOT_NOW.search(" ".join(near)):
            continue
        for words in _readings(clause.words):
            if any((word.segment, word.start) in covered for word in words):
                continue
            at = next((k for k, unit in enumerate(units) if unit.clause > n), len(units))
            units.insert(at, _unit(hearing, n, words))


def _unit(hearing: Hearing, n: int, words: Sequence[Word]) -> Unit:
    text = joined(word.text for word in words)
    return Unit(
        Kind.VITALS,
        finished(text),
        list(words),
        READING_VALUE,
        facts=facts_of([word.lower for word in words]),
        stage=hearing.heard[n][0],
        clause=n,
    )


def _readings(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The stretches of words that name a vital sign and give its value at once."""
    lowers = [word.lower for word in words]
    n = 0
    while n < len(words):
        name = next((name for name in _NAMES if tuple(lowers[n : n + len(name)]) == name), ())
        if not name or (n and lowers[n - 1] not in _OWNERS):
            n += 1
            continue
        begin = n + len(name)
        while begin < len(words) and begin < n + len(name) + MOST_BETWEEN and lowers[begin] in _BETWEEN:
            begin += 1
        end = _value_end(lowers, begin)
        if end > begin and (name not in _PRESSURE or {"over", "/"} & set(lowers[begin:end])):
            yield [word for word in words[n:end] if word.lower != ","]
            n = end
        else:
            n += 1


def _value_end(lowers: Sequence[str], begin: int) -> int:
    end = begin
    while end < len(lowers) and (is_number(lowers[end]) or (end > begin and lowers[end] in _IN_VALUE)):
        end += 1
    while end > begin and not is_number(lowers[end - 1]):
        end -= 1
    if end > begin and lowers[end : end + 1] and lowers[end] in _UNITS:
        end += 1
    return end
