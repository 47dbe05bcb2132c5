"""Sound as the program passes it around: 16 kHz, mono, 16-bit samples, in pieces with their place in time."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE_HZ = 16_000
BYTES_PER_MS = SAMPLE_RATE_HZ // 1000 * 2


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound.

    start_ms: from the start of the recording, counted in samples. pcm: signed 16-bit little-endian mono
    samples at SAMPLE_RATE_HZ.
    """

    start_ms: int
    pcm: bytes

    @property
    def duration_ms(self) -> int:
        """How long it is."""
        return len(self.pcm) // BYTES_PER_MS

    @property
    def end_ms(self) -> int:
        """Where it ends, from the start of the recording."""
        return self.start_ms + self.duration_ms
