"""Takes the pictures in the README from the running window, at each run, so that they cannot go stale."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.coding import AcceptedCode, CodeSystem, VisitCodes
from desktop.domain.context import Sex
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.working_note import WorkingSection
from desktop.records import times
from desktop.ui.theme import Appearance
from desktop.workflow import visits
from desktop.workflow.documents import draft_document
from desktop.workflow.samples import SAMPLE_VISITS
from tests.servers.clinic_patients import add_diabetes_patient
from tests.servers.openai_server import OpenAIServer

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "pictures"
MOMENT = datetime(2026, 3, 2, 15, 42, 7, tzinfo=UTC).astimezone(timezone(timedelta(hours=-5)))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """A fixed time and no look at this machine's microphones: a picture changes only when the window does."""
    monkeypatch.setattr(visits, "now", lambda: MOMENT)
    monkeypatch.setattr("desktop.ui.visit_recording._LOOK_FOR_MICROPHONES_MS", 3_600_000)


def _take(qtbot, window: QWidget, name: str, width: int, height: int) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.size().toTuple() == (width, height))
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()  # a blinking cursor would make two pictures of one window
    for _ in range(5):  # layouts that follow from layouts
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    picture = window.grab()
    file = PICTURES / f"{name}.png"
    assert picture.save(str(file), "PNG")
    assert struct.unpack(">II", file.read_bytes()[16:24]) == (width, height)


def _open_sample(person, number: int) -> None:
    before = person.page.visit_id
    person.workspace.start_visit(SAMPLE_VISITS[number])
    person.qtbot.waitUntil(lambda: person.page.visit_id not in (None, before))


def _review(person) -> None:
    """Wait until the checks and the codes speak of the note that is on screen."""
    review = person.workspace.review
    person.qtbot.waitUntil(
        lambda: (
            review.checking.is_up_to_date
            and review.coding.suggestions is not None
            and review.coding._lane.is_idle
        ),
        timeout=10_000,
    )


def test_pictures_of_a_drafted_visit(person, qtbot):
    """Light and dark, 1280 by 800 and 1920 by 1080; the list of visits and the settings."""
    window = person.page.window()
    theme = person.workspace._theme
    _open_sample(person, 1)
    person.drafts()
    person.page._assign(Patient(None, "Sample", "Fictional B", date(1961, 7, 19), Sex.FEMALE, "00102"))
    _open_sample(person, 0)
    person.page._assign(Patient(None, "Sample", "Fictional A", date(1984, 3, 2), Sex.MALE, "00418"))
    person.drafts()
    qtbot.waitUntil(lambda: person.page.context.name == "Fictional A Sample")
    assert "6/10" in person.note.texts[Section.SUBJECTIVE]
    _review(person)
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        theme.choose(appearance)
        _take(qtbot, window, f"visit-{appearance}", 1280, 800)
        _take(qtbot, window, f"visit-{appearance}-wide", 1920, 1080)
    theme.choose(Appearance.LIGHT)
    person.workspace.go_to(person.workspace.history)
    qtbot.waitUntil(lambda: person.workspace.history.table.model().rowCount() == 2)
    _take(qtbot, window, "visits", 1280, 800)
    person.workspace.go_to(person.workspace.settings)
    _take(qtbot, window, "settings", 1280, 800)


def test_pictures_of_a_review(person, qtbot):
    """A dose that was not said, with its card, the checks, the codes and the patient's summary; light and dark."""
    window, review = person.page.window(), person.workspace.review
    _open_sample(person, 0)
    person.page._assign(Patient(None, "Sample", "Fictional A", date(1984, 3, 2), Sex.MALE, "00418"))
    qtbot.waitUntil(lambda: person.page.context.name == "Fictional A Sample")
    person.drafts()
    editor = person.pane(Section.PLAN).editor
    start = editor.toPlainText().index("600 mg")
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len("600"), cursor.MoveMode.KeepAnchor)
    cursor.insertText("800")
    person.is_stored()
    review.explaining.write()
    _review(person)
    review.view.go_to(next(each for each in review.checking.result.to_check if each.words == "800 mg"))
    qtbot.waitUntil(lambda: review.explaining.summary is not None and review.explaining._lane.is_idle)
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        person.workspace._theme.choose(appearance)
        review.panel.show_tab(review.codes)
        _take(qtbot, window, f"review-{appearance}", 1440, 900)
    person.workspace._theme.choose(Appearance.LIGHT)
    review.panel.show_tab(review.checks)
    _take(qtbot, window, "review-checks", 1280, 800)
    review.panel.show_tab(review.patient)
    _take(qtbot, window, "review-patient", 1280, 800)


def test_picture_of_a_note_that_is_being_written(person, qtbot):
    """The panes while a note streams in from an endpoint."""
    window = person.page.window()

    def first_half_then_wait(chat):
        chat.begin()
        chat.say(chat.note_json[: chat.note_json.index("without radicular")])
        chat.hang()

    with OpenAIServer(first_half_then_wait) as server:
        _open_sample(person, 0)
        person.uses_endpoint(server)
        # The loopback server's port differs at each run; the picture must not.
        person.page.header.show_engine("Endpoint: 127.0.0.1:11434, test-model", is_local=False)
        person.workspace.drafting.draft()
        qtbot.waitUntil(lambda: bool(person.pane(Section.ASSESSMENT).shown_text), timeout=15_000)
        _take(qtbot, window, "writing", 1280, 800)
        with qtbot.waitSignal(person.workspace.drafts.ended, timeout=5000):
            person.workspace.drafting.stop()


def test_picture_of_the_first_start(qtbot, open_application):
    """Set-up."""
    _take(qtbot, open_application().window, "first-start", 1280, 800)


def test_picture_of_a_patients_page(person, qtbot):
    """Trends, what is carried forward, and a summary whose statements name their visits."""
    workspace = person.workspace
    patient, _ = add_diabetes_patient(workspace._session.records)
    workspace.open_patient(patient.id)
    qtbot.waitUntil(
        lambda: (
            workspace.patients is not None
            and workspace.patients._summary is not None
            and workspace.patients.page.summary.view._making is None
        ),
        timeout=15_000,
    )
    _take(qtbot, workspace.window(), "patient", 1440, 900)


def test_picture_of_the_worklist(person, qtbot, monkeypatch):
    """Signed notes beside the page that leaves."""
    monkeypatch.setattr(times, "now", lambda: MOMENT)
    session, records = person.workspace._session, person.workspace._session.records
    with records._database.transaction() as connection:  # a random number would change the picture
        connection.execute("UPDATE records_identity SET id = ?", ("0" * 32,))
    for number, (name, mrn, assessment, code, wording) in enumerate(
        (
            ("Fictional A", "00418", "Mechanical low back pain.", "M54.50", "Low back pain, unspecified"),
            (
                "Fictional B",
                "00102",
                "Acute otitis media, right.",
                "H66.91",
                "Otitis media, unspecified, right ear",
            ),
            ("Fictional C", "00377", "Hypertension.", "I10", "Essential (primary) hypertension"),
        )
    ):
        patient = records.patients.add(Patient(None, "Sample", name, date(1984, 3, 2), Sex.FEMALE, mrn))
        visit = records.visits.create(patient.id, MOMENT - timedelta(minutes=35 * number))
        texts = {
            Section.SUBJECTIVE: "Fictional visit for a picture of the worklist.",
            Section.ASSESSMENT: assessment,
            Section.PLAN: "Follow-up in 4 weeks.",
        }
        records.notes.save_working(visit.id, [WorkingSection(each, text) for each, text in texts.items()])
        records.codes.save(visit.id, VisitCodes((AcceptedCode(CodeSystem.ICD10CM, code, wording),)))
        document = draft_document(session, records.visits.get(visit.id))
        records.signed_notes.sign(document, written=texts)
    page = person.workspace.out.worklist
    person.workspace.go_to(person.workspace.out.worklist_place)
    page.filters.days.setCurrentText("All days")
    qtbot.waitUntil(lambda: not page._is_listing and len(page.table.lines.rows) == 3, timeout=15_000)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.side.preview.page_count == 1, timeout=15_000)
    _take(qtbot, person.workspace.window(), "worklist", 1280, 800)
