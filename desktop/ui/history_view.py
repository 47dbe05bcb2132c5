"""Fills the history: the lists of the filters, the search as somebody types, imports and duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.history import VisitPage
from desktop.domain.user import Right, User
from desktop.ui.duplicates_dialog import DuplicatesDialog
from desktop.ui.history_page import HistoryPage
from desktop.ui.import_dialog import choose_and_import
from desktop.ui.jobs import Lane, RunningJob, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.theme import Theme
from desktop.workflow import visits
from desktop.workflow.find import Found, find
from desktop.workflow.history import list_visits
from desktop.workflow.session import Session

_PAGE = 100


class HistoryView(QObject):
    """Answers what the page asks, on a thread of its own: a search never waits for a save, nor a save for it."""

    def __init__(self, page: HistoryPage, session: Session, theme: Theme) -> None:
        super().__init__(page)
        self.page = page
        self._session = session
        self._theme = theme
        self._records = session.records
        self.lane = Lane("history", self)
        self._asked = 0
        self._running: RunningJob | None = None
        self._next_key: tuple[int, int] | None = None
        page.show_rights(may_write=session.user.may(Right.WRITE_CLINICAL))
        page.list_asked.connect(self._list)
        page.more_asked.connect(self._list_more)
        page.search_asked.connect(self._search)
        page.import_asked.connect(self._import)
        page.duplicates_asked.connect(self._find_duplicates)
        self.lane.start(at_once(self._records.users.all), done=self._show_providers)

    def close(self, timeout_s: float) -> bool:
        """Take no more. True when what ran ended in time."""
        return self.lane.close(timeout_s, cancel=True)

    def _show_providers(self, users: list[User]) -> None:
        self.page.filters.show_providers(users)

    def _list(self) -> None:
        only = self.page.chosen_filter(visits.now().date())

        def _listed(page: VisitPage) -> None:
            self._next_key = page.next_key
            self.page.show_page(page, is_first=True)

        self._latest(lambda: list_visits(self._records, only, limit=_PAGE), _listed)

    def _list_more(self) -> None:
        only, after = self.page.chosen_filter(visits.now().date()), self._next_key
        asked = self._asked

        def _listed(page: VisitPage) -> None:
            if asked == self._asked:  # otherwise another list is on screen
                self._next_key = page.next_key
                self.page.show_page(page, is_first=False)

        self.lane.start(
            at_once(lambda: list_visits(self._records, only, after, _PAGE)), done=_listed, failed=self._failed
        )

    def _search(self, text: str) -> None:
        today = visits.now().date()
        only = self.page.chosen_filter(today)

        def _found(found: Found) -> None:
            self.page.show_found(text, found, today)

        self._latest(lambda: find(self._records, text, only), _found)

    def _latest(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do work; what was asked before is not begun any more, and its answer is dropped."""
        if self._running is not None and not self._running.is_over:
            self._running.cancel()
        self._asked += 1
        asked = self._asked

        def _done(result: Any) -> None:
            if asked == self._asked:
                done(result)

        def _failed(error: Exception) -> None:
            if asked == self._asked:
                self._failed(error)

        self._running = self.lane.start(at_once(work), done=_done, failed=_failed)

    def _failed(self, error: Exception) -> None:
        self.page.say(sentence_for(error))

    # Dialogs.

    def _import(self) -> None:
        said = choose_and_import(self.page, self.lane, self._session)
        if said:
            self.page.say(said, tone="information")
            self.page.refresh()

    def _find_duplicates(self) -> None:
        dialog = DuplicatesDialog(self.page, self.lane, self._session, self._theme)
        dialog.finished.connect(dialog.deleteLater)
        dialog.exec()
        self.page.refresh()
