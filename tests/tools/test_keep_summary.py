"""Summaries of a patient's visits: kept as they were, whose visits they are of, and written to files whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter, RecordKind
from desktop.domain.errors import InputError, NotPermitted
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.summary import NotePart, Purpose
from desktop.domain.user import Role
from desktop.domain.working_note import WorkingSection
from desktop.records.database import Database
from desktop.records.home_state import DATABASE_NAME
from desktop.records.records import Records
from desktop.workflow.find import find
from desktop.workflow.find_duplicates import merge_patients, unmerge
from desktop.workflow.find_patient import the_patient
from desktop.workflow.keep_summary import (
    SummaryFormat,
    copied_summary,
    export_summary,
    keep_summary,
    kept_summaries,
)
from desktop.workflow.patient_file import PatientFile, open_patient
from desktop.workflow.settings import EndpointSettings, Settings
from desktop.workflow.summarize import as_object, as_text, summarize
from desktop.workflow.summarize_patient import SummaryWish, preview_wish, write_with_endpoint
from tests.servers.clinic import DATA_KEY, add_user, make_records, open_records, sign_visit
from tests.servers.clinic_patients import add_diabetes_patient, add_visit
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import streaming


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Records with the patient of six visits, patient 1, and another with one visit, patient 2."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        add_diabetes_patient(opened)
        other, _ = add_diabetes_patient(opened, "Fictional B", "00999")
        assert other.id == 2
        yield opened


def file_of(records: Records, patient_id: int = 1) -> PatientFile:
    """A patient's file."""
    return open_patient(records, patient_id)


def test_a_patients_file_reads_only_their_visits(records: Records) -> None:
    """Visits, measures and medicines are of this patient and of nobody else."""
    file = file_of(records)
    ids = {int(each.id) for each in file.notes}
    assert len(ids) == 6
    assert {line.visit.patient_id for line in file.lines} == {1}
    spans = [span for each in (*file.medications, *file.allergies) for span in each.statement.spans]
    assert {int(span.visit_id) for span in spans} <= ids
    assert {series.key for series in file.series} >= {"bp", "a1c", "weight", "pain"}
    assert [each.name.lower() for each in file.allergies] == ["penicillin"]


def test_a_kept_summary_is_what_it_was_when_a_note_changes(records: Records) -> None:
    """Kept and opened again it is equal to the last character; a later change of a visit does not reach it."""
    file = file_of(records)
    summary = summarize(file.notes, focus="diabetes", purpose=Purpose.REFERRAL)
    keep_summary(records, summary, [int(each.id) for each in file.notes])
    records.notes.save_working(1, [WorkingSection(Section.PLAN, "Other words.")])
    add_visit(records, file.patient, "2026-11-21", "New words", "", "", "")
    (kept,) = kept_summaries(records, 1)
    assert kept.summary == summary
    assert kept.made_by == "Sample Owner"
    assert as_text(kept.summary) == as_text(summary)
    assert kept.visit_ids == tuple(sorted(int(each.id) for each in file.notes))


def test_a_kept_summary_cannot_be_changed_in_the_file(records: Records) -> None:
    """A trigger holds it against any statement."""
    summary = summarize(file_of(records).notes)
    kept = keep_summary(records, summary, [1])
    database = Database(records.home / DATABASE_NAME, DATA_KEY)
    try:
        with pytest.raises(Exception, match="cannot be changed"), database.transaction() as connection:
            connection.execute("UPDATE kept_summaries SET content = '{}' WHERE id = ?", (kept.id,))
    finally:
        database.close()
    assert kept_summaries(records, 1)[0].summary == summary


def test_summaries_follow_their_visits_when_patients_are_merged_and_parted(records: Records) -> None:
    """What was made of both patients' visits is nobody's after the merge is undone; the others are whose they were."""
    mine = keep_summary(records, summarize(file_of(records).notes), [1])
    merge = merge_patients(records, 1, 2)
    both = keep_summary(records, summarize(file_of(records).notes), [1, 7])
    assert [each.id for each in kept_summaries(records, 1)] == [both.id, mine.id]
    unmerge(records, merge.id)
    assert [each.id for each in kept_summaries(records, 1)] == [mine.id]
    assert kept_summaries(records, 2) == ()


def test_no_summary_is_kept_of_two_patients_visits(records: Records) -> None:
    """Visits of two patients are refused, and so is no visit at all."""
    summary = summarize(file_of(records).notes)
    for ids in ([1, 7], []):
        with pytest.raises(InputError, match="not one patient's"):
            keep_summary(records, summary, ids)
    assert kept_summaries(records, 1) == ()


def test_words_of_a_deleted_visit_go_with_it(records: Records) -> None:
    """A summary repeats the words of its visits, so it goes with any of them."""
    keep_summary(records, summarize(file_of(records).notes), [1, 2])
    kept = keep_summary(records, summarize(file_of(records).notes), [3])
    database = Database(records.home / DATABASE_NAME, DATA_KEY)
    try:
        with database.transaction() as connection:
            for table in ("note_versions", "working_sections"):
                connection.execute(f"DELETE FROM {table} WHERE visit_id = 1")  # noqa: S608 - a constant
            connection.execute("DELETE FROM visits WHERE id = 1")
    finally:
        database.close()
    assert [each.id for each in kept_summaries(records, 1)] == [kept.id]


def test_files_are_whole_and_say_in_the_audit_that_they_left(records: Records, tmp_path: Path) -> None:
    """Text is what a person reads, JSON has every span; each export and copy is a row of the audit without words."""
    summary = summarize(file_of(records).notes)
    text = export_summary(records, 1, summary, tmp_path / "summary.txt", SummaryFormat.TEXT)
    data = export_summary(records, 1, summary, tmp_path / "summary.json", SummaryFormat.JSON)
    assert text.read_text(encoding="utf-8") == as_text(summary) == copied_summary(records, 1, summary)
    assert json.loads(data.read_text(encoding="utf-8")) == as_object(summary)
    rows = records.audit.entries(AuditFilter(action=Action.EXPORTED)).entries
    assert [row.facts for row in rows] == [
        {"format": "json", "summary": True},
        {"format": "txt", "summary": True},
    ]
    assert len(records.audit.entries(AuditFilter(action=Action.COPIED)).entries) == 1


def test_the_front_desk_gets_no_summary(records: Records) -> None:
    """Not to read, not to make, not to export: drafts are in it."""
    summary = summarize(file_of(records).notes)
    desk = add_user(records.home, "desk", Role.FRONT_DESK)
    with open_records(records.home, desk) as theirs:
        for verb in (
            lambda: open_patient(theirs, 1),
            lambda: keep_summary(theirs, summary, [1]),
            lambda: export_summary(theirs, 1, summary, records.home / "x.txt", SummaryFormat.TEXT),
        ):
            with pytest.raises(NotPermitted):
                verb()
    assert not (records.home / "x.txt").exists()


def test_one_search_finds_names_numbers_and_words(records: Records) -> None:
    """A name gives the patient and the latest visits; a word gives the visits with the place where it stands."""
    by_name = find(records, "Fictional A")
    assert [patient.id for patient in by_name.patients] == [1]
    assert {hit.line.visit.patient_id for hit in by_name.hits} == {1}
    assert [patient.id for patient in find(records, "00999").patients] == [2]
    by_word = find(records, "ibuprofen")
    assert by_word.patients == ()
    assert {hit.excerpts[0].place.value for hit in by_word.hits} == {"plan"}
    for hit in by_word.hits:
        (start, end) = hit.excerpts[0].spans[0]
        assert hit.excerpts[0].text[start:end].lower() == "ibuprofen"
    assert find(records, "  ") == find(records, "")
    assert the_patient(records, "#2").mrn == "00999"


def test_a_signed_note_counts_as_signed_and_amended_with_what_was_added(records: Records) -> None:
    """The newest signed state and its addenda are read; the whole file is one view of the patient in the audit."""
    signed = sign_visit(records, 1)
    amended = replace(
        signed.document, sections={**signed.document.sections, Section.PLAN: "Start metformin 250 mg daily."}
    )
    records.signed_notes.amend(amended, signed.id, "The dose was wrong.")
    records.signed_notes.add_addendum(1, "Also allergic to latex (hives).")
    (first, *_) = file_of(records).notes
    assert first[NotePart.PLAN] == "Start metformin 250 mg daily."
    assert first[NotePart.SUMMARY] == "Also allergic to latex (hives)."
    assert first.provider == "Sample Owner"
    patient_rows = AuditFilter(action=Action.VIEWED, record_kind=RecordKind.PATIENT, record_id=1)
    assert len(records.audit.entries(patient_rows).entries) == 1


ANSWER = "Active problems:\n- {PATIENT-1} has type 2 diabetes, A1c 7.9 % [2026-01-15]\n- A1c was 5.5 % [2026-06-11]\n"


def wish_of(file: PatientFile) -> SummaryWish:
    """All visits of a file, without a focus."""
    assert file.patient.id is not None
    return SummaryWish(file.patient.id, file.notes, "", Purpose.PRE_VISIT, file.known_identifiers)


def test_an_endpoint_elsewhere_gets_tokens_and_the_summary_has_the_words(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What identifies the patient is not in what is sent, comes back as words, and spans count in the real notes."""
    monkeypatch.setattr("desktop.workflow.summarize_patient.leaves_this_computer", lambda _: True)
    patient = the_patient(records, "00418")
    add_visit(
        records, patient, "2026-11-21", "Fictional A Sample, MRN 00418, feels well.", "A1c 6.7 %.", "", ""
    )
    file = file_of(records)
    with OpenAIServer(streaming(ANSWER)) as server:
        endpoint = EndpointSettings(base_url=server.base_url, model="test-model", allow_plain_http=True)
        settings = Settings(engine="endpoint", endpoint=endpoint)
        preview = preview_wish(wish_of(file), settings)
        summary = finish(write_with_endpoint(records, wish_of(file), settings))
        sent = server.chats[0].text
    for text in (sent, preview.text):
        assert "Fictional A" not in text
        assert "00418" not in text
        assert "feels well" in text
    good, bad = summary.blocks[0].statements
    assert "Fictional A Sample" in good.text
    assert "5.5" in bad.doubt
    assert good.visit_ids == ("1",)
    (row,) = records.audit.entries(AuditFilter(action=Action.SENT)).entries
    assert (row.record_id, row.facts["visits"]) == (1, 7)


def test_nothing_is_sent_for_who_may_not(records: Records) -> None:
    """The right is asked for before the first byte leaves."""
    file = file_of(records)
    desk = add_user(records.home, "desk", Role.FRONT_DESK)
    with OpenAIServer("ok") as server, open_records(records.home, desk) as theirs:
        endpoint = EndpointSettings(base_url=server.base_url, model="test-model", allow_plain_http=True)
        with pytest.raises(NotPermitted):
            finish(write_with_endpoint(theirs, wish_of(file), Settings(engine="endpoint", endpoint=endpoint)))
        assert server.chats == []
