"""Finds recordings that a program which died left behind, and does with them what the person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.recording import Recording, RecordingOrigin, RecordingState
from desktop.domain.user import Right
from desktop.records.records import Records
from desktop.workflow.record import visit_under_way


@dataclass(frozen=True, slots=True)
class InterruptedRecording:
    """A recording that was cut short. at: when its last stored sound was heard. To continue it, record(continuing=its id)."""

    recording: Recording
    at: datetime

    @property
    def sentence(self) -> str:
        """When it was cut and how much is there, in words; holds no patient data."""
        minutes, seconds = divmod(self.recording.duration_ms // 1000, 60)
        what = "Recording" if self.recording.origin is RecordingOrigin.MICROPHONE else "Import"
        return f"{what} interrupted at {self.at:%H:%M}, {minutes}:{seconds:02d} saved."


def interrupted(records: Records) -> tuple[InterruptedRecording, ...]:
    """The recordings that were cut short, oldest first, until the person decides about each.

    Call it after unlocking: it also ends deletions that were cut short. While a recording is under way it
    finds nothing, nor for a user who may not record visits.
    """
    if visit_under_way(records) is not None or not records.access.allows(Right.WRITE_CLINICAL):
        return ()
    recordings = records.recordings
    for begun in recordings.in_states(RecordingState.DELETING):
        recordings.delete(begun.id)
    for left in recordings.in_states(RecordingState.RECORDING, RecordingState.PAUSED):
        recordings.set_state(left.id, RecordingState.INTERRUPTED)
    return tuple(
        InterruptedRecording(each, each.last_stored_at or each.started_at)
        for each in recordings.in_states(RecordingState.INTERRUPTED)
    )


def keep(records: Records, recording_id: int) -> Recording:
    """Keep an interrupted recording as it is. Raises UnknownChoice."""
    return records.recordings.set_state(recording_id, RecordingState.FINISHED)


def delete_recording(records: Records, recording_id: int) -> None:
    """Delete a recording for good and give its space back; only because a person or the policy said so."""
    records.recordings.delete(recording_id)
