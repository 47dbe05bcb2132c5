"""Locks the window and unlocks it: when nobody is there, when somebody asks, when the system does."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QToolTip, QWidget

from desktop.domain.errors import SignedOut
from desktop.ui.idle import IdleWatch
from desktop.ui.jobs import Lane, at_once
from desktop.ui.lock_page import CoverPage, LockPage
from desktop.ui.messages import sentence_for
from desktop.ui.private_clipboard import private_clipboard
from desktop.ui.system_lock import SystemLock
from desktop.ui.workspace import Workspace
from desktop.workflow.users import change_data_key

_log = logging.getLogger(__name__)


class WindowLock(QObject):
    """The lock of one window, for one workspace after the other.

    locking(): the window is about to be covered; what holds words outside it is to be emptied. unlocked(). leave_asked():
    the session is to end so that somebody else can sign in.

    The workspace is hidden, not emptied: nothing of it is painted while it is locked, and it is as it was afterwards.
    """

    locking = Signal()
    unlocked = Signal()
    leave_asked = Signal()

    def __init__(self, window: QMainWindow, pages: QStackedWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._workspace: Workspace | None = None
        self._focus: QWidget | None = None
        self._is_leaving = False
        self.is_locked = False
        self.has_ended = False
        self._is_covered = False
        self._lane = Lane("lock", self)
        self.page = LockPage()
        self.page.password_given.connect(self._unlock)
        self.page.other_asked.connect(self._leave)
        self.page.stop_asked.connect(self._stop_recording)
        pages.addWidget(self.page)
        self.cover = CoverPage()
        pages.addWidget(self.cover)
        self.idle = IdleWatch(self)
        self.idle.lock_pressed.connect(self.lock)
        self.idle.idle.connect(self.lock)
        self.system = SystemLock(window)
        self.system.locked.connect(self.lock)

    def begin(self, workspace: Workspace) -> None:
        """Watch over the workspace of somebody who just signed in."""
        self._workspace = workspace
        self.has_ended = False
        workspace.rail.lock_asked.connect(self.lock)
        workspace.lock_asked.connect(self.lock)
        workspace.session_ended.connect(self.end_session)
        workspace.settings_used.connect(self._use_limit)
        workspace.data_key_asked.connect(self._change_data_key)
        workspace.visit.autosave.failed.connect(self._not_saved)
        recorder = workspace.recording.recorder
        recorder.changed.connect(self._show_recording)
        recorder.level.connect(self._show_recording)
        self._use_limit()
        self.idle.watch(self._window)
        handle = self._window.windowHandle()
        if handle is not None:
            self.idle.watch(handle)
        self.idle.start()

    def forget(self) -> None:
        """The workspace is about to go."""
        self.idle.stop()
        self._stop_hiding()
        private_clipboard().clear()
        self._workspace = self._focus = None
        self.is_locked = self._is_leaving = False

    def close(self, timeout_s: float) -> bool:
        """Wait for what is being noted. True when it ended in time."""
        self.idle.stop()
        return self._lane.close(timeout_s, cancel=False)

    # Locking.

    def lock(self) -> None:
        """Store what is typed, cover the window and close its dialogs. A second call does nothing."""
        workspace = self._workspace
        if workspace is None or self.is_locked:
            return
        self._is_covered = False
        if workspace.session.is_emergency:  # what it opened may not be on screen again
            self.end_session("Emergency access has ended, and with it this session. Sign in again to go on.")
        else:
            self._cover(workspace)
            self.page.show_locked(workspace.session.user.display_name)
        self._lane.start(at_once(workspace.session.lock), failed=self._could_not_note)

    def end_session(self, words: str) -> None:
        """Cover the window for good: its user may not go on. words: why."""
        workspace = self._workspace
        if workspace is None or self.has_ended:
            return
        self.has_ended = True
        if not self.is_locked:
            self._cover(workspace)
        self.page.show_ended(words)

    def _cover(self, workspace: Workspace) -> None:
        self.is_locked = True
        self._is_leaving = False
        self.idle.stop()
        workspace.announcements.show_emergency(is_on=False)  # the lock ends it
        workspace.visit.autosave.flush()
        self._focus = self._window.focusWidget()
        private_clipboard().clear()
        self.locking.emit()
        self._show_recording()
        self._pages.setCurrentWidget(self.page)
        for other in QApplication.topLevelWidgets():
            self._hide(other)
        QToolTip.hideText()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._window.repaint()  # before the computer sleeps
        _log.info("The window is locked")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While locked no other window stays: what was under way may still have a question, and asks it again later."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._window
        ):
            watched.setWindowOpacity(0.0)
            QTimer.singleShot(0, watched, partial(self._hide, watched))
        return super().eventFilter(watched, event)

    def _hide(self, other: QWidget) -> None:
        if other is self._window or not other.isVisible():
            return
        if isinstance(other, QDialog):
            other.reject()  # hiding alone would leave it in the way of the password
        else:
            other.close()

    def _stop_hiding(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def refuses_to_close(self) -> bool:
        """True, and said on the lock screen, when closing the locked window would end something under way."""
        if not self.is_locked or self._workspace is None or self.has_ended:
            return False
        question = self._workspace.what_would_stop()
        if question is not None:
            self.page.say("Work is under way here. Unlock before you close the window.")
        return question is not None

    # Unlocking.

    def _unlock(self, password: str) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        self._lane.start(
            at_once(lambda: workspace.session.unlock(password)), done=self._uncover, failed=self._refuse
        )

    def _uncover(self, _: object) -> None:
        if self._workspace is None or self.has_ended:
            return
        self.is_locked = False
        self._stop_hiding()
        self.page.password.clear()
        self._pages.setCurrentWidget(self._workspace)
        if self._focus is not None:
            self._focus.setFocus()
        self._focus = None
        self.idle.start()
        _log.info("The window is unlocked")
        self.unlocked.emit()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, SignedOut):
            self.end_session(sentence_for(error))
        else:
            self.page.refuse(sentence_for(error))

    def _leave(self) -> None:
        """Somebody else wants to sign in: say once what that would stop."""
        workspace = self._workspace
        if workspace is None or workspace.recording.recorder.is_on:
            return
        question = workspace.what_would_stop()
        if question is not None and not self._is_leaving and not self.has_ended:
            self._is_leaving = True
            self.page.say(f"Work is under way here. {question[1]} Press again to end it and sign in.")
            return
        self.leave_asked.emit()

    # Everything is encrypted anew.

    def _change_data_key(self) -> None:
        """Keep everybody from the records while they are copied: each use of them would wait, the window's too."""
        workspace = self._workspace
        if workspace is None or self.is_locked:
            return
        self._is_covered = True
        self._pages.setCurrentWidget(self.cover)
        workspace.visit.autosave.flush()
        self._lane.start(
            change_data_key(workspace.session),
            done=lambda _: self._data_key_changed("Everything is encrypted with a new key."),
            failed=lambda error: self._data_key_changed(sentence_for(error)),
        )

    def _data_key_changed(self, words: str) -> None:
        if self._workspace is None:
            return
        self._workspace.announcements.say(words)
        if self._is_covered:
            self._is_covered = False
            self._pages.setCurrentWidget(self._workspace)

    # What else there is to show and to say.

    def _use_limit(self) -> None:
        if self._workspace is not None:
            self.idle.limit_s = 60.0 * self._workspace.session.settings.lock_after_min

    def _show_recording(self) -> None:
        if self._workspace is not None and self.is_locked:
            recorder = self._workspace.recording.recorder
            self.page.show_recording(recorder.state, recorder.position_ms)

    def _stop_recording(self) -> None:
        if self._workspace is not None:
            self._workspace.recording.recorder.stop()

    def _not_saved(self, error: Exception) -> None:
        if self.is_locked and not self.has_ended:
            self.page.say(sentence_for(error))

    def _could_not_note(self, error: Exception) -> None:
        _log.warning("The lock is not in the audit: %s", type(error).__name__)
