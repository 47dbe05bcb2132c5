# ruff: noqa: INP001 (a script, run by its path)
"""Learns the weights in resources/clause_weights from ACI-Bench: whether a note has a statement, and where.

    python packaging/train_clause_weights.py TRAIN_CSV            writes the weights (the same each time)
    python packaging/train_clause_weights.py TRAIN_CSV --folds DIR    five folds by visit: each note is drafted with
                                                                  weights that never saw its visit, one JSON file each

TRAIN_CSV is the train.csv of ACI-Bench (Yim et al., Scientific Data 2023, 10:586; CC BY 4.0), with the columns
encounter_id, dialogue and note. Nothing of its text is kept: the result is one signed byte per hashed feature and place.
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
from desktop.drafting.offline.learned import BUCKETS, Place, Weights, bucket, features
from desktop.drafting.offline.reading import read
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.units import Unit

FOLDS = 5
ROUNDS = 15
STEP = 0.01
SHRINK = 1e-2
SEED = 11
LEAST_OVERLAP = 0.42
"""A statement is in a note when so much of its words' weight is in one or two neighbouring sentences."""
MOST = 127

_SPEAKERS = {"doctor": Speaker.PROVIDER, "patient": Speaker.PATIENT, "patient_guest": Speaker.OTHER}
_TURN = re.compile(r"\[(\w+)\] ")
_WORD = re.compile(r"[a-z]+|\d[\d./]*")
_EMPTY = word_set(
    "the a an of to in on for with and or is are was were be been has have had that this it as at by from patient i he she his "
    "her they also just does do did so then some any will we you not no denies reports which there"
)
_HEADING = re.compile(r"^[A-Za-z][A-Za-z ,&/-]{2,60}:?$")
_PLACES: tuple[tuple[str, Place | None], ...] = (
    (r"assessment|impression|plan|instruction|diagnos", Place.ASSESSMENT_AND_PLAN),
    (r"result|labs|imaging|studies|diagnostics|data", Place.RESULTS),
    (r"exam|vital|objective", Place.EXAM),
    (r"history|complaint|hpi|^cc|review of systems|medication|allerg|subjective|social|family|surgical", Place.SUBJECTIVE),
)  # fmt: skip


class Visit(NamedTuple):
    """A visit: what was said, what was understood of it, and where its note has each statement."""

    name: str
    transcript: Transcript
    units: list[Unit]
    clauses: int
    places: list[Place]


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


def content(text: str) -> list[str]:
    """The words of a text that tell it from others, cut to their stems."""
    return [word[:6] for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def placed(units: Sequence[Unit], note: str, weight: Counter[str], notes: int) -> list[Place]:
    """Where the note has each statement."""
    sentences = list(sentences_of(note))
    windows = [(place, frozenset(words)) for place, words in sentences]
    windows += [
        (a[0], frozenset(a[1]) | frozenset(b[1])) for a, b in itertools.pairwise(sentences) if a[0] is b[0]
    ]

    def rarity(word: str) -> float:
        return math.log((1 + notes) / (1 + weight[word]))

    out: list[Place] = []
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
        out.append(where if best >= LEAST_OVERLAP else Place.NOWHERE)
    return out


def section_name(unit: Unit) -> str:
    """The place that the rules give a statement."""
    kind = unit.kind
    if kind.section is Section.SUBJECTIVE:
        return "SUBJECTIVE"
    if kind.section is Section.OBJECTIVE:
        return "RESULTS" if kind.value == "result" else "EXAM"
    return "ASSESSMENT_AND_PLAN"


def visits_in(path: Path) -> list[Visit]:
    """Every visit of a train.csv."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    weight: Counter[str] = Counter()
    for row in rows:
        weight.update(set(content(row["note"])))
    out = []
    for row in rows:
        transcript = transcript_of(row["dialogue"])
        clauses = clauses_of(transcript)
        units = read(clauses).units
        places = placed(units, row["note"], weight, len(rows))
        out.append(Visit(row["encounter_id"], transcript, units, len(clauses), places))
    return out


def learned_from(visits: Sequence[Visit]) -> Weights:
    """Weights by multinomial logistic regression: plain gradient steps with a decaying pace, then rounded to bytes."""
    examples = [
        (
            np.unique(np.array([bucket(f) for f in features(visit.units, n, visit.clauses)])),
            visit.places[n].value,
        )
        for visit in visits
        for n in range(len(visit.units))
    ]
    rng = np.random.default_rng(SEED)
    weights: NDArray[np.float64] = np.zeros((BUCKETS, len(Place)))
    summed: NDArray[np.float64] = np.zeros((BUCKETS, len(Place)))
    for turn in range(ROUNDS):
        pace = STEP / (1 + 0.25 * turn)
        for n in rng.permutation(len(examples)):
            at, place = examples[n]
            scores = weights[at].sum(axis=0)
            scores = np.exp(scores - scores.max())
            scores /= scores.sum()
            scores[place] -= 1.0
            weights[at] -= pace * (scores + SHRINK * weights[at])
        summed += weights
    mean = summed / ROUNDS
    scale = float(np.abs(mean).max()) / MOST
    rounded = np.rint(mean / scale).astype(np.int8)
    return Weights(array("b", rounded.tobytes()), scale)


def accuracy(visits: Sequence[Visit], weights: Weights) -> tuple[int, int, int]:
    """(places right, keep-or-leave right, statements)."""
    right = kept = total = 0
    for visit in visits:
        for n, place in enumerate(visit.places):
            found = weights.probabilities(visit.units, n, visit.clauses)
            guess = max(found, key=lambda p: found[p])
            right += guess is place
            kept += (found[Place.NOWHERE] < 0.5) == (place is not Place.NOWHERE)
            total += 1
    return right, kept, total


def folds(visits: Sequence[Visit], out: Path) -> None:
    """Draft every visit with weights of the other folds."""
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    template = catalog.template(specialty, "standard")
    out.mkdir(parents=True, exist_ok=True)
    totals = np.zeros(3, dtype=int)
    for fold in range(FOLDS):
        weights = learned_from([v for n, v in enumerate(visits) if n % FOLDS != fold])
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
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    visits = visits_in(args.csv)
    if args.folds:
        folds(visits, args.folds)
        return
    weights = learned_from(visits)
    folder = Path(__file__).parent.parent / "resources" / "clause_weights"
    folder.mkdir(exist_ok=True)
    (folder / "weights.bin").write_bytes(weights.values.tobytes())
    (folder / "scale.txt").write_text(f"{weights.scale!r}\n", encoding="utf-8")
    sys.stdout.write(f"{Counter(place.name for visit in visits for place in visit.places)}\n")


if __name__ == "__main__":
    main()
