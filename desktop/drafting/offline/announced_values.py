"""Reads the values that a correction puts in the place of others, and the words that may follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.drafting.offline.correction_phrases import (
    ASIDE,
    CLOSERS,
    JOINS_ON,
    LINKS,
    NO_PARTS,
    NOT_OLD,
    PARTS,
)
from desktop.drafting.offline.said_values import Value, ValueKind, values_in
from desktop.drafting.offline.speech import SUBJECTS

WEAK, PLAIN = 1, 2
"""How surely a cue says that something is put right: "actually" may only go on, "correction" may not."""
LONGEST_PART = 3
_PLACING = {"direction", "aspect", "face", "end"}


def size_at(lowers: Sequence[str], n: int, listed: Mapping[str, Sequence[tuple[str, ...]]]) -> int:
    """How many words of the longest listed phrase stand at n; 0 for none. listed: as by_first_word gives them."""
    if n >= len(lowers):
        return 0
    for said in listed.get(lowers[n], ()):
        size = len(said)
        if size == 1 or tuple(lowers[n : n + size]) == said:
            return size
    return 0


@dataclass(slots=True)
class Announced:
    """A correction as a sentence announces it.

    strength: WEAK or PLAIN. values: what is put in the place of something, their words [begun, end) of the
    sentence. anchor: what the sentence names as the thing corrected. old: the value that it says was wrong.
    reason: words before the value that give a reason. tail: where the words after the value begin. comma, framed: whether a
    comma or words such as "it was" stand between cue and value. orders: whether those words order ("let's do").
    """

    strength: int
    begun: int
    end: int
    values: list[Value] = field(default_factory=list)
    anchor: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    reason: tuple[int, int] = (0, 0)
    tail: int = 0
    comma: bool = False
    framed: bool = False
    orders: bool = False


def value_phrase(lowers: Sequence[str], n: int, strength: int, *, spoken: bool = False) -> Announced | None:
    """The values that stand at n one after the other, if what follows them can stand after a correction."""
    chosen, end = _values_from(lowers, n)
    if not chosen:
        return None
    old = NOT_OLD.match(" ".join(lowers[end:]))
    if old is not None:
        at = end + len(old[0].split())
        first = next((v for v in values_in(lowers[at:]) if v.start == 0), None)
        if first is not None and at + first.end >= len(lowers):
            return Announced(strength, n, end, chosen, old=tuple(lowers[at:]), tail=len(lowers))
    k = _past_aside(lowers, end + size_at(lowers, end, CLOSERS))
    closed = k >= len(lowers) or lowers[k] == "," or lowers[k] in JOINS_ON
    if not closed and not spoken and not (k > end and lowers[k] in SUBJECTS):
        return None
    return Announced(strength, n, end, chosen, tail=end if spoken else k)


def _values_from(lowers: Sequence[str], n: int) -> tuple[list[Value], int]:
    """The values that stand one after the other from n, and where the last of them ends."""
    said = values_in(lowers[n:])
    chosen: list[Value] = []
    k = n
    while k < len(lowers):
        value = next((v for v in said if v.start == k - n), None)
        if value is not None and _goes_on(chosen, value):
            chosen.append(_moved(value, n))
            k = n + value.end
            continue
        linked = lowers[k] in LINKS and any(
            v.start == k + 1 - n and v.kind not in {ValueKind.NAMED, ValueKind.KIN} for v in said
        )
        part = value is None and chosen and _is_part(lowers[k], k - chosen[-1].start, chosen[-1])
        if not chosen or not (linked or part):
            break
        k += 1
    return chosen, k


def _is_part(lower: str, after: int, value: Value) -> bool:
    """Whether a word goes on with the name of a part after a side or an ordinal: "right iliac fossa"."""
    return (
        (value.kind in {ValueKind.SIDE, ValueKind.ORDINAL, ValueKind.QUALITY} or lower in PARTS)
        and after <= LONGEST_PART
        and lower.isalpha()
        and lower not in NO_PARTS
    )


def _past_aside(lowers: Sequence[str], k: int) -> int:
    """Past "instead", "please", ", dad", "i think" at k."""
    while k < len(lowers):
        following = lowers[k + 1 : k + 2]
        if lowers[k] in ASIDE:
            k += 1
        elif (lowers[k] == "," and following and following[0] in ASIDE) or (
            lowers[k] == "i" and following == ["think"]
        ):
            k += 2
        else:
            break
    return k


def _goes_on(chosen: Sequence[Value], value: Value) -> bool:
    """Whether a value right after others belongs to the same correction: "the right ankle", but not "the ankle swelling"."""
    if chosen and value.kind is ValueKind.QUALITY:
        return value.key in _PLACING  # "the right ankle normal" is a finding
    if not chosen or value.kind is not ValueKind.NAMED:
        return True
    return chosen[-1].kind is not ValueKind.NAMED and (
        value.key == "body" or chosen[-1].kind is ValueKind.QUALITY
    )


def _moved(value: Value, by: int) -> Value:
    return Value(value.kind, value.start + by, value.end + by, value.number + by, value.key)
