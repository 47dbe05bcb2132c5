"""How well a code's words fit a searched phrase, and which of its finer codes the phrase asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop.coding.query import SIDES, TIMES, WEAK, Query, word_weight
from desktop.coding.table import Row, Table
from desktop.coding.terms import Term, terms

_CONTRADICTED = 0.5
_DENIED = 0.35
_OTHER_TIME = 0.2
_MALE_UNSAID = 2.0
_UNCOMPLICATED = 0.6
_WEAK_EXTRA = {"unspecified": 0.0, "other": 0.6, "specified": 0.5}


@lru_cache(maxsize=60_000)
def title_terms(text: str) -> tuple[Term, ...]:
    """The terms of a description or of one of its other names; kept, since the same ones are read again and again."""
    return tuple(dict.fromkeys(terms(text.replace("[", "(").replace("]", ")"))))


class Fit(NamedTuple):
    """covered: share of the phrase that the title answers. extra: weight of what the title says besides."""

    covered: float
    extra: float
    against: float

    @property
    def score(self) -> float:
        """0 to 1."""
        return max(0.0, self.covered - self.against - 0.45 * self.extra / (self.extra + 8.0))


def fit(query: Query, title: Sequence[Term], table: Table, *, also: Iterable[Term] = ()) -> Fit:
    """Compare a phrase with a title. also: words that may answer the phrase without counting as extra."""
    plain = {term.word for term in title if not term.denied}
    denied = {term.word for term in title if term.denied}
    helping = plain | {term.word for term in also if not term.denied}
    covered, against = 0.0, 0.0
    for term in query.terms:
        if term.denied:
            if term.words & (denied | {word.denied and word.word for word in also}):
                covered += term.weight
            elif term.words & plain:
                against += _DENIED
            else:
                covered += 0.7 * term.weight
        elif term.words & helping:
            covered += term.weight
        elif term.words & denied:
            against += _DENIED * term.weight / query.weight
    extra = 0.0
    for word in plain:
        if word not in query.words:
            extra += _WEAK_EXTRA.get(word, word_weight(word, table))
    against += _clash(query, plain)
    return Fit(covered / query.weight, extra, against)


def _clash(query: Query, plain: set[str]) -> float:
    against = 0.0
    sides = SIDES & plain
    if query.side and sides and query.side not in sides:
        against += _CONTRADICTED
    times = TIMES & plain
    if times and TIMES & query.words and not times & query.words:
        against += _OTHER_TIME
    return against


class Finer(NamedTuple):
    """A billable row below another one, and what it adds: words the phrase has, and words it has not."""

    row: Row
    gained: float
    lost: float


def finer(query: Query, row: Row, table: Table) -> list[Finer]:
    """The best few of the finest rows below a row, best first; the row itself when it is the finest.

    Without a word of the phrase that asks for more, "unspecified" and "without" are preferred.
    """
    beam = [Finer(row, 0.0, 0.0)]
    for _ in range(6):
        grown = {found.row.id for found in beam if found.row.children}
        if not grown:
            break
        below: dict[int, list[Row]] = {}
        for child in table.rows_below(sorted(grown)):
            below.setdefault(child.parent or 0, []).append(child)
        stepped: list[Finer] = [found for found in beam if not found.row.children]
        for found in beam:
            children = below.get(found.row.id, [])
            shared = _shared(children)
            stepped.extend(_step(query, found, child, shared, table) for child in children)
        beam = sorted(stepped, key=lambda found: found.lost - found.gained)[:4]
    return beam


def _shared(children: Sequence[Row]) -> set[str]:
    """Words that two or more siblings have: they do not tell one from the other."""
    counts = Counter(
        word
        for child in children
        for word in {term.word for term in title_terms(child.description) if not term.denied}
    )
    return {word for word, count in counts.items() if count > 1 and word not in SIDES}


def _step(query: Query, parent: Finer, child: Row, shared: set[str], table: Table) -> Finer:
    had = {term.word for term in title_terms(parent.row.description)}
    gained, lost = 0.0, 0.0
    added = [term for term in title_terms(child.description) if term.word not in had]
    plain = {term.word for term in added if not term.denied}
    for word in plain:
        if word in query.words:
            gained += word_weight(word, table)
        elif word in query.denied:
            lost += 6.0
        elif word not in WEAK:
            lost += word_weight(word, table) * (0.1 if word in shared else 0.6)
    for term in added:
        if term.denied and term.word in query.denied:
            gained += 3.0
        elif term.denied and term.word in query.words:
            lost += 4.0
    lost += 8.0 * _clash(query, plain)
    usual = _usual(query, child, plain)
    return Finer(child, parent.gained + gained + max(usual, 0.0), parent.lost + lost - min(usual, 0.0))


def _usual(query: Query, child: Row, plain: set[str]) -> float:
    """For the code that is meant when nothing more is said; below 0 against one that would have been said."""
    unsaid = -_MALE_UNSAID if "male" in plain - query.words else 0.0
    if "unspecified" in plain or child.code.endswith("9"):
        return unsaid + 0.4
    if "uncomplicated" in plain:
        return unsaid + _UNCOMPLICATED
    return unsaid - 0.9 if "other" in plain else unsaid


def for_both_sides(row: Row, table: Table) -> list[Row]:
    """The codes for both sides in place of a row: the one for both, else those for the right and the left side."""
    siblings = [] if row.parent is None else table.rows_below([row.parent])
    mine = _sideless(row)
    alike = [
        (sibling, SIDES & {term.word for term in title_terms(sibling.description)})
        for sibling in siblings
        if not sibling.children and (_sideless(sibling) <= mine or mine <= _sideless(sibling))
    ]
    both = [sibling for sibling, sides in alike if sides == {"bilateral"}]
    return both[:1] or [sibling for sibling, sides in alike if sides in ({"right"}, {"left"})][:2]


def _sideless(row: Row) -> set[str]:
    words = {term.word for term in title_terms(row.description)}
    return words - SIDES - WEAK - {"eye", "ear", "side", "limb"}
