"""Sound that has come and is not written down yet, without gaps."""

from __future__ import annotations

from desktop.domain.sound import BYTES_PER_MS, Sound

SMALLEST_GAP_MS = 20
"""Less than that is the rounding of a piece's start to milliseconds."""

LONGEST_GAP_MS = 30_000
"""A longer gap in the recording (paused) is not worth hearing as silence."""


class SoundBuffer:
    """Takes pieces at the end and gives sound from the beginning; gaps of the recording become silence."""

    def __init__(self) -> None:
        self._pcm = bytearray()
        self._start_ms = 0

    @property
    def start_ms(self) -> int:
        """Where it begins, from the start of the recording."""
        return self._start_ms

    @property
    def duration_ms(self) -> int:
        """How much is in it."""
        return len(self._pcm) // BYTES_PER_MS

    @property
    def end_ms(self) -> int:
        """Where it ends, from the start of the recording."""
        return self._start_ms + self.duration_ms

    @property
    def pcm(self) -> bytes:
        """All samples in it."""
        return bytes(self._pcm)

    def fits(self, piece: Sound) -> bool:
        """False when the piece lies so far behind that what is in here must be taken first."""
        return not self._pcm or piece.start_ms - self.end_ms <= LONGEST_GAP_MS

    def add(self, piece: Sound) -> None:
        """Append a piece that fits."""
        if not self._pcm:
            self._start_ms = piece.start_ms
        gap_ms = piece.start_ms - self.end_ms
        if gap_ms >= SMALLEST_GAP_MS:
            self._pcm += bytes(gap_ms * BYTES_PER_MS)
        self._pcm += piece.pcm

    def take(self, duration_ms: int) -> Sound:
        """Remove sound from the beginning."""
        size = min(duration_ms * BYTES_PER_MS, len(self._pcm))
        taken = Sound(self._start_ms, bytes(self._pcm[:size]))
        del self._pcm[:size]
        self._start_ms += taken.duration_ms
        return taken
