"""Finds one thing among those that an order names, and takes it out of the order."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.orders_given import ORDER_VERBS, PHRASE_ENDS, Order
from desktop.drafting.offline.speech import PUNCTUATION, SUBJECTS, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

FURTHEST_TARGET = 6
"""How many words after the words that call something off it may be named."""
SHORTEST_STEM = 4
ITEM_TOPICS = {Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT}
_GENERIC = word_set(
    "the a an that this it of for to in on and or any some more test tests scan level dose referral then thing whole idea your his her my now today after all just yet one ones"
)


def target_of(lowers: Sequence[str], after: int) -> list[str]:
    """The words that name what is called off."""
    named: list[str] = []
    for word in lowers[after : after + FURTHEST_TARGET]:
        if word in PUNCTUATION | SUBJECTS - {"it", "that", "this", "those"} | {
            "until",
            "for",
            "because",
            "since",
            "and",
            "then",
            "if",
        }:
            break
        if word not in _GENERIC:
            named.append(word)
    return named


def named_in(order: Order, named: Sequence[str], *, surely: bool) -> tuple[int, int] | None:
    """Where an order names what is called off; where that is sure, by a part of the name: "statin" of "atorvastatin"."""
    lowers = order.sentence.lowers
    for mention in lexicon().mentions([*named]):
        for other in lexicon().mentions(lowers):
            if mention.name == other.name and mention.topic is other.topic and mention.topic in ITEM_TOPICS:
                return other.start, other.end
    for word in named if surely else ():
        for k in range(order.at + 1, len(lowers)):
            said = lowers[k]
            alike = said == word or (
                min(len(said), len(word)) >= SHORTEST_STEM
                and (said.startswith(word[:5]) or said.endswith(word))
            )
            if alike and said not in ORDER_VERBS:
                return k, k + 1
    return None


def without_item(order: Order, start: int, end: int) -> list[Word]:
    """Take one thing out of an order, or the whole order where it is the only one; return the words taken out."""
    sentence = order.sentence
    lowers = sentence.lowers
    edges = [k for k, word in enumerate(lowers) if word in {",", "and", "plus", "or"} and k > order.at]
    left = max((k for k in edges if k < start), default=order.at)
    right = min((k for k in edges if k >= end), default=len(lowers))
    others = [
        m
        for m in lexicon().mentions(lowers)
        if m.topic in ITEM_TOPICS and (m.end <= left or m.start >= right) and m.start > order.at
    ]
    others_named = bool(others) or any(
        word.isalpha() and word not in _GENERIC and not _adverbial(lowers, k)
        for k, word in enumerate(lowers)
        if order.at < k < left or k > right
    )
    if not edges or not others_named:
        gone = sentence.words
        sentence.words, sentence.gone = [], True
        return gone
    if not others:
        return []
    if left > order.at:  # not the first: goes with the word that joins it
        first = left
        while first - 1 > order.at and lowers[first - 1] in {",", "and", "plus", "or"}:
            first -= 1
        last = right
        gone = sentence.words[left + 1 : right]
        closing = right >= len(lowers)
        kept = sentence.words[:first] + sentence.words[last:]
        commas = [k for k in range(order.at + 1, first) if lowers[k] == ","]
        if closing and len(commas) == 1 and "and" not in lowers[order.at : first]:
            kept[commas[0] : commas[0] + 1] = [w for w in sentence.words[left : left + 1] if w.lower == "and"] or [kept[commas[0]]]  # fmt: skip
        sentence.words = kept
        return gone
    following = right + 1
    while following < len(lowers) and lowers[following] in {",", "and", "plus", "or", "also"}:
        following += 1
    verb = lowers[following] in ORDER_VERBS if following < len(lowers) else False
    first = order.at if verb and order.at >= 0 else order.at + 1
    gone = sentence.words[first:right]
    sentence.words = sentence.words[:first] + sentence.words[following:]
    return gone


def _adverbial(lowers: Sequence[str], k: int) -> bool:
    """Whether the stretch that a word stands in begins with a word that only says how or when."""
    begun = k
    while begun and lowers[begun - 1] not in {",", "and"}:
        begun -= 1
    return lowers[begun] in PHRASE_ENDS | {"since", "because", "she", "he", "it", "i", "we", "you"}
