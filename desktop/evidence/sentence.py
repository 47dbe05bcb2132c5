"""One sentence of a note, read once: its words, what they mean, its numbers and what it denies."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.domain.note import Section
from desktop.evidence.amounts import Amount, Frequency, amounts_in, frequencies_in
from desktop.evidence.meaning import Term, terms_of
from desktop.evidence.polarity import Polarity, note_polarity
from desktop.language.sentences import sentences_of
from desktop.language.words import Word, words_of


@dataclass(frozen=True)
class Sentence:
    """A sentence at characters [start, end) of its section's text; spans inside it count from its own start."""

    section: Section
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> list[Word]:
        """Its words, contractions opened."""
        return words_of(self.text)

    @cached_property
    def terms(self) -> list[Term]:
        """What its words mean, the longest way to say it at each place."""
        return terms_of(self.words)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its terms."""
        return frozenset(term.name for term in self.terms)

    @cached_property
    def drugs(self) -> list[Term]:
        """The medicines it names."""
        return [term for term in self.terms if term.is_drug]

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its numbers."""
        return amounts_in(self.text)

    @cached_property
    def frequencies(self) -> list[Frequency]:
        """How often, wherever it says so."""
        return frequencies_in(self.text)

    @cached_property
    def polarity(self) -> list[Polarity]:
        """How each word is meant."""
        return note_polarity(self.words)

    @cached_property
    def label_words(self) -> int:
        """How many words head the sentence as a label, with its colon: 2 in "Allergies: none"."""
        for n, word in enumerate(self.words[:6]):
            if word.text == ":":
                return n + 1
            if not word.lower[0].isalpha() and word.text not in {"/", "&", "-"}:
                break
        return 0

    def word_at(self, character: int) -> int:
        """The word that holds or follows a character."""
        return min(bisect_left([word.end for word in self.words], character + 1), len(self.words) - 1)

    def span(self, term: Term) -> tuple[int, int]:
        """The characters of a term, counted from the sentence's start."""
        return self.words[term.start].start, self.words[term.end - 1].end


@lru_cache(maxsize=64)
def sentences_in(section: Section, text: str) -> tuple[Sentence, ...]:
    """The sentences of a section's text."""
    return tuple(Sentence(section, start, end, text[start:end]) for start, end in sentences_of(text))
