"""What a recording takes its sound from: a microphone, or in its place a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Captured:
    """A short block of sound as the source delivered it.

    pcm: as in Sound. peak: of the device's own samples, 1.0 is full scale. clipped: how many of them were at
    full scale. lost_ms: sound that the system threw away just before this block; overflows: how often.
    """

    pcm: bytes
    peak: float
    clipped: int = 0
    lost_ms: int = 0
    overflows: int = 0


class AudioSource(Protocol):
    """Delivers sound from start() until stop() or until it is over."""

    @property
    def device_name(self) -> str:
        """What it is called; for a microphone known when the first block is there."""
        ...

    @property
    def has_ended(self) -> bool:
        """True when nothing more will come: stopped, pulled out, or the end of a file."""
        ...

    def start(self) -> None:
        """Begin to deliver. Does not wait."""
        ...

    def read(self, timeout_s: float) -> Captured | None:
        """The next block; None when there is none in time. Raises NoMicrophone, MissingPart: it cannot begin."""
        ...

    def stop(self) -> None:
        """Deliver what is still under way, then end. Does not wait."""
        ...

    def close(self) -> None:
        """End at once. May be called twice."""
        ...
