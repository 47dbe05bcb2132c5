"""Where a term was said that a sentence uses, in words most like the sentence's own, and what stands around the place."""

from __future__ import annotations

from desktop.evidence.heard import Heard
from desktop.evidence.meaning import Term
from desktop.evidence.sentence import Sentence

_BESIDE = 9
AROUND = 8
_AS_GOOD = 0.3
MOST_PLACES = 40


def best_places(
    term: Term, sentence: Sentence, heard: Heard, among: list[int] | None = None
) -> tuple[float, list[int]]:
    """Where a term was said in words most like the sentence's own, and how much of those words stand there.

    among: the places to choose from; all of the term's when none are given.
    """
    around = {
        other.name
        for other in sentence.terms
        if other.name != term.name
        and other.start <= term.end + AROUND
        and other.end >= term.start - AROUND
        and heard.is_said(other.name)
    }
    scored = []
    for place in (heard.places[term.name] if among is None else among)[:MOST_PLACES]:
        worth = sum(heard.weight(name) for name in around if heard.distance(name, place) <= _BESIDE)
        scored.append((worth, place))
    best = max(scored)[0]
    return best, [place for worth, place in scored if worth >= best - _AS_GOOD]


def has_cue(heard: Heard, place: int, before: int, after: int, cues: frozenset[str]) -> bool:
    """Whether a cue stands so many words before or after a place, without a full stop between."""
    for n in range(place - 1, max(-1, place - before - 1), -1):
        if heard.lowers[n] in {".", "!"}:
            break
        if heard.lowers[n] in cues:
            return True
    for n in range(place, min(len(heard.lowers), place + after + 1)):
        if heard.lowers[n] in {".", "!"}:
            break
        if heard.lowers[n] in cues:
            return True
    return False


def clause_at(heard: Heard, place: int) -> tuple[int, int]:
    """The words around a place that a reason quotes, within its segment and its marks."""
    segment = heard.words[place].segment
    first = last = place
    while first > 0 and place - first < 8 and heard.words[first - 1].segment == segment:
        if heard.words[first - 1].text in {".", "?", ";"}:
            break
        first -= 1
    while last + 1 < len(heard.words) and last - place < 8 and heard.words[last + 1].segment == segment:
        if heard.words[last + 1].text in {".", "?", ";"}:
            break
        last += 1
    return first, last
