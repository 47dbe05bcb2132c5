"""What linear weights, learned from public visits and their notes, say of a statement: whether a note has it, and where."""

from __future__ import annotations

import itertools
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from zlib import crc32

from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.units import Unit

BUCKETS = 1 << 13
"""Features are hashed into so many buckets, and so are the stems of words."""
MOST_SHARE = 255
"""The byte of a stem that notes always take over."""

_TOKEN = re.compile(r"[a-z]+|\d[\d./]*")
_EMPTY = word_set(
    "the a an of to in on for with and or is are was were be been has have had that this it as at by from patient i he she his "
    "her they also just does do did so then some any will we you not no denies reports which there"
)
_COLUMNS = 5
"""A column of weights for every Place."""
_PLACES = 6
"""A visit is cut into so many stretches, which the weights know."""
_STEM_CHARS = 6
_SHORT_STEM_CHARS = 5
_OFTEN = 3
_FURTHEST = 4


class Place(Enum):
    """Where a note has a statement, if it has it at all; in the order of the weights."""

    NOWHERE = 0
    SUBJECTIVE = 1
    EXAM = 2
    RESULTS = 3
    ASSESSMENT_AND_PLAN = 4


def content(text: str) -> list[str]:
    """The words of a text that tell it from others, cut to their stems."""
    return [word[:_STEM_CHARS] for word in _TOKEN.findall(text.lower()) if word not in _EMPTY]


@dataclass(frozen=True, slots=True)
class Told:
    """The statements of one visit, as the weights look at them.

    clauses: how many clauses the visit has. share: of how many visits in which a stem is said the note has
    it too, 0 to 1. stems: the stems of each statement. often: how many statements have a stem or mention.
    """

    units: Sequence[Unit]
    clauses: int
    share: Callable[[str], float]
    stems: Sequence[frozenset[str]]
    often: Counter[str]

    @classmethod
    def of(cls, units: Sequence[Unit], clauses: int, share: Callable[[str], float]) -> Told:
        """Count what the statements have in common."""
        stems = [frozenset(content(unit.text)) for unit in units]
        often: Counter[str] = Counter()
        for unit, own in zip(units, stems, strict=True):
            often.update(own)
            often.update({f"={mention.name.lower()}" for mention in unit.facts.mentions})
        return cls(units, clauses, share, stems, often)


def features(told: Told, n: int) -> Iterator[str]:
    """What the weights know of the statement at n."""
    unit = told.units[n]
    who = "D" if unit.by_provider else "P"
    tokens = ["#" if token[0].isdigit() else token for token in _TOKEN.findall(unit.text.lower())]
    yield "bias"
    yield from _where(told, n, who)
    yield f"size {min(6, len(tokens) // 4)} {who}"
    for mention in unit.facts.mentions:
        topic = mention.topic.value
        yield f"topic {topic} {who}"
        yield f"topic {topic} {unit.stage.name}"
        yield f"topic {topic} often {min(_OFTEN, told.often[f'={mention.name.lower()}'])}"
    yield f"mentions {min(5, len(unit.facts.mentions))} {unit.kind.section.value}"
    yield f"numbers {min(3, unit.facts.numbers)} {unit.kind.value}"
    yield f"value {int(max(-3, min(10, unit.value)))} {who}"
    yield f"unfiled {unit.unfiled} {who}"
    if ":" in unit.text:
        yield "labelled"
    for token in set(tokens):
        yield f"word {token}"
        yield f"word {token} {who}"
    for a, b in {*itertools.pairwise(tokens)}:
        yield f"pair {a} {b}"
    if tokens:
        yield f"first {tokens[0]} {who}"
        yield f"opens {' '.join(tokens[:2])}"
        yield f"last {tokens[-1]}"
    for stem in told.stems[n]:
        yield f"stem {stem[:_SHORT_STEM_CHARS]}"
    yield from _shared(told, n, who)


def _where(told: Told, n: int, who: str) -> Iterator[str]:
    """Where in the visit, and next to what, the statement at n was said."""
    unit = told.units[n]
    kind, stage = unit.kind.value, unit.stage.name
    part = min(_PLACES - 1, _PLACES * unit.clause // max(1, told.clauses))
    yield f"kind {kind} {who}"
    yield f"stage {stage} {who}"
    yield f"part {part} {who}"
    yield f"kind {kind} stage {stage}"
    yield f"kind {kind} part {part}"
    yield f"tested {min(_FURTHEST, unit.since_test)} {kind}"
    yield f"tested {min(_FURTHEST, unit.since_test)} {stage}"
    if n:
        before = told.units[n - 1]
        yield f"before {before.kind.value}"
        yield f"before {before.kind.value} {kind}"
        yield f"gap before {min(5, unit.clause - before.clause)}"
    if n + 1 < len(told.units):
        after = told.units[n + 1]
        yield f"after {after.kind.value} {kind}"
        yield f"gap after {min(5, after.clause - unit.clause)}"


def _shared(told: Told, n: int, who: str) -> Iterator[str]:
    """How readily notes take over the words of the statement at n, and how many of them are said again."""
    stems = told.stems[n]
    if not stems:
        return
    unit = told.units[n]
    again = sum(told.often[stem] > 1 for stem in stems) / len(stems)
    yield f"again {int(4 * again)} {who}"
    shares = sorted(map(told.share, stems))
    mean = sum(shares) / len(shares)
    yield f"mean {int(16 * mean)}"
    yield f"mean about {int(8 * mean + 0.5)}"
    yield f"mean {int(12 * mean)} {unit.kind.section.value} {who}"
    yield f"mean {int(12 * mean)} {unit.stage.name}"
    yield f"most {int(8 * shares[-1])}"
    yield f"least {int(8 * shares[0])}"
    yield f"middle {int(8 * shares[len(shares) // 2])}"
    yield f"sum {min(12, int(2 * sum(share - 0.25 for share in shares)))}"


def bucket(feature: str) -> int:
    """The bucket of a feature, or of a stem."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Weights:
    """One signed byte per bucket and place, times scale; and one byte per bucket of stems: its share of notes."""

    values: array[int]
    scale: float
    shares: bytes

    def share(self, stem: str) -> float:
        """Of how many visits in which a stem is said the note has it too."""
        return self.shares[bucket(stem)] / MOST_SHARE

    def probabilities(self, units: Sequence[Unit], clauses: int) -> list[dict[Place, float]]:
        """How likely a note has each statement of a visit of so many clauses in each place."""
        told = Told.of(units, clauses, self.share)
        return [self._of(told, n) for n in range(len(units))]

    def _of(self, told: Told, n: int) -> dict[Place, float]:
        found = {bucket(feature) for feature in features(told, n)}
        rows = [self.values[at * _COLUMNS : (at + 1) * _COLUMNS] for at in found]
        sums = [sum(column) for column in zip(*rows, strict=True)]
        highest = max(sums)
        raised = [exp((value - highest) * self.scale / sqrt(len(found))) for value in sums]
        total = sum(raised)
        return {place: raised[place.value] / total for place in Place}


@cache
def shipped_weights() -> Weights:
    """The weights in resources/clause_weights, read once."""
    folder = files("resources").joinpath("clause_weights")
    values = array("b", folder.joinpath("weights.bin").read_bytes())
    scale = float(folder.joinpath("scale.txt").read_text(encoding="utf-8"))
    return Weights(values, scale, folder.joinpath("shares.bin").read_bytes())
