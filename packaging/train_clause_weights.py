# ruff: noqa: INP001 (a script, run by its path)
"""Learns the weights in resources/clause_weights: whether a note has a statement, and where.

    python packaging/train_clause_weights.py TRAIN_CSV SNIPPETS_CSV          writes the weights (the same each time)
    python packaging/train_clause_weights.py TRAIN_CSV SNIPPETS_CSV --folds DIR    five folds by visit: each note is drafted
                                                             with weights that never saw its visit, one JSON file each

TRAIN_CSV is the train.csv of ACI-Bench (Yim et al., Scientific Data 2023, 10:586; CC BY 4.0), with the columns
encounter_id, dialogue and note. SNIPPETS_CSV is MTS-Dialog-TrainingSet.csv of MTS-Dialog (Ben Abacha et al., EACL 2023;
CC BY 4.0), with the columns dialogue and section_text. Nothing of their text is kept: the result is one signed byte per
hashed feature and place, and one byte per hashed stem of a word: of how many conversations that have it the notes have it too.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.clauses import clauses_of
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.learned import (
    BUCKETS,
    MOST_SHARE,
    Place,
    Told,
    Weights,
    bucket,
    content,
    features,
)
from desktop.drafting.offline.reading import read
from desktop.drafting.offline.unfiled import with_unfiled
from desktop.drafting.offline.units import Unit

FOLDS = 5
ROUNDS = 15
STEP = 0.3
SHRINK = 1e-4
SEED = 11
RESULTS_COUNT = 2.5
"""How much a result counts in learning; there are few of them."""
NOT_IN_NOTE = 0.1
IN_NOTE = 0.8
"""A statement is in a note as far as the share of its words' weight that is in one or two neighbouring sentences lies between."""
SNIPPETS_COUNT = 1
VISITS_COUNT = 3
"""How much a snippet and a visit count for what notes take over."""
DOUBT = 4
"""A stem's share starts from the average, which counts like so many snippets."""
MOST = 127

_SPEAKERS = {"doctor": Speaker.PROVIDER, "patient": Speaker.PATIENT, "patient_guest": Speaker.OTHER}
_TURN = re.compile(r"\[(\w+)\] ")
_HEADING = re.compile(r"^[A-Za-z][A-Za-z ,&/-]{2,60}:?$")
_PLACES: tuple[tuple[str, Place | None], ...] = (
    (r"assessment|impression|plan|instruction|diagnos", Place.ASSESSMENT_AND_PLAN),
    (r"result|labs|imaging|studies|diagnostics|data", Place.RESULTS),
    (r"exam|vital|objective", Place.EXAM),
    (r"history|complaint|hpi|^cc|review of systems|medication|allerg|subjective|social|family|surgical", Place.SUBJECTIVE),
)  # fmt: skip


class Visit(NamedTuple):
    """A visit: what was said, what was understood of it, and what its note has of that.

    wanted: how far the note has each statement in each place; the shares add up to 1. said, noted: the
    stems, as buckets, that were said, and those of them that the note has too.
    """

    name: str
    transcript: Transcript
    units: list[Unit]
    clauses: int
    wanted: list[NDArray[np.float64]]
    said: Counter[int]
    noted: Counter[int]


def transcript_of(dialogue: str) -> Transcript:
    """A dialogue with [doctor] and [patient] tags as a transcript."""
    pieces = _TURN.split(dialogue)
    return Transcript(
        tuple(
            Segment(text.strip(), _SPEAKERS.get(who, Speaker.OTHER))
            for who, text in zip(pieces[1::2], pieces[2::2], strict=True)
        )
    )


def sentences_of(note: str) -> Iterator[tuple[Place, list[str]]]:
    """The sentences of a note as content words, each with its place."""
    place = Place.SUBJECTIVE
    for line in note.splitlines():
        bare = line.strip()
        if _HEADING.match(bare) and len(bare.split()) < 7:
            for pattern, found in _PLACES:
                if found is not None and re.search(pattern, bare.lower()):
                    place = found
                    break
            if bare.isupper() or bare.endswith(":"):
                continue
        for sentence in re.split(r"(?<=[.;])\s+", bare):
            words = content(sentence)
            if words:
                yield place, words


def wanted(units: Sequence[Unit], note: str, weight: Counter[str], notes: int) -> list[NDArray[np.float64]]:
    """How far the note has each statement, and where: by the weight of its words that one or two neighbouring sentences have."""
    sentences = list(sentences_of(note))
    windows = [(place, frozenset(words)) for place, words in sentences]
    windows += [
        (a[0], frozenset(a[1]) | frozenset(b[1])) for a, b in itertools.pairwise(sentences) if a[0] is b[0]
    ]

    def rarity(word: str) -> float:
        return math.log((1 + notes) / (1 + weight[word]))

    out: list[NDArray[np.float64]] = []
    for unit in units:
        words = set(content(unit.text))
        total = sum(map(rarity, words))
        best, where = 0.0, Place.NOWHERE
        for place, window in windows:
            shared = words & window
            score = sum(map(rarity, shared)) / total if total else 0.0
            if place.name == section_name(unit):
                score *= 1.1  # between equals, where the rules would have it
            if score > best and (len(shared) > 1 or len(words) == 1):
                best, where = score, place
        goal = np.zeros(len(Place))
        held = min(1.0, max(0.0, (best - NOT_IN_NOTE) / (IN_NOTE - NOT_IN_NOTE)))
        goal[where.value] += held
        goal[Place.NOWHERE.value] += 1.0 - held
        out.append(goal)
    return out


def section_name(unit: Unit) -> str:
    """The place that the rules give a statement."""
    kind = unit.kind
    if kind.section is Section.SUBJECTIVE:
        return "SUBJECTIVE"
    if kind.section is Section.OBJECTIVE:
        return "RESULTS" if kind.value == "result" else "EXAM"
    return "ASSESSMENT_AND_PLAN"


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stems(text: str) -> set[int]:
    return {bucket(stem) for stem in content(text)}


def visits_in(path: Path) -> list[Visit]:
    """Every visit of a train.csv."""
    rows = _rows(path)
    weight: Counter[str] = Counter()
    for row in rows:
        weight.update(set(content(row["note"])))
    out = []
    for row in rows:
        transcript = transcript_of(row["dialogue"])
        clauses = clauses_of(transcript)
        units = with_unfiled(read(clauses))
        goals = wanted(units, row["note"], weight, len(rows))
        said = _stems(row["dialogue"])
        noted = said & _stems(row["note"])
        out.append(
            Visit(row["encounter_id"], transcript, units, len(clauses), goals, Counter(said), Counter(noted))
        )
    return out


class Shares:
    """How readily notes take stems over, counted in snippets and visits; a visit can be left out."""

    def __init__(self, snippets: Path, visits: Sequence[Visit]) -> None:
        self._said: NDArray[np.int64] = np.zeros(BUCKETS, dtype=np.int64)
        self._noted: NDArray[np.int64] = np.zeros(BUCKETS, dtype=np.int64)
        for row in _rows(snippets):
            said = _stems(row["dialogue"])
            self._said[list(said)] += SNIPPETS_COUNT
            self._noted[list(said & _stems(row["section_text"]))] += SNIPPETS_COUNT
        for visit in visits:
            self._said[list(visit.said)] += VISITS_COUNT
            self._noted[list(visit.noted)] += VISITS_COUNT

    def without(self, visit: Visit | None) -> bytes:
        """One byte per bucket; a visit's own words do not count for itself."""
        said, noted = self._said.copy(), self._noted.copy()
        if visit is not None:
            said[list(visit.said)] -= VISITS_COUNT
            noted[list(visit.noted)] -= VISITS_COUNT
        average = noted.sum() / said.sum()
        share = (noted + DOUBT * average) / (said + DOUBT)
        return bytes(np.rint(share * MOST_SHARE).astype(np.uint8))


def learned_from(visits: Sequence[Visit], snippets: Path) -> Weights:
    """Weights by multinomial logistic regression: plain gradient steps with a decaying pace, then rounded to bytes."""
    shares = Shares(snippets, visits)
    examples: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
    for visit in visits:
        own = Weights(array("b"), 0.0, shares.without(visit))
        told = Told.of(visit.units, visit.clauses, own.share)
        examples.extend(
            (np.unique(np.array([bucket(f) for f in features(told, n)])), goal)
            for n, goal in enumerate(visit.wanted)
        )
    rng = np.random.default_rng(SEED)
    weights: NDArray[np.float64] = np.zeros((BUCKETS, len(Place)))
    summed: NDArray[np.float64] = np.zeros((BUCKETS, len(Place)))
    for turn in range(ROUNDS):
        pace = STEP / (1 + 0.25 * turn)
        for n in rng.permutation(len(examples)):
            at, goal = examples[n]
            size = math.sqrt(len(at))
            scores = weights[at].sum(axis=0) / size
            scores = np.exp(scores - scores.max())
            scores /= scores.sum()
            counts = 1.0 + (RESULTS_COUNT - 1.0) * goal[Place.RESULTS.value]
            weights[at] -= pace * (counts * (scores - goal) / size + SHRINK * weights[at])
        summed += weights
    mean = summed / ROUNDS
    scale = float(np.abs(mean).max()) / MOST
    rounded = np.rint(mean / scale).astype(np.int8)
    return Weights(array("b", rounded.tobytes()), scale, shares.without(None))


def accuracy(visits: Sequence[Visit], weights: Weights) -> tuple[int, int, int]:
    """(places right, keep-or-leave right, statements of the rules)."""
    right = kept = total = 0
    for visit in visits:
        found = weights.probabilities(visit.units, visit.clauses)
        for unit, goal, likely in zip(visit.units, visit.wanted, found, strict=True):
            if unit.unfiled:
                continue
            place = Place(int(goal.argmax()))
            guess = max(likely, key=lambda p: likely[p])
            right += guess is place
            kept += (likely[Place.NOWHERE] < 0.5) == (place is not Place.NOWHERE)
            total += 1
    return right, kept, total


def folds(visits: Sequence[Visit], snippets: Path, out: Path) -> None:
    """Draft every visit with weights of the other folds."""
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    template = catalog.template(specialty, "standard")
    out.mkdir(parents=True, exist_ok=True)
    totals = np.zeros(3, dtype=int)
    for fold in range(FOLDS):
        weights = learned_from([v for n, v in enumerate(visits) if n % FOLDS != fold], snippets)
        held = [v for n, v in enumerate(visits) if n % FOLDS == fold]
        totals += np.array(accuracy(held, weights))
        drafter = OfflineDrafter(weights)
        for visit in held:
            request = DraftRequest(visit.transcript, specialty, template, VisitContext())
            try:
                note = finish(drafter.draft(request))
                texts = {section.value: note[section] for section in Section}
            except NothingClinical:
                texts = {section.value: "" for section in Section}
            (out / f"{visit.name}.json").write_text(json.dumps({"id": visit.name, **texts}), encoding="utf-8")
    right, kept, total = (int(n) for n in totals)
    sys.stdout.write(
        f"{total} statements; place right {right / total:.1%}, keep or leave right {kept / total:.1%}\n"
    )


def main() -> None:
    """Learn, and write the weights or the notes of the folds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("csv", type=Path)
    parser.add_argument("snippets", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    visits = visits_in(args.csv)
    if args.folds:
        folds(visits, args.snippets, args.folds)
        return
    weights = learned_from(visits, args.snippets)
    folder = Path(__file__).parent.parent / "resources" / "clause_weights"
    folder.mkdir(exist_ok=True)
    (folder / "weights.bin").write_bytes(weights.values.tobytes())
    (folder / "shares.bin").write_bytes(weights.shares)
    (folder / "scale.txt").write_text(f"{weights.scale!r}\n", encoding="utf-8")
    sys.stdout.write(
        f"{Counter(Place(int(goal.argmax())).name for visit in visits for goal in visit.wanted)}\n"
    )


if __name__ == "__main__":
    main()
