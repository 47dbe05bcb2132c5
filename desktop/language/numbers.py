"""Spoken numbers and units become figures as a clinician writes them; a value is never changed.

What has more than one reading stays in the words that were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from desktop.language.linked_numbers import LinkedNumber
from desktop.language.measures import unit_at
from desktop.language.number_cues import (
    ONE_STAYS,
    ORDINAL_ENDINGS,
    RANGE,
)
from desktop.language.number_words import (
    NUMBER_WORDS,
    ORDINALS,
    Token,
    cardinal,
    is_figure,
    tokens_of,
    word_at,
)
from desktop.language.shorthand import Edit, dotted_abbreviations, name_at
from desktop.language.spoken_phrases import phrase_at
from desktop.language.spoken_runs import Doubt


class Quantity(NamedTuple):
    """A number at characters [start, end) of the text, without its unit.

    value: exact, no sign. unit: canonical name ("mg", "%", "week"), "" when none is said.
    """

    start: int
    end: int
    value: Decimal
    unit: str


def spoken_to_figures(text: str) -> str:
    """The text with spoken numbers and their units as figures; everything else is untouched.

    "one thirty eight over eighty two" becomes "138/82", "six hundred milligrams t.i.d." "600 mg TID".
    Units follow the ISMP list of error-prone abbreviations: no trailing zero is added, a decimal below
    one has a leading zero, doses from 1,000 have a comma, "units" is spelled out.
    """
    counted = [match.span() for match in _COUNT_BEFORE_FIGURE.finditer(text)]
    counted += [match.span(1) for match in _NAMED_ZERO.finditer(text)]
    edits = [edit for edit in _edits(text) if (edit.start, edit.end) not in counted]
    return _apply(text, edits)


_LAST_READ = 4
"""Texts of which the reading is kept: the numbers and the figures of one text are asked for one after the other."""
_COUNT_BEFORE_FIGURE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)(?= \d+(?:[.-]\d+)?(?! ?over\b| ?/))",
    re.IGNORECASE,
)
"""As in "two 500 mg tablets", which "2 500 mg" would make 2,500."""
_NAMED_ZERO = re.compile(r"\b[A-Z][a-z]+ (Zero)\b")
"""A name: "Coke Zero"."""


_MAY_COUNT = re.compile(rf"[0-9]|\b(?:{'|'.join(sorted(NUMBER_WORDS))})\b", re.IGNORECASE)
"""What every number has: a digit or a number word."""


def numbers_in(text: str) -> tuple[Quantity, ...]:
    """Every number of the text, in figures and in words, with the unit that follows it.

    Two texts say the same numbers when the values and units are equal: "six hundred milligrams" and
    "600 mg". In "two to three weeks" both numbers have the unit week. Not counted: names that hold a
    digit (L4, B12), ordinals, and "one" where it may be a pronoun.
    """
    edits = _edits(text)
    if not edits and not _MAY_COUNT.search(text):
        return ()
    written = _apply(text, edits)
    tokens = tokens_of(written)
    places = _Places(edits)
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at)
        if quantity is None:
            at += 1
            continue
        value, end, unit = quantity
        start, stop = places.span(tokens[at].start, tokens[end - 1].end)
        found.append(Quantity(start, stop, value, unit))
        at = end
    return tuple(found)


def _apply(text: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, written in edits:
        parts += (text[done:start], written)
        done = end
    parts.append(text[done:])
    return "".join(parts)


class _Places:
    """Maps characters of the written text back to the text as it was said, in rising order."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._next = 0
        self._shift = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        while self._next < len(self._edits):
            edit = self._edits[self._next]
            new_start = edit.start + self._shift
            new_end = new_start + len(edit.written)
            if start >= new_end:
                self._shift += len(edit.written) - (edit.end - edit.start)
                self._next += 1
            elif end > new_start:
                return edit.start, edit.end
            else:
                break
        return start - self._shift, end - self._shift


def _quantity_at(tokens: list[Token], at: int) -> tuple[Decimal, int, str] | None:
    token = tokens[at]
    if is_figure(token):
        before = tokens[at - 1].low if at and token.glue == "" else ""
        if (before[-1:].isalpha() and before != "q") or word_at(tokens, at + 1) in ORDINAL_ENDINGS:
            return None
        return Decimal(token.low.replace(",", "")), at + 1, _unit_name(tokens, at + 1)
    if token.low not in NUMBER_WORDS and token.low != "a":
        return None
    number = cardinal(tokens, at)
    if number is None or word_at(tokens, number.end) in ORDINALS:
        return None
    unit = _unit_name(tokens, number.end)
    if number.value == 1 and (not unit or unit in ONE_STAYS):
        return None
    return Decimal(number.value), number.end, unit


def _unit_name(tokens: list[Token], at: int, links: int = 2) -> str:
    unit = unit_at(tokens, at, after_figure=True)
    if unit is not None:
        return unit.unit.name
    if links and at < len(tokens) and tokens[at].glue == "-" and is_figure(tokens[at]):
        return _unit_name(tokens, at + 1, links - 1)
    if links and word_at(tokens, at) in RANGE | {"or", "–"} and at + 1 < len(tokens):
        if is_figure(tokens[at + 1]):
            return _unit_name(tokens, at + 2, links - 1)
        number = cardinal(tokens, at + 1) if tokens[at + 1].low in NUMBER_WORDS else None
        return _unit_name(tokens, number.end, links - 1) if number else ""
    return ""


@lru_cache(maxsize=_LAST_READ)
def _edits(text: str) -> tuple[Edit, ...]:
    tokens = tokens_of(text)
    edits: list[Edit] = dotted_abbreviations(text)
    at = 0
    while at < len(tokens):
        name = name_at(tokens, at, text)
        if name is not None:
            edits.append(name.edit)
            at = name.end
            continue
        first = phrase_at(tokens, at, text)
        if first is None:
            at += 1
        elif first.doubt is Doubt.UNCLEAR:
            at = first.end
        else:
            reader = LinkedNumber(tokens, text)
            at = reader.read(first)
            edits += reader.edits
    return tuple(sorted(edit for edit in edits if text[edit.start : edit.end] != edit.written))
