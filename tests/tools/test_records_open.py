"""Making, unlocking and refusing records: every state in which the folder can be found."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.errors import (
    PasswordTooWeak,
    RecordsUnavailable,
    WrongPassword,
)
from desktop.domain.patient import Patient
from desktop.records import keys
from desktop.records.database import Database, connect
from desktop.records.home_state import RecordsState, state
from desktop.records.keys import Cost
from desktop.records.records import (
    create_records,
    unlock,
    unlock_with_recovery_key,
)
from tests.servers.clinic import OWNER

PASSWORD = "Zoë's purple lantern"
NEW_PASSWORD = "seven quiet rivers"
DATA_KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with records of one patient, closed."""
    records, _ = create_records(tmp_path, PASSWORD, OWNER)
    with records:
        for number in range(60):
            records.patients.add(Patient(family_name=f"Sample{number:04d}", given_name="Person " * 20))
    return tmp_path


def test_first_start_makes_records_and_later_starts_unlock_them(tmp_path: Path) -> None:
    """New, then ready; what was stored is there again tomorrow, with the password and with the recovery key."""
    assert state(tmp_path) is RecordsState.NEW
    records, recovery_key = create_records(tmp_path, PASSWORD, OWNER)
    with records:
        stored = records.patients.add(Patient(family_name="Sample"))
    assert state(tmp_path) is RecordsState.READY
    with unlock(tmp_path, "owner", PASSWORD) as again:
        assert again.patients.search() == [stored]
    with unlock_with_recovery_key(tmp_path, recovery_key.lower().replace("-", " "), NEW_PASSWORD) as again:
        assert again.patients.search() == [stored]
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["audit.head", "keys.1", "keys.2", "records.db"]


def test_a_password_typed_in_another_unicode_form_unlocks(home: Path) -> None:
    """An accent composed on one keyboard and decomposed on another is the same."""
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    unlock(home, "owner", decomposed).close()


@pytest.mark.parametrize(
    "typed", ["", "zoë's purple lantern", PASSWORD + " ", "x" * 100_000, "\ud800", "a\0b"]
)
def test_a_wrong_password_is_a_sentence_and_changes_nothing(home: Path, typed: str) -> None:
    """Whatever is typed: wrong password, never damage, and the right one still works."""
    with pytest.raises(WrongPassword, match="does not open the records"):
        unlock(home, "owner", typed)
    unlock(home, "owner", PASSWORD).close()


def test_a_weak_password_leaves_the_folder_new(tmp_path: Path) -> None:
    """Nothing is made until the password is good."""
    with pytest.raises(PasswordTooWeak):
        create_records(tmp_path, "short", OWNER)
    with pytest.raises(PasswordTooWeak, match="clinic"):
        create_records(tmp_path, "Willow Creek Clinic", OWNER, names=["Willow Creek Clinic"])
    assert list(tmp_path.iterdir()) == []


def test_records_are_never_made_over_records(home: Path) -> None:
    """A second first start is refused and the first records stay."""
    with pytest.raises(RecordsUnavailable, match="already"):
        create_records(home, NEW_PASSWORD, OWNER)
    unlock(home, "owner", PASSWORD).close()


def test_changing_the_password(home: Path) -> None:
    """The new one opens and the old one no longer does."""
    with unlock(home, "owner", PASSWORD) as records:
        with pytest.raises(WrongPassword):
            records.users.change_my_password("not the old password", NEW_PASSWORD)
        with pytest.raises(PasswordTooWeak):
            records.users.change_my_password(PASSWORD, "short")
        records.users.change_my_password(PASSWORD, NEW_PASSWORD)
    with pytest.raises(WrongPassword):
        unlock(home, "owner", PASSWORD)
    unlock(home, "owner", NEW_PASSWORD).close()


def test_a_forgotten_password_is_replaced_with_the_recovery_key(tmp_path: Path) -> None:
    """The recovery key sets a new password and goes on working."""
    records, recovery_key = create_records(tmp_path, PASSWORD, OWNER)
    records.close()
    with pytest.raises(PasswordTooWeak):
        unlock_with_recovery_key(tmp_path, recovery_key, "short")
    unlock_with_recovery_key(tmp_path, recovery_key, NEW_PASSWORD).close()
    unlock(tmp_path, "owner", NEW_PASSWORD).close()
    unlock_with_recovery_key(tmp_path, recovery_key, NEW_PASSWORD, "Owner").close()
    with pytest.raises(WrongPassword):
        unlock(tmp_path, "owner", PASSWORD)


def test_a_recovery_key_of_other_records_is_not_a_typing_error(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The person who typed it well looks for another paper, not for the slip."""
    other, other_key = create_records(tmp_path_factory.mktemp("other"), PASSWORD, OWNER)
    other.close()
    with pytest.raises(WrongPassword, match="belongs to other records"):
        unlock_with_recovery_key(home, other_key, NEW_PASSWORD)


def test_a_folder_without_the_right_to_write_is_a_sentence() -> None:
    """Reading is allowed and writing is not: said at unlock and at the first start, not after typing."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "records"
        home.mkdir()
        records, _ = create_records(home, PASSWORD, OWNER)
        records.close()
        with _without_the_right_to_write(home), pytest.raises(RecordsUnavailable, match="right to write"):
            unlock(home, "owner", PASSWORD)
        home.chmod(0o000)
        with _as_nobody(), pytest.raises(RecordsUnavailable, match="cannot be read"):
            state(home)
        home.chmod(0o700)
        empty = Path(name) / "empty"
        empty.mkdir()
        with (
            _without_the_right_to_write(empty),
            pytest.raises(RecordsUnavailable, match=r"right to write|may write there"),
        ):
            create_records(empty, PASSWORD, OWNER)
        unlock(home, "owner", PASSWORD).close()


def test_a_read_only_file_in_a_writable_folder_is_a_sentence_at_unlock() -> None:
    """Not found out only when the first note is saved."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        records, _ = create_records(home, PASSWORD, OWNER)
        records.close()
        home.chmod(0o777)
        for path in home.iterdir():
            path.chmod(0o444)
        with _as_nobody(), pytest.raises(RecordsUnavailable, match="right to write"):
            unlock(home, "owner", PASSWORD)


def test_a_connection_never_makes_a_database(tmp_path: Path) -> None:
    """A file that vanished while the program was open is not replaced by an empty one."""
    with pytest.raises(RecordsUnavailable):
        connect(tmp_path / "records.db", DATA_KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Dokumente é 病历 %41 #1 ?mode=memory", "a" * 200 + "/" + "b" * 200])
def test_a_long_path_or_one_with_any_letters_works(tmp_path: Path, name: str) -> None:
    """Accents, other scripts, a percent sign, a question mark, 400 characters: the file is where it should be."""
    home = tmp_path / name
    home.mkdir(parents=True)
    records, _ = create_records(home, PASSWORD, OWNER)
    records.close()
    unlock(home, "owner", PASSWORD).close()
    assert (home / "records.db").stat().st_size > 4096


def test_a_key_of_another_length_never_reaches_the_database(tmp_path: Path) -> None:
    """SQLCipher would silently take 31 bytes for a passphrase."""
    with pytest.raises(ValueError, match="32 bytes"):
        Database.create(tmp_path / "records.db", b"x" * 31)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def _without_the_right_to_write(folder: Path) -> Iterator[None]:
    folder.parent.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        with _as_nobody():
            yield
    finally:
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o600)


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Rights do not bind the superuser, so as the superuser act as nobody for a while."""
    me, nobody = os.geteuid(), 65534
    os.seteuid(nobody if me == 0 else me)
    try:
        yield
    finally:
        os.seteuid(me)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
