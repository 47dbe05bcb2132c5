"""Finds a "no" or "not" that was lost or put in by the words right around it, where just these words were said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.alignment import Alignment
from desktop.evidence.clinical_terms import parts_of_body
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import EMPTY_WORDS
from desktop.evidence.phrases import STOP, Phrases, phrases_of
from desktop.evidence.polarity import LOOSE_NEGATIONS, NEGATIONS, PLAIN_NO, Polarity
from desktop.evidence.raising import MUST, found, heard_there
from desktop.evidence.said_places import clause_at, has_cue
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_STOPS = frozenset('.;?!:"“”')
_AROUND_NOT = ((0, 2), (-1, 1), (-2, 2), (-1, 2), (-1, 3), (0, 3), (-3, 1), (-2, 1), (-2, 3))
_SIZES = (4, 3, 2)
_LONG = 4
_NEAR = 10
_ANSWER_REACH = 9
_BARE_NO = word_set("no nope nah never")
_JOINS = word_set("and or but")
_SIDES = word_set("left right both")
_LOOSE_REACH = 4
_SUPPOSED_REACH = 7
_SUPPOSED = word_set(
    "if for rule evaluate screen monitor watch risk possible prevent avoid should return unless until call contact seek asked "
    "whether ask before discussed r/o ? history hx previous previously prior past"
)


def turned_phrases(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """The first phrase that was said with a "no" or "not" in or before it and stands without, or the other way round."""
    if not alignment.windows:
        return []
    mine = phrases_of(sentence.words)
    return _put_in(mine, sentence, alignment, heard) or _left_out(mine, sentence, alignment, heard)


def _put_in(mine: Phrases, sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """A "not" amid words that were said just so without it: "has not been having this" for "has been having this"."""
    for n, is_turned in enumerate(mine.turned):
        if not is_turned:
            continue
        is_supposed = _is_supposed(mine.places[n], sentence)
        for before, after in _AROUND_NOT:
            first, end = n + before, n + after
            if is_supposed and after - before < _LONG:
                continue
            if first < 0 or end > len(mine.names) or not _tells(mine.names[first:end]):
                continue
            if any(mine.turned[k] for k in range(first, end) if k != n):
                continue
            said = list(_said(mine.names[first:end], heard.phrases))
            if not said or any(_is_turned(heard.phrases, at, at + end - first) for at in said):
                continue
            plain = [at for at in said if _is_stated(at, at + end - first, alignment, heard)]
            if plain:
                return [
                    _turned(
                        sentence, mine.places[first], mine.places[end - 1], "was not said so", heard, plain[0]
                    )
                ]
    return []


def _left_out(mine: Phrases, sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """Words that were said only with a "no" or "not" in or right before them, and stand without it."""
    for size in _SIZES:
        for first in range(len(mine.names) - size + 1):
            names = mine.names[first : first + size]
            if (
                (names[0], names[1]) not in heard.phrases.pairs
                or names[0] in _JOINS
                or not _tells(names)
                or any(mine.turned[first : first + size])
            ):
                continue
            place, last = mine.places[first], mine.places[first + size - 1]
            said = list(_said(names, heard.phrases))
            is_plain = sentence.polarity[place] is Polarity.STATED and "?" not in sentence.text
            turned = [
                at
                for at in said
                if _is_turned(heard.phrases, at, at + size) or (is_plain and _is_answered_no(at, size, heard))
            ]
            if not turned:
                continue
            if place < sentence.label_words or _is_denied(place, sentence):
                continue
            if _is_supposed(place, sentence) or _is_loosely_denied(place, last, sentence):
                continue
            near = [at for at in turned if size > 2 or alignment.near(heard.phrases.places[at], _NEAR)]
            if near and not any(
                heard.polarity[heard.phrases.places[at]] is Polarity.STATED for at in said if at not in turned
            ):
                return [_turned(sentence, place, last, "leaves out a “no” or “not”", heard, near[0])]
    return []


def _said(names: tuple[str, ...], said: Phrases) -> Iterator[int]:
    """Where a phrase was said."""
    size = len(names)
    for at in said.pairs.get((names[0], names[1]), ()):
        if said.names[at : at + size] == names:
            yield at


def _is_turned(said: Phrases, first: int, end: int) -> bool:
    return any(said.turned[first:end])


def _is_answered_no(at: int, size: int, heard: Heard) -> bool:
    """Whether a longer phrase was asked, and the answer was no."""
    places = heard.phrases.places[at : at + size]
    return size > 2 and all(heard.polarity[place] is Polarity.DENIED for place in places)


def _is_denied(n: int, sentence: Sentence) -> bool:
    """Whether a word is denied in the sentence; the "not" of a verb does not reach over a comma."""
    if sentence.polarity[n] is Polarity.STATED:
        return False
    for word in reversed(sentence.words[:n]):
        if word.lower in NEGATIONS:
            return True
        if word.text == ",":
            denial = next(
                (each.lower for each in reversed(sentence.words[:n]) if each.lower in NEGATIONS), ""
            )
            return denial not in {"not", "n't", "never"}
    return True


def _is_stated(first: int, end: int, alignment: Alignment, heard: Heard) -> bool:
    """Whether words of a phrase were meant as they were said: no question, and nothing near that denies them in another way."""
    places = heard.phrases.places[first:end]
    worst = min(heard.polarity[place] for place in places)
    if worst is Polarity.DENIED or (worst is Polarity.OPEN and end - first < _LONG):
        return False
    if has_cue(heard, places[-1], 0, _ANSWER_REACH, _BARE_NO):
        return False
    if end - first >= _LONG:
        return True
    return alignment.near(places[0], _NEAR) and not has_cue(heard, places[0], 6, 6, NEGATIONS | PLAIN_NO)


def _tells(names: tuple[str, ...]) -> bool:
    """Whether a phrase says enough: two words of content, or one in a longer phrase."""
    nothing = _says_nothing()
    content = sum(name not in nothing for name in names)
    return STOP not in names and (content >= 2 or (content == 1 and len(names) >= _LONG - 1))


@cache
def _says_nothing() -> frozenset[str]:
    return EMPTY_WORDS | _SIDES | parts_of_body() | {STOP}


def _is_supposed(n: int, sentence: Sentence) -> bool:
    near = sentence.words[max(sentence.label_words, n - _SUPPOSED_REACH) : n + 1]
    stops = [k for k, word in enumerate(near) if word.text in _STOPS]
    return bool({word.lower for word in near[stops[-1] + 1 if stops else 0 :]} & _SUPPOSED)


def _is_loosely_denied(first: int, last: int, sentence: Sentence) -> bool:
    """Whether the clause of the words denies them in another way: "coupon declined", "avoid", "unable to walk"."""
    words = sentence.words
    ends = _STOPS | {","}
    low, high = max(0, first - _LOOSE_REACH), min(len(words), last + _LOOSE_REACH)
    low = next((n + 1 for n in range(first - 1, low - 1, -1) if words[n].text in ends), low)
    high = next((n for n in range(last, high) if words[n].text in ends), high)
    return any(word.lower in LOOSE_NEGATIONS | PLAIN_NO for word in words[low:high])


def _turned(  # noqa: PLR0917 - a span, what is wrong with it, and where
    sentence: Sentence, first: int, last: int, what: str, heard: Heard, at: int
) -> Finding:
    span = (sentence.words[first].start, sentence.words[last].end)
    begin, end = clause_at(heard, heard.phrases.places[at])
    reason = f"“{sentence.text[slice(*span)]}” {what}. {heard_there(heard, begin, end)}"
    return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(begin, end))
