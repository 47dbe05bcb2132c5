"""Where in a piece of sound somebody speaks: silero's voice activity detector, as it comes with faster-whisper."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from desktop.domain.sound import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]

SPEECH_BEGINS = 0.5
SPEECH_ENDS = 0.35
"""Probabilities between the two go on with what was before, as silero's authors advise."""

SHORTEST_PAUSE_MS = 96
SHORTEST_SPEECH_MS = 96
QUIETEST_SPEECH_DBFS = -60.0
"""Below this nothing was said into any microphone that works; full scale is 0."""

_WINDOW = 512
_BLOCK_WINDOWS = 1_000
_LEAD_WINDOWS = 32
_FRAME = SAMPLE_RATE_HZ // 10
_SILENT_DBFS = -120.0


def find_speech(sound: Samples) -> list[tuple[int, int, float]]:
    """Stretches with speech: start and end in milliseconds, loudness in dBFS. Nothing for silence."""
    if loudness_dbfs(sound) < QUIETEST_SPEECH_DBFS:
        return []
    window_ms = _WINDOW * 1000 / SAMPLE_RATE_HZ
    found = []
    for first, last in _stretches(_probabilities(sound), window_ms):
        start, end = round(first * window_ms), round(last * window_ms)
        loudness = loudness_dbfs(sound[first * _WINDOW : last * _WINDOW])
        if end - start >= SHORTEST_SPEECH_MS and loudness >= QUIETEST_SPEECH_DBFS:
            found.append((start, end, loudness))
    return found


def loudness_dbfs(sound: Samples) -> float:
    """The loudest tenth of a second, as its root mean square in decibels of full scale; -120 for none."""
    if not len(sound):
        return _SILENT_DBFS
    whole = len(sound) // _FRAME * _FRAME
    frames = sound[:whole].reshape(-1, _FRAME) if whole else sound.reshape(1, -1)
    loudest = float(np.sqrt(np.mean(np.square(frames), axis=1)).max())
    return max(_SILENT_DBFS, 20 * math.log10(loudest)) if loudest > 0 else _SILENT_DBFS


def _probabilities(sound: Samples) -> npt.NDArray[np.float32]:
    """The probability of speech in each window of 32 ms, in blocks, so that memory does not grow with the sound.

    A block begins a second early, as the detector needs to hear a little before it judges.
    """
    from faster_whisper.vad import get_vad_model  # noqa: PLC0415 - onnxruntime, when first needed

    detect = get_vad_model()
    windows = -(-len(sound) // _WINDOW)
    padded = np.pad(sound, (0, windows * _WINDOW - len(sound)))
    judged = []
    for first in range(0, windows, _BLOCK_WINDOWS):
        begin = max(0, first - _LEAD_WINDOWS)
        block = padded[begin * _WINDOW : (first + _BLOCK_WINDOWS) * _WINDOW]
        judged.append(np.asarray(detect(block)).reshape(-1)[first - begin :])
    return np.concatenate(judged)


def _stretches(probabilities: npt.NDArray[np.float32], window_ms: float) -> list[tuple[int, int]]:
    """Stretches of speech as windows [first, last); a pause ends one only when it is long enough."""
    stretches: list[tuple[int, int]] = []
    begun: int | None = None
    paused: int | None = None
    for window, probability in enumerate(probabilities):
        if probability >= SPEECH_BEGINS:
            begun = window if begun is None else begun
            paused = None
        elif begun is not None and probability < SPEECH_ENDS:
            paused = window if paused is None else paused
            if (window + 1 - paused) * window_ms >= SHORTEST_PAUSE_MS:
                stretches.append((begun, paused))
                begun = paused = None
    if begun is not None:
        stretches.append((begun, paused or len(probabilities)))
    return stretches
