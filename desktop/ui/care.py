"""Looks after the records while they are open: checks, retention and backups, on a thread of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import SignedOut
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.workflow.back_up import BackedUp, BackupClock, back_up, is_late
from desktop.workflow.care import CareReport, look_after
from desktop.workflow.session import Session

_AFTER_START_MS = 1_000
_LOOK_EVERY_MS = 60_000

_log = logging.getLogger(__name__)


class Care(QObject):
    """said(sentence): something that a person has to know. backed_up(BackedUp): a round of backups has ended."""

    said = Signal(str)
    backed_up = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.lane = Lane("care", self)
        self._clock = BackupClock()
        self._closing: Callable[[], None] | None = None
        self._is_closing = False
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._back_up_if_due)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_START_MS)
        self._soon.timeout.connect(self.look)

    def begin(self) -> None:
        """A moment after the sign-in, when the first page is on screen."""
        self._soon.start()
        self._timer.start()

    def look(self) -> None:
        """Check the file, let retention run, and back up when the last sessions did not."""
        self.lane.start(look_after(self._session), done=self._looked, failed=self._failed)

    def back_up(self, then: Callable[[], None] = lambda: None) -> None:
        """Back up now. then: called when it has ended, however it ended."""
        self._clock.restart()

        def _done(result: BackedUp) -> None:
            for problem in result.problems:
                self.said.emit(problem)
            self.backed_up.emit(result)
            then()

        def _not_done(error: Exception) -> None:
            self._failed(error)
            self.backed_up.emit(BackedUp((), (sentence_for(error),)))
            then()

        self.lane.start(back_up(self._session), done=_done, failed=_not_done)

    def back_up_before(self, closing: Callable[[], None]) -> None:
        """Back up, then close. Asked for a second time, the person does not want to wait."""
        if self._closing is not None:
            self._close()
            return
        self._closing = closing
        self.said.emit("Everything is stored. Backing up before closing; close again to skip the backup.")
        self.back_up(self._close)

    def _close(self) -> None:
        if self._closing is not None and not self._is_closing:
            self._is_closing = True
            self._closing()

    def end_work(self, timeout_s: float) -> bool:
        """Stop, which loses nothing: an unfinished backup is removed. True when it ended in time."""
        self._timer.stop()
        self._soon.stop()
        return self.lane.close(timeout_s, cancel=True)

    def _looked(self, report: CareReport) -> None:
        for problem in report.problems:
            self.said.emit(problem)
        if report.deleted_visits:
            _log.info("The retention rules deleted something of %d visits", report.deleted_visits)
        if not report.is_damaged:
            self.lane.start(
                at_once(lambda: is_late(self._session)), done=self._back_up_if_late, failed=self._failed
            )

    def _back_up_if_late(self, late: bool) -> None:
        if late:
            self.back_up()

    def _back_up_if_due(self) -> None:
        if self._clock.is_due:
            self.back_up()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SignedOut):  # the lock screen says that
            self.said.emit(sentence_for(error))
