"""Finds left, right and both in talk, where "right" is more often a word of agreement than a side."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.language.number_words import word_set

SIDES = {"left": "left", "right": "right", "bilateral": "both", "bilaterally": "both", "left-sided": "left",
          "right-sided": "right", "left-handed": "left", "right-handed": "right", "lt": "left", "rt": "right"}  # fmt: skip
_BOTH = word_set("both bilateral bilaterally either")
_NO_SIDE_AFTER = word_set(
    "now away there here okay so and i ? . , after before if but because you yeah well we it that then up where that's at when in on"
)
_NO_SIDE_BEFORE = word_set("all that's is about exactly it's just alright you're way looks doing are take")
_DETERMINERS = word_set("the my your his her or on left and upper lower to")
_CORRECTED_WITHIN = 9
_CORRECTS = word_set("sorry correction scratch wait actually")
_OTHER_SIDE = {"left": ("right",), "right": ("left",)}
_SET_PHRASES = word_set("now away thing way track ?")


def sides_said(lowers: Sequence[str]) -> tuple[list[int], list[str]]:
    """Where a side was said among lower-case words, in order, and which: "left", "right" or "both"."""
    places, sides = [], []
    for n, lower in enumerate(lowers):
        side = "both" if lower in _BOTH else SIDES.get(lower)
        if side is None or (side == "right" and not _means_a_side(lowers, n)) or _is_taken_back(lowers, n):
            continue
        places.append(n)
        sides.append(side)
    return places, sides


def _is_taken_back(lowers: Sequence[str], n: int) -> bool:
    """Whether a side is put right at once: "the right , no , sorry , the left"."""
    after = lowers[n + 1 : n + _CORRECTED_WITHIN]
    other = next((k for k, lower in enumerate(after) if lower in _OTHER_SIDE.get(lowers[n], ())), None)
    between = after[:other] if other is not None else ()
    return bool(_CORRECTS & set(between)) or (bool(between) and between[-1] == "no" and len(between) <= 3)


def _means_a_side(lowers: Sequence[str], n: int) -> bool:
    after = lowers[n + 1] if n + 1 < len(lowers) else "."
    before = lowers[n - 1] if n else ""
    if before in _DETERMINERS:
        return after not in _SET_PHRASES
    return after not in _NO_SIDE_AFTER and before not in _NO_SIDE_BEFORE
