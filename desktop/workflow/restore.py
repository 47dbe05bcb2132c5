"""Restores a backup in the place of the records, with a password of its day or the recovery key."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.jobs import Job, Waiting
from desktop.records import restore
from desktop.records.key_ring import data_keys_with_password, data_keys_with_recovery_key
from desktop.records.sign_in_attempts import SignInAttempts
from desktop.system.places import check_place


def restore_with_password(home: Path, backup: Path, sign_in_name: str, password: str) -> Job[Waiting, str]:
    """Restore a backup; returns what the names of the replaced files end in.

    The records must be closed, and nobody else may have the home. Raises WrongPassword, SignInDelayed, NotPermitted
    for who was no administrator then, RecordsDamaged, RecordsNewer, RecordsUnavailable; nothing was replaced then.
    """
    check_place(home)
    attempts = SignInAttempts(home)
    attempts.begin(sign_in_name)
    return (
        yield from restore.restore(
            home,
            backup,
            lambda key_file: _opened(
                attempts, sign_in_name, data_keys_with_password(key_file, sign_in_name, password)
            ),
            sign_in_name,
        )
    )


def restore_with_recovery_key(home: Path, backup: Path, recovery_key: str) -> Job[Waiting, str]:
    """The same with the recovery key of the backup's day."""
    check_place(home)
    return (
        yield from restore.restore(
            home, backup, lambda key_file: data_keys_with_recovery_key(key_file, recovery_key), None
        )
    )


def _opened(attempts: SignInAttempts, sign_in_name: str, data_keys: tuple[bytes, ...]) -> tuple[bytes, ...]:
    attempts.was_right(sign_in_name)
    return data_keys
