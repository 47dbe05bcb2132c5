"""The lock: what starts it, what stays unread behind it, and who gets past it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QToolButton

from desktop.domain.audit import Action
from desktop.domain.errors import SignedOut
from desktop.domain.user import NewUser, Role
from desktop.ui.consent_dialog import ConsentDialog
from desktop.ui.entrance import UnlockPage
from desktop.ui.idle import ASLEEP_S, Clocks
from desktop.ui.recorder import RecorderState
from desktop.ui.system_lock import is_leaving
from desktop.workflow.session import enter
from desktop.workflow.visits import open_visit
from tests.gui.conftest import PASSWORD, named

OTHER_PASSWORD = "seven quiet morning rivers"
SENTINEL = "Sentinelword"


class Hands:
    """Two clocks that a test moves."""

    def __init__(self, window) -> None:
        self.monotonic_s = 1000.0
        self.wall_s = 1_800_000_000.0
        idle = window.lock.idle
        idle.clocks = Clocks(lambda: self.monotonic_s, lambda: self.wall_s)
        idle.start()

    def pass_s(self, seconds: float, window, *, wall: bool = True, monotonic: bool = True) -> None:
        """Let time pass in steps as short as the watch's own looks."""
        left = seconds
        while left > 0:
            step = min(left, ASLEEP_S / 2)
            self.monotonic_s += step if monotonic else 0
            self.wall_s += step if wall else 0
            left -= step
            window.lock.idle.look()


@pytest.fixture
def window(person):
    return person.page.window()


@pytest.fixture
def hands(window) -> Hands:
    return Hands(window)


def _unlocks(qtbot, window, password=PASSWORD):
    window.lock.page.password.setText(password)
    named(window.lock.page, QPushButton, "Unlock").click()
    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=10_000)


def _actions(records):
    return [entry.action for entry in records.audit.entries().entries]


def _ink(widget):
    """The picture of a widget."""
    return widget.grab().toImage()


def test_nothing_of_the_visit_is_painted_or_named_while_locked(qtbot, person, window):
    """What is typed is stored, the frame is the lock screen, the title is neutral; unlocked, it is as it was."""
    visit_id = person.starts_visit("")
    editor = person.page.transcript.editor
    editor.setFocus()
    editor.insertPlainText(f"{SENTINEL} has had a cough for a week.")
    before = _ink(window)
    window.lock.lock()
    assert window.page is window.lock.page
    assert not person.workspace.isVisible()
    assert _ink(window) == _ink(window)  # nothing moves
    assert _ink(window) != before
    shown = " ".join(
        text
        for widget in window.findChildren(QLineEdit) + window.findChildren(QToolButton)
        if widget.isVisible()
        for text in (widget.text(), widget.toolTip(), widget.accessibleName())
    )
    assert SENTINEL not in shown
    assert window.windowTitle() == "Soapstone"
    qtbot.waitUntil(lambda: not person.page.autosave.is_dirty)
    records = person.workspace.session.records
    assert SENTINEL in open_visit(records, visit_id).transcript_text
    _unlocks(qtbot, window)
    assert person.page.visit_id == visit_id
    assert SENTINEL in editor.toPlainText()
    assert editor.hasFocus() or window.focusWidget() is editor
    actions = _actions(records)
    assert actions.index(Action.UNLOCKED) < actions.index(Action.LOCKED)


def test_keys_reach_nothing_behind_the_lock(qtbot, person, window):
    """Ctrl+L locks; then neither a new visit nor another page can be had by key, and the text is not typed into."""
    visit_id = person.starts_visit("quiet words")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(person.page.transcript.editor, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.lock.is_locked
    for key in (Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_R):
        qtbot.keyClick(window.lock.page.password, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.lock.page.password, "typed")
    assert window.page is window.lock.page
    assert person.page.visit_id == visit_id
    assert person.page.transcript.text == "quiet words"


def test_the_button_on_the_rail_locks(person, window):
    """One press."""
    named(person.workspace.rail, QToolButton, "Lock").click()
    assert window.lock.is_locked


def test_five_idle_minutes_lock_and_use_puts_it_off(window, hands):
    """Neither 4:59 nor use in between locks; five minutes without use do."""
    hands.pass_s(299, window)
    assert not window.lock.is_locked
    window.lock.idle.used()
    hands.pass_s(299, window)
    assert not window.lock.is_locked
    hands.pass_s(1, window)
    assert window.lock.is_locked


def test_a_clock_that_is_set_back_does_not_put_the_lock_off(window, hands):
    """The clock that only goes forward says idle, whatever the one on the wall shows."""
    hands.wall_s -= 86_400
    hands.pass_s(300, window)
    assert window.lock.is_locked


def test_a_clock_that_stands_still_does_not_put_the_lock_off(window, hands):
    """The clock on the wall says idle, though the other one did not move."""
    hands.pass_s(300, window, monotonic=False)
    assert window.lock.is_locked


@pytest.mark.parametrize("event", [QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.WindowActivate])
def test_the_first_frame_after_sleep_is_the_lock_screen(window, hands, event):
    """The wall clock jumped while the program stood still: what asks for the next frame locks before it is drawn."""
    hands.wall_s += 40
    target = window.windowHandle() if event is QEvent.Type.Expose else window
    seen = []
    window.lock.locking.connect(lambda: seen.append(event))
    window.lock.idle.eventFilter(target, QEvent(event))
    assert seen
    assert window.page is window.lock.page


def test_the_first_key_after_too_long_a_pause_is_no_use(window, hands):
    """Somebody who comes back after ten minutes unlocks first, whichever of key and timer was first."""
    hands.monotonic_s += 600
    hands.wall_s += 600
    window.lock.idle.eventFilter(window.windowHandle(), QEvent(QEvent.Type.MouseMove))
    assert window.lock.is_locked


def test_the_limit_is_between_one_and_thirty_minutes(person, window, hands):
    """The clinic's setting holds at once; it can be neither off nor longer."""
    settings = person.workspace.session.settings
    person.workspace.in_use._store(settings.model_copy(update={"lock_after_min": 1}))
    hands.pass_s(60, window)
    assert window.lock.is_locked
    for wrong in (0, 31):
        with pytest.raises(ValueError, match="lock_after_min"):
            type(settings).model_validate({"lock_after_min": wrong})


def test_the_system_s_own_lock_locks(window):
    """What D-Bus or Windows tells is enough; Windows' other messages are not."""
    window.lock.system.sleeps(False)
    assert not window.lock.is_locked
    window.lock.system.sleeps(True)
    assert window.lock.is_locked
    session_change, power, key_down = 0x02B1, 0x0218, 0x0100
    assert is_leaving(session_change, 0x7)  # locked
    assert is_leaving(power, 0x4)  # going to sleep
    assert is_leaving(power, 0x12)  # awake again
    assert not is_leaving(session_change, 0x8)  # unlocked
    assert not is_leaving(power, 0xA)  # on mains
    assert not is_leaving(key_down, 0x7)


def test_dialogs_close_and_none_opens_over_the_lock(qtbot, person, window):
    """A dialog under way is gone, and so is one that something behind the lock opens later."""
    person.starts_visit("")
    ended = []

    def _open() -> QDialog:
        dialog = ConsentDialog(window, SENTINEL)
        dialog.finished.connect(ended.append)
        dialog.open()
        return dialog

    _open()
    window.lock.lock()
    assert ended == [QDialog.DialogCode.Rejected]
    _open()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]


def test_the_key_of_the_lock_works_in_a_dialog(qtbot, person, window):
    """Ctrl+L locks at once, whatever stands in front of the window."""
    person.starts_visit("")
    dialog = ConsentDialog(window, SENTINEL)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.lock.is_locked
    assert not dialog.isVisible()


def test_a_question_that_waits_for_an_answer_is_answered_with_cancel(qtbot, person, window, monkeypatch):
    """The lock ends the question's own loop, and what it asked about is not done."""
    person.starts_visit("")
    monkeypatch.setattr(type(person.workspace.recording.recorder), "is_on", property(lambda _: True))
    QTimer.singleShot(50, window.lock.lock)
    assert person.workspace.prepare_to_close() is False
    assert window.lock.is_locked


def test_a_wrong_password_stays_locked_and_the_fifth_waits(qtbot, window):
    """The same sentence each time, then a delay that is said."""
    window.lock.lock()
    page = window.lock.page
    for _ in range(4):
        page.problem.clear()
        page.password.setText("not this password at all")
        page.unlock.click()
        qtbot.waitUntil(lambda: bool(page.problem.text()), timeout=10_000)
        assert "not your password" in page.problem.text()
    page.password.setText(PASSWORD)
    page.problem.clear()
    page.unlock.click()
    qtbot.waitUntil(lambda: "Wait" in page.problem.text(), timeout=10_000)
    assert window.lock.is_locked


def test_a_recording_goes_on_under_the_lock_and_only_stop_is_offered(person, window, monkeypatch):
    """A visible light with the time, Stop recording, and no way past it for somebody else."""
    recorder = person.workspace.recording.recorder
    stopped = []
    monkeypatch.setattr(recorder, "stop", lambda: stopped.append(True))
    recorder.position_ms = 194_000
    recorder._set(RecorderState.RECORDING)
    window.lock.lock()
    page = window.lock.page
    assert page.recording.isVisible()
    assert "Recording · 03:14" in page.light.text()
    assert not page.other.isVisible()
    page._give()  # an empty password does nothing
    window.lock._leave()
    assert window.page is page
    named(page, QPushButton, "Stop recording").click()
    assert stopped == [True]
    recorder._set(RecorderState.IDLE)
    assert not page.recording.isVisible()
    assert page.other.isVisible()


def test_a_locked_window_is_not_closed_over_a_recording(person, window):
    """Closing is refused in words; nothing is asked over the lock screen."""
    recorder = person.workspace.recording.recorder
    recorder._set(RecorderState.RECORDING)
    window.lock.lock()
    window.close()
    assert window.isVisible()
    assert "Unlock before you close" in window.lock.page.problem.text()
    recorder._set(RecorderState.IDLE)


@pytest.fixture
def two_users(person):
    """Another provider beside the owner."""
    records = person.workspace.session.records
    records.users.add(NewUser("second", "Sample Second", "", frozenset({Role.PROVIDER})), OTHER_PASSWORD)
    return records


def test_somebody_else_signs_in_and_sees_nothing_of_it(qtbot, person, window, two_users, home):
    """The session ends with its words stored; the other user starts without any visit on screen."""
    visit_id = person.starts_visit(f"{SENTINEL} has had a cough for a week.")
    window.lock.lock()
    named(window.lock.page, QPushButton, "Sign in as somebody else").click()
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=10_000)
    assert window.workspace is None
    page = window.page
    assert page.sign_in_name.text() == ""
    page.sign_in_name.setText("second")
    page.password.setText(OTHER_PASSWORD)
    with qtbot.waitSignal(window.entered, timeout=10_000):
        page.go.click()
    assert window.workspace.session.user.sign_in_name == "second"
    assert window.workspace.visit.visit_id is None
    assert SENTINEL not in window.workspace.visit.transcript.text
    window.lock.lock()
    _unlocks(qtbot, window, OTHER_PASSWORD)
    assert SENTINEL in open_visit(window.workspace.session.records, visit_id).transcript_text


def test_a_user_who_was_disabled_elsewhere_meets_the_lock_screen(qtbot, person, window, two_users, home):
    """The next action ends the session in words; their password opens nothing, another user's does."""
    person.starts_visit("")
    two_users.users.change(2, "Sample Second", "", frozenset({Role.PROVIDER, Role.ADMINISTRATOR}))
    elsewhere = enter(home, "second", OTHER_PASSWORD)
    elsewhere.records.users.disable(1)
    person.page.transcript.editor.insertPlainText("more words")
    person.page.autosave.flush()
    qtbot.waitUntil(lambda: window.lock.has_ended)
    page = window.lock.page
    assert window.page is page
    assert "Sign in again" in page.problem.text() or "disabled" in page.problem.text()
    assert not page.password.isVisible()
    elsewhere.close()
    named(page, QPushButton, "Sign in").click()
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=10_000)
    window.page.sign_in_name.setText("second")
    window.page.password.setText(OTHER_PASSWORD)
    with qtbot.waitSignal(window.entered, timeout=10_000):
        window.page.go.click()


def test_sign_out_stores_the_visit_and_shows_the_entrance(qtbot, person, window, home):
    """And the same user signs in again in the same window, more than once."""
    visit_id = person.starts_visit(f"{SENTINEL} has had a cough for a week.")
    for _ in range(2):
        window.workspace.account.sign_out_asked.emit()
        qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=10_000)
        window.page.password.setText(PASSWORD)
        with qtbot.waitSignal(window.entered, timeout=10_000):
            window.page.go.click()
    records = window.workspace.session.records
    assert SENTINEL in open_visit(records, visit_id).transcript_text
    assert Action.SIGNED_OUT in _actions(records)


def test_an_ended_session_met_outside_any_job_is_answered_by_the_lock_screen_too(window):
    """What reaches the hook for unexpected exceptions: this one is the lock's, any other is a sentence."""
    window.answer(ValueError("nothing of this is shown"))
    assert not window.lock.has_ended
    window.answer(SignedOut("Your account was disabled."))
    assert window.page is window.lock.page
    assert "disabled" in window.lock.page.problem.text()
