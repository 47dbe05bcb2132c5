"""What happens while a microphone is recorded: devices, levels, and the events that a screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.recording import Gap, Recording


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """An input or output. name and host_api find it again; its number changes when something is plugged in."""

    name: str
    host_api: str
    channels: int
    rate_hz: int
    is_default: bool = False

    def is_same(self, other: AudioDevice | None) -> bool:
        """True when both mean the same device, whatever its present channels and rate."""
        return other is not None and (self.name, self.host_api) == (other.name, other.host_api)


class Hearing(StrEnum):
    """What a level means. NO_SIGNAL: exact zeros for 2 s. LOW: under -60 dBFS for 10 s."""

    GOOD = "good"
    CLIPPING = "clipping"
    LOW = "low"
    NO_SIGNAL = "no signal"


_IN_WORDS = {
    Hearing.GOOD: "",
    Hearing.CLIPPING: "Too loud: the sound is distorted. Move the microphone away or turn it down.",
    Hearing.LOW: "Almost nothing is heard. Check that the microphone is not muted and is close enough.",
    Hearing.NO_SIGNAL: "The microphone is sending no signal. Check its switch and this program's permission to use it.",
}

SILENT_DBFS = -120.0
"""What a level of exactly nothing is shown as."""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud it was in the last tenth of a second, in dB below full scale (0 is the loudest possible)."""

    peak_dbfs: float
    rms_dbfs: float
    hearing: Hearing

    @property
    def sentence(self) -> str:
        """What is wrong with it, in words; empty when nothing is."""
        return _IN_WORDS[self.hearing]


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """The device delivers sound: at the start, and again after a lost device or sleep."""

    recording: Recording
    device_name: str


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """Ten times a second while sound arrives, also while paused. position_ms: the length so far."""

    level: Level
    position_ms: int


@dataclass(frozen=True, slots=True)
class StoredUpTo:
    """Everything before this position is in the encrypted records."""

    position_ms: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Recording pauses because the person asked for it; sound is thrown away until Resumed."""

    position_ms: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Recording goes on after a pause that the person asked for."""

    position_ms: int


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """The microphone stopped or cannot be opened again; the job waits for resume(device), or stop()."""

    at: datetime
    position_ms: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ComputerSlept:
    """The computer slept; the job waits for resume() or stop()."""

    slept_from: datetime
    slept_to: datetime
    position_ms: int

    @property
    def sentence(self) -> str:
        """What happened and what to do, in words."""
        return (
            f"Paused {self.slept_from:%H:%M}–{self.slept_to:%H:%M}: the computer slept. "
            "Press Continue to go on recording."
        )


@dataclass(frozen=True, slots=True)
class GapMarked:
    """Time that is missing in the recording, now stored with it."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class StorageWaiting:
    """Sound is heard but has not been stored for 5 s or more; repeated once a second until StorageWorks.

    waiting_ms: how much sound waits in memory. sentence: why, and what to do.
    """

    waiting_ms: int
    sentence: str


@dataclass(frozen=True, slots=True)
class StorageWorks:
    """Storing works again after StorageWaiting."""


@dataclass(frozen=True, slots=True)
class DiskLow:
    """Little space is left; or none was, and the reserve was given up so that recording goes on."""

    free_bytes: int
    sentence: str


@dataclass(frozen=True, slots=True)
class StillHere:
    """Nothing new within 100 ms; keeps the job cancellable."""


RecordingEvent = (
    RecordingStarted
    | LevelChanged
    | StoredUpTo
    | Paused
    | Resumed
    | DeviceLost
    | ComputerSlept
    | GapMarked
    | StorageWaiting
    | StorageWorks
    | DiskLow
    | StillHere
)
