"""Recordings when the program is killed, the disk is full or slow, and what is offered afterwards."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.capture import GapMarked, StorageWaiting, StorageWorks
from desktop.domain.recording import GapReason, RecordingOrigin, RecordingState
from desktop.records.database import connect
from desktop.records.records import DATABASE_NAME
from desktop.workflow import recording_watch, sound_store
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.recover import delete_recording, interrupted, keep
from desktop.workflow.visits import now
from tests.servers.recorded_visits import (
    DATA_KEY,
    of_kind,
    recorded,
    records_in,
    stored_pcm,
    visit_with_consent,
)
from tests.servers.scripted_microphone import ScriptedMicrophone, block, tone

KILLS = 20
ROOT = Path(__file__).resolve().parents[2]

KILLED = """
import json, os, random, signal, sys, threading, time
from pathlib import Path
import numpy, soundfile
from desktop.domain.capture import StoredUpTo
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from tests.servers.recorded_visits import records_in, visit_with_consent
from tests.servers.scripted_microphone import block, plugged

home, kills = Path(sys.argv[1]), int(sys.argv[2])

class PacedMicrophone:
    '''Gives the next second when the one before is stored, as a disk does that is faster than speech.'''
    device_name, has_ended, given_ms = "Paced microphone", False, 0
    def __init__(self, stored_ms):
        self.stored_ms, self.turn = stored_ms, threading.Event()
    def start(self): pass
    def stop(self): pass
    def close(self): pass
    def read(self, timeout_s):
        until = time.monotonic() + timeout_s
        while self.given_ms and self.stored_ms() < self.given_ms:
            if time.monotonic() > until:
                return None
            self.turn.wait(0.002)
        self.given_ms += 1000
        return block(1000, self.given_ms - 1000)

def report(out, word, position_ms):
    os.write(out, f"{word} {position_ms}\\n".encode())

def record_until_killed(out):
    with records_in(home) as records:
        visit_id = visit_with_consent(records)
        microphone = PacedMicrophone(lambda: records.recordings.of_visit(visit_id)[0].duration_ms)
        job = record(records, visit_id, None, RecordingControl(),
                     source_for=plugged(microphone), heard=lambda sound: report(out, "heard", sound.end_ms))
        for event in job:
            if isinstance(event, StoredUpTo):
                report(out, "stored", event.position_ms)

with records_in(home):
    pass
moments, seen = random.Random(20), []
for _ in range(kills):
    mine, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        record_until_killed(theirs)
    os.close(theirs)
    with open(mine, encoding="ascii") as reports:
        lines = [reports.readline() for _ in range(moments.randint(1, 12))]
        os.kill(child, signal.SIGKILL)
        lines += reports.read().splitlines()
    os.waitpid(child, 0)
    latest = {"heard": 0, "stored": 0}
    for word, position_ms in (line.split() for line in lines):
        latest[word] = int(position_ms)
    seen.append(latest)
print(json.dumps(seen))
"""


def run_program(program: str, *arguments: object) -> Any:
    """Run a program of this test to its end and return what it printed."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_kill_minus_9_costs_at_most_the_second_in_flight(tmp_path: Path) -> None:
    """20 recordings killed at any moment: all that was said to be stored is there, and what was heard but for a second."""
    seen = run_program(KILLED, tmp_path, KILLS)
    with records_in(tmp_path) as records:
        left = interrupted(records)
        assert len(left) == len(seen) == KILLS
        for found, latest in zip(left, seen, strict=True):
            saved_ms = found.recording.duration_ms
            assert saved_ms >= latest["stored"]
            assert saved_ms >= latest["heard"] - 1000
            assert stored_pcm(records, found.recording) == tone(saved_ms)
            assert found.recording.state is RecordingState.INTERRUPTED
        assert sum(found.recording.duration_ms for found in left) > 0
    assert_whole(tmp_path)


def test_the_next_start_offers_what_was_saved(tmp_path: Path) -> None:
    """Interrupted recordings are named with time and length until the person decides; none goes by itself."""
    run_program(KILLED, tmp_path, 3)
    with records_in(tmp_path) as records:
        first, second, third = interrupted(records)
        minutes, seconds = divmod(first.recording.duration_ms // 1000, 60)
        assert re.fullmatch(r"Recording interrupted at \d\d:\d\d, \d+:\d\d saved\.", first.sentence)
        assert f" {minutes}:{seconds:02d} saved" in first.sentence
        assert f"at {first.at:%H:%M}," in first.sentence
        assert interrupted(records) == (first, second, third)
        keep(records, first.recording.id)
        delete_recording(records, second.recording.id)
        control = RecordingControl()
        begin_ms = third.recording.duration_ms
        microphone = ScriptedMicrophone([block(1000, begin_ms), control.stop])
        _, continued, _ = recorded(
            records,
            third.recording.visit_id,
            microphone,
            control=control,
            continuing=third.recording.id,
        )
        assert stored_pcm(records, continued) == tone(begin_ms + 1000)
        (gap,) = records.recordings.gaps(continued.id)
        assert (gap.at_ms, gap.reason) == (begin_ms, GapReason.INTERRUPTED)
        assert interrupted(records) == ()
        assert stored_pcm(records, first.recording) == tone(first.recording.duration_ms)
        assert records.recordings.of_visit(second.recording.visit_id) == []


def test_a_deletion_that_was_cut_short_is_ended_at_the_next_start(tmp_path: Path) -> None:
    """What a person ordered to be deleted does not stay because the program died meanwhile."""
    with records_in(tmp_path) as records:
        control = RecordingControl()
        visit_id = visit_with_consent(records)
        _, recording, _ = recorded(
            records, visit_id, ScriptedMicrophone([block(), control.stop]), control=control
        )
        records.recordings.set_state(recording.id, RecordingState.DELETING)
        assert interrupted(records) == ()
        assert list(records.recordings.sound(recording.id)) == []


def test_an_import_that_was_cut_short_is_offered_too(tmp_path: Path) -> None:
    """The program died while it read a file: what was read is named for what it is."""
    with records_in(tmp_path) as records:
        visit_id = visit_with_consent(records)
        records.recordings.begin(visit_id, "visit.mp3", now(), RecordingOrigin.FILE, "ab" * 32)
        (found,) = interrupted(records)
        assert re.fullmatch(r"Import interrupted at \d\d:\d\d, 0:00 saved\.", found.sentence)


FULL_DISK = """
import json, resource, sys, threading
from pathlib import Path
from desktop.domain.capture import DiskLow, StorageWaiting, StorageWorks
from desktop.domain.errors import RecordsUnavailable
from desktop.workflow import recording_run
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from tests.servers.recorded_visits import records_in, visit_with_consent
from tests.servers.scripted_microphone import ScriptedMicrophone, block, plugged

home, space_comes_back = Path(sys.argv[1]), sys.argv[2] == "freed"
if not space_comes_back:
    recording_run.FULL_DISK_STOP_TIMEOUT_S = 0.5
control = RecordingControl()
UNLIMITED = resource.RLIM_INFINITY

def fill():
    while not records.recordings.of_visit(visit_id)[0].duration_ms or not records.disk_reserve._path.exists():
        threading.Event().wait(0.005)
    largest = max(path.stat().st_size for path in home.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 100_000, UNLIMITED))

with records_in(home) as records:
    visit_id = visit_with_consent(records)
    seconds = [block(1000, s * 1000) for s in range(60)]
    microphone = ScriptedMicrophone([*seconds[:2], fill, *seconds[2:], control.stop])
    events, reserve, failure, sentence = [], None, "", ""
    job = record(records, visit_id, None, control, source_for=plugged(microphone))
    try:
        for event in job:
            events.append(type(event).__name__)
            if isinstance(event, StorageWaiting):
                sentence, reserve = event.sentence, records.disk_reserve._path.exists()
                if space_comes_back:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
    except RecordsUnavailable as error:
        failure = error.sentence
    resource.setrlimit(resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
    (recording,) = records.recordings.of_visit(visit_id)
print(json.dumps({"reserve_is_there": reserve, "sentence": sentence,
                  "failure": failure, "saved_ms": recording.duration_ms, "state": recording.state.value,
                  "events": sorted(set(events))}))
"""


def test_a_disk_that_fills_up_and_is_freed_costs_nothing(tmp_path: Path) -> None:
    """The reserve is given up, one sentence says so, and when there is space again every second is stored."""
    seen = run_program(FULL_DISK, tmp_path, "freed")
    assert seen["reserve_is_there"] is False
    assert "what was saved before is intact" in seen["sentence"]
    assert {"DiskLow", "StorageWaiting", "StorageWorks", "StoredUpTo"} <= set(seen["events"])
    assert (seen["failure"], seen["saved_ms"], seen["state"]) == ("", 60_000, "finished")
    assert_whole(tmp_path)


def test_stopping_on_a_full_disk_is_clean(tmp_path: Path) -> None:
    """It says how much could not be stored; what was stored before is whole and offered at the next start."""
    seen = run_program(FULL_DISK, tmp_path, "full")
    lost_s = int(re.search(r"The last (\d+) seconds", seen["failure"])[1])  # type: ignore[index]  # fails as it should
    assert 0 < seen["saved_ms"] < 60_000
    assert lost_s == 60 - seen["saved_ms"] // 1000
    assert_whole(tmp_path)
    with records_in(tmp_path) as records:
        (found,) = interrupted(records)
        assert stored_pcm(records, found.recording) == tone(seen["saved_ms"])


def test_a_busy_file_is_waited_for_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds the records: sound waits in memory, the meter goes on, and all is stored afterwards."""
    monkeypatch.setattr(recording_watch, "STALLED_AFTER_S", 0.05)
    with records_in(tmp_path) as records:
        visit_id = visit_with_consent(records)
        control = RecordingControl()
        other = connect(tmp_path / DATABASE_NAME, DATA_KEY)

        def give_up(event: object, _control: RecordingControl) -> None:
            if isinstance(event, StorageWaiting) and other.in_transaction:
                other.execute("ROLLBACK")

        script = [block(), lambda: other.execute("BEGIN IMMEDIATE"), *[block(1000, 1000)] * 3]
        microphone = ScriptedMicrophone([*script, *[None] * 5, control.stop])
        events, recording, _ = recorded(records, visit_id, microphone, control=control, on_event=give_up)
        other.close()
        assert len(of_kind(events, StorageWaiting)) >= 1
        assert "slow" in of_kind(events, StorageWaiting)[0].sentence
        assert len(of_kind(events, StorageWorks)) == 1
        assert recording.duration_ms == 4000


def test_what_does_not_fit_into_memory_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Storing stands still for longer than is kept waiting: the oldest is given up and marked, never silently."""
    monkeypatch.setattr(sound_store, "KEPT_WAITING_MS", 5000)
    with records_in(tmp_path) as records:
        visit_id = visit_with_consent(records)
        control = RecordingControl()
        other = connect(tmp_path / DATABASE_NAME, DATA_KEY)
        script = [
            *[block()] * 2,
            lambda: other.execute("BEGIN IMMEDIATE"),
            *[block()] * 60,
            lambda: other.execute("ROLLBACK"),
            control.stop,
        ]
        events, recording, _ = recorded(records, visit_id, ScriptedMicrophone(script), control=control)
        other.close()
        gaps = records.recordings.gaps(recording.id)
        assert gaps
        assert {gap.reason for gap in gaps} == {GapReason.NOT_STORED}
        assert sorted(event.gap.at_ms for event in of_kind(events, GapMarked)) == [gap.at_ms for gap in gaps]
        missing_ms = sum(gap.lasted_ms for gap in gaps)
        stored_ms = sum(sound.duration_ms for sound in records.recordings.sound(recording.id))
        assert stored_ms + missing_ms == recording.duration_ms == 62_000


def assert_whole(home: Path) -> None:
    """Both of SQLCipher's checks find nothing: one reads every page's seal, the other every table."""
    connection = connect(home / DATABASE_NAME, DATA_KEY)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
