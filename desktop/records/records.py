"""The records as the rest of the program holds them: made once, unlocked at each start, closed at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop import __version__
from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.errors import RecordsUnavailable, SignedOut, UnknownChoice, WrongPassword
from desktop.domain.jobs import finish
from desktop.domain.renaming import rename_over
from desktop.domain.user import NewUser, Right, Role, User, sign_in_key
from desktop.records import audit_chain, emergency, key_files, key_ring, restore, times
from desktop.records.access import Access
from desktop.records.audit import Audit
from desktop.records.backup import back_up_connection
from desktop.records.backups import BACKUPS_NAME, Backups
from desktop.records.chain_head import ChainHead
from desktop.records.checks import Checks
from desktop.records.code_lists import CodeLists
from desktop.records.codes import Codes
from desktop.records.consents import Consents
from desktop.records.contexts import Contexts
from desktop.records.data_key_change import change_data_key, remove_leftovers
from desktop.records.database import Connection, Database
from desktop.records.disk_reserve import DiskReserve
from desktop.records.history import History
from desktop.records.home_state import (
    DATABASE_NAME,
    SIDE_FILES,
    UNFINISHED_NAME,
    RecordsState,
    check_file,
    state,
)
from desktop.records.imports import Imports
from desktop.records.key_ring import KeyRing
from desktop.records.keys import DOES_NOT_OPEN
from desktop.records.merges import Merges
from desktop.records.notes import Notes
from desktop.records.notices import Notices
from desktop.records.patient_summaries import PatientSummaries
from desktop.records.patients import Patients
from desktop.records.recordings import Recordings
from desktop.records.retention import Retention
from desktop.records.search import Search
from desktop.records.sendings import Sendings
from desktop.records.settings import Settings
from desktop.records.sign_in_attempts import SignInAttempts
from desktop.records.signed_notes import SignedNotes
from desktop.records.spoken_words import SpokenWords
from desktop.records.summaries import Summaries
from desktop.records.transcripts import Transcripts
from desktop.records.users import Users, check_password_of, insert_user, users_in
from desktop.records.visits import Visits
from desktop.records.worklist import Worklist

NOT_BEFORE = date(2025, 1, 1)
"""No copy of this program is older: a clock before this day is wrong."""

_log = logging.getLogger(__name__)


class Records:
    """Unlocked records, as the signed-in user may use them.

    Every method may be called from any thread and may raise SignedOut, or NotPermitted where it says a right; close()
    before the program ends. old_file_warning: a sentence when an older file was put in place of the records.
    """

    def __init__(self, ring: KeyRing, user_id: int, database: Database | None = None) -> None:
        self._ring = ring
        self._database = opened = database or _open(ring)
        self._head = ChainHead(ring.home)
        with opened.reading() as connection:
            self.old_file_warning = self._head.warning(connection)
        self.access = access = Access(opened, user_id, self._head.follow)
        self.users = Users(opened, access, ring)
        self.audit = Audit(opened, access)
        self.notices = Notices(opened, access)
        self.patients = Patients(opened, access)
        self.visits = Visits(opened, access)
        self.contexts = Contexts(opened, access)
        self.transcripts = Transcripts(opened, access)
        self.notes = Notes(opened, access)
        self.codes = Codes(opened, access)
        self.code_lists = CodeLists(opened, access)
        self.patient_summaries = PatientSummaries(opened, access)
        self.signed_notes = SignedNotes(opened, access)
        self.sendings = Sendings(opened, access)
        self.worklist = Worklist(opened, access)
        self.spoken_words = SpokenWords(opened, access)
        self.search = Search(opened, access)
        self.history = History(opened, access)
        self.merges = Merges(opened, access)
        self.imports = Imports(opened, access)
        self.summaries = Summaries(opened, access)
        self.settings = Settings(opened, access)
        self.consents = Consents(opened, access)
        self.recordings = Recordings(opened, access)
        self.backups = Backups(opened, access, ring)
        self.checks = Checks(opened, access)
        self.retention = Retention(opened, access)
        self.disk_reserve = DiskReserve(ring.home)

    @property
    def home(self) -> Path:
        """The folder of the records."""
        return self._ring.home

    @property
    def user(self) -> User:
        """The signed-in user, as the records have them now. Raises SignedOut."""
        return self.access.user

    def emergency(self, reason: str) -> None:
        """Let the signed-in user read clinical records until the lock or the sign-out; see desktop.records.emergency.

        Raises InputError when the reason says too little, TextTooLong, SignedOut.
        """
        emergency.begin(self.access, reason)

    def change_data_key(self) -> None:
        """Encrypt everything anew under a new data key; every other use of the records waits meanwhile.

        Raises NotPermitted without MANAGE_CLINIC, RecordsUnavailable, RecordsDamaged; the old key then holds.
        """
        self.access.require(Right.MANAGE_CLINIC)
        change_data_key(self._database, self._ring)
        self.access.note_now(Action.DATA_KEY_ROTATED, RecordKind.RECORDS)

    def clock_warning(self) -> str | None:
        """A sentence when the clock is surely wrong: before the last row of the audit, or before the program was made."""
        now = times.now()
        with self.access.present() as connection:
            last = audit_chain.head(connection).at
        if last is not None and now < last:
            return (
                f"The clock of this computer shows {now:%d %B %Y %H:%M}, but the records were used on "
                f"{last:%d %B %Y %H:%M}. Set the clock right before you write or sign."
            )
        if now.date() < NOT_BEFORE:
            return (
                f"The clock of this computer shows {now:%d %B %Y}, which is before this program was made. Set the clock "
                "right before you write or sign."
            )
        return None

    def sign_out(self) -> None:
        """Note that the user leaves, and close. May be called twice."""
        try:
            self.access.end_emergency()
            self.access.note_now(Action.SIGNED_OUT, RecordKind.USER, self.access.user_id)
        except (RecordsUnavailable, SignedOut):
            _log.info("the sign-out is not in the audit: the records are closed or the user was disabled")
        self.close()

    def close(self) -> None:
        """Close the file for every thread. May be called twice."""
        self._head.write()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def create_records(
    home: Path, password: str, owner: NewUser, names: Iterable[str] = ()
) -> tuple[Records, str]:
    """Make new, empty records and sign the owner in; also returns the recovery key, to be shown this once.

    owner: becomes an administrator whatever roles are given, for somebody has to be. names: of the clinic, not
    accepted as a password. Raises PasswordTooWeak, InputError, TextTooLong, and RecordsUnavailable when records are
    there already or the folder cannot be written. When interrupted, state() is NEW again.
    """
    check_password_of(owner, password, names)
    if state(home) is not RecordsState.NEW:
        raise RecordsUnavailable(f"There are records in {home} already. Unlock them instead.")
    ring, key_file, recovery_key = key_ring.new_ring(home, owner.sign_in_name, password)
    unfinished = home / UNFINISHED_NAME
    try:
        for side in ("", *SIDE_FILES):
            (home / f"{UNFINISHED_NAME}{side}").unlink(missing_ok=True)
        user = make_file(unfinished, ring.data_key, owner)
        key_files.write(home, key_file)
        rename_over(unfinished, home / DATABASE_NAME)
        key_files.flush_folder(home)
    except OSError as exc:
        raise RecordsUnavailable(
            f"The records could not be made in {home}. Check that the disk has space and that your account "
            "may write there, then try again."
        ) from exc
    records = Records(ring, user.id)
    records.access.note_now(Action.SIGNED_IN, RecordKind.USER, user.id)
    return records, recovery_key


def make_file(path: Path, data_key: bytes, owner: NewUser) -> User:
    """Make a new records file with its first user, an administrator, and close it."""
    Database.create(path, data_key)
    database = Database(path, data_key)
    try:
        with database.transaction() as connection:
            user = insert_user(
                connection,
                NewUser(
                    owner.sign_in_name,
                    owner.display_name,
                    owner.credentials,
                    owner.roles | {Role.ADMINISTRATOR},
                ),
            )
            facts = {"name": user.sign_in_name, "roles": ",".join(sorted(user.roles))}
            row = audit_chain.Row(Action.USER_ADDED, RecordKind.USER, user.id, facts)
            audit_chain.append(connection, user.id, user.sign_in_name, row)
        return user
    finally:
        database.close()


def unlock(home: Path, sign_in_name: str, password: str) -> Records:
    """Unlock and sign in.

    Raises WrongPassword, with the same words after the same time for a name that nobody has; SignInDelayed after too
    many wrong passwords; RecordsMissing, RecordsDamaged, RecordsNewer or RecordsUnavailable.
    """
    check_file(home / DATABASE_NAME)
    attempts = SignInAttempts(home)
    attempts.begin(sign_in_name)
    ring = key_ring.open_with_password(home, sign_in_name, password)
    attempts.was_right(sign_in_name)
    records = _sign_in(ring, lambda users: _enabled(users, sign_in_name))
    _audit_sign_in(records)
    return records


def unlock_with_recovery_key(
    home: Path, recovery_key: str, new_password: str, sign_in_name: str = "", names: Iterable[str] = ()
) -> Records:
    """Unlock with the printed key, however it is typed, and give an administrator a new password.

    sign_in_name: of the administrator; may be empty where there is only one. It works also while the name is locked
    for wrong passwords. Raises as unlock does, UnknownChoice for a name that no administrator has, PasswordTooWeak.
    """
    check_file(home / DATABASE_NAME)
    ring = key_ring.open_with_recovery_key(home, recovery_key)
    records = _sign_in(ring, lambda users: _administrator(users, sign_in_name))
    try:
        user = records.user
        check_password_of(user, new_password, names)
        with records.access.acting() as connection:
            records.access.note(connection, Action.RECOVERY_USED, RecordKind.USER, user.id)
            records.access.note(connection, Action.PASSWORD_CHANGED, RecordKind.USER, user.id)
            ring.set_password(user.sign_in_name, new_password)
        _audit_sign_in(records)
    except BaseException:
        records.close()
        raise
    return records


def _open(ring: KeyRing) -> Database:
    """The open file; one of an older version was backed up before it was brought up to date."""

    def _back_up(connection: Connection) -> None:
        try:
            data_key, content = ring.for_backup()
            folder = ring.home / BACKUPS_NAME
            finish(back_up_connection(connection, data_key, content, folder, version=__version__))
        except RecordsUnavailable as exc:
            raise RecordsUnavailable(
                "The records are of an older version of this program and are backed up before they are brought up to "
                f"date. That failed, so nothing was changed in them. {exc.sentence}"
            ) from exc

    return Database(ring.home / DATABASE_NAME, ring.data_key, before_migration=_back_up)


def _sign_in(ring: KeyRing, choose: Callable[[list[User]], User]) -> Records:
    """Records in the name of the chosen user; passwords of users who are not there or disabled are removed."""
    database = _open(ring)
    try:
        with database.reading() as connection:
            users = users_in(connection)
        records = Records(ring, choose(users).id, database)
    except BaseException:
        database.close()
        raise
    remove_leftovers(ring.home)
    try:
        ring.keep_only([user.sign_in_name for user in users if not user.is_disabled])
    except RecordsUnavailable:
        _log.warning("a password that opens nothing could not be removed from the key files")
    return records


def _enabled(users: list[User], sign_in_name: str) -> User:
    found = [
        user for user in users if user.sign_in_name == sign_in_key(sign_in_name) and not user.is_disabled
    ]
    if not found:
        raise WrongPassword(DOES_NOT_OPEN)
    return found[0]


def _administrator(users: list[User], sign_in_name: str) -> User:
    found = [user for user in users if Role.ADMINISTRATOR in user.roles and not user.is_disabled]
    if sign_in_key(sign_in_name):
        found = [user for user in found if user.sign_in_name == sign_in_key(sign_in_name)]
    if len(found) != 1:
        raise UnknownChoice(
            "The recovery key is right. Type the sign-in name of an administrator, who then gets the new password and "
            "can give new passwords to others."
        )
    return found[0]


def _audit_sign_in(records: Records) -> None:
    """Note the sign-in, and before it what happened while the records were closed: wrong passwords, a restore."""
    attempts = SignInAttempts(records.home)
    users = {user.sign_in_name: user.id for user in records.users.all()}
    with records.access.acting() as connection:
        for failed in attempts.unaudited(users):
            facts: dict[str, Fact] = {
                "count": failed.count,
                "first": failed.first_at.isoformat(timespec="seconds"),
                "last": failed.last_at.isoformat(timespec="seconds"),
                "known_name": bool(failed.name),
            }
            records.access.note(
                connection, Action.FAILED_SIGN_IN, RecordKind.USER, users.get(failed.name), facts
            )
        restored = restore.restored(records.home)
        if restored is not None:
            records.access.note(connection, Action.RESTORED, RecordKind.BACKUP, facts=restored)
        records.access.note(connection, Action.SIGNED_IN, RecordKind.USER, records.access.user_id)
    attempts.audited()
    (records.home / restore.DONE_NAME).unlink(missing_ok=True)
