"""A piece of a recording as it is stored: FLAC in memory, lossless, and the outline of its sound."""

from __future__ import annotations

import io
from typing import Any

from desktop.domain.errors import MissingPart, RecordsDamaged
from desktop.domain.sound import SAMPLE_RATE_HZ

PEAK_STEP_MS = 100
_SAMPLES_PER_PEAK = SAMPLE_RATE_HZ * PEAK_STEP_MS // 1000
_FULL_SCALE = 32_768


def encode(pcm: bytes) -> bytes:
    """The samples of a Sound as FLAC. Raises MissingPart without the libraries."""
    np, soundfile = _libraries()
    file = io.BytesIO()
    soundfile.write(file, np.frombuffer(pcm, dtype="<i2"), SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
    return file.getvalue()


def decode(flac: bytes) -> bytes:
    """The samples of a Sound, bit for bit as encoded. Raises RecordsDamaged, and MissingPart."""
    np, soundfile = _libraries()
    try:
        samples, _ = soundfile.read(io.BytesIO(flac), dtype="int16")
    except soundfile.LibsndfileError as exc:
        raise RecordsDamaged(
            "A piece of this recording is damaged and cannot be played. Put back the latest backup of the records."
        ) from exc
    pcm: bytes = samples.astype(np.dtype("<i2")).tobytes()
    return pcm


def peaks(pcm: bytes) -> bytes:
    """The largest sample of each PEAK_STEP_MS, the last step perhaps shorter: 0 silent, 255 full scale."""
    np, _ = _libraries()
    samples = np.abs(np.frombuffer(pcm, dtype="<i2").astype(np.int32))
    if not len(samples):
        return b""
    starts = np.arange(0, len(samples), _SAMPLES_PER_PEAK)
    largest = np.maximum.reduceat(samples, starts)
    scaled: bytes = (
        np.minimum((largest * 255 + _FULL_SCALE - 1) // _FULL_SCALE, 255).astype(np.uint8).tobytes()
    )
    return scaled


def _libraries() -> tuple[Any, Any]:
    try:
        import numpy as np  # noqa: PLC0415 - heavy; only needed where there is sound
        import soundfile  # noqa: PLC0415 - loads a native library
    except (ImportError, OSError) as exc:
        raise MissingPart(
            "The sound library libsndfile is missing, so recordings cannot be stored. Reinstall the program."
        ) from exc
    return np, soundfile
