"""Backups, retention, the audit and restoring, as an administrator meets them; and who does not meet them."""

from __future__ import annotations

import shutil
import time
from datetime import date

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton

from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.retention import RetentionRule, RetentionStart
from desktop.domain.user import NewUser, Role
from desktop.domain.working_note import WorkingSection
from desktop.ui import patient_dialog
from desktop.ui.audit_card import AuditCard
from desktop.ui.backup_card import BackupCard
from desktop.ui.entrance import StoppedPage, UnlockPage
from desktop.ui.patient_dialog import PatientDialog
from desktop.ui.restore_page import RestorePage
from desktop.ui.retention_card import RetentionCard
from desktop.ui.retention_dialog import RetentionDialog
from desktop.workflow.session import enter
from tests.gui.conftest import PASSWORD, named

DESK_PASSWORD = "other unrelated garden words"


@pytest.fixture
def settings(workspace):
    workspace.go_to(workspace.settings)
    return workspace.settings


def card(settings, kind):
    (found,) = settings.findChildren(kind)
    return found


def backed_up(qtbot, workspace) -> BackupCard:
    """Press Back up now, and wait until the list shows it."""
    backups = card(workspace.settings, BackupCard)
    backups.now.click()
    qtbot.waitUntil(lambda: backups.table.rowCount() == 1, timeout=20_000)
    return backups


def test_a_backup_is_made_shown_and_checked(qtbot, workspace, settings, home) -> None:
    """One press each; the sentence says what was found."""
    backups = backed_up(qtbot, workspace)
    assert backups.last.text().startswith("Last backup:")
    assert str(home / "backups") in backups.where.text()
    backups.check.click()
    qtbot.waitUntil(lambda: "as they were written" in backups.result.text(), timeout=20_000)


def test_a_second_folder_that_is_gone_is_said_above_the_page(qtbot, workspace, settings, tmp_path) -> None:
    """The sentence stays until it is closed; the backup in the home was made all the same."""
    backups = card(settings, BackupCard)
    (tmp_path / "stick").mkdir()
    backups._store_second(str(tmp_path / "stick"))
    assert str(tmp_path / "stick") in backups.where.text()
    shutil.rmtree(tmp_path / "stick")
    backups.now.click()
    qtbot.waitUntil(lambda: "it is not there" in workspace.announcements.news.words, timeout=20_000)
    qtbot.waitUntil(lambda: backups.table.rowCount() == 1)


def test_the_rules_of_retention_are_stored_and_listed_before_anything_goes(
    qtbot, workspace, settings
) -> None:
    """A week for recordings to begin with; what is set holds; the list says what is due, without deleting."""
    retention = card(settings, RetentionCard)
    audio, transcripts, drafts = retention.rules.values()
    qtbot.waitUntil(audio.deletes.isChecked)
    assert (audio.days.value(), transcripts.deletes.isChecked()) == (7, False)
    assert (audio.days.maximum(), not drafts.days.isEnabled()) == (365, True)
    drafts.deletes.click()
    drafts.days.setValue(0)
    drafts.start.setCurrentIndex(drafts.start.findData(RetentionStart.VISIT))
    retention.save.click()
    records = workspace.session.records
    qtbot.waitUntil(
        lambda: records.retention.rules()[2] == RetentionRule(drafts.kind, 0, RetentionStart.VISIT)
    )
    workspace.start_visit()
    qtbot.waitUntil(lambda: workspace.visit.visit_id is not None)
    visit_id = workspace.visit.visit_id

    records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, "Sentinelword")])
    dialog = RetentionDialog(settings, workspace.session, workspace.care)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    shown = [dialog.table.item(0, column).text() for column in range(5)]
    assert shown[1:] == [
        "Drafts and earlier versions",
        f"{records.visits.get(visit_id).started_at:%d %b %Y}, number {visit_id}",
        "no patient",
        "0 days after the visit",
    ]
    assert dialog.go.isEnabled()
    assert records.notes.working(visit_id).note[Section.PLAN] == "Sentinelword"
    dialog.accept()


def test_a_patient_is_put_on_legal_hold_and_let_go(qtbot, workspace, settings) -> None:
    """By name; without a reason, or with a name that fits nobody, a sentence and no hold."""
    records = workspace.session.records
    patient = records.patients.add(Patient(family_name="Sample"))
    form = card(settings, RetentionCard).holds
    form.patient.setText("Nobody")
    form.hold.click()
    qtbot.waitUntil(lambda: form.result.text() != "")
    form.patient.setText("Sample")
    form.hold.click()
    qtbot.waitUntil(lambda: "why" in form.result.text())
    assert records.retention.hold(patient.id) is None
    form.reason.setText("letter of the court")
    form.hold.click()
    qtbot.waitUntil(lambda: "is on legal hold" in form.result.text())
    assert records.retention.hold(patient.id).reason == "letter of the court"
    form.end.click()
    qtbot.waitUntil(lambda: "has ended" in form.result.text())
    assert records.retention.hold(patient.id) is None


def test_the_audit_is_read_only_when_asked_and_checked(qtbot, workspace, settings) -> None:
    """Nothing is listed before Show; each row has who, what and when; the check says that all is whole."""
    audit = card(settings, AuditCard)
    assert audit.table.isHidden()
    audit.show_rows.click()
    qtbot.waitUntil(lambda: audit.table.rowCount() > 0)
    assert {"owner"} == {audit.table.item(row, 1).text() for row in range(audit.table.rowCount())}
    audit.action.setCurrentText("user added")
    audit.by_day.click()
    audit.show_rows.click()
    qtbot.waitUntil(lambda: audit.table.rowCount() == 1)
    assert audit.table.item(0, 2).text() == "user added"
    audit.check.click()
    qtbot.waitUntil(lambda: "as they were written" in audit.result.text())


def test_cards_are_hidden_from_who_may_not_use_them(
    qtbot, workspace, settings, open_application, home
) -> None:
    """The front desk backs up, and sees neither the audit nor the rules nor the way to restore."""
    desk = NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK}))
    workspace.session.records.users.add(desk, DESK_PASSWORD)
    window = open_application().window
    window.open_workspace(enter(home, "desk", DESK_PASSWORD))
    window.workspace.go_to(window.workspace.settings)
    page = window.workspace.settings
    assert page.findChildren(AuditCard) == page.findChildren(RetentionCard) == []
    backups = card(page, BackupCard)
    assert backups.restore.isHidden()
    assert backups.second.isHidden()
    assert backups.now.isEnabled()


def test_closing_makes_a_backup_first(qtbot, workspace, home) -> None:
    """The window closes when the backup is there."""
    with qtbot.waitSignal(workspace.ready_to_close, timeout=20_000):
        assert workspace.prepare_to_close()
    assert len(list((home / "backups").iterdir())) == 1


def test_a_second_press_on_close_does_not_wait_for_the_backup(qtbot, workspace) -> None:
    """The person decides; what was typed is stored either way."""
    closed = []
    workspace.ready_to_close.connect(lambda: closed.append(True))
    workspace.care.back_up_before(workspace.ready_to_close.emit)
    assert closed == []
    workspace.care.back_up_before(workspace.ready_to_close.emit)
    assert closed == [True]
    qtbot.waitUntil(lambda: workspace.care.lane.is_idle, timeout=20_000)
    assert closed == [True]


def test_the_system_shuts_down_within_three_seconds(qtbot, workspace, open_application, home) -> None:
    """What is typed is stored, nobody is asked anything, and no backup holds it up."""
    window = workspace.window()
    workspace.start_visit()
    qtbot.waitUntil(lambda: workspace.visit.visit_id is not None)
    visit_id = workspace.visit.visit_id
    workspace.visit.transcript.editor.insertPlainText("Knee pain for two weeks")
    began = time.monotonic()
    window.end_with_the_system()
    assert time.monotonic() - began < 3.0
    assert not window.isVisible()
    session = enter(home, "owner", PASSWORD)
    assert session.records.transcripts.load(visit_id).text.strip().endswith("Knee pain for two weeks")
    session.close()


def test_damaged_records_offer_a_backup_which_brings_them_back(
    qtbot, workspace, settings, open_application, home
) -> None:
    """The right password on a damaged file is no wrong password: the page says damage and leads to the backups."""
    workspace.session.records.patients.add(Patient(family_name="Sample"))
    backed_up(qtbot, workspace)
    window = open_application().window
    content = bytearray((home / "records.db").read_bytes())
    content[30] ^= 1
    (home / "records.db").write_bytes(content)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.sign_in_name.setText("owner")
    page.password.setText(PASSWORD)
    page.go.click()
    qtbot.waitUntil(lambda: isinstance(window.page, StoppedPage), timeout=20_000)
    assert "damaged" in window.page.words.text()
    named(window.page, QPushButton, "Restore a backup…").click()
    page = window.page
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    named(page, QLineEdit, "Sign-in name on that day").setText("owner")
    named(page, QLineEdit, "Password or recovery key on that day").setText("wrong words altogether")
    page.go.click()
    qtbot.waitUntil(lambda: "does not open" in page.problem.text(), timeout=20_000)
    page.secret.setText(PASSWORD)
    page.go.click()
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=20_000)
    session = enter(home, "owner", PASSWORD)
    assert [patient.family_name for patient in session.records.patients.search()] == ["Sample"]
    session.close()
    assert (home / "records.db.before-restore").read_bytes() == content


def test_lost_records_are_never_replaced_by_new_ones(qtbot, workspace, open_application, home) -> None:
    """Keys without a database: the page names the path and offers a backup, with the keyboard alone."""
    window = open_application().window
    (home / "records.db").unlink()
    window.show_entrance()
    page = window.page
    assert isinstance(page, StoppedPage)
    assert str(home / "records.db") in page.words.text()
    assert page.restore.isVisibleTo(page)
    page.restore.setFocus()
    qtbot.keyClick(page.restore, " ")
    assert isinstance(window.page, RestorePage)
    assert not (home / "records.db").exists()
    box = named(window.page, QCheckBox, "Use the recovery key in place of name and password")
    box.click()
    assert not window.page.sign_in_name.isEnabled()
    window.page.back.click()
    assert isinstance(window.page, StoppedPage)


def test_a_new_computer_takes_the_backup_of_the_old_one(qtbot, workspace, open_application, home) -> None:
    """From the first screen of an empty home to the sign-in of the old computer's user, by a file."""
    workspace.go_to(workspace.settings)
    backups = backed_up(qtbot, workspace)
    stick = home.parent / "stick.soapstone-backup"
    shutil.copy(backups._backups[0].path, stick)
    workspace.window().end_with_the_system()
    shutil.rmtree(home)
    window = open_application().window
    named(window.page, QPushButton, "Restore a backup instead").click()
    page = window.page
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: "No backup was found" in page.problem.text())
    with pytest.MonkeyPatch.context() as person:
        person.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(stick), ""))
        named(page, QPushButton, "Choose a backup file").click()
    page.sign_in_name.setText("owner")
    page.secret.setText(PASSWORD)
    page.go.click()
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=20_000)
    enter(home, "owner", PASSWORD).close()


def test_a_birth_date_over_130_years_ago_is_asked_about(qtbot, workspace, monkeypatch) -> None:
    """Kept when the person says so, and not taken when they do not; one to come is refused without a question."""
    answers, asked = [False, True], []
    monkeypatch.setattr(patient_dialog, "confirms", lambda *words: asked.append(words[1]) or answers.pop(0))
    dialog = PatientDialog(workspace, workspace._lane, lambda _: [], None)
    qtbot.addWidget(dialog)
    dialog.family_name.setText("Sample")
    dialog.birth_date.setText("1870-01-01")
    dialog._accept_if_right()
    assert dialog.result() == 0
    dialog._accept_if_right()
    assert dialog.result() == 1
    assert dialog.patient.birth_date == date(1870, 1, 1)
    assert len(asked) == 2
    dialog.birth_date.setText("2999-01-01")
    dialog._accept_if_right()
    assert "future" in dialog._problem.text()
    assert len(asked) == 2
