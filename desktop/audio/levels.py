"""How loud the sound is, and whether that means that nobody is heard."""

from __future__ import annotations

import math

from desktop.audio.source import Captured
from desktop.domain.capture import SILENT_DBFS, Hearing, Level
from desktop.domain.sound import BYTES_PER_MS

STEP_MS = 100
NO_SIGNAL_AFTER_MS = 2_000
LOW_AFTER_MS = 10_000
LOW_DBFS = -60.0
_CLIPPED_SAMPLES = 3
"""A single sample at full scale is no distortion; a run of them is."""

_FULL_SCALE = 32_768


class LevelMeter:
    """Fed with blocks, it gives a Level for each STEP_MS of sound."""

    def __init__(self) -> None:
        self._pcm = bytearray()
        self._peak = 0.0
        self._clipped = 0
        self._zero_ms = 0
        self._low_ms = 0

    def push(self, block: Captured) -> Level | None:
        """The level of the last STEP_MS or more, once that much has come together."""
        self._pcm += block.pcm
        self._peak = max(self._peak, block.peak)
        self._clipped += block.clipped
        step_ms = len(self._pcm) // BYTES_PER_MS
        if step_ms < STEP_MS:
            return None
        rms_dbfs = _dbfs(_rms(bytes(self._pcm)))
        self._zero_ms = self._zero_ms + step_ms if self._peak == 0.0 else 0
        self._low_ms = self._low_ms + step_ms if rms_dbfs < LOW_DBFS else 0
        level = Level(_dbfs(self._peak), rms_dbfs, self._hearing())
        self._pcm.clear()
        self._peak, self._clipped = 0.0, 0
        return level

    def _hearing(self) -> Hearing:
        if self._zero_ms >= NO_SIGNAL_AFTER_MS:
            return Hearing.NO_SIGNAL
        if self._low_ms >= LOW_AFTER_MS:
            return Hearing.LOW
        return Hearing.CLIPPING if self._clipped >= _CLIPPED_SAMPLES else Hearing.GOOD


def _rms(pcm: bytes) -> float:
    """Root mean square, 1.0 is full scale."""
    import numpy as np  # noqa: PLC0415 - heavy; only needed where there is sound

    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    return float(np.sqrt(np.mean(samples * samples))) / _FULL_SCALE


def _dbfs(size: float) -> float:
    return max(SILENT_DBFS, 20 * math.log10(size)) if size > 0 else SILENT_DBFS
