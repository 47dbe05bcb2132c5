"""Finds diagnosis codes for a phrase: by the code itself, by our lay words, by the words of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from desktop.coding.lay_words import LayPhrase, lay_words
from desktop.coding.query import SIDES, TIMES, Query, read_query
from desktop.coding.ranking import Fit, finer, fit, for_both_sides, title_terms
from desktop.coding.table import Row, Table, icd10cm, written
from desktop.coding.terms import Term
from desktop.domain.coding import CodeEntry, Found
from desktop.language.number_words import word_set

LONGEST_PHRASE_CHARS = 300
_BEGINS_LIKE_CODE = re.compile(r"[A-Za-z]\d[0-9A-Za-z]?(?:\.?[0-9A-Za-z]{0,4})?")
_MOST_CANDIDATES = 120
_TO_REFINE = 24
_TOO_COMMON = 2500
_EPISODES = (
    (re.compile(r"\b(?:sequela|late effect|old injury)\b"), "S"),
    (
        re.compile(r"\b(?:follow-?up|follow up|healing|aftercare|subsequent|recheck|removal|status post)\b"),
        "D",
    ),
)
_LAY_BONUS = 0.12
_OUT_OF_PLACE = 0.15
_PLACES = (
    ("O", word_set("pregnancy trimester childbirth puerperium delivery labor postpartum gestational obstetric antepartum fetal abortion miscarriage maternal lactation")),
    ("P", word_set("newborn neonatal neonate infant preterm perinatal premature")),
    ("VWXY", word_set("fall accident struck bite sting contact exposure collision activity assault vehicle bitten crash fell")),
)  # fmt: skip
"""Chapters for one situation, and the words that name it: without one, their codes stand back."""

_Scored = tuple[float, CodeEntry]


class _Candidate(NamedTuple):
    row: Row
    score: float
    title: tuple[Term, ...]


def search(text: str, limit: int = 20, *, typing: bool = True, table: Table | None = None) -> list[Found]:
    """The billable codes that fit best, best first; for the beginning of a code, the codes that begin so.

    typing: the last word may be unfinished. An empty phrase finds nothing.
    """
    table = table or icd10cm()
    text = text.strip()[:LONGEST_PHRASE_CHARS] if not typing else text.lstrip()[:LONGEST_PHRASE_CHARS]
    if _BEGINS_LIKE_CODE.fullmatch(text.strip()):
        by_code = _by_code(text.strip(), limit, table)
        if by_code:
            return by_code
    query = read_query(text, table, lay_words(), typing=typing)
    if not query.terms:
        return []
    return _ranked(query, limit, table)


def _by_code(text: str, limit: int, table: Table) -> list[Found]:
    usual = written(text)
    exact = table.find(usual)
    if exact is not None and exact[1]:
        return [Found(table.entry_of(*exact), 1.0)]
    entries: list[CodeEntry] = []
    for row in table.rows_starting(usual, 4 * limit):
        entries.append(table.entry_of(row))
        if row.seventh is not None and row.code == usual:
            entries.extend(table.children_of(row))
    entries.sort(key=lambda entry: (entry.code != usual, not entry.billable))
    return [Found(entry, 1.0) for entry in entries[:limit]]


def _ranked(query: Query, limit: int, table: Table) -> list[Found]:
    best: dict[str, _Scored] = {}
    letter_wish = next((letter for pattern, letter in _EPISODES if pattern.search(query.text)), "A")
    candidates = sorted(_candidates(query, table), key=lambda found: -found.score)
    for candidate in candidates[:_TO_REFINE]:
        for found in finer(query, candidate.row, table):
            leaf = found.row
            if leaf is candidate.row:
                score = candidate.score
            else:
                whole = fit(query, candidate.title, table, also=title_terms(leaf.description))
                score = Fit(whole.covered, whole.extra + found.lost, whole.against).score
                score += candidate.score - fit(query, candidate.title, table).score
            letters = table.seventh_of(leaf)
            entry = table.entry_of(leaf, _episode(letters, letter_wish))
            if score > best.get(entry.code, (0.0, entry))[0]:
                best[entry.code] = (score, entry)
    ordered = sorted(best.values(), key=lambda pair: (-round(pair[0], 4), _plainness(pair[1]), pair[1].code))
    if query.side == "bilateral" and ordered:
        ordered = _both_sides_first(ordered, letter_wish, table)
    return [Found(entry, min(1.0, round(score, 4))) for score, entry in ordered[:limit]]


def _both_sides_first(ordered: list[_Scored], letter_wish: str, table: Table) -> list[_Scored]:
    """Where both sides are named: the code for both, or one for each side, before the rest."""
    score, entry = ordered[0]
    place = table.find(entry.code)
    rows = for_both_sides(place[0], table) if place else []
    sides = [(score, table.entry_of(row, _episode(table.seventh_of(row), letter_wish))) for row in rows]
    codes = {side.code for _, side in sides}
    return [*sides, *(pair for pair in ordered if pair[1].code not in codes)]


def _plainness(entry: CodeEntry) -> tuple[bool, int]:
    return "unspecified" not in entry.description.lower(), len(entry.description)


def _episode(letters: dict[str, str], wish: str) -> str:
    """The 7th character to offer first: the wished episode of care, else the first visit, else none stated."""
    if not letters:
        return ""
    return next((letter for letter in (wish, "A", "0", "X") if letter in letters), next(iter(letters)))


def _candidates(query: Query, table: Table) -> Iterable[_Candidate]:
    rows: dict[int, _Candidate] = {}

    def keep(row: Row, title: tuple[Term, ...], bonus: float) -> None:
        score = fit(query, title, table).score + bonus
        if row.id not in rows or score > rows[row.id].score:
            rows[row.id] = _Candidate(row, score, title)

    for phrase in _lay_phrases(query):
        found = table.find(phrase.code)
        if found is not None:
            keep(found[0], phrase.terms, _LAY_BONUS)
    ids = _retrieved(query, table)
    names = table.included(ids)
    for row in table.rows(ids):
        penalty = _penalty(row, query)
        keep(row, title_terms(row.description), -penalty)
        for name in names.get(row.id, ()):
            keep(row, title_terms(name), -penalty - 0.02)
    return rows.values()


def _penalty(row: Row, query: Query) -> float:
    return next(
        (_OUT_OF_PLACE for letters, words in _PLACES if row.code[0] in letters and not words & query.words),
        0.0,
    )


def _lay_phrases(query: Query) -> list[LayPhrase]:
    return lay_words().within(set(query.words | query.denied))


def _retrieved(query: Query, table: Table) -> list[int]:
    """Rows with every telling word of the phrase, then rows with some, the rarest words first."""
    telling = [term for term in query.terms if not term.denied and term.words & table.words.keys()]
    strong = [term for term in telling if not term.words & (SIDES | TIMES)] or telling
    strong.sort(key=lambda term: -term.weight)
    ids: dict[int, None] = {}
    groups = [_any_of(term.words & table.words.keys()) for term in telling]
    if groups:
        ids.update(dict.fromkeys(table.matching(" AND ".join(groups), _MOST_CANDIDATES)))
    chosen = [_any_of(term.words & table.words.keys()) for term in strong]
    for size in range(len(chosen), 0, -1):
        if len(ids) >= _MOST_CANDIDATES // 2:
            break
        ids.update(dict.fromkeys(table.matching(" AND ".join(chosen[:size]), _MOST_CANDIDATES)))
    rare = [
        _any_of(term.words & table.words.keys())
        for term in strong
        if sum(table.words.get(word, 0) for word in term.words) < _TOO_COMMON
    ]
    if len(rare) > 1:
        ids.update(dict.fromkeys(table.matching(" OR ".join(rare[:5]), _MOST_CANDIDATES // 2)))
    return list(ids)


def _any_of(words: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{word}"' for word in sorted(words)) + ")"
