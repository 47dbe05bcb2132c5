"""Finds diagnosis codes for a phrase: by the code itself, by our lay words, by the words of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from desktop.coding.circumstances import without_circumstances
from desktop.coding.history import Whose, code_then, said_of
from desktop.coding.lay_words import LayPhrase, lay_words
from desktop.coding.query import SIDES, TIMES, Query, read_query
from desktop.coding.ranking import Fit, finer, fit, for_both_sides, title_terms
from desktop.coding.shorthand import opened
from desktop.coding.table import Row, Table, icd10cm, written
from desktop.coding.terms import Term, terms
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
_USUAL_BONUS = 0.05
_SAID_SCORE = 0.85
_KNOWN_SCORE = 0.78
_PART_SCORE = 0.7
_PART_WEIGHT = 0.95
_TURNED_TERMS = 3
_PARTS = re.compile(
    r"[,;:/?]|\b(?:and|with|secondary to|due to|caused by|because of|related to|associated with|complicated by|likely|probabl[ey]|possibl[ey]|perhaps|sounds|consistent with"
    r"|suspicious for|rather than|status post|after|following|in the setting of|but|plus|in a patient|versus|vs)\b"
)
"""What stands between several things in one phrase, or between a thing and what is thought of it."""
_OF_THE_PAST = ("Z", "I25.2", "I69")
_OUT_OF_PLACE = 0.15
_OTHER_NAME = 0.02
_NAMED_SHARE = 0.95
_NAMED_EXTRA = 0.5
"""A title that the phrase says whole is named, whatever its chapter."""
_PLACES = (
    ("O", word_set("pregnancy trimester childbirth puerperium delivery labor postpartum gestational obstetric antepartum fetal abortion miscarriage maternal lactation")),
    ("P", word_set("newborn neonatal neonate infant preterm perinatal premature")),
    ("Q", word_set("congenital birth born malformation inborn newborn infant baby hereditary")),
    ("VWXY", word_set("fall accident struck bite sting contact exposure collision activity assault vehicle bitten crash fell")),
)  # fmt: skip
"""Chapters for one situation, and the words that name it: without one, their codes stand back."""

_Scored = tuple[float, CodeEntry]


class _Candidate(NamedTuple):
    row: Row
    score: float
    title: tuple[Term, ...]


def search(
    text: str, limit: int = 20, *, typing: bool = True, in_parts: bool = True, table: Table | None = None
) -> list[Found]:
    """The billable codes that fit best, best first; for the beginning of a code, the codes that begin so.

    typing: the last word may be unfinished. in_parts: of a phrase that names several things, or one thing and where it
    comes from, each is searched too when the whole is not known. An empty phrase finds nothing.
    """
    table = table or icd10cm()
    text = text.strip()[:LONGEST_PHRASE_CHARS] if not typing else text.lstrip()[:LONGEST_PHRASE_CHARS]
    if _BEGINS_LIKE_CODE.fullmatch(text.strip()):
        by_code = _by_code(text.strip(), limit, table)
        if by_code:
            return by_code
    if typing:
        return _ranked(read_query(text, table, lay_words(), typing=True), limit, table)
    found = _told(text, limit, table)
    if in_parts and (not found or found[0].score < _KNOWN_SCORE):
        found = _with_parts(text, found, limit, table)
    return found


def _with_parts(text: str, whole: list[Found], limit: int, table: Table) -> list[Found]:
    """The results for the parts of a phrase, each one's best before the rest, among those for the whole."""
    plain = opened(text)
    is_turned = "," in plain and len(terms(plain)) <= _TURNED_TERMS  # "contusion, breast" is one thing
    parts = [part for part in _PARTS.split(plain.replace(",", " ") if is_turned else plain) if part.strip()]
    lists = [_told(part, limit, table) for part in parts] if len(parts) > 1 else []
    heads = [found[0] for found in lists if found and found[0].score >= _PART_SCORE]
    if not heads or (whole and max(head.score for head in heads) <= whole[0].score):
        return whole
    merged = list(dict.fromkeys(heads))
    lesser = [Found(found.entry, round(_PART_WEIGHT * found.score, 4)) for found in merged]
    return _merged(
        lesser, [found for found in whole if found.entry not in {head.entry for head in heads}], limit
    )


def _told(text: str, limit: int, table: Table) -> list[Found]:
    """What a whole phrase names: the condition, or the code for having had it, or for a relative's."""
    plain = without_circumstances(opened(text))
    found = _ranked(read_query(plain, table, lay_words()), limit, table, text)
    said = said_of(plain)
    if said.whose is Whose.NOW:
        return found
    alone = _ranked(read_query(said.condition, table, lay_words()), limit, table, text)
    if not alone:
        return found
    code = code_then(alone[0].entry.code, said.whose)
    entry = table.entry(code) if code else None
    if entry is None:
        better = found and found[0].score >= alone[0].score
        return _merged(found, alone, limit) if better else _merged(alone, found, limit)
    then = Found(entry, alone[0].score)
    is_said = found and found[0].score >= _SAID_SCORE and found[0].entry.code.startswith(_OF_THE_PAST)
    return _merged(found, [then], limit) if is_said else _merged([then], found, limit)


def _merged(first: list[Found], second: list[Found], limit: int) -> list[Found]:
    """Two lists of results, the better of the two best in front, each code once."""
    codes: dict[str, Found] = {}
    for found in [*first[:1], *second[:1], *first[1:], *second[1:]]:
        codes.setdefault(found.entry.code, found)
    return list(codes.values())[:limit]


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


def _ranked(query: Query, limit: int, table: Table, all_said: str = "") -> list[Found]:
    """The results for a read phrase. all_said: the phrase before anything was taken out of it, for the episode of care."""
    if not query.terms:
        return []
    told = all_said.lower() or query.text
    best: dict[str, _Scored] = {}
    letter_wish = next((letter for pattern, letter in _EPISODES if pattern.search(told)), "A")
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

    def keep(row: Row, title: tuple[Term, ...], bonus: float, out_of_place: float = 0.0) -> None:
        fitted = fit(query, title, table)
        is_named = fitted.covered >= _NAMED_SHARE and fitted.extra <= _NAMED_EXTRA
        score = fitted.score + bonus - (0.0 if is_named else out_of_place)
        if row.id not in rows or score > rows[row.id].score:
            rows[row.id] = _Candidate(row, score, title)

    for phrase in _lay_phrases(query):
        found = table.find(phrase.code)
        if found is not None:
            keep(found[0], phrase.terms, _LAY_BONUS)
    lay = lay_words()
    ids = _retrieved(query, table)
    names = table.included(ids)
    for row in table.rows(ids):
        bonus, penalty = _USUAL_BONUS if lay.usual(row.code) else 0.0, _penalty(row, query)
        keep(row, title_terms(row.description), bonus, penalty)
        for name in names.get(row.id, ()):
            keep(row, title_terms(name), bonus - _OTHER_NAME, penalty)
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
