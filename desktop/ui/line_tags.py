"""The speaker tag and the time before a line of a transcript, as text."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"(?P<time>\s*\[\d{1,2}:\d{2}(?::\d{2})?\]\s*)?"
    r"(?:(?P<tag>Provider|Patient|Other|Speaker|Doctor|Unknown)\s*:\s*)?(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NEXT = {"provider": "Patient", "doctor": "Patient", "patient": "Other", "other": "Speaker"}
_SWAPPED = {"provider": "Patient", "doctor": "Patient", "patient": "Provider"}


def with_next_tag(line: str) -> str:
    """The line given to the next speaker: provider, patient, other, unknown, and round again."""
    return _with_tag(line, _NEXT.get(_tag(line), "Provider"))


def with_swapped_tag(line: str) -> str:
    """The provider's line given to the patient, the patient's to the provider; any other as it is."""
    swapped = _SWAPPED.get(_tag(line))
    return line if swapped is None else _with_tag(line, swapped)


def milliseconds(stamp: str) -> int:
    """A time as it stands before a line, "00:04" or "1:02:03", in milliseconds."""
    seconds = 0
    for part in stamp.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def _tag(line: str) -> str:
    match = _LINE.match(line)
    assert match is not None
    return (match["tag"] or "").lower()


def _with_tag(line: str, tag: str) -> str:
    match = _LINE.match(line)
    assert match is not None
    return f"{match['time'] or ''}{tag}: {match['words']}"
