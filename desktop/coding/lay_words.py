"""Our own table of what people call things: lay words, abbreviations and eponyms, with the code each leads to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from desktop.coding.shorthand import opened
from desktop.coding.terms import Term, terms


class LayPhrase(NamedTuple):
    """One phrase of the table. code: where it leads, which may need more characters for side or detail."""

    terms: tuple[Term, ...]
    code: str


class LayWords:
    """The phrases, found by their words."""

    def __init__(self, phrases: Iterable[LayPhrase]) -> None:
        self.words: set[str] = set()
        self._by_rarest: dict[str, list[LayPhrase]] = {}
        phrases = list(phrases)
        uses: dict[str, int] = {}
        for phrase in phrases:
            for word in {term.word for term in phrase.terms}:
                uses[word] = uses.get(word, 0) + 1
        for phrase in phrases:
            rarest = min((term.word for term in phrase.terms), key=lambda word: (uses[word], word))
            self._by_rarest.setdefault(rarest, []).append(phrase)
        self.words = set(uses)
        self.codes = frozenset(phrase.code for phrase in phrases)

    def usual(self, code: str) -> bool:
        """Whether people have words of their own for a code or for the one that it refines: it is a common one."""
        return any(code[:size] in self.codes for size in range(3, len(code) + 1))

    def within(self, words: set[str]) -> list[LayPhrase]:
        """The phrases whose words are all among these."""
        return [
            phrase
            for word in sorted(words)
            for phrase in self._by_rarest.get(word, ())
            if all(term.word in words for term in phrase.terms)
        ]


@cache
def lay_words() -> LayWords:
    """The table of resources/codes/lay_words.tsv: a code, a tab, phrases with semicolons between."""
    text = (resources.files("resources") / "codes" / "lay_words.tsv").read_text(encoding="utf-8")
    phrases: list[LayPhrase] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, said = line.split("\t")
            phrases.extend(LayPhrase(tuple(terms(opened(phrase))), code) for phrase in said.split(";"))
    return LayWords(phrase for phrase in phrases if phrase.terms)
