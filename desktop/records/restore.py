"""Puts a backup in the place of the records: checked first, swapped by renames, what was there is kept.

The restored files wait beside the records under names of their own until they are checked. A marker then says
that the swap has begun; a swap that was interrupted is finished at the next start, one that had not begun is
forgotten. So whenever the program dies, the old records or the restored ones are there, never a mixture. Only one
program at a time may call this: whoever does holds the home.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.errors import NotPermitted, RecordsDamaged, RecordsUnavailable
from desktop.domain.jobs import Job, Waiting
from desktop.domain.renaming import rename_over
from desktop.domain.user import Right, sign_in_key
from desktop.records import backup_file, chain_head, key_files
from desktop.records.backup import unpack_checked
from desktop.records.database import connect
from desktop.records.home_state import (
    DATABASE_NAME,
    RESTORE_MARKER_NAME,
    RESTORED_DATABASE_NAME,
    RESTORED_KEYS_NAME,
    SIDE_FILES,
)
from desktop.records.users import users_in

KEPT_SUFFIX = ".before-restore"
DONE_NAME = "restore.done"
"""What the next sign-in puts into the audit: which backup was restored, and when."""

_DATABASE, _KEYS, _MARKER = RESTORED_DATABASE_NAME, RESTORED_KEYS_NAME, RESTORE_MARKER_NAME
_DATABASE_FILES = (DATABASE_NAME, *(DATABASE_NAME + side for side in SIDE_FILES))

OpenKeys = Callable[[key_files.KeyFile], tuple[bytes, ...]]


def restore(home: Path, backup: Path, open_keys: OpenKeys, sign_in_name: str | None) -> Job[Waiting, str]:
    """Restore a backup into the home, whose records must be closed; returns what the kept files' names end in.

    open_keys: opens the backup's envelopes with a password of its day or the recovery key, and gives the data
    keys of which one fits; raises WrongPassword. sign_in_name: who gave the password, an administrator of the
    backup's day, else NotPermitted; None with the recovery key. Raises RecordsDamaged, RecordsNewer,
    RecordsUnavailable. Until the copy is checked nothing in the home is touched.
    """
    forget_unfinished(home)
    manifest = backup_file.read_manifest(backup)
    content = backup_file.read_keys(backup)
    key_file = key_files.from_bytes(content)
    if key_file is None:
        raise RecordsDamaged(f"The keys inside {backup.name} are damaged. Choose another backup.")
    data_keys = open_keys(key_file)
    yield Waiting(0)
    suffix = _free_suffix(home)
    try:
        data_key = yield from unpack_checked(backup, home / _DATABASE, data_keys)
        if sign_in_name is not None:
            _check_may_restore(home / _DATABASE, data_key, sign_in_name)
        begun = {"suffix": suffix, "made_at": manifest.made_at, "restored_at": datetime.now(UTC).isoformat()}
        try:
            key_files.flush_file(home / _DATABASE)
            key_files.replace_file(home / _KEYS, content)
            key_files.replace_file(home / _MARKER, json.dumps(begun).encode())
        except OSError as exc:
            raise _not_swapped(home) from exc
    except BaseException:
        forget_unfinished(home)
        raise
    finish_restore(home)
    return suffix


def is_unfinished(home: Path) -> bool:
    """True when a swap had begun and has not ended: finish_restore must come before anything else."""
    return (home / _MARKER).exists()


def finish_restore(home: Path) -> bool:
    """Finish a swap that had begun; True when there was one. Call before anything else looks at the home.

    Raises RecordsUnavailable; calling it again goes on where it stopped.
    """
    if not is_unfinished(home):
        forget_unfinished(home)
        return False
    try:
        suffix = json.loads((home / _MARKER).read_bytes())["suffix"]
        if (home / _DATABASE).exists():
            for name in (*_DATABASE_FILES, chain_head.NAME):
                _keep(home / name, suffix)
            rename_over(home / _DATABASE, home / DATABASE_NAME)
        if (home / _KEYS).exists():
            for name in key_files.NAMES:
                _keep(home / name, suffix)
            rename_over(
                home / _KEYS, home / key_files.NAMES[0]
            )  # the second copy is healed at the next unlock
        key_files.flush_folder(home)
        rename_over(home / _MARKER, home / DONE_NAME)
        key_files.flush_folder(home)
    except OSError as exc:
        raise _not_swapped(home) from exc
    return True


def forget_unfinished(home: Path) -> None:
    """Remove what a restore left that had not begun to swap."""
    if is_unfinished(home):
        return
    for name in (_DATABASE, *(_DATABASE + side for side in ("-wal", "-shm", "-journal")), _KEYS):
        try:
            (home / name).unlink(missing_ok=True)
        except OSError:
            continue  # it is in nobody's way; the next restore writes over it


def restored(home: Path) -> dict[str, str] | None:
    """When the backup was made that was restored since the last sign-in, and when that was; None when none was."""
    try:
        told = json.loads((home / DONE_NAME).read_bytes())
        return {name: str(told[name])[:40] for name in ("made_at", "restored_at")}
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _check_may_restore(database: Path, data_key: bytes, sign_in_name: str) -> None:
    with closing(connect(database, data_key)) as connection:
        users = users_in(connection)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file, without files beside it
    name = sign_in_key(sign_in_name)
    if not any(user.sign_in_name == name and user.may(Right.MANAGE_CLINIC) for user in users):
        raise NotPermitted(
            "Only somebody who was an administrator when this backup was made may restore it; nothing was changed. "
            "Ask an administrator, or use the recovery key."
        )


def _free_suffix(home: Path) -> str:
    """An ending that no kept file has, so that a second restore keeps what the first one kept."""
    number, suffix = 1, KEPT_SUFFIX
    while any(
        (home / (name + suffix)).exists() for name in (*_DATABASE_FILES, *key_files.NAMES, chain_head.NAME)
    ):
        number += 1
        suffix = f"{KEPT_SUFFIX}-{number}"
    return suffix


def _keep(path: Path, suffix: str) -> None:
    if path.exists():
        rename_over(path, path.with_name(path.name + suffix))


def _not_swapped(home: Path) -> RecordsUnavailable:
    return RecordsUnavailable(
        f"The backup could not be put in place in {home}. Check that the disk has space and that your account may "
        "write there, then start the program again: it goes on from there."
    )
