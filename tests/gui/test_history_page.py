"""The history: lists by day, provider and state, and search while somebody types."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.domain.history import VisitFilter
from desktop.domain.imports import DateOrder
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.ui.duplicates_dialog import DuplicatesDialog, MergesDialog
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.visit_rows import PatientKey, VisitKey
from desktop.workflow.find import Found
from desktop.workflow.find_duplicates import merge_patients
from desktop.workflow.history import count_visits
from tests.gui.conftest import named
from tests.servers.clinic_patients import add_diabetes_patient


@pytest.fixture
def clinic(person):
    """Two fictional patients with six visits each, and the history on screen."""
    records = person.workspace.session.records
    person.first, person.first_visits = add_diabetes_patient(records)
    person.second, person.second_visits = add_diabetes_patient(records, "Fictional B", "00999")
    person.history = person.workspace.history
    person.workspace.go_to(person.history)
    person.qtbot.waitUntil(lambda: len(person.history.table.lines) == 12)
    return person


def found_keys(clinic) -> list:
    return [row.key for row in clinic.history.found.rows]


def types(clinic, words: str) -> None:
    clinic.history.search.setText(words)
    clinic.qtbot.waitUntil(lambda: clinic.history._found_for == words)


def test_words_of_a_note_are_found_and_marked_where_they_stand(clinic):
    """Each hit names patient, day and section; the marked characters are what was typed."""
    types(clinic, "ibuprofen")
    rows = clinic.history.found.rows
    assert found_keys(clinic) == [VisitKey(clinic.second_visits[5]), VisitKey(clinic.first_visits[5])]
    for row in rows:
        who, facts, excerpt = row.paragraphs
        assert who.text.startswith("Sample, Fictional")
        assert "20 Nov 2026" in facts.text
        assert excerpt.text.startswith("Plan: ")
        assert [excerpt.text[start:end].lower() for start, end in excerpt.spans] == ["ibuprofen"]


def test_a_name_and_a_number_find_the_patient_first(clinic):
    """The patient stands above their visits, for the keyboard to open."""
    for words in ("Fictional B", "00999"):
        types(clinic, words)
        assert found_keys(clinic)[0] == PatientKey(clinic.second.id)
        assert VisitKey(clinic.first_visits[0]) not in found_keys(clinic)


def test_enter_opens_the_visit_and_the_patient_by_keyboard_alone(clinic):
    """Down goes into the list, Enter opens what is marked; Enter in the field opens the first."""
    types(clinic, "bronchitis chest")
    assert found_keys(clinic)
    clinic.history.search.setFocus()
    QTest.keyClick(clinic.history.search, Qt.Key.Key_Down)
    assert clinic.history.found.hasFocus() or clinic.history.window().focusWidget() is clinic.history.found
    wanted = clinic.history.found.current_key.visit_id
    QTest.keyClick(clinic.history.found, Qt.Key.Key_Return)
    clinic.qtbot.waitUntil(lambda: clinic.page.visit_id == wanted)
    clinic.workspace.go_to(clinic.history)
    types(clinic, "00418")
    QTest.keyClick(clinic.history.search, Qt.Key.Key_Return)
    clinic.qtbot.waitUntil(
        lambda: (
            clinic.workspace.patients is not None
            and clinic.workspace.pages.currentWidget() is clinic.workspace.patients.page
        )
    )
    assert clinic.workspace.patients.patient_id == clinic.first.id


def test_a_late_answer_of_an_earlier_search_changes_nothing(clinic):
    """What is on screen belongs to what stands in the field."""
    types(clinic, "ibuprofen")
    before = clinic.history.found.rows
    clinic.history.show_found("ibu", Found((), ()), date(2026, 11, 20))
    assert clinic.history.found.rows == before


def test_typing_fast_ends_with_the_last_words(clinic):
    """Many letters in one burst are never answered by an earlier state of the field."""
    for end in range(1, len("metformin") + 1):
        clinic.history.search.setText("metformin"[:end])
        clinic.history.refresh()
    clinic.qtbot.waitUntil(lambda: clinic.history._found_for == "metformin")
    assert len(clinic.history.found.rows) == 8


def test_what_a_note_says_is_never_markup(clinic):
    """A note with tags is shown with its tags."""
    records = clinic.workspace.session.records
    records.notes.save_working(
        clinic.first_visits[0], [WorkingSection(Section.PLAN, "<b>zebra</b> & <img src=x>")]
    )
    types(clinic, "zebra")
    (row,) = clinic.history.found.rows
    assert "<b>zebra</b> & <img src=x>" in row.paragraphs[2].text
    (span,) = row.paragraphs[2].spans
    assert row.paragraphs[2].text[slice(*span)] == "zebra"


def test_filters_by_day_and_state_narrow_the_list_and_the_search(clinic):
    """One day, one state; the words are looked for among those visits."""
    records = clinic.workspace.session.records
    records.visits.update(clinic.first_visits[0], status=VisitStatus.WAITING)
    filters = clinic.history.filters
    filters.statuses.setCurrentIndex(filters.statuses.findData(VisitStatus.WAITING))
    clinic.qtbot.waitUntil(lambda: len(clinic.history.table.lines) == 1)
    types(clinic, "metformin")
    assert found_keys(clinic) == [VisitKey(clinic.first_visits[0])]
    clinic.history.search.clear()
    filters.statuses.setCurrentIndex(0)
    filters.days.setCurrentIndex(filters.days.count() - 1)
    filters.day.setDate(date(2026, 6, 11))
    clinic.qtbot.waitUntil(lambda: len(clinic.history.table.lines) == 2)
    assert {line.visit.started_at.date() for line in clinic.history.table.lines} == {date(2026, 6, 11)}


def test_providers_are_offered_and_narrow_the_list(clinic):
    """A provider without visits has an empty list, in words."""
    session = clinic.workspace.session
    added = session.records.users.add(
        NewUser("other", "Sample Other", roles=frozenset({Role.PROVIDER})), "five unrelated garden words"
    )
    clinic.history.filters.show_providers(session.records.users.all())
    filters = clinic.history.filters
    filters.providers.setCurrentIndex(filters.providers.findData(added.id))
    clinic.qtbot.waitUntil(lambda: clinic.history._nothing.text() == "No visit fits these filters.")
    assert clinic.history.chosen_filter(date(2026, 1, 1)) == VisitFilter(provider_id=added.id)


def test_a_pair_is_merged_and_the_merge_is_undone(clinic):
    """Nothing is merged before a person says so; the undo gives each patient their visits back."""
    session, lane = clinic.workspace.session, clinic.workspace._finding.lane
    twin = session.records.patients.add(
        Patient(None, "Sample", "Fictional A", clinic.first.birth_date, clinic.first.sex, "")
    )
    dialog = DuplicatesDialog(clinic.history, lane, session, clinic.workspace._theme)
    clinic.qtbot.addWidget(dialog)
    dialog.show()
    clinic.qtbot.waitUntil(lambda: dialog.sides[0].count.text() != "" and dialog.apart.isVisible())
    pair = dialog._pair
    assert {pair.first.id, pair.second.id} == {clinic.first.id, twin.id}
    number = 0 if pair.first.id == twin.id else 1
    dialog.sides[number].keep.click()
    clinic.qtbot.waitUntil(dialog.undo.isVisible)
    assert count_visits(session.records, VisitFilter(patient_id=twin.id)) == 6
    named(dialog, QPushButton, "Undo the merge").click()
    clinic.qtbot.waitUntil(lambda: "undone" in dialog.said.text())
    assert count_visits(session.records, VisitFilter(patient_id=clinic.first.id)) == 6
    clinic.qtbot.waitUntil(dialog.apart.isVisible)
    clinic.qtbot.waitUntil(lambda: dialog._pair is not None)
    shown = len(dialog.list.rows)
    dialog.apart.click()
    clinic.qtbot.waitUntil(lambda: len(dialog.list.rows) == shown - 1)
    dialog.close()
    clinic.qtbot.waitUntil(lambda: lane.is_idle)


def test_merged_records_are_listed_at_the_patient_who_was_kept(clinic):
    """The undo is there later too."""
    session, lane = clinic.workspace.session, clinic.workspace._finding.lane
    merge_patients(session.records, clinic.first.id, clinic.second.id)
    dialog = MergesDialog(clinic.history, lane, session, clinic.workspace._theme, clinic.first.id)
    clinic.qtbot.addWidget(dialog)
    dialog.show()
    clinic.qtbot.waitUntil(lambda: len(dialog.list.rows) == 1)
    dialog.undo.click()
    clinic.qtbot.waitUntil(lambda: dialog.was_changed)
    assert count_visits(session.records, VisitFilter(patient_id=clinic.second.id)) == 6
    clinic.qtbot.waitUntil(lambda: lane.is_idle)


def test_an_import_is_shown_row_by_row_and_taken_whole_or_not_at_all(clinic, tmp_path):
    """Refused rows stop it until a person leaves them out; the same file again asks."""
    session, lane = clinic.workspace.session, clinic.workspace._finding.lane
    path = tmp_path / "patients.csv"
    path.write_text(
        "Family name,Given name,Birth date,MRN\nSample,Fictional C,1990-05-06,00777\n"
        "Sample,Fictional A,1984-03-02,00418\nSample,Fictional D,2090-01-01,00778\n"
    )
    dialog = ImportDialog(clinic.history, lane, session, path)
    clinic.qtbot.addWidget(dialog)
    dialog.show()
    clinic.qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 3)
    model = dialog.table.model()
    fates = [model.index(row, 5).data() for row in range(3)]
    assert fates == ["New patient", "Known patient", "Cannot be taken"]
    assert "future" in model.index(2, 6).data()
    assert not dialog.use.isEnabled()
    dialog.leave_out.setChecked(True)
    dialog.use.click()
    clinic.qtbot.waitUntil(lambda: dialog.imported is not None)
    assert (dialog.imported.patients, dialog.imported.left_out) == (1, 1)
    again = ImportDialog(clinic.history, lane, session, path)
    clinic.qtbot.addWidget(again)
    again.show()
    clinic.qtbot.waitUntil(again.again.isVisible)
    again.leave_out.setChecked(True)
    assert not again.use.isEnabled()
    again.again.setChecked(True)
    assert again.use.isEnabled()
    again.reject()


def test_dates_that_can_be_read_in_two_ways_are_asked_about(clinic, tmp_path):
    """Nothing can be imported until a person says what comes first."""
    session, lane = clinic.workspace.session, clinic.workspace._finding.lane
    path = tmp_path / "patients.csv"
    path.write_text("Family name,Given name,Birth date,MRN\nSample,Fictional E,03/04/1990,00779\n")
    dialog = ImportDialog(clinic.history, lane, session, path)
    clinic.qtbot.addWidget(dialog)
    dialog.show()
    clinic.qtbot.waitUntil(dialog.order.isVisible)
    assert not dialog.use.isEnabled()
    dialog.order.setCurrentIndex(dialog.order.findData(DateOrder.DAY_FIRST))
    clinic.qtbot.waitUntil(dialog.use.isEnabled)
    assert dialog.table.model().index(0, 2).data() == "1990-04-03"
    dialog.reject()


def test_the_keyboard_is_in_the_search_after_signing_in(person):
    """Enter or Space right after the sign-in must not press Lock."""
    assert person.workspace.focusWidget() is person.workspace.history.search
