"""A microphone that follows a script: blocks of sound, silence on the line, a pulled plug. No device is needed."""

from __future__ import annotations

import array
import math
from collections.abc import Callable, Iterable, Iterator

from desktop.audio.source import Captured
from desktop.domain.capture import AudioDevice
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ

Step = Captured | BaseException | Callable[[], None] | None


def tone(duration_ms: int, start_ms: int = 0, amplitude: float = 0.3) -> bytes:
    """A tone whose pitch tells where in time it is: as Sound's samples."""
    samples = (
        int(
            32_767 * amplitude * math.sin(2 * math.pi * (300 + n // SAMPLE_RATE_HZ * 20) * n / SAMPLE_RATE_HZ)
        )
        for n in range(start_ms * 16, (start_ms + duration_ms) * 16)
    )
    return array.array("h", samples).tobytes()


def block(duration_ms: int = 1000, start_ms: int = 0, *, lost_ms: int = 0, overflows: int = 0) -> Captured:
    """A block of the tone."""
    return Captured(tone(duration_ms, start_ms), 0.3, 0, lost_ms, overflows)


def silence(duration_ms: int = 100, peak: float = 0.0) -> Captured:
    """A block of exact zeros; peak: what the device's own samples reached."""
    return Captured(bytes(duration_ms * BYTES_PER_MS), peak)


NOTHING: list[Step] = [None] * 40
"""The device is silent for 4 seconds: no block in 40 reads of 100 ms each, which takes no time here."""


class ScriptedMicrophone:
    """An AudioSource. A callable in the script is called in its place; an error is raised; it ends with the script."""

    def __init__(self, script: Iterable[Step], name: str = "Scripted microphone") -> None:
        self._script: Iterator[Step] = iter(script)
        self._name = name
        self.has_ended = False
        self.starts = 0
        self.is_closed = False

    @property
    def device_name(self) -> str:
        return self._name

    def start(self) -> None:
        self.starts += 1

    def read(self, timeout_s: float) -> Captured | None:  # noqa: ARG002 - a script takes no time
        if self.has_ended:
            return None
        try:
            step = next(self._script)
        except StopIteration:
            self.has_ended = True
            return None
        if isinstance(step, BaseException):
            raise step
        if callable(step):
            step()
            return None
        return step

    def stop(self) -> None:
        self.has_ended = True

    def close(self) -> None:
        self.has_ended = True
        self.is_closed = True


def plugged(*microphones: ScriptedMicrophone) -> Callable[[AudioDevice | None], ScriptedMicrophone]:
    """What record() takes as source_for: gives the microphones one after the other."""
    waiting = iter(microphones)
    return lambda _device: next(waiting)
