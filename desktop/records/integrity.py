"""Checks of the database file: a quick one at each start, both full ones on a backup and once a week."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import RecordsDamaged
from desktop.records.database import Connection, Database, connect
from desktop.records.sqlcipher_errors import DAMAGED, translated


def quick_check(database: Database) -> None:
    """SQLite's own quick check: the pages are those of a database and none is missing. Raises RecordsDamaged."""
    with database.reading() as connection:
        _expect(connection.execute("PRAGMA quick_check(1)").fetchall(), [("ok",)])


def full_check(database: Database) -> None:
    """Every page's seal and every index, row by row; minutes for many hours of sound. Raises RecordsDamaged."""
    with database.reading() as connection:
        check_connection(connection)


def check_copy(path: Path, data_key: bytes) -> None:
    """Both full checks on a copy that nobody uses, and its length. Raises RecordsDamaged, RecordsUnavailable."""
    connection = connect(path, data_key)
    try:
        with translated():
            check_connection(connection)
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
            connection.execute("PRAGMA journal_mode = DELETE")  # one file, without files beside it
    finally:
        connection.close()
    if path.stat().st_size != int(pages) * int(page_bytes):
        raise RecordsDamaged(DAMAGED)


def check_connection(connection: Connection) -> None:
    """SQLCipher's check finds a page whose seal is broken and misses a cut file; SQLite's finds the rest."""
    _expect(connection.execute("PRAGMA cipher_integrity_check").fetchall(), [])
    _expect(connection.execute("PRAGMA integrity_check(1)").fetchall(), [("ok",)])


def _expect(found: list[tuple[str, ...]], wanted: list[tuple[str, ...]]) -> None:
    if found != wanted:
        raise RecordsDamaged(DAMAGED)
