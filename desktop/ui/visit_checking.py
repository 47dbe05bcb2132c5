"""Checks the visit on screen while it is typed, off the GUI thread: what is newest wins, what is stale is dropped."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.finding import Finding, Omission
from desktop.domain.note import Note
from desktop.ui.drafts import Drafts
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.plain_editor import MOST_CHARS
from desktop.ui.visit_page import VisitPage
from desktop.workflow.check_visit import (
    KEPT,
    CheckedVisit,
    ShownVisit,
    VisitChecker,
    keep_words,
    record_change,
    reopen_finding,
)
from desktop.workflow.session import Session

_QUIET_MS = 300
"""A check begins when nobody typed for so long."""


class VisitChecking(QObject):
    """Knows what the checks say of the visit on screen.

    checked(CheckedVisit): of the text that is on screen now, or with another decision. cleared(): nothing is known, because
    another visit is on screen or a note is being drafted.
    """

    checked = Signal(object)
    cleared = Signal()

    def __init__(self, page: VisitPage, session: Session, drafts: Drafts) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._lane = Lane("checks", self)
        self._checker = VisitChecker(session)
        self._is_running = False
        self.result: CheckedVisit | None = None
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self.check)
        page.note.text_changed.connect(self._soon.start)
        page.transcript.text_changed.connect(self._soon.start)
        page.context_changed.connect(self._soon.start)
        page.opened.connect(self._opened)
        drafts.ended.connect(self._drafted)

    # Checking.

    def check(self) -> None:
        """Check what is on screen now, or as soon as the check on its way is over."""
        self._soon.stop()
        shown = self._on_screen()
        if shown is None or self._is_running:
            return
        self._is_running = True
        self._lane.start(
            at_once(lambda: self._checker.check(shown)),
            done=self._checked,
            failed=lambda e: self._failed(shown, e),
        )

    @property
    def is_up_to_date(self) -> bool:
        """True when the result is of the text that is on screen."""
        return self.result is not None and self.result.shown == self._on_screen()

    def _on_screen(self) -> ShownVisit | None:
        """The visit as it stands; None while there is none or its note is not whole or too long to be stored."""
        page = self._page
        if page.visit_id is None or page.note.run is not None:
            return None
        texts, transcript_text = page.note.texts, page.transcript.text
        if any(len(text) > MOST_CHARS for text in (*texts.values(), transcript_text)):
            return None
        return ShownVisit(page.visit_id, transcript_text, Note(texts), page.context)

    def _opened(self) -> None:
        self.result = None
        self.cleared.emit()
        self.check()

    def _drafted(self, visit_id: int) -> None:
        if visit_id == self._page.visit_id:
            self.check()

    def _checked(self, result: CheckedVisit) -> None:
        self._is_running = False
        if result.shown == self._on_screen():
            self.result = result
            self.checked.emit(result)
        elif not self._soon.isActive():
            self.check()

    def _failed(self, shown: ShownVisit, error: Exception) -> None:
        self._is_running = False
        if shown.visit_id == self._page.visit_id:
            self._page.banner.say(f"The note could not be checked. {sentence_for(error)}")
        else:
            self.check()

    # Deciding.

    def keep(self, raised: Finding | Omission) -> None:
        """The provider keeps the words that a finding is about, or leaves out what was said."""
        self._decide(raised.key, KEPT)

    def reopen(self, raised: Finding | Omission) -> None:
        """The provider takes the decision back."""
        self._decide(raised.key, None)

    def record_change(self, raised: Finding | Omission, change: str) -> None:
        """The provider changed the note because of a finding ("fixed", "added")."""
        result = self.result
        if result is not None:
            visit_id = result.shown.visit_id
            self._lane.start(
                at_once(lambda: record_change(self._session, visit_id, raised.key, change)),
                failed=lambda error: self._page.banner.say(sentence_for(error)),
            )

    def _decide(self, key: str, decision: str | None) -> None:
        """Store a decision; it is shown as decided only once it is stored."""
        result = self.result
        if result is None or self._page.is_signed:
            return
        visit_id = result.shown.visit_id

        def _store() -> None:
            if decision is None:
                reopen_finding(self._session, visit_id, key)
            else:
                keep_words(self._session, visit_id, key)

        def _stored(_: object) -> None:
            now = self.result
            if now is None or now.shown.visit_id != visit_id:
                return
            decisions = {known: what for known, what in now.decisions.items() if known != key}
            if decision is not None:
                decisions[key] = decision
            self.result = replace(now, decisions=decisions)
            self.checked.emit(self.result)

        self._lane.start(
            at_once(_store), done=_stored, failed=lambda error: self._page.banner.say(sentence_for(error))
        )

    def close(self, timeout_s: float) -> bool:
        """Wait for what runs. True when nothing is left running."""
        self._soon.stop()
        return self._lane.close(timeout_s, cancel=False)
