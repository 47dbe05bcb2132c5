"""Sound at a device's rate and channels becomes 16 kHz mono, block by block, without clicks between blocks."""

from __future__ import annotations

from typing import Any

from desktop.domain.errors import MissingPart
from desktop.domain.sound import SAMPLE_RATE_HZ

_FULL_SCALE = 0.9995
"""From here on a sample counts as clipped: the converter of the device had no higher value."""


class Resampler:
    """A stream of interleaved 32-bit float samples in, 16-bit samples of Sound out."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        """channels: 1 or 2. Raises MissingPart without PyAV."""
        try:
            import av  # noqa: PLC0415 - heavy; loads native libraries
            import numpy as np  # noqa: PLC0415 - heavy
        except (ImportError, OSError) as exc:
            raise MissingPart(
                "The library that reads sound (PyAV) is missing. Reinstall the program."
            ) from exc
        self._av: Any = av
        self._np: Any = np
        self._rate_hz = rate_hz
        self._layout = {1: "mono", 2: "stereo"}[channels]
        self._stream = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)

    def push(self, block: bytes) -> tuple[bytes, float, int]:
        """Take a block. Returns what is ready, the block's peak (1.0 is full scale) and how many samples clipped."""
        samples = self._np.frombuffer(block, dtype="<f4").reshape(1, -1)
        size = self._np.abs(samples)
        frame = self._av.AudioFrame.from_ndarray(samples, format="flt", layout=self._layout)
        frame.sample_rate = self._rate_hz
        pcm = b"".join(_pcm(ready) for ready in self._stream.resample(frame))
        return pcm, float(size.max(initial=0.0)), int((size >= _FULL_SCALE).sum())

    def flush(self) -> bytes:
        """The last few samples, at the end of the stream."""
        return b"".join(_pcm(ready) for ready in self._stream.resample(None))


def _pcm(frame: Any) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * 2]
