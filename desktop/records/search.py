"""Full-text search over the notes, transcripts and accepted codes of every visit.

Every typed word has to be in the same text of a visit: its note, its transcript or its codes. The visits recorded last
come first, so that a common word needs no ranking of everything that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desktop.domain.history import Excerpt, Place, SearchHit, SearchPage, VisitFilter
from desktop.domain.user import Right
from desktop.language.plain_text import clean_text
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.excerpts import CLOSE, OPEN, excerpt
from desktop.records.visit_lines import SIGNED_STATUSES, conditions, lines_of

_LONGEST_QUERY_CHARS = 300  # a pasted page is not a search
_MOST_TERMS = 16
_PREFIX_CHARS = 2  # one letter begins too many words to be worth finding
_EXCERPTS_PER_VISIT = 3
_LAST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Index:
    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """where: a condition on visits; the patient is asked for apart, because the index answers that faster."""

    query: str
    where: str
    values: list[Any]
    before: int
    patient_id: int | None


_NOTE_PLACES = (Place.SUBJECTIVE, Place.OBJECTIVE, Place.ASSESSMENT, Place.PLAN)
_WORKING = _Index("note_words", _NOTE_PLACES)
_NEWEST_VERSION = _Index("version_words", _NOTE_PLACES)
_TRANSCRIPT = _Index("transcript_words", (Place.TRANSCRIPT,))
_CODES = _Index("code_words", (Place.CODES,))
_EVERYTHING = (_WORKING, _NEWEST_VERSION, _TRANSCRIPT, _CODES)
_SIGNED = (_NEWEST_VERSION, _CODES)
"""The text of a signed note is its newest version; what is being typed under it is nobody's to find."""


class Search:
    """The full-text indices."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def find(
        self,
        text: str,
        only: VisitFilter | None = None,
        *,
        signed_only: bool = False,
        before: int | None = None,
        limit: int = 30,
    ) -> SearchPage:
        """Visits in which each typed word begins a word, the visit recorded last first.

        Case and accents do not matter; anything may be typed. only: among these visits. signed_only: signed notes
        and their codes. before: next_key of the page before.
        """
        query = match_query(text)
        if query is None:
            return SearchPage((), None)
        question = _question(query, only or VisitFilter(), signed_only=signed_only, before=before)
        found: dict[int, list[Excerpt]] = {}
        with self._access.reading(Right.READ_SIGNED if signed_only else Right.READ_CLINICAL) as connection:
            for index in _SIGNED if signed_only else _EVERYTHING:
                for visit_id, excerpts in _hits(connection, index, question, limit + 1):
                    kept = found.setdefault(visit_id, [])
                    known = {each.place for each in kept}
                    kept.extend(each for each in excerpts if each.place not in known)
            newest = sorted(found, reverse=True)
            lines = lines_of(connection, newest[:limit], has_titles=not signed_only)
        hits = tuple(
            SearchHit(lines[each], tuple(found[each][:_EXCERPTS_PER_VISIT])) for each in newest[:limit]
        )
        return SearchPage(hits, newest[limit - 1] if len(newest) > limit else None)


def keep_code_words(connection: Connection, visit_id: int, codes: Iterable[str]) -> None:
    """Inside the transaction that stores a visit's accepted codes: what they are found under, "E11.9 Type 2 diabetes".

    No codes: the visit is found by none.
    """
    text = "\n".join(codes)
    connection.execute(
        "INSERT INTO visit_code_texts (visit_id, codes) VALUES (?, ?)"
        " ON CONFLICT (visit_id) DO UPDATE SET codes = excluded.codes",
        (visit_id, text or None),
    )


def match_query(text: str) -> str | None:
    """What was typed, as a query in which nothing but words has a meaning; None when there are no words."""
    words = clean_text(text[:_LONGEST_QUERY_CHARS]).split()
    terms = [_term(word) for word in words if any(character.isalnum() for character in word)]
    return " AND ".join(dict.fromkeys(terms[:_MOST_TERMS])) or None


def _term(word: str) -> str:
    """One typed word, quoted; sharp s and double s find each other, which the index does not know."""
    folded = word.casefold()
    spellings = (word, folded, folded.replace("ss", "ß")) if "ss" in folded else (word,)
    begins = "*" if len(word) >= _PREFIX_CHARS or not word.isascii() else ""
    quoted = [f'"{each.replace(chr(34), chr(34) * 2)}"{begins}' for each in dict.fromkeys(spellings)]
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else quoted[0]


def _question(query: str, only: VisitFilter, *, signed_only: bool, before: int | None) -> _Question:
    where, values = conditions(replace(only, patient_id=None))
    if signed_only:
        where += f" AND visits.status IN ({', '.join('?' * len(SIGNED_STATUSES))})"
        values += sorted(SIGNED_STATUSES)
    return _Question(query, where, values, _LAST_ID if before is None else before, only.patient_id)


def _hits(
    connection: Connection, index: _Index, question: _Question, limit: int
) -> list[tuple[int, list[Excerpt]]]:
    rowid = f"{index.name}.rowid"
    marked = ", ".join(
        f"highlight({index.name}, {column}, '{OPEN}', '{CLOSE}')" for column in range(len(index.places))
    )
    where, values = question.where, question.values
    if question.patient_id is not None:
        # The plus keeps the index from being asked once for each visit; the ids are looked up in a list in memory.
        where += f" AND +{rowid} IN (SELECT id FROM visits WHERE patient_id = ?)"  # noqa: S608 - constants
        values = [*values, question.patient_id]
    rows = connection.execute(
        # CROSS JOIN: the index leads, newest first, and stops at the limit.
        f"SELECT {rowid}, {marked} FROM {index.name} CROSS JOIN visits ON visits.id = {rowid}"  # noqa: S608 - constants
        f" WHERE {index.name} MATCH ? AND {rowid} < ? AND {where} ORDER BY {rowid} DESC LIMIT ?",
        (question.query, question.before, *values, limit),
    ).fetchall()
    return [
        (
            visit_id,
            [
                excerpt(place, text)
                for place, text in zip(index.places, texts, strict=True)
                if OPEN in (text or "")
            ],
        )
        for visit_id, *texts in rows
    ]
