"""The audit: what is in it, that it cannot be changed unseen, and what is said about old files and wrong clocks."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.audit import Action, AuditCheck, AuditFilter, RecordKind
from desktop.domain.errors import FileUnreadable, NotPermitted
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import Right, Role
from desktop.domain.working_note import WorkingSection
from desktop.records import access, times
from desktop.records.database import connect
from desktop.records.records import DATABASE_NAME, Records
from desktop.workflow.settings import EndpointSettings, Settings, load_settings, save_settings
from tests.servers.clinic import DATA_KEY, add_user, make_records, open_records

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SENTINEL = "Quellenmarke"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Empty records with an owner, closed."""
    make_records(tmp_path)
    return tmp_path


@pytest.fixture
def records(home: Path) -> Iterator[Records]:
    """The same, open for the owner."""
    with open_records(home) as opened:
        yield opened


def _actions(records: Records, only: AuditFilter | None = None) -> list[Action]:
    return [each.action for each in records.audit.entries(only, limit=1000).entries][::-1]


def _with_another_program(home: Path, *statements: str) -> None:
    """What somebody with the key does to the file; the triggers are no obstacle to them."""
    connection = connect(home / DATABASE_NAME, DATA_KEY)
    connection.execute("DROP TRIGGER audit_never_changes")
    connection.execute("DROP TRIGGER audit_never_shrinks")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_each_thing_done_is_a_row_with_who_what_and_when(records: Records) -> None:
    """The record, the user, the version of the program; no word of the note."""
    patient = records.patients.add(Patient(family_name=SENTINEL))
    visit = records.visits.create(patient.id, NOON)
    assert visit.id is not None
    records.notes.save_working(visit.id, [WorkingSection(Section.PLAN, SENTINEL)])
    records.audit.record(Action.PRINTED, RecordKind.VISIT, visit.id, {"pages": 2})
    of_visit = AuditFilter(record_kind=RecordKind.VISIT, record_id=visit.id)
    assert _actions(records, of_visit) == [Action.CREATED, Action.EDITED, Action.PRINTED]
    entries = records.audit.entries().entries
    assert {each.user for each in entries} == {"owner"}
    assert SENTINEL not in repr(entries)
    assert entries[0].program_version


def test_autosave_does_not_flood_the_audit(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many edits and views of one visit are one row each in ten minutes, and another after that."""
    visit = records.visits.create(None, NOON)
    assert visit.id is not None

    def type_and_look() -> None:
        for number in range(20):
            records.notes.save_working(visit.id or 0, [WorkingSection(Section.PLAN, f"text {number}")])
            records.notes.working(visit.id or 0)

    type_and_look()
    only = AuditFilter(record_kind=RecordKind.VISIT)
    assert _actions(records, only) == [Action.CREATED, Action.EDITED, Action.VIEWED]
    monkeypatch.setattr(access, "STRETCH_S", 0.0)
    records.notes.working(visit.id)
    assert _actions(records, only)[-1] is Action.VIEWED
    assert len(_actions(records, only)) == 4


def test_a_row_and_what_it_tells_about_stand_or_fall_together(records: Records) -> None:
    """A write that fails leaves no row."""
    before = _actions(records)

    def write_and_fail() -> None:
        with records.access.writing(Right.EDIT_PATIENTS) as connection:
            records.access.note(connection, Action.CREATED, RecordKind.PATIENT, 1)
            connection.execute("INSERT INTO visits (id) VALUES (NULL)")

    with pytest.raises(dbapi2.IntegrityError):
        write_and_fail()
    assert _actions(records)[: len(before)] == before
    assert Action.CREATED not in _actions(records)


def test_rows_can_be_neither_changed_nor_deleted_by_the_program(records: Records) -> None:
    """The table itself refuses."""
    for statement in ("UPDATE audit SET user_name = 'somebody'", "DELETE FROM audit"):
        with (
            pytest.raises(dbapi2.IntegrityError, match="row of the audit"),
            records._database.transaction() as connection,
        ):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET user_name = 'somebody' WHERE seq = 3", 3),
        ("UPDATE audit SET utc_us = utc_us + 1 WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq > 6", 7),
        ("UPDATE audit SET hash = previous_hash WHERE seq = 2", 2),
    ],
)
def test_a_row_changed_or_removed_with_another_program_is_found(
    home: Path, statement: str, broken: int
) -> None:
    """The check names the first row that is not as it was written."""
    with open_records(home) as records:
        for number in range(8):
            records.patients.add(Patient(family_name=f"Sample{number}"))
        assert finish(records.audit.verify()).is_whole
    _with_another_program(home, statement)
    with open_records(home) as records:
        found = finish(records.audit.verify())
    assert found.broken_seq == broken
    assert f"broken at row {broken}" in found.sentence


def test_an_untouched_audit_of_many_rows_is_whole(records: Records) -> None:
    """More rows than are read at once, and progress on the way."""
    for _ in range(1_100):
        records.audit.record(Action.COPIED, RecordKind.VISIT, 1)
    seen: list[int] = []
    check = finish(records.audit.verify(), lambda event: seen.append(event.rows_done))
    assert check == AuditCheck(check.rows)
    assert check.rows > 1_100
    assert len(seen) >= 3


def test_pages_hold_every_row_once(records: Records) -> None:
    """Newest first, page after page."""
    for _ in range(25):
        records.audit.record(Action.COPIED, RecordKind.VISIT, 1)
    seen: list[int] = []
    before = None
    while True:
        page = records.audit.entries(AuditFilter(action=Action.COPIED), before, limit=10)
        seen += [each.seq for each in page.entries]
        before = page.next_before
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 25
    assert seen == sorted(seen, reverse=True)


def test_the_exported_file_holds_the_rows_and_no_formula(home: Path, records: Records) -> None:
    """A reason that begins like a formula is text; the export itself is noted; a folder that is none is a sentence."""
    records.emergency("=cmd|' /C calc'!A0 and more words")
    path = home / "audit.csv"
    count = records.audit.export_csv(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == count + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any("'=cmd" in cell for row in rows for cell in row)
    assert _actions(records)[-2:] == [Action.AUDIT_EXPORTED, Action.VIEWED]
    with pytest.raises(FileUnreadable, match="could not be written"):
        records.audit.export_csv(home / "no folder" / "audit.csv")


def test_an_older_file_put_back_is_said_with_both_dates(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of Monday in place of Wednesday's: a warning that names both; the right file has none."""
    monday = datetime(2026, 3, 2, 9, 0).astimezone()
    monkeypatch.setattr(times, "now", lambda: monday)
    with open_records(home) as records:
        records.patients.add(Patient(family_name="Sample"))
    shutil.copy(home / DATABASE_NAME, home / "monday.db")
    monkeypatch.setattr(times, "now", lambda: monday + timedelta(days=2))
    with open_records(home) as records:
        records.patients.add(Patient(family_name="Later"))
        assert records.old_file_warning is None
    (home / "monday.db").replace(home / DATABASE_NAME)
    with open_records(home) as records:
        warning = records.old_file_warning or ""
    assert "02 March 2026" in warning
    assert "04 March 2026" in warning


def test_a_clock_set_back_is_in_the_audit_and_is_warned_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row after the jump says how far; rows keep their order by number; at the start a sentence asks to set it."""
    now = [datetime(2026, 3, 2, 12, 0).astimezone()]
    monkeypatch.setattr(times, "now", lambda: now[0])
    with open_records(home) as records:
        records.patients.add(Patient(family_name="Sample"))
        assert records.clock_warning() is None
        now[0] -= timedelta(days=1)
        assert "Set the clock right" in (records.clock_warning() or "")
        records.patients.add(Patient(family_name="Other"))
        newest = records.audit.entries(AuditFilter(action=Action.CREATED)).entries[0]
        assert newest.facts["clock_went_back_s"] == 86_400
        assert finish(records.audit.verify()).is_whole
    now[0] = datetime(2001, 1, 1, 12, 0).astimezone()
    with open_records(home) as records:
        assert "Set the clock right" in (records.clock_warning() or "")


def test_a_clock_before_the_program_was_made_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in new records, where no row tells."""
    monkeypatch.setattr(times, "now", lambda: datetime(2001, 1, 1, 12, 0).astimezone())
    make_records(tmp_path)
    with open_records(tmp_path) as records:
        assert "before this program was made" in (records.clock_warning() or "")


def test_only_an_administrator_changes_the_endpoint_and_everybody_is_told_once(home: Path) -> None:
    """A provider is refused and keeps own settings; the change is in the audit and told at each user's next sign-in."""
    provider_id = add_user(home, "provider", Role.PROVIDER)
    elsewhere = Settings(
        engine="endpoint", endpoint=EndpointSettings(base_url="https://notes.example/v1", model="m")
    )
    with open_records(home, provider_id) as provider, open_records(home) as owner:
        with pytest.raises(NotPermitted):
            save_settings(provider, elsewhere.model_copy(update={"appearance": "dark"}))
        assert load_settings(provider).is_offline
        assert load_settings(provider).appearance == "dark"
        assert load_settings(owner).appearance == "system"
        save_settings(owner, elsewhere)
        (changed,) = owner.audit.entries(AuditFilter(action=Action.ENDPOINT_CHANGED)).entries
        assert changed.facts["notes"] == "notes.example"
        assert load_settings(provider).endpoint.base_url == "https://notes.example/v1"
        (notice,) = provider.notices.pending()
        assert "notes.example" in notice.sentence
        provider.notices.mark_seen([notice.id])
        assert provider.notices.pending() == ()
        assert owner.notices.pending() == (notice,)
        save_settings(owner, elsewhere.model_copy(update={"consent_text": "Agreed."}))
        assert provider.notices.pending() == ()


def test_a_view_that_cannot_be_noted_on_a_full_disk_is_noted_later(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider reads on; the row comes with the next one that can be written."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    with monkeypatch.context() as full:

        def refuse(*_arguments: object) -> None:
            error = dbapi2.OperationalError("full")
            error.sqlite_errorcode = dbapi2.SQLITE_FULL
            raise error

        full.setattr("desktop.records.audit_chain.append", refuse)
        assert records.patients.get(patient.id) == patient
    records.audit.record(Action.PRINTED, RecordKind.PATIENT, patient.id)
    assert _actions(records, AuditFilter(record_kind=RecordKind.PATIENT)) == [
        Action.CREATED,
        Action.VIEWED,
        Action.PRINTED,
    ]
