"""Records with one visit whose patient agreed to be recorded, and a recording job run to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.domain.capture import RecordingEvent
from desktop.domain.jobs import Job
from desktop.domain.recording import Recording
from desktop.records.disk_reserve import DiskReserve
from desktop.records.records import DATABASE_NAME, Records
from desktop.workflow.record import give_consent, record
from desktop.workflow.recording_control import RecordingControl
from tests.servers.clinic import make_records, open_records
from tests.servers.scripted_microphone import ScriptedMicrophone, plugged

DATA_KEY = bytes(range(32))
SMALL_RESERVE_BYTES = 100_000


@contextmanager
def records_in(home: Path) -> Iterator[Records]:
    """New or existing records, with a reserve that takes no time to make."""
    if not (home / DATABASE_NAME).exists():
        make_records(home)
    with open_records(home) as records:
        records.disk_reserve = DiskReserve(home, SMALL_RESERVE_BYTES)
        yield records


def visit_with_consent(records: Records) -> int:
    """A visit that may be recorded."""
    visit = records.visits.create(None, datetime.now(UTC))
    assert visit.id is not None
    give_consent(records, visit.id, "The patient agrees to the recording.")
    return visit.id


def run(
    job: Job[RecordingEvent, Recording], on_event: Callable[[RecordingEvent], None] = lambda _event: None
) -> tuple[list[RecordingEvent], Recording]:
    """All events of a job and its result."""
    events: list[RecordingEvent] = []
    while True:
        try:
            event = next(job)
        except StopIteration as end:
            return events, end.value
        events.append(event)
        on_event(event)


def recorded(
    records: Records, visit_id: int, *microphones: ScriptedMicrophone, **options: Any
) -> tuple[list[RecordingEvent], Recording, RecordingControl]:
    """Record scripted microphones; options: on_event, given the event and the control, and those of record()."""
    control = options.pop("control", None) or RecordingControl()
    on_event = options.pop("on_event", lambda _event, _control: None)
    job = record(records, visit_id, None, control, source_for=plugged(*microphones), **options)
    events, recording = run(job, lambda event: on_event(event, control))
    return events, recording, control


def of_kind(events: list[RecordingEvent], kind: type) -> list[Any]:
    """The events of one class, in order."""
    return [event for event in events if isinstance(event, kind)]


def stored_pcm(records: Records, recording: Recording) -> bytes:
    """Everything that is stored of a recording."""
    return b"".join(sound.pcm for sound in records.recordings.sound(recording.id))
