"""Records a visit: sound from a microphone goes into the encrypted records, second by second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from desktop.audio.microphone import Microphone
from desktop.audio.source import AudioSource
from desktop.domain.capture import AudioDevice, RecordingEvent
from desktop.domain.errors import RecordingRefused
from desktop.domain.jobs import Job
from desktop.domain.recording import Consent, Recording, RecordingState
from desktop.domain.sound import Sound
from desktop.records.records import Records
from desktop.workflow.clocks import elapsed_s
from desktop.workflow.disk_space import BLOCK_BYTES
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.recording_run import RecordingRun
from desktop.workflow.visits import now

OWNER = "owner"

_under_way: WeakKeyDictionary[Records, int] = WeakKeyDictionary()
_starting = threading.Lock()


def record(
    records: Records,
    visit_id: int,
    device: AudioDevice | None,
    control: RecordingControl,
    *,
    heard: Callable[[Sound], None] | None = None,
    continuing: int | None = None,
    consent_needed: bool = True,
    source_for: Callable[[AudioDevice | None], AudioSource] = Microphone,
    clock: Callable[[], float] = elapsed_s,
) -> Job[RecordingEvent, Recording]:
    """Record until control.stop(), or until the job is closed, which keeps what was heard just as well.

    device: None for the system's own choice. heard: given each piece of sound (1 s, or less before a pause)
    on the job's thread as it goes to the records; it must not wait. continuing: a recording of this visit to
    go on with. source_for, clock: for tests.

    Yields an event at least every 100 ms. Its first step refuses with RecordingRefused when one is under way
    already, when there is no consent, or when the disk is nearly full; NoMicrophone, MissingPart when the
    device does not begin, and nothing is stored then. A device that is lost later is an event, not an error.
    Raises RecordsUnavailable at the end when the last seconds could not be stored; all before is safe.
    """
    with _only_one(records, visit_id):
        if consent_needed and records.consents.of_visit(visit_id) is None:
            raise RecordingRefused(
                "Ask the patient to agree to the recording, and tick it, before recording."
            )
        if records.disk_reserve.free_bytes() < BLOCK_BYTES:
            raise RecordingRefused(
                "The disk is nearly full, so no recording was started. Free at least 200 MB and try again."
            )
        run = RecordingRun(
            records=records,
            visit_id=visit_id,
            device=device,
            control=control,
            heard=heard,
            continuing=continuing,
            source_for=source_for,
            clock=clock,
        )
        try:
            recording = yield from run.events()
        except GeneratorExit:
            run.close(RecordingState.FINISHED)
            raise
        except BaseException:
            run.close(RecordingState.INTERRUPTED)
            raise
        run.close(RecordingState.FINISHED)
        return recording


def visit_under_way(records: Records) -> int | None:
    """The visit that is being recorded just now; None when none is."""
    return _under_way.get(records)


def consent(records: Records, visit_id: int) -> Consent | None:
    """The consent of a visit; None when it has to be asked for before the first recording."""
    return records.consents.of_visit(visit_id)


def give_consent(records: Records, visit_id: int, text: str) -> Consent:
    """Store that the patient agreed to the text just now. Raises UnknownChoice, TextTooLong."""
    return records.consents.give(visit_id, text, now(), OWNER)


@contextmanager
def _only_one(records: Records, visit_id: int) -> Iterator[None]:
    with _starting:
        busy_with = _under_way.get(records)
        if busy_with is not None:
            raise RecordingRefused(
                "A recording is running already. Stop it before starting another.", busy_with
            )
        _under_way[records] = visit_id
    try:
        yield
    finally:
        with _starting:
            _under_way.pop(records, None)
