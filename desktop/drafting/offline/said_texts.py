"""Words as a quotation has them: a name that was put in the place of "it" stands in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from desktop.drafting.offline.speech import AUXILIARIES, word_set
from desktop.language.words import Word

_OPENED = AUXILIARIES | word_set("not us them because until it is")
"""What contractions are opened to ("I'd" is "I would"); they too are longer than what was written."""


def said_texts(words: Sequence[Word]) -> Iterator[str]:
    """The texts of the words. A name is known as put there by being longer than the pronoun it rests on."""
    for is_put, run in groupby(words, _is_put):
        texts = [word.text for word in run]
        if is_put:
            texts[0], texts[-1] = f"[{texts[0]}", f"{texts[-1]}]"
        yield from texts


def _is_put(word: Word) -> bool:
    return len(word.text) > word.end - word.start and word.lower not in _OPENED
