"""A patient's page: trends, what is carried forward, and the summary, each of which opens its visits."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.domain.note import Section
from desktop.domain.summary import Purpose
from desktop.domain.user import NewUser, Role
from desktop.ui.exporting import Exporting
from desktop.ui.past_note_dialog import PastNoteDialog
from desktop.ui.patient_page import PatientPage
from desktop.ui.referral_dialog import ReferralDialog
from desktop.ui.send_dialog import SendChoice
from desktop.workflow.export_note import ExportFormat
from desktop.workflow.keep_summary import SummaryFormat, kept_summaries
from desktop.workflow.session import enter
from tests.gui.conftest import named
from tests.servers.clinic_patients import add_diabetes_patient, add_visit
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import streaming

DESK_PASSWORD = "other unrelated garden words"
ANSWER = "Active problems:\n- Type 2 diabetes, A1c 7.9 % [2026-01-15]\n- A1c was 5.5 % [2026-06-11]\n"


class Doctor:
    """What a provider does with a patient's page."""

    def __init__(self, person) -> None:
        self.person, self.qtbot, self.workspace = person, person.qtbot, person.workspace
        self.records = person.workspace.session.records
        self.patient, self.visits = add_diabetes_patient(self.records)

    @property
    def view(self):
        return self.workspace.patients

    @property
    def page(self) -> PatientPage:
        return self.view.page

    @property
    def statements(self) -> list[str]:
        return [row.accessibleName() for row in self.page.summary.view.rows]

    def opens(self, patient=None) -> None:
        wanted = patient or self.patient
        self.workspace.open_patient(wanted.id)
        self.qtbot.waitUntil(
            lambda: (
                self.view is not None
                and self.page.name.text() == wanted.name
                and self.view._summary is not None
                and self.page.summary.view._making is None
            )
        )

    def waits_for(self, focus: str = "", purpose: Purpose = Purpose.PRE_VISIT) -> None:
        self.qtbot.waitUntil(
            lambda: (
                self.view._summary is not None
                and (self.view._summary.focus, self.view._summary.purpose) == (focus, purpose)
                and self.page.summary.view._making is None
            )
        )

    def sees(self, visit_id: int) -> None:
        self.qtbot.waitUntil(lambda: self.person.page.visit_id == visit_id)


@pytest.fixture
def doctor(person) -> Doctor:
    return Doctor(person)


def test_the_page_shows_who_the_visits_and_what_they_say_together(doctor):
    """Six visits, measured values with their dates, the medicines, the allergy, and statements of all visits."""
    doctor.opens()
    page = doctor.page
    assert "MRN 00418" in page.facts.text()
    assert [row.key.visit_id for row in page.visits.rows] == list(reversed(doctor.visits))
    charts = {card.chart.accessibleName(): card.chart for card in page.trends.cards}
    assert "138/86 mmHg, 15 Jan 2026" in charts["BP over 6 visits"].accessibleDescription()
    assert "6.8 %, 2 Sep 2026" in charts["A1c over 3 visits"].accessibleDescription()
    single = next(card for card in page.trends.cards if card.chart.accessibleName() == "Pain over 1 visits")
    assert single.chart.isHidden()
    shown = [row.accessibleName() for card in (page.medications, page.allergies) for row in card._made]
    assert any(words.startswith("Metformin 1000 mg") for words in shown)
    assert any(words.startswith("Penicillin") for words in shown)
    assert page.summary.title.text() == "Summary of 6 visits"
    assert any("A1c 7.9 % (15 Jan 2026)" in words for words in doctor.statements)


def test_a_chip_opens_its_visit_by_keyboard(doctor):
    """Every chip has the focus policy and the name of its day; Space on it opens that visit."""
    doctor.opens()
    row = next(
        row for row in doctor.page.summary.view.rows if row.accessibleName().startswith("Hypertension")
    )
    chip = row.buttons[0]
    assert (
        chip.accessibleName() == "Open the visit of 15 January 2026" or "15 Jan 2026" in chip.accessibleName()
    )
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(chip, Qt.Key.Key_Space)
    doctor.sees(doctor.visits[0])


def test_a_point_of_a_chart_is_read_and_opened_by_the_arrow_keys(doctor):
    """Left walks back in time and says value and day; Enter opens the visit of that value."""
    doctor.opens()
    card = next(card for card in doctor.page.trends.cards if card.chart.accessibleName().startswith("A1c"))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
        QTest.keyClick(card.chart, key)
    assert card.below.text() == "7.2 %, 11 Jun 2026"
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    doctor.sees(doctor.visits[3])


def test_the_name_in_a_visits_header_opens_the_patient(doctor):
    """From the visit to the patient and back; what was typed meanwhile is stored."""
    doctor.workspace.open_visit(doctor.visits[2])
    doctor.sees(doctor.visits[2])
    doctor.person.pane(Section.PLAN).editor.insertPlainText("Chest film in a week. ")
    doctor.person.page.header.name.click()
    doctor.qtbot.waitUntil(lambda: doctor.view is not None and doctor.view._summary is not None)
    assert doctor.view.patient_id == doctor.patient.id
    assert "Chest film in a week." in doctor.records.notes.working(doctor.visits[2]).note[Section.PLAN]


def test_search_this_patient_finds_nobody_elses_visits(doctor):
    """The same words stand in another patient's notes."""
    add_diabetes_patient(doctor.records, "Fictional B", "00999")
    doctor.opens()
    doctor.page.search.setText("lisinopril")
    doctor.qtbot.waitUntil(lambda: len(doctor.page.visits.rows) == 3)
    assert {row.key.visit_id for row in doctor.page.visits.rows} <= set(doctor.visits)
    for row in doctor.page.visits.rows:
        excerpt = row.paragraphs[-1]
        assert [excerpt.text[start:end].lower() for start, end in excerpt.spans] == ["lisinopril"]
    doctor.page.search.setText("no such word at all")
    doctor.qtbot.waitUntil(lambda: not doctor.page.nothing.isHidden())
    doctor.page.search.clear()
    doctor.qtbot.waitUntil(lambda: len(doctor.page.visits.rows) == 6)


def test_focus_and_purpose_change_the_summary(doctor):
    """A focus keeps what belongs to it; a purpose has its own blocks."""
    doctor.opens()
    doctor.page.summary.focus.setText("diabetes")
    doctor.waits_for("diabetes")
    assert doctor.statements
    assert not any("back pain" in words for words in doctor.statements)
    card = doctor.page.summary
    card.purpose.setCurrentIndex(card.purpose.findData(Purpose.TIMELINE))
    doctor.waits_for("diabetes", Purpose.TIMELINE)


def test_chosen_visits_limit_the_summary(doctor):
    """Only what the ticked visits say is in it, and the title says how many they are."""
    doctor.opens()
    doctor.view._chosen = frozenset(doctor.visits[-1:])
    before = doctor.view._summary
    doctor.view._summarize()
    doctor.qtbot.waitUntil(lambda: doctor.view._summary is not before)
    doctor.qtbot.waitUntil(lambda: doctor.page.summary.view._making is None)
    assert doctor.page.summary.title.text() == "Summary of 1 visit"
    assert doctor.page.summary.visits.text() == "1 of 6 visits"
    assert not any("diabetes" in words.lower() for words in doctor.statements)


def test_a_summary_is_kept_listed_and_opened_again(doctor):
    """After Save it is in the list; chosen there it is as it was, though a visit was added since."""
    doctor.opens()
    card = doctor.page.summary
    card.focus.setText("hypertension")
    doctor.waits_for("hypertension")
    kept = doctor.statements
    card.save.click()
    doctor.qtbot.waitUntil(lambda: card.kept.count() == 2)
    add_visit(
        doctor.records, doctor.patient, "2026-11-21", "", "BP 120/70 mmHg.", "Hypertension, controlled.", ""
    )
    doctor.view.refresh()
    doctor.qtbot.waitUntil(lambda: len(doctor.page.visits.rows) == 7)
    card.focus.clear()
    doctor.waits_for("")
    assert doctor.statements != kept
    card.kept.setCurrentIndex(1)
    card.kept.activated.emit(1)
    doctor.waits_for("hypertension")
    assert doctor.statements == kept
    assert card.state.text().startswith("Kept ")
    assert not card.save.isEnabled()
    assert len(kept_summaries(doctor.records, doctor.patient.id)) == 1


def test_copy_and_export_give_the_whole_summary(doctor, tmp_path):
    """The clipboard has the text, the JSON file the statements with their visits."""
    doctor.opens()
    doctor.page.summary.copy.click()
    doctor.qtbot.waitUntil(lambda: "Active problems" in QGuiApplication.clipboard().text())
    path = tmp_path / "summary.json"
    doctor.view.output.export_to(path, SummaryFormat.JSON)
    doctor.qtbot.waitUntil(path.exists)
    doctor.qtbot.waitUntil(lambda: "not encrypted" in doctor.page.summary.banner.words)
    blocks = json.loads(path.read_text(encoding="utf-8"))["blocks"]
    assert blocks[0]["statements"][0]["visit_ids"]


def test_a_referral_letter_holds_the_summary_on_screen(doctor, monkeypatch, tmp_path):
    """Whom it is to is asked; the file has the recipient, the patient and the statements that were read."""
    doctor.opens()
    monkeypatch.setattr(
        ReferralDialog,
        "exec",
        lambda dialog: (dialog.to.setPlainText("Sample Clinic\n\nSample Street"), 1)[1],
    )
    monkeypatch.setattr(ReferralDialog, "kind", ExportFormat.TEXT)
    monkeypatch.setattr(Exporting, "_agrees", lambda _: True)
    monkeypatch.setattr(Exporting, "_chosen_folder", lambda _: tmp_path)
    with doctor.qtbot.waitSignal(doctor.view.output.exporting.said):
        doctor.page.summary.letter.click()
    (letter,) = tmp_path.glob("*.txt")
    text = letter.read_text(encoding="utf-8")
    assert "Sample Clinic" in text
    assert "00418" in text
    assert "7.9" in text


def test_switching_patients_never_mixes_them(doctor):
    """Answers about the patient before are dropped, whenever they arrive."""
    other, visits = add_diabetes_patient(doctor.records, "Fictional B", "00999")
    doctor.opens()
    before = doctor.view._file
    doctor.page.summary.focus.setText("diabetes")
    doctor.page.search.setText("metformin")
    doctor.view.refresh()
    doctor.opens(other)
    doctor.qtbot.waitUntil(lambda: doctor.view._lane.is_idle and len(doctor.page.visits.rows) == 6)
    assert before is not doctor.view._file
    assert {row.key.visit_id for row in doctor.page.visits.rows} == set(visits)
    shown = {
        int(each) for block in doctor.view._summary.blocks for s in block.statements for each in s.visit_ids
    }
    assert shown == set(visits)
    assert (doctor.page.search.text(), doctor.page.summary.focus.text()) == ("", "")
    assert "00999" in doctor.page.facts.text()


def test_an_endpoint_is_asked_about_streams_and_is_checked(doctor, monkeypatch):
    """Nothing leaves before the answer; what arrives is shown as incomplete; doubts are marked in words."""
    asked = []

    def answer(choice):
        def ask(_parent, preview, _words):
            asked.append(preview)
            return choice

        monkeypatch.setattr("desktop.ui.patient_view.ask_to_send", ask)

    states = []
    with OpenAIServer(streaming(ANSWER)) as server:
        doctor.person.uses_endpoint(server)
        doctor.opens()
        card = doctor.page.summary
        shows = card.show_incomplete
        monkeypatch.setattr(card, "show_incomplete", lambda *a: (shows(*a), states.append(card.state.text())))
        answer(SendChoice.CANCEL)
        card.write.click()
        doctor.qtbot.waitUntil(lambda: len(asked) == 1)
        assert server.chats == []
        answer(SendChoice.SEND_ALWAYS)
        card.write.click()
        doctor.qtbot.waitUntil(
            lambda: (
                doctor.view._summary is not None
                and doctor.view._summary.origin.startswith("endpoint")
                and card.view._making is None
            ),
            timeout=15_000,
        )
        assert len(server.chats) == 1
    assert all("not checked yet" in words for words in states)
    assert "Incomplete" not in card.state.text()
    doctor.page.window().resize(1280, 800)
    inside = doctor.page._scroll.widget()
    assert (
        inside.minimumSizeHint().width() <= 1280 - 76 - 300 - 20
    )  # nothing is cut off beside the rail and the visits
    good, bad = doctor.statements
    assert "Not supported" not in good
    assert "Not supported: “5.5" in bad
    assert any(engine.endswith(", summaries") for engine in doctor.workspace.session.settings.agreed_to_send)
    card.save.click()
    doctor.qtbot.waitUntil(lambda: card.kept.count() == 2)
    assert doctor.statements == [good, bad]


def test_a_cut_answer_is_no_summary(doctor, monkeypatch):
    """What arrived is dropped, one sentence says so, and the summary of this device stands again."""
    monkeypatch.setattr("desktop.ui.patient_view.ask_to_send", lambda *_: SendChoice.SEND)
    with OpenAIServer("cut_midway") as server:
        doctor.person.uses_endpoint(server)
        doctor.opens()
        doctor.page.summary.write.click()
        doctor.qtbot.waitUntil(lambda: "cut twice" in doctor.page.summary.banner.words, timeout=15_000)
    doctor.waits_for()
    assert doctor.view._summary.origin == "offline"


def test_leaving_the_patient_stops_an_endpoint_that_hangs(doctor, monkeypatch):
    """The other patient's page is not held up, and nothing of the first arrives there."""
    monkeypatch.setattr("desktop.ui.patient_view.ask_to_send", lambda *_: SendChoice.SEND)
    other, _ = add_diabetes_patient(doctor.records, "Fictional B", "00999")
    with OpenAIServer("hang_midway") as server:
        doctor.person.uses_endpoint(server)
        doctor.opens()
        doctor.page.summary.write.click()
        doctor.qtbot.waitUntil(lambda: "Incomplete" in doctor.page.summary.state.text())
        doctor.opens(other)
        doctor.qtbot.waitUntil(lambda: doctor.view._network_lane.is_idle)
        assert doctor.view._summary.origin == "offline"
        assert not doctor.page.summary.stop.isVisible()


def test_a_past_note_is_imported_as_a_draft_of_this_patient(doctor, tmp_path):
    """The day comes from the text, the sections from its headings."""
    doctor.opens()
    path = tmp_path / "note.txt"
    path.write_text("Date of service: 2025-05-06\nSubjective: Cough.\nPlan: Rest.\n")
    dialog = PastNoteDialog(doctor.page, doctor.view._lane, doctor.workspace.session, doctor.patient, path)
    doctor.qtbot.addWidget(dialog)
    dialog.show()
    doctor.qtbot.waitUntil(lambda: dialog._preview is not None)
    assert "Rest." in dialog.text.toPlainText()
    dialog.day.setText("2025-05-06")
    named(dialog, QPushButton, "Import as a draft").click()
    doctor.qtbot.waitUntil(lambda: dialog.visit is not None)
    assert dialog.visit.patient_id == doctor.patient.id
    assert dialog.visit.started_at.date().isoformat() == "2025-05-06"


def test_a_long_file_never_holds_up_the_window(doctor):
    """A summary with hundreds of statements is made a few at a time."""
    for number in range(60):
        add_visit(
            doctor.records,
            doctor.patient,
            f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            f"Visit {number}.",
            f"BP 1{number % 50:02}/80 mmHg. Pulse {60 + number % 30}.",
            "Hypertension. Migraine. Asthma.",
            "Continue lisinopril 20 mg daily.",
        )
    doctor.opens()
    card = doctor.page.summary
    card.purpose.setCurrentIndex(card.purpose.findData(Purpose.TIMELINE))
    doctor.waits_for("", Purpose.TIMELINE)
    assert len(doctor.page.visits.rows) == 66
    busiest = max(doctor.page.summary.view.rows, key=lambda row: len(row.buttons))
    assert len(busiest.buttons) <= 7


def test_the_front_desk_never_gets_the_page(doctor, open_application, home):
    """Without the right to read notes there is no page, and a sentence says where the signed notes are."""
    doctor.records.users.add(
        NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK})), DESK_PASSWORD
    )
    window = open_application().window
    window.open_workspace(enter(home, "desk", DESK_PASSWORD))
    workspace = window.workspace
    workspace.open_patient(doctor.patient.id)
    assert workspace.patients is None
    assert workspace.findChildren(PatientPage) == []
