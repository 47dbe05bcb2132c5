"""Cuts what was said into sentences whose words can be put right, and puts the words together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.boundaries import cuts, is_full_stop, is_question
from desktop.drafting.offline.correction_cues import begins_correction
from desktop.drafting.offline.correction_phrases import OPENS_CUE
from desktop.drafting.offline.speech import PUNCTUATION
from desktop.language.words import Word

WINDOW_WORDS = 24
"""In a stretch without stops a correction reaches so many words back."""


@dataclass(slots=True)
class Sentence:
    """A sentence as it was said: its words, the marks that end it, who said it in which turn.

    inline: it goes on without a stop from the sentence before it. gone: its words stand in the sentence they put right.
    """

    turn: int
    speaker: Speaker
    words: list[Word]
    marks: list[Word]
    asked: bool
    inline: bool = False
    gone: bool = False

    @property
    def lowers(self) -> list[str]:
        """The words in lower case."""
        return [word.lower for word in self.words]


def sentences_of(turn: int, speaker: Speaker, words: list[Word]) -> Iterator[Sentence]:
    """The sentences of a turn; where it has no stops, the stretches before and after each correction."""
    begun = 0
    stops = [is_full_stop(words, n) for n in range(len(words))]
    unstopped = not any(stops)
    for n in range(len(words) + 1):
        if n < len(words) and not stops[n]:
            if not unstopped or n == begun or words[n].lower not in OPENS_CUE:
                continue
            before = [w.lower for w in words[max(begun, n - WINDOW_WORDS) : n]]
            if begins_correction([w.lower for w in words[n : n + 12]], before):
                yield Sentence(turn, speaker, words[begun:n], [], asked=False, inline=begun > 0)
                begun = n
            continue
        marks = words[n : n + 1]
        asked = _asks(
            [w.lower for w in words[begun:n]],
            marked=bool(marks) and marks[0].lower == "?",
            unstopped=not marks,
        )
        yield Sentence(turn, speaker, words[begun:n], list(marks), asked, inline=unstopped and begun > 0)
        begun = n + 1


def _asks(lowers: list[str], *, marked: bool, unstopped: bool) -> bool:
    """Whether a sentence asks something, if only at its end: "going back to your family has anybody had it"."""
    return is_question(lowers[cuts(lowers, set(), spoken=True)[-1] if unstopped else 0 :], marked=marked)


def written(texts: Sequence[str], words: Sequence[Word]) -> str:
    """Words after their corrections as text again, with what stood between them.

    texts: the text of each segment. Words that stand where they were said keep the blanks and line breaks before them.
    """
    out = ""
    before: Word | None = None
    for word in words:
        said = texts[word.segment]
        if before is not None and (word.segment, word.start) == (before.segment, before.start):
            continue  # the other half of an opened contraction
        if before is not None and before.segment == word.segment and _adjoin(said, before, word):
            out += said[before.end : word.start]
        elif before is None:
            out += said[: word.start] if not said[: word.start].strip() else ""
        elif word.lower not in PUNCTUATION:
            out += " "
        out += said[word.start : word.end]
        before = word
    return out


def _adjoin(said: str, before: Word, word: Word) -> bool:
    return before.end <= word.start and not said[before.end : word.start].strip()
