"""Reads a sentence that only puts right what was said before it: "Actually, let's do ten days.", "Sorry, the right knee."."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.drafting.offline.correction_phrases import (
    ASIDE,
    CHANGES,
    CLOSERS,
    FRAMES,
    I_SAID,
    JOINS_ON,
    LATER,
    LEADS,
    LINKS,
    NO_ANCHORS,
    NO_PARTS,
    NOT_OLD,
    PARTS,
    PLAIN_CUES,
    PLAIN_FRAMES,
    SAID_BEFORE,
    SMALL,
    TAKEN_OUT,
    TRAILING_CUES,
    WEAK_CUES,
)
from desktop.drafting.offline.said_values import Value, ValueKind, values_in
from desktop.drafting.offline.speech import FILLERS, SUBJECTS

WEAK, PLAIN = 1, 2
"""How surely a cue says that something is put right: "actually" may only go on, "correction" may not."""
FURTHEST_REASON = 12
LONGEST_ANCHOR = 4
LONGEST_PART = 3
LONGEST_TRAILED = 9
SHORTEST_NEW = 4

_PLACING = {"direction", "aspect", "face", "end"}
_MEASURED = {ValueKind.AMOUNT, ValueKind.DURATION, ValueKind.RATIO, ValueKind.DAY, ValueKind.DATE}


@dataclass(slots=True)
class Announced:
    """A correction as a sentence announces it.

    strength: WEAK or PLAIN. values: what is put in the place of something, their words [begun, end) of the
    sentence. anchor: what the sentence names as the thing corrected. old: the value that it says was wrong.
    reason: words before the value that give a reason. tail: where the words after the value begin. comma, framed: whether a
    comma or words such as "it was" stand between cue and value.
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


def announced(lowers: Sequence[str], strength: int = 0, *, spoken: bool = False) -> Announced | None:
    """The correction that a sentence in lower case announces, or None: most sentences announce none.

    strength: what the situation adds to the cue. spoken: there are no stops, and anything may follow.
    """
    cued, begun, comma = _cue(lowers)
    kept, trailing = _without_trailing_cue(lowers, begun)
    found = _announced(kept, begun, max(cued, trailing), strength, spoken=spoken)
    if found is not None:
        found.comma = comma or trailing > 0
        found.tail = len(lowers) if found.tail >= len(kept) else found.tail
    return found


def _announced(
    lowers: Sequence[str], begun: int, cued: int, strength: int, *, spoken: bool
) -> Announced | None:
    strength = max(strength, cued)
    old, n = _told_before(lowers, begun)
    if old:
        strength = PLAIN
        _, n, _ = _cue(lowers, n)
    amended = _amended(lowers, n)
    if amended is not None:
        return amended
    by_frame, at = _frame(lowers, n)
    strength = max(strength, by_frame if by_frame == PLAIN else 0)
    if not strength:
        return None if spoken else _after_reason(lowers, begun, 0)
    found = _value_phrase(lowers, at, strength, spoken=spoken)
    if found is not None:
        found.framed, found.old = by_frame > 0, old or found.old
        named = all(value.kind is ValueKind.NAMED for value in found.values)
        return None if named and not cued else found  # "make that appointment"
    if spoken:
        return None
    return (
        _anchored(lowers, begun, strength)
        or _anchored(lowers, at, strength)
        or _after_reason(lowers, begun, strength)
    )


def _without_trailing_cue(lowers: Sequence[str], begun: int) -> tuple[Sequence[str], int]:
    """The words without a cue that stands at their end, and how sure that cue is: "april actually", "july then"."""
    if len(lowers) > LONGEST_TRAILED:
        return lowers, 0
    for said in TRAILING_CUES:
        if len(lowers) > len(said) + begun and tuple(lowers[-len(said) :]) == said:
            kept = list(lowers[: -len(said)])
            while kept and kept[-1] == ",":
                kept.pop()
            return kept, PLAIN if said[0] in {"sorry", "my", "correction"} else WEAK
    if begun == 0 and len(lowers) <= SHORTEST_NEW and list(lowers[-1:]) == ["then"]:
        return lowers[:-1], WEAK
    return lowers, 0


def _frame(lowers: Sequence[str], n: int) -> tuple[int, int]:
    """How plainly the words at n lead up to a corrected value ("it was", "make it"), and where that value would stand."""
    strength = 0
    while n < len(lowers):
        plain, loose = _size(lowers, n, PLAIN_FRAMES), _size(lowers, n, FRAMES)
        if plain or loose:
            strength = max(strength, PLAIN if plain >= loose else WEAK)
            n += max(plain, loose)
        elif lowers[n] in SMALL and not _starts_value(lowers, n):
            n += 1
        else:
            break
    return strength, n


def _size(lowers: Sequence[str], n: int, listed: Sequence[tuple[str, ...]]) -> int:
    first = lowers[n] if n < len(lowers) else ""
    fitting = (said for said in listed if said[0] == first)
    return max((len(said) for said in fitting if tuple(lowers[n : n + len(said)]) == said), default=0)


def _cue(lowers: Sequence[str], n: int = 0) -> tuple[int, int, bool]:
    """How surely the words from n announce a correction, where those cues end, and whether a comma ends them."""
    strength = 0
    comma = False
    while n < len(lowers):
        plain, weak = _size(lowers, n, PLAIN_CUES), _size(lowers, n, WEAK_CUES)
        if plain and plain >= weak:
            strength, n = PLAIN, n + plain
            comma = False
            if lowers[n - 1] == "correction":
                n = _past_colon(lowers, n)
        elif weak:
            strength, n = max(strength, WEAK), n + weak
            comma = False
        elif lowers[n] in LEADS and not (lowers[n] == "right" and lowers[n + 1 : n + 2] != [","]):
            comma = comma or lowers[n] in {",", ":", "-", "…", "..."}
            n += 1
        else:
            break
    return strength, n, comma


def _past_colon(lowers: Sequence[str], n: int) -> int:
    """Past "on the side:" after the word "correction"."""
    for k in range(n, min(n + 5, len(lowers))):
        if lowers[k] == ":":
            return k + 1
    return n


def _told_before(lowers: Sequence[str], n: int) -> tuple[tuple[str, ...], int]:
    """As in "i said 20 of lisinopril earlier, that should be 10": the value said before, and where the words go on."""
    size = _size(lowers, n, I_SAID)
    if not size:
        return _taken_out(lowers)
    at = n + size
    ahead = [v for v in values_in(lowers[at : at + 8]) if v.kind is not ValueKind.NAMED]
    named = [v for v in values_in(lowers[at : at + 8]) if v.kind is ValueKind.NAMED]
    told = ahead[:1] or named[:1]
    if not told:
        return (), n
    after = at + told[0].end
    while after < len(lowers) and (
        lowers[after] in SAID_BEFORE
        or any(v.start <= after - at < v.end for v in named)
        or lowers[after] == "of"
    ):
        if _size(lowers, after, FRAMES) or _size(lowers, after, PLAIN_FRAMES):
            break
        after += 1
    return tuple(lowers[at + told[0].start : at + told[0].end]), after


def _taken_out(lowers: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """As in "strike saturday, it was sunday", "not march, april": the value that was wrong, and where the words go on."""
    _, begun, _ = _cue(lowers)
    size = _size(lowers, begun, TAKEN_OUT)
    while (
        size
        and lowers[begun + size : begun + size + 1]
        and lowers[begun + size] in {"the", "on", "in", "for"}
    ):
        size += 1
    value = next((v for v in values_in(lowers[begun + size :]) if v.start == 0), None) if size else None
    if value is None or value.kind is ValueKind.NAMED:
        return (), begun
    end = begun + size + value.end
    if lowers[end : end + 1] not in ([","], ["make"], ["but"]):
        return (), begun
    return tuple(lowers[begun + size : end]), end


def _starts_value(lowers: Sequence[str], n: int) -> bool:
    return any(v.start == 0 for v in values_in(lowers[n : n + 8]))


def _amended(lowers: Sequence[str], n: int) -> Announced | None:
    """As in "amend the methimazole to 15 mg": what is named, and its new value."""
    if not _size(lowers, n, CHANGES) or lowers[n + 1 : n + 2] not in (["the"], ["that"], ["his"], ["her"]):
        return None
    for k in range(n + 3, min(n + 3 + LONGEST_ANCHOR, len(lowers))):
        if lowers[k] == "to" and _starts_value(lowers, k + 1):
            found = _value_phrase(lowers, k + 1, PLAIN)
            if found is not None:
                found.anchor = tuple(lowers[n + 2 : k])
            return found
    return None


def _anchored(lowers: Sequence[str], n: int, strength: int) -> Announced | None:
    """As in "the weight is 14.2 kg" after a cue: the thing named, and its value."""
    while n < len(lowers) and lowers[n] in {
        "the",
        "that",
        "his",
        "her",
        "your",
        "my",
        "their",
        ",",
        "it",
        "is",
    }:
        n += 1
    for k in range(n + 1, min(n + 1 + LONGEST_ANCHOR, len(lowers))):
        plain = _size(lowers, k, PLAIN_FRAMES)
        size = plain or (1 if lowers[k] in {"is", "was", "are", "were"} else 0)
        bare = k <= n + 2 and _starts_value(lowers, k) and lowers[k - 1].isalpha()
        if not size and not bare:
            continue
        begun = k + size
        while begun < len(lowers) and lowers[begun] in SMALL and not _starts_value(lowers, begun):
            begun += 1
        anchor = tuple(lowers[n:k])
        if set(anchor) & NO_ANCHORS:
            return None
        found = _value_phrase(lowers, begun, strength)
        if found is not None:
            found.anchor, found.framed = anchor, True
        return found
    return None


def _after_reason(lowers: Sequence[str], n: int, strength: int) -> Announced | None:
    """As in "no, with that much fluid let's make it 40": the reason, and what is put right after it."""
    if n >= len(lowers):
        return None
    joins = lowers[n] in JOINS_ON and strength > 0
    for k in range(n + 2, min(n + FURTHEST_REASON, len(lowers))):
        plain = _size(lowers, k, PLAIN_FRAMES)
        if lowers[k - 2] in LATER or lowers[n] in LATER:
            return None  # "if you tolerate it, make it 50 mg" is a next step
        loose = _size(lowers, k, FRAMES)
        size = max(plain, loose) if joins or (strength and lowers[k - 1] == ",") else plain
        if not size or not (joins or lowers[k - 1] in {",", "so"}):
            continue
        found = _value_phrase(lowers, k + size, max(strength, PLAIN if plain else WEAK))
        if found is not None:
            found.reason, found.framed = (n, k if lowers[k - 1] != "so" else k - 1), True
        return found
    return None


def _value_phrase(lowers: Sequence[str], n: int, strength: int, *, spoken: bool = False) -> Announced | None:
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
    k = _past_aside(lowers, end + _size(lowers, end, CLOSERS))
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


def cue_end(lowers: Sequence[str]) -> int:
    """How many words at the start announce that something changes ("oh, wait, no,"); 0 for none."""
    strength, end, _ = _cue(lowers)
    return end if strength else 0


def plain_cue_end(lowers: Sequence[str]) -> int:
    """How many words at the start plainly announce a correction; 0 for none."""
    strength, end, _ = _cue(lowers)
    return end if strength >= PLAIN else 0


def only_hesitates(lowers: Sequence[str]) -> bool:
    """Whether a sentence is nothing but a pause before a correction: "let me check", "hang on"."""
    return bool(lowers) and _cue(lowers)[1] >= len(lowers)


def begins_correction(lowers: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a correction of a value begins here in speech without stops: "actually make that ten days".

    A bare "no" begins one only between two values of one kind: "four days no five days".
    """
    if not (_size(lowers, 0, PLAIN_CUES) or _size(lowers, 0, WEAK_CUES)):
        return False
    told = announced(lowers, spoken=True)
    if told is None or told.values[0].kind is ValueKind.NAMED:
        return False
    if told.strength >= PLAIN or told.framed:
        return True
    said = [word for word in before if word not in FILLERS | {","}]
    last = next((v for v in values_in(said) if v.end == len(said) and v.kind is told.values[0].kind), None)
    return last is not None and last.kind in _MEASURED and last.key == told.values[0].key


def _moved(value: Value, by: int) -> Value:
    return Value(value.kind, value.start + by, value.end + by, value.number + by, value.key)
