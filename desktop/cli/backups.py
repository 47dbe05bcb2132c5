"""`soapstone backup`, `restore` and `verify`: what keeps the records from being lost."""

from __future__ import annotations

import argparse

from desktop.cli.sign_in import credentials, recovery_key, signed_in
from desktop.domain.backup import Backup
from desktop.domain.errors import RecordsUnavailable
from desktop.domain.jobs import finish
from desktop.system.paths import home_folder
from desktop.system.single_instance import SingleInstance
from desktop.workflow import back_up
from desktop.workflow.restore import restore_with_password, restore_with_recovery_key

_FOUND_DAMAGE = 1
_MEGABYTE = 1_000_000


def make_backup(chosen: argparse.Namespace) -> int:
    """Back up into the clinic's folders, or the one that is named. The window may be open. Raises SoapstoneError."""
    with signed_in(chosen) as session:
        if chosen.list:
            for backup in back_up.list_backups(session):
                print(_line(backup))
            return 0
        done = finish(back_up.back_up(session, chosen.to))
    for backup in done.made:
        print(_line(backup))
    if done.problems:
        raise RecordsUnavailable(" ".join(done.problems))
    return 0


def restore_backup(chosen: argparse.Namespace) -> int:
    """Put a backup in the place of the records. Nobody else may have the home. Raises SoapstoneError."""
    home = home_folder(chosen.home)
    with SingleInstance(home):
        if chosen.recovery_key:
            suffix = finish(restore_with_recovery_key(home, chosen.backup, recovery_key(chosen)))
        else:
            suffix = finish(restore_with_password(home, chosen.backup, *credentials(chosen)))
    print(f"The backup is in place. What was there before is kept in {home}; its names end in {suffix}.")
    return 0


def verify(chosen: argparse.Namespace) -> int:
    """Check the records, or a backup of them. Exit code 1 when something is wrong. Raises SoapstoneError."""
    with signed_in(chosen) as session:
        if chosen.backup is not None:
            checked = finish(back_up.verify_backup(session, chosen.backup))
            print(checked.sentence)
            return 0 if checked.is_whole else _FOUND_DAMAGE
        session.records.checks.quick()
        session.records.checks.full()
        print("The records open, and every page, table and index is whole.")
        audit = finish(session.records.audit.verify())
        print(audit.sentence)
        return 0 if audit.is_whole else _FOUND_DAMAGE


def _line(backup: Backup) -> str:
    made = backup.made_at.astimezone()
    size = backup.size_bytes / _MEGABYTE
    return f"{made:%Y-%m-%d %H:%M}  {size:8.1f} MB  version {backup.version}  {backup.path}"
