"""Signing in the window: what is asked before, what it looks like afterwards, and what nobody can do any more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.note import Section
from desktop.ui.difference_view import DifferenceView
from desktop.ui.sign_dialog import SignDialog
from desktop.ui.visit_page import SIGNED_REASON
from desktop.workflow import visits
from desktop.workflow.sign import ReadyToSign
from tests.gui.conftest import PASSWORD

DICTATED = (
    "Low back pain for three weeks. Pain is six out of ten. Exam shows lumbar paraspinal tenderness L3-L5. "
    "Mechanical low back pain. Plan is ibuprofen 600 mg three times daily with food."
)


class Signer:
    """A provider with a drafted visit, at the buttons that sign."""

    def __init__(self, person, qtbot) -> None:
        self.person = person
        self.qtbot = qtbot
        self.page = person.page
        self.signing = person.workspace.out.signing
        self.records = person.workspace.session.records
        self.visit_id = person.starts_visit(DICTATED)
        person.drafts()
        person.is_stored()

    def opens_dialog(self) -> SignDialog:
        self.page.header.sign.click()
        self.qtbot.waitUntil(lambda: self.signing.dialog is not None, timeout=15_000)
        return self.signing.dialog

    def signs(self) -> None:
        dialog = self.opens_dialog()
        dialog.password.password.setText(PASSWORD)
        self.qtbot.keyClick(dialog.password.password, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.page.is_signed and self.signing.note is not None, timeout=15_000)

    @property
    def signatures(self) -> int:
        return len(self.records.audit.entries(AuditFilter(action=Action.SIGNED)).entries)


@pytest.fixture
def signer(person, qtbot) -> Signer:
    return Signer(person, qtbot)


def texts_of(widget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_the_pages_are_read_before_signing(signer):
    """The dialog shows the pages of the document, who would sign, the codes and what is left to decide."""
    dialog = signer.opens_dialog()
    assert dialog.preview.page_count >= 1
    words = texts_of(dialog)
    assert "Sample Owner" in words
    assert "Nothing is left to decide." in words
    assert "No codes were accepted." in words
    assert not dialog.password.act.isEnabled()
    dialog.reject()
    assert not signer.page.is_signed


def test_a_signed_note_is_read_only_and_says_who_signed(signer):
    """Sections and transcript are closed; drafting, regenerating, recording and a file are refused with the reason."""
    signer.signs()
    page = signer.page
    assert "Signed by Sample Owner" in page.header.signed.text()
    assert all(pane.editor.isReadOnly() for pane in page.note.panes.values())
    assert page.transcript.editor.isReadOnly()
    for hidden in (page.header.sign, page.header.draft, page.header.specialty):
        assert hidden.isHidden()
    for shown in (page.header.addendum, page.header.amend, page.header.export):
        assert not shown.isHidden()
    assert page.header.cosign.isHidden(), "nobody co-signs their own note"
    for attempt in (
        signer.person.workspace.drafting.draft,
        signer.person.workspace.recording.record,
        lambda: page.open_file(signer.person.workspace.session.home / "any.txt"),
    ):
        page.banner.clear()
        attempt()
        assert page.banner.words == SIGNED_REASON
    assert not signer.person.workspace.drafts.are_running
    assert not page.recorder.record.isEnabled()
    assert not page.recorder.importing.isEnabled()


def test_codes_and_summary_stand_still_with_the_note(signer, qtbot):
    """Once signed, nothing is offered beside the note that could not be stored any more."""
    panel = signer.person.workspace.review
    signer.signs()
    qtbot.waitUntil(lambda: panel.codes.search.isHidden() and panel.patient.write.isHidden())
    assert panel.patient.editor.isReadOnly()


def test_a_summary_edited_right_before_signing_is_in_what_is_signed(signer, qtbot):
    """Words for the patient that were typed a moment ago are not lost to the lock that signing puts on them."""
    tab = signer.person.workspace.review.patient
    tab.write.click()
    qtbot.waitUntil(lambda: bool(tab.editor.toPlainText()))
    tab.editor.setPlainText(tab.editor.toPlainText() + "\nBring your walking shoes.")
    assert tab.is_edit_pending
    signer.signs()
    assert "Bring your walking shoes." in signer.signing.note.document.patient_summary


def test_it_stays_signed_when_it_is_opened_again(signer, qtbot):
    """The next opening shows the signed note, and leaving it stores nothing and fails at nothing."""
    signer.signs()
    signer.person.reopens(signer.visit_id)
    qtbot.waitUntil(lambda: signer.signing.note is not None)
    assert signer.page.is_signed
    assert "6/10" in signer.person.pane(Section.SUBJECTIVE).text
    signer.person.starts_visit("")
    assert signer.page.banner.words == ""
    assert not signer.page.header.sign.isHidden()
    assert not signer.person.pane(Section.PLAN).editor.isReadOnly()


def test_double_clicks_and_held_keys_sign_once(signer, qtbot):
    """Five presses of the button and five of Enter leave one signature."""
    for _ in range(5):
        signer.page.header.sign.click()
    qtbot.waitUntil(lambda: signer.signing.dialog is not None, timeout=15_000)
    assert (
        len(
            [
                each
                for each in QApplication.topLevelWidgets()
                if isinstance(each, SignDialog) and each.isVisible()
            ]
        )
        == 1
    )
    dialog = signer.signing.dialog
    dialog.password.password.setText(PASSWORD)
    for _ in range(5):
        qtbot.keyClick(dialog.password.password, Qt.Key.Key_Return)
        dialog.password.act.click()
    qtbot.waitUntil(lambda: signer.page.is_signed, timeout=15_000)
    qtbot.waitUntil(lambda: signer.person.workspace._lane.is_idle, timeout=15_000)
    assert signer.signatures == 1
    assert len(signer.records.signed_notes.history(signer.visit_id)) == 1


def test_a_wrong_password_signs_nothing_and_says_so(signer, qtbot):
    """The sentence is shown, the field is empty again, and the right password then signs."""
    dialog = signer.opens_dialog()
    dialog.password.password.setText("not this one at all")
    dialog.password.act.click()
    qtbot.waitUntil(lambda: not dialog.password.problem.isHidden(), timeout=15_000)
    assert "password" in dialog.password.problem.text().lower()
    assert dialog.password.password.text() == ""
    assert signer.signatures == 0
    dialog.password.password.setText(PASSWORD)
    dialog.password.act.click()
    qtbot.waitUntil(lambda: signer.page.is_signed, timeout=15_000)


def test_open_findings_stop_signing_and_lead_to_the_checks(person, qtbot):
    """A dose that nobody said has to be decided first; the button opens Checks."""
    signer = Signer(person, qtbot)
    editor = person.pane(Section.PLAN).editor
    editor.setPlainText("Warfarin 800 mg once daily.")
    person.is_stored()
    dialog = signer.opens_dialog()
    assert "must be decided before this note is signed" in texts_of(dialog)
    dialog.password.password.setText(PASSWORD)
    assert not dialog.password.act.isEnabled()
    with qtbot.waitSignal(signer.signing.checks_wanted):
        dialog.checks.click()
    assert not signer.page.is_signed


def test_a_wrong_clock_is_confirmed_before_signing(signer, qtbot):
    """Without the tick the button stays closed."""
    dialog = signer.opens_dialog()
    ready = ReadyToSign(dialog.ready.document, 0, "The clock of this computer is wrong.")
    dialog.reject()
    made = SignDialog(signer.page, ready, (), signer.person.workspace.session.user)
    qtbot.addWidget(made)
    made.password.password.setText(PASSWORD)
    assert not made.password.act.isEnabled()
    made.confirm_clock.setChecked(True)
    assert made.password.act.isEnabled()


def test_an_addendum_stands_below_with_name_and_time(signer, qtbot):
    """It is shown on the page at once, and what was signed is as it was."""
    signer.signs()
    before = signer.signing.note.content_hash
    signer.page.header.addendum.click()
    dialog = signer.signing.dialog
    assert not dialog.add.isEnabled()
    dialog.text.setPlainText("Patient called (fictional): better.")
    dialog.add.click()
    qtbot.waitUntil(lambda: bool(signer.signing.note.document.addenda))
    shown = signer.page.note._addenda
    assert not shown.isHidden()
    assert "Sample Owner" in texts_of(shown)
    assert "Patient called (fictional): better." in texts_of(shown)
    assert signer.signing.note.content_hash == before


def test_an_unfinished_addendum_or_amendment_stands_there_again(signer, qtbot):
    """What was typed into a dialog that the lock closed is not typed twice; once it was added it is gone."""
    signer.signs()
    page = signer.page.header
    page.addendum.click()
    signer.signing.dialog.text.setPlainText("Patient called (fictional).")
    signer.signing.dialog.reject()
    page.addendum.click()
    assert signer.signing.dialog.text.toPlainText() == "Patient called (fictional)."
    signer.signing.dialog.add.click()
    qtbot.waitUntil(lambda: bool(signer.signing.note.document.addenda))
    page.addendum.click()
    assert not signer.signing.dialog.text.toPlainText()
    signer.signing.dialog.reject()
    page.amend.click()
    signer.signing.dialog.editors[Section.PLAN].setPlainText("Rest, and paracetamol.")
    signer.signing.dialog.reject()
    page.amend.click()
    assert signer.signing.dialog.editors[Section.PLAN].toPlainText() == "Rest, and paracetamol."


def test_an_amendment_shows_its_difference_line_by_line_and_needs_a_reason(signer, qtbot):
    """The old line is marked as gone and the new one as come; the first text is kept under Versions."""
    signer.signs()
    before = signer.signing.note.document.sections[Section.PLAN]
    signer.page.header.amend.click()
    dialog = signer.signing.dialog
    dialog.editors[Section.PLAN].setPlainText("Rest, and paracetamol.")
    dialog._compare()
    shown = dialog.difference.toPlainText()
    assert f"− {before.splitlines()[0]}" in shown
    assert "+ Rest, and paracetamol." in shown
    dialog.password.password.setText(PASSWORD)
    assert not dialog.password.act.isEnabled(), "a reason is missing"
    dialog.reason.setText("Ordered otherwise")
    dialog.password.act.click()
    qtbot.waitUntil(lambda: signer.signing.note.reason == "Ordered otherwise", timeout=15_000)
    assert signer.person.pane(Section.PLAN).text == "Rest, and paracetamol."
    assert signer.person.pane(Section.PLAN).editor.isReadOnly()
    first, second = signer.records.signed_notes.history(signer.visit_id)
    assert first.document.sections[Section.PLAN] == before
    assert second.amends == first.id
    assert second.document.heading == "Visit note, amended"
    assert signer.page.header.signed.text().startswith("Amended and signed by ")


def test_versions_are_compared(person, qtbot, monkeypatch):
    """Two versions side by side: only what is different is shown, with its marks."""
    from desktop.ui import visit_signing

    shown = []
    monkeypatch.setattr(visit_signing.VersionsDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    person.starts_visit(DICTATED)
    person.drafts()
    person.pane(Section.PLAN).editor.setPlainText("Rest.")
    person.is_stored()
    person.workspace.visit.leave(person.page.header.versions_asked.emit)
    qtbot.waitUntil(lambda: bool(shown), timeout=15_000)
    (dialog,) = shown
    assert dialog.other.count() == 3
    dialog.other.setCurrentIndex(2)
    words = dialog.text.toPlainText()
    assert "+ Rest." in words
    assert "Subjective" not in words
    assert isinstance(dialog.text, DifferenceView)


def test_signing_waits_for_what_writes_into_the_visit(signer):
    """While a recording runs, Sign says what to wait for."""
    signer.signing._why_not_now = lambda: "A recording is running. Wait for it or stop it, then sign."
    signer.page.header.sign.click()
    assert "A recording is running" in signer.page.banner.words
    assert signer.signing.dialog is None


def test_nothing_signed_is_written_by_another_road(signer):
    """A change that reaches the page nevertheless is not queued to be stored."""
    signer.signs()
    opened = visits.open_visit(signer.records, signer.visit_id)
    assert opened.visit.status.value == "signed"
    signer.page.note.text_changed.emit()
    assert not signer.page.autosave.is_dirty
