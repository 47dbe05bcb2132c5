"""Finds what each sentence of a note rests on: the stretches of talk, and of the chart, that hold its content."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.finding import SentenceEvidence
from desktop.domain.note import Source
from desktop.evidence.heard import Heard
from desktop.evidence.sentence import Sentence

WINDOW_WORDS = 30
MOST_WINDOWS = 4
ENOUGH = 0.5
"""The share of a sentence's content that has to be found for it to count as supported."""
_LONE_TERM = 0.55
"""What a term counts for that is found with no other term of the sentence near it."""
_LABEL = 0.2
"""What a term counts for that stands in the label before the sentence."""
_COMMON = 400


@dataclass(frozen=True, slots=True)
class Window:
    """Words [first, last] of what was heard that hold some of the sentence's terms."""

    first: int
    last: int
    names: frozenset[str]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The windows a sentence rests on, the best first, and the share of its content that they hold."""

    windows: tuple[Window, ...]
    support: float
    states_something: bool

    @property
    def is_supported(self) -> bool:
        """Whether the sentence has enough to rest on."""
        return self.support >= ENOUGH or not self.states_something

    def near(self, place: int, reach: int) -> bool:
        """Whether a place is in a window or so many words beside one."""
        return any(window.first - reach <= place <= window.last + reach for window in self.windows)


def align(sentence: Sentence, heard: Heard) -> Alignment:
    """Find what a sentence rests on."""
    weights: dict[str, float] = {}
    for term in heard.said_terms(sentence):
        if term.start >= sentence.label_words:
            weights[term.name] = heard.weight(term.name)
        elif heard.is_said(term.name):  # a label helps to find the place, and is nothing that has to be said
            weights.setdefault(term.name, _LABEL * heard.weight(term.name))
    total = sum(weights.values())
    if not total:
        return Alignment((), 1.0, states_something=bool(sentence.amounts))
    numbers = {f"#{amount.value}": amount.value for amount in sentence.amounts}
    hits = [(place, name) for name in weights for place in heard.places.get(name, ())[:_COMMON]]
    hits += [(place, name) for name, value in numbers.items() for place in heard.loose.get(value, ())[:60]]
    hits.sort()
    worth = {**weights, **dict.fromkeys(numbers, 0.6)}
    windows: list[Window] = []
    left = set(worth)
    support = 0.0
    while left and len(windows) < MOST_WINDOWS:
        window = _best(hits, worth, left)
        if window is None:
            break
        gained = window.names & left & weights.keys()
        gain = sum(weights[name] for name in gained)
        alone = len(window.names) == 1 and len(weights) > 2
        support += gain * (_LONE_TERM if alone else 1.0)
        if windows and gain < 0.12 * total:
            break
        windows.append(window)
        left -= window.names
    return Alignment(tuple(windows), min(1.0, support / total), states_something=True)


def _best(hits: list[tuple[int, str]], worth: dict[str, float], left: set[str]) -> Window | None:
    """The window that adds most; terms found before count a tenth, so that they break ties."""
    counts: dict[str, int] = {}
    value = best_value = 0.0
    best: tuple[int, int] | None = None
    begin = 0
    for end, (place, name) in enumerate(hits):
        counts[name] = counts.get(name, 0) + 1
        if counts[name] == 1:
            value += worth[name] if name in left else worth[name] / 10
        while hits[begin][0] < place - WINDOW_WORDS:
            gone = hits[begin][1]
            counts[gone] -= 1
            if not counts[gone]:
                value -= worth[gone] if gone in left else worth[gone] / 10
            begin += 1
        if value > best_value + 1e-9 or (
            best is not None
            and abs(value - best_value) <= 1e-9
            and place - hits[begin][0] < hits[best[1]][0] - hits[best[0]][0]
        ):
            best, best_value = (begin, end), value
    if best is None:
        return None
    inside = hits[best[0] : best[1] + 1]
    names = frozenset(name for _, name in inside)
    if not names & left or (len(left) > 1 and all(name[0] == "#" for name in names)):
        return None
    return Window(inside[0][0], inside[-1][0], names, tuple(place for place, _ in inside))


def evidence_of(sentence: Sentence, alignment: Alignment, heard: Heard) -> SentenceEvidence:
    """What a screen shows of an alignment: one span per segment, those of the best window first."""
    spans: dict[int, Source] = {}
    from_chart = False
    for window in alignment.windows:
        if heard.is_chart(window.first):
            from_chart = True
        for source in heard.sources(window.first, window.last):
            known = spans.get(source.segment)
            spans[source.segment] = (
                source
                if known is None
                else Source(source.segment, min(known.start, source.start), max(known.end, source.end))
            )
    return SentenceEvidence(
        sentence.section,
        sentence.start,
        sentence.end,
        tuple(spans.values()),
        from_chart,
        round(alignment.support, 3),
        alignment.is_supported or not heard.has_words,
    )
