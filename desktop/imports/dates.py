"""Reads dates and times as they are written in tables, and says when a date can be read in two ways."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from desktop.domain.imports import DateOrder

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = {
    spelled: number
    for number, name in enumerate(_MONTH_NAMES.split("|"), 1)
    for spelled in {name, name[:3], name[:4]}
}
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?")
_OFFSET = re.compile(r"(.*?)(Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_NOON = 12
_MOST_PLAUSIBLE_AGE = 115


def order_shown(text: str) -> DateOrder | None:
    """Which order a date such as 23/04/2025 shows by itself; None when it shows none."""
    match = _YEAR_LAST.fullmatch(text.strip())
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first > _NOON >= second:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > _NOON >= first else None


def is_ambiguous(text: str) -> bool:
    """True for a date that is another day when month and day are exchanged."""
    match = _YEAR_LAST.fullmatch(text.strip())
    return match is not None and int(match[1]) != int(match[2]) and max(int(match[1]), int(match[2])) <= _NOON


def read_day(text: str, order: DateOrder | None) -> tuple[int, int, int, bool] | None:
    """(year, month, day, the year has four digits) as written; None when it is no date, or can be read in two ways."""
    said = " ".join(text.lower().split())
    if match := _YEAR_FIRST.fullmatch(said):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return year, month, day, True
    if match := _DAY_MONTH_NAME.fullmatch(said):
        return _named(match[3], match[2], match[1])
    if match := _MONTH_NAME_DAY.fullmatch(said):
        return _named(match[3], match[1], match[2])
    if match := _DOTTED.fullmatch(said):
        return int(match[3]), int(match[2]), int(match[1]), len(match[3]) > 2
    match = _YEAR_LAST.fullmatch(said)
    if match is None:
        return None
    first, second, has_century = int(match[1]), int(match[2]), len(match[3]) > 2
    meant = order_shown(said) or order
    if meant is None and first != second:
        return None
    day, month = (first, second) if meant is DateOrder.DAY_FIRST else (second, first)
    return int(match[3]), month, day, has_century


def read_birth_date(text: str, order: DateOrder | None, today: date) -> date | None:
    """A birth date; None when it is none, can be read in two ways, or lacks a century that only one age allows."""
    read = read_day(text, order)
    if read is None:
        return None
    year, month, day, has_century = read
    if has_century:
        return _date(year, month, day)
    possible = [_date(century + year, month, day) for century in (1900, 2000)]
    fitting = [
        each for each in possible if each and each <= today and today.year - each.year <= _MOST_PLAUSIBLE_AGE
    ]
    return fitting[0] if len(fitting) == 1 else None


def read_appointment_day(text: str, order: DateOrder | None) -> date | None:
    """A day on a schedule or in a heading; two digits are a year of this century."""
    read = read_day(text, order)
    if read is None:
        return None
    year, month, day, has_century = read
    return _date(year if has_century else 2000 + year, month, day)


def read_time(text: str) -> time | None:
    """10:42, 10:42:00, 2:05 pm; None for anything else."""
    match = _TIME.fullmatch(text.strip().lower())
    if match is None:
        return None
    hour, half = int(match[1]), match[4]
    if half is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def read_moment(text: str, order: DateOrder | None, zone: tzinfo | None) -> datetime | None:
    """A day and a time together: "2026-11-20 10:42", "2026-11-20T10:42:00-05:00", "11/20/2026 10:42 AM".

    zone: where the clock on the wall is, for a time that names no offset; None: this computer's.
    """
    said = text.strip()
    offset = None
    if match := _OFFSET.fullmatch(said):
        without, mark = match[1], match[2]
        if read_moment(without, order, zone) is not None:
            said, offset = without, _zone(mark)
    day_text, _, time_text = said.replace("T", " ", 1).partition(" ")
    day, at = read_appointment_day(day_text, order), read_time(time_text)
    if day is None or at is None:
        return None
    return at_wall_clock(day, at, offset or zone)


def at_wall_clock(day: date, at: time, zone: tzinfo | None) -> datetime | None:
    """The moment with its offset; None for one that this computer's clock does not reach."""
    moment = datetime.combine(day, at)
    try:
        return moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def _named(year: str, month: str, day: str) -> tuple[int, int, int, bool] | None:
    number = _MONTHS.get(month)
    return None if number is None else (int(year), number, int(day), True)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(mark: str) -> tzinfo:
    if mark.upper() == "Z":
        return UTC
    digits = mark[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if mark[0] == "-" else offset)
