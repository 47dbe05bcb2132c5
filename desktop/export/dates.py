"""Days and moments as documents show them: the month in English letters, so that 3/4 and 4/3 cannot be mixed up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not strftime's: that follows the system's language once a window is open, and a record must not."""


def day_text(day: date) -> str:
    """As in "4 May 1980"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}"


def moment_text(moment: datetime) -> str:
    """As in "4 May 2026, 09:30 (UTC-05:00)". Raises ValueError for a time without a zone."""
    return f"{day_text(moment)}, {moment:%H:%M} (UTC{offset_text(moment)})"


def fhir_instant(moment: datetime) -> str:
    """The moment in seconds with its offset: "2026-05-04T09:30:00-05:00" (FHIR R4 dateTime and instant)."""
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}{offset_text(moment)}"


def offset_text(moment: datetime) -> str:
    """Hours and minutes from UTC: "-05:00". Raises ValueError for a time without a zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a document's time needs a time zone")
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
