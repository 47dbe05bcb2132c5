"""Backups are made while the records are in use, are checked, are pruned by rule, and refuse what is no backup."""

from __future__ import annotations

import resource
import signal
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.backup import to_keep
from desktop.domain.errors import RecordsDamaged, RecordsNewer, RecordsUnavailable
from desktop.domain.jobs import finish
from desktop.records import backup_file
from desktop.records.backup import backups_in, make_backup, prune, verify_backup
from desktop.records.database import Database, connect

_KEY = bytes(range(32))
_WORD = "zebulonquartermaine"
_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    Database.create(home / "records.db", _KEY)
    opened = Database(home / "records.db", _KEY)
    _add(opened, _WORD)
    yield opened
    opened.close()


def _add(database: Database, value: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (f"test-{value}", value))


def _make(database: Database, folder: Path, at: datetime = _NOON):
    return finish(make_backup(database, _KEY, b"envelopes", folder, version="0.1.0", made_at=at))


def test_a_backup_opens_with_the_key_and_holds_what_was_saved(database: Database, tmp_path: Path) -> None:
    """The copy inside is the records as they were, and no plain word of them is in the file."""
    backup = _make(database, tmp_path / "backups")
    assert _WORD.encode() not in backup.path.read_bytes()
    finish(backup_file_job(backup.path, tmp_path / "copy.db"))
    connection = connect(tmp_path / "copy.db", _KEY)
    assert connection.execute("SELECT value FROM settings").fetchall() == [(_WORD,)]
    connection.close()
    assert backup_file.read_keys(backup.path) == b"envelopes"


def backup_file_job(path: Path, target: Path):
    """The unpacking as a job that can be finished."""
    return backup_file.unpack_database(path, target)


def test_only_whole_backups_stand_in_the_folder(database: Database, tmp_path: Path) -> None:
    """No copy, no part and no side file is left beside the backup, and it is readable by its owner alone."""
    folder = tmp_path / "backups"
    backup = _make(database, folder)
    assert [path.name for path in folder.iterdir()] == ["soapstone-20261120-120000.soapstone-backup"]
    assert backup.path.stat().st_mode & 0o077 == 0
    assert [(each.made_at, each.version) for each in backups_in(folder)] == [(_NOON, "0.1.0")]


def test_writing_goes_on_while_a_backup_is_made(database: Database, tmp_path: Path) -> None:
    """What is saved between the steps of a backup is kept, and the backup is whole."""
    job = make_backup(database, _KEY, b"", tmp_path / "backups", version="0.1.0")
    written = 0
    for _ in iter(lambda: next(job, None), None):
        _add(database, f"row {written}")
        written += 1
    assert written >= 2
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM settings").fetchone() == (written + 1,)
    (backup,) = backups_in(tmp_path / "backups")
    finish(verify_backup(backup.path, (_KEY,), tmp_path))


def test_damage_in_the_records_is_found_before_the_backup_is_listed(
    database: Database, tmp_path: Path
) -> None:
    """A backup of damaged records is no backup, and the earlier one stays."""
    folder = tmp_path / "backups"
    for number in range(400):
        _add(database, f"{number} " + "x" * 500)
    earlier = _make(database, folder)
    database.close()
    path = database.path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    damaged = Database(path, _KEY)
    with pytest.raises(RecordsDamaged):
        _make(damaged, folder, _NOON + timedelta(hours=4))
    damaged.close()
    assert [each.path for each in backups_in(folder)] == [earlier.path]


def test_after_damage_was_met_nothing_is_written_any_more(database: Database) -> None:
    """A write into a damaged file could destroy what can still be read."""
    for number in range(400):
        _add(database, f"{number} " + "x" * 500)
    database.close()
    content = bytearray(database.path.read_bytes())
    content[-4000] ^= 1
    database.path.write_bytes(content)
    damaged = Database(database.path, _KEY)
    with pytest.raises(RecordsDamaged), damaged.reading() as connection:
        connection.execute("SELECT max(value) FROM settings").fetchall()
    assert damaged.is_damaged
    before = database.path.read_bytes()
    with pytest.raises(RecordsDamaged, match="nothing is written"):
        _add(damaged, "later")
    damaged.close()
    assert database.path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_one_sentence(database: Database, tmp_path: Path) -> None:
    """An unplugged or read-only stick leaves the earlier backups alone."""
    (tmp_path / "stick").write_text("a file where a folder should be")
    with pytest.raises(RecordsUnavailable, match="earlier backups are untouched"):
        _make(database, tmp_path / "stick")


def test_a_full_disk_leaves_no_part_behind(database: Database, tmp_path: Path) -> None:
    """A limit on file sizes stands for a stick that is full."""
    for number in range(300):
        _add(database, f"{number} " + "x" * 2000)
    folder = tmp_path / "backups"
    earlier = _make(database, folder)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(RecordsUnavailable):
            _make(database, folder, _NOON + timedelta(hours=4))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert [path.name for path in folder.iterdir()] == [earlier.path.name]


def test_a_backup_with_a_flipped_bit_is_refused(database: Database, tmp_path: Path) -> None:
    """Before anything is put in place of the records."""
    backup = _make(database, tmp_path / "backups")
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)
    with pytest.raises(RecordsDamaged, match="Choose another backup"):
        finish(verify_backup(backup.path, (_KEY,), tmp_path))
    assert not list(tmp_path.glob("*.verify*"))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "records.db/../x", "extra"])
def test_a_zip_with_other_members_is_no_backup(database: Database, tmp_path: Path, name: str) -> None:
    """Paths that lead out of the folder, and anything besides the three members."""
    backup = _make(database, tmp_path / "backups")
    with zipfile.ZipFile(backup.path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(RecordsDamaged, match="not a backup"):
        backup_file.read_manifest(backup.path)
    assert backups_in(tmp_path / "backups") == ()


def test_text_and_cut_files_are_no_backups(database: Database, tmp_path: Path) -> None:
    """One sentence each, no traceback."""
    backup = _make(database, tmp_path / "backups")
    whole = backup.path.read_bytes()
    for content in (b"", b"hello", whole[: len(whole) // 2], whole[100:]):
        backup.path.write_bytes(content)
        with pytest.raises((RecordsDamaged, RecordsUnavailable)):
            backup_file.read_manifest(backup.path)


def test_a_backup_of_a_newer_program_says_so(database: Database, tmp_path: Path) -> None:
    """It is not taken for damage."""
    path = tmp_path / "newer.soapstone-backup"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", '{"format": 2}')
        archive.writestr("keys", "")
        archive.writestr("records.db", "")
    with pytest.raises(RecordsNewer):
        backup_file.read_manifest(path)


def test_a_key_that_does_not_fit_is_damage_not_success(database: Database, tmp_path: Path) -> None:
    """Verifying means opening."""
    backup = _make(database, tmp_path / "backups")
    with pytest.raises(RecordsDamaged):
        finish(verify_backup(backup.path, (bytes(32),), tmp_path))


def test_seven_days_four_weeks_twelve_months_are_kept(database: Database, tmp_path: Path) -> None:
    """Two years of two backups a day leave at most 23, the newest of each day, week and month among them."""
    moments = [_NOON - timedelta(hours=12 * step) for step in range(2 * 730)]
    kept = to_keep(moments)
    assert 12 + 4 + 7 - 4 <= len(kept) <= 23
    assert {_NOON - timedelta(days=day) for day in range(7)} <= kept
    assert min(kept) > _NOON - timedelta(days=366)
    assert max(kept) == _NOON
    folder = tmp_path / "backups"
    for day in range(12):
        _make(database, folder, _NOON - timedelta(days=day))
    removed = prune(folder, backups_in(folder)[0].records_id)
    assert {each.made_at for each in backups_in(folder)} == to_keep(
        _NOON - timedelta(days=day) for day in range(12)
    )
    assert removed
