"""Whether a home has records, told without the key and without loading the encryption."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from desktop.domain.errors import RecordsDamaged, RecordsMissing, RecordsUnavailable
from desktop.records import key_files

DATABASE_NAME = "records.db"
UNFINISHED_NAME = "records.db.new"
SIDE_FILES = ("-wal", "-shm")
RESTORED_DATABASE_NAME = "records.db.restored"
RESTORED_KEYS_NAME = "keys.restored"
RESTORE_MARKER_NAME = "restore.begun"
PAGE_BYTES = 4096
_PLAIN_HEADER = b"SQLite format 3\x00"


class RecordsState(StrEnum):
    """NEW: nothing there yet, a password may be chosen. READY: a password is needed to unlock."""

    NEW = "new"
    READY = "ready"


def state(home: Path) -> RecordsState:
    """Whether the home holds records, told without the key.

    Raises RecordsMissing when there are keys or leftovers without the file, RecordsDamaged when the file is
    empty, cut short, not encrypted or without its keys, RecordsUnavailable when it may not be read.
    """
    database = home / DATABASE_NAME
    try:
        names = {path.name for path in home.iterdir()}
    except FileNotFoundError:
        names = set()
    except OSError as exc:
        raise RecordsUnavailable(
            f"The folder {home} cannot be read. Give your account the right to read and write it."
        ) from exc
    has_keys = not names.isdisjoint(key_files.NAMES)
    if DATABASE_NAME not in names:
        leftovers = has_keys or not names.isdisjoint(DATABASE_NAME + side for side in SIDE_FILES)
        # The unfinished name is only there when the very first start was interrupted: nothing is lost.
        if not leftovers or UNFINISHED_NAME in names:
            return RecordsState.NEW
        raise RecordsMissing(
            f"The records file was not found at {database}, but its keys are there. Put the file back, "
            "or put back the latest backup of the records folder."
        )
    check_file(database)
    if not has_keys:
        raise RecordsDamaged(
            f"The key files keys.1 and keys.2 are missing from {home}, so no password can open the records. "
            "Put them back from a backup."
        )
    return RecordsState.READY


def check_file(path: Path) -> None:
    """What can be told about the file without its key.

    Raises RecordsMissing when there is none, RecordsDamaged when it is too short or not encrypted.
    """
    try:
        with path.open("rb") as file:
            head = file.read(PAGE_BYTES)
    except FileNotFoundError as exc:
        raise RecordsMissing(
            f"The records file was not found at {path}. Put it back where it was, "
            "or put back the latest backup of the records folder."
        ) from exc
    except OSError as exc:
        raise RecordsUnavailable(
            f"The records file at {path} cannot be opened. Give your account the right to read and write it."
        ) from exc
    if head.startswith(_PLAIN_HEADER):
        raise RecordsDamaged(
            f"The file at {path} is not encrypted, so it is not the records file and was not opened. "
            "Move it away and put back the latest backup of the records folder."
        )
    if len(head) < PAGE_BYTES:
        raise RecordsDamaged(
            f"The records file at {path} is empty or cut short. "
            "Put back the latest backup of the records folder."
        )
