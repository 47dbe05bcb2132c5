"""Records that are missing, damaged, replaced or too new: what is said, and that nothing is changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import (
    RecordsDamaged,
    RecordsError,
    RecordsMissing,
    RecordsNewer,
    RecordsUnavailable,
)
from desktop.domain.patient import Patient
from desktop.records import keys
from desktop.records.database import connect
from desktop.records.key_ring import open_with_password
from desktop.records.keys import Cost
from desktop.records.records import (
    Records,
    create_records,
    state,
    unlock,
)
from tests.servers.clinic import OWNER, OWNER_ID

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


def test_a_damaged_key_file_is_healed_by_the_next_unlock(home: Path) -> None:
    """One bad copy is mended without a word; two are one."""
    whole = (home / "keys.1").read_bytes()
    (home / "keys.1").write_bytes(whole[:100])
    unlock(home, "owner", PASSWORD).close()
    assert (home / "keys.1").read_bytes() == whole
    (home / "keys.1").write_bytes(b"")
    (home / "keys.2").write_bytes(b"")
    with pytest.raises(RecordsDamaged, match="from a backup"):
        unlock(home, "owner", PASSWORD)


def test_a_missing_database_is_never_replaced_by_an_empty_one(home: Path) -> None:
    """Keys without a database: the sentence names the path, and nothing is made."""
    (home / "records.db").unlink()
    for attempt in (
        lambda: state(home),
        lambda: unlock(home, "owner", PASSWORD),
        lambda: create_records(home, NEW_PASSWORD, OWNER),
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
        unlock(home, "owner", PASSWORD)


@pytest.mark.parametrize("length", [0, 1, 100, 4095])
def test_an_empty_or_short_file_is_damage_and_stays_as_it_is(home: Path, length: int) -> None:
    """An empty file is not taken for a new database."""
    database = home / "records.db"
    database.write_bytes(database.read_bytes()[:length])
    for attempt in (lambda: state(home), lambda: unlock(home, "owner", PASSWORD)):
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
        unlock(home, "owner", PASSWORD)
    assert _digest(database) == before


def test_a_plain_database_in_its_place_is_refused_as_not_encrypted(home: Path) -> None:
    """A file that anybody can read is not opened, even with the right password."""
    (home / "records.db").unlink()
    plain = dbapi2.connect(str(home / "records.db"))
    plain.execute("CREATE TABLE patients (id INTEGER PRIMARY KEY)")
    plain.close()
    for attempt in (lambda: state(home), lambda: unlock(home, "owner", PASSWORD)):
        with pytest.raises(RecordsDamaged, match="not encrypted"):
            attempt()


@pytest.mark.parametrize("offset", [3, 30, 2000, 4090])
def test_the_right_password_and_a_damaged_first_page_is_damage(home: Path, offset: int) -> None:
    """A person with the right password is never told that it is wrong."""
    _flip(home / "records.db", offset)
    with pytest.raises(RecordsDamaged, match="damaged"):
        unlock(home, "owner", PASSWORD)


def test_a_flipped_bit_in_any_page_never_reads_as_something_else(home: Path) -> None:
    """Each page in turn: what is read is right, or the records are called damaged."""
    database = home / "records.db"
    whole = database.read_bytes()
    ring = open_with_password(home, "owner", PASSWORD)
    with Records(ring, OWNER_ID) as records:
        expected = records.patients.search(limit=1000)
    noticed = 0
    for page in range(len(whole) // 4096):
        database.write_bytes(whole)
        _flip(database, page * 4096 + 1500)
        try:
            with Records(ring, OWNER_ID) as records:
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
        unlock(home, "owner", PASSWORD)
    assert _digest(home / "records.db") == before
    names = sorted(path.name for path in home.iterdir())
    assert names == ["audit.head", "keys.1", "keys.2", "records.db"]


def test_a_lost_write_ahead_log_opens_at_the_last_checkpoint(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was checkpointed is there; nothing crashes."""
    copy = tmp_path_factory.mktemp("copy")
    with unlock(home, "owner", PASSWORD) as records:
        records.patients.add(Patient(family_name="Uncheckpointed"))
        for name in ("records.db", "keys.1", "keys.2"):
            shutil.copy(home / name, copy)
    with unlock(copy, "owner", PASSWORD) as records:
        assert len(records.patients.search(limit=1000)) == 60


def test_a_write_ahead_log_of_other_records_is_not_believed(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing of it is read as a patient: the own data, or damage, in words."""
    other, _ = create_records(tmp_path_factory.mktemp("other"), PASSWORD, OWNER)
    with other:
        other.patients.add(Patient(family_name="Stranger"))
        shutil.copy(other.home / "records.db-wal", home / "records.db-wal")
    assert (home / "records.db-wal").stat().st_size > 0
    with suppress(RecordsDamaged), unlock(home, "owner", PASSWORD) as records:
        assert len(records.patients.search(limit=1000)) == 60


def test_a_folder_in_place_of_the_database_is_a_sentence(home: Path) -> None:
    """Whatever stands there, the answer is one of our sentences."""
    (home / "records.db").unlink()
    (home / "records.db").mkdir()
    with pytest.raises(RecordsUnavailable, match="cannot be opened"):
        unlock(home, "owner", PASSWORD)


def test_every_refusal_is_plain_words_about_what_to_do(home: Path) -> None:
    """No sentence of the ones above holds the name of a class, a code or the password."""
    sentences = []
    for damage in (b"", b"SQLite format 3\0" + b"\0" * 5000, os.urandom(8192)):
        (home / "records.db").write_bytes(damage)
        with pytest.raises(RecordsError) as refused:
            unlock(home, "owner", PASSWORD)
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
    return open_with_password(home, "owner", PASSWORD).data_key
