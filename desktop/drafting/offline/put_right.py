"""Applies a correction spoken as a sentence, or a turn, of its own to the words that it puts right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.boundaries import cuts, is_full_stop, is_question
from desktop.drafting.offline.correction_cues import (
    JOINS_ON,
    PLAIN,
    WEAK,
    Announced,
    announced,
    begins_correction,
    only_hesitates,
)
from desktop.drafting.offline.correction_places import Pairs, places_of
from desktop.drafting.offline.said_values import Value, ValueKind
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, PUNCTUATION, SUBJECTS, is_number, word_set
from desktop.language.lexicon import Topic
from desktop.language.words import Word

NEAR_SENTENCES = 2
"""How many sentences of the same speaker a correction may pass over when only its cue is plain."""
FAR_SENTENCES = 14
"""How far back a correction may reach that names what it corrects."""
FURTHEST_PASSED = 4
"""How many sentences of others may stand between a sentence and its correction."""
WINDOW_WORDS = 24
"""In a stretch without stops a correction reaches so many words back."""

_ACCEPTS = word_set("right okay yes yeah oh ah sorry thanks thank true correct got yep sure noted aye")


@dataclass(slots=True)
class Sentence:
    """A sentence as it was said: its words, the marks that end it, who said it in which segment.

    inline: it goes on without a stop from the sentence before it. gone: its words stand in the sentence they put right.
    """

    segment: int
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


def put_right(heard: Sequence[tuple[Speaker, list[Word]]]) -> list[list[Word]]:
    """The words of each segment after every correction that is certain; the rest as they were.

    heard: speaker and words of each segment. A word that takes the place of another keeps its own place in
    the transcript, so that what is made of the sentence rests on both.
    """
    sentences = [s for n, (speaker, words) in enumerate(heard) for s in _sentences(n, speaker, words)]
    for n, sentence in enumerate(sentences):
        if n and sentence.words and not sentence.asked:
            _apply(sentences, n)
    out: list[list[Word]] = [[] for _ in heard]
    for sentence in sentences:
        if sentence.words or not sentence.gone:
            out[sentence.segment] += sentence.words + sentence.marks
    return out


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


def _sentences(segment: int, speaker: Speaker, words: list[Word]) -> Iterator[Sentence]:
    begun = 0
    unstopped = not any(is_full_stop(words, n) for n in range(len(words)))
    for n in range(len(words) + 1):
        if n < len(words) and not is_full_stop(words, n):
            before = [w.lower for w in words[max(begun, n - WINDOW_WORDS) : n]]
            if unstopped and n > begun and begins_correction([w.lower for w in words[n : n + 12]], before):
                yield Sentence(segment, speaker, words[begun:n], [], asked=False, inline=begun > 0)
                begun = n
            continue
        marks = words[n : n + 1]
        asked = _asks([w.lower for w in words[begun:n]], marked=bool(marks) and marks[0].lower == "?")
        yield Sentence(segment, speaker, words[begun:n], list(marks), asked, inline=unstopped and begun > 0)
        begun = n + 1


def _asks(lowers: list[str], *, marked: bool) -> bool:
    """Whether a sentence asks something, if only at its end: "going back to your family has anybody had it"."""
    return is_question(lowers[cuts(lowers, set(), spoken=True)[-1] :], marked=marked)


def _apply(sentences: list[Sentence], n: int) -> None:
    """Put right what the sentence at n corrects, if it announces a correction and its place is certain."""
    sentence = sentences[n]
    told = announced(sentence.lowers, spoken=sentence.inline)
    if told is not None and _is_certain(told, inline=sentence.inline) and _put_in_place(sentences, n, told):
        return
    _put_right_by_another(sentences, n)


def _is_certain(told: Announced, *, inline: bool) -> bool:
    """Whether the wording is that of a correction: "no, the left", "actually it was", "sorry, 40" rather than "no left pain"."""
    if told.strength < PLAIN and all(v.kind is ValueKind.NAMED for v in told.values):
        return told.framed and any(v.key != Topic.SYMPTOM.value for v in told.values)
    return told.strength >= PLAIN or told.framed or told.comma or inline


def _put_in_place(sentences: list[Sentence], n: int, told: Announced) -> bool:
    for old in _candidates(sentences, n, told):
        slots = _places(old, sentences[n], told)
        if slots is None:
            continue
        if not slots:
            return False  # more than one place fits: nobody knows which
        _replace(sentences, n, old, told, slots)
        return True
    return False


def _candidates(sentences: list[Sentence], n: int, told: Announced) -> Iterator[Sentence]:
    """The sentences that a correction may put right, the nearest first."""
    far = bool(told.anchor or told.old)
    own = FAR_SENTENCES if far else NEAR_SENTENCES if told.strength >= PLAIN else 1
    passed = 0
    speaker = sentences[n].speaker
    for k in range(n - 1, -1, -1):
        before = sentences[k]
        if not before.words or _is_nod(before):
            continue
        if before.speaker is not speaker or before.asked:
            if before.asked and told.strength < PLAIN:
                return  # an answer
            passed += 1
            if passed > (FAR_SENTENCES if far else FURTHEST_PASSED):
                return
            continue
        yield before
        own -= 1
        if not own:
            return


def _is_nod(sentence: Sentence) -> bool:
    return all(word in ACKNOWLEDGEMENTS | PUNCTUATION for word in sentence.lowers) or only_hesitates(
        sentence.lowers
    )


def _places(old: Sentence, new: Sentence, told: Announced) -> Pairs | None:
    first = 0 if old.marks else max(0, len(old.words) - WINDOW_WORDS)
    return places_of(old.lowers, new.lowers, told, first)


def _replace(sentences: list[Sentence], n: int, old: Sentence, told: Announced, pairs: Pairs) -> None:
    """Put the new values in their places; keep what the correction says besides as the end of the sentence, or as its own."""
    new = sentences[n]
    grouped: list[tuple[Value, list[Word]]] = []
    for value, slot in pairs:
        words = new.words[value.start : value.end]
        if slot is None:
            before = grouped[-1][1]
            last = told.values[told.values.index(value) - 1].end
            before += [*new.words[last : value.start], *words]
        else:
            grouped.append((slot, words))
    for slot, words in sorted(grouped, key=lambda pair: -pair[0].start):
        end = slot.end
        bare = all(is_number(word.lower) for word in words)
        if slot.kind in {ValueKind.AMOUNT, ValueKind.DURATION} and bare:
            end = slot.number or slot.end
        was = old.lowers[slot.start : slot.end]
        old.words[slot.start : end] = words
        if slot.kind is ValueKind.SIDE:
            _everywhere(sentences[:n], old.speaker, was, words, slot.key)
    _keep_rest(new, old, told)


def _everywhere(
    said: Sequence[Sentence], speaker: Speaker, was: Sequence[str], words: list[Word], part: str
) -> None:
    """Put right the same wrong side of the same part, wherever the speaker had said it before."""
    for sentence in said:
        lowers = sentence.lowers
        for k in range(len(lowers) - 1):
            if part and sentence.speaker is speaker and lowers[k : k + 2] == [*was, part]:
                sentence.words[k : k + 1] = words


def _keep_rest(new: Sentence, old: Sentence, told: Announced) -> None:
    reason = new.words[told.reason[0] : told.reason[1]]
    while reason and reason[-1].lower in PUNCTUATION:
        reason.pop()
    tail = list(new.words[told.tail :])
    while tail and tail[0].lower in PUNCTUATION:
        tail.pop(0)
    own = new.inline or _is_clause([word.lower for word in tail])
    if reason and reason[0].lower in JOINS_ON:
        old.words += reason
    elif reason:
        tail = reason + tail
        own = True
    if tail and not own:
        old.words += tail
        tail = []
    new.words = tail
    new.gone = not tail


def _is_clause(lowers: Sequence[str]) -> bool:
    """Whether words left after a correction stand on their own: "he wants to wait"."""
    return bool(lowers) and lowers[0] in SUBJECTS | {"and", "but", "the", "his", "her", "my", "your"}


def _put_right_by_another(sentences: list[Sentence], n: int) -> bool:
    """Put right what another speaker stated right before, where that speaker accepts it in the next words."""
    new = sentences[n]
    told = announced(new.lowers, strength=WEAK)
    if told is None or told.anchor or told.reason[1]:
        return False
    if announced(new.lowers) is None and not (told.framed and new.speaker is Speaker.OTHER):
        return False
    before = next((s for s in reversed(sentences[:n]) if s.words and not _is_nod(s)), None)
    after = next((s for s in sentences[n + 1 :] if s.speaker is not new.speaker and s.words), None)
    if before is None or after is None or before.speaker is new.speaker or before.asked:
        return False
    if not before.marks and len(before.words) > WINDOW_WORDS:
        return False  # what was said last in it is not known
    slots = _places(before, new, told)
    if not slots or after.speaker is not before.speaker or not _accepts(after, told, new):
        return False
    _replace(sentences, n, before, told, slots)
    return True


def _accepts(after: Sentence, told: Announced, new: Sentence) -> bool:
    """Whether the answer to a correction takes it over: "right, the left leg, sorry", "yes, 2017"."""
    lowers = after.lowers
    if after.asked or {"no", "not"} & set(lowers[:4]):
        return False
    value = new.lowers[told.values[0].start : told.values[0].end]
    said = any(lowers[k : k + len(value)] == value for k in range(len(lowers)))
    return bool(lowers) and (lowers[0] in _ACCEPTS or said)
