"""Settings that live inside the encrypted file, access tokens included: the clinic's, and each user's own."""

from __future__ import annotations

import json
from collections.abc import Mapping

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.user import NoticeKind, Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.notices import announce

JsonValue = bool | int | float | str | None | list["JsonValue"] | dict[str, "JsonValue"]


class Settings:
    """Named JSON values."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def get(self, key: str, default: JsonValue = None) -> JsonValue:
        """The clinic's value, or the default when nothing is stored under the key. Any user may read it."""
        with self._access.present() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return default if row is None else _value(row)

    def set(
        self,
        key: str,
        value: JsonValue,
        *,
        facts: Mapping[str, Fact] | None = None,
        endpoint_changed: str = "",
    ) -> None:
        """Store the clinic's value under a key, in place of what was there.

        facts: about the change, for the audit: hosts and numbers made by the program. endpoint_changed: a sentence
        for every user when words of patients now go elsewhere. Raises NotPermitted without MANAGE_CLINIC.
        """
        with self._access.writing(Right.MANAGE_CLINIC, kind=RecordKind.SETTING) as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, json.dumps(value)),
            )
            action = Action.ENDPOINT_CHANGED if endpoint_changed else Action.SETTINGS_CHANGED
            self._access.note(connection, action, RecordKind.SETTING, facts=facts)
            if endpoint_changed:
                announce(connection, NoticeKind.ENDPOINT_CHANGED, endpoint_changed)

    def personal(self, key: str, default: JsonValue = None) -> JsonValue:
        """The signed-in user's own value, or the default."""
        with self._access.present() as connection:
            row = connection.execute(
                "SELECT value FROM personal_settings WHERE user_id = ? AND key = ?",
                (self._access.user_id, key),
            ).fetchone()
        return default if row is None else _value(row)

    def set_personal(self, key: str, value: JsonValue) -> None:
        """Store the signed-in user's own value. Any user may."""
        with self._access.acting() as connection:
            connection.execute(
                "INSERT INTO personal_settings (user_id, key, value) VALUES (?, ?, ?)"
                " ON CONFLICT (user_id, key) DO UPDATE SET value = excluded.value",
                (self._access.user_id, key, json.dumps(value)),
            )


def _value(row: tuple[str]) -> JsonValue:
    value: JsonValue = json.loads(row[0])
    return value
