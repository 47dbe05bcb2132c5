"""Lists of visits a page at a time, patients that may be one, and merging that can be taken back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter, RecordKind
from desktop.domain.context import Sex
from desktop.domain.errors import InputError, UnknownChoice
from desktop.domain.history import VisitFilter
from desktop.domain.note import Note, Section
from desktop.domain.patient import BirthDateConcern, Patient, birth_date_concern
from desktop.domain.user import Role
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.records import duplicates
from desktop.records.duplicates import likely_duplicates
from desktop.records.records import Records
from desktop.workflow.find_duplicates import (
    keep_apart,
    merge_patients,
    merges_into,
    unmerge,
)
from desktop.workflow.find_duplicates import (
    likely_duplicates as stored_duplicates,
)
from desktop.workflow.find_patient import the_patient
from desktop.workflow.history import count_visits, list_visits, search_visits
from desktop.workflow.visits import keep_draft, keep_typed, keep_version, open_visit
from tests.servers.clinic import add_user, make_records, open_records

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BORN = date(1984, 2, 29)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Empty records, open for a provider who is an administrator too."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


def visit_of(records: Records, patient_id: int | None, started_at: datetime = NOON) -> int:
    """A new visit's id."""
    visit = records.visits.create(patient_id, started_at)
    assert visit.id is not None
    return visit.id


def patient_of(records: Records, *facts: object) -> int:
    """A new patient's id. facts: family name, given name, birth date, sex, MRN, as far as they matter."""
    stored = records.patients.add(Patient(None, *facts)).id  # type: ignore[arg-type] # a short way to write tests
    assert stored is not None
    return stored


def ids(records: Records, only: VisitFilter | None = None) -> list[int | None]:
    """The ids of the visits listed."""
    return [line.visit.id for line in list_visits(records, only).lines]


def test_visits_are_listed_by_when_they_began(records: Records) -> None:
    """Not by when they were stored: a past visit that is imported today stands where it belongs."""
    today, old, newest = (visit_of(records, None, NOON + timedelta(days=days)) for days in (0, -400, 1))
    assert ids(records) == [newest, today, old]


def test_pages_show_each_visit_once(records: Records) -> None:
    """Also those that began at the same moment, and when a visit is added between two pages."""
    stored = [visit_of(records, None, NOON + timedelta(hours=number // 3)) for number in range(10)]
    seen: list[int | None] = []
    page = list_visits(records, limit=4)
    while True:
        seen += [line.visit.id for line in page.lines]
        if page.next_key is None:
            break
        visit_of(records, None, NOON + timedelta(days=1))
        page = list_visits(records, after=page.next_key, limit=4)
    assert seen == stored[::-1]


def test_a_visit_belongs_to_the_day_on_which_it_began_there(records: Records) -> None:
    """By the clock on the wall: over midnight, and far from UTC on both sides."""
    late = visit_of(records, None, datetime(2026, 3, 1, 23, 50, tzinfo=timezone(timedelta(hours=-10))))
    early = visit_of(records, None, datetime(2026, 3, 1, 0, 10, tzinfo=timezone(timedelta(hours=13))))
    day = date(2026, 3, 1)
    assert ids(records, VisitFilter(first_day=day, last_day=day)) == [late, early]
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert ids(records, VisitFilter(first_day=other, last_day=other)) == []
    assert ids(records, VisitFilter(first_day=date.min, last_day=date.max)) == [late, early]


def test_visits_are_filtered_and_counted(records: Records) -> None:
    """By patient and by state; the count is that of the list."""
    ada, ben = patient_of(records, "Ada"), patient_of(records, "Ben")
    first, second, third = (visit_of(records, each) for each in (ada, ben, ada))
    records.visits.update(third, status=VisitStatus.DRAFT)
    for only, expected in (
        (VisitFilter(patient_id=ada), [third, first]),
        (VisitFilter(statuses=frozenset({VisitStatus.DRAFT})), [third]),
        (VisitFilter(patient_id=ben, statuses=frozenset({VisitStatus.DRAFT})), []),
        (VisitFilter(), [third, second, first]),
    ):
        assert ids(records, only) == expected
        assert count_visits(records, only) == len(expected)


def test_the_title_is_how_the_assessment_begins(records: Records) -> None:
    """Or the next section that has words."""
    visit_id = visit_of(records, None)
    records.notes.save_working(visit_id, [WorkingSection(Section.SUBJECTIVE, "Knee pain.")])
    assert list_visits(records).lines[0].title == "Knee pain."
    records.notes.save_working(visit_id, [WorkingSection(Section.ASSESSMENT, "Gonarthrosis,\nright")])
    assert list_visits(records).lines[0].title == "Gonarthrosis, right"


def pair_reasons(*patients: Patient) -> list[str]:
    """Why pairs of these patients may be one person."""
    return [pair.reason for pair in likely_duplicates(patients)]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (("Sample", "Ada", None, "M-7"), ("Other", "Eve", None, "m7"), None),
        (("Sample", "Ada", None, "M-7"), ("Other", "Eve", None, "m-7"), duplicates.SAME_MRN),
        (
            ("Núñez", "José", BORN),
            (unicodedata.normalize("NFD", "NÚÑEZ"), "Jose", BORN),
            duplicates.SAME_NAME_AND_BIRTH,
        ),
        (("Sample", "Ada", BORN), ("Ada", "Sample", BORN), duplicates.NAMES_EXCHANGED),
        (("Sample", "Ada", BORN), ("Smaple", "Ada", BORN), duplicates.SIMILAR_NAME),
        (("Sample", "Katherine", BORN), ("Sample", "Catherine", BORN), duplicates.SIMILAR_NAME),
        (
            ("Sample", "Ada", date(1984, 3, 4)),
            ("Sample", "Ada", date(1984, 4, 3)),
            duplicates.DAY_AND_MONTH_EXCHANGED,
        ),
        (("Sample", "Ada", BORN), ("Sample", "Ada", None), duplicates.NO_BIRTH_DATE),
        (("Sample", "Ada", BORN), ("Sample", "Ada", date(1985, 1, 1)), None),
        (("Sample", "Ada", BORN), ("Sample", "Eve", BORN), None),
        (("Li", "An", BORN), ("Lu", "Ai", BORN), None),
        (("Sample", "Ada", None), ("Smaple", "Ada", None), None),
    ],
)
def test_who_may_be_one_person(
    first: tuple[object, ...], second: tuple[object, ...], reason: str | None
) -> None:
    """The same number; the same name and birth date however they are written; a slip of the keyboard; and who not."""

    def patient(number: int, facts: tuple[object, ...]) -> Patient:
        family, given, born, mrn = (*facts, "")[:4]
        return Patient(number, family, given, born, mrn=mrn)  # type: ignore[arg-type] # a short way to write tests

    assert pair_reasons(patient(1, first), patient(2, second)) == ([reason] if reason else [])


def test_patients_without_facts_are_no_duplicates() -> None:
    """Empty names, numbers and birth dates say nothing."""
    assert pair_reasons(Patient(1), Patient(2), Patient(3, "Solo"), Patient(4, "Solo")) == []


def test_a_pair_that_a_person_kept_apart_is_not_proposed_again(records: Records) -> None:
    """In whichever order it is named."""
    first, second = patient_of(records, "Sample", "Ada", BORN), patient_of(records, "Sample", "Ada", BORN)
    assert [(pair.first.id, pair.second.id) for pair in stored_duplicates(records)] == [(first, second)]
    keep_apart(records, second, first)
    assert stored_duplicates(records) == []


def test_merging_moves_the_visits_and_hides_the_patient(records: Records) -> None:
    """Visits keep their ids; nothing is deleted; the hidden patient gets no visits and is not proposed."""
    kept, other = patient_of(records, "Sample", "Ada", BORN), patient_of(records, "Sample", "Ada", BORN)
    mine, moved = visit_of(records, kept), visit_of(records, other)
    records.notes.save_working(moved, [WorkingSection(Section.PLAN, "Colchicine")])
    merge = merge_patients(records, kept, other)
    assert merge.visit_ids == (moved,)
    assert ids(records, VisitFilter(patient_id=kept)) == [moved, mine]
    assert [each.id for each in records.patients.search("sample")] == [kept]
    assert [
        hit.line.visit.id for hit in search_visits(records, "colch", VisitFilter(patient_id=kept)).hits
    ] == [moved]
    assert records.patients.get(other).family_name == "Sample"
    assert stored_duplicates(records) == []
    with pytest.raises(UnknownChoice):
        records.visits.create(other, NOON)
    with pytest.raises(UnknownChoice):
        merge_patients(records, other, kept)


def test_a_merge_can_be_taken_back(records: Records) -> None:
    """The visits that moved are the other patient's again, and no other visit is."""
    kept, other = patient_of(records, "Sample", "Ada", BORN), patient_of(records, "Sample", "Ada", BORN)
    third = patient_of(records, "Third")
    mine, moved, given_away = visit_of(records, kept), visit_of(records, other), visit_of(records, other)
    merge = merge_patients(records, kept, other)
    later = visit_of(records, kept)
    records.visits.assign_patient(given_away, third)
    assert merges_into(records, kept) == [merge]
    undone = unmerge(records, merge.id)
    assert undone.undone_at is not None
    assert ids(records, VisitFilter(patient_id=kept)) == [later, mine]
    assert ids(records, VisitFilter(patient_id=other)) == [moved]
    assert ids(records, VisitFilter(patient_id=third)) == [given_away]
    assert merges_into(records, kept) == []
    assert len(records.patients.search("sample")) == 2
    with pytest.raises(UnknownChoice, match="undone already"):
        unmerge(records, merge.id)


def test_merges_are_taken_back_in_the_order_that_fits(records: Records) -> None:
    """Not the earlier one while the later one hides the patient that it was merged into."""
    first, second, third = (patient_of(records, "Sample", "Ada", BORN) for _ in range(3))
    visit = visit_of(records, first)
    early = merge_patients(records, second, first)
    late = merge_patients(records, third, second)
    with pytest.raises(UnknownChoice, match="later merge first"):
        unmerge(records, early.id)
    unmerge(records, late.id)
    unmerge(records, early.id)
    assert records.visits.get(visit).patient_id == first


def test_merges_are_in_the_audit(records: Records) -> None:
    """Who did it to which patient, done and taken back; no name."""
    kept, other = patient_of(records, "Sample", "Ada", BORN), patient_of(records, "Sample", "Ada", BORN)
    unmerge(records, merge_patients(records, kept, other).id)
    rows = records.audit.entries(AuditFilter(record_kind=RecordKind.PATIENT, record_id=kept)).entries
    assert {Action.MERGED, Action.MERGE_UNDONE} <= {row.action for row in rows}
    assert all("ample" not in str(row.facts) + row.reason for row in rows)


def test_the_front_desk_merges_and_an_unsigned_visit_stays_hidden_from_it(
    records: Records, tmp_path: Path
) -> None:
    """Demographics are its work; what it may see of visits does not grow by it."""
    kept, other = patient_of(records, "Sample", "Ada", BORN), patient_of(records, "Sample", "Ada", BORN)
    visit = visit_of(records, other)
    with open_records(tmp_path, add_user(tmp_path, "desk", Role.FRONT_DESK)) as of_desk:
        assert len(stored_duplicates(of_desk)) == 1
        merge = merge_patients(of_desk, kept, other)
        assert list_visits(of_desk, VisitFilter(patient_id=kept)).lines == ()
        unmerge(of_desk, merge.id)
    assert records.visits.get(visit).patient_id == other


def test_what_is_stored_goes_to_the_visit_that_asked(records: Records) -> None:
    """Two visits written in turn, as when a person changes over while a draft is on its way, keep their own words."""
    ada, ben = visit_of(records, patient_of(records, "Ada")), visit_of(records, patient_of(records, "Ben"))
    open_visit(records, ada)
    keep_typed(records, ada, "Patient: my knee hurts", [WorkingSection(Section.PLAN, "Rest the knee.")])
    open_visit(records, ben)
    draft = Note({Section.ASSESSMENT: "Gonarthrosis."})
    keep_draft(records, ada, draft, origin="offline", sections=(Section.ASSESSMENT,), typed_over=frozenset())
    assert open_visit(records, ben).note.note.is_empty
    assert open_visit(records, ben).transcript_text == ""
    assert dict(open_visit(records, ada).note.note.texts) == {
        Section.ASSESSMENT: "Gonarthrosis.",
        Section.PLAN: "Rest the knee.",
    }


def test_a_visit_begins_when_it_was_started_not_when_it_was_saved(records: Records) -> None:
    """Saving, drafting and versions leave the start as it is."""
    visit = visit_of(records, None, NOON)
    keep_typed(records, visit, "Patient: my knee hurts", [WorkingSection(Section.PLAN, "Rest.")])
    keep_version(records, visit)
    assert records.visits.get(visit).started_at == NOON


def test_a_merge_needs_two_stored_patients(records: Records) -> None:
    """Neither the same one twice nor one that is not there."""
    patient = patient_of(records, "Sample")
    for other in (patient, 404):
        with pytest.raises(UnknownChoice):
            merge_patients(records, patient, other)


def test_a_patient_named_in_words_is_never_guessed(records: Records) -> None:
    """A whole number before one that only begins so; a name only when one patient has it."""
    first = patient_of(records, "Sample", "Ada", None, Sex.UNKNOWN, "7")
    patient_of(records, "Sample", "Ben", None, Sex.UNKNOWN, "70")
    assert the_patient(records, "7").id == first
    assert the_patient(records, "ada").id == first
    for text in ("sample", "nobody", "", '"'):
        with pytest.raises(UnknownChoice):
            the_patient(records, text)


def test_which_birth_dates_need_another_look() -> None:
    """A leap day is a day like any; tomorrow is refused; over 130 years is asked about."""
    today = date(2026, 11, 20)
    assert birth_date_concern(BORN, today) is None
    assert birth_date_concern(today, today) is None
    assert birth_date_concern(date(2026, 11, 21), today) is BirthDateConcern.IN_THE_FUTURE
    assert birth_date_concern(date(1896, 1, 1), today) is None
    assert birth_date_concern(date(1895, 1, 1), today) is BirthDateConcern.VERY_OLD


def test_nobody_is_stored_who_is_not_born_yet(records: Records) -> None:
    """Refused with a sentence, added or corrected; what was stored stays."""
    patient = records.patients.add(Patient(None, "Sample", "Ada", BORN))
    unborn = replace(patient, birth_date=datetime.now().astimezone().date() + timedelta(days=1))
    for attempt in (
        lambda: records.patients.add(replace(unborn, id=None)),
        lambda: records.patients.update(unborn),
    ):
        with pytest.raises(InputError, match="in the future"):
            attempt()
    assert records.patients.search() == [patient]
