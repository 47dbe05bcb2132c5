"""Makes backups of records that are in use, checks each by opening it, and keeps a sensible number of them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.backup import Backup, to_keep
from desktop.domain.errors import RecordsDamaged, RecordsError, RecordsUnavailable
from desktop.domain.jobs import Job, Waiting
from desktop.records import audit_chain, backup_file
from desktop.records.backup_file import Manifest, Origin
from desktop.records.database import Connection, Database, connect
from desktop.records.integrity import check_copy
from desktop.records.sqlcipher_errors import DAMAGED

_NAME = "soapstone-%Y%m%d-%H%M%S"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_LEFTOVER_S = 24 * 3600.0

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

    keys: the key file's bytes, which go into the backup; data_key: one that is sealed in them, with which the copy is
    encrypted. The copy is opened and checked in full before the backup gets its name. Needs twice the room of the
    records on the folder's disk for a moment. Raises RecordsUnavailable or RecordsDamaged; earlier backups are
    untouched and nothing is left behind then.
    """

    def _copy(target: Path) -> None:
        with database.reading() as source:  # lent for the copy alone: the thread may write between two steps
            _copy_database(source, data_key, target)

    return (yield from _back_up(_copy, data_key, keys, folder, version=version, made_at=made_at))


def back_up_connection(
    source: Connection, data_key: bytes, keys: bytes, folder: Path, *, version: str
) -> Job[Waiting, Backup]:
    """The same from a connection that is lent already and in no transaction."""
    return _back_up(
        lambda target: _copy_database(source, data_key, target),
        data_key,
        keys,
        folder,
        version=version,
        made_at=None,
    )


def _back_up(
    copy_database: Callable[[Path], None],
    data_key: bytes,
    keys: bytes,
    folder: Path,
    *,
    version: str,
    made_at: datetime | None,
) -> Job[Waiting, Backup]:
    moment = (made_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    copy = folder / f".{moment:{_NAME}}.copy"
    path = folder / f"{moment:{_NAME}}{backup_file.SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy.unlink(missing_ok=True)
        _remove_leftovers(folder)
    except OSError as exc:
        raise _not_writable(folder) from exc
    try:
        yield Waiting(0)
        copy_database(copy)
        yield Waiting(0)
        check_copy(copy, data_key)
        origin = _origin(copy, data_key, moment, version)
        yield from _waiting(backup_file.pack(path, copy, keys, origin))
    except OSError as exc:
        raise _not_writable(folder) from exc
    finally:
        _remove(copy)
    return Backup(path, moment, path.stat().st_size, version, origin.records_id)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first. Files that are no whole backup are left out."""
    found = []
    try:
        paths = sorted(folder.glob(f"*{backup_file.SUFFIX}"))
    except OSError:
        return ()
    for path in paths:
        try:
            found.append(backup_at(path))
        except (RecordsError, OSError):
            _log.warning("a file in the backup folder is no whole backup and was left out of the list")
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def backup_at(path: Path) -> Backup:
    """The backup in a file. Raises RecordsDamaged, RecordsNewer, RecordsUnavailable, OSError."""
    manifest = backup_file.read_manifest(path)
    return Backup(path, manifest.moment, path.stat().st_size, manifest.version, manifest.records_id)


def prune(folder: Path, records_id: str) -> tuple[Backup, ...]:
    """Remove the backups of these records that the rule of days, weeks and months does not keep; returns those.

    A folder may hold the backups of several computers: those of other records stay.
    """
    backups = [backup for backup in backups_in(folder) if backup.records_id == records_id]
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


def unpack_checked(path: Path, target: Path, data_keys: Iterable[bytes]) -> Job[Waiting, bytes]:
    """Unpack a backup's database into target and run both full checks; returns the key of these that opens it.

    Raises RecordsDamaged, RecordsNewer, RecordsUnavailable; target does not exist then.
    """
    yield from _waiting(backup_file.unpack_database(path, target))
    try:
        data_key = next((each for each in data_keys if opens(target, each)), None)
        if data_key is None:
            raise _damaged(path)  # noqa: TRY301 - the copy goes whatever is raised
        yield Waiting(0)
        _check_unpacked(path, target, data_key)
    except BaseException:
        _remove(target)
        raise
    return data_key


def _check_unpacked(path: Path, target: Path, data_key: bytes) -> None:
    try:
        check_copy(target, data_key)
    except RecordsDamaged as exc:
        raise _damaged(path) from exc


def verify_backup(path: Path, data_keys: Iterable[bytes], work_folder: Path) -> Job[Waiting, int | None]:
    """Unpack a backup into work_folder, open it, run both full checks and that of its audit; removes the copy again.

    Returns the first row of the audit inside that is not as it was written, or None. Raises RecordsDamaged,
    RecordsNewer, RecordsUnavailable.
    """
    copy = work_folder / f".{path.stem}.verify"
    try:
        data_key = yield from unpack_checked(path, copy, data_keys)
        connection = connect(copy, data_key)
        try:
            broken_seq = audit_chain.first_broken(connection)
            head = audit_chain.head(connection)
        finally:
            connection.close()
    finally:
        _remove(copy)
    manifest: Manifest = backup_file.read_manifest(path)
    if broken_seq is None and (head.seq, head.hash) != (manifest.audit_seq, manifest.audit_hash):
        return head.seq + 1
    return broken_seq


def records_id(connection: Connection) -> str:
    """The random name of the records; empty in a file from before records had one."""
    has_one = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'records_identity'").fetchone()
    row = connection.execute("SELECT id FROM records_identity").fetchone() if has_one else None
    return "" if row is None else str(row[0])


def opens(path: Path, data_key: bytes) -> bool:
    """True when this is the key of an encrypted file."""
    try:
        connect(path, data_key).close()
    except RecordsDamaged:
        return False
    return True


def _origin(copy: Path, data_key: bytes, moment: datetime, version: str) -> Origin:
    """What the manifest says of the copy, read from the copy itself."""
    connection = connect(copy, data_key)
    try:
        has_audit = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit'").fetchone()
        head = audit_chain.head(connection) if has_audit else audit_chain.NO_ROW
        origin = Origin(moment, version, records_id(connection), head.seq, head.hash)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file, without files beside it
    finally:
        connection.close()
    return origin


def _copy_database(source: Connection, data_key: bytes, target: Path) -> None:
    """One consistent moment of the records, in one step: stepwise copies start over at each write and never end."""
    copy = connect(target, data_key, create=True)
    try:
        source.backup(copy, pages=-1)
    except dbapi2.Error as exc:  # the driver gives a backup's errors no code, only SQLite's words
        if any(word in str(exc) for word in ("malformed", "not a database")):
            raise RecordsDamaged(DAMAGED) from exc
        raise _not_writable(target.parent) from exc
    finally:
        copy.close()
    target.chmod(0o600)


def _remove(copy: Path) -> None:
    for side in _SIDE_FILES:
        copy.with_name(copy.name + side).unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a program that was killed left of its backup, when it is a day old and nobody writes it any more."""
    for pattern in (".soapstone-*.copy*", f"soapstone-*{backup_file.SUFFIX}.part"):
        for path in folder.glob(pattern):
            if time.time() - path.stat().st_mtime > _LEFTOVER_S:
                path.unlink(missing_ok=True)


def _waiting(done: Generator[int, None, None]) -> Generator[Waiting, None, None]:
    for _ in done:
        yield Waiting(0)


def _damaged(path: Path) -> RecordsDamaged:
    return RecordsDamaged(f"The backup {path.name} is damaged. Choose another backup.")


def _not_writable(folder: Path) -> RecordsUnavailable:
    return RecordsUnavailable(
        f"The backup could not be written to {folder}; earlier backups are untouched. "
        "Check that the disk is connected, has space and may be written to, then try again."
    )
