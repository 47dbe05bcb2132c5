"""Reads what is searched: which words count how much, what they may be short for, side and episode of care."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from desktop.coding.lay_words import LayWords
from desktop.coding.table import Table
from desktop.coding.terms import Term, terms

SIDES = frozenset({"right", "left", "bilateral"})
TIMES = frozenset({"acute", "chronic", "subacute"})
WEAK = frozenset(
    "unspecified other specified elsewhere classified site part status state encounter disorder disease syndrome "
    "condition type region procedure primary current simple idiopathic essential general".split()
)
"""Words that hardly tell one code from another."""
_NOISE = frozenset(
    "stable controlled improving improved worsening new ongoing known well symptom sign likely suspect "
    "possible probable goal today year old male female man woman month week day ago management "
    "currently continue worse better resolving resolved good clinically evidence consistent presumed sided "
    "uncomplicated active underlying due visit persistent intermittent treatment complaint concern".split()
)
"""Words of an assessment that name no diagnosis; they count a little, where a description has them."""
_ABBREVIATIONS = (
    (re.compile(r"\bs/p\b"), "status post"), (re.compile(r"\bh/o\b"), "history of"), (re.compile(r"\bw/(?=\s)"), "with"),
    (re.compile(r"\bw/(?=\w)(?!o\b)"), "with "), (re.compile(r"\bf/u\b"), "follow-up"), (re.compile(r"\bn/v\b"), "nausea and vomiting"),
    (re.compile(r"\bc-spine\b"), "cervical spine"), (re.compile(r"\bl-spine\b"), "lumbar spine"), (re.compile(r"\bt-spine\b"), "thoracic spine"),
    (re.compile(r"\b(?:lt|l)\.? (?=\w)"), "left "), (re.compile(r"\b(?:rt|r)\.? (?=\w)"), "right "), (re.compile(r"\b(?:bilat|b/l)\b\.?"), "bilateral"),
    (re.compile(r"\bo\.?a\.?(?=\s|$)"), "osteoarthritis"), (re.compile(r"\bca\b"), "cancer"), (re.compile(r"\bdx\b"), "diagnosis"),
    (re.compile(r"\bhx\b"), "history"), (re.compile(r"\bfhx\b"), "family history"), (re.compile(r"\bmod\b"), "moderate"),
    (re.compile(r"\blle\b"), "left lower extremity"), (re.compile(r"\brle\b"), "right lower extremity"),
    (re.compile(r"\blue\b"), "left upper extremity"), (re.compile(r"\brue\b"), "right upper extremity"),
    (re.compile(r"\b(?:od)\b"), "right eye"), (re.compile(r"\bos\b"), "left eye"), (re.compile(r"\bou\b"), "both eyes"),
    (re.compile(r"\bcervicalgia\b"), "neck pain"), (re.compile(r"\bdm ?(?:type )?(?:2|ii)\b"), "type 2 diabetes"), (re.compile(r"\bdm ?(?:type )?(?:1|i)\b"), "type 1 diabetes"),
    (re.compile(r"\btype (?:2|ii) dm\b"), "type 2 diabetes"), (re.compile(r"\btype (?:1|i) dm\b"), "type 1 diabetes"),
    (re.compile(r"\bdm\b"), "diabetes"), (re.compile(r"\bt(1|2)dm\b"), r"type \1 diabetes"),
    (re.compile(r"\bright[- ]sided\b"), "right"), (re.compile(r"\bleft[- ]sided\b"), "left"),
    (re.compile(r"\bstage ([iv]+|\d) ([ab])\b"), r"stage \1\2"), (re.compile(r"\bckd ?(\d[ab]?)\b"), r"ckd stage \1"),
    (re.compile(r"\bcancer\b|\bcarcinoma\b"), "malignant neoplasm"),
)  # fmt: skip
_UNKNOWN_WEIGHT = 1.5
_SIDE_WEIGHT = 2.5
_FUZZY_FROM_CHARS = 5
_FUZZY_RATIO = 84
_MOST_ENDINGS = 12


@dataclass(frozen=True)
class QueryTerm:
    """One searched word. words: what it may stand for in a description; weight: how much it tells."""

    words: frozenset[str]
    denied: bool
    weight: float


@dataclass(frozen=True)
class Query:
    """A read phrase."""

    text: str
    terms: tuple[QueryTerm, ...]
    raw: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a description may answer with, denied ones left out."""
        return frozenset().union(*(term.words for term in self.terms if not term.denied))

    @cached_property
    def denied(self) -> frozenset[str]:
        """Words that the phrase denies."""
        return frozenset().union(*(term.words for term in self.terms if term.denied))

    @cached_property
    def side(self) -> str:
        """right, left, bilateral or empty."""
        found = SIDES & self.words
        return "bilateral" if found >= {"right", "left"} else next(iter(found), "")

    @cached_property
    def weight(self) -> float:
        """Of all its words."""
        return sum(term.weight for term in self.terms) or 1.0


def opened(text: str) -> str:
    """A phrase in lower case with its clinical shorthand in words."""
    text = " ".join(text.lower().replace("’", "'").split())
    for pattern, said in _ABBREVIATIONS:
        text = pattern.sub(said, text)
    return text


def read_query(text: str, table: Table, lay: LayWords, *, typing: bool = False) -> Query:
    """Read a phrase. typing: the last word may be unfinished."""
    plain = opened(text)
    read: dict[Term, None] = dict.fromkeys(terms(plain))
    found: list[QueryTerm] = []
    last = next(reversed(read), None)
    for term in read:
        is_last = typing and term is last and not text.endswith(" ")
        words = _readings(term.word, table, lay, is_last=is_last)
        found.append(QueryTerm(words, term.denied, _weight(term, words, table, lay)))
    return Query(plain, tuple(found), frozenset(term.word for term in read))


def _readings(word: str, table: Table, lay: LayWords, *, is_last: bool) -> frozenset[str]:
    if word in table.words or word in lay.words:
        return frozenset({word})
    if is_last and len(word) > 1:
        endings = [known for known in table.words if known.startswith(word)]
        endings.sort(key=lambda known: -table.words[known])
        more = [known for known in lay.words if known.startswith(word)]
        if endings or more:
            return frozenset([*endings[:_MOST_ENDINGS], *more[:_MOST_ENDINGS]])
    if len(word) >= _FUZZY_FROM_CHARS and word.isalpha():
        near = process.extractOne(word, table.words.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO)
        if near is not None:
            return frozenset({word, near[0]})
    return frozenset({word})


def word_weight(word: str, table: Table) -> float:
    """How much a word tells: the rarer among the codes, the more."""
    if word in WEAK:
        return 0.4
    if word in SIDES:
        return _SIDE_WEIGHT
    return math.log(1 + 48_000 / (1 + table.words.get(word, 4))) * 0.8


def _weight(term: Term, words: frozenset[str], table: Table, lay: LayWords) -> float:
    if words & _NOISE:
        return 0.3
    if not any(word in table.words or word in lay.words for word in words):
        return _UNKNOWN_WEIGHT
    weight = max(word_weight(word, table) for word in words if word in table.words or word in lay.words)
    return weight * (0.5 if term.denied else 1.0)
