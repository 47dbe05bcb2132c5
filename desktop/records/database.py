"""The encrypted database file: opened with every safeguard on, and used by several threads safely.

A connection serves one thread at a time. The standard library's driver must never open this file: it
ignores the key without a word. So does this driver when the key has the wrong length, and it takes an
empty file for a new database; hence the checks before and after each open.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop.domain.errors import RecordsDamaged, RecordsUnavailable
from desktop.records import schema
from desktop.records.home_state import check_file
from desktop.records.sqlcipher_errors import DAMAGED, READ_ONLY, translated

Connection = Any  # sqlcipher3 ships no types

DATA_KEY_BYTES = 32
BUSY_TIMEOUT_MS = 10_000
_CLOSE_TIMEOUT_S = 15.0

# Only for a new file: in one with tables it changes nothing and yet writes to the first page.
_BEFORE_FIRST_TABLE = "PRAGMA auto_vacuum = INCREMENTAL"
_EACH_CONNECTION = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA cache_size = -65536",
)

_log = logging.getLogger(__name__)


def connect(
    path: Path, data_key: bytes, *, create: bool = False, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Connection:
    """Open a connection with the key and all safeguards set. Only create=True makes a new file.

    Raises RecordsDamaged when the key does not fit the file, RecordsNewer when the file is from a
    newer version (before anything in it could change), RecordsUnavailable when it cannot be written.
    """
    if len(data_key) != DATA_KEY_BYTES:
        raise ValueError("the data key must have 32 bytes")
    mode = "rwc" if create else "rw"
    with translated():
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,  # the pool below hands it to one thread at a time
        )
        try:
            _unlock(connection, data_key, busy_timeout_ms)
            if create:
                connection.execute(_BEFORE_FIRST_TABLE)
            _set_safeguards(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _unlock(connection: Connection, data_key: bytes, busy_timeout_ms: int) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise RecordsUnavailable(
            "The encryption library is not working, so the records were not opened. Reinstall the program."
        )
    connection.execute(f"PRAGMA busy_timeout = {busy_timeout_ms:d}")
    schema.check_not_newer(connection)


def _set_safeguards(connection: Connection) -> None:
    if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise RecordsUnavailable(
            "The records folder is on a disk that cannot keep the records safely (often a network folder). "
            "Choose a folder on this computer's own disk."
        )
    for pragma in _EACH_CONNECTION:
        connection.execute(pragma)


class Database:
    """An open records file. Any thread may use it; close() ends it for all."""

    def __init__(
        self,
        path: Path,
        data_key: bytes,
        *,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        before_migration: Callable[[Connection], None] = lambda _connection: None,
    ) -> None:
        """Open an existing file, check it and bring its schema up to date.

        before_migration: called before a file of an older version changes; what it raises leaves the file as it is.
        Raises RecordsMissing, RecordsDamaged, RecordsNewer or RecordsUnavailable.
        """
        self.path = path
        self._data_key = data_key
        self._busy_timeout_ms = busy_timeout_ms
        self._idle: list[Connection] = []
        self._lent = 0
        self._closed = False
        self._exchanging = False
        self._is_damaged = False
        self._changed = threading.Condition()
        self._mine = threading.local()
        check_file(path)
        with self._lend() as connection:
            _check_writable(connection)
            _check_size(connection, path)
            if schema.is_older(connection):
                before_migration(connection)
            schema.migrate(connection)

    @staticmethod
    def create(path: Path, data_key: bytes) -> None:
        """Make a new, empty, encrypted file with the current schema, and close it."""
        connection = connect(path, data_key, create=True)
        try:
            with translated():
                schema.migrate(connection)
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with. Inside transaction() on the same thread: that transaction's."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is not None:
            yield mine
            return
        with self._lend() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection to write with: all of it is committed, or nothing is. Not to be nested.

        It takes the write lock at once (BEGIN IMMEDIATE), because a read that turns into a write
        fails at once when another connection wrote in between.
        """
        if getattr(self._mine, "connection", None) is not None:
            raise RuntimeError("a transaction was started inside another use of the database")
        if self._is_damaged:
            raise RecordsDamaged(READ_ONLY)
        with self._lend() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @property
    def data_key(self) -> bytes:
        """The key that the file has now."""
        return self._data_key

    def exchange(self, work: Callable[[], bytes]) -> None:
        """Let work put another file in this one's place, while nobody has it open; it returns that file's key.

        Calls under way end first, later ones wait. What was written is in the file itself, not beside it, when work
        begins. When work raises, the file is used as it is.
        """
        with self._lend() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with self._changed:
            if self._exchanging:
                raise RecordsUnavailable("The records are being changed already. Wait until that has ended.")
            self._exchanging = True
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._lent == 0)
                idle, self._idle = self._idle, []
            for connection in idle:
                connection.close()
            self._data_key = work()
        finally:
            with self._changed:
                self._exchanging = False
                self._changed.notify_all()

    @property
    def is_in_transaction(self) -> bool:
        """True when this thread is inside reading() or transaction()."""
        return getattr(self._mine, "connection", None) is not None

    @property
    def is_damaged(self) -> bool:
        """True once damage was met; from then on nothing is written any more."""
        return self._is_damaged

    def close(self) -> None:
        """Close every connection, after waiting for calls on other threads to end. May be called twice."""
        with self._changed:
            self._closed = True
            if not self._changed.wait_for(lambda: self._lent == 0, _CLOSE_TIMEOUT_S):
                _log.warning("a call still uses the records; its connection closes when it ends")
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lend(self) -> Iterator[Connection]:
        """Lend this thread a connection; one that met an error is closed instead of kept."""
        with self._changed:
            self._changed.wait_for(lambda: not self._exchanging)
            if self._closed:
                raise RecordsUnavailable("The records are closed. Unlock them again.")
            self._lent += 1
            connection = self._idle.pop() if self._idle else None
        healthy = False
        try:
            if connection is None:
                connection = connect(self.path, self._data_key, busy_timeout_ms=self._busy_timeout_ms)
            self._mine.connection = connection
            with translated():
                yield connection
            healthy = True
        except RecordsDamaged:
            self._is_damaged = True  # a write into a damaged file could destroy what can still be read
            raise
        finally:
            self._mine.connection = None
            with self._changed:
                self._lent -= 1
                keep = healthy and not self._closed
                if keep:
                    self._idle.append(connection)
                self._changed.notify_all()
            if connection is not None and not keep:
                connection.close()


def _check_writable(connection: Connection) -> None:
    """A write that is taken back fails on a read-only file before the person types anything.

    Taking the lock is not enough: on a read-only file BEGIN IMMEDIATE quietly begins to read.
    """
    number = schema.version(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {number:d}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _check_size(connection: Connection, path: Path) -> None:
    """A file cut short by less than a page, or in pages nobody has read yet, shows in its length alone."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size < int(pages) * int(page_bytes):
        raise RecordsDamaged(DAMAGED)
