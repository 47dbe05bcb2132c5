"""What each sentence of a dictation is about: learned weights weigh its words, and its neighbours settle what they leave open."""

from __future__ import annotations

import itertools
import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

from desktop.domain.note import Section
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import cues_in, is_surely_told, kind_within, note_section
from desktop.drafting.offline.speech import word_set

BUCKETS = 1 << 13
"""Features are hashed into so many buckets."""
KINDS = (
    Kind.COMPLAINT, Kind.HISTORY, Kind.SYMPTOM_REVIEW, Kind.PAST, Kind.MEDICATION, Kind.ALLERGY, Kind.FAMILY, Kind.SOCIAL,
    Kind.VITALS, Kind.EXAM, Kind.RESULT, Kind.REASONING, Kind.TREATMENT,
)  # fmt: skip
"""The kinds that are told apart, in the order of the weights; treatment stands for everything planned."""

_NUMBER = re.compile(r"\d")
_FIRST_WORDS = 3
_TAIL = 4
_VERBS = word_set(
    "is are was were be been has have had do does did will would can could should may might reports denies states presents takes complains "
    "shows showed reveals revealed demonstrates demonstrated noted"
)


def features(facts: Facts) -> Iterator[str]:
    """What the weights know of a sentence."""
    words = ["#" if _NUMBER.match(word) else word for word in facts.lowers]
    yield "bias"
    yield f"size {min(6, len(words) // 3)}"
    yield f"numbers {min(3, facts.numbers)}"
    for topic in {mention.topic for mention in facts.mentions}:
        yield f"topic {topic.value}"
    for cue in cues_in(facts):
        yield f"cue {cue}"
    for word in set(words):
        yield f"word {word}"
        if len(word) > _TAIL + 1:
            yield f"tail {word[-_TAIL:]}"
    for a, b in {*itertools.pairwise(words)}:
        yield f"pair {a} {b}"
    for size in range(1, _FIRST_WORDS + 1):
        yield f"begins {' '.join(words[:size])}"
    if words:
        yield f"ends {words[-1]}"
    verb = bool(_VERBS & set(words))
    yield f"verb {verb} {sorted({mention.topic.value for mention in facts.mentions})}"
    yield f"verb {verb} size {min(6, len(words) // 3)}"


def bucket(feature: str) -> int:
    """The bucket of a feature."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class KindWeights:
    """One signed byte per bucket and kind, times scale; and how likely one kind follows another.

    follows: for each kind, and last for the beginning, the weight of each kind after it.
    """

    values: array[int]
    scale: float
    follows: tuple[tuple[float, ...], ...]

    def scores(self, facts: Facts) -> list[float]:
        """The logarithm of how likely a sentence by itself is of each kind."""
        sums = [0] * len(KINDS)
        for feature in features(facts):
            at = bucket(feature) * len(KINDS)
            for k in range(len(KINDS)):
                sums[k] += self.values[at + k]
        raised = [total * self.scale for total in sums]
        highest = max(raised)
        whole = highest + math.log(sum(math.exp(value - highest) for value in raised))
        return [value - whole for value in raised]


BY_RULE = 0.8
"""What speaks for the section that the rules of note language give a sentence after that of the one before it."""
SURELY_TOLD = 2.0
"""The same where the words are a patient's account whatever else they mention."""
KIND_BY_RULE = 0.2
"""And for the kind they give it within a section."""


def likeliest_kinds(
    sentences: Sequence[Facts], leanings: Sequence[Mapping[Kind, float]], weights: KindWeights
) -> list[Kind]:
    """The most likely kinds of sentences that follow one another.

    leanings: for each sentence, the kinds that it can be, each with what its heading adds to it.
    """
    before: list[tuple[float, int]] = [(0.0, 0)]
    sources: list[list[int]] = []
    for facts, leaning in zip(sentences, leanings, strict=True):
        follows = weights.follows[:-1] if sources else weights.follows[-1:]
        by_rule = _ruled(facts, sources)
        rule = SURELY_TOLD if is_surely_told(facts) else BY_RULE
        scores = weights.scores(facts)
        now: list[tuple[float, int]] = []
        for k, kind in enumerate(KINDS):
            if kind not in leaning:
                now.append((-math.inf, 0))
                continue
            best, source = max(
                (score + follows[j][k] + (rule if ruled is kind.section else 0.0), j)
                for j, ((score, _), ruled) in enumerate(zip(before, by_rule, strict=True))
            )
            fits = kind in {Kind.REASONING, Kind.TREATMENT} or kind_within(kind.section, facts) is kind
            now.append((best + scores[k] + leaning[kind] + (KIND_BY_RULE if fits else 0.0), source))
        sources.append([source for _, source in now])
        before = now
    at = max(range(len(before)), key=lambda k: before[k][0])
    out: list[Kind] = []
    for ways in reversed(sources):
        out.append(KINDS[at])
        at = ways[at]
    return out[::-1]


def _ruled(facts: Facts, sources: Sequence[object]) -> list[Section]:
    """The section by rule, after each kind; for the first sentence after nothing."""
    if not sources:
        return [note_section(facts, None)]
    after = {section: note_section(facts, section) for section in Section}
    return [after[kind.section] for kind in KINDS]


@cache
def shipped_kind_weights() -> KindWeights:
    """The weights in resources/dictation_weights, read once."""
    folder = files("resources").joinpath("dictation_weights")
    values = array("b", folder.joinpath("weights.bin").read_bytes())
    scale, *rows = folder.joinpath("follows.txt").read_text(encoding="utf-8").splitlines()
    return KindWeights(values, float(scale), tuple(tuple(map(float, row.split())) for row in rows))
