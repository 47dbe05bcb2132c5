"""Visits with their transcripts, working notes, note versions and the settings, read back as stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from desktop.domain.context import VisitContext
from desktop.domain.errors import TextTooLong, UnknownChoice
from desktop.domain.note import Note, Section, Source, Statement
from desktop.domain.patient import Patient
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingNote, WorkingSection
from desktop.records.limits import NOTE_SECTION_CHARS
from desktop.records.records import Records
from tests.servers.clinic import make_records, open_records

DATA_KEY = bytes(range(32))
MORNING = datetime(2026, 3, 8, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=-5)))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Empty records, open."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


@pytest.fixture
def visit_id(records: Records) -> int:
    """A visit of nobody yet."""
    visit = records.visits.create(None, MORNING)
    assert visit.id is not None
    return visit.id


def test_a_visit_reads_back_with_the_clock_on_the_wall(records: Records) -> None:
    """The moment to the microsecond, and the offset that the clock had, also for half-hour zones and before 1970."""
    patient = records.patients.add(Patient(family_name="Sample"))
    for moment in (
        MORNING,
        datetime(2026, 7, 1, 0, 5, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ):
        visit = records.visits.create(patient.id, moment, "podiatry", "diabetic_foot")
        read = records.visits.get(visit.id or 0)
        assert read == visit
        assert read.started_at == moment
        assert read.started_at.utcoffset() == moment.utcoffset()
        assert (read.patient_id, read.specialty_id, read.template_id) == (
            patient.id,
            "podiatry",
            "diabetic_foot",
        )
        assert read.status is VisitStatus.EMPTY


def test_a_time_without_a_zone_is_a_defect_of_the_caller(records: Records) -> None:
    """It is not guessed."""
    with pytest.raises(ValueError, match="time zone"):
        records.visits.create(None, MORNING.replace(tzinfo=None))
    assert records.visits.recent() == []


def test_changing_a_visit_keeps_what_is_not_named(records: Records, visit_id: int) -> None:
    """Template, status and patient change one at a time; the start never does."""
    patient = records.patients.add(Patient(family_name="Sample"))
    records.visits.update(visit_id, specialty_id="podiatry", template_id="follow_up")
    records.visits.update(visit_id, status=VisitStatus.DRAFT)
    visit = records.visits.assign_patient(visit_id, patient.id)
    assert visit == records.visits.get(visit_id)
    assert (visit.specialty_id, visit.template_id, visit.status) == (
        "podiatry",
        "follow_up",
        VisitStatus.DRAFT,
    )
    assert visit.patient_id == patient.id
    assert visit.started_at == MORNING
    assert records.visits.assign_patient(visit_id, None).patient_id is None


def test_unknown_visits_and_patients_are_sentences(records: Records, visit_id: int) -> None:
    """Nothing is written for a visit or a patient that does not exist."""
    for attempt in (
        lambda: records.visits.get(404),
        lambda: records.visits.update(404, template_id="x"),
        lambda: records.visits.assign_patient(visit_id, 404),
        lambda: records.visits.create(404, MORNING),
        lambda: records.transcripts.save(404, Transcript()),
        lambda: records.notes.save_working(404, []),
        lambda: records.notes.add_version(404, "offline", Note(), [], MORNING),
    ):
        with pytest.raises(UnknownChoice, match="not in the records"):
            attempt()
    assert len(records.visits.recent()) == 1


def test_recent_visits_come_newest_first_whatever_the_clock_said(records: Records) -> None:
    """The order is the order in which they began, also when the clock was set back between them."""
    started = [records.visits.create(None, MORNING - timedelta(days=days)).id for days in range(5)]
    assert [line.visit.id for line in records.visits.recent()] == started[::-1]
    assert [line.visit.id for line in records.visits.recent(limit=2)] == started[:-3:-1]


def test_the_list_of_visits_names_the_patient_and_the_assessment(records: Records, visit_id: int) -> None:
    """Name, number, first words of the assessment; without one, of what there is; without a note, nothing."""
    assert records.visits.recent()[0].title == ""
    patient = records.patients.add(Patient(family_name="Sample", given_name="Ada", mrn="42"))
    records.visits.assign_patient(visit_id, patient.id)
    records.notes.save_working(
        visit_id, [_section(Section.PLAN, "Ice and rest."), _section(Section.ASSESSMENT, " \n")]
    )
    assert records.visits.recent()[0].title == "Ice and rest."
    records.notes.save_working(
        visit_id, [_section(Section.ASSESSMENT, "Ankle sprain,\n  left. " + "More. " * 100)]
    )
    line = records.visits.recent(text="ada")[0]
    assert (line.patient_name, line.mrn) == ("Sample, Ada", "42")
    assert line.title.startswith("Ankle sprain, left. More.")
    assert len(line.title) <= 80
    assert line.title.endswith("…")


def test_visits_are_found_by_their_patient(records: Records, visit_id: int) -> None:
    """By name or number; a visit of nobody is in the whole list only."""
    ada = records.patients.add(Patient(family_name="Sample", given_name="Ada", mrn="42"))
    of_ada = records.visits.create(ada.id, MORNING)
    assert [line.visit for line in records.visits.recent(text="sámple")] == [of_ada]
    assert [line.visit for line in records.visits.recent(text="42")] == [of_ada]
    assert records.visits.recent(text='"*') == []
    assert {line.visit.id for line in records.visits.recent()} == {visit_id, of_ada.id}


def test_a_transcript_reads_back_with_speakers_times_and_typed_text(records: Records, visit_id: int) -> None:
    """Saving again replaces all of it; another visit's is untouched."""
    assert records.transcripts.load(visit_id) == Transcript()
    assert records.transcripts.typed_text(visit_id) is None
    spoken = Transcript(
        (
            Segment("My heel hurts.", Speaker.PATIENT, 0, 1_500),
            Segment("For how long?", Speaker.PROVIDER, 1_500, None),
            Segment("Line one\nline two\twith a tab"),
        )
    )
    records.transcripts.save(visit_id, spoken, "Patient: My heel hurts.")
    other = records.visits.create(None, MORNING)
    records.transcripts.save(other.id or 0, Transcript((Segment("Another visit."),)))
    assert records.transcripts.load(visit_id) == spoken
    assert records.transcripts.typed_text(visit_id) == "Patient: My heel hurts."
    records.transcripts.save(visit_id, Transcript(spoken.segments[:1]))
    assert records.transcripts.load(visit_id) == Transcript(spoken.segments[:1])
    assert records.transcripts.typed_text(visit_id) is None
    assert records.transcripts.load(other.id or 0).text == "Another visit."


def test_what_the_chart_said_reads_back(records: Records, visit_id: int) -> None:
    """History, lists and instructions of a visit; name, age and sex are the patient's and not stored twice."""
    assert records.contexts.load(visit_id) == VisitContext()
    context = VisitContext(
        history="Asthma since childhood.",
        medications=("metformin 500 mg", "lisinopril"),
        allergies=("penicillin",),
        instructions="Short sentences.",
    )
    records.contexts.save(visit_id, replace(context, name="Ada Sample", age_years=42))
    assert records.contexts.load(visit_id) == context
    records.contexts.save(visit_id, VisitContext())
    assert records.contexts.load(visit_id) == VisitContext()


def test_the_working_note_is_saved_in_place(records: Records, visit_id: int) -> None:
    """A hundred autosaves leave four rows and the last words; sections not given stay as they are."""
    assert records.notes.working(visit_id) == WorkingNote()
    traced = (Statement(Section.SUBJECTIVE, 0, 11, (Source(0, 3, 9), Source(2, 0, 4))),)
    subjective = WorkingSection(
        Section.SUBJECTIVE, "Heel pain x3", edited=False, origin="offline", statements=traced
    )
    records.notes.save_working(visit_id, [subjective], not_placed=("left knee, too",))
    for count in range(100):
        records.notes.save_working(visit_id, [_section(Section.PLAN, f"Rest {count} days.", edited=True)])
    working = records.notes.working(visit_id)
    assert working.sections[Section.SUBJECTIVE] == subjective
    assert working.sections[Section.PLAN] == _section(Section.PLAN, "Rest 99 days.", edited=True)
    assert working.edited == {"plan"}
    assert working.not_placed == ("left knee, too",)
    assert working.note == Note(
        {Section.SUBJECTIVE: "Heel pain x3", Section.PLAN: "Rest 99 days."}, traced, ("left knee, too",)
    )
    with records._database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM working_sections").fetchone() == (2,)
    assert records.notes.versions(visit_id) == []


def test_evidence_is_dropped_where_the_text_had_to_be_cleaned(records: Records, visit_id: int) -> None:
    """Places in a text that changed would point at other words."""
    statement = Statement(Section.PLAN, 0, 5, (Source(0, 0, 4),))
    records.notes.save_working(
        visit_id, [WorkingSection(Section.PLAN, "Re\0st.", origin="offline", statements=(statement,))]
    )
    assert records.notes.working(visit_id).sections[Section.PLAN] == _section(
        Section.PLAN, "Rest.", origin="offline"
    )


def test_versions_are_kept_in_order_and_never_change(records: Records, visit_id: int) -> None:
    """Each version reads back whole, the latest is the last added, and the database itself refuses a change."""
    assert records.notes.latest(visit_id) is None
    notes = [
        Note(
            {Section.SUBJECTIVE: "Heel pain.", Section.PLAN: f"Rest {count} days."},
            (Statement(Section.PLAN, 0, 4, (Source(0, 0, 2),)),),
            ("left knee",),
        )
        for count in range(3)
    ]
    added = [
        records.notes.add_version(visit_id, "offline", note, ["plan"], MORNING - timedelta(hours=hours))
        for hours, note in enumerate(notes)
    ]
    assert [version.note for version in added] == notes
    assert records.notes.versions(visit_id) == added
    assert records.notes.latest(visit_id) == added[-1]
    assert added[0].edited == {"plan"}
    assert added[0].saved_at == MORNING
    with (
        pytest.raises(dbapi2.IntegrityError, match="cannot be changed"),
        records._database.transaction() as connection,
    ):
        connection.execute("UPDATE note_versions SET plan = 'other'")
    assert records.notes.versions(visit_id) == added


def test_ten_megabytes_pasted_leave_the_earlier_text(records: Records, visit_id: int) -> None:
    """The limit is said with the section's name; a text exactly at the limit is kept."""
    records.notes.save_working(
        visit_id, [_section(Section.PLAN, "Rest."), _section(Section.OBJECTIVE, "Warm.")]
    )
    with pytest.raises(TextTooLong, match="The Plan section is longer than 1,000,000 characters"):
        records.notes.save_working(
            visit_id, [_section(Section.OBJECTIVE, "Cold."), _section(Section.PLAN, "x" * 10_000_000)]
        )
    with pytest.raises(TextTooLong, match="Plan"):
        records.notes.add_version(visit_id, "provider", Note({Section.PLAN: "x" * 1_000_001}), [], MORNING)
    with pytest.raises(TextTooLong, match="transcript"):
        records.transcripts.save(visit_id, Transcript(), "x" * 10_000_000)
    assert records.notes.working(visit_id).note.texts == {Section.PLAN: "Rest.", Section.OBJECTIVE: "Warm."}
    records.notes.save_working(visit_id, [_section(Section.PLAN, "x" * NOTE_SECTION_CHARS)])
    assert len(records.notes.working(visit_id).note[Section.PLAN]) == NOTE_SECTION_CHARS


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")), max_size=200))
def test_every_visible_character_is_stored(records: Records, visit_id: int, text: str) -> None:
    """What a person can see is read back, in Unicode's composed form."""
    records.notes.save_working(visit_id, [_section(Section.PLAN, text)])
    assert records.notes.working(visit_id).sections[Section.PLAN].text == unicodedata.normalize("NFC", text)


def test_settings_hold_any_json_value(records: Records) -> None:
    """Each value reads back as it was set, the last one wins, and a missing one is the default."""
    for value in (
        None,
        True,
        3,
        2.5,
        "tökên \ud800",
        ["a", None],
        {"base_url": "http://127.0.0.1:1", "models": ["m"]},
    ):
        records.settings.set("endpoint", value)
        assert records.settings.get("endpoint") == value
    assert records.settings.get("nothing") is None
    assert records.settings.get("nothing", 7) == 7


def _section(
    section: Section, text: str, *, edited: bool = False, origin: str = "provider"
) -> WorkingSection:
    return WorkingSection(section, text, edited, origin)
