"""Time stamps as transcripts write them: 00:12, 1:02:03.5, 00:00:12,000."""

from __future__ import annotations

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
"""A regular expression without groups: minutes and seconds, hours before and a fraction after if given."""


def milliseconds(stamp: str) -> int:
    """A stamp that CLOCK matches, in milliseconds from the start of the recording."""
    whole, _, fraction = stamp.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)
