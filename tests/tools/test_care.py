"""Care of the records in use: backups beside a recording, places that are gone, migrations, checks and damage."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import RecordsDamaged, RecordsUnavailable
from desktop.domain.jobs import finish
from desktop.domain.patient import Patient
from desktop.domain.sound import Sound
from desktop.domain.user import NewUser, Role
from desktop.records import keys, schema, times
from desktop.records.backup_file import unpack_database
from desktop.records.database import connect
from desktop.records.key_ring import open_with_password
from desktop.records.keys import Cost
from desktop.records.recordings import Chunk
from desktop.records.records import DATABASE_NAME, Records, create_records, unlock
from desktop.system import places
from desktop.workflow import back_up, clocks
from desktop.workflow.care import WAITS_FOR_A_PERSON, look_after
from desktop.workflow.home_state import home_state, prepare_home
from desktop.workflow.restore import restore_with_password
from desktop.workflow.session import Session, begin, enter
from desktop.workflow.settings import BackupSettings

PASSWORD = "seven quiet rivers"
OWNER = NewUser("owner", "Sample Owner", roles=frozenset({Role.PROVIDER, Role.ADMINISTRATOR}))
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """Open records of a clinic."""
    opened, _ = begin(home, PASSWORD, OWNER)
    yield opened
    opened.records.close()


def with_backups_to(session: Session, folder: Path) -> None:
    """A stick or a shared folder besides the one in the home."""
    settings = BackupSettings(second_folder=str(folder))
    session.settings = session.settings.model_copy(update={"backup": settings})


def test_a_backup_beside_a_recording_loses_no_piece_of_sound(session: Session) -> None:
    """A thread stores sound without a pause while backups are made and checked; all of it is there, in order."""
    records = session.records
    visit_id = records.visits.create(None, NOW).id
    assert visit_id is not None
    recording = records.recordings.begin(visit_id, "microphone", NOW)
    stop, has_begun, stored = threading.Event(), threading.Event(), [0]
    slowest_s = [0.0]
    noise = os.urandom(32_000)
    for _ in range(8):
        fill(records)

    def _record() -> None:
        while not stop.is_set():
            began = time.monotonic()
            records.recordings.append(recording.id, [Chunk(Sound(stored[0] * 1_000, noise), NOW)])
            slowest_s[0] = max(slowest_s[0], time.monotonic() - began)
            stored[0] += 1
            has_begun.set()

    writer = threading.Thread(target=_record)
    writer.start()
    assert has_begun.wait(30)
    try:
        for number in range(3):
            before = stored[0]
            finish(records.backups.make(session.home / f"backups {number}"))
            assert stored[0] > before, "sound is stored while a backup is made"
    finally:
        stop.set()
        writer.join()
    assert [sound.start_ms for sound in records.recordings.sound(recording.id)] == [
        number * 1_000 for number in range(stored[0])
    ]
    assert slowest_s[0] < 10.0
    for number in range(3):
        (backup,) = records.backups.in_folder(session.home / f"backups {number}")
        assert finish(records.backups.verify(backup.path)).is_whole


def test_backups_go_to_both_places_and_a_missing_one_is_said(session: Session, tmp_path: Path) -> None:
    """The stick is unplugged: nothing is made in its place, what was on it stays, the home has its backup."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with_backups_to(session, stick)
    done = finish(back_up.back_up(session))
    assert [backup.path.parent for backup in done.made] == [session.home / "backups", stick]
    assert done.problems == ()
    (on_stick,) = stick.iterdir()
    stick.rename(tmp_path / "in the drawer")
    time_of_first = done.made[0].made_at
    done = finish(back_up.back_up(session))
    (problem,) = done.problems
    assert str(stick) in problem
    assert "earlier backups are untouched" in problem
    assert len(done.made) == 1
    assert not stick.exists()
    assert (tmp_path / "in the drawer" / on_stick.name).exists()
    (tmp_path / "in the drawer").rename(stick)
    assert {backup.path.parent for backup in back_up.backups_without_signing_in(session.home)} == {
        session.home / "backups",
        stick,
    }
    assert back_up.list_backups(session)[0].made_at >= time_of_first


def test_every_backup_is_in_the_audit_with_counts(session: Session) -> None:
    """Who made it and how much was in it; removing old ones is a row too."""
    session.records.patients.add(Patient(family_name="Sample"))
    made = finish(session.records.backups.make(session.home / "backups"))
    (row,) = session.records.audit.entries(AuditFilter(action=Action.BACKED_UP)).entries
    assert (row.facts["patients"], row.facts["visits"]) == (1, 0)
    assert row.facts["bytes"] == made.size_bytes


def test_a_backup_is_due_after_four_hours_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that nobody sets."""
    now_s = [1_000.0]
    monkeypatch.setattr(back_up, "elapsed_s", lambda: now_s[0])
    clock = back_up.BackupClock()
    now_s[0] += 4 * 3600 - 1
    assert not clock.is_due
    now_s[0] += 1
    assert clock.is_due
    clock.restart()
    assert not clock.is_due
    assert clocks.elapsed_s() > 0


def older_file(home: Path) -> bytes:
    """Make the file one of the version before: its last step is undone. Returns its bytes."""
    ring = open_with_password(home, "owner", PASSWORD)
    connection = connect(home / DATABASE_NAME, ring.data_key)
    connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return (home / DATABASE_NAME).read_bytes()


def test_an_older_file_is_backed_up_before_it_is_brought_up_to_date(
    home: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup holds the file as it was, and opens with the password."""
    session.records.patients.add(Patient(family_name="Sample"))
    session.close()
    older_file(home)
    later = (*schema.MIGRATIONS, ("CREATE TABLE later (id INTEGER)",))
    before = len(schema.MIGRATIONS)
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    with unlock(home, "owner", PASSWORD) as records:
        (backup,) = records.backups.in_folder(home / "backups")
        assert finish(records.backups.verify(backup.path)).broken_seq is None
    copy = home.parent / "copy.db"
    for _ in unpack_database(backup.path, copy):
        pass
    connection = connect(copy, open_with_password(home, "owner", PASSWORD).data_key)
    assert schema.version(connection) == before
    assert connection.execute("SELECT family_name FROM patients").fetchall() == [("Sample",)]
    connection.close()


def test_without_a_backup_an_older_file_stays_as_it_is(
    home: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of backups cannot be written: the sentence says so, and not a byte of the records changes."""
    session.close()
    before = older_file(home)
    (home / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (id INTEGER)",)))
    with pytest.raises(RecordsUnavailable, match="nothing was changed"):
        unlock(home, "owner", PASSWORD)
    assert (home / DATABASE_NAME).read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    home: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that the disk does not take: the old version, openable by the old program, and its backup."""
    session.records.patients.add(Patient(family_name="Sample"))
    session.close()
    older_file(home)
    released = schema.MIGRATIONS
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", (*released, ("CREATE TABLE later (id INTEGER)", "nonsense")))
        with pytest.raises(Exception, match="nonsense"):
            unlock(home, "owner", PASSWORD)
    with unlock(home, "owner", PASSWORD) as records:
        assert [patient.family_name for patient in records.patients.search()] == ["Sample"]
        assert len(records.backups.in_folder(home / "backups")) == 1


def fill(records: Records) -> None:
    """A megabyte of sound, which nothing reads at the start."""
    visit_id = records.visits.create(None, NOW).id
    assert visit_id is not None
    recording = records.recordings.begin(visit_id, "microphone", NOW)
    noise = os.urandom(32_000)
    records.recordings.append(recording.id, [Chunk(Sound(n * 1_000, noise), NOW) for n in range(32)])


def damage(home: Path) -> None:
    """Flip one bit in the sound, where opening the file does not look."""
    content = bytearray((home / DATABASE_NAME).read_bytes())
    assert len(content) > 1_200_000
    content[len(content) * 2 // 3] ^= 1
    (home / DATABASE_NAME).write_bytes(content)


def test_the_weekly_check_finds_one_flipped_bit_and_nothing_is_written_after(
    home: Path, session: Session
) -> None:
    """Read-only from the moment it is found; a backup of it is refused; the last good one can be restored."""
    fill(session.records)
    finish(session.records.backups.make(home / "backups"))
    session.close()
    damage(home)
    session = enter(home, "owner", PASSWORD)
    report = finish(look_after(session))
    assert report.is_damaged
    assert any("restore" in problem or "backup" in problem for problem in report.problems)
    before = (home / DATABASE_NAME).read_bytes()
    with pytest.raises(RecordsDamaged, match="nothing is written"):
        session.records.patients.add(Patient(family_name="Later"))
    with pytest.raises(RecordsDamaged):
        finish(back_up.back_up(session))
    session.records.close()
    assert (home / DATABASE_NAME).read_bytes() == before
    assert len(back_up.backups_without_signing_in(home)) == 1


def test_the_full_check_comes_once_a_week(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remembered with the records; a clock that was set back makes it due."""
    start = times.now()
    assert session.records.checks.is_full_due()
    finish(look_after(session))
    assert not session.records.checks.is_full_due()
    for days, is_due in ((6.9, False), (7.1, True), (-1, True)):
        monkeypatch.setattr(times, "now", lambda days=days: start + timedelta(days=days))
        assert session.records.checks.is_full_due() is is_due


def test_retention_runs_once_a_day_and_waits_after_a_jump_of_the_clock(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two months without a run: a sentence in place of a deletion."""
    assert finish(look_after(session)).problems == ()
    last = session.records.retention.last_run()
    assert last is not None
    finish(look_after(session))
    assert session.records.retention.last_run() == last
    monkeypatch.setattr(times, "now", lambda: last + timedelta(days=100))
    assert finish(look_after(session)).problems == (WAITS_FOR_A_PERSON,)
    assert session.records.retention.last_run() == last


def test_records_on_a_network_disk_are_refused_at_every_start(
    home: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk under the home becomes one of a server: window and command say why and where to go."""
    session.close()
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {home.parent} nfs4 rw 0 0\n"
    monkeypatch.setattr(places, "_mounts", lambda: mounts)
    before = (home / DATABASE_NAME).read_bytes()
    for start in (home_state, prepare_home):
        with pytest.raises(RecordsUnavailable, match="network folder") as refused:
            start(home)
        assert str(places.system_place()) in refused.value.sentence
    assert (home / DATABASE_NAME).read_bytes() == before


def test_a_link_into_a_synchronized_folder_is_seen_through(tmp_path: Path) -> None:
    """The name of the home says nothing, what it leads to does."""
    (tmp_path / "Dropbox" / "clinic").mkdir(parents=True)
    (tmp_path / "records").symlink_to(tmp_path / "Dropbox" / "clinic")
    with pytest.raises(RecordsUnavailable, match="Dropbox"):
        home_state(tmp_path / "records")


@pytest.mark.parametrize("name", ["Dokumente/Praxis Müller/éàü 記録", "long/" + "x" * 200 + "/" + "y" * 90])
def test_a_long_home_or_one_with_any_letters_backs_up_and_restores(tmp_path: Path, name: str) -> None:
    """The whole round: made, backed up, lost, restored, opened."""
    home = tmp_path / name
    home.mkdir(parents=True)
    records, _ = create_records(home, PASSWORD, OWNER)
    with records:
        records.patients.add(Patient(family_name="Sample"))
        backup = finish(records.backups.make(home / "backups"))
    (home / DATABASE_NAME).unlink()
    finish(restore_with_password(home, backup.path, "owner", PASSWORD))
    with unlock(home, "owner", PASSWORD) as records:
        assert [patient.family_name for patient in records.patients.search()] == ["Sample"]
    shutil.rmtree(home)
