"""What changed between two texts, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum


class LineChange(Enum):
    """What became of a line. The value is the mark before it."""

    SAME = " "
    REMOVED = "−"
    ADDED = "+"


def line_differences(before: str, after: str) -> tuple[tuple[LineChange, str], ...]:
    """Every line of both texts in order: those that went before those that came in their place."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[LineChange, str]] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found += ((LineChange.SAME, line) for line in old[old_from:old_to])
        else:
            found += ((LineChange.REMOVED, line) for line in old[old_from:old_to])
            found += ((LineChange.ADDED, line) for line in new[new_from:new_to])
    return tuple(found)
