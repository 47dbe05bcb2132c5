"""The backups of these records: made, listed, thinned out and checked by whoever is signed in."""

from __future__ import annotations

from pathlib import Path

from desktop import __version__
from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.backup import Backup, BackupCheck
from desktop.domain.errors import RecordsDamaged
from desktop.domain.jobs import Job, Waiting
from desktop.domain.user import Right
from desktop.records import backup, backup_file, key_files
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.key_ring import KeyRing

BACKUPS_NAME = "backups"
"""The folder of the home in which backups are kept unless another one is named."""

_COUNTED = ("patients", "visits", "recordings", "audit")


class Backups:
    """Every verb raises NotPermitted without BACK_UP, and SignedOut."""

    def __init__(self, database: Database, access: Access, ring: KeyRing) -> None:
        self._database = database
        self._access = access
        self._ring = ring

    @property
    def home_folder(self) -> Path:
        """The folder in the home."""
        return self._ring.home / BACKUPS_NAME

    def make(self, folder: Path) -> Job[Waiting, Backup]:
        """Make a backup in a folder while the records are used, and note it in the audit.

        It was opened and checked before it is there. Raises RecordsUnavailable or RecordsDamaged; earlier backups are
        untouched and nothing is left behind then.
        """
        self._access.require(Right.BACK_UP, RecordKind.BACKUP)
        data_key, content = self._ring.for_backup()
        made = yield from backup.make_backup(self._database, data_key, content, folder, version=__version__)
        with self._database.reading() as connection:
            facts: dict[str, Fact] = {
                name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608 - constants
                for name in _COUNTED
            }
        facts |= {"bytes": made.size_bytes, "made_at": made.made_at.isoformat()}
        self._access.note_now(Action.BACKED_UP, RecordKind.BACKUP, facts=facts)
        return made

    def in_folder(self, folder: Path) -> tuple[Backup, ...]:
        """The backups of these records in a folder, newest first."""
        with self._access.reading(Right.BACK_UP) as connection:
            own = backup.records_id(connection)
        return tuple(each for each in backup.backups_in(folder) if each.records_id == own)

    def prune(self, folder: Path) -> tuple[Backup, ...]:
        """Remove the backups of these records that the rule of days, weeks and months does not keep; returns those."""
        with self._access.reading(Right.BACK_UP) as connection:
            own = backup.records_id(connection)
        removed = backup.prune(folder, own)
        if removed:
            facts: dict[str, Fact] = {"count": len(removed), "reason": "7 daily, 4 weekly, 12 monthly"}
            self._access.note_now(Action.DELETED, RecordKind.BACKUP, facts=facts)
        return removed

    def verify(self, path: Path) -> Job[Waiting, BackupCheck]:
        """Open a backup, run both full checks and that of the audit inside, and compare it with the records' audit.

        Raises RecordsDamaged, also for a backup of other records, RecordsNewer, RecordsUnavailable.
        """
        self._access.require(Right.BACK_UP, RecordKind.BACKUP)
        manifest = backup_file.read_manifest(path)
        key_file = key_files.from_bytes(backup_file.read_keys(path))
        if key_file is None:
            raise RecordsDamaged(f"The keys inside {path.name} are damaged. Choose another backup.")
        try:
            data_keys = self._ring.data_keys_in(key_file)
        except RecordsDamaged as exc:
            raise RecordsDamaged(
                f"{path.name} is a backup of other records, so these records cannot open it."
            ) from exc
        broken_seq = yield from backup.verify_backup(path, data_keys, self._ring.home)
        with self._database.reading() as connection:
            own = backup.records_id(connection)
            row = connection.execute("SELECT hash FROM audit WHERE seq = ?", (manifest.audit_seq,)).fetchone()
        continues = row is not None and row[0] == manifest.audit_hash
        found = backup.backup_at(path)
        return BackupCheck(found, manifest.audit_seq, broken_seq, manifest.records_id == own, continues)
