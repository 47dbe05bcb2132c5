"""What was said and what the chart holds, indexed once, so that each sentence of a note finds its words at once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from math import log
from typing import NamedTuple

from desktop.domain.context import VisitContext
from desktop.domain.note import Source
from desktop.domain.transcript import Speaker, Transcript, clock
from desktop.evidence.amounts import (
    Amount,
    amounts_in,
    frequencies_in,
    loose_numbers,
    named_figures_said,
)
from desktop.evidence.instructions import instructions_in
from desktop.evidence.meaning import BOILERPLATE, DRUG_MARK, Term, terms_of
from desktop.evidence.phrases import Phrases, phrases_of
from desktop.evidence.polarity import NEGATIONS, Polarity, talk_polarity
from desktop.evidence.sentence import Sentence
from desktop.evidence.side_scopes import SideScope, scopes_of
from desktop.evidence.sides import sides_said
from desktop.evidence.word_pairs import WordPairs, word_pairs
from desktop.language.number_words import word_set
from desktop.language.words import Word, words_of

_GAP = re.compile(r"\[gap [\d.]+ s\]")
"""The mark of missing sound, which nobody said."""


_PAIR_REACH = 5
_JOINED = word_set("over out of in / slash on by a scale")
_STOPS = frozenset([".", "!", ";"])
_OR = word_set("or to - maybe about like")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class HeardAmount(NamedTuple):
    """A number at words [first, last] of everything heard."""

    first: int
    last: int
    amount: Amount


class HeardFrequency(NamedTuple):
    """A frequency at words [first, last] of everything heard."""

    first: int
    last: int
    times: str


class Heard:
    """The words of a transcript and then of the chart, in one row; a place is an index into `words`.

    Words that instruct the writer of the note are kept apart (`instructions`) and found by nothing.
    """

    def __init__(self, transcript: Transcript, context: VisitContext | None = None) -> None:
        self.transcript = transcript
        self.context = context or VisitContext()
        self.chart = _chart_lines(self.context)
        texts = [_GAP.sub(_blank, segment.text) for segment in transcript.segments]
        self._texts = texts + list(self.chart)
        self.has_words = any(character.isalnum() for text in texts for character in text)
        self.words: list[Word] = []
        self.first_of: list[int] = []
        self.instructions: list[Source] = []
        self.amounts: list[HeardAmount] = []
        self.frequencies: list[HeardFrequency] = []
        self.loose: dict[Decimal, list[int]] = defaultdict(list)
        self.places: dict[str, list[int]] = defaultdict(list)
        self.terms: list[Term] = []
        self.names_with_figures: set[str] = set()
        turns: list[list[Word]] = []
        for n, text in enumerate(self._texts):
            words = self._allowed(text, n)
            turns.append(words)
            self._add(text, words)
        polarity = talk_polarity(turns[: len(texts)]) + [
            [Polarity.STATED] * len(turn) for turn in turns[len(texts) :]
        ]
        self.polarity = [each for turn in polarity for each in turn]
        self.lowers = [word.lower for word in self.words]
        self.all_lowers = frozenset(self.lowers)
        self.negated_places = [n for n, lower in enumerate(self.lowers) if lower in NEGATIONS]

    def _allowed(self, text: str, segment: int) -> list[Word]:
        words = words_of(text, segment)
        if segment >= len(self.transcript.segments):
            return words
        for found in instructions_in(text):
            self.instructions.append(Source(segment, found.start, found.end))
            words = [word for word in words if word.end <= found.start or word.start >= found.end]
        return words

    def _add(self, text: str, words: list[Word]) -> None:
        base = len(self.words)
        self.first_of.append(base)
        self.words += words
        for term in terms_of(words, overlapping=True):
            self.terms.append(Term(term.name, term.start + base, term.end + base))
            self.places[term.name].append(term.start + base)
        if not words:
            return
        starts = [word.start for word in words]
        ends = [word.end for word in words]

        def place(start: int, end: int) -> tuple[int, int] | None:
            first, last = bisect_left(ends, start + 1), bisect_right(starts, end - 1) - 1
            return (base + first, base + last) if first <= last else None

        for amount in amounts_in(text):
            if (at := place(amount.start, amount.end)) is not None:
                shares = bool(self.amounts) and (self.amounts[-1].first, self.amounts[-1].last) == at
                self.amounts.append(HeardAmount(*at, amount))
                if not shares:  # of "three out of six" the second number stands at its own word
                    self.loose[amount.value].append(at[0])
        for often in frequencies_in(text):
            if (at := place(often.start, often.end)) is not None:
                self.frequencies.append(HeardFrequency(*at, often.times))
        for n, value in loose_numbers(words):
            self.loose[value].append(base + n)
        self.names_with_figures |= named_figures_said(text)

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each term tells: rare terms much, those said all the time little."""
        most = log(1 + max(len(self.words), 50) / 8)
        return {
            name: (0.3 if name in BOILERPLATE else 1.0)
            * max(0.4, log(1 + len(self.words) / (8 * len(places))) / most)
            for name, places in self.places.items()
        }

    def weight(self, name: str) -> float:
        """The weight of a term; one that was never said weighs as much as the rarest."""
        if name in BOILERPLATE:
            return 0.3
        return self.weights.get(name, 1.0)

    def said_terms(self, sentence: Sentence) -> list[Term]:
        """The terms of a sentence; a phrase that nobody said so is taken word by word ("belly", "pain")."""
        out: list[Term] = []
        for term in sentence.terms:
            if self.is_said(term.name) or term.end - term.start == 1 or term.is_drug:
                out.append(term)
            else:
                for n in range(term.start, term.end):
                    parts = terms_of(sentence.words[n : n + 1])
                    out += [Term(part.name, n, n + 1) for part in parts]
        return out

    def is_said(self, name: str) -> bool:
        """Whether a term was said or stands in the chart."""
        return name in self.places

    @cached_property
    def running(self) -> str:
        """Everything heard in lower case, words a blank apart."""
        return " ".join(self.lowers)

    @cached_property
    def pairs(self) -> WordPairs:
        """The pairs of words, plain and negated."""
        return word_pairs(self.words)

    @cached_property
    def phrases(self) -> Phrases:
        """The words that phrases are made of, each with whether a "no" or "not" stood right before it."""
        return phrases_of(self.words)

    @cached_property
    def units(self) -> frozenset[str]:
        """The units that were said with any number."""
        return frozenset(each.amount.unit for each in self.amounts)

    @cached_property
    def sides(self) -> tuple[list[int], list[str]]:
        """Where a side of the body was named, and which."""
        return sides_said(self.lowers)

    @cached_property
    def side_scopes(self) -> list[SideScope]:
        """What each side was said of."""
        numbers: dict[int, list[Decimal]] = defaultdict(list)
        for value, places in self.loose.items():
            for place in places:
                numbers[place].append(value)
        turns = [word.segment for word in self.words]
        return scopes_of(self.lowers, *self.sides, self.terms, self.polarity, numbers, turns)

    @cached_property
    def drugs(self) -> dict[str, list[int]]:
        """The medicines that were named, with their places."""
        return {name: places for name, places in self.places.items() if name.startswith(DRUG_MARK)}

    @cached_property
    def amount_places(self) -> list[int]:
        """Where the numbers of `amounts` begin, in order."""
        return [each.first for each in self.amounts]

    @cached_property
    def amount_pairs(self) -> list[tuple[HeardAmount, HeardAmount]]:
        """Two numbers that were said as a pair: "120 over 80", "six or seven out of ten"."""
        pairs = []
        for n, one in enumerate(self.amounts):
            for k, other in enumerate(self.amounts[n + 1 : n + 3]):
                between = self.lowers[one.last + 1 : other.first]
                if (one.first, one.last) == (other.first, other.last):
                    pairs.append((one, other))
                elif between and len(between) <= _PAIR_REACH and all(lower in _JOINED for lower in between):
                    pairs.append((one, other))
                    before = self.lowers[self.amounts[n - 1].last + 1 : one.first] if n and not k else ["."]
                    if all(lower in _OR for lower in before):
                        pairs.append((self.amounts[n - 1], other))
        return pairs

    @cached_property
    def drug_row(self) -> tuple[list[int], list[str]]:
        """Where a medicine was named, in order, and which."""
        row = sorted((place, name) for name, places in self.drugs.items() for place in places)
        return [place for place, _ in row], [name for _, name in row]

    def is_chart(self, place: int) -> bool:
        """Whether a place is in the chart."""
        return self.words[place].segment >= len(self.transcript.segments)

    def sources(self, first: int, last: int) -> tuple[Source, ...]:
        """The spans of the transcript that words [first, last] cover; none for the chart."""
        spans: dict[int, tuple[int, int]] = {}
        for word in self.words[first : last + 1]:
            if word.segment < len(self.transcript.segments):
                start, end = spans.get(word.segment, (word.start, word.end))
                spans[word.segment] = (min(start, word.start), max(end, word.end))
        return tuple(Source(segment, *span) for segment, span in spans.items())

    def quote(self, first: int, last: int) -> str:
        """The words [first, last] as they were said."""
        one = self.words[first]
        same = [word for word in self.words[first : last + 1] if word.segment == one.segment]
        return " ".join(self._texts[one.segment][one.start : same[-1].end].split())

    def moment(self, place: int) -> str:
        """Where a place is, for a sentence: "at 00:41", "in line 7", "in the chart"."""
        if self.is_chart(place):
            return "in the chart"
        number = self.words[place].segment
        start_ms = self.transcript.segments[number].start_ms
        return f"in line {number + 1}" if start_ms is None else f"at {clock(start_ms)}"

    def speaker(self, place: int) -> Speaker:
        """Who said the word at a place."""
        number = self.words[place].segment
        return (
            self.transcript.segments[number].speaker
            if number < len(self.transcript.segments)
            else Speaker.OTHER
        )

    def near(self, names: frozenset[str], place: int, reach: int) -> bool:
        """Whether one of the terms begins within so many words of a place."""
        for name in names:
            places = self.places.get(name)
            if places:
                at = bisect_left(places, place - reach)
                if at < len(places) and places[at] <= place + reach:
                    return True
        return False

    def in_one_clause(self, one: int, other: int, reach: int) -> bool:
        """Whether two places are so near, in one segment, with no full stop between."""
        low, high = min(one, other), max(one, other)
        same = self.words[low].segment == self.words[high].segment
        return high - low <= reach and same and not self.is_stop_between(low, high)

    def is_stop_between(self, one: int, other: int) -> bool:
        """Whether a sentence of one segment ends between two places; a question and its answer are no two matters."""
        low, high = min(one, other), max(one, other)
        if self.words[low].segment != self.words[high].segment:
            return False
        return any(lower in _STOPS for lower in self.lowers[low:high])

    def nearest(self, name: str, place: int) -> int:
        """The place nearest to another one where a term that was said was said."""
        places = self.places[name]
        at = bisect_left(places, place)
        return min(
            (places[k] for k in (at - 1, at) if 0 <= k < len(places)), key=lambda each: abs(each - place)
        )

    def distance(self, name: str, place: int) -> int:
        """Words between a place and the nearest time a term was said; a million when it never was."""
        places = self.places.get(name, ())
        at = bisect_left(places, place)
        return min((abs(places[k] - place) for k in (at - 1, at) if 0 <= k < len(places)), default=1_000_000)


def _chart_lines(context: VisitContext) -> tuple[str, ...]:
    lines = list(context.history.splitlines())
    lines += [f"takes {drug}" for drug in context.medications]
    lines += [f"allergic to {allergy}" for allergy in context.allergies]
    if context.name:
        lines.append(f"patient {context.name}")
    if context.age_years is not None:
        lines.append(f"{context.age_years} years old")
    if context.sex.value in {"female", "male"}:
        lines.append(context.sex.value)
    return tuple(line for line in lines if line.strip())
