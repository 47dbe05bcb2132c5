"""The reading of number words that follow each other: 138, 105, 1982, 911, or honestly unclear."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from desktop.language.measures import Kind, unit_at
from desktop.language.number_cues import (
    AGES,
    CODE,
    COUNTS_HOLDING_DOSES,
    MEASURED,
    PRONOUN_ONE_AFTER,
    SNELLEN,
    TIME_OF_DAY_AFTER,
    UNCOUNTABLE_SCALES,
    VISION,
    YEAR_AFTER,
)
from desktop.language.number_words import (
    NUMBER_WORDS,
    ONES,
    ORDINALS,
    SPOKEN_ZERO,
    Token,
    cardinal,
    joined,
    word_at,
    word_before,
    word_set,
)


class Doubt(Enum):
    """How far a reading needs support from the words around it."""

    NONE = "none"
    ONE = "bare one, which may be a pronoun"
    SMALL = "bare two to nine"
    CLOCK = "may be a time of day: two thirty"
    HOUR = "may be a time of day after at or until: one twenty"
    UNCLEAR = "no reading that is certain; stays as said"


class Phrase(NamedTuple):
    """Tokens [start, end) and what they say in digits without grouping. spoken: said in words.

    scaled_by: 100 or 1000 when it was said as "four hundred". plain: grouping commas may be added.
    """

    start: int
    end: int
    written: str
    doubt: Doubt = Doubt.NONE
    spoken: bool = True
    scaled_by: int = 1
    plain: bool = True

    @property
    def value(self) -> float:
        """The number, for comparing sizes only."""
        return float(self.written.replace(",", "") or "nan")


def words_before(tokens: list[Token], index: int, reach: int = 8) -> set[str]:
    """Up to `reach` words before a token on the same line."""
    found: set[str] = set()
    for place in range(index - 1, max(-1, index - 1 - reach), -1):
        if tokens[place + 1].glue == "|":
            break
        found.add(tokens[place].low)
        if tokens[place].glue == "" and place >= 2:
            found.add("".join(token.low for token in tokens[place - 2 : place + 1]))  # a1c is three tokens
    return found


def is_measured(tokens: list[Token], index: int) -> bool:
    """True when a vital sign or laboratory value is named shortly before."""
    return not MEASURED.isdisjoint(words_before(tokens, index))


class Atom(NamedTuple):
    """One plain number in a run, tokens [start, end). is_oh: the zero said as "oh"."""

    digits: str
    start: int
    end: int
    is_oh: bool = False


def atoms_at(tokens: list[Token], start: int) -> list[Atom]:
    """The plain numbers that follow each other from token `start`, with "oh" between digits as 0."""
    atoms: list[Atom] = []
    at = start
    while at < len(tokens) and (at == start or joined(tokens, at)):
        token = tokens[at]
        if token.low in SPOKEN_ZERO and atoms:
            follower = word_at(tokens, at + 1)
            if follower not in ONES and follower not in SPOKEN_ZERO:
                break
            atoms.append(Atom("0", at, at + 1, is_oh=True))
            at += 1
            continue
        if token.low == "a" and atoms:
            break
        found = cardinal(tokens, at) if token.low in NUMBER_WORDS or token.low == "a" else None
        if found is None:
            break
        atoms.append(Atom(str(found.value), at, found.end))
        at = found.end
    while atoms and atoms[-1].is_oh:
        atoms.pop()
    return atoms


def _is_time_marker(tokens: list[Token], index: int) -> bool:
    word = word_at(tokens, index)
    if word in {"pm", "am"}:
        return True
    if word not in {"a", "p"}:
        return False
    after = index + 2 if word_at(tokens, index + 1) == "." else index + 1
    return word_at(tokens, after) == "m"


def _digit_run(tokens: list[Token], atoms: list[Atom]) -> str | None:
    digits = "".join(atom.digits for atom in atoms)
    steps = {int(b.digits) - int(a.digits) for a, b in pairwise(atoms)}
    if steps in ({1}, {-1}, {0}) or len(digits) < 3:
        return None
    unit = unit_at(tokens, atoms[-1].end)
    counted = unit is not None and unit.unit.kind is not Kind.MEASURE
    holds_zero = "0" in digits[1:] and digits[0] != "0"
    if len(digits) >= 7 or (holds_zero and not counted):
        return digits
    is_code = not CODE.isdisjoint(words_before(tokens, atoms[0].start, 5))
    return digits if digits == "911" or (is_code and not counted) else None


def _is_year(tokens: list[Token], atoms: list[Atom]) -> bool:
    century, rest = int(atoms[0].digits), int("".join(atom.digits for atom in atoms[1:]))
    if not (century in {18, 19} or (century == 20 and rest < 50)):
        return False
    before = word_before(tokens, atoms[0].start)
    if unit_at(tokens, atoms[-1].end) or before in AGES:
        return False
    if before in YEAR_AFTER or any(atom.is_oh for atom in atoms):
        return True
    if len(atoms) == 2 and century <= rest <= century + 9:
        # Two ages or a rough count sound the same: "nineteen twenty", "twenty twenty five".
        following = word_at(tokens, atoms[-1].end)
        return before not in {"about", "maybe", "around", "like"} and not following.isalpha()
    return True


def run_of(tokens: list[Token], atoms: list[Atom]) -> Phrase:
    """The reading of number words that follow each other without "and", "to" or "point"."""
    start, end = atoms[0].start, atoms[-1].end
    unclear = Phrase(start, end, "", Doubt.UNCLEAR)
    if len(atoms) == 1:
        return _single(tokens, atoms[0])
    if all(len(atom.digits) == 1 for atom in atoms):
        digits = _digit_run(tokens, atoms)
        return Phrase(start, end, digits, plain=False) if digits else unclear
    values = [int(atom.digits) for atom in atoms]
    if len(values) == 3 and atoms[1].is_oh and values[0] in {19, 20} and _is_year(tokens, atoms):
        return Phrase(start, end, "".join(atom.digits for atom in atoms), plain=False)
    if len(values) != 2 or not 10 <= values[1] <= 99:
        return unclear
    first, second = values
    if 1 <= first <= 12 and second < 60 and _is_time_marker(tokens, end):
        return Phrase(start, end, f"{first}:{second:02d}", plain=False)
    if first == 20 and second in SNELLEN and not VISION.isdisjoint(words_before(tokens, start)):
        return Phrase(start, end, f"{first}/{second}", plain=False)
    if first in {18, 19, 20} and _is_year(tokens, atoms):
        return Phrase(start, end, f"{first}{second}", plain=False)
    if not 1 <= first <= 9:
        return unclear
    return _hundred_left_out(tokens, start, end, first, second)


_SINGULAR_UNITS = word_set(
    "milligram microgram gram kilogram milliliter liter centimeter millimeter unit pound ounce inch foot mile degree"
)
"""Said "two twenty pound weights" these may be two weights of 20 pounds."""
_LARGEST_PERCENTAGE = 150


def _hundred_left_out(tokens: list[Token], start: int, end: int, first: int, second: int) -> Phrase:
    """Read "one thirty eight" as 138; "two fifty milligram tablets" may be two tablets of 50 mg and stays."""
    written = str(first * 100 + second)
    unclear = Phrase(start, end, "", Doubt.UNCLEAR)
    unit = unit_at(tokens, end)
    if unit is not None:
        if unit.unit.kind is not Kind.MEASURE:
            return unclear
        counted = unit_at(tokens, unit.end)
        singular = tokens[unit.end - 1].low in _SINGULAR_UNITS and first <= 4
        is_dose = counted is not None and counted.unit.name == "dose"
        if unit.unit.name == "%" and first * 100 + second > _LARGEST_PERCENTAGE:
            return unclear
        if not is_dose and (singular or (counted and counted.unit.name in COUNTS_HOLDING_DOSES)):
            return unclear
    if first == 1 and word_before(tokens, start) in PRONOUN_ONE_AFTER:
        return Phrase(start, end, written, Doubt.CLOCK)
    if unit is not None or is_measured(tokens, start):
        return Phrase(start, end, written)
    if second in {15, 30, 45}:
        return Phrase(start, end, written, Doubt.CLOCK)
    if second % 5 == 0 and word_before(tokens, start) in TIME_OF_DAY_AFTER:
        return Phrase(start, end, written, Doubt.HOUR)
    return Phrase(start, end, written)


def _single(tokens: list[Token], atom: Atom) -> Phrase:
    value = int(atom.digits)
    following = word_at(tokens, atom.end)
    unclear = Phrase(atom.start, atom.end, "", Doubt.UNCLEAR)
    if joined(tokens, atom.end):
        is_fraction = following in ORDINALS and (following.endswith("s") or value == 1 or value % 10 == 0)
        if (is_fraction and following != "second") or following in UNCOUNTABLE_SCALES:
            return unclear
        if following == "second" and value % 10 == 0:
            return unclear
        if value == 1 and following in {"half", "quarter"}:
            return unclear
    doubt = Doubt.ONE if value == 1 else Doubt.SMALL if value < 10 else Doubt.NONE
    said = [token.low for token in tokens[atom.start : atom.end]]
    scale = {"hundred": 100, "thousand": 1000}.get(said[-1], 1)
    return Phrase(atom.start, atom.end, atom.digits, doubt, scaled_by=scale)
