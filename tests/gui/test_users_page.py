"""Users and keys: what an administrator does in the window, and what each user does with the own session."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton

from desktop.domain.audit import Action
from desktop.domain.errors import WrongPassword
from desktop.domain.user import NewUser, Role
from desktop.ui.emergency_dialog import EmergencyDialog
from desktop.ui.password_dialog import PasswordDialog
from desktop.ui.recovery_key_dialog import RecoveryKeyDialog
from desktop.ui.user_dialog import UserDialog
from desktop.workflow.session import enter, enter_with_recovery_key
from desktop.workflow.settings import EndpointSettings
from desktop.workflow.visits import now
from tests.gui.conftest import PASSWORD, named

OTHER_PASSWORD = "seven quiet morning rivers"


@pytest.fixture
def card(qtbot, person):
    """The card of the administrator, with the users read."""
    workspace = person.workspace
    workspace.go_to(workspace.settings)
    qtbot.waitUntil(lambda: bool(workspace.users._model.rows))
    return workspace.users


def _answer(qtbot, kind, do):
    """Have do(dialog) called when the next dialog of a kind is on screen."""

    def _look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            do(dialog)
        else:
            QTimer.singleShot(20, _look)

    QTimer.singleShot(0, _look)


def _confirm(dialog):
    (act,) = [
        button
        for button in dialog.buttons()
        if dialog.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole
    ]
    act.click()


def _selects(qtbot, card, sign_in_name):
    qtbot.waitUntil(lambda: sign_in_name in [user.sign_in_name for user in card._model.rows])
    card.table.selectRow([user.sign_in_name for user in card._model.rows].index(sign_in_name))


def _adds(qtbot, card, name, *roles):
    def _fill(dialog: UserDialog):
        dialog.display_name.setText(f"Sample {name}")
        dialog.sign_in_name.setText(name)
        for role, tick in dialog.roles.items():
            tick.setChecked(role in roles)
        dialog.password.setText(OTHER_PASSWORD)
        dialog.go.click()

    _answer(qtbot, UserDialog, _fill)
    card.add.click()
    _selects(qtbot, card, name)


def _closed_by(qtbot, dialog, words):
    """Press Save, wait for the words that refuse it, and cancel."""
    dialog.go.click()
    qtbot.waitUntil(lambda: words in dialog.problem.text(), timeout=10_000)
    dialog.reject()


def test_a_user_who_is_added_signs_in_until_disabled(qtbot, card, home):
    """Added with a first password, changed, disabled, enabled with another one; the own password never opens for them."""
    _adds(qtbot, card, "desk", Role.FRONT_DESK)
    enter(home, "desk", OTHER_PASSWORD).close()

    def _make_provider(dialog: UserDialog):
        assert not dialog.sign_in_name.isEnabled()
        dialog.roles[Role.PROVIDER].setChecked(True)
        dialog.go.click()

    _answer(qtbot, UserDialog, _make_provider)
    card.change.click()
    qtbot.waitUntil(lambda: card.selected is not None and Role.PROVIDER in card.selected.roles)
    _answer(qtbot, QMessageBox, _confirm)
    card.disable.click()
    qtbot.waitUntil(lambda: card.selected is not None and card.selected.is_disabled)
    with pytest.raises(WrongPassword):
        enter(home, "desk", OTHER_PASSWORD)

    def _new_password(dialog: UserDialog):
        dialog.password.setText("nine other garden words")
        dialog.go.click()

    _answer(qtbot, UserDialog, _new_password)
    card.disable.click()
    qtbot.waitUntil(lambda: card.selected is not None and not card.selected.is_disabled)
    enter(home, "desk", "nine other garden words").close()


def test_a_weak_first_password_is_refused_with_the_reason(qtbot, card):
    """Nobody is added, and the dialog stays with what was typed."""

    def _fill(dialog: UserDialog):
        dialog.display_name.setText("Sample Weak")
        dialog.sign_in_name.setText("weak")
        dialog.password.setText("short")
        _closed_by(qtbot, dialog, "at least 15")

    _answer(qtbot, UserDialog, _fill)
    card.add.click()
    assert [user.sign_in_name for user in card._session.records.users.all()] == ["owner"]


def test_the_last_administrator_stays_one(qtbot, card):
    """Neither disabled nor made something else, and the words say why."""
    _selects(qtbot, card, "owner")
    _answer(qtbot, QMessageBox, _confirm)
    card.disable.click()
    qtbot.waitUntil(lambda: "last administrator" in card.result.text())

    def _take_away(dialog: UserDialog):
        dialog.roles[Role.ADMINISTRATOR].setChecked(False)
        _closed_by(qtbot, dialog, "last administrator")

    _answer(qtbot, UserDialog, _take_away)
    card.change.click()
    (owner,) = card._session.records.users.all()
    assert Role.ADMINISTRATOR in owner.roles
    assert not owner.is_disabled


def test_a_new_recovery_key_is_typed_back_and_the_old_one_opens_nothing(qtbot, card, home):
    """Done is only for those who typed it right; a typing error is told from another key."""
    other_key = card._session.records.users.reissue_recovery_key()
    shown = []

    def _type(dialog: RecoveryKeyDialog):
        key = dialog.part.key.text()
        shown.append(key)
        dialog.part.typed.setText(("0" if key[0] != "0" else "2") + key[1:])
        assert "typing error" in dialog.part.problem.text()
        assert not dialog.go.isEnabled()
        dialog.part.typed.setText(other_key)
        assert "not the one that is shown" in dialog.part.problem.text()
        assert not dialog.go.isEnabled()
        dialog.part.typed.setText(key.lower().replace("-", "  ").replace("0", "o").replace("1", "l"))
        assert dialog.part.problem.text() == ""
        dialog.go.click()

    _answer(qtbot, QMessageBox, _confirm)
    card.recovery.click()
    _answer(qtbot, RecoveryKeyDialog, _type)
    qtbot.waitUntil(lambda: card.result.text() == "The new recovery key holds.", timeout=10_000)
    with pytest.raises(WrongPassword):
        enter_with_recovery_key(home, other_key, "nine other garden words")
    enter_with_recovery_key(home, shown[0], "nine other garden words").close()


def test_everything_is_encrypted_anew_behind_a_cover(qtbot, card, person, home):
    """Not while something is recorded; otherwise the window comes back with its visit, and the password still opens."""
    window = card.window()
    visit_id = person.starts_visit("some words of a visit")
    card._is_recording = lambda: True
    card.data_key.click()
    assert "recording is running" in card.result.text()
    card._is_recording = lambda: False
    before = (home / "records.db").read_bytes()[:16]
    _answer(qtbot, QMessageBox, _confirm)
    card.data_key.click()
    assert window.page is window.lock.cover
    qtbot.waitUntil(lambda: window.page is person.workspace, timeout=20_000)
    assert "encrypted with a new key" in person.workspace.announcements.news.words
    assert (home / "records.db").read_bytes()[:16] != before
    assert person.page.visit_id == visit_id
    person.is_stored()
    enter(home, "owner", PASSWORD).close()


def test_the_own_password_is_changed_only_with_the_old_one(qtbot, person, home):
    """A wrong old one and a weak new one are refused in words; then the new one opens and the old one does not."""
    account = person.workspace.account

    def _type(dialog: PasswordDialog):
        for old, new, words in (
            ("not this password at all", OTHER_PASSWORD, "not your password"),
            (PASSWORD, "short", "at least 15"),
        ):
            dialog.old.setText(old)
            dialog.new.setText(new)
            dialog.repeat.setText(new)
            dialog.go.click()
            qtbot.waitUntil(lambda words=words: words in dialog.problem.text(), timeout=10_000)
        dialog.new.setText(OTHER_PASSWORD)
        dialog.repeat.setText(OTHER_PASSWORD)
        dialog.go.click()

    _answer(qtbot, PasswordDialog, _type)
    account.change_password()
    assert "new password holds" in person.workspace.announcements.news.words
    with pytest.raises(WrongPassword):
        enter(home, "owner", PASSWORD)
    enter(home, "owner", OTHER_PASSWORD).close()


@pytest.fixture
def desk(qtbot, home, new_records, open_application):
    """The window of a front-desk user."""
    shutil.copytree(new_records, home)
    owner = enter(home, "owner", PASSWORD)
    owner.records.visits.create(None, now(), "generic", "standard")
    owner.records.users.add(NewUser("desk", "Sample Desk", "", frozenset({Role.FRONT_DESK})), OTHER_PASSWORD)
    owner.close()
    window = open_application().window
    window.open_workspace(enter(home, "desk", OTHER_PASSWORD))
    return window


def _words_of_menu(window):
    menu = window.workspace.account.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    return words


def test_the_front_desk_sees_no_clinical_page_and_no_users(desk):
    """Neither the visit nor the history can be reached, and the settings show no users."""
    workspace = desk.workspace
    shown = [
        made.text()
        for made in workspace.rail.findChildren(QToolButton)
        if made.isVisible() and made.isEnabled()
    ]
    assert "Visit" not in shown
    assert "History" not in shown
    for page in (workspace.visit, workspace.history):  # nor by key
        workspace.go_to(page)
        assert workspace.pages.currentWidget() is not page
    workspace.go_to(workspace.settings)
    assert workspace.users is None
    assert not workspace.settings.lock.minutes.isEnabled()


def test_emergency_access_asks_why_shows_it_and_ends_with_the_lock(qtbot, desk, home):
    """Offered only to those who need it; a permanent banner; administrators are told once, at their next sign-in."""
    assert "Emergency access…" in _words_of_menu(desk)
    workspace = desk.workspace

    def _type(dialog: EmergencyDialog):
        dialog.reason.setPlainText("no")
        dialog.go.click()
        qtbot.waitUntil(lambda: "at least" in dialog.problem.text(), timeout=10_000)
        dialog.reason.setPlainText("patient collapsed, nobody else here")
        dialog.go.click()

    _answer(qtbot, EmergencyDialog, _type)
    workspace.account.begin_emergency()
    assert "Emergency access is on" in workspace.announcements.emergency.words
    assert workspace.session.records.access.is_emergency
    visit_id = workspace.session.records.visits.recent()[0].visit.id
    for _ in range(2):  # somebody who only reads has nothing to store before the next page
        workspace.open_visit(visit_id)
        qtbot.waitUntil(lambda: workspace.visit.visit_id == visit_id)
        workspace.go_to(workspace.settings)
    named(workspace.announcements.emergency, QPushButton, "End it now").click()
    assert desk.page is desk.lock.page
    assert "Emergency access has ended" in desk.lock.page.problem.text()
    assert not desk.lock.page.password.isVisible()
    qtbot.waitUntil(lambda: not workspace.session.is_emergency)
    named(desk.lock.page, QPushButton, "Sign in").click()
    qtbot.waitUntil(lambda: desk.workspace is None, timeout=10_000)
    desk.open_workspace(enter(home, "owner", PASSWORD))
    news = desk.workspace.announcements.news
    qtbot.waitUntil(lambda: "Sample Desk used emergency access" in news.words)
    assert "Emergency access…" not in _words_of_menu(desk)
    named(news, QPushButton, "I have read this").click()
    qtbot.waitUntil(lambda: desk.workspace.session.notices() == ())
    actions = [entry.action for entry in desk.workspace.session.records.audit.entries().entries]
    assert {Action.EMERGENCY, Action.EMERGENCY_ENDED} <= set(actions)


def test_the_endpoint_is_not_changed_by_somebody_who_may_not(qtbot, desk):
    """Refused in words, and the settings of the session are as they were."""
    workspace = desk.workspace
    endpoint = EndpointSettings(base_url="https://elsewhere.example/v1", model="m")
    workspace.in_use.change(
        workspace.session.settings.model_copy(update={"engine": "endpoint", "endpoint": endpoint})
    )
    qtbot.waitUntil(lambda: workspace.session.settings.is_offline)
    assert workspace.session.settings.endpoint.base_url == ""
    assert workspace.session.records.settings.get("settings", {}) == {}


def test_a_broken_audit_is_said_to_administrators_at_the_sign_in(qtbot, home, new_records, open_application):
    """The number of the row, above every page."""
    shutil.copytree(new_records, home)
    owner = enter(home, "owner", PASSWORD)
    with owner.records._database.transaction() as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET action = 'viewed' WHERE seq = 2")
    owner.close()
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    news = window.workspace.announcements.news
    qtbot.waitUntil(lambda: "broken at row 2" in news.words, timeout=10_000)
