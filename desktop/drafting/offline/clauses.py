"""Cuts a conversation into clauses with their speakers: the level at which speech is filed under a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker, Transcript
from desktop.drafting.offline.boundaries import cuts, is_full_stop, is_question, without_edges
from desktop.drafting.offline.conversations import Conversation, conversation_in, is_unpunctuated
from desktop.drafting.offline.corrections import takes_back
from desktop.drafting.offline.repairs import without_noise
from desktop.drafting.offline.runs import order_at
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, phrases, word_set
from desktop.drafting.offline.turns import Turn, turns_of
from desktop.language.words import Word

LONG_SENTENCE_WORDS = 26
"""A longer punctuated sentence is cut at its conjunctions too."""
LONGEST_CONDITION = 36
"""Words from an "if" to its "then"."""

_STATES = word_set("feels feel feeling looks look doing seems")
_TAGS = phrases("does that make sense|is that correct|is that right|all right|sorry|correct|right|okay")


@dataclass(slots=True)
class Clause:
    """A stretch of one speaker's words that says one thing.

    words: without noise. asked: a question. tag: a statement with a question tag ("..., right?"), which
    a "no" takes back. sentence: a whole sentence, by its punctuation. led: a question after what led into it,
    to be kept in its words. remark: words at its start that are that lead.
    """

    speaker: Speaker
    turn: int
    words: list[Word]
    asked: bool = False
    tag: bool = False
    sentence: bool = False
    led: bool = False
    remark: int = 0

    @property
    def lowers(self) -> list[str]:
        """The words in lower case."""
        return [word.lower for word in self.words]


@dataclass(slots=True)
class _Sentence:
    words: list[Word]
    asked: bool
    joins: list[int]


def clauses_of(transcript: Transcript) -> list[Clause]:
    """Every clause of a conversation, in order, free of noise, with its speaker."""
    return clauses_in(conversation_in(transcript))


def clauses_in(conversation: Conversation) -> list[Clause]:
    """The same for a conversation whose speakers are known and whose corrections are applied."""
    turns = turns_of([(s.speaker, s.words, s.asked) for s in conversation.stretches])
    return [clause for number, turn in enumerate(turns) for clause in _clauses_of_turn(turn, number)]


def _sentences(turn: Turn) -> Iterator[_Sentence]:
    """The sentences of a turn (all of it, where nothing is punctuated), with where further stretches begin."""
    joins = set(turn.joins)
    sentence = _Sentence([], False, [])
    for n, word in enumerate(turn.words):
        if n in joins and sentence.words:
            sentence.joins.append(len(sentence.words))
        if is_full_stop(turn.words, n):
            if sentence.words and takes_back(turn.words, n + 1):
                continue  # what follows only puts this sentence right
            sentence.asked = word.lower == "?"
            if sentence.words:
                yield sentence
            sentence = _Sentence([], False, [])
            continue
        sentence.words.append(word)
    if sentence.words:
        yield sentence


def _clauses_of_turn(turn: Turn, number: int) -> Iterator[Clause]:
    spoken = is_unpunctuated(turn.words)
    for sentence in _without_jokes(list(_sentences(turn))):
        bare, tagged = _without_tag(sentence.words)
        quiet = without_edges(without_noise(bare))
        if not quiet:
            continue
        places = {id(w): n for n, w in enumerate(quiet)}
        joins = {
            places[id(sentence.words[j])]
            for j in sentence.joins
            if j < len(sentence.words) and id(sentence.words[j]) in places
        }
        long = spoken or len(quiet) > LONG_SENTENCE_WORDS or any(w.lower == "problem" for w in quiet)
        found = _with_conditions(cuts([w.lower for w in quiet], joins, spoken=spoken), quiet) if long else [0]
        asked_at = _question_at([w.lower for w in quiet]) if sentence.asked and not long else 0
        if asked_at:
            found = [0, asked_at]
        ordered_at = order_at([w.lower for w in quiet])
        if ordered_at:
            found = sorted({*found, ordered_at})
        for a, b in zip(found, [*found[1:], len(quiet)], strict=True):
            piece = without_edges(quiet[a:b])
            if not piece:
                continue
            last = b == len(quiet)
            asked = is_question([w.lower for w in piece], marked=sentence.asked and last and not tagged)
            whole = len(found) == 1 and not spoken
            yield Clause(
                turn.speaker, number, piece, asked, tag=tagged and last and not asked, sentence=whole
            )


_ASKS = phrases(
    "what|how|when|where|why|which|who|do you|are you|have you|did you|can you|could you|were you|is there|are there|is that|does that"
)
FEWEST_TOLD = 4


def _question_at(lowers: list[str]) -> int:
    """Where the question begins that a statement runs into: "she is a 40-year-old teacher, and what brings you in?"; else 0."""
    for n in range(FEWEST_TOLD, len(lowers) - 2):
        if lowers[n] != ",":
            continue
        at = n + 2 if lowers[n + 1] in {"and", "so", "but"} else n + 1
        opens = any(tuple(lowers[at : at + len(cue)]) == cue for cue in _ASKS)
        told = lowers[:n]
        if opens and not is_question(told, marked=False) and _STATED & set(told[:FEWEST_TOLD]):
            return at
    return 0


_STATED = word_set("is was has had takes took says said here")


def _with_conditions(places: Sequence[int], words: Sequence[Word]) -> list[int]:
    """The cuts without those between an "if" and its "then"."""
    kept: list[int] = []
    for n, place in enumerate(places):
        opens = next((k for k in kept[::-1] if _opens_condition(words, k)), None)
        then = next((p for p in places[n:] if words[p].lower == "then"), None)
        within = opens is not None and then is not None and then - opens <= LONGEST_CONDITION
        answered = any(words[p].lower == "then" for p in places if (opens or 0) < p < place)
        if not within or answered:
            kept.append(place)
    return kept


def _opens_condition(words: Sequence[Word], place: int) -> bool:
    opening = [w.lower for w in words[place : place + 2]]
    return opening[:1] == ["if"] or (opening[1:] == ["if"] and opening[0] in {"and", "so", "but", "now", ","})


_JOKING = phrases(
    "just kidding|only kidding|i am kidding|i am just kidding|i am only kidding|i am joking|just joking|kidding"
)


def _without_jokes(sentences: list[_Sentence]) -> list[_Sentence]:
    """Without a sentence that the next one calls a joke, and without those words: "like a fish. just kidding, one beer"."""
    kept: list[_Sentence] = []
    for sentence in sentences:
        lowers = tuple(word.lower for word in sentence.words[:5])
        said = next((joke for joke in _JOKING if lowers[: len(joke)] == joke), ())
        if said:
            if kept:
                kept.pop()
            sentence.words = sentence.words[len(said) :]
        if sentence.words:
            kept.append(sentence)
    return kept


def _without_tag(words: list[Word]) -> tuple[list[Word], bool]:
    """A sentence without its closing ", okay?" or ", right?", and whether there was one.

    "right" goes only after a comma: it may be a side.
    """
    core = list(words)
    while core and core[-1].lower in PUNCTUATION:
        core.pop()
    for tag in _TAGS:
        size = len(tag)
        if len(core) > size + 1 and tuple(w.lower for w in core[-size:]) == tag:
            after_comma = core[-size - 1].lower in PUNCTUATION
            if tag == ("okay",) and core[-2].lower in AUXILIARIES | _STATES:
                continue  # "the yogurt is okay"
            if after_comma or tag == ("okay",) or size > 2:
                return core[:-size], True
    return words, False
