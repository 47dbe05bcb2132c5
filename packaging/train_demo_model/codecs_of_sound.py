"""Sound through the codecs that recordings arrive in, by PyAV, in memory."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from faster_whisper.audio import decode_audio

RATE_HZ = 16_000


def encode(pcm: np.ndarray, rate_hz: int, container: str, codec: str, bit_rate: int = 0) -> bytes:
    """16-bit mono sound as a file. container and codec: as FFmpeg names them. bit_rate: 0 leaves it to the codec."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=48_000 if codec == "libopus" else rate_hz)
        stream.layout = "mono"
        if bit_rate:
            stream.bit_rate = bit_rate
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=stream.rate, frame_size=stream.frame_size or 1024
        )
        frame = av.AudioFrame.from_ndarray(pcm.astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))
    return file.getvalue()


def decode(file: bytes) -> np.ndarray:
    """A sound file as 16 kHz float32 mono, by the decoder that faster-whisper uses."""
    return np.asarray(decode_audio(io.BytesIO(file), sampling_rate=RATE_HZ), dtype=np.float32)
