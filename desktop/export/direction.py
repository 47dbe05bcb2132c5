"""Which way a line of text runs."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """True when the first letter with a direction is of a script that is read from right to left (UAX 9, rule P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
