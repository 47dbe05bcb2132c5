"""The safeguards of the open database: encryption, pragmas, threads, other programs, closing."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import RecordsUnavailable
from desktop.domain.note import Note, Section
from desktop.domain.patient import Patient
from desktop.domain.transcript import Segment, Transcript
from desktop.domain.working_note import WorkingSection
from desktop.records.database import Database
from desktop.records.records import DATABASE_NAME, Records, create_records
from tests.servers.clinic import OWNER, make_records, open_records

DATA_KEY = bytes(range(32))
SENTINEL = "Quellenmarke"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an empty database, closed."""
    make_records(tmp_path)
    return tmp_path


@pytest.fixture
def records(home: Path) -> Iterator[Records]:
    """Empty records, open."""
    with open_records(home) as opened:
        yield opened


def test_no_byte_of_what_was_said_is_on_the_disk(tmp_path: Path) -> None:
    """A name stored in every place is in no file of the folder, open or closed, in no encoding or case."""
    records, recovery_key = create_records(tmp_path, f"{SENTINEL} purple lantern", OWNER)
    patient = records.patients.add(Patient(None, SENTINEL, SENTINEL, date(1980, 1, 1), mrn=SENTINEL))
    visit_id = records.visits.create(patient.id, datetime.now(UTC)).id
    assert visit_id is not None
    long = f"{SENTINEL} said so. " * 2_000
    records.transcripts.save(visit_id, Transcript((Segment(long),)), long)
    records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, long)], not_placed=(SENTINEL,))
    records.notes.add_version(visit_id, "offline", Note({Section.PLAN: long}), ["plan"], datetime.now(UTC))
    records.settings.set(SENTINEL, {"token": SENTINEL})
    records.visits.recent(text=SENTINEL)
    assert (tmp_path / "records.db-wal").stat().st_size > len(long)
    _assert_nowhere(tmp_path, SENTINEL, recovery_key, recovery_key.replace("-", ""))
    records.close()
    _assert_nowhere(tmp_path, SENTINEL, recovery_key, recovery_key.replace("-", ""))


def test_every_connection_has_every_safeguard(records: Records) -> None:
    """Asked of the connections that two threads are lent at the same time."""
    expected = {
        "cipher_status": "1",
        "cipher_memory_security": "0",
        "auto_vacuum": 2,
        "journal_mode": "wal",
        "synchronous": 2,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "cache_size": -65536,
        "busy_timeout": 10_000,
    }
    both_lent = threading.Barrier(2, timeout=10)

    def found() -> tuple[int, dict[str, object]]:
        with records._database.reading() as connection:
            both_lent.wait()
            values = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
            both_lent.wait()
            return id(connection), values

    with ThreadPoolExecutor(2) as pool:
        results = [future.result() for future in [pool.submit(found), pool.submit(found)]]
    assert results[0][0] != results[1][0]
    assert [values for _, values in results] == [expected, expected]


def test_many_threads_write_and_read_at_once(records: Records) -> None:
    """Eight threads, 200 visits with notes: nobody waits in vain and nothing is mixed up."""

    def one_visit(number: int) -> tuple[int, int]:
        patient = records.patients.add(Patient(family_name=f"Sample{number}"))
        visit_id = records.visits.create(patient.id, datetime.now(UTC)).id
        assert visit_id is not None
        records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, f"plan {number}")])
        assert records.patients.search(f"sample{number}", limit=1000)
        return visit_id, number

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(one_visit, range(200)))
    for visit_id, number in made:
        assert records.notes.working(visit_id).note[Section.PLAN] == f"plan {number}"
    assert len({visit_id for visit_id, _ in made}) == 200


def test_a_write_waits_for_another_program_and_then_succeeds(home: Path, records: Records) -> None:
    """A second program holds the lock: the write is not refused, it ends when the other one commits."""
    other = Database(home / DATABASE_NAME, DATA_KEY)
    with ThreadPoolExecutor(1) as pool:
        with other.transaction():
            waiting = pool.submit(records.settings.set, "key", "value")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        waiting.result(timeout=10)
    assert records.settings.get("key") == "value"
    other.close()


def test_a_write_that_waited_too_long_is_a_sentence_and_can_be_tried_again(home: Path) -> None:
    """The person is told about the other program; nothing was written, and the next try works."""
    other = Database(home / DATABASE_NAME, DATA_KEY)
    database = Database(home / DATABASE_NAME, DATA_KEY, busy_timeout_ms=50)

    def write() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO settings VALUES ('key', '1')")

    with ThreadPoolExecutor(1) as pool:
        with other.transaction(), pytest.raises(RecordsUnavailable, match="another program"):
            pool.submit(write).result(timeout=10)
        pool.submit(write).result(timeout=10)
    database.close()
    other.close()


def test_an_error_in_the_middle_undoes_the_whole_transaction(records: Records) -> None:
    """Either all of it or nothing, and the lock is free again."""
    with pytest.raises(dbapi2.IntegrityError), records._database.transaction() as connection:
        connection.executemany("INSERT INTO settings VALUES (?, '1')", [("key",), ("other",), ("key",)])
    assert records.settings.get("key") is None
    records.settings.set("key", "after")


def test_a_transaction_in_a_transaction_is_a_defect_that_shows_at_once(records: Records) -> None:
    """It would wait for itself; reading inside a transaction sees what it wrote."""
    with records._database.transaction() as connection:
        connection.execute("INSERT INTO settings VALUES ('key', '1')")
        assert records.settings.get("key") == 1
        with pytest.raises(RuntimeError, match="inside another"):
            records.settings.set("key", 2)


def test_closing_waits_for_calls_and_ends_all_others(home: Path) -> None:
    """A call under way on another thread ends well; a later one is told to unlock; no file stays open."""
    records = open_records(home)
    started, go_on = threading.Event(), threading.Event()

    def slow_write() -> None:
        with records._database.transaction() as connection:
            started.set()
            assert go_on.wait(10)
            connection.execute("INSERT INTO settings VALUES ('key', '1')")

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(slow_write)
        assert started.wait(10)
        closing = pool.submit(records.close)
        go_on.set()
        closing.result(timeout=10)
        writing.result(timeout=10)
    records.close()
    with pytest.raises(RecordsUnavailable, match="Unlock them again"):
        records.patients.search()
    assert [path.name for path in home.iterdir()] == [DATABASE_NAME]
    with open_records(home) as again:
        assert again.settings.get("key") == 1


def test_threads_that_end_leave_no_connection_behind(records: Records) -> None:
    """Fifty threads one after another use the connection that is there already."""
    for number in range(50):
        thread = threading.Thread(target=records.settings.set, args=("key", number))
        thread.start()
        thread.join()
    assert records.settings.get("key") == 49
    assert len(records._database._idle) == 1
    gc.collect()


def test_secure_delete_leaves_no_old_text_in_the_pages(home: Path, records: Records) -> None:
    """Text that was overwritten is not in the decrypted pages any more."""
    visit_id = records.visits.create(None, datetime.now(UTC)).id
    assert visit_id is not None
    records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, f"{SENTINEL} " * 3_000)])
    records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, "Rest.")])
    with records._database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        plain = home / "plain.db"
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH DATABASE plain")
    assert int(pages) > 10
    assert SENTINEL.encode() not in plain.read_bytes()
    assert b"Rest." in plain.read_bytes()


def _assert_nowhere(folder: Path, *texts: str) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        content = path.read_bytes()
        for text in texts:
            for spelling in {text, text.lower(), text.upper(), text.casefold()}:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert spelling.encode(encoding) not in content, path.name
