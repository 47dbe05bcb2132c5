"""Finds the orders that a speaker gave, and what each of them orders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.drafting.offline.sentences_said import WINDOW_WORDS, Sentence
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, SUBJECTS, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

FURTHEST_SENTENCES = 14
ORDER_VERBS = word_set(
    "start begin commence prescribe order get check send refer schedule book arrange put give add do use try take increase decrease raise "
    "lower reduce double recommend want like transfuse admit stop hold inject apply obtain request resume restart continue repeat refill go switch change cut drop halve taper wean "
    "sending ordering prescribing starting referring getting adding checking need"
)
_BEFORE_ORDER = re.compile(
    r"^(?:(?:okay|so|and|then|well|um|uh|now|also|plan|is|to|please|today|,|:|alright|all|right|for|your|the|first|next|or) )*"
    r"(?:let us |let me |(?:we|i|you|he|she) (?:will|would|am going to|are going to|is going to|should|can|want(?:s)? to|need to|would like to|would like you to|want you to|am|are)(?: also| just| go ahead and)* |going to (?:go ahead and )?)?$"
)
_NOT_ORDERED = re.compile(r"\b(?:not|never|no|if|unless|was|were|had|has|takes|took|been|did|used)\b")

PHRASE_ENDS = word_set(
    "for in on at to of with by from today tomorrow tonight now daily twice once three every first then and or , next this that until if when as per up down back"
)


@dataclass(slots=True)
class Order:
    """A sentence that orders something. at: the place of its verb; -1 where there is none."""

    sentence: Sentence
    at: int


def orders_before(sentences: Sequence[Sentence], n: int) -> Iterator[Order]:
    """The orders that the same speaker gave before the sentence at n, the last first."""
    for sentence in sentences[max(0, n - FURTHEST_SENTENCES) : n][::-1]:
        if not sentence.words or sentence.speaker is not sentences[n].speaker or sentence.asked:
            continue
        if not sentence.marks and len(sentence.words) > WINDOW_WORDS:
            continue  # where the order begins and ends is not known
        order = order_of(sentence)
        if order is not None:
            yield order


def order_of(sentence: Sentence) -> Order | None:
    """The order that a sentence gives, in words or as a bare medicine with its dose; None for any other sentence."""
    lowers = sentence.lowers
    for k, word in enumerate(lowers[:16]):
        if word in ORDER_VERBS:
            before = " ".join(lowers[:k])
            if _BEFORE_ORDER.match(before + " " if before else ""):
                return Order(sentence, k)
    found = [m for m in lexicon().mentions(lowers) if m.topic is Topic.DRUG]
    plain = found and found[0].start == 0 and not (set(lowers) & (AUXILIARIES | SUBJECTS)) and not _NOT_ORDERED.search(" ".join(lowers))  # fmt: skip
    return Order(sentence, -1) if plain else None


def thing_of(order: Order) -> list[Word]:
    """What is ordered, as in "the vaccine" of "we'll do the vaccine today"."""
    words = order.sentence.words[order.at + 1 :]
    size = 0
    while (
        size < len(words)
        and words[size].lower not in PHRASE_ENDS | PUNCTUATION
        and not words[size].lower[:1].isdigit()
    ):
        size += 1
    return words[:size]
