"""Files of other programs: tables, bundles and past notes are read whole, or refused row by row with the reason."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop.domain.context import Sex
from desktop.domain.errors import FileUnreadable
from desktop.domain.imports import DateOrder, ImportFile
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.imports import birth_dates, bundles, tables
from desktop.imports.bundles import read_bundle
from desktop.imports.past_notes import read_past_note
from desktop.imports.tables import read_table

TODAY = date(2026, 11, 20)
ADA = Patient(None, "Sample", "Ada", date(1984, 2, 29), Sex.FEMALE, "00042")


def table(folder: Path, text: str, encoding: str = "utf-8", order: DateOrder | None = None) -> ImportFile:
    """A table as read from a file with this text."""
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(path, order, today=TODAY, zone=UTC)


def bundle(folder: Path, *resources: dict[str, object]) -> ImportFile:
    """A bundle as read from a file with these resources."""
    path = folder / "bundle.json"
    entries = [{"fullUrl": f"urn:uuid:{number}", "resource": each} for number, each in enumerate(resources)]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return read_bundle(path, today=TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_table_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    """With or without a byte order mark, in the encodings and with the separators that spreadsheets write."""
    rows = [
        ("Last Name", "First Name", "DOB", "Sex", "MRN", "Phone"),
        ("Núñez", "José", "1984-02-29", "M", "7", "555"),
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    (row,) = table(tmp_path, text, encoding).rows
    assert row.patient == Patient(None, "Núñez", "José", date(1984, 2, 29), Sex.MALE, "7")
    assert (row.number, row.problems, row.starts_at) == (2, (), None)


def test_quotes_line_breaks_and_kept_zeros(tmp_path: Path) -> None:
    """A quoted separator and line break belong to the cell; a spreadsheet's ="00042" is the number 00042."""
    text = (
        'sep=;\nName;Date of birth;Sex;MRN\n"Sample, Ada";1984-02-29;f;"=""00042"""\n"O\'Brien;\nSolo";;;\n'
    )
    first, second = table(tmp_path, text).rows
    assert first.patient == ADA
    assert second.patient.family_name == "Solo"


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1-1", "-2+3"])
def test_a_formula_is_refused_not_stored(tmp_path: Path, cell: str) -> None:
    """Only its row; the others stand."""
    bad, good = table(tmp_path, f"Family name,Given name\n{cell},Ada\nSample,Ada\n").rows
    assert bad.problems[0] == tables.FORMULA
    assert bad.patient.family_name == ""
    assert good.problems == ()


def test_rows_of_another_width_are_refused(tmp_path: Path) -> None:
    """A missing or an additional cell means that values may stand under the wrong heading."""
    text = "Family name,Given name,MRN\nSample,Ada\nSample,Ada,1,2\nSample,Ada,1,,\n\nSample,Ben,2\n"
    assert [row.problems for row in table(tmp_path, text).rows] == [
        (tables.WRONG_WIDTH,),
        (tables.WRONG_WIDTH,),
        (),
        (),
    ]
    assert [row.number for row in table(tmp_path, text).rows] == [2, 3, 4, 6]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        ("2026-11-21", birth_dates.IN_THE_FUTURE),
        ("2023-02-29", tables.BIRTH_DATE_UNREADABLE),
        ("yesterday", tables.BIRTH_DATE_UNREADABLE),
        ("14.03.25", tables.BIRTH_DATE_UNREADABLE),
    ],
)
def test_an_impossible_birth_date_is_refused(tmp_path: Path, born: str, reason: str) -> None:
    """In the future, not in the calendar, no date, or with two digits that two centuries fit."""
    (row,) = table(tmp_path, f"Name,DOB\nAda Sample,{born}\n").rows
    assert row.problems == (reason,)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1984-02-29", date(1984, 2, 29)),
        ("29.02.1984", date(1984, 2, 29)),
        ("2/29/1984", date(1984, 2, 29)),
        ("29 Feb 1984", date(1984, 2, 29)),
        ("February 29, 1984", date(1984, 2, 29)),
        ("19840229", date(1984, 2, 29)),
        ("14.03.80", date(1980, 3, 14)),
        ("", None),
    ],
)
def test_a_birth_date_is_read_however_it_is_written(tmp_path: Path, born: str, expected: date | None) -> None:
    """A leap day is a day like any; two digits are enough where only one century fits."""
    (row,) = table(tmp_path, f'Name,DOB\nAda Sample,"{born}"\n').rows
    assert (row.patient.birth_date, row.problems) == (expected, ())


def test_a_very_old_birth_date_is_asked_about(tmp_path: Path) -> None:
    """Over 130 years: read, with a warning for the person who looks at the preview."""
    (row,) = table(tmp_path, "Name,DOB\nAda Sample,1895-01-01\n").rows
    assert (row.patient.birth_date, row.problems) == (date(1895, 1, 1), ())
    assert row.warnings == (birth_dates.VERY_OLD,)


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path: Path) -> None:
    """03/04/2025 alone asks; what a person says, or another date of the file shows, decides."""
    text = "Name,Date,Time\nAda Sample,03/04/2025,10:42\n"
    asking = table(tmp_path, text)
    assert asking.asks_date_order
    assert asking.rows[0].problems == (tables.AMBIGUOUS,)
    day_first = table(tmp_path, text, order=DateOrder.DAY_FIRST)
    assert day_first.rows[0].starts_at == datetime(2025, 4, 3, 10, 42, tzinfo=UTC)
    month_first = table(tmp_path, text.replace("2025", "25"), order=DateOrder.MONTH_FIRST)
    assert month_first.rows[0].starts_at == datetime(2025, 3, 4, 10, 42, tzinfo=UTC)
    shown = table(tmp_path, text + "Ben Sample,23/04/2025,11:00\n")
    assert (shown.asks_date_order, shown.date_order) == (False, DateOrder.DAY_FIRST)
    assert shown.rows[0].starts_at == day_first.rows[0].starts_at


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("Date,Time", "2026-11-20,10:42", datetime(2026, 11, 20, 10, 42, tzinfo=UTC)),
        ("Date,Start time", "2026-11-20,2:05 PM", datetime(2026, 11, 20, 14, 5, tzinfo=UTC)),
        ("Date,Time", "2026-11-20,12:05 am", datetime(2026, 11, 20, 0, 5, tzinfo=UTC)),
        ("Start", "2026-11-20T10:42:00", datetime(2026, 11, 20, 10, 42, tzinfo=UTC)),
        (
            "Start",
            "2026-11-20T10:42:00-05:00",
            datetime(2026, 11, 20, 10, 42, tzinfo=timezone(timedelta(hours=-5))),
        ),
        ("Start", "11/20/2026 10:42 AM", datetime(2026, 11, 20, 10, 42, tzinfo=UTC)),
    ],
)
def test_a_schedule_has_times(tmp_path: Path, columns: str, cells: str, expected: datetime) -> None:
    """A day and a time, in one column or in two."""
    file = table(tmp_path, f"Patient,{columns}\nAda Sample,{cells}\n")
    assert file.is_schedule
    assert file.rows[0].problems == ()
    assert file.rows[0].starts_at == expected
    assert file.rows[0].starts_at.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize("cells", ["2026-11-20,25:00", "2026-11-20,", ",10:42", "soon,10:42"])
def test_an_appointment_without_a_time_is_refused(tmp_path: Path, cells: str) -> None:
    """A visit needs its start."""
    (row,) = table(tmp_path, f"Patient,Date,Time\nAda Sample,{cells}\n").rows
    assert row.problems == (tables.TIME_UNREADABLE,)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"Phone,Street\n1,2\n", "no column for the patients' names"),
        (b"Family name,MRN\n", "no rows"),
        (b"PK\x03\x04\x00\x00\x00\x08\x00\x00\xff\xd8", "not text"),
        (b"Family name\n" + b"x" * 200_000, "damaged"),
    ],
)
def test_what_is_no_table_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Empty, other columns, no rows, another kind of file, a cell without end."""
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match=sentence):
        read_table(path, today=TODAY)


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    """For each of the readers."""
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(FileUnreadable):
            read_table(path, today=TODAY)
        with pytest.raises(FileUnreadable):
            read_bundle(path, today=TODAY)
        with pytest.raises(FileUnreadable):
            read_past_note(path)


def test_a_million_rows_are_one_sentence(tmp_path: Path) -> None:
    """Refused when the limit is passed, without holding the whole table as rows."""
    path = tmp_path / "table.csv"
    path.write_bytes(b"Family name,MRN\n" + b"Sample,1\n" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(FileUnreadable, match="more than 20,000 rows"):
        read_table(path, today=TODAY)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000


def test_hidden_characters_do_not_reach_the_records(tmp_path: Path) -> None:
    """A right-to-left override, a zero-width space and a bell in a name are gone."""
    (row,) = table(tmp_path, "Family name,Given name\nSam\u202eple,A\u200bda\x07\n").rows
    assert (row.patient.family_name, row.patient.given_name) == ("Sample", "Ada")


def test_patients_of_a_bundle(tmp_path: Path) -> None:
    """The official name, the identifier that is a medical record number, and nothing guessed from a partial date."""
    official = {
        "resourceType": "Patient",
        "id": "a",
        "identifier": [
            {"value": "123-45-6789"},
            {"type": {"coding": [{"code": "MR"}]}, "value": "00042"},
        ],
        "name": [
            {"use": "old", "family": "Before"},
            {"use": "official", "family": "Sample", "given": ["Ada"]},
        ],
        "gender": "female",
        "birthDate": "1984-02-29",
        "contact": [{"name": {"family": "Other"}}],
    }
    partial = {"resourceType": "Patient", "name": [{"text": "Ben Sample"}], "birthDate": "1984"}
    nameless = {"resourceType": "Patient", "gender": "male"}
    wrong = {"resourceType": "Patient", "name": "Ada"}
    other = {"resourceType": "Observation"}
    first, second, third, fourth = bundle(tmp_path, official, other, partial, nameless, wrong).rows
    assert (first.patient, first.problems) == (ADA, ())
    assert (second.patient.birth_date, second.warnings) == (None, (bundles.BIRTH_DATE_PARTIAL,))
    assert third.problems == (tables.NO_NAME,)
    assert fourth.problems == (bundles.RESOURCE_UNREADABLE,)


def test_appointments_of_a_bundle(tmp_path: Path) -> None:
    """Each with the patient of the bundle that it names; a cancelled one and one of nobody are refused."""
    patient = {"resourceType": "Patient", "id": "a", "name": [{"family": "Sample", "given": ["Ada"]}]}

    def appointment(
        reference: str, status: str = "booked", start: str = "2026-11-20T10:42:00-05:00"
    ) -> dict[str, object]:
        return {
            "resourceType": "Appointment",
            "status": status,
            "start": start,
            "participant": [{"actor": {"reference": "Practitioner/p"}}, {"actor": {"reference": reference}}],
        }

    file = bundle(
        tmp_path,
        patient,
        appointment("Patient/a"),
        appointment("urn:uuid:0"),
        appointment("Patient/a", "cancelled"),
        appointment("Patient/b"),
        appointment("Patient/a", start="2026-11-20T10:42:00"),
    )
    assert file.is_schedule
    assert [row.problems for row in file.rows] == [
        (),
        (),
        (bundles.CANCELLED,),
        (bundles.NO_PATIENT,),
        (tables.TIME_UNREADABLE,),
    ]
    assert file.rows[0].starts_at == datetime(2026, 11, 20, 15, 42, tzinfo=UTC)
    assert file.rows[0].patient.family_name == "Sample"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "null",
        '{"resourceType": "Patient"}',
        "{" * 100_000,
        '{"resourceType": "Bundle", "entry": 5}',
        "no",
    ],
)
def test_what_is_no_bundle_is_one_sentence(tmp_path: Path, text: str) -> None:
    """Other JSON, no JSON, JSON without end."""
    path = tmp_path / "bundle.json"
    path.write_text(text)
    with pytest.raises(FileUnreadable, match="not a FHIR R4 Bundle"):
        read_bundle(path, today=TODAY)


def test_a_bundle_without_patients_is_one_sentence(tmp_path: Path) -> None:
    """There is nothing to import."""
    with pytest.raises(FileUnreadable, match="no patients"):
        bundle(tmp_path, {"resourceType": "Observation"})


def test_a_past_note_is_divided_by_its_headings(tmp_path: Path) -> None:
    """Names of sections go, every other heading and every word stays; drugs ordered under a plan stay there."""
    path = tmp_path / "note.txt"
    path.write_text(
        "Date of service: 2025-03-14\nSUBJECTIVE:\nKnee pain.\nAllergies: none\nVitals: BP 120/80\n"
        "Assessment: Gonarthrosis.\nPlan\nRest.\nMedications: ibuprofen\n"
    )
    note = read_past_note(path)
    assert note.texts == {
        Section.SUBJECTIVE: "Date of service: 2025-03-14\nKnee pain.\nAllergies: none",
        Section.OBJECTIVE: "Vitals: BP 120/80",
        Section.ASSESSMENT: "Gonarthrosis.",
        Section.PLAN: "Rest.\nMedications: ibuprofen",
    }
    assert (note.day, note.has_headings) == (date(2025, 3, 14), True)


def test_a_past_note_without_headings_stays_whole(tmp_path: Path) -> None:
    """All of it under Subjective, said so, and its day asked for unless the name of the file has it."""
    path = tmp_path / "letter 2025-03-14.txt"
    path.write_text("Dear colleague,\nthe patient does well.\nThe plan is to return in May.\n")
    note = read_past_note(path)
    assert note.texts == {
        Section.SUBJECTIVE: "Dear colleague,\nthe patient does well.\nThe plan is to return in May."
    }
    assert (note.day, note.has_headings) == (date(2025, 3, 14), False)
    undated = path.rename(tmp_path / "letter.txt")
    assert read_past_note(undated).day is None


def test_an_unclear_day_of_a_past_note_is_asked_for(tmp_path: Path) -> None:
    """Until somebody says how 03/04/2025 is meant."""
    path = tmp_path / "note.txt"
    path.write_text("Date: 03/04/2025\nPlan: Rest.")
    assert read_past_note(path).day is None
    assert read_past_note(path, DateOrder.DAY_FIRST).day == date(2025, 4, 3)
