"""Names with a number in them, as said and as written: L4-L5, A1c, SpO2, B12, q6h, TID."""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop.language.measures import unit_at
from desktop.language.number_words import (
    NUMBER_WORDS,
    ONES,
    SCALES,
    Token,
    cardinal,
    is_figure,
    joined,
    word_at,
    word_before,
    word_set,
)


class Edit(NamedTuple):
    """Replace characters [start, end) by `written`."""

    start: int
    end: int
    written: str


class Named(NamedTuple):
    """A name written in the tokens up to `end` (exclusive)."""

    edit: Edit
    end: int


HIGHEST_LEVEL = {"c": 8, "t": 12, "l": 5, "s": 5}
"""Cervical nerve roots count to 8, thoracic vertebrae to 12, lumbar and sacral to 5."""

_NOT_A_LEVEL_AFTER = word_set("vitamin vitamins hepatitis hep plan part section group option type")
_THYROID = word_set("thyroid tsh free total hormone")
_SATURATION = word_set("sat sats saturation saturations stats")
_VITAMINS = (("b twelve", "B12"), ("b six", "B6"), ("d three", "D3"), ("d two", "D2"), ("b one", "B1"))
_OXYGEN_AFTER = word_set("of liters liter pulse supplemental home")

_DOTTED = re.compile(
    r"(?<![\w.'’])(?:([btq])\. ?i\. ?d\.|(p)\. ?r\. ?n\.|(p)\. ?o\.|([btq]) i d(?!\w)|(p) r n(?!\w))",
    re.IGNORECASE,
)


def dotted_abbreviations(text: str) -> list[Edit]:
    """Write "t.i.d.", "b i d", "p.r.n." and "p.o." as TID, BID, PRN and PO.

    The last full stop stays when the next word begins a sentence. "q.d." and "q.o.d." are left as said:
    ISMP lists them as error-prone.
    """
    edits: list[Edit] = []
    for match in _DOTTED.finditer(text):
        written = re.sub(r"[. ]", "", match.group()).upper()
        rest = text[match.end() : match.end() + 3].lstrip(" ")
        if match.group().endswith(".") and rest[:1].isupper():
            written += "."
        edits.append(Edit(match.start(), match.end(), written))
    return edits


def _is_single_letter(tokens: list[Token], index: int, text: str) -> bool:
    start = tokens[index].start
    return tokens[index].end - start == 1 and (start == 0 or text[start - 1] not in "'’.")


def _small_number(tokens: list[Token], index: int, highest: int) -> tuple[int, int] | None:
    if not joined(tokens, index):
        return None
    token = tokens[index]
    if is_figure(token):
        value, end = (int(token.low), index + 1) if token.low.isdecimal() else (0, index)
    else:
        found = cardinal(tokens, index) if token.low in NUMBER_WORDS else None
        value, end = (found.value, found.end) if found else (0, index)
    if not 1 <= value <= highest or unit_at(tokens, end) is not None:
        return None
    if word_at(tokens, end) in {"point", "over", "hundred", "out"}:
        return None
    return value, end


def _level(tokens: list[Token], index: int, text: str) -> tuple[str, int, int] | None:
    """The letter, the number and the end of a spinal level said at `index`."""
    if (
        index >= len(tokens)
        or tokens[index].low not in HIGHEST_LEVEL
        or not _is_single_letter(tokens, index, text)
    ):
        return None
    letter = tokens[index].low
    found = _small_number(tokens, index + 1, HIGHEST_LEVEL[letter])
    return (letter, *found) if found else None


def spinal_levels(tokens: list[Token], index: int, text: str) -> Named | None:
    """Write "L four L five", "L four five" and "L four to S one" as L4-L5, L4-L5 and L4-S1."""
    first = _level(tokens, index, text)
    if first is None or word_before(tokens, index) in _NOT_A_LEVEL_AFTER:
        return None
    letter, value, end = first
    written = f"{letter.upper()}{value}"
    # Heart sounds and thyroid hormones are named alike and are no levels.
    listed = letter == "s" or word_before(tokens, index) in _THYROID
    while True:
        bridge = end + 1 if word_at(tokens, end) in {"to", "through", "thru", "-"} else end
        following = _level(tokens, bridge, text)
        if following is None:
            same = _small_number(tokens, bridge, HIGHEST_LEVEL[letter])
            fits = same and (same[0] == value + 1 or (bridge > end and same[0] > value))
            following = (letter, *same) if same and fits else None
        if following is None:
            break
        next_letter, next_value, end = following
        apart = " " if listed and next_letter == letter and bridge == end else "-"
        written += f"{' ' if listed and next_letter == letter else apart}{next_letter.upper()}{next_value}"
        letter, value = next_letter, next_value
    return Named(Edit(tokens[index].start, tokens[end - 1].end, written), end)


def _letters(tokens: list[Token], index: int, said: str) -> int:
    """Where the words of `said` end when they stand at `index`, else 0."""
    words = said.split()
    for offset, word in enumerate(words):
        if word_at(tokens, index + offset) != word or (offset and not joined(tokens, index + offset)):
            return 0
    return index + len(words)


def _named_with_number(tokens: list[Token], index: int) -> tuple[str, int] | None:
    for said, written in (
        ("s p o two", "SpO2"),
        ("sp o two", "SpO2"),
        ("spo two", "SpO2"),
        ("c o two", "CO2"),
    ):
        if end := _letters(tokens, index, said):
            return written, end
    if (end := _letters(tokens, index, "a one c")) and not joined(tokens, end):
        return "A1c", end
    if (end := _letters(tokens, index, "a one c")) and tokens[end].low not in ONES:
        return "A1c", end
    vitamins = _VITAMINS if word_before(tokens, index) == "vitamin" else _VITAMINS[:1]
    for said, written in vitamins:
        # "Vitamin d two thousand units" is vitamin D, 2,000 units.
        if (end := _letters(tokens, index, said)) and word_at(tokens, end) not in SCALES:
            return written, end
    end = _letters(tokens, index, "o two") or _letters(tokens, index, "oh two")
    if end and (word_at(tokens, end) in _SATURATION or word_before(tokens, index) in _OXYGEN_AFTER):
        return "O2", end
    if end and joined(tokens, end):
        number = cardinal(tokens, end) if tokens[end].low in NUMBER_WORDS else None
        percent = unit_at(tokens, number.end) if number else None
        if percent is not None and percent.unit.name == "%":
            return "O2", end
    return None


def _every_hours(tokens: list[Token], index: int) -> tuple[str, int] | None:
    at = index + 1
    if word_at(tokens, at) == "." and tokens[at].glue == "":
        at += 1
    hours: list[str] = []
    while len(hours) < 2 and joined(tokens, at):
        found = cardinal(tokens, at) if tokens[at].low in NUMBER_WORDS else None
        figure = tokens[at].low if is_figure(tokens[at]) and tokens[at].low.isdecimal() else None
        value = figure or (str(found.value) if found else None)
        if value is None:
            return None
        hours.append(value)
        at = found.end if found else at + 1
        if word_at(tokens, at) != "to":
            break
        at += 1
    if not hours or word_at(tokens, at) not in {"hour", "hours", "h", "hr", "hrs"} or not joined(tokens, at):
        return None
    return f"q{'-'.join(hours)}h", at + 1


_FIRST_WORDS = frozenset({"s", "sp", "spo", "c", "a", "b", "d", "o", "oh", "q"}) | frozenset(HIGHEST_LEVEL)


def name_at(tokens: list[Token], index: int, text: str) -> Named | None:
    """A level, laboratory name or frequency that begins at token `index`, or None."""
    first = tokens[index].low
    if first not in _FIRST_WORDS:
        return None
    before = text[tokens[index].start - 1 : tokens[index].start]
    if before in {"'", "’"}:
        return None
    found = _every_hours(tokens, index) if first == "q" else _named_with_number(tokens, index)
    if found is not None:
        written, end = found
        return Named(Edit(tokens[index].start, tokens[end - 1].end, written), end)
    return spinal_levels(tokens, index, text)
