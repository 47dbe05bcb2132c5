"""The checks of the open file: the quick one at each start, the full one once a week, by whoever is signed in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from desktop.domain.audit import Action, RecordKind
from desktop.records import integrity, times
from desktop.records.access import Access
from desktop.records.database import Database

FULL_CHECK_EVERY = timedelta(days=7)
_KEY = "full check"


class Checks:
    """Any user may check. Raises SignedOut."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    @property
    def is_damaged(self) -> bool:
        """True once damage was met: from then on nothing is written, and what can be read can still be read."""
        return self._database.is_damaged

    def quick(self) -> None:
        """The pages are those of a database and none is missing. Raises RecordsDamaged."""
        with self._access.present():
            integrity.quick_check(self._database)

    def full(self) -> None:
        """Every page's seal and every index, and remember when; minutes for many hours of sound. Raises RecordsDamaged."""
        with self._access.present():
            integrity.full_check(self._database)
        with self._access.acting() as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_KEY, json.dumps(times.now().isoformat())),
            )
            self._access.note(connection, Action.RECORDS_CHECKED, RecordKind.RECORDS)

    def last_full(self) -> datetime | None:
        """When the last full check found nothing; None when there was none."""
        with self._access.present() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (_KEY,)).fetchone()
        return None if row is None else datetime.fromisoformat(json.loads(row[0]))

    def is_full_due(self) -> bool:
        """True a week after the last full check, and when the clock was set back before it."""
        last, now = self.last_full(), times.now()
        return last is None or not timedelta(0) <= now - last < FULL_CHECK_EVERY
