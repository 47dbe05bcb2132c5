"""Records when the program is killed, the disk is full, or a migration is cut short."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import RecordsUnavailable
from desktop.domain.note import Section
from desktop.records import schema
from desktop.records.database import connect
from desktop.records.records import DATABASE_NAME
from tests.servers.clinic import make_records, open_records

DATA_KEY = bytes(range(32))
KILLS = 100


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an empty database, closed."""
    make_records(tmp_path)
    return tmp_path


KILLED_WRITERS = """
import json, os, random, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.working_note import WorkingSection
from tests.servers.clinic import open_records

home, kills = Path(sys.argv[1]), int(sys.argv[2])
moments = random.Random(20)

def write(acknowledge):
    records = open_records(home)
    while True:
        patient = records.patients.add(Patient(family_name="Sample"))
        visit = records.visits.create(patient.id, datetime.now(UTC))
        text = f"note of visit {visit.id} " * 500
        records.notes.save_working(visit.id, [WorkingSection(Section.PLAN, text)])
        os.write(acknowledge, f"{visit.id}\\n".encode())

acknowledged = []
for _ in range(kills):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        write(writing)
    os.close(writing)
    with os.fdopen(reading) as lines:
        acknowledged += [int(lines.readline()) for _ in range(moments.randint(1, 5))]
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += [int(line) for line in lines]
print(json.dumps(acknowledged))
"""


def test_kill_minus_9_loses_no_acknowledged_note_and_damages_nothing(home: Path) -> None:
    """100 writers killed at any moment: each note that was reported as saved is there, whole."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED_WRITERS, str(home), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    acknowledged = json.loads(ended.stdout)
    assert len(acknowledged) >= KILLS
    with open_records(home) as records:
        for visit_id in acknowledged:
            assert records.notes.working(visit_id).note[Section.PLAN] == f"note of visit {visit_id} " * 500
    assert_whole(home)


FULL_DISK = """
import json, resource, sys
from datetime import datetime, UTC
from pathlib import Path
from desktop.domain.errors import RecordsUnavailable
from desktop.domain.note import Note, Section
from desktop.domain.working_note import WorkingSection
from tests.servers.clinic import open_records

home = Path(sys.argv[1])
records = open_records(home)
visit = records.visits.create(None, datetime.now(UTC))
def save(text):
    records.notes.save_working(visit.id, [WorkingSection(Section.PLAN, text)])
save("the earlier text")
largest = max(path.stat().st_size for path in home.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 10_000, resource.RLIM_INFINITY))
sentences = []
for _ in range(3):
    try:
        save("x" * 500_000)
    except RecordsUnavailable as error:
        sentences.append(error.sentence)
during = records.notes.working(visit.id).note[Section.PLAN]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
save("the text, again")
after = records.notes.working(visit.id).note[Section.PLAN]
records.close()
print(json.dumps({"sentences": sentences, "during": during, "after": after}))
"""


def test_a_disk_that_takes_no_more_keeps_the_earlier_text_and_takes_the_next(home: Path) -> None:
    """Saving fails with one sentence, what was saved stays readable, and trying again works."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", FULL_DISK, str(home)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    assert len(seen["sentences"]) == 3
    assert all("what was saved before is intact" in sentence for sentence in seen["sentences"])
    assert seen["during"] == "the earlier text"
    assert seen["after"] == "the text, again"
    assert_whole(home)


def test_sqlites_own_full_is_said_as_a_full_disk(home: Path) -> None:
    """The code that a full disk gives is translated to words about free space, and nothing is half saved."""
    with open_records(home) as records:
        with records._database.reading() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {int(pages) + 2}")
        with pytest.raises(RecordsUnavailable, match="disk is full"):
            records.settings.set("large", "x" * 100_000)
        assert records.settings.get("large") is None
        records.settings.set("large", "x" * 100_000)
        assert records.settings.get("large") == "x" * 100_000


KILLED_CREATION = """
import os, signal, shutil, sys
from pathlib import Path
from tests.servers.clinic import OWNER
from desktop.records import home_state, key_files, keys, records
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
        made, _ = records.create_records(home, "purple lantern orbit", OWNER)
        sys.settrace(None)
        made.close()
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    found = home_state.state(home)
    if found is home_state.RecordsState.NEW:
        made, _ = records.create_records(home, "purple lantern orbit", OWNER)
        made.close()
    records.unlock(home, "owner", "purple lantern orbit").close()
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


KILLED_MIGRATION = """
import json, os, signal, sys
from pathlib import Path
from desktop.records import schema
from desktop.records.database import connect

folder, key = Path(sys.argv[1]), bytes(range(32))
released = schema.MIGRATIONS
later = ("CREATE TABLE later (id INTEGER)", "INSERT INTO later VALUES (7)",
         "ALTER TABLE patients ADD COLUMN phone TEXT NOT NULL DEFAULT ''")
schema.MIGRATIONS = (*released, later)

def contents(connection):
    tables = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    rows = connection.execute("SELECT id FROM later").fetchall() if "later" in str(tables) else []
    return [tables, rows]

def opened(path):
    connection = connect(path, key)
    connection.execute("PRAGMA synchronous = OFF")  # a killed program is no power cut: the system keeps what it wrote
    return connection

def copied(source, path):
    path.write_bytes(source.read_bytes())
    return path

def migrate_and_kill(path, statements):
    child = os.fork()
    if child == 0:
        connection, seen = opened(path), 0
        def count(_statement):
            nonlocal seen
            seen += 1
            if seen > statements:
                os.kill(os.getpid(), signal.SIGKILL)
        connection.set_trace_callback(count)
        schema.migrate(connection)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

every, at_version = schema.MIGRATIONS, []
for version in range(len(every) + 1):
    path = folder / f"version{version}.db"
    if version:
        copied(folder / f"version{version - 1}.db", path)
    connection = connect(path, key, create=version == 0)
    schema.MIGRATIONS = every[:version]
    schema.migrate(connection)
    at_version.append(contents(connection))
    connection.close()

seen = []
for step in range(1, len(every) + 1):
    schema.MIGRATIONS = every[:step]  # one step at a time: each kill then costs that step alone
    statements, done = 0, False
    while not done:
        path = copied(folder / f"version{step - 1}.db", folder / "killed.db")
        done = migrate_and_kill(path, statements)
        connection = opened(path)
        version = schema.version(connection)
        as_it_should = contents(connection) == at_version[version]
        schema.migrate(connection)
        finished = contents(connection) == at_version[step]
        connection.close()
        seen.append([step, version, as_it_should, finished])
        statements += 1
print(json.dumps(seen))
"""


def test_a_migration_killed_before_any_statement_is_at_the_old_or_the_new_version(tmp_path: Path) -> None:
    """Kill -9 before each statement of each step: the file is exactly one version, and the next start finishes."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED_MIGRATION, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    steps = len(schema.MIGRATIONS) + 1
    for step in range(1, steps + 1):
        versions = [version for each, version, _, _ in seen if each == step]
        assert versions == sorted(versions)
        assert set(versions) == {step - 1, step}
    assert len(seen) > sum(len(step) for step in schema.MIGRATIONS)
    assert all(as_it_should and finished for _, _, as_it_should, finished in seen)


def test_a_migration_step_that_fails_leaves_the_version_before(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step with a defect is rolled back whole: neither its first table nor its number stays."""
    broken = ("CREATE TABLE first (id INTEGER)", "CREATE TABLE first (id INTEGER)")
    connection = connect(home / DATABASE_NAME, DATA_KEY)
    before = connection.execute("SELECT name FROM sqlite_master").fetchall()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(dbapi2.OperationalError, match="already exists"):
        schema.migrate(connection)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == before
    assert schema.version(connection) == len(schema.MIGRATIONS) - 1
    connection.close()


def assert_whole(home: Path) -> None:
    """Both of SQLCipher's checks find nothing: one reads every page's seal, the other every table."""
    connection = connect(home / DATABASE_NAME, DATA_KEY)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
