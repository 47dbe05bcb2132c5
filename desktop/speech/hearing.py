"""What a recognizer hears, before it is judged; and the two things that every recognizer can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from desktop.domain.drafting import Waiting
from desktop.domain.jobs import Job
from desktop.domain.speech import Word
from desktop.domain.transcript import Speaker


class Span(NamedTuple):
    """A stretch of speech in a piece of sound: milliseconds from the piece's beginning."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A segment as the recognizer gives it, in milliseconds from the beginning of its piece.

    log_probability: mean of its tokens. no_speech: the model's own doubt that anybody spoke, 0 to 1. compression:
    how much a compressor shrinks the text; loops shrink much. loudness_dbfs: the loudest tenth of a second.
    Numbers that a recognizer does not give have values that pass.
    """

    text: str
    start_ms: int
    end_ms: int
    log_probability: float = 0.0
    no_speech: float = 0.0
    compression: float = 1.0
    loudness_dbfs: float = 0.0
    words: tuple[Word, ...] = ()
    speaker: Speaker = Speaker.UNKNOWN


class Recognizer(Protocol):
    """Finds speech in a piece of sound and writes it down."""

    def find_speech(self, pcm: bytes) -> Job[Waiting, tuple[Span, ...]]:
        """Where somebody speaks, in order, without overlap."""
        ...

    def write_down(self, pcm: bytes, spans: tuple[Span, ...], *, guess: bool) -> Job[Waiting | Heard, None]:
        """What is said in the spans, segment by segment. guess: quickly, for text that will be replaced."""
        ...
