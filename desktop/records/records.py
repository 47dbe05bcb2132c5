"""The records as the rest of the program holds them: made once, unlocked at each start, closed at the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.domain.errors import RecordsDamaged, RecordsUnavailable, WrongPassword
from desktop.records import key_files, keys
from desktop.records.consents import Consents
from desktop.records.contexts import Contexts
from desktop.records.database import Database
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
from desktop.records.keys import Kind
from desktop.records.merges import Merges
from desktop.records.notes import Notes
from desktop.records.passwords import check_new_password, normalised
from desktop.records.patients import Patients
from desktop.records.recordings import Recordings
from desktop.records.recovery_key import new_recovery_key, read_recovery_key
from desktop.records.search import Search
from desktop.records.settings import Settings
from desktop.records.spoken_words import SpokenWords
from desktop.records.transcripts import Transcripts
from desktop.records.visits import Visits

_USER = "owner"

_log = logging.getLogger(__name__)


class Records:
    """Unlocked records. Every method may be called from any thread; close() before the program ends."""

    def __init__(self, home: Path, data_key: bytes, *, opened_by: Kind) -> None:
        self._home = home
        self._data_key = data_key
        self._opened_by = opened_by
        self._changing_keys = threading.Lock()
        self._database = Database(home / DATABASE_NAME, data_key)
        self.patients = Patients(self._database)
        self.visits = Visits(self._database)
        self.contexts = Contexts(self._database)
        self.transcripts = Transcripts(self._database)
        self.notes = Notes(self._database)
        self.spoken_words = SpokenWords(self._database)
        self.search = Search(self._database)
        self.history = History(self._database)
        self.merges = Merges(self._database)
        self.imports = Imports(self._database)
        self.settings = Settings(self._database)
        self.consents = Consents(self._database)
        self.recordings = Recordings(self._database)
        self.disk_reserve = DiskReserve(home)

    def change_password(self, old: str, new: str, names: Iterable[str] = ()) -> None:
        """Make new the password in place of old; the recovery key stays. Only the envelope is rewritten.

        names: of clinic and person, not accepted as a password. Raises PasswordTooWeak, WrongPassword,
        RecordsUnavailable; the old password then still holds.
        """
        check_new_password(new, names)
        with self._changing_keys:
            _open(key_files.read(self._home), Kind.PASSWORD, normalised(old))
            self._seal_password(new)

    def set_password_after_recovery(self, new: str, names: Iterable[str] = ()) -> None:
        """Set a password when the recovery key opened these records and the password is forgotten.

        Raises PasswordTooWeak, RecordsUnavailable, and WrongPassword when a password opened them.
        """
        if self._opened_by is not Kind.RECOVERY:
            raise WrongPassword("Enter the present password to change it.")
        check_new_password(new, names)
        with self._changing_keys:
            self._seal_password(new)

    def close(self) -> None:
        """Close the file for every thread. May be called twice."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _seal_password(self, password: str) -> None:
        envelope = keys.seal(self._data_key, normalised(password), Kind.PASSWORD, _USER)
        key_files.write(self._home, key_files.read(self._home).with_envelope(envelope))


def create_records(home: Path, password: str, names: Iterable[str] = ()) -> tuple[Records, str]:
    """Make new, empty records and unlock them; also returns the recovery key, to be shown this once.

    names: of clinic and person, not accepted as a password. Raises PasswordTooWeak, and RecordsUnavailable
    when records are there already or the folder cannot be written. When interrupted, state() is NEW again.
    """
    check_new_password(password, names)
    if state(home) is not RecordsState.NEW:
        raise RecordsUnavailable(f"There are records in {home} already. Unlock them instead.")
    data_key, recovery_key = keys.new_data_key(), new_recovery_key()
    envelopes = (
        keys.seal(data_key, normalised(password), Kind.PASSWORD, _USER),
        keys.seal(data_key, read_recovery_key(recovery_key), Kind.RECOVERY, _USER),
    )
    unfinished = home / UNFINISHED_NAME
    try:
        for side in ("", *SIDE_FILES):
            (home / f"{UNFINISHED_NAME}{side}").unlink(missing_ok=True)
        Database.create(unfinished, data_key)
        key_files.write(home, key_files.KeyFile(envelopes))
        unfinished.rename(home / DATABASE_NAME)
        key_files.flush_folder(home)
    except OSError as exc:
        raise RecordsUnavailable(
            f"The records could not be made in {home}. Check that the disk has space and that your account "
            "may write there, then try again."
        ) from exc
    return Records(home, data_key, opened_by=Kind.PASSWORD), recovery_key


def unlock(home: Path, password: str) -> Records:
    """Unlock with the password.

    Raises WrongPassword, RecordsMissing, RecordsDamaged, RecordsNewer or RecordsUnavailable.
    """
    return _unlock(home, Kind.PASSWORD, normalised(password))


def unlock_with_recovery_key(home: Path, recovery_key: str) -> Records:
    """Unlock with the printed key, however it is typed. Raises as unlock does."""
    return _unlock(home, Kind.RECOVERY, read_recovery_key(recovery_key))


def _unlock(home: Path, kind: Kind, secret: str) -> Records:
    check_file(home / DATABASE_NAME)
    key_file = key_files.read(home)
    records = Records(home, _open(key_file, kind, secret), opened_by=kind)
    try:
        key_files.heal(home, key_file)
    except RecordsUnavailable:
        _log.warning("a copy of the key file could not be rewritten; the other one is whole")
    return records


def _open(key_file: key_files.KeyFile, kind: Kind, secret: str) -> bytes:
    envelope = key_file.find(kind, _USER)
    if envelope is None:
        raise RecordsDamaged(
            "The key files lack this way of opening the records. Put back keys.1 and keys.2 from a backup."
        )
    return keys.open_envelope(envelope, secret)
