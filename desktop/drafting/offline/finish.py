"""The last hand on a sentence: figures, capitals, acronyms, its full stop."""

from __future__ import annotations

import re

from desktop.drafting.offline.speech import NUMBER_WORDS
from desktop.language.capitals import is_in_capitals, without_capitals
from desktop.language.lexicon import lexicon
from desktop.language.numbers import spoken_to_figures

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'\-]*")
_AMBIGUOUS = frozenset({"er", "pt", "iv", "ct", "pe", "may", "march"})
_AGE = re.compile(r"(\d) - (year|month|week|day|hour)\b")
_TITLE_STOP = re.compile(r"\b(Dr|Mr|Mrs|Ms|dr|mr|mrs|ms|[A-HJ-Z]) \.")
_SPELLED = re.compile(r"\b[A-Za-z](?: (?:[A-Za-z]|one|two|1|2)){1,3}\b")
_LETTER_NUMBERS = {"one": "1", "two": "2"}
_SPOKEN_UNITS = re.compile(
    r"\d (?:over \d|out of \d|(?:milligrams?|micrograms?|grams?|milliliters?|percent|kilograms?)\b)",
    re.IGNORECASE,
)
"""As a recogniser writes what was said; nobody types it so."""
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COUNTED_OF = re.compile(rf"\b({'|'.join(_SMALL)}) of (\d+)\b", re.IGNORECASE)
_TITLES = re.compile(r"\b(dr|mr|mrs|ms)\b\.? ([a-z])")


def finished(text: str, *, end: str = ".", figures_too: bool = True) -> str:
    """A sentence as it stands in the note: spoken numbers as figures, acronyms and brands in their case.

    figures_too: units after figures are shortened as well ("40 degrees"); off for a dictation without
    number words, which stays as its provider wrote it.
    """
    said = _AGE.sub(r"\1-\2", " ".join(text.split()).strip(" ,;:-–—"))
    if not said:
        return ""
    said = _TITLE_STOP.sub(r"\1.", said)
    if (
        figures_too
        or _SPOKEN_UNITS.search(said)
        or any(word in NUMBER_WORDS for word in _WORD.findall(said.lower()))
    ):
        said = spoken_to_figures(said)
    said = _COUNTED_OF.sub(lambda match: f"{_SMALL.index(match[1].lower()) + 1} of {match[2]}", said)
    if said.isupper() and is_in_capitals(said):
        said = without_capitals(said)
    said = _SPELLED.sub(_unspelled, said)
    said = _WORD.sub(_cased, said)
    said = _TITLES.sub(lambda m: f"{m.group(1).capitalize()}. {m.group(2).upper()}", said)
    said = said.replace(" i ", " I ")
    first = next((n for n, c in enumerate(said) if c.isalnum()), 0)
    if said[first].islower() and not said[first : first + 4].startswith("eGFR"):
        said = said[:first] + said[first].upper() + said[first + 1 :]
    closed = said.rstrip("\"”')]")
    if end and closed[-1:] not in {".", "?", "!", ":"}:
        said += end
    return said


def _unspelled(match: re.Match[str]) -> str:
    """A known abbreviation that was said letter by letter: "b m p" -> "BMP", "a one c" -> "A1c"."""
    letters = "".join(_LETTER_NUMBERS.get(piece, piece) for piece in match.group().lower().split())
    return lexicon().spelling.get(letters, match.group())


def _cased(match: re.Match[str]) -> str:
    word = match.group()
    lower = word.lower()
    known = lexicon().spelling.get(lower)
    if known is None or (word != lower and word != word.capitalize()):
        return word
    if lower in _AMBIGUOUS and not _certainly_acronym(match):
        return word
    return known


def _certainly_acronym(match: re.Match[str]) -> bool:
    lower = match.group().lower()
    before = match.string[: match.start()].rsplit(maxsplit=1)
    previous = before[-1].lower() if before else ""
    if lower == "ct":
        return True
    if lower in {"er", "iv", "pe"}:
        return previous in {"the", "an", "a", "via", "to", "with", "of"}
    return False
