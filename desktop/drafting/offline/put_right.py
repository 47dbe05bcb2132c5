"""Applies a correction spoken as a sentence, or a turn, of its own to the words that it puts right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.announced_values import PLAIN, WEAK, Announced
from desktop.drafting.offline.correction_cues import (
    announced,
    cue_end,
    only_hesitates,
    plain_cue_end,
)
from desktop.drafting.offline.correction_phrases import JOINS_ON
from desktop.drafting.offline.correction_places import Pairs, places_of
from desktop.drafting.offline.orders_given import order_of
from desktop.drafting.offline.said_values import Value, ValueKind, values_in
from desktop.drafting.offline.sentences_said import WINDOW_WORDS, Sentence, sentences_of
from desktop.drafting.offline.speech import (
    ACKNOWLEDGEMENTS,
    AUXILIARIES,
    PUNCTUATION,
    SUBJECTS,
    is_number,
    word_set,
)
from desktop.drafting.offline.taken_back import take_back
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

NEAR_SENTENCES = 2
"""How many sentences of the same speaker a correction may pass over when only its cue is plain."""
FAR_SENTENCES = 14
"""How far back a correction may reach that names what it corrects."""
FURTHEST_PASSED = 4
"""How many sentences of others may stand between a sentence and its correction."""
_ADMITS = word_set("the a my mistake of course it is was , i am")
_ACCEPTS = word_set("right okay yes yeah oh ah sorry thanks thank true correct got yep sure noted aye")


@dataclass(frozen=True, slots=True)
class Heard:
    """words: those of each turn, after corrections. taken_back: the words of each order that was called off."""

    words: list[list[Word]]
    taken_back: list[list[Word]]


def put_right(heard: Sequence[tuple[Speaker, list[Word]]]) -> Heard:
    """The words of each turn after every correction and withdrawal that is certain; the rest as they were.

    heard: speaker and words of each turn. A word that takes the place of another keeps its own place in
    the transcript, so that what is made of the sentence rests on both.
    """
    sentences = [s for n, (speaker, words) in enumerate(heard) for s in sentences_of(n, speaker, words)]
    gone: list[list[Word]] = []
    for n, sentence in enumerate(sentences):
        if n and sentence.words and not sentence.asked:
            _apply(sentences, n)
            gone += take_back(sentences, n)
    out: list[list[Word]] = [[] for _ in heard]
    for sentence in sentences:
        if sentence.words or not sentence.gone:
            out[sentence.turn] += sentence.words + sentence.marks
    return Heard(out, gone)


def _apply(sentences: list[Sentence], n: int) -> None:
    """Put right what the sentence at n corrects, if it announces a correction and its place is certain."""
    sentence = sentences[n]
    unstopped = not sentence.marks and "," not in sentence.lowers
    promised = _promised(sentences, n)
    told = announced(sentence.lowers, promised, spoken=sentence.inline or unstopped)
    if told is not None and _is_certain(told, sentence, promised) and _put_in_place(sentences, n, told):
        return
    if not _put_right_by_another(sentences, n) and not _said_again(sentences, n):
        _reverse_denial(sentences, n)


_NO_HEADS = SUBJECTS | AUXILIARIES | word_set("the a an my your his her and or of in on no not with like so")
LONGEST_AGAIN = 8
LONGEST_NAME = 3


def _own_before(sentences: Sequence[Sentence], n: int) -> Sentence | None:
    """The sentence of the same speaker right before the one at n, if it is over."""
    before = next((s for s in reversed(sentences[:n]) if s.words and not only_hesitates(s.lowers)), None)
    own = before is not None and before.speaker is sentences[n].speaker and not before.asked and before.marks
    return before if own else None


def _said_again(sentences: list[Sentence], n: int) -> bool:
    """Put right a phrase that is taken up again from its first word: "EKG shows ST depression. Sorry, ST elevation."."""
    new, old = sentences[n], _own_before(sentences, n)
    begun = plain_cue_end(new.lowers)
    rest = new.lowers[begun:]
    if old is None or not begun or not 1 < len(rest) <= LONGEST_AGAIN or set(rest) & (AUXILIARIES | {","}):
        return False
    lowers = old.lowers
    k = len(lowers) - 1 - lowers[::-1].index(rest[0]) if rest[0] in lowers and rest[0] not in _NO_HEADS else 0
    if not k and len(rest) <= LONGEST_NAME and lowers[-1] == rest[-1] and len(lowers) > len(rest) + 1:
        k = len(lowers) - len(rest)  # "ovarian cancer" -> "breast cancer"
    tail = lowers[k:]
    if not k or not 1 < len(tail) <= LONGEST_AGAIN or {",", "and", "no", "not"} & {*tail, *rest}:
        return False
    old.words[k:] = new.words[begun:]
    new.words, new.gone = [], True
    return True


_AFFIRMS = re.compile(
    r"\b(?:does|do|did|there is|there was) (?:\w+ )?(?:report|have|endorse|admit|feel|get|some|a)\b"
)
_DENIES = word_set("denies denied no not without")
_FOUND = {Topic.SYMPTOM, Topic.DISEASE, Topic.FINDING}


def _reverse_denial(sentences: list[Sentence], n: int) -> None:
    """Take out a denial that the next sentence corrects: "He denies numbness. Actually, he does report numbness."."""
    new, old = sentences[n], _own_before(sentences, n)
    begun = cue_end(new.lowers)
    if old is None or not begun or not _AFFIRMS.search(" ".join(new.lowers[begun:])):
        return
    if set(new.lowers[begun:]) & _DENIES or not set(old.lowers) & _DENIES:
        return
    denied, told = ({m.name for m in lexicon().mentions(s.lowers) if m.topic in _FOUND} for s in (old, new))
    if len(denied) == 1 and denied <= told:
        old.words, old.gone = [], True
        new.words = new.words[begun:]


def _drop_repeat(sentences: Sequence[Sentence], n: int, said: Sequence[str]) -> None:
    """Take out the next sentence of the same speaker where it only says the corrected value again: "just one week"."""
    after = next((s for s in sentences[n + 1 : n + 2] if s.speaker is sentences[n].speaker), None)
    if after is not None and [w for w in after.lowers if w not in {"just", "only", ","}] == list(said):
        after.words, after.gone = [], True


def _promised(sentences: Sequence[Sentence], n: int) -> int:
    """How surely the sentence before announces that this one puts something right: "that's not right, hold on. 96 percent."."""
    before = sentences[n - 1]
    promises = only_hesitates(before.lowers) or bool({"right", "wrong", "incorrect"} & set(before.lowers[:6]))
    if before.speaker is not sentences[n].speaker or not plain_cue_end(before.lowers) or not promises:
        return 0
    return 0 if any(v.kind is not ValueKind.NAMED for v in values_in(before.lowers)) else PLAIN


def _is_certain(told: Announced, sentence: Sentence, promised: int) -> bool:
    """Whether the wording is that of a correction: "no, the left", "actually it was", "sorry, 40" rather than "no left pain"."""
    whole = told.tail >= len(sentence.words)
    if promised and not whole:
        return False
    if told.strength < PLAIN and all(v.kind is ValueKind.NAMED for v in told.values):
        return told.framed and any(v.key != Topic.SYMPTOM.value for v in told.values)
    plain = told.strength >= PLAIN or told.framed or told.comma or sentence.inline
    return plain or (whole and "actually" in sentence.lowers[:2])


def _put_in_place(sentences: list[Sentence], n: int, told: Announced) -> bool:
    for old in _candidates(sentences, n, told):
        if told.orders and order_of(old) is None:
            continue  # "you are on 10; let's do 20" is a new dose, not a correction
        slots = _places(old, sentences[n], told)
        if slots is None:
            continue
        if not slots:
            return False  # more than one place fits: nobody knows which
        said = sentences[n].lowers[told.begun : told.end]
        _replace(sentences, n, old, told, slots)
        _drop_repeat(sentences, n, said)
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
    before = next((s for s in reversed(sentences[:n]) if s.words and not _is_nod(s)), None)
    if before is None or before.speaker is new.speaker or before.asked:
        return False
    plain = announced(new.lowers) is not None
    if not plain and new.speaker is not Speaker.OTHER:
        return False
    told = announced(new.lowers, strength=WEAK)
    if told is None or told.anchor or told.reason[1] or told.tail < len(new.words):
        return False
    if not plain and not told.framed:
        return False
    after = next((s for s in sentences[n + 1 :] if s.speaker is not new.speaker and s.words), None)
    if after is None:
        return False
    if not before.marks and len(before.words) > WINDOW_WORDS:
        return False  # what was said last in it is not known
    slots = _places(before, new, told)
    if not slots or after.speaker is not before.speaker or not _accepts(after, told, new):
        return False
    said = new.lowers[told.begun : told.end]
    _replace(sentences, n, before, told, slots)
    if set(after.lowers) <= {*said, *_ACCEPTS, *_ADMITS}:
        after.words, after.gone = [], True
    return True


def _accepts(after: Sentence, told: Announced, new: Sentence) -> bool:
    """Whether the answer to a correction takes it over: "right, the left leg, sorry", "yes, 2017"."""
    lowers = after.lowers
    if after.asked or {"no", "not"} & set(lowers[:4]):
        return False
    value = new.lowers[told.values[0].start : told.values[0].end]
    said = any(lowers[k : k + len(value)] == value for k in range(len(lowers)))
    return bool(lowers) and (lowers[0] in _ACCEPTS or said)
