"""Finds the values in spoken words that one correction can put in the place of another: doses, durations, days, sides, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from desktop.drafting.offline.speech import (
    ADVERBS,
    AUXILIARIES,
    FILLERS,
    KIN,
    NUMBER_WORDS,
    PUNCTUATION,
    SUBJECTS,
    word_set,
)
from desktop.language.lexicon import Mention, Topic, lexicon
from desktop.language.measures import Kind as UnitKind
from desktop.language.measures import unit_at
from desktop.language.number_words import tokens_of


class ValueKind(Enum):
    """What a value says; only values of kinds that go together replace one another."""

    AMOUNT = "amount"
    NUMBER = "number"
    RATIO = "ratio"
    DURATION = "duration"
    FREQUENCY = "frequency"
    DAY = "day"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    ORDINAL = "ordinal"
    SIDE = "side"
    KIN = "kin"
    NAMED = "named"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Value:
    """Words [start, end) that say one value. number: where its number ends. key: its unit, noun, topic or class."""

    kind: ValueKind
    start: int
    end: int
    number: int = 0
    key: str = ""


_FIGURE = re.compile(r"(?:\d+(?:[.,]\d+)*|\.\d+)%?")
_RANGE = re.compile(r"\d+(?:\.\d+)?[-–]\d+(?:\.\d+)?")
_RATIO = re.compile(r"\d+/\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL_FIGURE = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS = word_set(
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday")
_MONTHS = word_set("january february march april may june july august september october november december")
_PERIODS = word_set(
    "day week month night year hour morning evening afternoon days weeks months hours nights minutes"
)
_ADVERBIAL = word_set(
    "daily weekly monthly nightly bid tid qid qhs qd prn b.i.d t.i.d q.i.d q.h.s hourly fortnightly"
)
_EVERY = re.compile(r"q\d+h?")
_TIMES_OF_DAY = (("at", "bedtime"), ("at", "night"), ("in", "the", "morning"), ("in", "the", "evening"))
_NOT_COUNTED = (
    AUXILIARIES
    | SUBJECTS
    | ADVERBS
    | PUNCTUATION
    | FILLERS
    | word_set(
        "of to for in on at with and or but if when because since than as a an the my your his her more less now today "
        "instead please out from by before after times then per each every so no not yes okay no"
    )
)
"""Words that are not what a number before them counts."""
_SIDES = word_set("left right both bilateral")
_BEFORE_SIDE = word_set(
    "the my your his her their our on to of at in a from with behind under over more is was"
)
_PLACES = word_set(
    "side upper lower arm leg knee ear eye foot hand hip ankle wrist elbow shoulder breast kidney lung flank drum lobe sided forearm thigh calf shin"
)
_TOPICS = {
    Topic.DRUG,
    Topic.DRUG_CLASS,
    Topic.TEST,
    Topic.DISEASE,
    Topic.BODY,
    Topic.TREATMENT,
    Topic.SYMPTOM,
}
_NO_ILLNESS = {"diagnosis", "prognosis", "diagnoses"}
_QUALITIES = {
    word: name
    for name, words in (
        ("degree", "minimal maximal moderate mild severe slight trace"),
        ("state", "deferred performed declined normal abnormal"),
        ("sign", "positive negative"),
        ("direction", "upper lower"),
        ("aspect", "medial lateral"),
        ("face", "anterior posterior"),
        ("end", "proximal distal"),
        ("course", "acute chronic"),
        ("change", "increase decrease increased decreased"),
    )
    for word in words.split()
}


def values_in(lowers: Sequence[str]) -> list[Value]:
    """Every value the lower-case words say, in order; those of different kinds may overlap only in names."""
    found: list[Value] = []
    n = 0
    while n < len(lowers):
        value = _value_at(lowers, n)
        if value is None:
            n += 1
            continue
        found.append(value)
        n = value.end
    mentions = lexicon().mentions(lowers)
    found = [v for v in found if v.kind is not ValueKind.QUALITY or not _names_illness(v, mentions)]
    taken = {k for value in found for k in range(value.start, value.end)}
    found += [
        Value(
            ValueKind.NAMED, _illness_begins(mention, lowers), mention.end, mention.end, mention.topic.value
        )
        for mention in mentions
        if mention.topic in _TOPICS
        and mention.name not in _NO_ILLNESS
        and not taken & set(range(mention.start, mention.end))
    ]
    return sorted(found, key=lambda value: (value.start, value.end))


def _names_illness(value: Value, mentions: Sequence[Mention]) -> bool:
    """Whether a quality belongs to the name of an illness: "acute pancreatitis"."""
    return any(m.topic is Topic.DISEASE and m.start <= value.end and value.start < m.end for m in mentions)


def _illness_begins(mention: Mention, lowers: Sequence[str]) -> int:
    begun = mention.start
    while mention.topic is Topic.DISEASE and begun and lowers[begun - 1] in _QUALITIES:
        begun -= 1
    return begun


def _value_at(lowers: Sequence[str], n: int) -> Value | None:
    return _frequency_at(lowers, n) or _date_at(lowers, n) or _number_at(lowers, n) or _word_at(lowers, n)


def _number_end(lowers: Sequence[str], n: int) -> int:
    """Where a number that begins at n ends; n when there is none."""
    if n >= len(lowers):
        return n
    if _FIGURE.fullmatch(lowers[n]) or _RANGE.fullmatch(lowers[n]) or _RATIO.fullmatch(lowers[n]):
        return n + 1
    if lowers[n] in {"oh", "half", "point"}:
        return n
    end = n
    while end < len(lowers):
        word = lowers[end]
        spelled = word in NUMBER_WORDS or ("-" in word and set(word.split("-")) <= NUMBER_WORDS)
        linked = word == "and" and end > n and lowers[end - 1] in {"hundred", "thousand"}
        if not spelled and not (linked and lowers[end + 1 : end + 2] and lowers[end + 1] in NUMBER_WORDS):
            break
        end += 1
    while end > n and lowers[end - 1] in {"oh", "point", "and"}:
        end -= 1
    return end


def _number_at(lowers: Sequence[str], n: int) -> Value | None:
    end = _number_end(lowers, n)
    if end == n:
        return None
    if _RATIO.fullmatch(lowers[n]):
        return Value(ValueKind.RATIO, n, end, end)
    second = _number_end(lowers, end + 1)
    if second > end + 1 and lowers[end] == "over":
        return Value(ValueKind.RATIO, n, second, second)
    if second > end + 1 and lowers[end] in {"to", "or"} and _unit_end(lowers, second) is not None:
        end = second  # "two to three weeks"
    measured = _unit_end(lowers, end)
    return _measured(lowers, n, end, measured) if measured is not None else _bare_number(lowers, n, end)


def _measured(lowers: Sequence[str], n: int, end: int, unit: tuple[str, UnitKind, int]) -> Value | None:
    key, kind, unit_end = unit
    if key == "year" and lowers[unit_end : unit_end + 1] == ["old"]:
        return None
    if kind is UnitKind.TIME:
        return Value(ValueKind.DURATION, n, unit_end, end, key)
    if kind is UnitKind.COUNT:
        unit_end = _rate_end(lowers, unit_end)
    return Value(ValueKind.AMOUNT, n, unit_end, end, key)


_BEFORE_ONE = _SIDES | {"the", "this", "that", "no", "which", "each", "any"}


def _bare_number(lowers: Sequence[str], n: int, end: int) -> Value | None:
    if lowers[n].endswith("%"):
        return Value(ValueKind.AMOUNT, n, end, end, "%")
    if _YEAR.fullmatch(lowers[n]):
        return Value(ValueKind.YEAR, n, end, end)
    if lowers[n] == "one" and end == n + 1 and n and lowers[n - 1] in _BEFORE_ONE:
        return None
    return Value(ValueKind.NUMBER, n, end, end)


def _unit_end(lowers: Sequence[str], n: int) -> tuple[str, UnitKind, int] | None:
    """The unit at n: its name, what it measures and where it ends."""
    ahead = list(lowers[n : n + 4])
    if not ahead or ahead[0] in PUNCTUATION - {"%"}:
        return None
    tokens = tokens_of(" ".join(["1", *ahead]))  # a unit is read after its number
    found = unit_at(tokens, 1, after_figure=True)
    if found is None or found.unit.name == "time":
        return None
    size = len(" ".join(token.low for token in tokens[1 : found.end]).split())
    return found.unit.name, found.unit.kind, n + size


def _rate_end(lowers: Sequence[str], n: int) -> int:
    """Past "a day" or "per week" at n."""
    rated = list(lowers[n : n + 1]) in (["a"], ["per"], ["each"]) and lowers[n + 1 : n + 2]
    return n + 2 if rated and lowers[n + 1] in _PERIODS else n


def _frequency_at(lowers: Sequence[str], n: int) -> Value | None:
    for phrase in _TIMES_OF_DAY:
        if tuple(lowers[n : n + len(phrase)]) == phrase:
            return Value(ValueKind.FREQUENCY, n, n + len(phrase), n, "time of day")
    if lowers[n] in _ADVERBIAL or _EVERY.fullmatch(lowers[n]):
        return Value(ValueKind.FREQUENCY, n, n + 1, n)
    end = _every_end(lowers, n) if lowers[n] == "every" else _times_end(lowers, n)
    return Value(ValueKind.FREQUENCY, n, end, n) if end > n else None


def _times_end(lowers: Sequence[str], n: int) -> int:
    """Where "twice daily" or "three times a day" at n ends; n when there is none."""
    counted = n + 1
    if lowers[n] not in {"once", "twice", "thrice"}:
        counted = _number_end(lowers, n)
        if counted == n or lowers[counted : counted + 1] != ["times"]:
            return n
        counted += 1
    ahead = lowers[counted : counted + 2]
    if ahead and ahead[0] in _ADVERBIAL:
        return counted + 1
    rated = len(ahead) > 1 and ahead[0] in {"a", "per", "every", "each"} and ahead[1] in _PERIODS
    return counted + 2 if rated else n


def _every_end(lowers: Sequence[str], n: int) -> int:
    """Where "every other day" or "every 4 to 6 hours" at n ends; n when there is none."""
    k = n + 2 if lowers[n + 1 : n + 2] == ["other"] else n + 1
    after = _number_end(lowers, k)
    if lowers[after : after + 1] in (["to"], ["or"]):
        after = max(after, _number_end(lowers, after + 1))
    return after + 1 if lowers[after : after + 1] and lowers[after] in _PERIODS else n


def _date_at(lowers: Sequence[str], n: int) -> Value | None:
    word = lowers[n]
    if word in _DAYS:
        return Value(ValueKind.DAY, n, n + 1, n)
    if word in {"next", "last"} and lowers[n + 1 : n + 2] and lowers[n + 1] in _DAYS:
        return Value(ValueKind.DAY, n, n + 2, n)
    if word in _MONTHS:
        k = n + 2 if lowers[n + 1 : n + 2] == ["the"] else n + 1
        if k < len(lowers) and (_ordinal(lowers[k]) or lowers[k] == "first"):
            return Value(ValueKind.DATE, n, k + 1, n)
        end = _number_end(lowers, k)
        if end > k and not _YEAR.fullmatch(lowers[k]):
            return Value(ValueKind.DATE, n, end, n)
        plain = word not in {"may", "march"} or (
            n and lowers[n - 1] in {"in", "since", "last", "until", "for"}
        )
        return None if not plain and len(lowers) > 1 else Value(ValueKind.MONTH, n, n + 1, n)
    if _ordinal(word):
        if lowers[n + 1 : n + 2] == ["of"] and lowers[n + 2 : n + 3] and lowers[n + 2] in _MONTHS:
            return Value(ValueKind.DATE, n, n + 3, n)
        if lowers[n + 1 : n + 2] and lowers[n + 1] in _MONTHS:
            return Value(ValueKind.DATE, n, n + 2, n)
        return Value(ValueKind.ORDINAL, n, n + 1, n)
    end = _number_end(lowers, n)
    dated = end == n + 1 and lowers[end : end + 1] and lowers[end] in _MONTHS
    if dated and (lowers[end] != "may" or lowers[end + 1 : end + 2] in ([], [","], ["."])):
        return Value(ValueKind.DATE, n, end + 1, n)
    return None


def _ordinal(lower: str) -> bool:
    return lower in _ORDINALS or bool(_ORDINAL_FIGURE.fullmatch(lower))


def _word_at(lowers: Sequence[str], n: int) -> Value | None:
    word = lowers[n]
    if word in _SIDES:
        after = lowers[n + 1] if n + 1 < len(lowers) else ""
        noun = after if after and after not in _NOT_COUNTED and after[:1].isalpha() else ""
        body = bool(noun) and (noun in _PLACES or any(m.start == 0 and m.topic is Topic.BODY for m in lexicon().mentions(lowers[n + 1 : n + 4])))  # fmt: skip
        placed = n > 0 and lowers[n - 1] in _BEFORE_SIDE and (after == "one" or not noun or body)
        if body or placed or len(lowers) == 1:
            return Value(ValueKind.SIDE, n, n + 1, n, noun if noun != "one" else "")
    if word in KIN:
        return Value(ValueKind.KIN, n, n + 1, n)
    if word in _QUALITIES:
        return Value(ValueKind.QUALITY, n, n + 1, n, _QUALITIES[word])
    return None
