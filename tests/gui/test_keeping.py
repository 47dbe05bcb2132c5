"""Nothing typed is lost: not by leaving, closing, a failing disk, or a defect."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.domain.errors import RecordsUnavailable
from desktop.domain.note import Section
from desktop.workflow import visits
from desktop.workflow.session import enter
from tests.gui.conftest import PASSWORD, named

SENTINEL = "Zyxwvut"


def test_text_typed_just_before_another_visit_is_stored_to_the_old_one(person):
    """Switching stores first, and to the visit in which it was typed."""
    first = person.starts_visit()
    person.pane(Section.PLAN).editor.insertPlainText("For the first visit.")
    second = person.starts_visit("")
    records = person.workspace._session.records
    assert visits.open_visit(records, first).note.note[Section.PLAN] == "For the first visit."
    assert visits.open_visit(records, second).note.note.is_empty


def test_when_it_cannot_be_stored_the_page_stays_and_says_so(person, monkeypatch):
    """A full disk keeps the person on the visit, the text on screen, and Save again saves."""
    visit_id = person.starts_visit()
    person.is_stored()

    def _full(*_args):
        raise RecordsUnavailable("The disk is full, so this was not saved. Free some space and try again.")

    monkeypatch.setattr(visits, "keep_typed", _full)
    person.pane(Section.PLAN).editor.insertPlainText("Precious.")
    person.workspace.start_visit()
    person.qtbot.waitUntil(lambda: "disk is full" in person.page.banner.words)
    assert person.page.visit_id == visit_id
    assert person.pane(Section.PLAN).text == "Precious."
    assert person.page.autosave.is_dirty
    monkeypatch.undo()
    named(person.page.banner, QPushButton, "Save again").click()
    person.qtbot.waitUntil(lambda: not person.page.autosave.is_dirty)
    assert (
        visits.open_visit(person.workspace._session.records, visit_id).note.note[Section.PLAN] == "Precious."
    )


def test_closing_the_window_stores_what_was_typed(person, home, qtbot):
    """The window closes by itself once everything is stored, and leaves no thread running."""
    visit_id = person.starts_visit()
    person.pane(Section.PLAN).editor.insertPlainText("Typed last.")
    window = person.page.window()
    with qtbot.waitSignal(window.closed, timeout=10_000):
        window.close()
    session = enter(home, "owner", PASSWORD)
    try:
        assert visits.open_visit(session.records, visit_id).note.note[Section.PLAN] == "Typed last."
    finally:
        session.close()


@pytest.mark.parametrize("place", ["transcript", "plan"])
def test_no_patient_data_outside_the_encrypted_file(person, home, qtbot, place):
    """A name typed anywhere is in no byte of the home folder, and not in the window's title."""
    person.starts_visit(
        f"{SENTINEL} has had back pain for three weeks and takes ibuprofen." if place == "transcript" else ""
    )
    if place == "plan":
        person.pane(Section.PLAN).editor.insertPlainText(f"Call {SENTINEL}.")
    person.is_stored()
    window = person.page.window()
    assert SENTINEL not in window.windowTitle()
    with qtbot.waitSignal(window.closed, timeout=10_000):
        window.close()
    for file in home.rglob("*"):
        if file.is_file():
            assert SENTINEL.encode() not in file.read_bytes()


def test_a_lone_surrogate_and_control_characters_are_stored_as_clean_text(person):
    """What a clipboard may hold does not stop a save."""
    visit_id = person.starts_visit("")
    person.pane(Section.PLAN).editor.insertPlainText("Rest \ud800and\x07 ice.")
    person.is_stored()
    stored = visits.open_visit(person.workspace._session.records, visit_id)
    assert stored.note.note[Section.PLAN].endswith("ice.")


def test_a_patient_is_assigned_to_the_visit_and_shown_in_the_header(person, qtbot):
    """Name, age on the day and number stand beside the visit."""
    from datetime import date

    from desktop.domain.context import Sex
    from desktop.domain.patient import Patient

    visit_id = person.starts_visit()
    person.page._assign(Patient(None, "Example", "Fictional", date(1984, 3, 2), Sex.MALE, "00418"))
    qtbot.waitUntil(lambda: person.page.context.name == "Fictional Example")
    stored = visits.open_visit(person.workspace._session.records, visit_id)
    assert stored.patient is not None
    assert stored.patient.mrn == "00418"
    assert person.page.context.sex is Sex.MALE


def test_a_paste_that_is_too_long_is_refused_and_changes_nothing(person):
    """Ten megabytes do not get into a section, and what stood there still stands."""
    person.starts_visit("")
    pane = person.pane(Section.PLAN)
    pane.editor.insertPlainText("Rest.")
    QGuiApplication.clipboard().setText("x" * 10_000_000)
    pane.editor.paste()
    assert "1,000,000 characters" in person.page.banner.words
    assert pane.text == "Rest."


def test_a_change_that_mends_a_failed_save_is_saved_soon_and_the_message_goes(person):
    """A section that is too long is said; when it is shortened, everything is stored and nothing is said any more."""
    visit_id = person.starts_visit("")
    pane = person.pane(Section.PLAN)
    pane.editor.insertPlainText("Rest. " * 200_000)
    person.page.autosave.flush()
    person.qtbot.waitUntil(lambda: "1,000,000 characters" in person.page.banner.words)
    pane.editor.undo()
    pane.editor.insertPlainText("Ice.")
    person.qtbot.waitUntil(lambda: not person.page.autosave.is_dirty, timeout=4000)
    assert person.page.banner.words == ""
    assert visits.open_visit(person.workspace._session.records, visit_id).note.note[Section.PLAN] == "Ice."
