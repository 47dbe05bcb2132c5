"""The keys of an open home: whose password opens it, the recovery key, and the change of the data key."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from pathlib import Path

from desktop.domain.errors import RecordsDamaged, RecordsUnavailable
from desktop.domain.user import sign_in_key
from desktop.records import key_files, keys
from desktop.records.database import connect
from desktop.records.home_state import DATABASE_NAME
from desktop.records.key_files import KeyFile
from desktop.records.keys import RECOVERY_USER, Kind
from desktop.records.passwords import normalised
from desktop.records.recovery_key import new_recovery_key, read_recovery_key
from desktop.records.sign_in_attempts import SignInAttempts

_log = logging.getLogger(__name__)


class KeyRing:
    """The home key and the data key, in memory while the records are open. Any thread may use it."""

    def __init__(self, home: Path, home_key: bytes, data_key: bytes) -> None:
        self.home = home
        self.data_key = data_key
        self._home_key = home_key
        self._changing = threading.Lock()

    def set_password(self, sign_in_name: str, password: str) -> None:
        """This password, and no earlier one, opens the records for this user. Only one envelope is rewritten.

        Raises RecordsUnavailable; the earlier password then still holds.
        """
        name = sign_in_key(sign_in_name)
        envelope = keys.seal(self._home_key, normalised(password), Kind.PASSWORD, name)
        with self._changing:
            key_files.write(self.home, key_files.read(self.home).with_envelope(envelope))
        SignInAttempts(self.home).forgive(name)

    def check_password(self, sign_in_name: str, password: str) -> None:
        """Raise WrongPassword when it is not this user's; SignInDelayed after too many wrong ones."""
        attempts = SignInAttempts(self.home)
        attempts.begin(sign_in_name)
        _open(key_files.read(self.home), sign_in_name, password)
        attempts.was_right(sign_in_name)

    def for_backup(self) -> tuple[bytes, bytes]:
        """A data key and the key file's bytes in which it is sealed: what goes together into a backup."""
        with self._changing:
            key_file = key_files.read(self.home)
        return keys.open_data_key(key_file.data_keys[0], self._home_key), key_files.to_bytes(key_file)

    def data_keys_in(self, key_file: KeyFile) -> tuple[bytes, ...]:
        """The data keys of a key file of these records, as a backup carries it. Raises RecordsDamaged for others'."""
        return tuple(keys.open_data_key(each, self._home_key) for each in key_file.data_keys)

    def keep_only(self, sign_in_names: Collection[str]) -> None:
        """The passwords of all other users open nothing any more. Raises RecordsUnavailable."""
        with self._changing:
            now = key_files.read(self.home)
            kept = now.keeping([sign_in_key(name) for name in sign_in_names])
            if kept is not now:
                key_files.write(self.home, kept)

    def reissue_recovery_key(self) -> str:
        """A new recovery key, to be shown this once; the old one opens nothing any more. Raises RecordsUnavailable."""
        recovery_key = new_recovery_key()
        secret = read_recovery_key(recovery_key)
        envelope = keys.seal(self._home_key, secret, Kind.RECOVERY, RECOVERY_USER)
        with self._changing:
            key_files.write(self.home, key_files.read(self.home).with_envelope(envelope))
        return recovery_key

    def add_data_key(self, data_key: bytes) -> None:
        """From now on either data key may be the file's: the step before the file is exchanged."""
        self._seal_data_keys(self.data_key, data_key)

    def keep_data_key(self, data_key: bytes) -> None:
        """From now on only this data key is the file's."""
        self._seal_data_keys(data_key)
        self.data_key = data_key

    def _seal_data_keys(self, *data_keys: bytes) -> None:
        sealed = [keys.seal_data_key(each, self._home_key) for each in data_keys]
        with self._changing:
            key_files.write(self.home, key_files.read(self.home).with_data_keys(*sealed))


def new_ring(home: Path, sign_in_name: str, password: str) -> tuple[KeyRing, KeyFile, str]:
    """Keys for new records: the ring, the key file to write, and the recovery key to show."""
    home_key, data_key, recovery_key = keys.new_key(), keys.new_key(), new_recovery_key()
    envelopes = (
        keys.seal(home_key, normalised(password), Kind.PASSWORD, sign_in_key(sign_in_name)),
        keys.seal(home_key, read_recovery_key(recovery_key), Kind.RECOVERY, RECOVERY_USER),
    )
    sealed = keys.seal_data_key(data_key, home_key)
    return KeyRing(home, home_key, data_key), KeyFile(envelopes, (sealed,)), recovery_key


def open_with_password(home: Path, sign_in_name: str, password: str) -> KeyRing:
    """Raises WrongPassword, with the same words after the same time whether there is such a user or not."""
    key_file = key_files.read(home)
    return _ring(home, key_file, _open(key_file, sign_in_name, password))


def open_with_recovery_key(home: Path, recovery_key: str) -> KeyRing:
    """Raises WrongPassword, telling a typing error from a key of other records."""
    secret = read_recovery_key(recovery_key)
    key_file = key_files.read(home)
    return _ring(home, key_file, _open_recovery(key_file, secret))


def data_keys_with_password(key_file: KeyFile, sign_in_name: str, password: str) -> tuple[bytes, ...]:
    """The data keys of a key file that a backup carries: one, or two of which one fits. Raises WrongPassword."""
    home_key = _open(key_file, sign_in_name, password)
    return tuple(keys.open_data_key(each, home_key) for each in key_file.data_keys)


def data_keys_with_recovery_key(key_file: KeyFile, recovery_key: str) -> tuple[bytes, ...]:
    """The same with the recovery key of the backup's day. Raises WrongPassword, RecordsDamaged."""
    home_key = _open_recovery(key_file, read_recovery_key(recovery_key))
    return tuple(keys.open_data_key(each, home_key) for each in key_file.data_keys)


def _open_recovery(key_file: KeyFile, secret: str) -> bytes:
    envelope = key_file.find(Kind.RECOVERY, RECOVERY_USER)
    if envelope is None:
        raise RecordsDamaged(
            "The key files hold no recovery key. Sign in with a password, or put back keys.1 and keys.2 from a backup."
        )
    return keys.open_envelope(envelope, secret)


def _open(key_file: KeyFile, sign_in_name: str, password: str) -> bytes:
    envelope = key_file.find(Kind.PASSWORD, sign_in_key(sign_in_name))
    if envelope is None:
        keys.refuse_like_an_envelope(normalised(password))
    return keys.open_envelope(envelope, normalised(password))


def _ring(home: Path, key_file: KeyFile, home_key: bytes) -> KeyRing:
    """The ring with the data key that fits the file, and the key files whole."""
    data_keys = [keys.open_data_key(each, home_key) for each in key_file.data_keys]
    data_key = next((each for each in data_keys[:-1] if _fits(home / DATABASE_NAME, each)), data_keys[-1])
    ring = KeyRing(home, home_key, data_key)
    try:
        if len(data_keys) > 1:  # the program died while the data key was changed
            ring.keep_data_key(data_key)
        key_files.heal(home, key_files.read(home))
    except RecordsUnavailable:
        _log.warning("a copy of the key file could not be rewritten; the other one is whole")
    return ring


def _fits(path: Path, data_key: bytes) -> bool:
    try:
        connect(path, data_key).close()
    except RecordsDamaged:
        return False
    return True
