"""The worklist: signed notes by day, provider, state and words; by keyboard alone; and all that the front desk sees."""

from __future__ import annotations

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTextEdit, QToolButton

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import NotPermitted
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.domain.working_note import WorkingSection
from desktop.domain.worklist import WorklistStatus
from desktop.ui.exporting import Exporting
from desktop.workflow.documents import draft_document
from desktop.workflow.export_note import ExportFormat
from desktop.workflow.session import enter
from desktop.workflow.visits import now
from tests.gui.conftest import PASSWORD

DESK_PASSWORD = "other unrelated garden words"
SECRET = "Sentineldraft"


def add_visit(session, family_name: str, plan: str, *, signed: bool = True, days_ago: int = 0) -> int:
    """A visit with a note; signed by the session's user."""
    records = session.records
    patient = records.patients.add(Patient(None, family_name, "Fictional", mrn=f"M-{family_name}"))
    visit = records.visits.create(patient.id, now() - timedelta(days=days_ago))
    records.notes.save_working(visit.id, [WorkingSection(Section.PLAN, plan)])
    if signed:
        document = draft_document(session, records.visits.get(visit.id))
        records.signed_notes.sign(document, written={Section.PLAN: plan})
    return visit.id


@pytest.fixture
def clinic(home, new_records):
    """A home with three signed notes, one of them a week old, a draft, and a front-desk user."""
    shutil.copytree(new_records, home)
    session = enter(home, "owner", PASSWORD)
    session.records.users.add(
        NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK})), DESK_PASSWORD
    )
    ids = SimpleNamespace(
        first=add_visit(session, "Adams", "Colchicine 0.6 mg."),
        second=add_visit(session, "Baker", "Ibuprofen 600 mg."),
        old=add_visit(session, "Clark", "Rest.", days_ago=5),
        draft=add_visit(session, "Davis", f"{SECRET} 5 mg.", signed=False),
    )
    session.close()
    return ids


class Desk:
    """Somebody in front of the worklist."""

    def __init__(self, qtbot, workspace) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        workspace.go_to(workspace.out.worklist_place)
        self.page = workspace.out.worklist
        self.table = self.page.table
        self.is_listed()

    def is_listed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._is_listing, timeout=15_000)

    def names(self) -> list[str]:
        self.is_listed()
        return [line.patient_name.partition(",")[0] for line in self.table.lines.rows]

    def has_copied(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in QGuiApplication.clipboard().text(), timeout=15_000)


@pytest.fixture
def desk(qtbot, home, clinic, open_application) -> Desk:
    window = open_application().window
    window.open_workspace(enter(home, "desk", DESK_PASSWORD))
    return Desk(qtbot, window.workspace)


def test_todays_signed_notes_and_no_draft(desk, clinic):
    """The newest first; other days, words of the note, and states narrow or widen the list."""
    assert desk.names() == ["Baker", "Adams"]
    filters = desk.page.filters
    filters.days.setCurrentText("Last 7 days")
    assert desk.names() == ["Baker", "Adams", "Clark"]
    filters.search.setText("colchicine")
    desk.page.refresh()
    assert desk.names() == ["Adams"]
    filters.search.setText("M-Clark")
    desk.page.refresh()
    assert desk.names() == ["Clark"]
    filters.search.setText(SECRET)
    desk.page.refresh()
    assert desk.names() == []
    filters.search.clear()
    filters.status.setCurrentText("Filed")
    assert desk.names() == []
    filters.status.setCurrentIndex(0)
    filters.provider.setCurrentText("Sample Owner")
    assert len(desk.names()) == 3


def test_find_copy_next_takes_fewer_than_five_keys(desk, qtbot):
    """Besides the name itself: Enter, Ctrl+C, and Down for the next one."""
    pressed = []

    def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        pressed.append(key)
        qtbot.keyClick(desk.page.window().focusWidget(), key, modifiers)

    desk.table.setFocus()
    qtbot.keyClicks(desk.table, "a")
    qtbot.keyClicks(desk.page.window().focusWidget(), "dams")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    desk.has_copied("Colchicine 0.6 mg.")
    assert desk.page.filters.search.text() == "adams"
    assert "Adams" in desk.page.side.done.text()
    desk.page.filters.search.clear()
    desk.is_listed()
    desk.page.refresh()
    desk.is_listed()
    press(Qt.Key.Key_Up)
    assert desk.table.current_line.patient_name.startswith("Baker")
    assert len(pressed) < 5


def test_a_copy_never_takes_the_line_that_is_about_to_go(desk, qtbot):
    """Ctrl+C pressed before the search has answered copies what was searched for, not what was shown before."""
    QGuiApplication.clipboard().clear()
    assert desk.table.current_line.patient_name.startswith("Baker")
    desk.page.filters.search.setText("adams")
    qtbot.keyClick(desk.page.filters.search, Qt.Key.Key_Return)
    desk.page.copy()
    desk.has_copied("Colchicine 0.6 mg.")
    assert "Ibuprofen" not in QGuiApplication.clipboard().text()


def test_the_real_document_stands_beside_the_line(desk, qtbot):
    """The pages of the chosen note are shown, with what was exported, when and by whom."""
    qtbot.waitUntil(lambda: desk.page.side.preview.page_count == 1, timeout=15_000)
    assert desk.page.side.left.text() == "Not exported yet."
    desk.page.copy()
    desk.has_copied("Ibuprofen 600 mg.")
    qtbot.waitUntil(lambda: "Copied · Sample Desk" in desk.page.side.left.text(), timeout=15_000)
    assert desk.table.current_line.status is WorklistStatus.EXPORTED


def test_several_are_marked_as_filed_and_not_again(desk, qtbot, clinic):
    """The mark is taken back with the same button; the records hold both."""
    desk.table.selectAll()
    desk.page.side.filed.click()
    qtbot.waitUntil(
        lambda: {line.status for line in desk.table.lines.rows} == {WorklistStatus.FILED}, timeout=15_000
    )
    qtbot.waitUntil(lambda: desk.page.side.filed.text().startswith("Not filed"), timeout=15_000)
    desk.page.side.filed.click()
    qtbot.waitUntil(
        lambda: WorklistStatus.SIGNED in {line.status for line in desk.table.lines.rows}, timeout=15_000
    )


def test_several_are_exported_into_one_folder(desk, qtbot, tmp_path, monkeypatch):
    """Each selected note becomes a file of its own, named without the patient; the list says that it left."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(Exporting, "_agrees", lambda _: True)
    monkeypatch.setattr(Exporting, "_chosen_folder", lambda _: folder)
    desk.table.selectAll()
    desk.page.side.export_asked.emit(ExportFormat.TEXT)
    qtbot.waitUntil(
        lambda: {line.status for line in desk.table.lines.rows} == {WorklistStatus.EXPORTED}, timeout=15_000
    )
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert not any(name in file.name for file in files for name in ("Adams", "Baker"))
    assert {"Colchicine 0.6 mg." in file.read_text() for file in files} == {True, False}
    assert "Saved 2 notes" in desk.page.side.done.text()


def test_the_front_desk_sees_its_pages_and_no_hint_of_others(desk):
    """No visit page, no history, no new visit, no draft's words anywhere on the screen."""
    workspace = desk.workspace
    shown = [button.text() for button in workspace.rail.findChildren(QToolButton) if not button.isHidden()]
    assert "Visit" not in shown
    assert "History" not in shown
    assert {"Worklist", "Settings"} <= set(shown)
    words = " ".join(each.text() for each in desk.page.findChildren(QPushButton)).lower()
    assert "draft" not in words
    assert not any(SECRET in each.toPlainText() for each in workspace.findChildren(QTextEdit))


def test_the_front_desk_reaches_no_draft_by_any_action_of_the_window(desk, clinic, home, qtbot):
    """Shortcuts, ids, new visits and exports are refused in the records, and the audit says so."""
    workspace = desk.workspace
    for page in (workspace.visit, workspace.history):
        workspace.go_to(page)
        assert workspace.pages.currentWidget() is workspace.out.worklist_place
    workspace.start_visit()
    assert workspace.visit.visit_id is None
    for attempt in (
        lambda: workspace.open_visit(clinic.draft),
        lambda: desk.page.exporting.copy_note(clinic.draft),
        lambda: desk.page.exporting.copy_next_section(clinic.draft),
        lambda: desk.page.exporting.send(clinic.draft),
    ):
        desk.page.banner.clear()
        attempt()
        qtbot.waitUntil(lambda: desk.page.banner.words != "", timeout=15_000)
    assert workspace.visit.visit_id is None
    assert SECRET not in QGuiApplication.clipboard().text()
    records = workspace.session.records
    for read in (records.notes.working, records.transcripts.load, records.visits.get, records.notes.versions):
        with pytest.raises(NotPermitted):
            read(clinic.draft)
    with pytest.raises(NotPermitted):
        records.recordings.of_visit(clinic.draft)
    user_id = records.access.user_id
    workspace.close_everything()
    owner = enter(home, "owner", PASSWORD)
    denied = owner.records.audit.entries(AuditFilter(user_id=user_id, action=Action.DENIED)).entries
    owner.close()
    assert denied


def test_the_front_desks_settings_are_its_own(desk):
    """Appearance is theirs; who writes notes, the clinic's paper and the FHIR server are not shown."""
    desk.workspace.go_to(desk.workspace._settings_place)
    settings = desk.workspace.settings
    for card in (settings.writer, settings.speech, settings.recording, settings.clinic, settings.fhir):
        assert card.isHidden()
    assert not settings.appearance.isHidden()


def test_a_provider_sees_the_worklist_too_and_opens_the_visit(qtbot, home, clinic, open_application):
    """Enter on a line opens the visit, read-only as it is signed."""
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    provider = Desk(qtbot, window.workspace)
    assert "Davis" not in provider.names()
    provider.page.open_current()
    qtbot.waitUntil(lambda: provider.workspace.visit.visit_id == clinic.second, timeout=15_000)
    assert provider.workspace.visit.is_signed


def test_the_chosen_line_stays_chosen_while_the_keys_are_held(desk):
    """Ctrl is still down when the list comes anew after a copy; the next key must find the same line chosen."""
    held = Qt.KeyboardModifier
    shown = desk.table.window().windowHandle()
    desk.qtbot.keyPress(shown, Qt.Key.Key_Shift, held.ControlModifier | held.ShiftModifier)
    for _ in range(2):
        desk.page.refresh()
        desk.is_listed()
    desk.qtbot.keyRelease(shown, Qt.Key.Key_Shift)
    assert [line.visit_id for line in desk.table.chosen_lines] == [desk.table.current_line.visit_id]
