"""Audio files made for a test: every format, and every way in which a file can be wrong. All hold a tone of 440 Hz."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CODECS = {
    "mp3": "libmp3lame",
    "m4a": "aac",
    "mp4": "aac",
    "aac": "aac",
    "wav": "pcm_s16le",
    "ogg": "libopus",
    "opus": "libopus",
    "webm": "libopus",
    "flac": "flac",
}
_LAYOUTS = {1: "mono", 2: "stereo", 8: "7.1"}
_FRAME = 1024


def write_tone(
    path: Path,
    *,
    rate_hz: int = 48_000,
    channels: int = 2,
    duration_s: float = 3.0,
    picture: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """A file of the format that its name says. picture: with a video stream. options: of the container's writer."""
    import av
    import numpy as np

    with av.open(str(path), "w", options=options or {}) as container:
        sound: Any = container.add_stream(CODECS[path.suffix[1:]], rate=rate_hz)
        sound.layout = _LAYOUTS[channels]
        video: Any = container.add_stream("mpeg4", rate=10) if picture else None
        if picture:
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            for _ in range(int(duration_s * 10)):
                image = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), dtype=np.uint8), format="rgb24")
                container.mux(video.encode(image))
            container.mux(video.encode(None))
        samples = 0.3 * np.sin(2 * np.pi * 440 * np.arange(int(rate_hz * duration_s)) / rate_hz)
        form = av.AudioResampler(format=sound.format.name, layout=sound.layout.name, rate=rate_hz)
        for start in range(0, len(samples), _FRAME):
            piece = samples[start : start + _FRAME].astype(np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(piece, format="flt", layout="mono")
            frame.sample_rate, frame.pts = rate_hz, start
            for ready in form.resample(frame):
                container.mux(sound.encode(ready))
        container.mux(sound.encode(None))
    return path


def write_protected(path: Path) -> Path:
    """An MP4 whose sound is encrypted (Common Encryption), as a shop's files are."""
    key = "00112233445566778899aabbccddeeff"
    scheme = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": key, "encryption_kid": key}
    return write_tone(path, options=scheme)


def cut(path: Path, share: float) -> Path:
    """The file without its end."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path
