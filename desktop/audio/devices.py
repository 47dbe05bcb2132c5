"""Which microphones there are, asked in a child process so that the answer is always fresh."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from dataclasses import asdict
from multiprocessing.connection import Connection

from desktop.audio import portaudio
from desktop.audio.child_process import ChildProcess, tell
from desktop.audio.portaudio import Direction
from desktop.domain.capture import AudioDevice
from desktop.domain.errors import MissingPart, NoMicrophone

RESCAN_S = 2.0
_ANSWER_TIMEOUT_S = 10.0
_POLL_S = 0.1


def input_devices() -> Generator[tuple[AudioDevice, ...] | None, None, None]:
    """The microphones, now and each time they change; None every 100 ms while nothing is new. Never ends.

    Close it to end the child process. A child that hangs or dies is replaced. Raises MissingPart
    without PortAudio. No microphone is an empty tuple.
    """
    known: tuple[AudioDevice, ...] | None = None
    while True:
        with ChildProcess(_scan, RESCAN_S) as child:
            silent_s = 0.0
            while silent_s < _ANSWER_TIMEOUT_S and not child.has_ended:
                message = child.receive(_POLL_S)
                silent_s = silent_s + _POLL_S if message is None else 0.0
                found = known if message is None else _read(*message)
                yield None if found == known else found
                known = found
        # PortAudio hung or crashed, as it does on some broken sound systems: no device can be used then.
        if known != ():
            known = ()
            yield known
        for _ in range(round(RESCAN_S / _POLL_S)):
            time.sleep(_POLL_S)
            yield None


def _read(letter: str, data: bytes) -> tuple[AudioDevice, ...]:
    if letter == "M":
        raise MissingPart(portaudio.PORTAUDIO_MISSING)
    return tuple(AudioDevice(**each) for each in json.loads(data))


def _scan(connection: Connection, rescan_s: float) -> None:
    """In the child: tell the list, again and again. PortAudio notices new devices only when it starts anew."""
    while True:
        try:
            sounddevice = portaudio.load()
            found = [asdict(device) for _, device in portaudio.devices(sounddevice, Direction.INPUT)]
        except MissingPart:
            tell(connection, "M")
            return
        except NoMicrophone:
            tell(connection, "D", b"[]")
            return
        tell(connection, "D", json.dumps(found).encode())
        if connection.poll(rescan_s):
            return  # the parent closed its end
        sounddevice._terminate()  # noqa: SLF001 - the only way there is; used by many, and tested here
        sounddevice._initialize()  # noqa: SLF001 - as above
