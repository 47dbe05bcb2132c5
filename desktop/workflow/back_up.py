"""Backs up the records: when it is due, where to, and what is said when a place is gone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from desktop.domain.backup import Backup, BackupCheck
from desktop.domain.errors import RecordsUnavailable
from desktop.domain.jobs import Job, Waiting
from desktop.records import times
from desktop.records.backup import backups_in
from desktop.records.backups import BACKUPS_NAME
from desktop.records.key_files import replace_file
from desktop.workflow.clocks import elapsed_s
from desktop.workflow.session import Session

EVERY_S = 4 * 3600.0
"""Hours of use between two backups."""

_LATE = timedelta(days=1)
_FOLDERS_FILE = "backup-folders.json"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a round of backups came to. problems: a sentence for each place that took none."""

    made: tuple[Backup, ...]
    problems: tuple[str, ...]


class BackupClock:
    """Tells when the next backup is due: after 4 hours of use, sleep not counted out."""

    def __init__(self) -> None:
        self._since_s = elapsed_s()

    @property
    def is_due(self) -> bool:
        """True 4 hours after the start or the last backup."""
        return elapsed_s() - self._since_s >= EVERY_S

    def restart(self) -> None:
        """A backup was tried; the next one is due in 4 hours."""
        self._since_s = elapsed_s()


def folders(session: Session) -> tuple[Path, ...]:
    """Where backups go: the folder in the home, or the one that was chosen instead; then the second one, if any."""
    chosen = session.settings.backup
    first = Path(chosen.folder) if chosen.folder else session.records.backups.home_folder
    return (first, Path(chosen.second_folder)) if chosen.second_folder else (first,)


def back_up(session: Session, to: Path | None = None) -> Job[Waiting, BackedUp]:
    """Back up into every folder, or into one, and thin out what is old there.

    A folder that is gone or full is a sentence and holds up no other. Raises RecordsDamaged, NotPermitted.
    """
    made: list[Backup] = []
    problems: list[str] = []
    own = session.records.backups.home_folder
    for folder in folders(session) if to is None else (to,):
        try:
            if folder != own:
                _require_folder(folder)
            made.append((yield from session.records.backups.make(folder)))
            session.records.backups.prune(folder)
            _remember(session.home, folder)
        except RecordsUnavailable as error:
            problems.append(error.sentence)
    return BackedUp(tuple(made), tuple(problems))


def _require_folder(folder: Path) -> None:
    """It is never made: an unplugged stick's place may be a folder on this computer's own disk."""
    if not folder.is_dir():
        raise RecordsUnavailable(
            f"No backup was made in {folder}, because it is not there; earlier backups are untouched. Connect the disk "
            "or choose another folder, then back up again."
        )


def is_late(session: Session) -> bool:
    """True when there are backups and the newest is over a day old: the last sessions did not end as they should."""
    newest = last_backup(session)
    return newest is not None and times.now() - newest.made_at > _LATE


def last_backup(session: Session) -> Backup | None:
    """The newest backup of these records in any folder; None when there is none."""
    return next(iter(list_backups(session)), None)


def list_backups(session: Session) -> tuple[Backup, ...]:
    """The backups of these records in every folder, the newest first."""
    found = [
        backup
        for folder in dict.fromkeys((*folders(session), session.records.backups.home_folder))
        for backup in session.records.backups.in_folder(folder)
    ]
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def verify_backup(session: Session, path: Path) -> Job[Waiting, BackupCheck]:
    """Open a backup and check all of it. Raises RecordsDamaged, RecordsNewer, RecordsUnavailable."""
    return session.records.backups.verify(path)


def backups_without_signing_in(home: Path) -> tuple[Backup, ...]:
    """The backups that are known while the records cannot be opened, the newest first."""
    places = dict.fromkeys((home / BACKUPS_NAME, *_remembered(home)))
    found = [backup for folder in places for backup in backups_in(folder)]
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def _remember(home: Path, folder: Path) -> None:
    """Keep the folder's name beside the records: the settings cannot be read when those are lost."""
    known = _remembered(home)
    if folder == home / BACKUPS_NAME or folder in known:
        return
    replace_file(home / _FOLDERS_FILE, json.dumps([str(each) for each in (*known, folder)]).encode())


def _remembered(home: Path) -> tuple[Path, ...]:
    try:
        return tuple(Path(name) for name in json.loads((home / _FOLDERS_FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return ()
