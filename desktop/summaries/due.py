"""When something is due, as a plan states it: "in 3 months", "by December", "at the next visit"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_WORDS = {
    "one": 1,
    "a": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
_COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|eight|ten|twelve|a(?! few| couple))"
_UNIT = r"days?|weeks?|wks?|months?|mos?|years?|yrs?|d|w|m|y|/7|/52|/12"
_IN = re.compile(
    rf"\b(?:in|within|after|rtc|x|follow[- ]?up|f/u|return|review|recheck|repeat|again)\s+(?:in\s+|about\s+|approximately\s+|~\s*)?(?P<n>{_COUNT})\s?(?:(?:-|–|to|or)\s?(?P<m>{_COUNT})\s?)?(?P<unit>{_UNIT})(?!\w)"
)
_AGE = re.compile(
    rf"\b(?P<n>{_COUNT})[- ](?P<unit>day|week|month|year)s?[- ](?:follow|recheck|review|post|check|appointment|visit)"
)
_BARE = re.compile(r"(?P<n>\d{1,3})\s?(?P<unit>/7|/52|/12)(?!\d)")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = re.compile(
    rf"\b(?:by|in|due(?: in)?|for|before|until)\s+(?:early |mid |late |the end of )?(?P<month>{'|'.join(name[:3] + '(?:' + name[3:] + ')?' for name in _MONTHS)})(?:\s+(?P<year>20\d\d))?\b"
)
_NEXT = re.compile(
    r"\b(?:at|before|prior to|by|for) (?:the |her |his |their )?next (?:visit|appointment|follow[- ]?up|session)\b|\bnext (?:visit|session|appointment)\b"
)
_NEXT_UNIT = re.compile(r"\b(?:next|in a) (?P<unit>week|month|year)\b")


@dataclass(frozen=True, slots=True)
class Due:
    """When: as written, and the earliest and latest day where they can be reckoned from the visit's date."""

    written: str
    first: date | None = None
    last: date | None = None


def due_in(text: str, visit_date: date) -> Due | None:
    """The time that a lower-case sentence of a plan names, reckoned from the day of its visit."""
    for pattern in (_IN, _AGE, _BARE):
        found = pattern.search(text)
        if found is not None:
            groups = found.groupdict()
            count, more = _number(groups["n"]), _number(groups.get("m") or groups["n"])
            first, last = (_later(visit_date, number, groups["unit"]) for number in (count, more))
            written = text[found.start("n") : found.end("unit")]
            return Due(written, first, last)
    month = _MONTH.search(text)
    if month is not None:
        number = next(at for at, name in enumerate(_MONTHS, start=1) if name[:3] == month["month"][:3])
        year = int(month["year"] or visit_date.year + (number < visit_date.month))
        return Due(month.group(), date(year, number, 1), date(year, number, monthrange(year, number)[1]))
    unit = _NEXT_UNIT.search(text)
    if unit is not None:
        day = _later(visit_date, 1, unit["unit"])
        return Due(unit.group(), day, day)
    following = _NEXT.search(text)
    return Due(following.group()) if following else None


def _number(word: str) -> int:
    return _WORDS[word] if word in _WORDS else int(word)


def _later(start: date, count: int, unit: str) -> date:
    """The day so many units later; a month ends on its last day."""
    letter = {"/7": "d", "/52": "w", "/12": "m"}.get(unit, unit[0])
    if letter in "dw":
        return start + timedelta(days=count * (7 if letter == "w" else 1))
    months = start.year * 12 + start.month - 1 + count * (12 if letter == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
