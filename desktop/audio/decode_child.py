"""What runs in the decoder's process: one file is read, and its sound told second by second."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any

from desktop.audio.child_process import tell
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ

_PIECE_BYTES = 1000 * BYTES_PER_MS
_LENGTH = struct.Struct("<q")

# Playlists and the like are left out on purpose: they make a reader open other files and addresses.
_FORMATS = "wav,w64,aiff,caf,mp3,mov,matroska,ogg,flac,aac,asf,amr"
_ESTIMATED_LENGTH = {"mp3", "aac", "amr"}
_PROTECTION_BOX = re.compile(rb"sinf....frma", re.DOTALL)
_SEARCHED_BYTES = 4_000_000


class Trouble(Enum):
    """Why a file gives no sound; the value is what the child says of it."""

    EMPTY = "0"
    UNREADABLE = "u"
    TOO_LARGE = "g"
    TOO_LONG = "l"
    NOT_AUDIO = "a"
    NO_SOUND = "n"
    PROTECTED = "p"
    CHANNELS = "c"
    STUCK = "s"
    MISSING_PART = "m"


class _Stopped(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble


def decode_file(connection: Connection, path: str, length_ms: int, memory_bytes: int, cpu_s: int) -> None:
    """Tell L (the length that the file claims), S (a second of sound) again and again, then D or E (errors on the way).

    F and a Trouble in place of these when the file cannot be used.
    """
    try:
        import av  # noqa: PLC0415 - heavy, and only loaded here, in the child
    except (ImportError, OSError):
        tell(connection, "F", Trouble.MISSING_PART.value.encode())
        return
    _limit(memory_bytes, cpu_s)
    try:
        had_errors = _decode(connection, av, path, length_ms)
    except _Stopped as stopped:
        tell(connection, "F", stopped.trouble.value.encode())
    except (MemoryError, av.error.MemoryError):
        tell(connection, "F", Trouble.STUCK.value.encode())
    except (av.error.FFmpegError, ValueError, OSError):
        tell(connection, "F", Trouble.NOT_AUDIO.value.encode())
    else:
        tell(connection, "E" if had_errors else "D")


def _decode(connection: Connection, av: Any, path: str, length_ms: int) -> bool:
    options = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
    with av.open(path, container_options=options, metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise _Stopped(Trouble.NO_SOUND)
        if "mp4" in container.format.name and _is_encrypted(path):  # decoding it would give noise
            raise _Stopped(Trouble.PROTECTED)
        stream = container.streams.best("audio") or container.streams.audio[0]
        claimed_ms = _claimed_ms(av, container, stream)
        if claimed_ms > length_ms and container.format.name not in _ESTIMATED_LENGTH:
            raise _Stopped(Trouble.TOO_LONG)
        tell(connection, "L", _LENGTH.pack(claimed_ms))
        reading = _Reading(av, container, stream)
        waiting = bytearray()
        told_bytes = 0
        for pcm in reading.pcm():
            waiting += pcm
            while len(waiting) >= _PIECE_BYTES:
                tell(connection, "S", bytes(waiting[:_PIECE_BYTES]))
                told_bytes += _PIECE_BYTES
                del waiting[:_PIECE_BYTES]
            if told_bytes > length_ms * BYTES_PER_MS:
                raise _Stopped(Trouble.TOO_LONG)
        rest = bytes(waiting[: len(waiting) // BYTES_PER_MS * BYTES_PER_MS])
        if not told_bytes and not rest:
            raise _Stopped(Trouble.NOT_AUDIO)
        if rest:
            tell(connection, "S", rest)
        return reading.errors > 0


def _claimed_ms(av: Any, container: Any, stream: Any) -> int:
    if stream.duration is not None and stream.time_base is not None:
        return int(stream.duration * stream.time_base * 1000)
    return 0 if container.duration is None else int(container.duration * 1000 // av.time_base)


def _is_encrypted(path: str) -> bool:
    """An MP4 whose sound is protected says so in a box at its beginning or its end (ISO/IEC 14496-12, 8.12)."""
    with open(path, "rb") as file:  # noqa: PTH123 - a plain string came through the process border
        size_bytes = file.seek(0, 2)
        for place in (0, max(0, size_bytes - _SEARCHED_BYTES)):
            file.seek(place)
            if _PROTECTION_BOX.search(file.read(_SEARCHED_BYTES)):
                return True
    return False


class _Reading:
    """Decodes one stream. errors: how many packets could not be decoded."""

    def __init__(self, av: Any, container: Any, stream: Any) -> None:
        self._av = av
        self._container = container
        self._stream = stream
        self._resampler: Any = None
        self._form: tuple[str, str, int] | None = None
        self.errors = 0

    def pcm(self) -> Iterator[bytes]:
        """All of it at 16 kHz mono, in small pieces."""
        for frame in self._frames():
            form = (frame.format.name, frame.layout.name, frame.sample_rate)
            if form != self._form:
                yield from self._flush()
                self._form = form
                self._resampler = self._av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            frame.pts = None
            yield from self._resampled(frame)
        yield from self._flush()

    def _frames(self) -> Iterator[Any]:
        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except self._av.error.InvalidDataError:
                    self.errors += 1
                    continue
                yield from frames
        except self._av.error.InvalidDataError:  # the file is cut here
            self.errors += 1

    def _flush(self) -> Iterator[bytes]:
        if self._resampler is not None:
            yield from self._resampled(None)

    def _resampled(self, frame: Any) -> Iterator[bytes]:
        try:
            done = self._resampler.resample(frame)
        except (ValueError, OSError) as exc:  # how FFmpeg refuses a layout that it cannot mix
            raise _Stopped(Trouble.CHANNELS) from exc
        for ready in done:
            yield bytes(ready.planes[0])[: ready.samples * 2]


def _limit(memory_bytes: int, cpu_s: int) -> None:
    """The system ends this process when it takes more. Windows has no such limits; there, time alone is watched."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
