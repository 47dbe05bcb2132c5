"""Plays sound through a loudspeaker, in a child process, and says how far it is."""

from __future__ import annotations

import queue
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from desktop.audio import portaudio
from desktop.audio.child_process import ChildProcess, tell
from desktop.audio.portaudio import Direction
from desktop.domain.capture import StillHere
from desktop.domain.errors import AudioError, MissingPart, NoMicrophone
from desktop.domain.jobs import Job
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ, Sound

_POLL_S = 0.1
_AHEAD_MS = 2_000
_SILENT_TIMEOUT_S = 5.0
_PLACE = struct.Struct("<q")
_BLOCK_MS = 50
_NO_LOUDSPEAKER = (
    "The loudspeaker does not play. Check that it is connected, or choose another in the system's settings."
)


@dataclass(frozen=True, slots=True)
class PlayedUpTo:
    """This position of the recording is heard just now."""

    position_ms: int


class PlayerControl:
    """The buttons of a player: pressed on any thread, read by the job."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_paused = False
        self._is_stopped = False
        self._seek_ms: int | None = None

    def pause(self) -> None:
        """Be silent until resume()."""
        self._is_paused = True

    def resume(self) -> None:
        """Play on."""
        self._is_paused = False

    def stop(self) -> None:
        """End the job."""
        self._is_stopped = True

    def seek(self, position_ms: int) -> None:
        """Play on from another position."""
        with self._lock:
            self._seek_ms = position_ms

    @property
    def is_paused(self) -> bool:
        """True between pause() and resume()."""
        return self._is_paused

    @property
    def is_stopped(self) -> bool:
        """True once stop() was called."""
        return self._is_stopped

    def take_seek(self) -> int | None:
        """The position of the last seek() that was not taken yet."""
        with self._lock:
            seek_ms, self._seek_ms = self._seek_ms, None
            return seek_ms


def play(
    sound_from: Callable[[int], Iterator[Sound]], control: PlayerControl, from_ms: int = 0
) -> Job[PlayedUpTo | StillHere, int]:
    """Play until the sound ends or control.stop(). Returns the position then.

    sound_from: gives the pieces from a position on. PlayedUpTo comes ten times a second while it plays. Raises
    AudioError without a loudspeaker or when it stops taking sound, MissingPart without PortAudio.
    """
    position_ms = from_ms
    while True:
        ended = yield from _play_through(sound_from(position_ms), control, position_ms)
        if ended.seek_ms is None:
            return ended.position_ms
        position_ms = ended.seek_ms


@dataclass(frozen=True, slots=True)
class _Ended:
    position_ms: int
    seek_ms: int | None = None


def _play_through(
    pieces: Iterator[Sound], control: PlayerControl, from_ms: int
) -> Job[PlayedUpTo | StillHere, _Ended]:
    """Play from one place on, until the end, stop or seek."""
    position_ms = from_ms
    silent_s = 0.0
    with ChildProcess(_play_in_child) as child:
        feed = _Feed(child, pieces, from_ms)
        while not control.is_stopped:
            seek_ms = control.take_seek()
            if seek_ms is not None:
                return _Ended(position_ms, seek_ms)
            feed.pause(control.is_paused)
            feed.top_up(position_ms)
            message = child.receive(_POLL_S)
            if message is None:
                silent_s = 0.0 if control.is_paused else silent_s + _POLL_S
                if child.has_ended or silent_s > _SILENT_TIMEOUT_S:
                    raise AudioError(_NO_LOUDSPEAKER)
                yield StillHere()
                continue
            silent_s = 0.0
            if message[0] == "D":
                return _Ended(feed.sent_ms)
            position_ms = _read_position(*message)
            yield PlayedUpTo(position_ms)
    return _Ended(position_ms)


class _Feed:
    """Keeps the child a little ahead of what is heard. sent_ms: the end of what it was given."""

    def __init__(self, child: ChildProcess, pieces: Iterator[Sound], from_ms: int) -> None:
        self._child = child
        self._pieces = pieces
        self._all_sent = False
        self._is_paused = False
        self.sent_ms = from_ms

    def pause(self, is_paused: bool) -> None:
        """Tell the child when it is to be silent, or to play on."""
        if is_paused is not self._is_paused:
            self._is_paused = is_paused
            self._child.send("P" if is_paused else "R")

    def top_up(self, position_ms: int) -> None:
        """Give what is needed beyond the position."""
        while not self._all_sent and self.sent_ms - position_ms < _AHEAD_MS:
            piece = next(self._pieces, None)
            if piece is None:
                self._all_sent = True
                self._child.send("E")
            else:
                self._child.send("S", _PLACE.pack(piece.start_ms) + piece.pcm)
                self.sent_ms = piece.end_ms


def _read_position(letter: str, data: bytes) -> int:
    if letter == "M":
        raise MissingPart(portaudio.PORTAUDIO_MISSING)
    if letter == "N":
        raise AudioError(data.decode())
    (position_ms,) = _PLACE.unpack(data)
    return int(position_ms)


def _play_in_child(connection: Connection) -> None:
    """In the child: play what is sent, and tell the position."""
    try:
        sounddevice = portaudio.load()
        number, _ = portaudio.find(sounddevice, Direction.OUTPUT, None, None)
    except MissingPart:
        tell(connection, "M")
        return
    except NoMicrophone as error:
        tell(connection, "N", error.sentence.encode())
        return
    blocks: queue.Queue[tuple[int, bytes]] = queue.Queue()
    heard: queue.SimpleQueue[int] = queue.SimpleQueue()
    try:
        stream = sounddevice.RawOutputStream(
            device=number,
            samplerate=SAMPLE_RATE_HZ,
            channels=1,
            dtype="int16",
            blocksize=_BLOCK_MS * SAMPLE_RATE_HZ // 1000,
            callback=_callback(blocks, heard),
        )
        stream.start()
    except sounddevice.PortAudioError:
        tell(connection, "N", _NO_LOUDSPEAKER.encode())
        return
    _serve(connection, stream, blocks, heard)


def _serve(
    connection: Connection,
    stream: Any,
    blocks: queue.Queue[tuple[int, bytes]],
    heard: queue.SimpleQueue[int],
) -> None:
    all_sent = False
    while not (all_sent and blocks.empty() and heard.empty()):
        if connection.poll(_POLL_S / 2):
            message = connection.recv_bytes()
            letter, data = message[:1], message[1:]
            if letter == b"S":
                (start_ms,) = _PLACE.unpack_from(data)
                pcm = data[_PLACE.size :]
                for offset_ms in range(0, len(pcm) // BYTES_PER_MS, _BLOCK_MS):
                    start = offset_ms * BYTES_PER_MS
                    blocks.put((start_ms + offset_ms, pcm[start : start + _BLOCK_MS * BYTES_PER_MS]))
            elif letter == b"P":
                stream.stop()
            elif letter == b"R":
                stream.start()
            else:
                all_sent = True
        position_ms = None
        while not heard.empty():
            position_ms = heard.get()
        if position_ms is not None:
            tell(connection, "T", _PLACE.pack(position_ms))
    stream.stop()  # waits until what was handed over is heard
    tell(connection, "D")


def _callback(
    blocks: queue.Queue[tuple[int, bytes]], heard: queue.SimpleQueue[int]
) -> Callable[[Any, int, object, object], None]:
    """PortAudio's callback: hands over the next block, or silence when none has come yet."""

    def fill(out: Any, _frames: int, _times: object, _status: object) -> None:
        try:
            position_ms, pcm = blocks.get_nowait()
        except queue.Empty:
            out[:] = bytes(len(out))
            return
        out[:] = pcm.ljust(len(out), b"\0")
        heard.put(position_ms + _BLOCK_MS)

    return fill
