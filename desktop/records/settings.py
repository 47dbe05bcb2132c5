"""Settings that live inside the encrypted file, access tokens included."""

from __future__ import annotations

import json

from desktop.records.database import Database

JsonValue = bool | int | float | str | None | list["JsonValue"] | dict[str, "JsonValue"]


class Settings:
    """Named JSON values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: JsonValue = None) -> JsonValue:
        """The stored value, or the default when nothing is stored under the key."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        if row is None:
            return default
        value: JsonValue = json.loads(row[0])
        return value

    def set(self, key: str, value: JsonValue) -> None:
        """Store a value under a key, in place of what was there."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, json.dumps(value)),
            )
