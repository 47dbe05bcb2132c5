"""Splits a visit that is longer than the model can read at once, and merges what it wrote about the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.drafting import DraftRequest
from desktop.domain.errors import AnswerUnusable
from desktop.domain.transcript import Segment
from desktop.drafting.prompts import render
from desktop.network.features import Reply
from desktop.network.tokens import most_tokens

_ANSWER_TOKENS = 1_500
_LEAST_PART_TOKENS = 300
_OVERLAP_SHARE = 0.1
_SPEAKER_TOKENS = 8
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")

Segments = tuple[Segment, ...]


def split_to_fit(request: DraftRequest, context_tokens: int | None) -> tuple[Segments, ...]:
    """The transcript as it is, or in parts of which each fits into context_tokens together with its answer.

    Parts end between segments and overlap by up to a tenth, so that an answer keeps its question; a long
    monologue is cut between sentences. Nothing is left out. context_tokens None: not known, so not split.
    Raises AnswerUnusable when the model reads so little that no part of a visit would fit.
    """
    everything = request.transcript.segments
    if context_tokens is None:
        return (everything,)
    answer_tokens = min(_ANSWER_TOKENS, context_tokens // 3)
    # A request with headings is the longest of the three forms; part numbers add a sentence.
    frame = render(request, reply=Reply.TEXT, segments=(), part=(99, 99))
    room = (
        context_tokens
        - answer_tokens
        - sum(most_tokens(message["content"]) + _SPEAKER_TOKENS for message in frame)
    )
    if sum(map(_tokens, everything)) <= room:
        return (everything,)
    if room < _LEAST_PART_TOKENS:
        raise AnswerUnusable(
            f"The model can read only {context_tokens} tokens at once, too few for this template. "
            "Use a model with a larger context, or raise it on the server."
        )
    return _pack(_pieces(everything, round(room * 0.5)), room)


def _tokens(segment: Segment) -> int:
    return most_tokens(segment.text) + _SPEAKER_TOKENS


def _pieces(segments: Sequence[Segment], most: int) -> list[Segment]:
    """The segments, with those of more than most tokens cut between sentences, or between words if they must be."""
    pieces: list[Segment] = []
    for segment in segments:
        if _tokens(segment) <= most:
            pieces.append(segment)
            continue
        gathered = ""
        for stretch in _stretches(segment.text, most):
            longer = f"{gathered} {stretch}" if gathered else stretch
            if gathered and most_tokens(longer) + _SPEAKER_TOKENS > most:
                pieces.append(replace(segment, text=gathered))
                longer = stretch
            gathered = longer
        pieces.append(replace(segment, text=gathered))
    return pieces


def _stretches(text: str, most: int) -> list[str]:
    """Sentences; words of a sentence that is too long itself; pieces of a word that is."""
    stretches: list[str] = []
    for sentence in _SENTENCE.split(text):
        fits = most_tokens(sentence) + _SPEAKER_TOKENS <= most
        for stretch in [sentence] if fits else sentence.split():
            stretches += (
                [stretch[at : at + most] for at in range(0, len(stretch), most)] if not fits else [stretch]
            )
    return stretches


def _pack(pieces: Sequence[Segment], room: int) -> tuple[Segments, ...]:
    parts: list[Segments] = []
    part: list[Segment] = []
    for piece in pieces:
        if part and sum(map(_tokens, part)) + _tokens(piece) > room:
            parts.append(tuple(part))
            part = _overlap(part, min(round(room * _OVERLAP_SHARE), room - _tokens(piece)))
        part.append(piece)
    parts.append(tuple(part))
    return tuple(parts)


def _overlap(part: Sequence[Segment], room: int) -> list[Segment]:
    """The last segments of a part that the next one begins with."""
    taken: list[Segment] = []
    for segment in reversed(part):
        room -= _tokens(segment)
        if room < 0:
            break
        taken.insert(0, segment)
    return taken


def what_is_new(before: str, text: str) -> str:
    """The lines of text that do not stand in before word for word: overlapping parts repeat themselves."""
    known = {_bare(line) for line in before.splitlines()}
    return "\n".join(line for line in text.splitlines() if line.strip() and _bare(line) not in known)


def _bare(line: str) -> str:
    return " ".join(line.casefold().split())
