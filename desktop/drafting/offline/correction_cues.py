"""Reads a sentence that only puts right what was said before it: "Actually, let's do ten days.", "Sorry, the right knee."."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.announced_values import PLAIN, WEAK, Announced, size_at, value_phrase
from desktop.drafting.offline.correction_phrases import (
    CHANGES,
    FRAMES,
    I_SAID,
    JOINS_ON,
    LATER,
    LEADS,
    NO_ANCHORS,
    ORDERING,
    PLAIN_CUES,
    PLAIN_FRAMES,
    SAID_BEFORE,
    SIGNALS,
    SMALL,
    TAKEN_OUT,
    TRAILING_CUES,
    WEAK_CUES,
)
from desktop.drafting.offline.said_values import ValueKind, values_in
from desktop.drafting.offline.speech import FILLERS, is_number

FURTHEST_REASON = 12
LONGEST_ANCHOR = 4
LONGEST_TRAILED = 9
SHORTEST_NEW = 4

_MEASURED = {ValueKind.AMOUNT, ValueKind.DURATION, ValueKind.RATIO, ValueKind.DAY, ValueKind.DATE}


def announced(lowers: Sequence[str], strength: int = 0, *, spoken: bool = False) -> Announced | None:
    """The correction that a sentence in lower case announces, or None: most sentences announce none.

    strength: what the situation adds to the cue. spoken: there are no stops, and anything may follow.
    """
    if not strength and SIGNALS.isdisjoint(lowers):
        return None
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
    found = value_phrase(lowers, at, strength, spoken=spoken)
    if found is not None:
        found.framed, found.old = by_frame > 0, old or found.old
        found.orders = by_frame > 0 and lowers[n] in ORDERING
        named = all(value.kind is ValueKind.NAMED for value in found.values)
        return None if named and not cued else found  # "make that appointment"
    if spoken:
        return None
    return (
        _anchored(lowers, begun, strength)
        or _anchored(lowers, at, strength)
        or _after_reason(lowers, begun, strength)
        or _after_aside(lowers, begun, strength)
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
        plain, loose = size_at(lowers, n, PLAIN_FRAMES), size_at(lowers, n, FRAMES)
        if plain or loose:
            strength = max(strength, PLAIN if plain >= loose else WEAK)
            n += max(plain, loose)
        elif lowers[n] in SMALL and not _starts_value(lowers, n):
            n += 1
        else:
            break
    return strength, n


def _cue(lowers: Sequence[str], n: int = 0) -> tuple[int, int, bool]:
    """How surely the words from n announce a correction, where those cues end, and whether a comma ends them."""
    strength = 0
    comma = False
    while n < len(lowers):
        plain, weak = size_at(lowers, n, PLAIN_CUES), size_at(lowers, n, WEAK_CUES)
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
    size = size_at(lowers, n, I_SAID)
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
        if size_at(lowers, after, FRAMES) or size_at(lowers, after, PLAIN_FRAMES):
            break
        after += 1
    return tuple(lowers[at + told[0].start : at + told[0].end]), after


def _taken_out(lowers: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """As in "strike saturday, it was sunday", "not march, april": the value that was wrong, and where the words go on."""
    _, begun, _ = _cue(lowers)
    size = size_at(lowers, begun, TAKEN_OUT)
    while (
        size
        and lowers[begun + size : begun + size + 1]
        and lowers[begun + size] in {"the", "on", "in", "for"}
    ):
        size += 1
    value = next((v for v in values_in(lowers[begun + size :]) if v.start == 0), None) if size else None
    if value is None or (value.kind is ValueKind.NAMED and not begun):
        return (), begun
    end = begun + size + value.end
    if lowers[end : end + 1] not in ([","], ["make"], ["but"]):
        return (), begun
    return tuple(lowers[begun + size : end]), end


def _starts_value(lowers: Sequence[str], n: int) -> bool:
    return any(v.start == 0 for v in values_in(lowers[n : n + 8]))


def _amended(lowers: Sequence[str], n: int) -> Announced | None:
    """As in "amend the methimazole to 15 mg": what is named, and its new value."""
    if not size_at(lowers, n, CHANGES) or lowers[n + 1 : n + 2] not in (["the"], ["that"], ["his"], ["her"]):
        return None
    for k in range(n + 3, min(n + 3 + LONGEST_ANCHOR, len(lowers))):
        if lowers[k] == "to" and _starts_value(lowers, k + 1):
            found = value_phrase(lowers, k + 1, PLAIN)
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
        plain = size_at(lowers, k, PLAIN_FRAMES)
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
        found = value_phrase(lowers, begun, strength)
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
        plain = size_at(lowers, k, PLAIN_FRAMES)
        if lowers[k - 2] in LATER or lowers[n] in LATER:
            return None  # "if you tolerate it, make it 50 mg" is a next step
        loose = size_at(lowers, k, FRAMES)
        size = max(plain, loose) if joins or (strength and lowers[k - 1] == ",") else plain
        if lowers[k - 1] == "so" and lowers[k] in ORDERING:
            size = max(size, loose)
        if not size or not (joins or lowers[k - 1] in {",", "so"}):
            continue
        found = value_phrase(lowers, k + size, max(strength, PLAIN if plain else WEAK))
        if found is not None:
            found.orders = lowers[k] in ORDERING
            found.reason, found.framed = (n, k if lowers[k - 1] != "so" else k - 1), True
        return found
    return None


def _after_aside(lowers: Sequence[str], n: int, strength: int) -> Announced | None:
    """As in "sorry, misread that, 55 percent": a few words, and after the last comma nothing but the value."""
    commas = [k for k in range(n, len(lowers)) if lowers[k] == ","]
    if (
        not commas
        or not 0 < commas[-1] - n <= LONGEST_ANCHOR
        or any(is_number(w) for w in lowers[n : commas[-1]])
    ):
        return None
    if set(lowers[n : commas[-1]]) & JOINS_ON | {"not", "no"} & set(lowers[n : commas[-1]]):
        return None  # "no, not at rest, 3" says when
    found = value_phrase(lowers, commas[-1] + 1, strength)
    if found is None or found.tail < len(lowers) or found.values[0].kind is ValueKind.NAMED:
        return None
    found.comma = True
    return found


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
    if not (size_at(lowers, 0, PLAIN_CUES) or size_at(lowers, 0, WEAK_CUES)):
        return False
    told = announced(lowers, spoken=True)
    if told is None or told.values[0].kind is ValueKind.NAMED:
        return False
    if told.strength >= PLAIN or told.framed:
        return True
    said = [word for word in before if word not in FILLERS | {","}]
    last = next((v for v in values_in(said) if v.end == len(said) and v.kind is told.values[0].kind), None)
    return last is not None and last.kind in _MEASURED and last.key == told.values[0].key
