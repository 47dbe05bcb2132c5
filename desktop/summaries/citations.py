"""Checks what a language model wrote of visits against their notes, mechanically, and says what it cannot find.

A statement is supported when it names visits that exist and every number, medicine and problem of it stands in
their notes, and most of its other words. That finds what was invented. It does not prove that a statement is right:
words can be true each and wrong together, so a person reviews every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from desktop.domain.summary import NotePart, NoteSpan, SummaryStatement, VisitNotes
from desktop.language.numbers import numbers_in
from desktop.summaries.cues import is_denied, is_of_a_relative
from desktop.summaries.problem_table import BROADER
from desktop.summaries.reading import Sentence, sentences_of
from desktop.summaries.vocabulary import Kind, Named
from desktop.summaries.wording import day

_CITATION = re.compile(r"\[\s*((?:\d{4}-\d{2}-\d{2}[\s,;]*)+)\]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ANY_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:\d{1,2}, )?\d{4}\b"
)
_SHORT_WORD = 4
_LEAST_SHARE = 0.5
_LINKING = frozenset(
    [
        "patient",
        "visits",
        "visit",
        "noted",
        "since",
        "with",
        "from",
        "this",
        "that",
        "been",
        "were",
        "was",
        "have",
        "has",
        "had",
        "after",
        "before",
        "then",
        "last",
        "first",
        "most",
        "recent",
        "result",
        "results",
        "started",
        "stopped",
        "increased",
        "decreased",
        "continued",
        "changed",
        "raised",
        "reduced",
        "remains",
        "current",
        "previously",
        "reported",
        "described",
        "over",
        "during",
        "between",
        "without",
        "their",
        "these",
        "those",
        "which",
        "while",
        "also",
        "both",
        "active",
        "resolved",
    ]
)


class CheckedVisits:
    """The visits of a summary, read once, to check statements against."""

    def __init__(self, visits: Sequence[VisitNotes]) -> None:
        self._by_date: dict[date, list[_ReadVisit]] = {}
        for visit in visits:
            self._by_date.setdefault(visit.date, []).append(_ReadVisit(visit))

    def check(self, line: str) -> SummaryStatement:
        """A line of the model's answer as a statement: its citations as places, and a doubt if it is not supported."""
        dates = [found for block in _CITATION.findall(line) for found in map(_date, _ISO_DATE.findall(block))]
        text = " ".join(_CITATION.sub("", line).split()).strip()
        if not dates:
            return SummaryStatement(text, (), "it names no visit")
        unknown = [when for when in dates if when is None or when not in self._by_date]
        cited = [visit for when in dict.fromkeys(dates) if when for visit in self._by_date.get(when, ())]
        spans = tuple(sorted({span for visit in cited if (span := visit.best_span(text)) is not None}))
        if unknown:
            named = ", ".join(day(when) if when else "a day that does not exist" for when in unknown)
            return SummaryStatement(text, spans, f"there is no visit on {named}")
        return SummaryStatement(text, spans, _doubt(text, cited))


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


class _ReadVisit:
    """One visit's notes, with what they name, worked out when first asked for."""

    def __init__(self, visit: VisitNotes) -> None:
        self._visit = visit

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences_of((self._visit,))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        return frozenset(found.value for text in self._visit.texts.values() for found in numbers_in(text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word.low for sentence in self.sentences for word in sentence.words)

    @cached_property
    def drugs(self) -> frozenset[str]:
        return frozenset(
            named.key for sentence in self.sentences for named in sentence.named if named.kind is Kind.DRUG
        )

    @cached_property
    def problems(self) -> frozenset[str]:
        """The problems that are not denied and not a relative's wherever they are named."""
        return frozenset(
            named.key
            for sentence in self.sentences
            if not is_of_a_relative(sentence)
            for named in sentence.named
            if named.kind is Kind.PROBLEM and not _denied(sentence, named)
        )

    def best_span(self, text: str) -> NoteSpan | None:
        """The sentence that shares most words with the text, or the whole note's first text."""
        wanted = set(re.findall(r"\w+", text.lower()))
        scored = [
            (len(wanted & {word.low for word in sentence.words}), -number, sentence)
            for number, sentence in enumerate(self.sentences)
        ]
        return max(scored, key=lambda each: each[:2])[2].span() if scored else None


def _denied(sentence: Sentence, named: Named) -> bool:
    return is_denied(sentence, sentence.words[named.start].start, sentence.words[named.end - 1].end)


def _doubt(text: str, cited: Iterable[_ReadVisit]) -> str:
    """Why the statement does not rest on these visits, or ""."""
    visits = tuple(cited)
    bare = _ANY_DATE.sub(" ", text)
    numbers: frozenset[Decimal] = frozenset().union(*(visit.numbers for visit in visits))
    missing = [found for found in numbers_in(bare) if found.value not in numbers]
    if missing:
        return f"“{bare[missing[0].start : missing[0].end].strip()}” is not in the visits it names"
    statement = sentences_of((VisitNotes("", date.min, texts={NotePart.SUMMARY: bare}),))
    unnamed = _missing_name(statement, visits)
    if unnamed:
        return unnamed
    words: frozenset[str] = frozenset().union(*(visit.words for visit in visits))
    content = [
        word.low
        for part in statement
        for word in part.words
        if len(word.low) > _SHORT_WORD and word.low.isalpha() and word.low not in _LINKING
    ]
    found = sum(word in words for word in content)
    is_named = any(part.named for part in statement)
    if not statement or (not is_named and found < _LEAST_SHARE * len(content)):
        return "most of its words are not in the visits it names"
    return ""


def _missing_name(statement: Sequence[Sentence], visits: Sequence[_ReadVisit]) -> str:
    """What is wrong with a medicine or problem that the statement names, or ""."""
    drugs: frozenset[str] = frozenset().union(*(visit.drugs for visit in visits))
    problems: frozenset[str] = frozenset().union(*(visit.problems for visit in visits))
    for part in statement:
        for named in part.named:
            start, end = part.words[named.start].start, part.words[named.end - 1].end
            written = part.text[start - part.start : end - part.start]
            if named.kind is Kind.DRUG and named.key not in drugs:
                return f"the medicine “{written}” is not in the visits it names"
            if named.kind is Kind.PROBLEM and not _denied(part, named) and not _holds(named.key, problems):
                return f"“{written}” is not in the visits it names, or is denied there"
    return ""


def _holds(key: str, problems: frozenset[str]) -> bool:
    general = [name for name, specific in BROADER.items() if key in specific]
    return key in problems or bool(problems.intersection((*BROADER.get(key, ()), *general)))
