"""Finds left, right and both in talk, where "right" is more often a word of agreement than a side."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.language.number_words import NUMBER_WORDS, word_set
from desktop.language.words import Word

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
_LETTERS = {"L": "left", "R": "right"}
_BEFORE_OTHER = word_set("the your my his her on")
_ONES = word_set(
    "side one knee hip leg arm shoulder elbow wrist hand foot ankle ear eye breast kidney lung thumb heel calf thigh hand's one's side's"
)
_MEASURES = word_set("degrees degree percent millimeters centimeters mm cm")
_ANY_ONE = word_set("side one one's side's")
_POINTS_BACK = 60
_SET_PHRASES = word_set("now away thing way track ?")


def sides_written(words: Sequence[Word]) -> list[str]:
    """The lower-case words of a note, with "L" and "R" as the sides that they stand for; "2 L" is two litres."""
    lowers = [word.lower for word in words]
    for n, word in enumerate(words):
        if word.text not in _LETTERS:
            continue
        before = words[n - 1].text if n else ""
        if before == ">" and n > 1 and words[n - 2].text in _LETTERS:
            continue  # in "R > L" the other side is only compared with
        after = lowers[n + 1] if n + 1 < len(words) else "."
        if not (word.text == "L" and before[-1:].isdigit()) and (
            after[0].isalpha() or not after[0].isalnum()
        ):
            lowers[n] = _LETTERS[word.text]
    return lowers


def sides_said(lowers: Sequence[str]) -> tuple[list[int], list[str]]:
    """Where a side was said among lower-case words, in order, and which: "left", "right" or "both".

    "The other one" is the side that was not spoken of last, "this side" the one that was.
    """
    places: list[int] = []
    sides: list[str] = []
    for n, lower in enumerate(lowers):
        pointed = _pointed_at(lowers, n, places, sides)
        if pointed is not None:
            places.append(n)
            sides.append(pointed)
            continue
        side = "both" if lower in _BOTH else SIDES.get(lower.removesuffix("'s"))
        if side is None or (side == "right" and not _means_a_side(lowers, n)) or _is_taken_back(lowers, n):
            continue
        places.append(n)
        sides.append(side)
    return places, sides


def _pointed_at(lowers: Sequence[str], n: int, places: list[int], sides: list[str]) -> str | None:
    """The side that "the other one", "the other knee" or "this side" points at; None for any other word."""
    after = lowers[n + 1] if n + 1 < len(lowers) else "."
    if lowers[n] == "other" and n and lowers[n - 1] in _BEFORE_OTHER and after in _ONES:
        turned = {"left": "right", "right": "left"}
    elif lowers[n] in {"this", "that", "same"} and after == "side":
        turned = {"left": "left", "right": "right"}
    else:
        return None
    of_part = [
        k for k, place in enumerate(places) if after in lowers[place + 1 : place + 4] or after in _ANY_ONE
    ]
    if not of_part or n - places[of_part[-1]] > _POINTS_BACK:
        return None
    return turned.get(sides[of_part[-1]])


def _is_taken_back(lowers: Sequence[str], n: int) -> bool:
    """Whether a side is put right at once: "the right , no , sorry , the left"."""
    after = lowers[n + 1 : n + _CORRECTED_WITHIN]
    other = next((k for k, lower in enumerate(after) if lower in _OTHER_SIDE.get(lowers[n], ())), None)
    between = after[:other] if other is not None else ()
    return bool(_CORRECTS & set(between)) or (bool(between) and between[-1] == "no" and len(between) <= 3)


def _means_a_side(lowers: Sequence[str], n: int) -> bool:
    after = lowers[n + 1] if n + 1 < len(lowers) else "."
    before = lowers[n - 1] if n else ""
    if before in NUMBER_WORDS or lowers[n] == "right's" or before in _MEASURES:
        return after not in _SET_PHRASES
    if before in _DETERMINERS:
        return after not in _SET_PHRASES
    return after not in _NO_SIDE_AFTER and before not in _NO_SIDE_BEFORE
