"""Units of measure, time and count as they are said and as a clinician writes them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from desktop.language.number_words import Token


class Kind(Enum):
    """What a unit measures, as far as reading a number needs it."""

    MEASURE = "measure"
    TIME = "time"
    COUNT = "count"


class Unit(NamedTuple):
    """name: canonical name, the same for every way to say it. written: None where the words stay as said."""

    name: str
    written: str | None
    kind: Kind


class UnitFound(NamedTuple):
    """A unit up to the token `end` (exclusive). abbreviated: it stands as a clinician writes it already."""

    unit: Unit
    end: int


_WRITTEN = {
    "mg": "milligram milligrams mgs mg|m g",
    "mcg": "microgram micrograms mics mcgs mcg ug|m c g",
    "g": "gram grams gm gms|g",
    "kg": "kilogram kilograms kilo kilos kgs kg|k g",
    "mL": "milliliter milliliters millilitre millilitres mls ml|m l",
    "dL": "deciliter deciliters decilitre dl",
    "L": "liter liters litre litres",
    "cm": "centimeter centimeters centimetre centimetres cms cm|c m",
    "mm": "millimeter millimeters millimetre millimetres mm|m m",
    "mEq": "milliequivalent milliequivalents meq|m e q",
    "mmol": "millimole millimoles mmol",
    "mmHg": "mmhg|millimeters of mercury|millimeter of mercury|m m h g",
    "bpm": "bpm|beats per minute|beats a minute",
    "%": "percent per-cent %|per cent",
    "°F": "|degrees fahrenheit|degree fahrenheit|degrees f|° f|° fahrenheit",
    "°C": "|degrees celsius|degree celsius|degrees centigrade|degrees c|° c|° celsius",
}
_AS_SAID: dict[Kind, dict[str, str]] = {
    Kind.MEASURE: {
        "degree": "degree degrees °",
        "cc": "cc ccs|c c",
        "unit": "unit units|international units|international unit",
        "pound": "pound pounds lb lbs",
        "ounce": "ounce ounces oz",
        "inch": "inch inches",
        "foot": "foot feet ft",
        "meter": "meter meters metre metres",
        "mile": "mile miles",
        "calorie": "calorie calories kcal",
        "diopter": "diopter diopters dioptre dioptres",
        "joule": "joule joules",
        "french": "french",
        "breath": "|breaths per minute|breaths a minute",
    },
    Kind.TIME: {
        "second": "second seconds sec secs",
        "minute": "minute minutes min mins",
        "hour": "hour hours hr hrs",
        "day": "day days",
        "night": "night nights",
        "week": "week weeks wk wks",
        "month": "month months",
        "year": "year years yr yrs",
    },
    Kind.COUNT: {
        "time": "time times",
        "tablet": "tablet tablets tab tabs",
        "pill": "pill pills",
        "capsule": "capsule capsules",
        "puff": "puff puffs",
        "drop": "drop drops",
        "dose": "dose doses",
        "spray": "spray sprays",
        "pack": "pack packs",
        "drink": "drink drinks",
        "glass": "glass glasses",
        "cup": "cup cups",
        "beer": "beer beers",
        "cigarette": "cigarette cigarettes",
        "refill": "refill refills",
        "session": "session sessions",
        "visit": "visit visits",
        "repetition": "repetition repetitions rep reps",
        "set": "set sets",
        "block": "block blocks",
        "teaspoon": "teaspoon teaspoons tsp",
        "tablespoon": "tablespoon tablespoons tbsp",
        "scoop": "scoop scoops",
        "step": "step steps",
        "episode": "episode episodes",
        "patch": "patch patches",
        "vial": "vial vials",
        "pillow": "pillow pillows",
        "suture": "suture sutures stitch stitches",
    },
}

_ABBREVIATIONS = {"l": Unit("L", None, Kind.MEASURE), "h": Unit("hour", None, Kind.TIME)}
"""Units that are read after a figure only: after a word "l" may be a letter said on its own."""


def _phrases(ways: str) -> list[tuple[str, ...]]:
    words, *phrases = ways.split("|")
    return [(word,) for word in words.split()] + [tuple(phrase.split()) for phrase in phrases]


def _table() -> dict[str, list[tuple[tuple[str, ...], Unit]]]:
    table: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    units = [(Unit(name, name, Kind.MEASURE), ways) for name, ways in _WRITTEN.items()]
    units += [
        (Unit(name, None, kind), ways) for kind, group in _AS_SAID.items() for name, ways in group.items()
    ]
    for unit, ways in units:
        for phrase in _phrases(ways):
            table.setdefault(phrase[0], []).append((phrase, unit))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


_TABLE = _table()


def unit_at(tokens: list[Token], index: int, *, after_figure: bool = False) -> UnitFound | None:
    """The unit that begins at `index` on the same line, the longest way of saying it first."""
    if index >= len(tokens) or tokens[index].glue == "|":
        return None
    for phrase, unit in _TABLE.get(tokens[index].low, ()):
        end = index + len(phrase)
        if end > len(tokens) or any(token.glue == "|" for token in tokens[index + 1 : end]):
            continue
        if tuple(token.low for token in tokens[index:end]) == phrase:
            return UnitFound(unit, end)
    if after_figure and tokens[index].low in _ABBREVIATIONS:
        return UnitFound(_ABBREVIATIONS[tokens[index].low], index + 1)
    if (
        after_figure
        and tokens[index].low == "in"
        and index >= 2
        and tokens[index - 2].low in {"ft", "foot", "feet"}
    ):
        return UnitFound(Unit("inch", None, Kind.MEASURE), index + 1)
    return None
