"""Who is signed in and what is open, and how it gets open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.catalog import FOLDER_SENTENCE as TEMPLATES_ADVICE
from desktop.catalog import Catalog, load_catalog
from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import SignedOut
from desktop.domain.user import EMERGENCY_RIGHTS, NewUser, Notice, Right, User
from desktop.records.records import Records, create_records, unlock, unlock_with_recovery_key
from desktop.system.paths import templates_folder
from desktop.workflow.home_state import remember_sign_in_name
from desktop.workflow.settings import Settings, load_settings

__all__ = ["TEMPLATES_ADVICE", "Session", "begin", "enter", "enter_with_recovery_key"]


@dataclass(slots=True)
class Session:
    """One unlocked home in the name of one user: the records, the catalogue of templates, the settings.

    user: as at the sign-in; what they may do now, records.access says. A lock covers the window and leaves the records
    open, because a recording goes on under it; another user signs in with a new session after this one is closed.
    """

    home: Path
    records: Records
    catalog: Catalog
    settings: Settings
    user: User

    def may(self, right: Right) -> bool:
        """True when the user may do this: by the roles of the sign-in, or by emergency access while it is on."""
        return self.user.may(right) or (self.is_emergency and right in EMERGENCY_RIGHTS)

    @property
    def is_emergency(self) -> bool:
        """True while emergency access is on."""
        return self.records.access.is_emergency

    def lock(self) -> None:
        """Note that the window was covered, and end emergency access. Raises nothing when the user was disabled."""
        try:
            self.records.access.end_emergency()
            self.records.audit.record(Action.LOCKED, RecordKind.USER, self.user.id)
        except SignedOut:
            return

    def unlock(self, password: str) -> None:
        """Nothing, when it is this user's password: the window may be uncovered.

        Raises WrongPassword, SignInDelayed after too many wrong ones, SignedOut when the user was disabled.
        """
        self.verify_password(password)
        self.records.audit.record(Action.UNLOCKED, RecordKind.USER, self.user.id)

    def verify_password(self, password: str) -> None:
        """Nothing, when it is this user's password: before signing a note. Raises as unlock does."""
        self.records.users.check_my_password(password)

    def notices(self) -> tuple[Notice, ...]:
        """What this user has to be told once; mark_notices_seen when they have read it."""
        return self.records.notices.pending()

    def mark_notices_seen(self, notices: tuple[Notice, ...]) -> None:
        """The user has read these."""
        self.records.notices.mark_seen(notice.id for notice in notices)

    def warnings(self) -> tuple[str, ...]:
        """Sentences to show after the sign-in: an older file in place of the records, a clock that is wrong."""
        found = (self.records.old_file_warning, self.records.clock_warning())
        return tuple(sentence for sentence in found if sentence)

    def close(self) -> None:
        """Sign out, which the audit notes, and close the records."""
        self.records.sign_out()


def begin(home: Path, password: str, owner: NewUser) -> tuple[Session, str]:
    """Make the records of a new home for their first user, an administrator. Also returns the recovery key, to show once.

    Raises PasswordTooWeak, InputError, RecordsUnavailable.
    """
    records, recovery_key = create_records(home, password, owner)
    return _session(home, records), recovery_key


def enter(home: Path, sign_in_name: str, password: str) -> Session:
    """Sign in. Raises WrongPassword, SignInDelayed and the other RecordsErrors."""
    return _session(home, unlock(home, sign_in_name, password))


def enter_with_recovery_key(
    home: Path, recovery_key: str, new_password: str, sign_in_name: str = ""
) -> Session:
    """Sign in as an administrator with the recovery key, and set a new password.

    sign_in_name: may be empty where there is one administrator. Raises as enter does, PasswordTooWeak, UnknownChoice.
    """
    return _session(home, unlock_with_recovery_key(home, recovery_key, new_password, sign_in_name))


def _session(home: Path, records: Records) -> Session:
    try:
        user = records.user
        remember_sign_in_name(home, user.sign_in_name)
        return Session(home, records, load_catalog(templates_folder(home)), load_settings(records), user)
    except BaseException:
        records.close()
        raise
