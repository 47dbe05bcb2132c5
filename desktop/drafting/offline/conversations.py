"""A conversation stretch by stretch: who says what, and what it says after its corrections."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker, Transcript
from desktop.drafting.offline.boundaries import cuts, is_full_stop, is_question
from desktop.drafting.offline.correction_cues import announced, plain_cue_end
from desktop.drafting.offline.put_right import put_right
from desktop.drafting.offline.repairs import without_marks
from desktop.drafting.offline.roles import Stretch, lean_of, speakers_of
from desktop.drafting.offline.speech import ENDS
from desktop.language.words import Word, words_of

WORDS_PER_STOP = 30
"""Speech with fewer full stops than one in so many words counts as unpunctuated."""


@dataclass(slots=True)
class Spoken:
    """Words that one speaker says in one segment, a clause or so long. asked: they end in a question."""

    segment: int
    speaker: Speaker
    words: list[Word]
    asked: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """stretches: what is said after corrections. taken_back: the words of each order that was called off."""

    stretches: list[Spoken]
    taken_back: list[list[Word]]


def conversation_in(transcript: Transcript) -> Conversation:
    """What the speakers of a transcript say once their corrections are applied.

    Who speaks is found from the words as they were said, before a correction asks who it was: tags may be
    swapped or missing.
    """
    runs = list(_runs_of(_said_in(transcript)))
    words = [[word for stretch in run for word in stretch.words] for run in runs]
    heard = put_right([(_mostly(run), said) for run, said in zip(runs, words, strict=True)])
    out: list[Spoken] = []
    for run, said, meant in zip(runs, words, heard.words, strict=True):
        out += run if meant == said else _cut_anew(run, meant)
    return Conversation(out, heard.taken_back)


def _runs_of(stretches: Sequence[Spoken]) -> Iterator[list[Spoken]]:
    """What one speaker says in one segment; all of a segment without stops, where nobody can tell for sure who goes on."""
    for _, of_segment in itertools.groupby(stretches, lambda stretch: stretch.segment):
        said = list(of_segment)
        if not any(is_full_stop(stretch.words, len(stretch.words) - 1) for stretch in said):
            yield said
            continue
        for _, run in itertools.groupby(said, lambda stretch: stretch.speaker):
            yield list(run)


def _mostly(run: Sequence[Spoken]) -> Speaker:
    """Who says most of the words."""
    said: Counter[Speaker] = Counter()
    for stretch in run:
        said[stretch.speaker] += len(stretch.words)
    return said.most_common(1)[0][0]


def _cut_anew(run: Sequence[Spoken], meant: list[Word]) -> Iterator[Spoken]:
    """The stretches of what a run says after its corrections, each by who said most of its words."""
    speakers = {id(word): stretch.speaker for stretch in run for word in stretch.words}
    first = run[0]
    for piece, asked in _pieces(meant, spoken=is_unpunctuated(meant)):
        known = Counter(speakers[id(word)] for word in piece if id(word) in speakers)
        who = known.most_common(1)[0][0] if known else first.speaker
        yield Spoken(first.segment, who, piece, asked)


def _said_in(transcript: Transcript) -> list[Spoken]:
    """The stretches of a transcript as they were said, each with its speaker."""
    stretches: list[Stretch] = []
    for n, segment in enumerate(transcript.segments):
        words = without_marks(words_of(segment.text, n))
        for piece, asked in _pieces(words, spoken=is_unpunctuated(words)):
            lean = lean_of([w.lower for w in piece], asked=asked)
            stretches.append(Stretch(n, piece, segment.speaker, asked, lean))
    speakers = speakers_of(stretches)
    said = [Spoken(s.segment, who, s.words, s.asked) for who, s in zip(speakers, stretches, strict=True)]
    for before, stretch in itertools.pairwise(said):
        if before.speaker is not stretch.speaker and _corrects_itself(before, stretch):
            stretch.speaker = before.speaker
    return said


def _corrects_itself(before: Spoken, after: Spoken) -> bool:
    """Whether who said the one goes on in the same line only to put it right: "500 mg a day. Sorry, 1000 mg a day."."""
    if before.segment != after.segment or before.asked or after.asked:
        return False
    lowers = [word.lower for word in after.words if word.lower not in ENDS]
    return plain_cue_end(lowers) > 0 and announced(lowers) is not None


def is_unpunctuated(words: Sequence[Word]) -> bool:
    """Whether words have no punctuation to go by."""
    marks = sum(is_full_stop(words, n) for n in range(len(words)))
    return marks * WORDS_PER_STOP < len(words)


def _pieces(said: list[Word], *, spoken: bool) -> Iterator[tuple[list[Word], bool]]:
    """Raw words, punctuation and all, cut into clauses, each with whether it asks something."""
    begun = 0
    for n in range(len(said) + 1):
        at_end = n == len(said)
        if not at_end and not is_full_stop(said, n):
            continue
        words = said[begun : n + 1]
        begun = n + 1
        if not words:
            continue
        lowers = [w.lower for w in words]
        marked = not at_end and lowers[-1] == "?"
        places = cuts(lowers, set(), spoken=True) if spoken else [0]
        for a, b in zip(places, [*places[1:], len(words)], strict=True):
            yield words[a:b], is_question(lowers[a:b], marked=marked and b == len(words))
