"""The users of the records: who may sign in, as what, and with which password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import InputError, NotPermitted, UnknownChoice, WrongPassword
from desktop.domain.user import NewUser, Right, Role, User, sign_in_key
from desktop.records.access import USER_COLUMNS, Access, user_from
from desktop.records.database import Connection, Database
from desktop.records.key_ring import KeyRing
from desktop.records.limits import storable
from desktop.records.notices import mark_all_seen
from desktop.records.passwords import check_new_password

NAME_CHARS = 100


class Users:
    """The users table, and the envelopes of their passwords."""

    def __init__(self, database: Database, access: Access, ring: KeyRing) -> None:
        self._database = database
        self._access = access
        self._ring = ring

    def me(self) -> User:
        """The signed-in user. Raises SignedOut."""
        return self._access.user

    def all(self) -> list[User]:
        """Every user, disabled ones too, by name. Any user may know who works here. Raises SignedOut."""
        with self._access.present() as connection:
            return users_in(connection)

    def get(self, user_id: int) -> User:
        """One user, for a name under a note. Raises UnknownChoice, SignedOut."""
        with self._access.present() as connection:
            return _get(connection, user_id)

    def add(self, new: NewUser, password: str, names: Iterable[str] = ()) -> User:
        """Add a user, who can sign in with this first password.

        names: of the clinic, not accepted as a password. Raises NotPermitted, InputError, PasswordTooWeak, TextTooLong,
        RecordsUnavailable; nobody was added then.
        """
        self._access.require(Right.MANAGE_USERS, RecordKind.USER)
        check_password_of(new, password, names)
        with self._access.writing(Right.MANAGE_USERS, kind=RecordKind.USER) as connection:
            user = insert_user(connection, new)
            mark_all_seen(connection, user.id)
            facts = {"name": user.sign_in_name, "roles": _roles_text(user.roles)}
            self._access.note(connection, Action.USER_ADDED, RecordKind.USER, user.id, facts)
            # Inside the transaction: without the envelope there is no user. One that is left over by a power cut
            # opens nothing, because nobody has its name, and goes at the next unlock.
            self._ring.set_password(user.sign_in_name, password)
        return user

    def change(self, user_id: int, display_name: str, credentials: str, roles: frozenset[Role]) -> User:
        """Change how a user is called and what they may do; it holds from their next action on.

        Raises NotPermitted (also for the last administrator), UnknownChoice, InputError, TextTooLong.
        """
        with self._access.writing(Right.MANAGE_USERS, kind=RecordKind.USER, record_id=user_id) as connection:
            before = _get(connection, user_id)
            clean = _clean(NewUser(before.sign_in_name, display_name, credentials, roles))
            if Role.ADMINISTRATOR not in roles:
                _require_another_administrator(connection, before)
            connection.execute(
                "UPDATE users SET display_name = ?, credentials = ?, roles = ? WHERE id = ?",
                (clean.display_name, clean.credentials, _roles_text(roles), user_id),
            )
            self._access.note(
                connection,
                Action.USER_CHANGED,
                RecordKind.USER,
                user_id,
                {"roles_before": _roles_text(before.roles), "roles": _roles_text(roles)},
            )
            return _get(connection, user_id)

    def disable(self, user_id: int) -> User:
        """Keep a user out from their next action on; what they signed stays theirs. Their password opens nothing more.

        Raises NotPermitted (also for the last administrator), UnknownChoice, RecordsUnavailable.
        """
        with self._access.writing(
            Right.MANAGE_USERS, Action.USER_DISABLED, RecordKind.USER, user_id
        ) as connection:
            user = _get(connection, user_id)
            _require_another_administrator(connection, user)
            connection.execute("UPDATE users SET is_disabled = 1 WHERE id = ?", (user_id,))
            enabled = [each.sign_in_name for each in users_in(connection) if not each.is_disabled]
        self._ring.keep_only(enabled)
        return replace(user, is_disabled=True)

    def enable(self, user_id: int, password: str, names: Iterable[str] = ()) -> User:
        """Let a disabled user in again, with a new password. Raises as add does, and UnknownChoice."""
        self._access.require(Right.MANAGE_USERS, RecordKind.USER, user_id)
        check_password_of(self.get(user_id), password, names)
        with self._access.writing(
            Right.MANAGE_USERS, Action.USER_ENABLED, RecordKind.USER, user_id
        ) as connection:
            connection.execute("UPDATE users SET is_disabled = 0 WHERE id = ?", (user_id,))
            user = _get(connection, user_id)
            self._ring.set_password(user.sign_in_name, password)
        return user

    def change_my_password(self, old: str, new: str, names: Iterable[str] = ()) -> None:
        """Make new the signed-in user's password in place of old. Only the envelope is rewritten.

        Raises PasswordTooWeak, WrongPassword, SignInDelayed, RecordsUnavailable; the old password then still holds.
        """
        me = self.me()
        check_password_of(me, new, names)
        self.check_my_password(old)
        with self._access.acting() as connection:
            self._access.note(connection, Action.PASSWORD_CHANGED, RecordKind.USER, me.id)
            self._ring.set_password(me.sign_in_name, new)

    def reset_password(self, user_id: int, new: str, names: Iterable[str] = ()) -> None:
        """Give another user a new password, because theirs is forgotten.

        Raises NotPermitted, UnknownChoice (also for a disabled user), PasswordTooWeak, RecordsUnavailable.
        """
        self._access.require(Right.MANAGE_USERS, RecordKind.USER, user_id)
        user = self.get(user_id)
        if user.is_disabled:
            raise UnknownChoice("This user is disabled. Enable the user with a new password instead.")
        check_password_of(user, new, names)
        with self._access.writing(Right.MANAGE_USERS, Action.PASSWORD_CHANGED, RecordKind.USER, user.id):
            self._ring.set_password(user.sign_in_name, new)

    def check_my_password(self, password: str) -> None:
        """Nothing, when it is the signed-in user's password: at the lock screen and before signing.

        Raises WrongPassword, SignInDelayed after too many wrong ones, SignedOut.
        """
        me = self.me()
        try:
            self._ring.check_password(me.sign_in_name, password)
        except WrongPassword as error:
            self._access.note_now(Action.FAILED_SIGN_IN, RecordKind.USER, me.id)
            raise WrongPassword(
                "This is not your password. Look at the keyboard and type it again."
            ) from error

    def reissue_recovery_key(self) -> str:
        """A new recovery key, to be shown this once and kept safe; the old one opens nothing any more.

        Raises NotPermitted without MANAGE_USERS, RecordsUnavailable; the old key then still holds.
        """
        with self._access.writing(Right.MANAGE_USERS, Action.RECOVERY_REISSUED):
            return self._ring.reissue_recovery_key()


def insert_user(connection: Connection, new: NewUser) -> User:
    """Store a user inside a transaction. Raises InputError for a name that is empty or taken, or for no role."""
    clean = _clean(new)
    taken = connection.execute("SELECT 1 FROM users WHERE sign_in_name = ?", (clean.sign_in_name,)).fetchone()
    if taken is not None:
        raise InputError("Somebody has this sign-in name already. Choose another one.")
    cursor = connection.execute(
        "INSERT INTO users (sign_in_name, display_name, credentials, roles, is_disabled) VALUES (?, ?, ?, ?, 0)",
        (clean.sign_in_name, clean.display_name, clean.credentials, _roles_text(clean.roles)),
    )
    return _get(connection, cursor.lastrowid)


def users_in(connection: Connection) -> list[User]:
    """Every user, by name."""
    rows = connection.execute(f"SELECT {USER_COLUMNS} FROM users ORDER BY display_name, id")  # noqa: S608 - a constant
    return [user_from(row) for row in rows]


def check_password_of(user: User | NewUser, password: str, names: Iterable[str] = ()) -> None:
    """Raise PasswordTooWeak, saying why, when it is no good password for this user. names: of the clinic."""
    own = (user.sign_in_name, user.display_name, *user.display_name.split())
    check_new_password(password, (*names, *own))


def _clean(new: NewUser) -> NewUser:
    sign_in_name = sign_in_key(_line(new.sign_in_name, "The sign-in name"))
    display_name = _line(new.display_name, "The name") or _line(new.sign_in_name, "The name")
    if not sign_in_name:
        raise InputError("The sign-in name is empty. Type a short name, for example the initials.")
    if not new.roles:
        raise InputError("Choose at least one role for this user.")
    return NewUser(sign_in_name, display_name, _line(new.credentials, "The credentials"), new.roles)


def _line(text: str, what: str) -> str:
    return " ".join(storable(text, NAME_CHARS, what).split())


def _roles_text(roles: Iterable[Role]) -> str:
    return ",".join(sorted(roles))


def _get(connection: Connection, user_id: int) -> User:
    row = connection.execute(f"SELECT {USER_COLUMNS} FROM users WHERE id = ?", (user_id,)).fetchone()  # noqa: S608 - a constant
    if row is None:
        raise UnknownChoice("This user is not in the records. Choose a user from the list.")
    return user_from(row)


def _require_another_administrator(connection: Connection, user: User) -> None:
    """Somebody has to be able to add users and to change the settings."""
    others = [
        each
        for each in users_in(connection)
        if each.id != user.id and Role.ADMINISTRATOR in each.roles and not each.is_disabled
    ]
    if Role.ADMINISTRATOR in user.roles and not user.is_disabled and not others:
        raise NotPermitted(
            "This is the last administrator, and without one nobody could manage users. Nothing was changed. "
            "Make somebody else an administrator first."
        )
