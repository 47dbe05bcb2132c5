"""How likely a sentence ends between two words of speech that was written down without full stops, by learned weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.drafting.offline.hashed_weights import HashedWeights, learned
from desktop.drafting.offline.speech import FILLERS, PUNCTUATION, is_number

_EDGE = "^"


def plain_word(lower: str) -> str:
    """A word as the weights know it: every number is the same."""
    return "#" if is_number(lower) and lower not in {"one", "oh"} else lower


def end_features(words: Sequence[str], n: int) -> Iterator[str]:
    """What the weights know of the place before words[n]. words: as plain_word gives them, no punctuation, no fillers."""
    size = len(words)
    a = words[n - 1]
    b = words[n - 2] if n > 1 else _EDGE
    c = words[n - 3] if n > 2 else _EDGE
    d = words[n - 4] if n > 3 else _EDGE
    x = words[n] if n < size else _EDGE
    y = words[n + 1] if n + 1 < size else _EDGE
    z = words[n + 2] if n + 2 < size else _EDGE
    w = words[n + 3] if n + 3 < size else _EDGE
    yield "bias"
    yield "a " + a
    yield "b " + b
    yield "x " + x
    yield "y " + y
    yield "z " + z
    yield f"ax {a} {x}"
    yield f"ba {b} {a}"
    yield f"xy {x} {y}"
    yield f"cba {c} {b} {a}"
    yield f"xyz {x} {y} {z}"
    yield f"bax {b} {a} {x}"
    yield f"axy {a} {x} {y}"
    yield f"xyzw {x} {y} {z} {w}"
    yield f"dcba {d} {c} {b} {a}"
    yield "c " + c
    yield f"bx {b} {x}"
    yield f"ay {a} {y}"
    yield f"-a {a[-3:]} {x}"
    yield f"-x {a} {x[-3:]}"


def end_log_odds(lowers: Sequence[str], weights: HashedWeights | None = None) -> dict[int, float]:
    """Log odds that a sentence ends before lowers[n], for each n between two words that are neither sounds nor marks."""
    known = weights or learned("sentence_ends")
    kept = [n for n, word in enumerate(lowers) if word not in PUNCTUATION and word not in FILLERS]
    words = [plain_word(lowers[n]) for n in kept]
    return {kept[k]: known.log_odds(end_features(words, k)) for k in range(1, len(kept))}
