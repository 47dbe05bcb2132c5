"""What an administrator does with users and keys, and what each user does with the own password.

Every function raises SignedOut, and NotPermitted where the signed-in user is no administrator.
"""

from __future__ import annotations

from desktop.domain.jobs import Job, Waiting
from desktop.domain.user import NewUser, Role, User
from desktop.workflow.session import Session


def users(session: Session) -> list[User]:
    """Every user by name, disabled ones too."""
    return session.records.users.all()


def add_user(session: Session, new: NewUser, first_password: str) -> User:
    """Add a user with a first password. Raises InputError, PasswordTooWeak, TextTooLong, RecordsUnavailable."""
    return session.records.users.add(new, first_password)


def change_user(
    session: Session, user_id: int, display_name: str, credentials: str, roles: frozenset[Role]
) -> User:
    """Change names and roles. Raises NotPermitted also for the last administrator, UnknownChoice, InputError."""
    return session.records.users.change(user_id, display_name, credentials, roles)


def disable_user(session: Session, user_id: int) -> User:
    """Keep a user out from the next action on. Raises NotPermitted also for the last administrator, UnknownChoice."""
    return session.records.users.disable(user_id)


def enable_user(session: Session, user_id: int, new_password: str) -> User:
    """Let a disabled user in again. Raises UnknownChoice, PasswordTooWeak."""
    return session.records.users.enable(user_id, new_password)


def reset_password(session: Session, user_id: int, new_password: str) -> None:
    """Give another user a new password. Raises UnknownChoice, PasswordTooWeak."""
    session.records.users.reset_password(user_id, new_password)


def change_my_password(session: Session, old: str, new: str) -> None:
    """Change the own password. Raises WrongPassword, SignInDelayed, PasswordTooWeak; the old one then still holds."""
    session.records.users.change_my_password(old, new)


def reissue_recovery_key(session: Session) -> str:
    """A new recovery key, to be shown this once and typed back; the old one opens nothing any more."""
    return session.records.users.reissue_recovery_key()


def change_data_key(session: Session) -> Job[Waiting, None]:
    """Encrypt all records anew. Everything else that uses the records waits meanwhile, so nothing is to be recorded.

    It cannot be cancelled once it has begun. Raises RecordsUnavailable, RecordsDamaged; the old key then holds.
    """
    yield Waiting(0)
    session.records.change_data_key()


def begin_emergency(session: Session, reason: str) -> None:
    """Let the signed-in user read every record until the lock or the sign-out; administrators are told.

    reason: why, without clinical details. Raises InputError when it says too little.
    """
    session.records.emergency(reason)
