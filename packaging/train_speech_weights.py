# ruff: noqa: INP001 (a script, run by its path)
"""Learns the weights in resources/speech_weights from ACI-Bench and MTS-Dialog: sentence ends, whose words, who goes on.

    python packaging/train_speech_weights.py ACI_TRAIN_CSV MTS_TRAIN_CSV            writes the weights (the same each time)
    python packaging/train_speech_weights.py ACI_TRAIN_CSV MTS_TRAIN_CSV --folds DIR    five folds by visit of ACI-Bench (and by
                                                   dialogue of MTS-Dialog): the weights of fold n in DIR/n, and how often they are right

ACI-Bench: Yim et al., Scientific Data 2023, 10:586; CC BY 4.0. MTS-Dialog: Ben Abacha et al., EACL 2023; CC BY 4.0. The truth
is their own punctuation and speaker tags, taken away. Nothing of their text is kept: the result is one signed byte per hashed feature.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.drafting.offline.boundaries import is_full_stop, is_question
from desktop.drafting.offline.hashed_weights import BUCKETS, HashedWeights, bucket
from desktop.drafting.offline.sentence_ends import end_features, end_log_odds, plain_word
from desktop.drafting.offline.speech import FILLERS, PUNCTUATION
from desktop.drafting.offline.voices import handover_features, plain_words, voice_features
from desktop.language.words import words_of

FOLDS = 5
ROUNDS = 6
STEP = 0.12
SHRINK = 2e-6
SEED = 11
MOST = 127
LONG_DIALOGUE = 30
"""Sentences; in so long a dialogue its words tell whether its tags are swapped."""
LONG_RUN = 30
MOST_IN_RUNS = 0.4
"""A dialogue with more of its words in long runs was written down without punctuation and tells nothing about ends."""

_ACI = re.compile(r"\[(doctor|patient|patient_guest)\]\s")
_MTS = re.compile(r"^(Doctor|Patient|Guest_\w+)\s*:\s*", re.MULTILINE)

Example = tuple[NDArray[np.int64], bool]


class Sentence(NamedTuple):
    """One sentence of a dialogue: the turn it is in, whether a provider says it, its words, whether a question mark closes it."""

    turn: int
    provider: bool
    words: list[str]
    marked: bool


def dialogues_in(path: Path, tag: re.Pattern[str]) -> list[list[Sentence]]:
    """The dialogues of a CSV file, each as its sentences."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [list(sentences_of(row["dialogue"], tag)) for row in rows]


def sentences_of(dialogue: str, tag: re.Pattern[str]) -> Iterator[Sentence]:
    """The sentences of a dialogue with speaker tags."""
    pieces = tag.split(dialogue)
    for turn, (who, said) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        provider = who.lower() == "doctor" or who.lower().startswith("guest_clinician")
        words = words_of(said.strip(), turn)
        begun = 0
        for n in range(len(words) + 1):
            if n < len(words) and not is_full_stop(words, n):
                continue
            lowers = [word.lower for word in words[begun:n]]
            begun = n + 1
            if any(word not in PUNCTUATION for word in lowers):
                yield Sentence(turn, provider, lowers, n < len(words) and words[n].lower == "?")


def is_punctuated(dialogue: Sequence[Sentence]) -> bool:
    """Whether a dialogue was written down with full stops."""
    long = sum(len(s.words) for s in dialogue if len(s.words) > LONG_RUN)
    return long < MOST_IN_RUNS * sum(len(s.words) for s in dialogue)


def hashed(features: Iterable[str]) -> NDArray[np.int64]:
    """The buckets of features."""
    return np.unique(np.array([bucket(f) for f in features], dtype=np.int64))


def ends_of(dialogue: Sequence[Sentence]) -> Iterator[Example]:
    """Each place between two words of a punctuated dialogue, turns run together, and whether a sentence ends there."""
    words: list[str] = []
    ends: set[int] = set()
    for sentence in dialogue:
        words += [plain_word(w) for w in sentence.words if w not in PUNCTUATION and w not in FILLERS]
        ends.add(len(words))
    for n in range(1, len(words)):
        yield hashed(end_features(words, n)), n in ends


def voices_of(dialogue: Sequence[Sentence]) -> Iterator[Example]:
    """Each sentence, with its mark and without, and whether a provider says it."""
    for sentence in dialogue:
        words = plain_words(sentence.words)
        for asked in {
            is_question(sentence.words, marked=sentence.marked),
            is_question(sentence.words, marked=False),
        }:
            yield hashed(voice_features(words, asked=asked)), sentence.provider


def handovers_of(dialogue: Sequence[Sentence]) -> Iterator[Example]:
    """Each place between two sentences, with their marks and without, and whether another speaker goes on."""
    for a, b in itertools.pairwise(dialogue):
        for marked in (True, False):
            asked = is_question(a.words, marked=a.marked and marked)
            asks = is_question(b.words, marked=b.marked and marked)
            features = handover_features(plain_words(a.words), plain_words(b.words), asked=asked, asks=asks)
            yield hashed(features), a.provider != b.provider


def put_right(dialogues: Sequence[Sequence[Sentence]], weights: HashedWeights) -> list[list[Sentence]]:
    """The dialogues, the speakers exchanged in those whose tags are swapped throughout, as some of ACI-Bench's are."""
    out = []
    for dialogue in dialogues:
        said = [weights.log_odds(voice_features(plain_words(s.words), asked=False)) for s in dialogue]
        agrees = sum(
            max(-3.0, min(3.0, o)) * (1 if s.provider else -1) for o, s in zip(said, dialogue, strict=True)
        )
        swapped = agrees < 0 and len(dialogue) >= LONG_DIALOGUE
        out.append([s._replace(provider=s.provider != swapped) for s in dialogue])
    return out


def cut_runs(dialogue: Sequence[Sentence], weights: HashedWeights) -> list[Sentence]:
    """The dialogue with its long runs of words without a full stop cut where the weights see an end."""
    out = []
    for sentence in dialogue:
        begun = 0
        if len(sentence.words) > LONG_RUN:
            for n, odds in end_log_odds(sentence.words, weights).items():
                if odds > 0:
                    out.append(sentence._replace(words=sentence.words[begun:n], marked=False))
                    begun = n
        out.append(sentence._replace(words=sentence.words[begun:]))
    return out


def learned_from(examples: Sequence[Example]) -> HashedWeights:
    """Weights by logistic regression: plain gradient steps with a decaying pace, averaged, then rounded to bytes."""
    rng = np.random.default_rng(SEED)
    weights: NDArray[np.float64] = np.zeros(BUCKETS)
    summed: NDArray[np.float64] = np.zeros(BUCKETS)
    for turn in range(ROUNDS):
        pace = STEP / (1 + turn)
        for n in rng.permutation(len(examples)):
            at, yes = examples[n]
            missed = 1 / (1 + np.exp(-weights[at].sum())) - yes
            weights[at] -= pace * missed
        weights *= 1 - SHRINK * len(examples)
        if turn:
            summed += weights
    mean = summed / (ROUNDS - 1)
    scale = float(np.abs(mean).max()) / MOST
    return HashedWeights(array("b", np.rint(mean / scale).astype(np.int8).tobytes()), scale)


def examples_of(name: str, dialogues: Iterable[Sequence[Sentence]]) -> list[Example]:
    """What there is to learn under a name."""
    if name == "sentence_ends":
        return [e for d in dialogues if is_punctuated(d) for e in ends_of(d)]
    of = voices_of if name == "voices" else handovers_of
    return [e for d in dialogues for e in of(d)]


def write(folder: Path, name: str, weights: HashedWeights) -> None:
    """Write weights as resources/speech_weights has them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.bin").write_bytes(weights.values.tobytes())
    (folder / f"{name}.scale.txt").write_text(f"{weights.scale!r}\n", encoding="utf-8")


def report(name: str, examples: Sequence[Example], weights: HashedWeights) -> str:
    """How often weights are right about examples they did not see."""
    values = np.frombuffer(weights.values.tobytes(), dtype=np.int8).astype(float) * weights.scale
    said = np.array([values[at].sum() > 0 for at, _ in examples])
    true = np.array([yes for _, yes in examples])
    right, found = (said == true).mean(), said & true
    return f"{name}: right {right:.1%}, precision {found.sum() / said.sum():.1%}, recall {found.sum() / true.sum():.1%} of {len(true)}\n"


def main() -> None:
    """Learn, and write the weights, or those of the folds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("aci", type=Path)
    parser.add_argument("mts", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    visits, snippets = dialogues_in(args.aci, _ACI), dialogues_in(args.mts, _MTS)
    if not args.folds:
        for name, found in learned_all(visits + snippets).items():
            write(Path(__file__).parent.parent / "resources" / "speech_weights", name, found)
        return
    for fold in range(FOLDS):
        seen = [d for of in (visits, snippets) for n, d in enumerate(of) if n % FOLDS != fold]
        for name, found in learned_all(seen).items():
            write(args.folds / str(fold), name, found)
            for source, held in (("ACI-Bench", visits[fold::FOLDS]), ("MTS-Dialog", snippets[fold::FOLDS])):
                sys.stdout.write(report(f"fold {fold} {name} ({source})", examples_of(name, held), found))


def learned_all(dialogues: Sequence[Sequence[Sentence]]) -> dict[str, HashedWeights]:
    """All weights, the ends first: they cut what the others learn from, and the first voices tell whose tags are swapped."""
    ends = learned_from(examples_of("sentence_ends", dialogues))
    cut = [cut_runs(dialogue, ends) for dialogue in dialogues]
    right = put_right(cut, learned_from(examples_of("voices", cut)))
    return {"sentence_ends": ends} | {n: learned_from(examples_of(n, right)) for n in ("voices", "handovers")}


if __name__ == "__main__":
    main()
