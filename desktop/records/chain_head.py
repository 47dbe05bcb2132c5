"""The last row of the audit as a small file beside the database, to notice when an older database was put back.

It is written when the records open and close and at most once a minute between, so it may be behind the database;
the database is never behind it unless somebody put an older file in its place. Lost or damaged, it is made again.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime
from pathlib import Path

from desktop.domain.errors import RecordsUnavailable
from desktop.records import times
from desktop.records.audit_chain import Head
from desktop.records.database import Connection
from desktop.records.key_files import replace_file

NAME = "audit.head"
_EVERY_S = 60.0

_log = logging.getLogger(__name__)


class ChainHead:
    """The file of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME
        self._latest: Head | None = None
        self._written_at_s: float | None = None

    def follow(self, head: Head) -> None:
        """Remember the last row; written now when the last writing is a minute ago."""
        if self._latest is None or head.seq > self._latest.seq:
            self._latest = head
        if self._written_at_s is None or time.monotonic() - self._written_at_s >= _EVERY_S:
            self.write()

    def write(self) -> None:
        """Write what follow() was told last. A disk that does not take it is no reason to stop the work."""
        head = self._latest
        if head is None or head.at is None:
            return
        body = {"seq": head.seq, "hash": head.hash, "at": head.at.isoformat()}
        try:
            replace_file(self._path, json.dumps(body).encode())
        except RecordsUnavailable:
            _log.warning("the last row of the audit could not be kept beside the database")
        self._written_at_s = time.monotonic()

    def warning(self, connection: Connection) -> str | None:
        """A sentence naming both dates when the database is older than this file or is another one; else None."""
        known = self._read()
        if known is None or known.at is None:
            return None
        row = connection.execute("SELECT hash FROM audit WHERE seq = ?", (known.seq,)).fetchone()
        if row is not None and row[0] == known.hash:
            return None
        last = connection.execute("SELECT utc_us, offset_min FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        until = "nothing" if last is None else f"{times.from_columns(*last):%d %B %Y %H:%M}"
        return (
            f"The records file ends on {until}, but it was used until {known.at:%d %B %Y %H:%M}. An older copy may have "
            "been put in its place, and what was written between is not in it. If nobody restored a backup, close the "
            "program and look for the newer file."
        )

    def forget(self) -> None:
        """After a restore on purpose: the older database is the right one."""
        self._path.unlink(missing_ok=True)
        self._latest = self._written_at_s = None

    def _read(self) -> Head | None:
        try:
            body = json.loads(self._path.read_bytes())
            return Head(int(body["seq"]), str(body["hash"]), datetime.fromisoformat(body["at"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None
