"""Where a term was said that a sentence uses, in words most like the sentence's own, and what stands around the place."""

from __future__ import annotations

from desktop.evidence.clinical_terms import parts_of_body
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import GROUP_MARK, Term
from desktop.evidence.polarity import Polarity
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_BESIDE = 9
AROUND = 8
_AS_GOOD = 0.3
MOST_PLACES = 40
ANYWHERE = frozenset(GROUP_MARK + name for name in (
    "discomfort", "swelling", "erythema", "tenderness", "numbness", "tingling", "weakness", "stiff", "bruising", "itching", "rash", "bleeding",
    "cramp", "lump", "tear", "fracture", "drainage", "fluid",
))  # fmt: skip
"""What may be felt or found in any part of the body."""
_PART_BEFORE = 3
_PART_AFTER = 5
_PART_SAID = 14
_CLOSE_PART = 4


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


_TELLS = (
    ("i", "do"), ("i", "have"), ("i", "am"), ("i", "get"), ("i", "feel"), ("i", "had"), ("i", "was"), ("i", "felt"), ("you", "do", "have"),
    ("are", "having"), ("am", "having"), ("been", "having"), ("been", "getting"), ("have", "some"), ("having", "some"), ("it", "is"),
    ("notice",), ("noticed",), ("some",), ("has", "been"),
)  # fmt: skip
_TELLS_REACH = 6
_TELLS_NOT = word_set(
    "if any no not n't never denies denied without nothing stop quit like would could might ? . , for do did does are were"
) - {"do", "are"}


def is_told(heard: Heard, place: int) -> bool:
    """Whether a word was told outright: "I do feel a little nauseous", "some chills"; no question and no list to be answered."""
    if heard.polarity[place] is Polarity.DENIED or heard.is_chart(place):
        return False
    for n in range(place - 1, max(-1, place - _TELLS_REACH) - 1, -1):
        if n < 0 or heard.lowers[n] in _TELLS_NOT:
            return False
        for opening in _TELLS:
            if tuple(heard.lowers[max(0, n - len(opening) + 1) : n + 1]) == opening:
                return n < len(opening) or heard.lowers[n - len(opening)] not in {
                    "if",
                    "any",
                    "do",
                    "did",
                    "not",
                    "that",
                }
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


def of_its_part(term: Term, sentence: Sentence, heard: Heard) -> list[int]:
    """Of the places where a feeling was spoken of, those that speak of the part of the body that the sentence names.

    "No neck pain" is compared with nothing that was said of pain in the shoulder.
    """
    places = heard.places[term.name]
    if term.name not in ANYWHERE or all(heard.polarity[place] is Polarity.DENIED for place in places):
        return places
    parts = [
        other
        for other in sentence.terms
        if other.name in parts_of_body() and -_PART_BEFORE <= other.start - term.start <= _PART_AFTER
    ]
    cuts = [n for n, word in enumerate(sentence.words) if word.text in {",", ";", "."} or word.lower == "but"]
    names = frozenset(
        part.name
        for part in parts
        if not any(min(part.start, term.start) < cut < max(part.start, term.start) for cut in cuts)
        and (part.start >= sentence.label_words or part.name in heard.places)
    )  # "Skin:" heads a sentence and need not have been said
    if not names:
        return places
    others = (parts_of_body() & heard.places.keys()) - names
    return [place for place in places if _is_nearest(names, others, place, heard)]


def _is_nearest(names: frozenset[str], others: frozenset[str], place: int, heard: Heard) -> bool:
    """Whether one of the parts was named near a place, and no other part of the body right there instead."""
    away = min(heard.distance(name, place) for name in names)
    between = min((heard.distance(name, place) for name in others), default=_PART_SAID)
    return away <= _PART_SAID and (away <= _CLOSE_PART or away <= between)
