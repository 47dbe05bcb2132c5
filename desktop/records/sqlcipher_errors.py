"""The one place where errors of SQLCipher become errors that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from desktop.domain.errors import (
    AlreadySigned,
    OnLegalHold,
    RecordsDamaged,
    RecordsError,
    RecordsUnavailable,
)

DAMAGED = (
    "The records file is damaged and cannot be read. Nothing was changed in it. "
    "Close the program and put back the latest backup of the records folder."
)
READ_ONLY = (
    "The records file is damaged, so nothing is written to it any more; what can be read can still be read and copied. "
    "Close the program and restore the latest backup."
)
_DISK_FULL = (
    "The disk is full, so this was not saved; what was saved before is intact. "
    "Free some space on the disk and try again."
)
_READ_ONLY = (
    "This was not done, because the records folder cannot be written to; what was saved before is intact. "
    "Give your account the right to write there, then try again."
)
_BUSY = (
    "This was not done, because another program is using the records file; what was saved before is intact. "
    "Close that program and try again."
)
_DISK_FAILED = (
    "The disk did not accept or return the data; what was saved before is intact. "
    "Check that the disk is connected, has space and works, then try again."
)

_BY_CODE: dict[int, tuple[type[RecordsError], str]] = {
    dbapi2.SQLITE_NOTADB: (RecordsDamaged, DAMAGED),
    dbapi2.SQLITE_CORRUPT: (RecordsDamaged, DAMAGED),
    dbapi2.SQLITE_FULL: (RecordsUnavailable, _DISK_FULL),
    dbapi2.SQLITE_READONLY: (RecordsUnavailable, _READ_ONLY),
    dbapi2.SQLITE_CANTOPEN: (RecordsUnavailable, _READ_ONLY),
    dbapi2.SQLITE_PERM: (RecordsUnavailable, _READ_ONLY),
    dbapi2.SQLITE_BUSY: (RecordsUnavailable, _BUSY),
    dbapi2.SQLITE_LOCKED: (RecordsUnavailable, _BUSY),
    dbapi2.SQLITE_IOERR: (RecordsUnavailable, _DISK_FAILED),
}
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the primary code in the low byte


@contextmanager
def translated() -> Iterator[None]:
    """Raise RecordsDamaged or RecordsUnavailable in place of SQLCipher's own errors.

    A code that means a defect of the program (a constraint, bad SQL) passes through unchanged.
    """
    try:
        yield
    except dbapi2.Error as exc:
        if isinstance(exc, dbapi2.IntegrityError) and "is signed" in str(exc):  # by a trigger
            raise AlreadySigned(
                "This note is signed, so nothing in it was changed. Add an addendum, or amend it."
            ) from exc
        if isinstance(exc, dbapi2.IntegrityError) and "legal hold" in str(exc):  # by a trigger
            raise OnLegalHold(
                "This patient is on legal hold, so nothing was deleted. An administrator can end the hold."
            ) from exc
        known = _BY_CODE.get(getattr(exc, "sqlite_errorcode", -1) & _PRIMARY_CODE)
        if known is None:
            raise
        error, sentence = known
        raise error(sentence) from exc
