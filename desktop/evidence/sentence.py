"""One sentence of a note, read once: its words, what they mean, its numbers and what it denies."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.domain.note import Section
from desktop.evidence.amounts import Amount, Frequency, amounts_in, frequencies_in
from desktop.evidence.meaning import Term, terms_of
from desktop.evidence.polarity import Polarity, note_polarity
from desktop.language.number_words import word_set
from desktop.language.sentences import sentences_of
from desktop.language.words import Word, words_of

_LONGEST_LABEL = 15
_LONGEST_SECOND_LABEL = 3
_LABEL_MARKS = frozenset("/&-,()")
_NAMED_NUMBER = re.compile(r"\d+-[a-z]+")
"""A number in a name: the "12-lead" of a heading."""
_NO_LABEL = word_set(
    "is are was were be has have had do does did shows show showed reports denies states stated continue start stop take "
    "takes not no will would should because"
)
_BARE_ANSWERS = frozenset(
    ["=deny", "known", "neg", "negativ", "normal", "unremarkabl", "=within normal limits", "intact", "absent"]
)


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
        """How many words head the sentence as labels, with their colons: 2 in "Allergies: penicillin", 5 in "Family history: maternal: asthma".

        A label is what a note is laid out by, no content: it names no medicine and has no number and no verb.
        """
        labels = 0
        for n, word in enumerate(self.words[:_LONGEST_LABEL]):
            if word.text == ":":
                labels = n + 1
            elif (
                word.lower in _NO_LABEL
                or not (
                    word.lower[0].isalpha()
                    or word.text in _LABEL_MARKS
                    or _NAMED_NUMBER.fullmatch(word.lower)
                )
                or (labels and n - labels >= _LONGEST_SECOND_LABEL)
            ):
                break
        is_all = any(word.lower[0].isalnum() for word in self.words[labels:]) and not (
            self.amounts
            or any(term.start >= labels and term.name not in _BARE_ANSWERS for term in self.terms)
        )  # in "Allergies: none" the label is what is stated
        return 0 if is_all or any(term.is_drug and term.start < labels for term in self.terms) else labels

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
