"""A recording: the sound of a visit in the records, where it has gaps, and how far its words are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RecordingState(StrEnum):
    """RECORDING, PAUSED: under way, or left so by a program that died. INTERRUPTED: found so at the next start.

    DELETING: its deletion has begun; no list shows it.
    """

    RECORDING = "recording"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    DELETING = "deleting"


class RecordingOrigin(StrEnum):
    """Where the sound came from."""

    MICROPHONE = "microphone"
    FILE = "file"


class Transcription(StrEnum):
    """How far the words of a recording are. FAILED: the sound is kept and it can be tried again."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class GapReason(StrEnum):
    """Why sound is missing between two moments of a recording."""

    PAUSED = "paused"
    DEVICE_LOST = "device lost"
    OVERFLOW = "overflow"
    SLEPT = "computer slept"
    INTERRUPTED = "interrupted"
    NOT_STORED = "not stored"


@dataclass(frozen=True, slots=True)
class Gap:
    """Time that passed without being recorded.

    at_ms: the position in the recording, which does not advance during a gap; only sound that was heard but
    could not be stored (NOT_STORED) leaves a hole of lasted_ms from at_ms on.
    """

    at_ms: int
    lasted_ms: int
    reason: GapReason


@dataclass(frozen=True, slots=True)
class Consent:
    """That the patient agreed to be recorded: the text that was ticked, when, and by whom."""

    visit_id: int
    text: str
    given_at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording as it is stored.

    source: the microphone's name, or the name of the imported file. duration_ms: from the samples stored,
    not from a clock. last_stored_at: when the newest piece of sound was heard; None while there is none.
    problem: why the transcription failed, in one sentence.
    """

    id: int
    visit_id: int
    started_at: datetime
    origin: RecordingOrigin
    source: str
    state: RecordingState
    duration_ms: int
    last_stored_at: datetime | None
    transcription: Transcription = Transcription.NONE
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Wave:
    """The outline of a recording's sound. peaks: one byte per step, 0 silent, 255 full scale."""

    step_ms: int
    peaks: bytes
