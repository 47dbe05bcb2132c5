"""Making, unlocking and refusing records: every state in which the folder can be found."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import (
    PasswordTooWeak,
    RecordsDamaged,
    RecordsError,
    RecordsMissing,
    RecordsNewer,
    RecordsUnavailable,
    WrongPassword,
)
from desktop.domain.patient import Patient
from desktop.records import keys
from desktop.records.database import Database, connect
from desktop.records.keys import Cost, Kind
from desktop.records.records import (
    Records,
    RecordsState,
    create_records,
    state,
    unlock,
    unlock_with_recovery_key,
)

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
    records, _ = create_records(tmp_path, PASSWORD)
    with records:
        for number in range(60):
            records.patients.add(Patient(family_name=f"Sample{number:04d}", given_name="Person " * 20))
    return tmp_path


def test_first_start_makes_records_and_later_starts_unlock_them(tmp_path: Path) -> None:
    """New, then ready; what was stored is there again tomorrow, with the password and with the recovery key."""
    assert state(tmp_path) is RecordsState.NEW
    records, recovery_key = create_records(tmp_path, PASSWORD)
    with records:
        stored = records.patients.add(Patient(family_name="Sample"))
    assert state(tmp_path) is RecordsState.READY
    with unlock(tmp_path, PASSWORD) as again:
        assert again.patients.search() == [stored]
    with unlock_with_recovery_key(tmp_path, recovery_key.lower().replace("-", " ")) as again:
        assert again.patients.search() == [stored]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.1", "keys.2", "records.db"]


def test_a_password_typed_in_another_unicode_form_unlocks(home: Path) -> None:
    """An accent composed on one keyboard and decomposed on another is the same."""
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    unlock(home, decomposed).close()


@pytest.mark.parametrize(
    "typed", ["", "zoë's purple lantern", PASSWORD + " ", "x" * 100_000, "\ud800", "a\0b"]
)
def test_a_wrong_password_is_a_sentence_and_changes_nothing(home: Path, typed: str) -> None:
    """Whatever is typed: wrong password, never damage, and the right one still works."""
    with pytest.raises(WrongPassword, match="does not open the records"):
        unlock(home, typed)
    unlock(home, PASSWORD).close()


def test_a_weak_password_leaves_the_folder_new(tmp_path: Path) -> None:
    """Nothing is made until the password is good."""
    with pytest.raises(PasswordTooWeak):
        create_records(tmp_path, "short")
    with pytest.raises(PasswordTooWeak, match="clinic"):
        create_records(tmp_path, "Willow Creek Clinic", names=["Willow Creek Clinic"])
    assert list(tmp_path.iterdir()) == []


def test_records_are_never_made_over_records(home: Path) -> None:
    """A second first start is refused and the first records stay."""
    with pytest.raises(RecordsUnavailable, match="already"):
        create_records(home, NEW_PASSWORD)
    unlock(home, PASSWORD).close()


def test_changing_the_password(home: Path) -> None:
    """The new one opens, the old one no longer does, and the database file is not rewritten."""
    before = _digest(home / "records.db")
    with unlock(home, PASSWORD) as records:
        with pytest.raises(WrongPassword):
            records.change_password("not the old password", NEW_PASSWORD)
        with pytest.raises(PasswordTooWeak):
            records.change_password(PASSWORD, "short")
        records.change_password(PASSWORD, NEW_PASSWORD)
    with pytest.raises(WrongPassword):
        unlock(home, PASSWORD)
    unlock(home, NEW_PASSWORD).close()
    assert _digest(home / "records.db") == before


def test_a_forgotten_password_is_replaced_with_the_recovery_key(tmp_path: Path) -> None:
    """The recovery key sets a new password and goes on working; a password alone may not skip the old one."""
    records, recovery_key = create_records(tmp_path, PASSWORD)
    with records, pytest.raises(WrongPassword):
        records.set_password_after_recovery(NEW_PASSWORD)
    with unlock_with_recovery_key(tmp_path, recovery_key) as records:
        records.set_password_after_recovery(NEW_PASSWORD)
    unlock(tmp_path, NEW_PASSWORD).close()
    unlock_with_recovery_key(tmp_path, recovery_key).close()
    with pytest.raises(WrongPassword):
        unlock(tmp_path, PASSWORD)


def test_a_recovery_key_of_other_records_is_not_a_typing_error(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The person who typed it well looks for another paper, not for the slip."""
    other, other_key = create_records(tmp_path_factory.mktemp("other"), PASSWORD)
    other.close()
    with pytest.raises(WrongPassword, match="belongs to other records"):
        unlock_with_recovery_key(home, other_key)


def test_a_damaged_key_file_is_healed_by_the_next_unlock(home: Path) -> None:
    """One bad copy is mended without a word; two are one."""
    whole = (home / "keys.1").read_bytes()
    (home / "keys.1").write_bytes(whole[:100])
    unlock(home, PASSWORD).close()
    assert (home / "keys.1").read_bytes() == whole
    (home / "keys.1").write_bytes(b"")
    (home / "keys.2").write_bytes(b"")
    with pytest.raises(RecordsDamaged, match="from a backup"):
        unlock(home, PASSWORD)


def test_a_missing_database_is_never_replaced_by_an_empty_one(home: Path) -> None:
    """Keys without a database: the sentence names the path, and nothing is made."""
    (home / "records.db").unlink()
    for attempt in (
        lambda: state(home),
        lambda: unlock(home, PASSWORD),
        lambda: create_records(home, NEW_PASSWORD),
    ):
        with pytest.raises(RecordsMissing, match=str(home / "records.db")):
            attempt()
    assert not (home / "records.db").exists()


def test_leftovers_of_a_lost_database_are_not_a_new_start(tmp_path: Path) -> None:
    """A write-ahead log alone still says that there were records."""
    (tmp_path / "records.db-wal").write_bytes(b"\0" * 5000)
    with pytest.raises(RecordsMissing):
        state(tmp_path)


def test_missing_keys_are_named(home: Path) -> None:
    """A database without keys: which files to bring back."""
    (home / "keys.1").unlink()
    (home / "keys.2").unlink()
    with pytest.raises(RecordsDamaged, match=r"keys\.1 and keys\.2 are missing"):
        state(home)
    with pytest.raises(RecordsDamaged, match="from a backup"):
        unlock(home, PASSWORD)


@pytest.mark.parametrize("length", [0, 1, 100, 4095])
def test_an_empty_or_short_file_is_damage_and_stays_as_it_is(home: Path, length: int) -> None:
    """An empty file is not taken for a new database."""
    database = home / "records.db"
    database.write_bytes(database.read_bytes()[:length])
    for attempt in (lambda: state(home), lambda: unlock(home, PASSWORD)):
        with pytest.raises(RecordsDamaged, match="empty or cut short"):
            attempt()
    assert database.stat().st_size == length


@pytest.mark.parametrize("pages_off", [1 / 4096, 0.5, 1, 3, 10])
def test_a_file_that_lost_its_end_is_damage(home: Path, pages_off: float) -> None:
    """A byte, half a page or many pages missing: told at unlock, before anything is written."""
    database = home / "records.db"
    content = database.read_bytes()
    assert len(content) > 12 * 4096
    database.write_bytes(content[: len(content) - int(pages_off * 4096)])
    before = _digest(database)
    with pytest.raises(RecordsDamaged, match="damaged"):
        unlock(home, PASSWORD)
    assert _digest(database) == before


def test_a_plain_database_in_its_place_is_refused_as_not_encrypted(home: Path) -> None:
    """A file that anybody can read is not opened, even with the right password."""
    (home / "records.db").unlink()
    plain = dbapi2.connect(str(home / "records.db"))
    plain.execute("CREATE TABLE patients (id INTEGER PRIMARY KEY)")
    plain.close()
    for attempt in (lambda: state(home), lambda: unlock(home, PASSWORD)):
        with pytest.raises(RecordsDamaged, match="not encrypted"):
            attempt()


@pytest.mark.parametrize("offset", [3, 30, 2000, 4090])
def test_the_right_password_and_a_damaged_first_page_is_damage(home: Path, offset: int) -> None:
    """A person with the right password is never told that it is wrong."""
    _flip(home / "records.db", offset)
    with pytest.raises(RecordsDamaged, match="damaged"):
        unlock(home, PASSWORD)


def test_a_flipped_bit_in_any_page_never_reads_as_something_else(home: Path) -> None:
    """Each page in turn: what is read is right, or the records are called damaged."""
    database = home / "records.db"
    whole = database.read_bytes()
    with Records(home, _data_key(home), opened_by=Kind.PASSWORD) as records:
        expected = records.patients.search(limit=1000)
    noticed = 0
    for page in range(len(whole) // 4096):
        database.write_bytes(whole)
        _flip(database, page * 4096 + 1500)
        try:
            with Records(home, _data_key(home), opened_by=Kind.PASSWORD) as records:
                assert records.patients.search(limit=1000) == expected
        except RecordsDamaged:
            noticed += 1
    assert noticed >= 2


def test_records_of_a_newer_version_are_left_unchanged(home: Path) -> None:
    """The sentence asks for the newer version and not a byte of the file differs."""
    connection = connect(home / "records.db", _data_key(home))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = _digest(home / "records.db")
    with pytest.raises(RecordsNewer, match="newer version"):
        unlock(home, PASSWORD)
    assert _digest(home / "records.db") == before
    assert sorted(path.name for path in home.iterdir()) == ["keys.1", "keys.2", "records.db"]


def test_a_lost_write_ahead_log_opens_at_the_last_checkpoint(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was checkpointed is there; nothing crashes."""
    copy = tmp_path_factory.mktemp("copy")
    with unlock(home, PASSWORD) as records:
        records.patients.add(Patient(family_name="Uncheckpointed"))
        for name in ("records.db", "keys.1", "keys.2"):
            shutil.copy(home / name, copy)
    with unlock(copy, PASSWORD) as records:
        assert len(records.patients.search(limit=1000)) == 60


def test_a_write_ahead_log_of_other_records_is_not_believed(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing of it is read as a patient: the own data, or damage, in words."""
    other, _ = create_records(tmp_path_factory.mktemp("other"), PASSWORD)
    with other:
        other.patients.add(Patient(family_name="Stranger"))
        shutil.copy(other._home / "records.db-wal", home / "records.db-wal")
    assert (home / "records.db-wal").stat().st_size > 0
    with suppress(RecordsDamaged), unlock(home, PASSWORD) as records:
        assert len(records.patients.search(limit=1000)) == 60


def test_a_folder_in_place_of_the_database_is_a_sentence(home: Path) -> None:
    """Whatever stands there, the answer is one of our sentences."""
    (home / "records.db").unlink()
    (home / "records.db").mkdir()
    with pytest.raises(RecordsUnavailable, match="cannot be opened"):
        unlock(home, PASSWORD)


def test_a_folder_without_the_right_to_write_is_a_sentence() -> None:
    """Reading is allowed and writing is not: said at unlock and at the first start, not after typing."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "records"
        home.mkdir()
        records, _ = create_records(home, PASSWORD)
        records.close()
        with _without_the_right_to_write(home), pytest.raises(RecordsUnavailable, match="right to write"):
            unlock(home, PASSWORD)
        empty = Path(name) / "empty"
        empty.mkdir()
        with (
            _without_the_right_to_write(empty),
            pytest.raises(RecordsUnavailable, match=r"right to write|may write there"),
        ):
            create_records(empty, PASSWORD)
        unlock(home, PASSWORD).close()


@pytest.mark.parametrize("name", ["Dokumente é 病历 %41 #1 ?mode=memory", "a" * 200 + "/" + "b" * 200])
def test_a_long_path_or_one_with_any_letters_works(tmp_path: Path, name: str) -> None:
    """Accents, other scripts, a percent sign, a question mark, 400 characters: the file is where it should be."""
    home = tmp_path / name
    home.mkdir(parents=True)
    records, _ = create_records(home, PASSWORD)
    records.close()
    unlock(home, PASSWORD).close()
    assert (home / "records.db").stat().st_size > 4096


def test_a_key_of_another_length_never_reaches_the_database(tmp_path: Path) -> None:
    """SQLCipher would silently take 31 bytes for a passphrase."""
    with pytest.raises(ValueError, match="32 bytes"):
        Database.create(tmp_path / "records.db", b"x" * 31)
    assert list(tmp_path.iterdir()) == []


KILLED_CREATION = """
import os, signal, shutil, sys
from pathlib import Path
from desktop.records import key_files, keys, records
from desktop.records.keys import Cost

keys.COST = Cost(64, 1, 1)
watched = {key_files.__file__, records.__file__}

def kill_after(lines):
    seen = 0
    def trace(frame, event, _argument):
        nonlocal seen
        if frame.f_code.co_filename not in watched:
            return None
        seen += event == "line"
        if seen > lines:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

step, ended = 0, False
while not ended:
    home = Path(sys.argv[1]) / str(step)
    home.mkdir()
    child = os.fork()
    if child == 0:
        kill_after(step)
        made, _ = records.create_records(home, "purple lantern orbit")
        sys.settrace(None)
        made.close()
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    found = records.state(home)
    if found is records.RecordsState.NEW:
        made, _ = records.create_records(home, "purple lantern orbit")
        made.close()
    records.unlock(home, "purple lantern orbit").close()
    print(found.value, flush=True)
    shutil.rmtree(home)
    step += 1
"""


def test_a_first_start_killed_at_any_line_is_new_again_or_done(tmp_path: Path) -> None:
    """Kill -9 at every line of making records: never a folder that can be neither made nor unlocked."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED_CREATION, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    found = ended.stdout.split()
    assert len(found) > 50
    assert set(found) == {"new", "ready"}
    assert found == sorted(found)


def test_every_refusal_is_plain_words_about_what_to_do(home: Path) -> None:
    """No sentence of the ones above holds the name of a class, a code or the password."""
    sentences = []
    for damage in (b"", b"SQLite format 3\0" + b"\0" * 5000, os.urandom(8192)):
        (home / "records.db").write_bytes(damage)
        with pytest.raises(RecordsError) as refused:
            unlock(home, PASSWORD)
        sentences.append(refused.value.sentence.replace(str(home), ""))
    assert len(set(sentences)) == 3
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not any(word in sentence for word in ("SQLITE", "Error", "NOTADB", PASSWORD))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def _data_key(home: Path) -> bytes:
    """The key of the records in a home, as unlocking finds it."""
    from desktop.records import key_files
    from desktop.records.passwords import normalised

    envelope = key_files.read(home).find(Kind.PASSWORD, "owner")
    assert envelope is not None
    return keys.open_envelope(envelope, normalised(PASSWORD))


@contextmanager
def _without_the_right_to_write(folder: Path) -> Iterator[None]:
    """Rights do not bind the superuser, so as the superuser act as nobody for a while."""
    nobody = 65534
    as_root = os.geteuid() == 0
    folder.parent.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    if as_root:
        os.seteuid(nobody)
    try:
        yield
    finally:
        if as_root:
            os.seteuid(0)
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o600)
