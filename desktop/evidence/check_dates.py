"""Finds dates, days, months and names with a figure in them (COVID-19, L4) of a sentence that were not said."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.amounts import named_figures_in
from desktop.evidence.heard import Heard
from desktop.evidence.raising import LOOK, MUST, found
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_DATE = re.compile(r"(?<![\d/])(?:(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})|(\d{1,2})/(\d{4}))(?![\d/])")
_NUMBERS_OF = {
    "covid": {19},
    "coq": {10},
    "omega": {3, 6, 9},
    "phq": {2, 9},
    "gad": {2, 7},
    "crb": {65},
    "curb": {65},
}
_NAME_WITH_NUMBER = re.compile(r"\b(?:covid|co-?q|omega|phq|gad|crb|curb|ca|h)[- ]?\d+\b", re.IGNORECASE)
_CENTURY = 2000
_DATE_WORDS = 8
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_CALENDAR = word_set(
    "january february april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_SHORT_MONTHS = {"jan": "january", "feb": "february", "aug": "august", "sept": "september", "oct": "october",
                 "nov": "november", "dec": "december"}  # fmt: skip
_LABORATORY_NAMES = re.compile(
    r"^(?:A1C|HBA1C|B\d+|D[23]|T[34]|H\d|O2|SPO2|CO2|COVID\d*|CA\d+|PHQ\d|GAD\d|COVID19|P\d|G\d)$"
)


def figures_of_dates_and_names(text: str) -> list[tuple[int, int]]:
    """The characters of dates in figures and of names with a number, whose figures are no amounts."""
    return [match.span() for pattern in (_DATE, _NAME_WITH_NUMBER) for match in pattern.finditer(text)]


def dates_and_names_not_said(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Dates, days, months and names with a figure in them that were not said."""
    return (
        _numbered_names(sentence, heard)
        + _names(sentence, heard)
        + _calendar(sentence, heard)
        + _dates(sentence, heard)
    )


def _numbered_names(sentence: Sentence, heard: Heard) -> list[Finding]:
    findings = []
    for match in _NAME_WITH_NUMBER.finditer(sentence.text):
        number = Decimal(re.sub(r"\D", "", match.group()))
        usual = _NUMBERS_OF.get(re.sub(r"[^a-z]", "", match.group().lower()))
        if number not in (usual or heard.loose) and match.group().lower() not in heard.running:
            reason = f"“{match.group()}” was not said."
            findings.append(found(FindingKind.NUMBER, MUST, sentence, match.span(), reason))
    return findings


def _names(sentence: Sentence, heard: Heard) -> list[Finding]:
    findings = []
    for start, end, name in named_figures_in(sentence.text):
        if (
            name in heard.names_with_figures
            or _LABORATORY_NAMES.match(name)
            or name.lower() in heard.all_lowers
        ):
            continue
        digits = Decimal("".join(character for character in name if character.isdigit()))
        severity = LOOK if digits in heard.loose else MUST
        reason = f"“{sentence.text[start:end]}” was not said."
        findings.append(found(FindingKind.NUMBER, severity, sentence, (start, end), reason))
    return findings


def _dates(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Dates in figures of which the month, the day or the year was not said."""
    findings = []
    for match in _DATE.finditer(sentence.text):
        month, day, year = (match[1], match[2], match[3]) if match[1] else (match[4], None, match[5])
        name = _MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else ""
        months = [place for place in heard.loose.get(Decimal(month), ()) if heard.lowers[place][0].isdigit()]
        months += [n for n, lower in enumerate(heard.lowers) if lower in {name, name[:3]} and name]
        others = [Decimal(part) for part in (day, year) if part]
        if not months or not all(_is_said_with(part, months, heard) for part in others):
            reason = f"“{match.group()}” was not said."
            findings.append(found(FindingKind.DATE, MUST, sentence, match.span(), reason))
    return findings


def _is_said_with(part: Decimal, months: list[int], heard: Heard) -> bool:
    """Whether a day or a year was said near one of the months, or a year at all."""
    places = [*heard.loose.get(part, ()), *heard.loose.get(part - _CENTURY, ())]
    if part > _CENTURY and (part in heard.loose):
        return True
    return any(abs(place - month) <= _DATE_WORDS for place in places for month in months)


def _calendar(sentence: Sentence, heard: Heard) -> list[Finding]:
    findings = []
    for word in sentence.words:
        name = _SHORT_MONTHS.get(word.lower, word.lower)
        if (
            name in _CALENDAR
            and word.text[0].isupper()
            and not {name, name[:3], f"{name}s"} & heard.all_lowers
        ):
            reason = f"“{word.text}” was not said."
            findings.append(found(FindingKind.DATE, MUST, sentence, (word.start, word.end), reason))
    return findings
