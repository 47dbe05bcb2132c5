"""What linear weights, learned from public visits and their notes, say of a statement: whether a note has it, and where."""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from math import exp
from zlib import crc32

from desktop.drafting.offline.units import Unit

BUCKETS = 1 << 13
"""Features are hashed into so many buckets."""

_TOKEN = re.compile(r"[a-z]+|\d[\d./]*")
_PLACES = 6
"""A visit is cut into so many stretches, which the weights know."""


class Place(Enum):
    """Where a note has a statement, if it has it at all; in the order of the weights."""

    NOWHERE = 0
    SUBJECTIVE = 1
    EXAM = 2
    RESULTS = 3
    ASSESSMENT_AND_PLAN = 4


def features(units: Sequence[Unit], n: int, clauses: int) -> Iterator[str]:
    """What the weights know of the statement at n of a visit of so many clauses."""
    unit = units[n]
    who = "D" if unit.by_provider else "P"
    tokens = ["#" if token[0].isdigit() else token for token in _TOKEN.findall(unit.text.lower())]
    kind = unit.kind.value
    part = min(_PLACES - 1, _PLACES * unit.clause // max(1, clauses))
    yield "bias"
    yield f"kind {kind} {who}"
    yield f"stage {unit.stage.name} {who}"
    yield f"part {part} {who}"
    yield f"kind {kind} stage {unit.stage.name}"
    yield f"kind {kind} part {part}"
    yield f"size {min(6, len(tokens) // 4)} {who}"
    if n:
        yield f"before {units[n - 1].kind.value}"
        yield f"before {units[n - 1].kind.value} {kind}"
    if n + 1 < len(units):
        yield f"after {units[n + 1].kind.value} {kind}"
    for topic in {mention.topic for mention in unit.facts.mentions}:
        yield f"topic {topic.value} {who}"
        yield f"topic {topic.value} {unit.stage.name}"
    if ":" in unit.text:
        yield "labelled"
    for token in set(tokens):
        yield f"word {token}"
        yield f"word {token} {who}"
    for a, b in {*itertools.pairwise(tokens)}:
        yield f"pair {a} {b}"
    if tokens:
        yield f"first {tokens[0]} {who}"


def bucket(feature: str) -> int:
    """The bucket of a feature."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Weights:
    """One signed byte per bucket and place, times scale."""

    values: array[int]
    scale: float

    def probabilities(self, units: Sequence[Unit], n: int, clauses: int) -> dict[Place, float]:
        """How likely a note has the statement at n in each place."""
        sums = [0] * len(Place)
        for feature in features(units, n, clauses):
            at = bucket(feature) * len(Place)
            for k in range(len(Place)):
                sums[k] += self.values[at + k]
        highest = max(sums)
        raised = [exp((value - highest) * self.scale) for value in sums]
        total = sum(raised)
        return {place: raised[place.value] / total for place in Place}


@cache
def shipped_weights() -> Weights:
    """The weights in resources/clause_weights, read once."""
    folder = files("resources").joinpath("clause_weights")
    values = array("b", folder.joinpath("weights.bin").read_bytes())
    return Weights(values, float(folder.joinpath("scale.txt").read_text(encoding="utf-8")))
