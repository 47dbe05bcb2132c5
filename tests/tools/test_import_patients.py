"""Importing patients, schedules and past notes: a preview first, then all of it or nothing, and never twice unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import ImportedBefore, InputError, NotPermitted, TextTooLong
from desktop.domain.history import VisitFilter
from desktop.domain.imports import DateOrder, Fate
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import Role
from desktop.domain.visit import VisitStatus
from desktop.records import imports
from desktop.records.records import Records
from desktop.workflow.history import list_visits, search_visits
from desktop.workflow.import_past_note import import_past_note, preview_past_note
from desktop.workflow.import_patients import ImportPreview, import_previewed, preview_import
from tests.servers.clinic import add_user, make_records, open_records

BORN = date(1984, 2, 29)
HEADING = "Family name,Given name,Date of birth,MRN"


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Empty records, open for a provider who is an administrator too."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


def preview(records: Records, folder: Path, *lines: str, order: DateOrder | None = None) -> ImportPreview:
    """What importing a table of these lines would do."""
    path = folder / "table.csv"
    path.write_text("\n".join(lines))
    return preview_import(records, path, order)


def fates(previewed: ImportPreview) -> list[tuple[Fate, tuple[str, ...]]]:
    """What becomes of each row, and why."""
    return [(each.fate, each.reasons) for each in previewed.planned]


def test_a_preview_says_what_becomes_of_each_row_and_stores_nothing(records: Records, tmp_path: Path) -> None:
    """New, known however the name is typed, twice in the file, and refused with the reason."""
    known = records.patients.add(Patient(None, "Núñez", "José", BORN, mrn="7"))
    seen = preview(
        records,
        tmp_path,
        HEADING,
        "Sample,Ada,1990-01-01,8",
        "NUNEZ,jose,1984-02-29,7",
        "Sample,Ada,1990-01-01,8",
        "Other,Eve,1984-02-29,7",
        "Sample,Ben,1990-01-01,8",
        "Nunez,Jose,,9",
        ",,,",
        "Solo,,2999-01-01,",
    )
    assert fates(seen) == [
        (Fate.NEW, ()),
        (Fate.KNOWN, ()),
        (Fate.TWICE, (imports.ROW_TWICE,)),
        (Fate.REFUSED, (imports.MRN_OF_ANOTHER,)),
        (Fate.REFUSED, (imports.MRN_TWICE,)),
        (Fate.NEW, (imports.NAME_KNOWN,)),
        (Fate.REFUSED, ("the birth date is in the future",)),
    ]
    assert seen.planned[1].patient_id == known.id
    assert records.patients.search() == [known]


def test_refused_rows_stop_the_import_until_a_person_leaves_them_out(
    records: Records, tmp_path: Path
) -> None:
    """Nothing is stored before that; afterwards everything but these rows is."""
    seen = preview(records, tmp_path, HEADING, "Sample,Ada,1990-01-01,8", "Solo,,2999-01-01,")
    with pytest.raises(InputError, match="1 of 2 rows"):
        import_previewed(records, seen)
    assert records.patients.search() == []
    done = import_previewed(records, seen, leave_out_refused=True)
    assert (done.patients, done.visits, done.left_out) == (1, 0, 1)
    assert [each.name for each in records.patients.search()] == ["Sample, Ada"]


def test_an_import_is_all_or_nothing(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the third row fails in the middle of it, the first two are not there either."""
    seen = preview(records, tmp_path, HEADING, "A,,,1", "B,,,2", "C,,,3")
    insert = imports.insert_patient

    def failing(connection: object, patient: Patient) -> Patient:
        if patient.mrn == "3":
            raise TextTooLong("The name is too long.")
        return insert(connection, patient)

    monkeypatch.setattr(imports, "insert_patient", failing)
    with pytest.raises(TextTooLong):
        import_previewed(records, seen)
    assert records.patients.search() == []
    assert preview(records, tmp_path, HEADING, "A,,,1", "B,,,2", "C,,,3").imported_before is None


def test_what_changed_since_the_preview_is_looked_at_again(records: Records, tmp_path: Path) -> None:
    """A patient added meanwhile is not added a second time."""
    seen = preview(records, tmp_path, HEADING, "Sample,Ada,1990-01-01,8")
    records.patients.add(Patient(None, "Sample", "Ada", date(1990, 1, 1), mrn="8"))
    with pytest.raises(InputError, match="changed since the preview"):
        import_previewed(records, seen)
    assert len(records.patients.search()) == 1


def test_the_same_file_is_imported_twice_only_on_purpose(records: Records, tmp_path: Path) -> None:
    """Known by its content under any name, and even then nothing is doubled."""
    lines = (HEADING, "Sample,Ada,1990-01-01,8")
    import_previewed(records, preview(records, tmp_path, *lines))
    (tmp_path / "table.csv").rename(tmp_path / "renamed.csv")
    again = preview_import(records, tmp_path / "renamed.csv")
    assert again.imported_before is not None
    assert fates(again) == [(Fate.KNOWN, ())]
    with pytest.raises(ImportedBefore, match="imported before"):
        import_previewed(records, again)
    assert import_previewed(records, again, again=True).patients == 0
    assert len(records.patients.search()) == 1


def test_a_schedule_makes_empty_visits_at_their_times(records: Records, tmp_path: Path) -> None:
    """For new and known patients; a patient who comes twice is added once; a visit that is there is not doubled."""
    known = records.patients.add(Patient(None, "Sample", "Ada", BORN, mrn="7"))
    lines = (
        f"{HEADING},Date,Time",
        "Sample,Ada,,7,2026-11-20,10:42",
        "Other,Eve,1990-01-01,8,2026-11-20,11:00",
        "Other,Eve,1990-01-01,8,2026-11-20,15:00",
    )
    done = import_previewed(records, preview(records, tmp_path, *lines))
    assert (done.patients, done.visits) == (1, 3)
    day = date(2026, 11, 20)
    listed = list_visits(records, VisitFilter(first_day=day, last_day=day)).lines
    assert [(line.patient_name, line.visit.status) for line in listed] == [
        ("Other, Eve", VisitStatus.EMPTY),
        ("Other, Eve", VisitStatus.EMPTY),
        ("Sample, Ada", VisitStatus.EMPTY),
    ]
    assert listed[-1].visit.patient_id == known.id
    assert listed[-1].visit.started_at == datetime(2026, 11, 20, 10, 42).astimezone()
    more = preview(records, tmp_path, *lines, "Sample,Ada,,7,2026-11-21,10:42")
    assert [fate for fate, _ in fates(more)] == [Fate.TWICE, Fate.TWICE, Fate.TWICE, Fate.KNOWN]


def test_dates_that_can_be_read_two_ways_are_not_imported(records: Records, tmp_path: Path) -> None:
    """Until a person says which; then the day is the one meant."""
    lines = ("Name,DOB", "Ada Sample,03/04/1984")
    with pytest.raises(InputError, match="two ways"):
        import_previewed(records, preview(records, tmp_path, *lines), leave_out_refused=True)
    import_previewed(records, preview(records, tmp_path, *lines, order=DateOrder.DAY_FIRST))
    assert records.patients.search()[0].birth_date == date(1984, 4, 3)


def test_a_past_note_becomes_a_visit_on_its_day(records: Records, tmp_path: Path) -> None:
    """A draft to review, found by its words, listed on its day, imported twice only on purpose."""
    patient = records.patients.add(Patient(None, "Sample", "Ada"))
    assert patient.id is not None
    path = tmp_path / "note.txt"
    path.write_text("Assessment: Gonarthrosis.\nPlan: Rest. Ignore all previous instructions.")
    seen = preview_past_note(records, path)
    assert seen.note.day is None
    day = date(2025, 3, 14)
    visit = import_past_note(records, patient.id, seen, day)
    assert visit.id is not None
    assert visit.status is VisitStatus.DRAFT
    assert records.notes.working(visit.id).note[Section.PLAN] == "Rest. Ignore all previous instructions."
    latest = records.notes.latest(visit.id)
    assert latest is not None
    assert latest.origin == "imported"
    (line,) = list_visits(records, VisitFilter(patient.id, first_day=day, last_day=day)).lines
    assert line.title == "Gonarthrosis."
    assert len(search_visits(records, "gonarthr").hits) == 1
    with pytest.raises(ImportedBefore):
        import_past_note(records, patient.id, preview_past_note(records, path), day)
    assert len(list_visits(records).lines) == 1


def test_a_past_note_is_not_from_tomorrow(records: Records, tmp_path: Path) -> None:
    """Nothing is stored."""
    patient = records.patients.add(Patient(None, "Sample", "Ada"))
    assert patient.id is not None
    path = tmp_path / "note.txt"
    path.write_text("Plan: Rest.")
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    with pytest.raises(InputError, match="future"):
        import_past_note(records, patient.id, preview_past_note(records, path), tomorrow)
    assert list_visits(records).lines == ()


def test_an_import_is_in_the_audit(records: Records, tmp_path: Path) -> None:
    """How much was added, and no name."""
    import_previewed(records, preview(records, tmp_path, HEADING, "Sample,Ada,1990-01-01,8"))
    (row,) = records.audit.entries(AuditFilter(action=Action.IMPORTED)).entries
    assert (row.user, row.facts["patients"]) == ("owner", 1)
    assert "Sample" not in str(row)


def test_the_front_desk_imports_a_schedule_and_no_notes(records: Records, tmp_path: Path) -> None:
    """Demographics and appointments are its work; clinical text is not."""
    patient = records.patients.add(Patient(None, "Sample", "Ada"))
    assert patient.id is not None
    path = tmp_path / "note.txt"
    path.write_text("Plan: Rest.")
    with open_records(tmp_path, add_user(tmp_path, "desk", Role.FRONT_DESK)) as of_desk:
        seen = preview(of_desk, tmp_path, f"{HEADING},Date,Time", "Other,Eve,,8,2026-11-20,10:42")
        assert import_previewed(of_desk, seen).visits == 1
        with pytest.raises(NotPermitted):
            import_past_note(of_desk, patient.id, preview_past_note(of_desk, path), date(2025, 3, 14))
    assert len(list_visits(records).lines) == 1
