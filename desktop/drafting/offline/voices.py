"""What learned weights say of a stretch of speech: whether a provider says it, and whether another speaker goes on after it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from desktop.drafting.offline.hashed_weights import HashedWeights, learned
from desktop.drafting.offline.sentence_ends import plain_word
from desktop.drafting.offline.speech import PUNCTUATION

_NOD = 3


def plain_words(lowers: Sequence[str]) -> list[str]:
    """The words as the weights know them, without punctuation."""
    return [plain_word(word) for word in lowers if word not in PUNCTUATION]


def voice_features(words: Sequence[str], *, asked: bool) -> Iterator[str]:
    """What the weights know of a stretch. words: as plain_words gives them."""
    size = len(words)
    q = "?" if asked else "."
    yield "bias"
    yield "asked " + q
    yield f"size {min(size, 4) if size < 5 else 5 + min(size // 6, 4)} {q}"
    for word in set(words):
        yield "w " + word
    for pair in {*itertools.pairwise(words)}:
        yield "p {} {}".format(*pair)
    for a, b, c in zip(words, words[1:], words[2:], strict=False):
        yield f"t {a} {b} {c}"
    if words:
        yield f"first {words[0]} {q}"
        yield f"last {words[-1]} {q}"
        yield f"lead {' '.join(words[:2])}"
    if 0 < size <= _NOD:
        yield "whole " + " ".join(words)


def handover_features(
    before: Sequence[str], after: Sequence[str], *, asked: bool, asks: bool
) -> Iterator[str]:
    """What the weights know of the place between two stretches. asked, asks: whether the first and the second ask."""
    flags = f"{asked:d}{asks:d}"
    last, first = (before[-1] if before else "^"), (after[0] if after else "^")
    yield "bias"
    yield "flags " + flags
    yield f"sizes {min(len(before), 12) // 3} {min(len(after), 12) // 3} {flags}"
    yield f"size before {min(len(before), 5)} {flags}"
    yield f"size after {min(len(after), 5)} {flags}"
    yield f"last {last} {asked:d}"
    yield f"last two {' '.join(before[-2:])}"
    yield f"first {first} {flags}"
    yield f"first two {' '.join(after[:2])} {asked:d}"
    yield f"first three {' '.join(after[:3])}"
    yield f"met {last} {first}"
    yield f"began {before[0] if before else '^'} {first} {flags}"
    yield f"began two {' '.join(before[:2])} {first}"
    if len(before) <= _NOD:
        yield f"whole before {' '.join(before)} {asks:d}"
        yield f"whole before {' '.join(before)} {first}"
    if len(after) <= _NOD:
        yield f"whole after {' '.join(after)} {flags}"
    for word in set(before) & {"i", "you", "my", "your"}:
        for other in set(after) & {"i", "you", "my", "your"}:
            yield f"persons {word} {other}"


def voice_log_odds(lowers: Sequence[str], *, asked: bool, weights: HashedWeights | None = None) -> float:
    """Positive when the words are more likely a provider's, negative when more likely a patient's."""
    return (weights or learned("voices")).log_odds(voice_features(plain_words(lowers), asked=asked))


def handover_log_odds(
    before: Sequence[str],
    after: Sequence[str],
    *,
    asked: bool,
    asks: bool,
    weights: HashedWeights | None = None,
) -> float:
    """Positive when another speaker goes on after the first stretch, negative when the same one does.

    before, after: as plain_words gives them.
    """
    known = weights or learned("handovers")
    return known.log_odds(handover_features(before, after, asked=asked, asks=asks))
