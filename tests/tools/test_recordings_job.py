"""Recording a visit from a scripted microphone: what is stored, what is said, and what each button does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from desktop.domain.capture import (
    AudioDevice,
    ComputerSlept,
    DeviceLost,
    DiskLow,
    GapMarked,
    Hearing,
    LevelChanged,
    Paused,
    RecordingEvent,
    RecordingStarted,
    Resumed,
    StoredUpTo,
)
from desktop.domain.errors import NoMicrophone, RecordingRefused
from desktop.domain.recording import GapReason, RecordingState
from desktop.domain.sound import Sound
from desktop.records.records import Records
from desktop.workflow.record import consent, record, visit_under_way
from desktop.workflow.recording_control import RecordingControl
from tests.servers.recorded_visits import (
    of_kind,
    recorded,
    records_in,
    run,
    stored_pcm,
    visit_with_consent,
)
from tests.servers.scripted_microphone import (
    NOTHING,
    ScriptedMicrophone,
    block,
    plugged,
    silence,
    tone,
)

OTHER = AudioDevice("Headset", "ALSA", 1, 44_100)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with records_in(tmp_path) as records:
        yield records


@pytest.fixture
def visit_id(records: Records) -> int:
    return visit_with_consent(records)


def speech(seconds: int, control: RecordingControl, *, step_ms: int = 100) -> ScriptedMicrophone:
    """So many seconds of the tone in small blocks, then the person presses Stop."""
    blocks = [block(step_ms, start_ms) for start_ms in range(0, seconds * 1000, step_ms)]
    return ScriptedMicrophone([*blocks, control.stop])


def test_every_sample_heard_is_stored_and_said_to_be(records: Records, visit_id: int) -> None:
    """Three and a half seconds: the same samples, levels ten times a second, stored up to the end, finished."""
    control = RecordingControl()
    script = [*(block(50, start_ms) for start_ms in range(0, 3500, 50)), control.stop]
    events, recording, _ = recorded(records, visit_id, ScriptedMicrophone(script), control=control)
    assert stored_pcm(records, recording) == tone(3500)
    assert recording.state is RecordingState.FINISHED
    assert recording.duration_ms == 3500
    assert isinstance(events[0], RecordingStarted)
    assert events[0].device_name == "Scripted microphone"
    assert len(of_kind(events, LevelChanged)) == 35
    assert of_kind(events, StoredUpTo)[-1].position_ms == 3500
    assert visit_under_way(records) is None


def test_no_sound_is_ever_readable_on_the_disk(
    records: Records, visit_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is recorded and afterwards: no file but the encrypted one and the reserve, and no FLAC or samples in any."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    control = RecordingControl()
    found: set[str] = set()

    def look(event: RecordingEvent, _control: RecordingControl) -> None:
        if isinstance(event, StoredUpTo):
            for path in tmp_path.iterdir():
                found.add(path.name)
                content = path.read_bytes() if path.is_file() else b""
                assert b"fLaC" not in content
                assert tone(20) not in content

    recorded(records, visit_id, speech(3, control), control=control, on_event=look)
    assert found <= {
        "audit.head",
        "records.db",
        "records.db-wal",
        "records.db-shm",
        "reserve.bin",
        "temporary",
    }
    assert "records.db-wal" in found
    assert list(temporary.iterdir()) == []


def test_each_second_is_a_row_of_its_own(records: Records, visit_id: int) -> None:
    """A crash may cost the second under way, so no stored piece is longer than that."""
    control = RecordingControl()
    _, recording, _ = recorded(records, visit_id, speech(3, control), control=control)
    lengths_ms = [sound.duration_ms for sound in records.recordings.sound(recording.id)]
    assert lengths_ms == [1000, 1000, 1000]


def test_the_live_listener_hears_what_is_stored(records: Records, visit_id: int) -> None:
    """The recognizer gets the same pieces, once each and in order, also around a pause."""
    control = RecordingControl()
    heard: list[Sound] = []
    script = [block(1000), block(300, 1000), control.pause, block(500), control.resume, block(700, 1300)]
    microphone = ScriptedMicrophone([*script, control.stop])
    _, recording, _ = recorded(records, visit_id, microphone, control=control, heard=heard.append)
    assert heard == list(records.recordings.sound(recording.id))
    assert b"".join(sound.pcm for sound in heard) == tone(2000)


def test_nothing_said_in_a_pause_is_kept(records: Records, visit_id: int) -> None:
    """The pause is a marked gap at its place, the meter goes on, and the time of the recording does not."""
    control = RecordingControl()
    script = [block(1000), control.pause, *(silence() for _ in range(20)), control.resume, block(1000, 1000)]
    microphone = ScriptedMicrophone([*script, control.stop])
    events, recording, _ = recorded(records, visit_id, microphone, control=control)
    assert stored_pcm(records, recording) == tone(2000)
    kinds = [type(event) for event in events if isinstance(event, (Paused, Resumed, GapMarked))]
    assert kinds == [Paused, GapMarked, Resumed]
    (gap,) = records.recordings.gaps(recording.id)
    assert (gap.at_ms, gap.reason) == (1000, GapReason.PAUSED)
    paused, resumed = events.index(of_kind(events, Paused)[0]), events.index(of_kind(events, Resumed)[0])
    levels = of_kind(events[paused:resumed], LevelChanged)
    assert len(levels) >= 20
    assert {level.position_ms for level in levels} == {1000}
    assert microphone.starts == 1


def test_a_second_start_is_refused_and_names_the_visit(records: Records, visit_id: int) -> None:
    """Start pressed twice, or pressed in another visit: one recording, for the visit it was started for."""
    control = RecordingControl()
    job = record(records, visit_id, None, control, source_for=plugged(speech(3, control)))
    next(job)
    assert visit_under_way(records) == visit_id
    other_visit = visit_with_consent(records)
    for again in (visit_id, other_visit):
        with pytest.raises(RecordingRefused, match="running already") as refused:
            next(record(records, again, None, RecordingControl(), source_for=plugged(ScriptedMicrophone([]))))
        assert refused.value.visit_id == visit_id
    _, recording = run(job)
    assert recording.visit_id == visit_id
    assert recording.duration_ms == 3000
    control = RecordingControl()
    assert recorded(records, other_visit, speech(1, control), control=control)[1].visit_id == other_visit


def test_stop_pressed_twice_is_stop(records: Records, visit_id: int) -> None:
    """The second press changes nothing."""
    control = RecordingControl()
    microphone = ScriptedMicrophone([block(1000), control.stop, control.stop, block(1000)])
    _, recording, _ = recorded(records, visit_id, microphone, control=control)
    control.stop()
    assert recording.duration_ms == 1000
    assert microphone.is_closed


def test_without_consent_nothing_is_heard(records: Records) -> None:
    """The microphone is not even opened before the patient has agreed."""
    visit_id = records.visits.create(None, records.visits.get(visit_with_consent(records)).started_at).id
    assert visit_id is not None
    assert consent(records, visit_id) is None
    microphone = ScriptedMicrophone([block()])
    with pytest.raises(RecordingRefused, match="agree"):
        recorded(records, visit_id, microphone)
    assert microphone.starts == 0
    control = RecordingControl()
    assert recorded(records, visit_id, speech(1, control), control=control, consent_needed=False)[
        1
    ].duration_ms


def test_no_microphone_leaves_no_recording(records: Records, visit_id: int) -> None:
    """The reason is raised in words, and no empty recording stays behind."""
    microphone = ScriptedMicrophone([None, NoMicrophone("No microphone was found.")])
    with pytest.raises(NoMicrophone, match="No microphone was found"):
        recorded(records, visit_id, microphone)
    assert records.recordings.of_visit(visit_id) == []
    assert microphone.is_closed
    assert visit_under_way(records) is None


@pytest.mark.parametrize("loss", ["silence", "end"])
def test_a_lost_microphone_is_said_and_another_goes_on(records: Records, visit_id: int, loss: str) -> None:
    """No block for 3 s, or a stream that ends: kept up to there, then a marked gap and the same recording."""
    control = RecordingControl()
    asked_for: list[AudioDevice | None] = []
    first = ScriptedMicrophone([block(1000), block(400, 1000), *(NOTHING if loss == "silence" else [])])
    second = ScriptedMicrophone([block(600, 1400), control.stop], "Headset")
    waiting = iter((first, second))

    def source_for(device: AudioDevice | None) -> ScriptedMicrophone:
        asked_for.append(device)
        return next(waiting)

    def choose_another(event: RecordingEvent) -> None:
        if isinstance(event, DeviceLost):
            assert records.recordings.of_visit(visit_id)
            control.resume(OTHER)

    events, recording = run(record(records, visit_id, None, control, source_for=source_for), choose_another)
    (lost,) = of_kind(events, DeviceLost)
    assert lost.position_ms == 1400
    assert "Everything up to here is kept" in lost.sentence
    assert f"{lost.at:%H:%M:%S}" in lost.sentence
    assert first.is_closed
    assert asked_for == [None, OTHER]
    assert [event.device_name for event in of_kind(events, RecordingStarted)] == [
        "Scripted microphone",
        "Headset",
    ]
    (gap,) = records.recordings.gaps(recording.id)
    assert (gap.at_ms, gap.reason) == (1400, GapReason.DEVICE_LOST)
    assert stored_pcm(records, recording) == tone(2000)


def test_a_device_that_does_not_come_back_is_asked_for_again(records: Records, visit_id: int) -> None:
    """Continue with the plug still out: the reason is said, and the recording waits on; Stop then ends it cleanly."""
    presses = iter(("resume", "stop"))

    def press(event: RecordingEvent, control: RecordingControl) -> None:
        if isinstance(event, DeviceLost):
            getattr(control, next(presses))()

    gone = ScriptedMicrophone([NoMicrophone("The microphone Desk is not connected.")])
    events, recording, _ = recorded(
        records, visit_id, ScriptedMicrophone([block(1000)]), gone, on_event=press
    )
    sentences = [event.sentence for event in of_kind(events, DeviceLost)]
    assert sentences[1:] == ["The microphone Desk is not connected."]
    assert recording.state is RecordingState.FINISHED
    assert recording.duration_ms == 1000


def test_sound_that_the_system_threw_away_is_a_gap(records: Records, visit_id: int) -> None:
    """An overflow is counted with its length, at its place, and nothing else is lost."""
    control = RecordingControl()
    script = [block(1000), block(500, 1000, lost_ms=300, overflows=1), control.stop]
    events, recording, _ = recorded(records, visit_id, ScriptedMicrophone(script), control=control)
    (gap,) = records.recordings.gaps(recording.id)
    assert (gap.at_ms, gap.lasted_ms, gap.reason) == (1000, 300, GapReason.OVERFLOW)
    assert of_kind(events, GapMarked) == [GapMarked(gap)]
    assert recording.duration_ms == 1500


def test_a_microphone_that_sends_exact_zeros_is_flagged_and_recorded(records: Records, visit_id: int) -> None:
    """Two seconds of nothing at all mean a missing permission; the recording stays on."""
    control = RecordingControl()
    microphone = ScriptedMicrophone([*(silence() for _ in range(25)), control.stop])
    events, recording, _ = recorded(records, visit_id, microphone, control=control)
    hearing = [event.level.hearing for event in of_kind(events, LevelChanged)]
    assert hearing == [Hearing.GOOD] * 19 + [Hearing.NO_SIGNAL] * 6
    assert "permission" in of_kind(events, LevelChanged)[-1].level.sentence
    assert recording.duration_ms == 2500


def test_closing_the_job_keeps_what_was_heard(records: Records, visit_id: int) -> None:
    """The window closes or the system shuts down: the part of a second is stored too, and it is finished."""
    job = record(
        records, visit_id, None, RecordingControl(), source_for=plugged(ScriptedMicrophone([block(700)]))
    )
    while not isinstance(next(job), LevelChanged):
        pass
    job.close()
    (recording,) = records.recordings.of_visit(visit_id)
    assert (recording.state, recording.duration_ms) == (RecordingState.FINISHED, 700)
    assert visit_under_way(records) is None


def test_a_defect_on_the_way_leaves_an_interrupted_recording(records: Records, visit_id: int) -> None:
    """An unexpected error is raised, and the sound up to it is there to be recovered."""
    microphone = ScriptedMicrophone([block(700), ZeroDivisionError()])
    with pytest.raises(ZeroDivisionError):
        recorded(records, visit_id, microphone)
    (recording,) = records.recordings.of_visit(visit_id)
    assert (recording.state, recording.duration_ms) == (RecordingState.INTERRUPTED, 700)
    assert microphone.is_closed


def test_a_recording_goes_on_where_it_ended(records: Records, visit_id: int) -> None:
    """Continue: the same recording, its time counted on, the time between marked."""
    control = RecordingControl()
    _, first, _ = recorded(records, visit_id, speech(1, control), control=control)
    control = RecordingControl()
    microphone = ScriptedMicrophone([block(1000, 1000), control.stop])
    events, recording, _ = recorded(records, visit_id, microphone, control=control, continuing=first.id)
    assert recording.id == first.id
    assert stored_pcm(records, recording) == tone(2000)
    assert of_kind(events, LevelChanged)[-1].position_ms == 2000
    (gap,) = records.recordings.gaps(recording.id)
    assert (gap.at_ms, gap.reason) == (1000, GapReason.PAUSED)


def test_sleep_is_a_pause_that_waits_for_the_person(records: Records, visit_id: int) -> None:
    """The clock jumps and no sound came: what was heard before is kept, and Continue opens the device anew."""
    control = RecordingControl()
    times = count(0.0, 0.01)
    jump_s = 0.0

    def sleep() -> None:
        nonlocal jump_s
        jump_s = 2160.0

    asleep = [sleep, *([block(100, 9_000_000)] * 60)]
    first = ScriptedMicrophone([block(1000), *asleep])
    second = ScriptedMicrophone([block(1000, 1000), control.stop])
    events, recording, _ = recorded(
        records,
        visit_id,
        first,
        second,
        control=control,
        clock=lambda: next(times) + jump_s,
        on_event=lambda event, control: control.resume() if isinstance(event, ComputerSlept) else None,
    )
    (slept,) = of_kind(events, ComputerSlept)
    assert 2150 < (slept.slept_to - slept.slept_from).total_seconds() < 2170
    assert f"{slept.slept_from:%H:%M}–{slept.slept_to:%H:%M}" in slept.sentence
    (gap,) = records.recordings.gaps(recording.id)
    assert gap.reason is GapReason.SLEPT
    assert 2_150_000 < gap.lasted_ms < 2_170_000
    assert stored_pcm(records, recording) == tone(2000)


def test_a_slow_moment_is_not_taken_for_sleep(records: Records, visit_id: int) -> None:
    """The program was held up for 20 s but the microphone's process went on: all of it is kept."""
    control = RecordingControl()
    times = count(0.0, 0.01)
    jump_s = 0.0

    def hold_up() -> None:
        nonlocal jump_s
        jump_s = 20.0

    blocks = [block(1000, start_ms) for start_ms in range(0, 60_000, 1000)]
    microphone = ScriptedMicrophone([blocks[0], hold_up, *blocks[1:], *NOTHING[:20], control.stop])
    events, recording, _ = recorded(
        records, visit_id, microphone, control=control, clock=lambda: next(times) + jump_s
    )
    assert of_kind(events, ComputerSlept) == []
    assert recording.duration_ms == 60_000


def test_a_clock_that_drifts_is_logged_once_and_times_come_from_the_samples(
    records: Records, visit_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten seconds of sound in no time at all: ten seconds are stored, and the log has one line without values."""
    control = RecordingControl()
    _, recording, _ = recorded(records, visit_id, speech(10, control), control=control)
    assert recording.duration_ms == 10_000
    assert [entry.getMessage() for entry in caplog.records] == [
        "the microphone's clock and the computer's differ by more than a second"
    ]


@pytest.mark.parametrize(("free_bytes", "outcome"), [(900_000_000, "warned"), (150_000_000, "refused")])
def test_little_space_is_said_before_it_is_gone(
    records: Records, visit_id: int, monkeypatch: pytest.MonkeyPatch, free_bytes: int, outcome: str
) -> None:
    """Under 1 GB a recording starts with a warning, once; under 200 MB it does not start."""
    monkeypatch.setattr(records.disk_reserve, "free_bytes", lambda: free_bytes)
    control = RecordingControl()
    if outcome == "refused":
        with pytest.raises(RecordingRefused, match="disk is nearly full"):
            recorded(records, visit_id, speech(1, control), control=control)
        return
    events, _, _ = recorded(records, visit_id, speech(3, control), control=control)
    (low,) = of_kind(events, DiskLow)
    assert "900 MB" in low.sentence
