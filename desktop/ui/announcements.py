"""What a user is told above every page: once after the sign-in, and as long as emergency access is on."""

from __future__ import annotations

import logging

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.audit import AuditCheck
from desktop.domain.user import Notice, Right
from desktop.ui.banner import Banner
from desktop.ui.jobs import Lane, at_once
from desktop.workflow.audit import check_audit
from desktop.workflow.session import Session

_log = logging.getLogger(__name__)
_EMERGENCY = (
    "Emergency access is on. Each record that you open is noted with your name, and the administrators are told. It ends "
    "with this session: when you lock or sign out."
)


class Announcements(QWidget):
    """Two banners above the pages. lock_asked(): the person is done with emergency access.

    Sentences are shown one after the other; a notice comes again at the next sign-in until the person said that it is
    read. The whole audit is checked meanwhile, and administrators are told when it is broken.
    """

    lock_asked = Signal()

    def __init__(self, session: Session, lane: Lane) -> None:
        super().__init__()
        self._session = session
        self._lane = lane
        self._check_lane = Lane("audit check", self)
        self._waiting: list[tuple[str, Notice | None]] = []
        self.emergency = Banner(has_close=False)
        self.news = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.emergency)
        column.addWidget(self.news)

    def begin(self) -> None:
        """After the sign-in: read what there is to tell, and check the audit."""
        session = self._session
        self._lane.start(
            at_once(lambda: (session.warnings(), session.notices())), done=self._show_read, failed=_not_read
        )
        self._check_lane.start(check_audit(session), done=self._checked, failed=_not_read)

    def say(self, words: str) -> None:
        """Tell one more thing, after those that wait."""
        self._add([(words, None)])

    def show_emergency(self, *, is_on: bool) -> None:
        """Say as long as it lasts that emergency access is on."""
        if is_on:
            self.emergency.say(_EMERGENCY, actions=(("End it now", self.lock_asked.emit),))
        else:
            self.emergency.clear()

    def end_work(self, timeout_s: float) -> bool:
        """Stop checking. True when it ended in time."""
        return self._check_lane.close(timeout_s, cancel=True)

    def _show_read(self, read: tuple[tuple[str, ...], tuple[Notice, ...]]) -> None:
        warnings, notices = read
        self._add([(words, None) for words in warnings] + [(notice.sentence, notice) for notice in notices])

    def _checked(self, check: AuditCheck) -> None:
        if not check.is_whole and self._session.user.may(Right.READ_AUDIT):
            self._add([(check.sentence, None)])

    def _add(self, more: list[tuple[str, Notice | None]]) -> None:
        is_free = not self._waiting
        self._waiting += more
        if is_free:
            self._show_next()

    def _show_next(self) -> None:
        if not self._waiting:
            self.news.clear()
            return
        words, _ = self._waiting[0]
        left = len(self._waiting) - 1
        below = f" ({left} more)" if left else ""
        self.news.say(words + below, actions=(("I have read this", self._read),))

    def _read(self) -> None:
        _, notice = self._waiting.pop(0)
        if notice is not None:
            self._lane.start(at_once(lambda: self._session.mark_notices_seen((notice,))), failed=_not_read)
        self._show_next()


def _not_read(error: Exception) -> None:
    """What cannot be read now is told at the next sign-in; the action that the person wants says what is wrong."""
    _log.warning("What there is to tell could not be read: %s", type(error).__name__)
