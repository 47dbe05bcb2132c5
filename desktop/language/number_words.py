"""Reads English number words: tokens of a text, and the cardinal number that starts at a token."""

from __future__ import annotations

import re
from typing import NamedTuple


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


ONES = dict(
    zip(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        range(10),
        strict=True,
    )
)
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000}
NUMBER_WORDS = frozenset(ONES) | frozenset(TEENS) | frozenset(TENS) | frozenset(SCALES)
SPOKEN_ZERO = frozenset({"oh", "o"})

ORDINALS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth hundredth "
    "thirds fourths fifths sixths sevenths eighths ninths tenths hundredths halves quarters"
)
"""Words that make the number before them an ordinal or a fraction ("twenty first", "two thirds")."""

UNCOUNTED = frozenset({"couple", "few", "several", "many", "some", "half", "quarter"})
"""Before "hundred" or "thousand" these name no number ("a few hundred")."""

_TOKEN = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|[^\W\d_]+(?:['’][^\W\d_]+)*|\S"
)


class Token(NamedTuple):
    """A word, a figure or a mark at characters [start, end).

    glue: what stands between it and the token before it: "" nothing, "-" a hyphen without blanks,
    " " blanks, "|" a line break or the start of the text.
    """

    low: str
    start: int
    end: int
    glue: str


class Cardinal(NamedTuple):
    """A whole number said in words, up to the token `end` (exclusive)."""

    value: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The tokens in order. A hyphen inside a compound ("thirty-eight") is the glue of its second half."""
    tokens: list[Token] = []
    last_end = 0
    hyphen = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group().lower()
        if not tokens:
            glue = "|"
        elif start == last_end:
            glue = "-" if hyphen else ""
        else:
            gap = text[last_end:start]
            glue = "|" if "\n" in gap or "\r" in gap else " "
        inside = word == "-" and glue == "" and tokens and text[start - 1].isalnum()
        last_end = end
        if inside and end < len(text) and text[end].isalnum():
            hyphen = True
            continue
        hyphen = False
        tokens.append(Token(word, start, end, glue))
    return tokens


def is_figure(token: Token) -> bool:
    """True for a number written in digits."""
    return token.low[0].isascii() and token.low[0].isdigit()


def joined(tokens: list[Token], index: int) -> bool:
    """True when the token continues a spoken number: on the same line, after blanks or a hyphen."""
    return index < len(tokens) and tokens[index].glue in {" ", "-"}


def word_at(tokens: list[Token], index: int) -> str:
    """The lower-case token on the same line, or "" past the end of the text or line."""
    if 0 <= index < len(tokens) and (index == 0 or tokens[index].glue != "|"):
        return tokens[index].low
    return ""


def word_before(tokens: list[Token], index: int) -> str:
    """The lower-case token before `index` on the same line, or ""."""
    if index <= 0 or (index < len(tokens) and tokens[index].glue == "|"):
        return ""
    return tokens[index - 1].low


def _continues(tokens: list[Token], index: int) -> bool:
    return joined(tokens, index) and tokens[index].low in NUMBER_WORDS


def _below_hundred(tokens: list[Token], index: int) -> Cardinal | None:
    word = tokens[index].low
    if word in ONES:
        return Cardinal(ONES[word], index + 1)
    if word in TEENS:
        return Cardinal(TEENS[word], index + 1)
    if word in TENS:
        value, end = TENS[word], index + 1
        if joined(tokens, end) and ONES.get(tokens[end].low, 0) > 0:
            return Cardinal(value + ONES[tokens[end].low], end + 1)
        return Cardinal(value, end)
    return None


def _tail(tokens: list[Token], index: int, *, below_thousand: bool) -> Cardinal | None:
    """What is added after "hundred" or "thousand", with or without "and".

    Not taken when more number words follow it: "between a hundred and one twenty" is 100 and 120.
    """
    start = index
    if word_at(tokens, index) == "and" and joined(tokens, index):
        start = index + 1
    if not _continues(tokens, start) or tokens[start].low in SCALES or tokens[start].low == "zero":
        return None
    found = _hundreds(tokens, start) if below_thousand else _below_hundred(tokens, start)
    if found is None or (below_thousand and found.value >= SCALES["thousand"]):
        return None
    follower = word_at(tokens, found.end)
    may_scale = follower == "thousand" and not below_thousand
    if _continues(tokens, found.end) and not may_scale:
        return None
    if follower in SPOKEN_ZERO and word_at(tokens, found.end + 1) in ONES.keys() | SPOKEN_ZERO:
        return None
    return found


def _hundreds(tokens: list[Token], index: int) -> Cardinal | None:
    base = _below_hundred(tokens, index)
    if base is None or base.value == 0:
        return base
    if not joined(tokens, base.end) or tokens[base.end].low != "hundred":
        return base
    return _with_tail(tokens, Cardinal(base.value * 100, base.end + 1))


def _with_tail(tokens: list[Token], head: Cardinal) -> Cardinal:
    tail = _tail(tokens, head.end, below_thousand=head.value >= SCALES["thousand"] and head.value % 1000 == 0)
    return Cardinal(head.value + tail.value, tail.end) if tail else head


def cardinal(tokens: list[Token], index: int) -> Cardinal | None:
    """The whole number below a million that begins at `index`, or None.

    Reads "a hundred and one", "hundred and forty", "twelve hundred", "two thousand and eight".
    """
    word = tokens[index].low
    head: Cardinal | None
    if word == "a" and joined(tokens, index + 1) and tokens[index + 1].low in SCALES:
        if word_before(tokens, index) in UNCOUNTED:
            return None
        head = Cardinal(SCALES[tokens[index + 1].low], index + 2)
    elif word in SCALES:
        if word_before(tokens, index) in UNCOUNTED:
            return None
        head = Cardinal(SCALES[word], index + 1)
    else:
        plain = _hundreds(tokens, index)
        if plain is None or plain.value == 0 or word_at(tokens, plain.end) != "thousand":
            return plain
        return _with_tail(tokens, Cardinal(plain.value * 1000, plain.end + 1))
    if head.value == SCALES["hundred"] and word_at(tokens, head.end) == "thousand":
        head = Cardinal(100_000, head.end + 1)
    return _with_tail(tokens, head)
