"""Makes backups of records that are in use, checks each by opening it, and keeps a sensible number of them."""

from __future__ import annotations

import logging
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.backup import Backup, to_keep
from desktop.domain.errors import RecordsDamaged, RecordsError, RecordsUnavailable
from desktop.domain.jobs import Job, Waiting
from desktop.records import backup_file
from desktop.records.database import Database, connect
from desktop.records.integrity import check_copy
from desktop.records.sqlcipher_errors import DAMAGED

_NAME = "soapstone-%Y%m%d-%H%M%S"

_log = logging.getLogger(__name__)


def make_backup(
    database: Database,
    data_key: bytes,
    keys: bytes,
    folder: Path,
    *,
    version: str,
    made_at: datetime | None = None,
) -> Job[Waiting, Backup]:
    """Back up into folder while the records are used; what is written meanwhile is in the next backup.

    keys: the key file's bytes, which go into the backup. The copy is opened and checked in full before the
    backup gets its name. Needs twice the room of the records on the folder's disk for a moment. Raises
    RecordsUnavailable or RecordsDamaged; earlier backups are untouched and nothing is left behind then.
    """
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    copy = folder / f".{moment:{_NAME}}.copy"
    path = folder / f"{moment:{_NAME}}{backup_file.SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy.unlink(missing_ok=True)
    except OSError as exc:
        raise _not_writable(folder) from exc
    try:
        yield Waiting(0)
        _copy_database(database, data_key, copy)
        yield Waiting(0)
        check_copy(copy, data_key)
        yield from _waiting(backup_file.pack(path, copy, keys, moment, version))
    except OSError as exc:
        raise _not_writable(folder) from exc
    finally:
        for side in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + side).unlink(missing_ok=True)
    return Backup(path, moment, path.stat().st_size, version)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first. Files that are no whole backup are left out."""
    found = []
    try:
        paths = sorted(folder.glob(f"*{backup_file.SUFFIX}"))
    except OSError:
        return ()
    for path in paths:
        try:
            manifest = backup_file.read_manifest(path)
            found.append(Backup(path, manifest.moment, path.stat().st_size, manifest.version))
        except (RecordsError, OSError):
            _log.warning("a file in the backup folder is no whole backup and was left out of the list")
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def prune(folder: Path) -> tuple[Backup, ...]:
    """Remove the backups that the rule of days, weeks and months does not keep; returns those removed."""
    backups = backups_in(folder)
    kept = to_keep(backup.made_at for backup in backups)
    removed = []
    for backup in backups:
        if backup.made_at not in kept:
            try:
                backup.path.unlink()
            except OSError:
                _log.warning("an old backup could not be removed")
            else:
                removed.append(backup)
    return tuple(removed)


def verify_backup(path: Path, data_key: bytes, work_folder: Path) -> Job[Waiting, None]:
    """Unpack a backup into work_folder, open it and run both full checks; removes the copy again.

    Raises RecordsDamaged, RecordsNewer, RecordsUnavailable.
    """
    copy = work_folder / f".{path.stem}.verify"
    try:
        yield from _waiting(backup_file.unpack_database(path, copy))
        try:
            check_copy(copy, data_key)
        except RecordsDamaged as exc:
            raise RecordsDamaged(f"The backup {path.name} is damaged. Choose another backup.") from exc
    finally:
        for side in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + side).unlink(missing_ok=True)


def _copy_database(database: Database, data_key: bytes, target: Path) -> None:
    """One consistent moment of the records, in one step: stepwise copies start over at each write and never end."""
    copy = connect(target, data_key, create=True)
    try:
        with database.reading() as source:
            source.backup(copy, pages=-1)
    except dbapi2.Error as exc:  # the driver gives a backup's errors no code, only SQLite's words
        if any(word in str(exc) for word in ("malformed", "not a database")):
            raise RecordsDamaged(DAMAGED) from exc
        raise _not_writable(target.parent) from exc
    finally:
        copy.close()
    target.chmod(0o600)


def _waiting(done: Generator[int, None, None]) -> Generator[Waiting, None, None]:
    for _ in done:
        yield Waiting(0)


def _not_writable(folder: Path) -> RecordsUnavailable:
    return RecordsUnavailable(
        f"The backup could not be written to {folder}; earlier backups are untouched. "
        "Check that the disk is connected, has space and may be written to, then try again."
    )
