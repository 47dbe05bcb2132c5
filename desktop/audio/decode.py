"""Audio files of any usual format become Sound, decoded in a child process with limits on memory and time.

A file from outside may be hostile or broken in a way that crashes or hangs a decoder; then the child ends
and one sentence says so.
"""

from __future__ import annotations

import struct
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from desktop.audio.child_process import ChildProcess
from desktop.audio.decode_child import Trouble, decode_file
from desktop.domain.capture import StillHere
from desktop.domain.drafting import Notice
from desktop.domain.errors import AudioUnreadable, MissingPart
from desktop.domain.sound import Sound

AUDIO_SUFFIXES = frozenset(
    [
        ".mp3",
        ".m4a",
        ".wav",
        ".ogg",
        ".oga",
        ".opus",
        ".webm",
        ".flac",
        ".mp4",
        ".aac",
        ".aiff",
        ".caf",
        ".mka",
        ".mkv",
        ".mov",
        ".3gp",
        ".wma",
        ".amr",
    ]
)
"""What a file dialog offers. A file is read by what is in it, whatever its name."""

_POLL_S = 0.1
_LENGTH = struct.Struct("<q")
_SHORTER_BY = 0.02
_SHORTER_BY_MS = 1_000

_IN_WORDS = {
    Trouble.EMPTY: "The file {name} is empty. Choose another file, or copy it again from where it was recorded.",
    Trouble.UNREADABLE: "The file {name} cannot be opened. Check that it is still there and that you may read it.",
    Trouble.TOO_LARGE: "The file {name} is larger than {gigabytes:.0f} GB. Cut it into parts and import each.",
    Trouble.TOO_LONG: "The file {name} is longer than {hours:.0f} hours. Cut it into parts and import each.",
    Trouble.NOT_AUDIO: "The file {name} is not an audio file, or it is damaged or cut short. Choose another file.",
    Trouble.NO_SOUND: "The file {name} has no sound in it. Choose another file.",
    Trouble.PROTECTED: "The file {name} is encrypted or copy-protected. Export it without protection, then import that.",
    Trouble.CHANNELS: "The file {name} has too many channels. Export it with one or two channels, then import that.",
    Trouble.STUCK: "The file {name} could not be read: it took too long or too much memory. It may be damaged.",
    Trouble.MISSING_PART: "The library that reads audio files (PyAV) is missing. Reinstall the program.",
}


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a file may cost. silence_s: without a sign of life from the decoder."""

    length_ms: int = 4 * 3600 * 1000
    file_bytes: int = 8_000_000_000
    memory_bytes: int = 2_000_000_000
    cpu_s: int = 1_200
    silence_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Decoded:
    """A second of the file. total_ms: the length that the file claims; None when it does not say."""

    sound: Sound
    total_ms: int | None


def decode(path: Path, limits: DecodeLimits) -> Generator[Decoded | StillHere | Notice, None, None]:
    """The sound of a file, a second at a time; StillHere at least every 100 ms; Notice when the file is cut short.

    Close it to end the child process. Raises AudioUnreadable, MissingPart.
    """
    check_file(path, limits)
    total_ms: int | None = None
    position_ms = 0
    silent_s = 0.0
    with ChildProcess(
        decode_file, str(path.absolute()), limits.length_ms, limits.memory_bytes, limits.cpu_s
    ) as child:
        while True:
            message = child.receive(_POLL_S)
            if message is None:
                silent_s += _POLL_S
                if child.has_ended or silent_s > limits.silence_s:
                    raise _error(Trouble.STUCK, path, limits)
                yield StillHere()
                continue
            silent_s = 0.0
            letter, data = message
            if letter == "S":
                sound = Sound(position_ms, data)
                position_ms = sound.end_ms
                yield Decoded(sound, total_ms)
            elif letter == "L":
                (claimed_ms,) = _LENGTH.unpack(data)
                total_ms = claimed_ms if claimed_ms > 0 else None
            elif letter == "F":
                raise _error(Trouble(data.decode("latin-1")), path, limits)
            else:
                notice = _cut_short(path, position_ms, total_ms, had_errors=letter == "E")
                if notice is not None:
                    yield notice
                return


def check_file(path: Path, limits: DecodeLimits) -> None:
    """What can be told without decoding. Raises AudioUnreadable for a file that is empty, too large or cannot be read."""
    try:
        if not path.is_file():  # to open a pipe would wait for whoever writes to it
            raise _error(Trouble.UNREADABLE, path, limits)
        with path.open("rb") as file:
            size_bytes = file.seek(0, 2)
    except (OSError, ValueError) as exc:  # ValueError: a name that no system accepts
        raise _error(Trouble.UNREADABLE, path, limits) from exc
    if size_bytes == 0:
        raise _error(Trouble.EMPTY, path, limits)
    if size_bytes > limits.file_bytes:
        raise _error(Trouble.TOO_LARGE, path, limits)


def _error(trouble: Trouble, path: Path, limits: DecodeLimits) -> AudioUnreadable | MissingPart:
    sentence = _IN_WORDS[trouble].format(
        name=path.name, gigabytes=limits.file_bytes / 1e9, hours=limits.length_ms / 3_600_000
    )
    return MissingPart(sentence) if trouble is Trouble.MISSING_PART else AudioUnreadable(sentence)


def _cut_short(path: Path, position_ms: int, total_ms: int | None, *, had_errors: bool) -> Notice | None:
    if total_ms is not None and total_ms - position_ms > max(_SHORTER_BY_MS, total_ms * _SHORTER_BY):
        return Notice(
            f"The file {path.name} is cut short: {_clock(position_ms)} of {_clock(total_ms)} could be read."
        )
    if had_errors:
        return Notice(
            f"The file {path.name} is damaged in places; what could be read is {_clock(position_ms)} long."
        )
    return None


def _clock(length_ms: int) -> str:
    minutes, seconds = divmod(length_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
