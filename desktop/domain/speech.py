"""What a speech engine is given and what it says while it listens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from desktop.domain.jobs import Job
from desktop.domain.jobs import Waiting as Waiting  # noqa: PLC0414 - part of SpeechEvent, exported here
from desktop.domain.sound import Sound
from desktop.domain.transcript import Segment, Transcript


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """Sound to write down.

    sound: pieces in order, without overlap; a gap in start_ms is a gap in the recording. total_ms: its length
    when known. expect_to_hear: words to expect (the specialty's terms, drugs in the chart). language: ISO 639-1,
    empty to let the engine find out. is_live: the recording goes on while it is written down; a piece without
    samples then says that nothing new has come.
    """

    sound: Iterator[Sound]
    total_ms: int | None = None
    expect_to_hear: tuple[str, ...] = ()
    language: str = "en"
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a segment, in milliseconds from the start of the recording. probability: 0 to 1."""

    text: str
    start_ms: int
    end_ms: int
    probability: float


@dataclass(frozen=True, slots=True)
class SegmentHeard:
    """A segment that is final. words may be empty where an engine gives none."""

    segment: Segment
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentGuessed:
    """What the current utterance sounds like so far; the next SegmentGuessed or SegmentHeard replaces it."""

    text: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class HeardUpTo:
    """Everything before this moment of the recording is final."""

    position_ms: int
    total_ms: int | None


SpeechEvent = SegmentHeard | SegmentGuessed | HeardUpTo | Waiting


class SpeechEngine(Protocol):
    """Writes down speech: on this device, or an endpoint."""

    @property
    def engine(self) -> str:
        """How the screens and the records name it: "this device: MODEL", or "endpoint: HOST, MODEL"."""
        ...

    def transcribe(self, request: SpeechRequest) -> Job[SpeechEvent, Transcript]:
        """Write down what is heard. Returns the whole transcript; an empty one when nobody spoke.

        Raises SpeechError; EndpointError from an endpoint.
        """
        ...

    def close(self) -> None:
        """Give up what it holds: a process, a connection. It may be used again, and takes it up again."""
        ...
