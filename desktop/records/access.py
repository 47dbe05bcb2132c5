"""Who is signed in, what they may do, and the audit of what they did: every verb of every store goes through here.

Roles are read from the table of users at each verb, so that what an administrator changed elsewhere holds from the
next action on. A view or an edit of one record is noted once in ten minutes for each user, so that autosave does not
flood the audit; under emergency access each view is noted.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.errors import NotPermitted, RecordsUnavailable, SignedOut
from desktop.domain.user import EMERGENCY_RIGHTS, Right, Role, User
from desktop.records import audit_chain
from desktop.records.audit_chain import Head, Row
from desktop.records.database import Connection, Database

STRETCH_S = 600.0
"""How long a repeated view or edit of one record needs no row of its own."""

USER_COLUMNS = "id, sign_in_name, display_name, credentials, roles, is_disabled"
_Key = tuple[Action, RecordKind, int | None, str]

_log = logging.getLogger(__name__)


class Access:
    """The signed-in user's way to the records. Every method may be called from any thread."""

    def __init__(
        self, database: Database, user_id: int, on_head: Callable[[Head], None] = lambda _head: None
    ) -> None:
        """on_head: told the last row of the audit after each commit that wrote one."""
        self._database = database
        self.user_id = user_id
        self._on_head = on_head
        self._emergency = False
        self._noted: dict[_Key, float] = {}
        self._unwritten: list[Row] = []
        self._lock = threading.Lock()
        self._mine = threading.local()

    @property
    def user(self) -> User:
        """The signed-in user as the records have them now. Raises SignedOut when disabled meanwhile."""
        with self._database.reading() as connection:
            return self._user(connection)

    @property
    def is_emergency(self) -> bool:
        """True while emergency access is on."""
        return self._emergency

    def allows(self, right: Right) -> bool:
        """True when the signed-in user may do this now. Raises SignedOut."""
        return self._has(self.user, right)

    def require(
        self, right: Right, kind: RecordKind = RecordKind.RECORDS, record_id: int | None = None
    ) -> User:
        """The signed-in user, who has this right; otherwise NotPermitted, noted in the audit, or SignedOut."""
        try:
            user = self.user
        except SignedOut:
            self._note_denied(right, kind, record_id)
            raise
        if not self._has(user, right):
            self._note_denied(right, kind, record_id)
            raise NotPermitted(
                f"Your account may not do this: it needs the right to {right.value}. Nothing was changed. "
                "Ask an administrator if you should have it."
            )
        return user

    @contextmanager
    def reading(
        self, right: Right, kind: RecordKind | None = None, record_id: int | None = None
    ) -> Iterator[Connection]:
        """A connection to read with, for somebody who has the right. kind: note that this record was viewed.

        Raises NotPermitted, SignedOut.
        """
        self.require(right, kind or RecordKind.RECORDS, record_id)
        if kind is not None:
            self._note_viewed(kind, record_id)
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def writing(
        self,
        right: Right,
        action: Action | None = None,
        kind: RecordKind = RecordKind.RECORDS,
        record_id: int | None = None,
    ) -> Iterator[Connection]:
        """A transaction for somebody who has the right. action: note it of this record, in the same transaction.

        What is known only inside it (the id of a new record) is noted there with note(). Raises NotPermitted, SignedOut.
        """
        user = self.require(right, kind, record_id)
        with self._transaction(user) as connection:
            yield connection
            if action is not None:
                self.note(connection, action, kind, record_id, once=action is Action.EDITED)

    def note(
        self,
        connection: Connection,
        action: Action,
        kind: RecordKind,
        record_id: int | None = None,
        facts: Mapping[str, Fact] | None = None,
        *,
        reason: str = "",
        once: bool = False,
    ) -> None:
        """Write a row of the audit inside writing(). once: not when the same was noted within ten minutes.

        facts: made by the program alone, never words of a note or a name.
        """
        key = (action, kind, record_id, "")
        if once and self._is_noted(key):
            return
        self._append(connection, Row(action, kind, record_id, facts or {}, reason))
        if once:
            self._mine.keys.append(key)

    @contextmanager
    def present(self) -> Iterator[Connection]:
        """A connection to read with, for whoever is signed in. Raises SignedOut."""
        with self._database.reading() as connection:
            self._user(connection)
            yield connection

    @contextmanager
    def acting(self) -> Iterator[Connection]:
        """A transaction for whoever is signed in: for what every user may do. Raises SignedOut."""
        with self._transaction(self.user) as connection:
            yield connection

    def begin_emergency(self) -> None:
        """From now on the user may read what their roles do not allow; see emergency.begin, which asks why."""
        self._emergency = True

    def end_emergency(self) -> None:
        """End emergency access, if it is on: at the lock and at sign-out."""
        if self._emergency:
            self._emergency = False
            self.note_now(Action.EMERGENCY_ENDED, RecordKind.RECORDS)

    def note_now(
        self,
        action: Action,
        kind: RecordKind,
        record_id: int | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        """Write a row in a transaction of its own, for what changes nothing in the file: locked, printed, copied."""
        with self.acting() as connection:
            self.note(connection, action, kind, record_id, facts)

    @contextmanager
    def _transaction(self, user: User) -> Iterator[Connection]:
        self._mine.keys, self._mine.head = [], None
        self._mine.name = user.sign_in_name
        with self._lock:
            waiting, self._unwritten = self._unwritten, []
        try:
            with self._database.transaction() as connection:
                for row in waiting:
                    self._append(connection, row)
                yield connection
        except BaseException:
            with self._lock:
                self._unwritten = waiting + self._unwritten
            raise
        now = time.monotonic()
        with self._lock:
            self._noted.update(dict.fromkeys(self._mine.keys, now))
        if self._mine.head is not None:
            self._on_head(self._mine.head)

    def _append(self, connection: Connection, row: Row) -> None:
        self._mine.head = audit_chain.append(connection, self.user_id, self._mine.name, row)

    def _user(self, connection: Connection) -> User:
        row = connection.execute(
            f"SELECT {USER_COLUMNS} FROM users WHERE id = ?",  # noqa: S608 - a constant
            (self.user_id,),
        ).fetchone()
        user = None if row is None else user_from(row)
        if user is None or user.is_disabled:
            raise SignedOut("Your account was disabled. Ask an administrator, or let somebody else sign in.")
        return user

    def _has(self, user: User, right: Right) -> bool:
        return user.may(right) or (self._emergency and right in EMERGENCY_RIGHTS)

    def _is_noted(self, key: _Key) -> bool:
        noted = self._noted.get(key)
        return noted is not None and time.monotonic() - noted < STRETCH_S

    def _note_viewed(self, kind: RecordKind, record_id: int | None) -> None:
        facts: dict[str, Fact] = {"emergency": True} if self._emergency else {}
        self._note_apart(
            Row(Action.VIEWED, kind, record_id, facts),
            (Action.VIEWED, kind, record_id, ""),
            once=not self._emergency,
        )

    def _note_denied(self, right: Right, kind: RecordKind, record_id: int | None) -> None:
        row = Row(Action.DENIED, kind, record_id, {"right": right.value})
        self._note_apart(row, (Action.DENIED, kind, record_id, right.value), once=True)

    def _note_apart(self, row: Row, key: _Key, *, once: bool) -> None:
        """Write a row by itself. Where it cannot be written now (a full disk), it goes with the next that can.

        To refuse a view because of that would keep a patient's record from the provider who needs it.
        """
        if once and self._is_noted(key):
            return
        with self._lock:
            self._noted[key] = time.monotonic()
            self._unwritten.append(row)
        if self._database.is_in_transaction:
            return
        try:
            with self._transaction(self._known()):
                pass
        except RecordsUnavailable:
            _log.warning("a row of the audit could not be written; it goes with the next one")

    def _known(self) -> User:
        """The user of this session, disabled or not."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT {USER_COLUMNS} FROM users WHERE id = ?",  # noqa: S608 - a constant
                (self.user_id,),
            ).fetchone()
        if row is None:
            raise SignedOut("Nobody is signed in. Sign in again.")
        return user_from(row)


def user_from(row: tuple[int, str, str, str, str, int]) -> User:
    """A user from the USER_COLUMNS of a row."""
    user_id, sign_in_name, display_name, credentials, roles, is_disabled = row
    return User(
        id=user_id,
        sign_in_name=sign_in_name,
        display_name=display_name,
        credentials=credentials,
        roles=frozenset(Role(role) for role in roles.split(",") if role),
        is_disabled=bool(is_disabled),
    )
