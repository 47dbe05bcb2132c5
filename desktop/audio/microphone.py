"""A microphone: recorded in a child process at the device's own rate, delivered as 16 kHz mono."""

from __future__ import annotations

import json
import os
import queue
import struct
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from desktop.audio import portaudio
from desktop.audio.child_process import ChildProcess, tell
from desktop.audio.portaudio import Direction
from desktop.audio.resampler import Resampler
from desktop.audio.source import Captured
from desktop.domain.capture import AudioDevice
from desktop.domain.errors import MissingPart, NoMicrophone

BLOCK_MS = 50
_BLOCK_HEADER = struct.Struct("<fIII")  # peak, clipped, lost_ms, overflows
_PULSE_LATENCY_MS = "60"
"""PulseAudio otherwise hands over up to 2 s at a time, so the first words and the level meter come late."""

_USUAL_RATES_HZ = (48_000, 44_100, 16_000)


class Microphone:
    """An AudioSource on a device; on the system's own choice when it is None."""

    def __init__(self, device: AudioDevice | None) -> None:
        self._device = device
        self._name = "" if device is None else device.name
        self._child: ChildProcess | None = None

    @property
    def device_name(self) -> str:
        """What it is called; known when the first block is there."""
        return self._name

    @property
    def has_ended(self) -> bool:
        """True when nothing more will come."""
        return self._child is not None and self._child.has_ended

    @property
    def pid(self) -> int | None:
        """The number of the process that records."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Start the process; the device opens in it."""
        wanted = (None, None) if self._device is None else (self._device.name, self._device.host_api)
        self._child = ChildProcess(_capture, *wanted)

    def read(self, timeout_s: float) -> Captured | None:
        """The next block; None when there is none in time. Raises NoMicrophone, MissingPart."""
        assert self._child is not None, "start() comes first"
        message = self._child.receive(timeout_s)
        if message is None:
            return None
        letter, data = message
        if letter == "S":
            peak, clipped, lost_ms, overflows = _BLOCK_HEADER.unpack_from(data)
            return Captured(data[_BLOCK_HEADER.size :], peak, clipped, lost_ms, overflows)
        if letter == "O":
            self._name = json.loads(data)["name"]
            return None
        self.close()
        if letter == "M":
            raise MissingPart(portaudio.PORTAUDIO_MISSING)
        raise NoMicrophone(data.decode())

    def stop(self) -> None:
        """Deliver what is still under way, then end."""
        if self._child is not None:
            self._child.send("Q")

    def close(self) -> None:
        """End at once. May be called twice."""
        if self._child is not None:
            self._child.close()


def _capture(connection: Connection, name: str | None, host_api: str | None) -> None:
    """In the child: record until told to stop, or until the device is gone."""
    os.environ.setdefault("PULSE_LATENCY_MSEC", _PULSE_LATENCY_MS)
    blocks: queue.SimpleQueue[_Block | None] = queue.SimpleQueue()
    try:
        sounddevice = portaudio.load()
        number, device = portaudio.find(sounddevice, Direction.INPUT, name, host_api)
        stream, rate_hz, channels = _open(sounddevice, number, device, blocks)
        resampler = Resampler(rate_hz, channels)
    except MissingPart:
        tell(connection, "M")
        return
    except NoMicrophone as error:
        tell(connection, "N", error.sentence.encode())
        return
    tell(
        connection, "O", json.dumps({"name": device.name, "rate_hz": rate_hz, "channels": channels}).encode()
    )
    stream.start()
    while not connection.poll(0):
        try:
            block = blocks.get(timeout=0.5)
        except queue.Empty:
            continue
        if block is None:
            return
        _deliver(connection, resampler, block)
    connection.recv_bytes()  # the word to stop; or the parent is gone, and EOFError ends this process
    stream.stop()
    while (block := blocks.get()) is not None:
        _deliver(connection, resampler, block)
    tell(connection, "S", _BLOCK_HEADER.pack(0.0, 0, 0, 0) + resampler.flush())


class _Block:
    """What the callback copies out of PortAudio's memory: samples, and sound lost before them."""

    __slots__ = ("lost_ms", "overflowed", "samples")

    def __init__(self, samples: bytes, lost_ms: int, overflowed: bool) -> None:
        self.samples = samples
        self.lost_ms = lost_ms
        self.overflowed = overflowed


def _deliver(connection: Connection, resampler: Resampler, block: _Block) -> None:
    pcm, peak, clipped = resampler.push(block.samples)
    header = _BLOCK_HEADER.pack(min(peak, 1.0), clipped, block.lost_ms, int(block.overflowed))
    tell(connection, "S", header + pcm)


def _open(
    sounddevice: Any, number: int, device: AudioDevice, blocks: queue.SimpleQueue[_Block | None]
) -> tuple[Any, int, int]:
    """The stream, its rate and its channels: the device's own, or else whatever it accepts. Raises NoMicrophone."""
    rates_hz = (device.rate_hz, *(rate_hz for rate_hz in _USUAL_RATES_HZ if rate_hz != device.rate_hz))
    channel_counts = (min(device.channels, 2), 1) if device.channels > 1 else (1,)
    refused: Exception | None = None
    for rate_hz in rates_hz:
        for channels in channel_counts:
            try:
                stream = sounddevice.RawInputStream(
                    device=number,
                    samplerate=rate_hz,
                    channels=channels,
                    dtype="float32",
                    blocksize=rate_hz * BLOCK_MS // 1000,
                    latency="high",
                    callback=_callback(blocks, rate_hz),
                    finished_callback=lambda: blocks.put(None),
                )
            except sounddevice.PortAudioError as exc:
                refused = exc
            else:
                return stream, rate_hz, channels
    raise NoMicrophone(
        f"The microphone {device.name} cannot be opened. Another program may be using it, or this program "
        "lacks permission: allow it in the system's privacy settings, or choose another microphone."
    ) from refused


def _callback(
    blocks: queue.SimpleQueue[_Block | None], rate_hz: int
) -> Callable[[bytes, int, object, Any], None]:
    """PortAudio's callback. It runs where nothing may wait, so it copies and notes the time, no more."""
    last_s = None
    lasted_s = 0.0

    def copy(samples: bytes, frames: int, _times: object, status: Any) -> None:
        nonlocal last_s, lasted_s
        now_s = time.monotonic()
        overflowed = bool(status.input_overflow)
        lost_s = 0.0 if not overflowed or last_s is None else max(0.0, now_s - last_s - lasted_s)
        last_s, lasted_s = now_s, frames / rate_hz
        blocks.put(_Block(bytes(samples), round(lost_s * 1000), overflowed))

    return copy
