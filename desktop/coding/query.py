"""Reads what is searched: which words count how much, what they may be short for, side and episode of care."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from desktop.coding.lay_words import LayWords
from desktop.coding.shorthand import opened
from desktop.coding.table import Table
from desktop.coding.terms import Term, terms
from desktop.language.number_words import word_set

SIDES = frozenset({"right", "left", "bilateral"})
TIMES = frozenset({"acute", "chronic", "subacute"})
WEAK = word_set(
    "unspecified other specified elsewhere classified site part status state encounter disorder disease syndrome "
    "condition type region procedure primary current simple idiopathic essential general"
)
"""Words that hardly tell one code from another."""
_NOISE = word_set(
    "stable controlled improving improved worsening new ongoing known well symptom sign likely suspect "
    "possible probable goal today year old male female man woman month week day ago management "
    "currently continue worse better resolving resolved good clinically evidence consistent presumed sided "
    "uncomplicated active underlying due visit associated persistent intermittent treatment complaint concern "
    "massive extensive big large small little huge tiny bad terrible awful horrible really lot bit kind sort some any more less most "
    "much few very quite pretty fairly perhaps maybe again still yet always often sometimes usually frequently nagging annoying "
    "bothersome significant considerable marked obvious clear recent recently known established newly diagnosed found noted seen "
    "reported reading come here go going get getting got make take doing keep issue related clinical symptomatic asymptomatic "
    "evaluation evaluate check unclear uncertain etiology although however otherwise thought think believe feel my me i it its he "
    "they we you there been being do does did can cannot could should would will so just also too only now then when while after "
    "before about around over sounds per follow up subsequent recheck was were had having this that these those time exam history medication medicine drug should room emergency"
)
"""Words of an assessment that name no diagnosis; they count a little, where a description has them."""
_HOW_MUCH = word_set(
    "high low elevated increased decreased reduced abnormal normal positive negative change instruction patient plan response "
    "intervention motion range progress improvement data action goal"
)
_UNKNOWN_WEIGHT = 1.0
_SIDE_WEIGHT = 2.5
_FUZZY_FROM_CHARS = 5
_FUZZY_RATIO = 87
_SAID_BONUS = 6.0
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


def read_query(text: str, table: Table, lay: LayWords, *, typing: bool = False) -> Query:
    """Read a phrase. typing: the last word may be unfinished."""
    plain = opened(text)
    read: dict[Term, None] = dict.fromkeys(terms(plain) if typing else _joined(terms(plain), table, lay))
    found: list[QueryTerm] = []
    last = next(reversed(read), None)
    for term in read:
        is_last = typing and term is last and not text.endswith(" ")
        words = _readings(term.word, table, lay, is_last=is_last)
        found.append(QueryTerm(words, term.denied, _weight(term, words, table, lay)))
    return Query(plain, tuple(found), frozenset(term.word for term in read))


def names_something(read: Iterable[Term]) -> bool:
    """Whether among some terms there is one that can name a condition: not only "high", "left" or "follow-up"."""
    return any(term.word not in _NOISE and term.word not in WEAK | SIDES | TIMES | _HOW_MUCH for term in read)


def _joined(read: list[Term], table: Table, lay: LayWords) -> list[Term]:
    """The terms, two of them as one where only together they are a known word: "tooth" "ache", "post" "nasal"."""
    joined: list[Term] = []
    for term in read:
        before = joined[-1] if joined else None
        both = before.word + term.word if before else ""
        alone = term.word in table.words or term.word in lay.words
        if (
            before
            and len(both) >= _FUZZY_FROM_CHARS
            and before.denied == term.denied
            and not alone
            and (both in table.words or both in lay.words)
        ):
            joined[-1] = Term(both, term.denied)
        else:
            joined.append(term)
    return joined


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
        near = _nearest(word, table, lay)
        if near:
            return frozenset({word, near})
    return frozenset({word})


def _nearest(word: str, table: Table, lay: LayWords) -> str:
    """The known word that a misspelled or misheard one is most like; of equally like ones what people say.

    Its beginning must be the same: too much and too little ("hyper", "hypo") are one letter apart.
    """
    found = [
        (score + (_SAID_BONUS if known in lay.words else 0.0), known)
        for words in (table.words.keys(), lay.words)
        for known, score, _ in process.extract(
            word, words, scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO, limit=3
        )
    ]
    return max(found, default=(0.0, ""))[1]


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
