"""Notes as sentences with their place: which visit, which part, under which heading and list item, naming what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from desktop.domain.summary import NotePart, NoteSpan, VisitNotes
from desktop.language.headings import SECTION_OF
from desktop.summaries.vocabulary import Named, named_in

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"\s*(?:[-•*·–▪◦○]+|\(?\d{1,2}[.)](?!\d)|#(?!\d)|#\d{1,2}[.):])\s*")
_HEADING = re.compile(r"([^\W\d_][\w/&'’ -]{1,58}?)\s*:(?!\d)\s*")
_INLINE_MARKER = re.compile(r"(?:(?<=[.;:!?]\s)|(?<=[.;:!?]\s\s))\(?\d{1,2}[.)]\s+(?=[^\W\d_])")
_SENTENCE_END = re.compile(r"[.!?](?=[\"”')\]]?\s+[\"“(\[]?[^\W_])|;(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|vs|approx|no|pt|e\.g|i\.e|b\.i\.d|t\.i\.d|q\.d|p\.r\.n|p\.o|[a-z])|^\s*\d{1,2})\.$",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_TITLE = 7


class Word(NamedTuple):
    """A lower-case word or figure at characters [start, end) of its part."""

    low: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """Characters [start, end) of one part of a visit.

    item: number of the list item or paragraph it belongs to, in its part. opens: it is the item's first.
    listed: the item has a bullet or a number. heading: lower case, of what it stands under; "" if of nothing.
    """

    visit: VisitNotes
    part: NotePart
    start: int
    end: int
    text: str
    item: int
    opens: bool
    listed: bool
    heading: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, worked out when first asked for."""
        offset = self.start
        return tuple(
            Word(match.group().lower(), match.start() + offset, match.end() + offset)
            for match in _WORD.finditer(self.text)
        )

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """What it names, worked out when first asked for."""
        return tuple(
            named
            for named in named_in([word.low for word in self.words])
            if not _is_other_word(named, self.words, self.text, self.start)
        )

    @cached_property
    def lower(self) -> str:
        """The text in lower case, of the same length."""
        low = self.text.lower()
        return low if len(low) == len(self.text) else self.text

    def span(self, start: int | None = None, end: int | None = None) -> NoteSpan:
        """The place of the sentence, or of characters [start, end) of its part."""
        return NoteSpan(
            self.visit.date,
            self.visit.id,
            self.part,
            self.start if start is None else start,
            self.end if end is None else end,
        )


class _Top(NamedTuple):
    """How a line begins: kind "n" a number, "b" a bullet, "" neither; its indentation and number of words."""

    kind: str
    indent: int
    words: int

    @classmethod
    def of(cls, line: str, marker: re.Match[str] | None) -> _Top:
        kind = "" if marker is None else "n" if any(map(str.isdigit, marker.group())) else "b"
        return cls(kind, len(line) - len(line.lstrip()), len(line.split()))

    def holds(self, other: _Top) -> bool:
        """True when the other line is part of the item that this one opens."""
        if self.kind == "n":
            return other.kind != "n"
        if self.kind == "b":
            return other.kind != "n" and other.indent > self.indent
        is_title = self.words <= _MOST_WORDS_OF_A_TITLE
        return is_title and (other.kind != "" or other.words > _MOST_WORDS_OF_A_TITLE + 3)


def in_order(visits: Iterable[VisitNotes]) -> tuple[VisitNotes, ...]:
    """The visits by date; those of one day by what was written, so that the input's order does not matter."""
    return tuple(
        sorted(
            visits,
            key=lambda visit: (visit.date, visit.provider, *(visit[part] for part in NotePart), visit.id),
        )
    )


def sentences_of(visits: Sequence[VisitNotes]) -> tuple[Sentence, ...]:
    """Every sentence of every visit, in order."""
    return tuple(
        sentence for visit in visits for part in NotePart for sentence in _part_sentences(visit, part)
    )


def _part_sentences(visit: VisitNotes, part: NotePart) -> Iterator[Sentence]:
    text = visit[part]
    at = item = 0
    heading = ""
    top: _Top | None = None
    is_under = False  # something stands under the heading: a blank line ends it
    for line in text.split("\n"):
        begin, at = at, at + len(line) + 1
        if not line.strip():
            heading = "" if is_under else heading
            top = top if top is not None and top.kind == "n" else None
            continue
        marker = _MARKER.match(line)
        start = begin + (marker.end() if marker else 0)
        end = begin + len(line.rstrip())
        if start >= end:
            continue
        titled = _title(text[start:end]) if marker is None else ""
        if titled:
            heading, is_under = titled, False
            if titled in SECTION_OF or titled in _LASTING:
                continue
        line_heading = heading
        found = _HEADING.match(text, start, end)
        if found is not None and (len(found.group(1).split()) <= _MOST_WORDS_OF_A_TITLE):
            line_heading = heading if heading in _LASTING else found.group(1).lower()
            if found.group(1).lower() in SECTION_OF:
                start = found.end()
                line_heading = found.group(1).lower()
        is_under = True
        is_listed = marker is not None
        line_top = _Top.of(line, marker)
        is_below = top is not None and top.holds(line_top)
        top = top if is_below else line_top
        for number, (begins, ends, numbered) in enumerate(_pieces(text, start, end)):
            opens = numbered or (number == 0 and not is_below)
            item += opens
            yield Sentence(
                visit,
                part,
                begins,
                ends,
                text[begins:ends],
                item,
                opens,
                is_listed or numbered,
                line_heading,
            )


_IN_CAPITALS = frozenset(
    ["pt", "ot", "ra", "af", "hf", "cap", "gi", "aud", "uri", "ua", "ct", "dm", "oa", "ortho"]
)
"""Abbreviations that are other words, or nothing, in lower case: "pt" is the patient and "PT" a service."""


def _is_other_word(named: Named, words: Sequence[Word], text: str, offset: int) -> bool:
    first = words[named.start]
    if named.end - named.start > 1:
        return False
    if first.low in _IN_CAPITALS:
        return not text[first.start - offset : first.end - offset].isupper()
    following = words[named.end].low if named.end < len(words) else ""
    return (first.low == "gad" and following == "7") or (
        first.low == "flu" and following in {"shot", "vaccine", "vaccination", "jab", "test", "swab"}
    )


_LASTING = frozenset({"allergies", "medications", "current medications", "drug allergies", "meds"})


def _title(line: str) -> str:
    """A line that is a heading and nothing else, in lower case, or ""."""
    low = line.strip().rstrip(":").lower()
    if low in SECTION_OF or low in _LASTING:
        return low
    return low if line.isupper() and len(low.split()) <= _MOST_WORDS_OF_A_TITLE else ""


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The sentences of a line as (start, end, begins with a number of its own)."""
    inline = [(match.start(), match.end()) for match in _INLINE_MARKER.finditer(text, start, end)]
    bounds = [(start, False), *((after, True) for _, after in inline)]
    limits = [*(before for before, _ in inline), end]
    for (begin, numbered), limit in zip(bounds, limits, strict=True):
        at, is_first = begin, numbered
        for match in _SENTENCE_END.finditer(text, begin, limit):
            if _ABBREVIATION.search(text, max(at, match.end() - 8), match.end()):
                continue
            if text[at : match.end()].strip():
                yield _trimmed(text, at, match.end(), is_first)
                is_first = False
            at = match.end()
        if text[at:limit].strip():
            yield _trimmed(text, at, limit, is_first)


def _trimmed(text: str, start: int, end: int, numbered: bool) -> tuple[int, int, bool]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end, numbered
