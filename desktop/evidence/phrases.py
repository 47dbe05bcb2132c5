"""The words of a text that its phrases are made of, so that the same phrase is found whether or not a "no" stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from desktop.evidence.meaning import EMPTY_WORDS, word_name
from desktop.language.number_words import word_set
from desktop.language.words import Word

_NEGATORS = word_set("no not n't never without nothing none neither nor denies denied")
_AFTER_A_BARE_NO = frozenset([",", ".", "?"]) | word_set(
    "i it he she they that this we you there the no nope nah okay just"
)
_PASSED_OVER = word_set(
    "um uh oh okay like know really actually just any so well yeah also even ever the a an this that these those further "
    "i you he she we they it my your his her their our patient patients pt currently now"
)
_SAME = dict.fromkeys(("does", "did"), "do") | dict.fromkeys(("is", "are", "am", "was", "were", "been"), "be")
_SAME |= dict.fromkeys(("has", "had", "having"), "have")
STOP = "."
"""What a full stop is in a row of names: no phrase goes over it."""
_STOPS = frozenset(".;?!")


class Phrases(NamedTuple):
    """The words of a text that a phrase is made of, negations and fillers passed over.

    names: what each word means. places: which word of the text it is. turned: whether a "no" or "not" stands right before it.
    pairs: where two words in a row begin.
    """

    names: tuple[str, ...]
    places: tuple[int, ...]
    turned: tuple[bool, ...]
    pairs: dict[tuple[str, str], list[int]]


def phrases_of(words: Sequence[Word]) -> Phrases:
    """A text read for its phrases."""
    names: list[str] = []
    places: list[int] = []
    turned: list[bool] = []
    is_turned = False
    for n, word in enumerate(words):
        lower = word.lower
        if lower in _NEGATORS:
            follows = words[n + 1].lower if n + 1 < len(words) else STOP
            is_turned = is_turned or lower not in {"no", "nothing", "none"} or follows not in _AFTER_A_BARE_NO
            continue
        if lower in _STOPS:
            lower = STOP
            is_turned = False
        elif lower in _PASSED_OVER or not lower[0].isalnum():
            continue
        names.append(_SAME.get(lower) or (lower if lower in EMPTY_WORDS else word_name(lower)))
        places.append(n)
        turned.append(is_turned)
        is_turned = False
    pairs: dict[tuple[str, str], list[int]] = {}
    for n, pair in enumerate(pairwise(names)):
        pairs.setdefault(pair, []).append(n)
    return Phrases(tuple(names), tuple(places), tuple(turned), pairs)
