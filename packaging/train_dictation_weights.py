# ruff: noqa: INP001 (a script, run by its path)
"""Learns the weights in resources/dictation_weights: what a sentence of a dictation is about, what follows what, and where one ends.

    python packaging/train_dictation_weights.py MTS_CSV ACI_CSV              writes the weights (the same each time)
    python packaging/train_dictation_weights.py MTS_CSV ACI_CSV --half 0     from one half only, to measure on the other

From MTS-Dialog and ACI-Bench (see dictated_texts.py; both CC BY 4.0) and from the made-up dictations in
dictated_examples.txt. Nothing of their text is kept: the result is one signed byte per hashed feature and kind.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from dictated_texts import examples, notes, snippets
from numpy.typing import NDArray
from train_speech_weights import hashed, learned_from, write

from desktop.drafting.offline.dictated_kinds import BUCKETS, KINDS, bucket, features
from desktop.drafting.offline.dictated_stops import Stretch
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import FILLERS, PUNCTUATION
from desktop.language.words import words_of

ROUNDS = 12
STEP = 0.05
SHRINK = 2e-2
SEED = 3
MOST = 127
MOST_OFTEN = 300
"""A kind with more sentences than this counts each of them less."""
MADE = 3.0
"""How much a sentence of our made-up dictations counts, which are few and of every profession."""
FOLLOWS = 0.6
"""How much the neighbours count against the words."""
BACKWARDS = 3.0
"""What speaks against the order of a note."""
_CONCLUDING = frozenset({Kind.REASONING, Kind.TREATMENT})
Example = tuple[NDArray[np.int64], int, float]


def examples_of(told: Sequence[tuple[str, Kind]], weight: float) -> list[Example]:
    """For each sentence of a text its buckets, the place of its kind, and how much it counts."""
    out = []
    for text, kind in told:
        facts = facts_of([word.lower for word in words_of(text)])
        out.append((np.unique(np.array([bucket(f) for f in features(facts)])), KINDS.index(kind), weight))
    return out


def ends_of(sentences: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], bool]]:
    """Each place between two words of a text, its punctuation taken away, and whether a sentence ends there."""
    words: list[str] = []
    ends: set[int] = set()
    for sentence in sentences:
        words += [w.lower for w in words_of(sentence) if w.lower not in PUNCTUATION | FILLERS]
        ends.add(len(words))
    stretch = Stretch(words)
    for n in range(1, len(words)):
        yield hashed(stretch.features(n)), n in ends


def learned(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Weights by multinomial logistic regression: gradient steps with a decaying pace, averaged."""
    often = np.bincount([kind for _, kind, _ in examples], minlength=len(KINDS))
    rng = np.random.default_rng(SEED)
    weights: NDArray[np.float64] = np.zeros((BUCKETS, len(KINDS)))
    summed: NDArray[np.float64] = np.zeros((BUCKETS, len(KINDS)))
    for turn in range(ROUNDS):
        pace = STEP / (1 + 0.3 * turn)
        for n in rng.permutation(len(examples)):
            at, kind, weight = examples[n]
            scores = weights[at].sum(axis=0)
            scores = np.exp(scores - scores.max())
            scores /= scores.sum()
            scores[kind] -= 1.0
            counts = weight * min(1.0, MOST_OFTEN / often[kind])
            weights[at] -= pace * counts * (scores + SHRINK * weights[at])
        summed += weights
    return summed / ROUNDS


def following(texts: Sequence[Sequence[Kind]]) -> list[list[float]]:
    """How much each kind is likelier after each other (and first, in the last row) than anywhere."""
    counts = np.full((len(KINDS) + 1, len(KINDS)), 0.3)
    for text in texts:
        before = len(KINDS)
        for kind in text:
            counts[before, KINDS.index(kind)] += 1
            before = KINDS.index(kind)
    shares = counts / counts.sum(axis=1, keepdims=True)
    anywhere = counts.sum(axis=0) / counts.sum()
    smoothed = 0.9 * shares + 0.1 * anywhere
    return [
        [round(FOLLOWS * math.log(value / sum(row)) - _against(before, k), 3) for k, value in enumerate(row)]
        for before, row in enumerate(smoothed.tolist())
    ]


def _against(before: int, kind: int) -> float:
    """What speaks against going back from the assessment and plan, and against beginning with them."""
    concludes = KINDS[kind] in _CONCLUDING
    if before == len(KINDS):
        return BACKWARDS if concludes else 0.0
    return BACKWARDS if KINDS[before] in _CONCLUDING and not concludes else 0.0


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("mts", type=Path)
    parser.add_argument("aci", type=Path)
    parser.add_argument("--half", type=int)
    args = parser.parse_args()
    halves = (0, 1) if args.half is None else (args.half,)
    root = Path(__file__).parent.parent
    joined: list[list[tuple[str, Kind]]] = []
    single: list[list[tuple[str, Kind]]] = []
    for half in halves:
        single += [[(told.text, told.kind) for told in text] for text in snippets(args.mts, half)]
        joined += [[(told.text, told.kind) for told in text] for text in notes(args.aci, half)]
    made = examples(root / "packaging" / "dictated_examples.txt")
    sentences = [one for texts in (single, joined) for told in texts for one in examples_of(told, 1.0)]
    sentences += [one for told in made for one in examples_of(told, MADE)]
    weights = learned(sentences)
    scale = float(np.abs(weights).max()) / MOST
    folder = root / "resources" / "dictation_weights"
    folder.mkdir(exist_ok=True)
    (folder / "weights.bin").write_bytes(np.rint(weights / scale).astype(np.int8).tobytes())
    unstopped = [[text for text, _ in told] for told in (*single, *joined, *(made * int(MADE)))]
    write(folder, "ends", learned_from([one for text in unstopped for one in ends_of(text)]))
    rows = following([[kind for _, kind in text] for text in (*joined, *made, *made)])
    lines = [repr(scale), *(" ".join(map(str, row)) for row in rows)]
    (folder / "follows.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(sentences)} sentences of {len(single) + len(joined) + len(made)} texts\n")


if __name__ == "__main__":
    main()
