"""The one window: set-up or unlocking first, the workspace after it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from shiboken6 import Shiboken

from desktop.domain.errors import RecordsDamaged, RecordsError, RecordsMissing, SignedOut
from desktop.domain.jobs import Job, Waiting
from desktop.domain.user import NewUser
from desktop.ui.entrance import StoppedPage, UnlockPage
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.questions import confirms
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.domain.backup import Backup
    from desktop.ui.first_run import SetupPage
    from desktop.ui.locking import WindowLock
    from desktop.ui.restore_page import RestorePage
    from desktop.ui.workspace import Workspace
    from desktop.workflow.session import Session

_log = logging.getLogger(__name__)
_START_SIZE = (1280, 800)
_LEAST_SIZE = (960, 620)
_FRAME_PX = 48
"""What a title bar and borders may take of a screen's height and width, with most window managers."""
_CLOSE_TIMEOUT_S = 10.0


class MainWindow(QMainWindow):
    """Shows what the state of the home asks for. entered(): the workspace is open. closed(): for good."""

    entered = Signal()
    closed = Signal()

    def __init__(self, home: Path, theme: Theme) -> None:
        super().__init__()
        # Never a patient's name: titles are seen on task bars, in screen sharing and by other programs.
        self.setWindowTitle("Soapstone")
        self.resize(*_START_SIZE)
        self.setMinimumSize(*_LEAST_SIZE)
        self._home = home
        self._theme = theme
        self._lane = Lane("entrance", self)
        self._session_after_setup: Session | None = None
        self._may_close = False
        self.workspace: Workspace | None = None
        self.lock: WindowLock | None = None
        self._shown: QWidget | None = None
        self._setup: SetupPage | None = None
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.show_entrance()

    def show_on_screen(self) -> None:
        """Show the window; on a screen that its frame would not fit in, fill the screen."""
        room = self.screen().availableSize()
        if room.width() < _START_SIZE[0] + _FRAME_PX or room.height() < _START_SIZE[1] + _FRAME_PX:
            self.showMaximized()
        else:
            self.show()

    @Slot()
    def show_entrance(self, *, is_somebody_else: bool = False) -> None:
        """Show set-up for a new home, unlocking for one with records, or why neither can be.

        is_somebody_else: do not offer the sign-in name that was used last.
        """
        from desktop.workflow.home_state import (  # noqa: PLC0415 - after the window is up
            HomeState,
            home_state,
            last_sign_in_name,
        )

        try:
            state = home_state(self._home)
        except RecordsError as error:
            self._show_stopped(error)
            return
        if state is HomeState.NEW:
            from desktop.ui.first_run import SetupPage  # noqa: PLC0415 - once in a home's life, and it is large

            setup = self._setup = SetupPage(self._home)
            setup.restore_asked.connect(self.show_restore)
            setup.owner_chosen.connect(lambda owner, password: self._begin(setup, owner, password))
            setup.finished.connect(self._enter_after_setup)
            self._show(setup)
            setup.password_step.display_name.setFocus()
        else:
            unlock = UnlockPage("" if is_somebody_else else last_sign_in_name(self._home))
            unlock.password_given.connect(lambda name, password: self._enter(unlock, name, password))
            unlock.recovery_given.connect(
                lambda key, password, name: self._recover(unlock, key, password, name)
            )
            self._show(unlock)
            unlock.focus()

    def _show_stopped(self, error: Exception) -> None:
        stopped = StoppedPage()
        stopped.say(sentence_for(error))
        stopped.again.connect(self.show_entrance)
        stopped.restore_asked.connect(self.show_restore)
        stopped.restore.setVisible(isinstance(error, RecordsDamaged | RecordsMissing))
        self._show(stopped)

    # Restoring a backup, while nobody is signed in.

    @Slot()
    def show_restore(self) -> None:
        """Show the backups that there are, and what opens one."""
        from desktop.ui.restore_page import RestorePage  # noqa: PLC0415 - only here

        if self._setup is not None and self._setup is self._shown:
            self._setup.end_work(_CLOSE_TIMEOUT_S)
        page = RestorePage()
        page.left.connect(self.show_entrance)
        page.password_given.connect(lambda path, *given: self._restore(page, path, given))
        page.recovery_given.connect(lambda path, *given: self._restore(page, path, given))
        self._show(page)

        def _work() -> tuple[Backup, ...]:
            from desktop.workflow.back_up import backups_without_signing_in  # noqa: PLC0415 - loads the encryption

            return backups_without_signing_in(self._home)

        self._lane.start(
            at_once(_work), done=page.show_backups, failed=lambda error: page.refuse(sentence_for(error))
        )

    def _restore(self, page: RestorePage, path: Path, given: tuple[str, ...]) -> None:
        def _work() -> Job[Waiting, str]:
            from desktop.workflow import restore  # noqa: PLC0415 - loads the encryption

            if len(given) == 1:
                return (yield from restore.restore_with_recovery_key(self._home, path, *given))
            return (yield from restore.restore_with_password(self._home, path, *given))

        self._lane.start(
            _work(),
            done=lambda _: self.show_entrance(),
            failed=lambda error: page.refuse(sentence_for(error)),
        )

    def _leave_to_restore(self) -> None:
        """From the settings: ask, store everything, sign out, and show the backups."""
        workspace = self.workspace
        if workspace is None:
            return
        question = (
            "Sign out and restore a backup?",
            "You then choose the backup. Until one is restored, the records stay as they are.",
        )
        if confirms(self, *(workspace.what_would_stop() or question), "Sign out"):
            workspace.leave_visit(self._sign_out_to_restore)

    def _sign_out_to_restore(self) -> None:
        self._end_session(is_somebody_else=False)
        self.show_restore()

    def _show(self, page: QWidget) -> None:
        # Not by replacing the central widget: the binding would then own the old page as well as Qt does, and
        # delete it a second time.
        before, self._shown = self._shown, page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            before.deleteLater()

    @property
    def page(self) -> QWidget:
        """What the window shows now."""
        page = self._pages.currentWidget()
        assert page is not None
        return page

    def _begin(self, setup: SetupPage, owner: NewUser, password: str) -> None:
        def _made(made: tuple[Session, str]) -> None:
            self._session_after_setup, recovery_key = made
            _log.info("New records were made")
            setup.show_recovery_key(recovery_key)

        def _work() -> tuple[Session, str]:
            from desktop.workflow.session import begin  # noqa: PLC0415 - loads the encryption

            made = begin(self._home, password, owner)
            _load_workspace()
            return made

        self._lane.start(at_once(_work), done=_made, failed=lambda error: setup.refuse(sentence_for(error)))

    def _enter_after_setup(self, values: dict[str, object]) -> None:
        session, setup = self._session_after_setup, self._setup
        if session is None or setup is None or setup is not self._shown:
            return

        def _work() -> None:
            from desktop.workflow.settings import save_settings  # noqa: PLC0415 - loaded with the records

            session.settings = session.settings.model_copy(update=values)
            save_settings(session.records, session.settings)

        def _stored(_: object) -> None:
            setup.end_work(_CLOSE_TIMEOUT_S)
            self._session_after_setup = None
            self.open_workspace(session)

        self._lane.start(
            at_once(_work),
            done=_stored,
            failed=lambda error: setup.clinic_step.refuse(sentence_for(error)),
        )

    def _enter(self, unlock: UnlockPage, name: str, password: str) -> None:
        def _work() -> Session:
            from desktop.workflow.session import enter  # noqa: PLC0415 - loads the encryption

            return enter(self._home, name, password)

        self._open(unlock, _work)

    def _recover(self, unlock: UnlockPage, key: str, password: str, name: str) -> None:
        def _work() -> Session:
            from desktop.workflow.session import enter_with_recovery_key  # noqa: PLC0415 - loads the encryption

            return enter_with_recovery_key(self._home, key, password, name)

        self._open(unlock, _work)

    def _open(self, unlock: UnlockPage, get: Callable[[], Session]) -> None:
        def _work() -> Session:
            session = get()
            _load_workspace()
            return session

        def _failed(error: Exception) -> None:
            if isinstance(error, RecordsDamaged | RecordsMissing):
                self._show_stopped(error)
            else:
                unlock.refuse(sentence_for(error))

        self._lane.start(at_once(_work), done=self.open_workspace, failed=_failed)

    def open_workspace(self, session: Session) -> None:
        """Show the workspace of open records."""
        from desktop.ui.locking import WindowLock  # noqa: PLC0415 - likewise
        from desktop.ui.private_clipboard import private_clipboard  # noqa: PLC0415 - likewise
        from desktop.ui.workspace import Workspace  # noqa: PLC0415 - loaded by the entrance lane

        self.workspace = workspace = Workspace(session, self._theme)
        workspace.ready_to_close.connect(self._close_for_good)
        workspace.restore_asked.connect(self._leave_to_restore)
        workspace.sign_out_asked.connect(self._sign_out)
        _log.info("The records are open")
        self._show(workspace)
        workspace.take_keyboard()
        if self.lock is None:
            self.lock = WindowLock(self, self._pages)
            self.lock.leave_asked.connect(self._leave_to_somebody_else)
            self.lock.locking.connect(private_clipboard().clear)
        self.lock.begin(workspace)
        self.entered.emit()

    # Signing out.

    def _sign_out(self) -> None:
        """The menu of the account: ask if something is under way, store everything, and show the entrance."""
        workspace = self.workspace
        if workspace is None:
            return
        question = workspace.what_would_stop()
        if question is None or confirms(self, *question, "Stop and sign out"):
            workspace.leave_visit(lambda: self._end_session(is_somebody_else=False))

    def _leave_to_somebody_else(self) -> None:
        """The lock screen: what would be stopped was said there."""
        if self.workspace is None or self.lock is None:
            return
        if self.lock.has_ended:  # nothing can be stored for a user who may not go on
            self._end_session(is_somebody_else=True)
        else:
            self.workspace.leave_visit(lambda: self._end_session(is_somebody_else=True))

    def _end_session(self, *, is_somebody_else: bool) -> None:
        workspace, self.workspace = self.workspace, None
        if workspace is None or self.lock is None:
            return
        self.lock.forget()
        self._shown = None
        if not workspace.close_everything():
            _log.warning("A thread was still busy at the sign-out")
        self.show_entrance(is_somebody_else=is_somebody_else)
        # By Qt and from the top, when no function of it runs any more; see Application.close.
        QTimer.singleShot(0, lambda: Shiboken.delete(workspace))
        _log.info("The session has ended")

    def say(self, words: str) -> None:
        """Show a message wherever the person is."""
        if self.workspace is not None:
            self.workspace.say(words)

    def answer(self, error: BaseException) -> None:
        """Say what failed; a session that has ended is answered by the lock screen."""
        if isinstance(error, SignedOut) and self.lock is not None:
            self.lock.end_session(sentence_for(error))
        else:
            self.say(sentence_for(error))

    def changeEvent(self, event: QEvent) -> None:
        """Store what is typed when the person turns to another program."""
        super().changeEvent(event)
        if (
            event.type() is QEvent.Type.ActivationChange
            and not self.isActiveWindow()
            and self.workspace is not None
        ):
            self.workspace.visit.autosave.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store everything first; the window closes when that is done."""
        if self.workspace is None or self._may_close:
            self._close_everything()
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        if self.lock is not None and self.lock.refuses_to_close():
            return
        self.workspace.prepare_to_close()

    def end_with_the_system(self) -> None:
        """The system shuts down or the person logs off: store what is typed and heard, and go without a question."""
        if self.workspace is not None:
            self.workspace.visit.autosave.flush()
        self._close_for_good()

    def _close_for_good(self) -> None:
        self._may_close = True
        self.close()

    def _close_everything(self) -> None:
        self._lane.close(_CLOSE_TIMEOUT_S, cancel=False)
        if self._setup is not None and self._setup is self._shown:
            self._setup.end_work(_CLOSE_TIMEOUT_S)
        if self._session_after_setup is not None:
            self._session_after_setup.close()
            self._session_after_setup = None
        if self.lock is not None:
            self.lock.close(_CLOSE_TIMEOUT_S)
        if self.workspace is not None and not self.workspace.close_everything():
            _log.warning("A thread was still busy when the window closed")
        _log.info("The window is closed")


def _load_workspace() -> None:
    """Load the workspace's libraries on the worker thread, while the window stays live."""
    import desktop.ui.locking  # noqa: F401, PLC0415 - and with it the workspace
