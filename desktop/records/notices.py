"""What users are told once, at their next sign-in: a changed endpoint, an emergency access."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.user import Notice, NoticeKind, Right
from desktop.records.access import Access
from desktop.records.database import Connection, Database


class Notices:
    """The notices that the signed-in user has not seen."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def pending(self) -> tuple[Notice, ...]:
        """What the signed-in user has to be told, the oldest first. Raises SignedOut."""
        user = self._access.user
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, kind, sentence FROM notices WHERE for_administrators <= ? AND id NOT IN"
                " (SELECT notice_id FROM notices_seen WHERE user_id = ?) ORDER BY id",
                (user.may(Right.READ_AUDIT), user.id),
            ).fetchall()
        return tuple(Notice(notice_id, NoticeKind(kind), sentence) for notice_id, kind, sentence in rows)

    def mark_seen(self, notice_ids: Iterable[int]) -> None:
        """The signed-in user has read these. Raises SignedOut."""
        with self._access.acting() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO notices_seen (notice_id, user_id) SELECT id, ? FROM notices WHERE id = ?",
                [(self._access.user_id, notice_id) for notice_id in notice_ids],
            )


def announce(
    connection: Connection, kind: NoticeKind, sentence: str, *, for_administrators: bool = False
) -> None:
    """Inside a transaction: tell every user, or every administrator, at the next sign-in."""
    connection.execute(
        "INSERT INTO notices (kind, for_administrators, sentence) VALUES (?, ?, ?)",
        (kind.value, for_administrators, sentence),
    )


def mark_all_seen(connection: Connection, user_id: int) -> None:
    """Inside a transaction: what was announced before a user was added is not theirs to read."""
    connection.execute("INSERT OR IGNORE INTO notices_seen SELECT id, ? FROM notices", (user_id,))
