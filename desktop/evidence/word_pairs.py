"""Pairs of words that stand beside each other, plainly or around a negation: how a lost "not" is found in any wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop.evidence.meaning import EMPTY_WORDS, stem
from desktop.evidence.polarity import NEGATIONS
from desktop.language.number_words import word_set
from desktop.language.words import Word

Pair = tuple[str, str]
_FILLERS = word_set("um uh oh okay like know really actually just any so well yeah also even ever the a an")
_SAME = dict.fromkeys(("does", "did"), "do") | dict.fromkeys(("is", "are", "am", "was", "were"), "be")
_SAME |= dict.fromkeys(("has", "had"), "have")
_TURNING = NEGATIONS - word_set("resolved denied denies deny denying negative absent free zero")


class WordPairs(NamedTuple):
    """Pairs with the places of their first word. negated: those around or after a "no" or "not"; plain: the others."""

    plain: dict[Pair, list[int]]
    negated: dict[Pair, list[int]]


def word_pairs(words: Sequence[Word]) -> WordPairs:
    """The pairs of a text, in stems; fillers between two words do not count."""
    kept = [
        (_SAME.get(word.lower) or stem(word.lower), n, word.lower in _TURNING)
        for n, word in enumerate(words)
        if word.lower not in _FILLERS
    ]
    plain: dict[Pair, list[int]] = {}
    negated: dict[Pair, list[int]] = {}
    for n, (left, place, turns) in enumerate(kept[:-1]):
        right, _, right_turns = kept[n + 1]
        if turns or not left[0].isalpha():
            continue
        if right_turns:
            if n + 2 < len(kept) and kept[n + 2][0][0].isalpha():
                negated.setdefault((left, kept[n + 2][0]), []).append(place)
            continue
        if not right[0].isalpha():
            continue
        turned = n > 0 and kept[n - 1][2]
        (negated if turned else plain).setdefault((left, right), []).append(place)
    return WordPairs(plain, negated)


def tells(pair: Pair) -> bool:
    """Whether a pair is more than two empty words: then it stands in many sentences and says nothing."""
    return any(word not in EMPTY_WORDS and word not in {"do", "be", "have"} for word in pair)
