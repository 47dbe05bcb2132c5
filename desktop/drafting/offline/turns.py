"""Turns: what each speaker said in one go, with mere nods of the other between."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, ENDS, PUNCTUATION
from desktop.language.words import Word


@dataclass(slots=True)
class Turn:
    """One speaker's words until another speaks, perhaps over several segments with mere nods between them.

    joins: indexes of words at which a further stretch begins.
    """

    speaker: Speaker
    words: list[Word] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)


def is_nod(words: list[Word]) -> bool:
    """True when the words only say that someone is listening: "okay", "mm-hmm", "yeah right"."""
    spoken = [word.lower for word in words if word.lower not in PUNCTUATION]
    return len(spoken) <= 5 and all(word in ACKNOWLEDGEMENTS for word in spoken)


def turns_of(stretches: list[tuple[Speaker, list[Word], bool]]) -> list[Turn]:
    """Turns from (speaker, words, whether they end in a question), in order.

    A nod between two stretches of the other speaker is dropped and they are joined, unless it may answer
    a question.
    """
    turns: list[Turn] = []
    pending: Turn | None = None
    asked_before = False
    for speaker, words, asked in stretches:
        if not words:
            continue
        if turns and is_nod(words) and turns[-1].speaker is not speaker and pending is None:
            pending = Turn(speaker, list(words))
            continue
        if pending is not None:
            if speaker is turns[-1].speaker and not asked_before:
                pending = None  # it was only a nod: go on with the turn it interrupted
            else:
                turns.append(pending)
                pending = None
        if turns and turns[-1].speaker is speaker:
            _join(turns[-1], words)
        else:
            turns.append(Turn(speaker, list(words)))
        asked_before = asked
    if pending is not None:
        turns.append(pending)
    return turns


def _join(turn: Turn, words: list[Word]) -> None:
    """Go on with a turn; the dash or full stop left by an interruption is dropped where the sentence goes on."""
    more = list(words)
    new_segment = bool(turn.words) and turn.words[-1].segment != more[0].segment
    if new_segment:
        while turn.words and turn.words[-1].lower in {"-", "–", "—"}:
            turn.words.pop()
        while len(more) > 1 and more[0].lower in ENDS - {"?"}:
            more.pop(0)
        turn.joins.append(len(turn.words))
    turn.words.extend(more)
