"""One number at a place in a text, with its decimals and halves; or the honest answer that it is unclear."""

from __future__ import annotations

from desktop.language.measures import Kind, unit_at
from desktop.language.number_cues import (
    DECIMAL_CONTINUES,
    ENDS_SENTENCE_START,
    LEADING_POINT_AFTER,
    MEASURED_DECIMAL_CONTINUES,
    NOT_A_DECIMAL_AFTER,
    PRONOUN_ONE_AFTER,
    UNCOUNTABLE_SCALES,
)
from desktop.language.number_words import (
    NUMBER_WORDS,
    ORDINALS,
    SPOKEN_ZERO,
    Token,
    cardinal,
    is_figure,
    joined,
    word_at,
    word_before,
)
from desktop.language.spoken_runs import Doubt, Phrase, atoms_at, is_measured, run_of

_POINTS = frozenset({"point", "."})
_LARGEST_SHORT_WITH_DECIMALS = 400
"""Said without "hundred", a larger number with decimals is rather two numbers: "pain six ninety eight point six"."""


def _fraction(tokens: list[Token], index: int, *, whole: str) -> tuple[str, int] | None:
    """The digits after the point from `index`, and where they end; None when they are not certain."""
    parts: list[str] = []
    at = index
    while at < len(tokens) and joined(tokens, at):
        if tokens[at].low in SPOKEN_ZERO:
            parts.append("0")
            at += 1
            continue
        found = cardinal(tokens, at) if tokens[at].low in NUMBER_WORDS else None
        if found is None:
            break
        if found.value > 99:
            return None
        parts.append(str(found.value))
        at = found.end
    long = [part for part in parts if len(part) > 1]
    leads = "".join(parts[:-1])
    alone = len(parts) == 1 or set(leads) == {"0"} or (whole == "0" and len(parts) == 2)
    if not parts or len("".join(parts)) > 4 or (long and not (parts[-1:] == long and alone)):
        return None
    unit = unit_at(tokens, at)
    if len(parts) > 1 and unit and unit.unit.kind is not Kind.MEASURE and "0" not in leads:
        return None  # "six point five two weeks ago"
    if word_at(tokens, at) in UNCOUNTABLE_SCALES or word_at(tokens, at) in ORDINALS:
        return None
    return "".join(parts), at


def _starts_fraction(tokens: list[Token], index: int) -> bool:
    return joined(tokens, index) and (tokens[index].low in NUMBER_WORDS or tokens[index].low in SPOKEN_ZERO)


def _decimal(tokens: list[Token], whole: Phrase, text: str) -> Phrase | None:
    """The whole number with "point six", or with the spaced full stop some recognisers write, if there is one."""
    point = whole.end
    if not joined(tokens, point) or not _starts_fraction(tokens, point + 1):
        return None
    spaced = tokens[point].low == "."
    if tokens[point].low != "point" and not (spaced and text[tokens[point + 1].start].islower()):
        return None
    found = _fraction(tokens, point + 1, whole=whole.written)
    if found is None:
        return None if spaced else _skip_run(tokens, whole.start, point + 1)
    digits, end = found
    unit = unit_at(tokens, end)
    measured = unit is not None and unit.unit.kind is Kind.MEASURE
    if spaced:
        if not (measured or _spaced_point_is_decimal(tokens, whole.start, end)):
            return None
    elif whole.doubt is Doubt.ONE and not measured:
        before = word_before(tokens, whole.start)
        if not digits.startswith("0") and (before == "at" or before in PRONOUN_ONE_AFTER):
            return Phrase(whole.start, end, "", Doubt.UNCLEAR)
    return Phrase(whole.start, end, f"{whole.written}.{digits}", plain=False)


def _skip_run(tokens: list[Token], start: int, index: int) -> Phrase:
    atoms = atoms_at(tokens, index)
    return Phrase(start, atoms[-1].end if atoms else index, "", Doubt.UNCLEAR)


def _spaced_point_is_decimal(tokens: list[Token], start: int, end: int) -> bool:
    """Whether "six . seven" is 6.7 and not the end of one sentence and the start of the next."""
    if unit_at(tokens, end) is not None:
        return False
    following = word_at(tokens, end)
    if not following or not following[0].isalpha() or following in DECIMAL_CONTINUES:
        return True
    if following == "of":
        return word_at(tokens, end + 1) not in ENDS_SENTENCE_START
    return following in MEASURED_DECIMAL_CONTINUES and is_measured(tokens, start)


def _leading_point(tokens: list[Token], index: int, text: str) -> Phrase | None:
    """Read "point five centimeters" or ". five centimeter" as 0.5 when nothing else can be meant."""
    if not _starts_fraction(tokens, index + 1):
        return None
    spaced = tokens[index].low == "."
    if spaced and (tokens[index].glue == "" or not text[tokens[index + 1].start].islower()):
        return None
    found = _fraction(tokens, index + 1, whole="0")
    if found is None:
        return None
    digits, end = found
    before = word_before(tokens, index)
    unit = unit_at(tokens, end)
    measured = unit is not None and unit.unit.kind is Kind.MEASURE
    measured = measured or _is_dimension(tokens, end)
    if spaced:
        meant = measured and (before in LEADING_POINT_AFTER or not before.isalpha())
    else:
        meant = before not in NOT_A_DECIMAL_AFTER and (measured or before in {"of", "is", "was", "at"})
    if meant:
        return Phrase(index, end, f"0.{digits}", plain=False)
    # A sentence may end here and a dose begin: ten times too much or too little, so the words stay.
    may_be_decimal = measured or (not spaced and before not in NOT_A_DECIMAL_AFTER and not unit)
    return Phrase(index, end, "", Doubt.UNCLEAR) if may_be_decimal else None


def _is_dimension(tokens: list[Token], index: int) -> bool:
    """True before "by two by three centimeters"."""
    for _ in range(2):
        found = (
            cardinal(tokens, index + 1)
            if word_at(tokens, index) == "by" and joined(tokens, index + 1)
            else None
        )
        if found is None:
            return False
        index = found.end
        unit = unit_at(tokens, index)
        if unit is not None:
            return unit.unit.kind is Kind.MEASURE
    return False


def _with_half(tokens: list[Token], whole: Phrase) -> Phrase:
    if word_at(tokens, whole.end) != "and" or word_at(tokens, whole.end + 1) not in {"a", "one"}:
        return whole
    part = {"half": ".5", "quarter": ".25"}.get(word_at(tokens, whole.end + 2))
    if part is None or "." in whole.written or not whole.plain:
        return whole
    end = whole.end + 3
    if word_at(tokens, end) in UNCOUNTABLE_SCALES | {"million", "dozen"}:
        return Phrase(whole.start, end, "", Doubt.UNCLEAR)
    return Phrase(whole.start, end, whole.written.replace(",", "") + part, spoken=whole.spoken, plain=False)


def phrase_at(tokens: list[Token], index: int, text: str) -> Phrase | None:
    """The number that begins at token `index`, said or written; None when no number begins there."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if is_figure(token):
        if index and token.glue == "" and tokens[index - 1].low[-1].isalnum():
            return None  # L4, SpO2: a name, not a number
        if joined(tokens, index + 1) and tokens[index + 1].low in NUMBER_WORDS - {"hundred", "thousand"}:
            skipped = _skip_run(tokens, index, index + 1)
            return skipped._replace(spoken=False)
        return _with_half(tokens, Phrase(index, index + 1, token.low, spoken=False, plain=True))
    if token.low in _POINTS:
        return _leading_point(tokens, index, text)
    if token.low not in NUMBER_WORDS and token.low != "a":
        return None
    atoms = atoms_at(tokens, index)
    if not atoms:
        return None
    whole = run_of(tokens, atoms)
    if whole.doubt is Doubt.UNCLEAR:
        return whole
    decimal = _decimal(tokens, whole, text)
    if decimal is not None and len(atoms) > 1 and not whole.value < _LARGEST_SHORT_WITH_DECIMALS:
        return decimal._replace(
            written="", doubt=Doubt.UNCLEAR
        )  # "respirations eighteen ninety eight point six"
    return decimal or _with_half(tokens, whole)
