"""The options of `backup`, `restore`, `verify` and `audit`."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.cli.record_arguments import add_sign_in_options, days
from desktop.domain.audit import Action, RecordKind

_CODES = "exit codes: 0 done, 1 failed or something is wrong, 2 wrong usage, 130 stopped with Ctrl+C."
_RESTORE_HELP = f"""\
The backup is unpacked beside the records and checked in full, then swapped in by renames. What it replaces is kept
beside it under names that end in .before-restore. Close the window first.

It opens with a user and password of the day of the backup (an administrator's), or with the recovery key of that day.

{_CODES}"""


def add_backup_options(command: argparse.ArgumentParser) -> None:
    """What `backup` does."""
    command.epilog = _CODES
    add_sign_in_options(command)
    command.add_argument(
        "--to", type=Path, metavar="FOLDER", help="only there (default: the clinic's folders)"
    )
    command.add_argument("--list", action="store_true", help="list the backups instead, the newest first")


def add_restore_options(command: argparse.ArgumentParser) -> None:
    """What `restore` does."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = _RESTORE_HELP
    command.add_argument("backup", type=Path, metavar="BACKUP", help="a file that ends in .soapstone-backup")
    add_sign_in_options(command)
    command.add_argument(
        "--recovery-key", action="store_true", help="ask for the recovery key in place of user and password"
    )


def add_verify_options(command: argparse.ArgumentParser) -> None:
    """What `verify` checks."""
    command.epilog = _CODES
    command.add_argument(
        "backup", type=Path, nargs="?", metavar="BACKUP", help="a backup (default: the records themselves)"
    )
    add_sign_in_options(command)


def add_audit_options(command: argparse.ArgumentParser) -> None:
    """What `audit` lists."""
    command.epilog = _CODES
    add_sign_in_options(command)
    command.add_argument("--check", action="store_true", help="check that no row was changed or removed")
    command.add_argument(
        "--csv", type=Path, metavar="FILE", help="write the rows to a file, which is not encrypted"
    )
    command.add_argument("--by", metavar="NAME", help="only what this user did")
    command.add_argument(
        "--action", choices=[each.value for each in Action], metavar="ACTION", help='as in "signed in"'
    )
    command.add_argument(
        "--record", choices=[each.value for each in RecordKind], metavar="KIND", help="as in visit"
    )
    command.add_argument("--id", type=int, metavar="N", help="only the record with this number")
    command.add_argument(
        "--day", type=days, metavar="DAY[..DAY]", help="as in 2026-11-20, or 2026-11-01..2026-11-30"
    )
    command.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (default: 100)")
