"""The worklist: signed notes, each beside its pages, to be copied, exported, printed and marked as filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.domain.worklist import WorklistFilter, WorklistLine, WorklistPage, WorklistProvider
from desktop.ui.banner import Banner
from desktop.ui.exporting import Exporting
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.theme import Theme
from desktop.ui.widgets import label
from desktop.ui.worklist_filters import WorklistFilters
from desktop.ui.worklist_side import WorklistSide
from desktop.ui.worklist_table import WorklistTable
from desktop.workflow.session import Session
from desktop.workflow.worklist import Glance, glance, mark_filed, worklist

_SEARCH_DELAY_MS = 120
_PREVIEW_DELAY_MS = 60
"""Holding the arrow key down lays out no page for the lines in between."""


class WorklistScreen(QWidget):
    """The page. It asks the records each time it is shown. opened(visit id): a provider wants to see the visit."""

    opened = Signal(int)

    def __init__(self, session: Session, theme: Theme, lane: Lane, slow_lane: Lane, about: str) -> None:
        """about: one line on what this page is for, for whom it is shown to."""
        super().__init__()
        self.setProperty("kind", "page")
        self._session = session
        self._lane = lane
        self._asked: WorklistFilter | None = None
        self._is_listing = False
        self._after_listing: list[Callable[[], None]] = []
        self.filters = WorklistFilters()
        self.table = WorklistTable(theme)
        self.exporting = Exporting(self, session, lane, slow_lane)
        self.side = WorklistSide()
        self.banner = Banner()
        self._nothing = label("", "secondary", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list_soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._list_soon.timeout.connect(self.refresh)
        self._look_soon = QTimer(self, singleShot=True, interval=_PREVIEW_DELAY_MS)
        self._look_soon.timeout.connect(self._look)
        self._lay_out(about)
        self._connect()

    def _lay_out(self, about: str) -> None:
        header = QWidget()
        header.setProperty("kind", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(12)
        row.addWidget(label("Worklist", "title"))
        row.addWidget(self.filters, 1)
        row.addStretch()
        row.addWidget(label(about, "secondary"))
        left = QWidget()
        left.setProperty("kind", "page")
        lines = QVBoxLayout(left)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.table, 1)
        lines.addWidget(self._nothing, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.side)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 1)
        split.setSizes([760, 450])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.banner)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.filters.search.textChanged.connect(self._search_changed)
        self.filters.search.installEventFilter(self)
        self.table.typed.connect(self._type_ahead)
        self.table.copy_asked.connect(self.copy)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look_soon.start())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.exporting.said.connect(self._say)
        self.exporting.left.connect(lambda _: self.refresh())
        side = self.side
        side.copy_asked.connect(self.copy)
        side.export_asked.connect(
            lambda kind: self._with_chosen(lambda ids: self.exporting.export(ids, kind))
        )
        side.print_asked.connect(lambda: self._with_chosen(self.exporting.print))
        side.next_section_asked.connect(self.copy_next_section)
        side.send_asked.connect(lambda: self._with_current(lambda line: self.exporting.send(line.visit_id)))
        side.list_asked.connect(lambda: self.exporting.export_list(self.table.lines.rows))
        side.filed_asked.connect(lambda is_filed: self.mark_filed(is_filed=is_filed))
        for keys, act in (
            ("Ctrl+F", self.start_search),
            ("Ctrl+Shift+C", self.copy_next_section),
            ("Ctrl+P", side.print_asked.emit),
            ("Ctrl+M", lambda: self.mark_filed(is_filed=True)),
            ("F5", self.refresh),
        ):
            QShortcut(QKeySequence(keys), self, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask anew: others sign meanwhile."""
        super().showEvent(event)
        self.refresh()
        self.table.setFocus()

    # Finding.

    def refresh(self) -> None:
        """Ask for the list again."""
        self._list_soon.stop()
        self._is_listing = True
        asked = self._asked = self.filters.wanted(date.today())  # noqa: DTZ011 - the day on the wall
        session = self._session

        def _failed(error: Exception) -> None:
            self._is_listing = False
            self._after_listing.clear()
            self.banner.say(sentence_for(error))

        self._lane.start(
            at_once(lambda: worklist(session, asked)),
            done=lambda found: self._listed(asked, *found),
            failed=_failed,
        )

    def _listed(
        self, asked: WorklistFilter, page: WorklistPage, providers: tuple[WorklistProvider, ...]
    ) -> None:
        if asked != self._asked or self._list_soon.isActive():
            return  # something else was typed meanwhile
        self.filters.show_providers(providers)
        before = self.table.current_line
        self.table.show_lines(list(page.lines))
        self.table.setVisible(bool(page.lines))
        self._nothing.setVisible(not page.lines)
        self._nothing.setText(
            "No signed note fits. Choose other days, another state, or fewer words."
            if asked != WorklistFilter()
            else "No note has been signed yet."
        )
        row = next(
            (row for row, line in enumerate(page.lines) if before and line.visit_id == before.visit_id), 0
        )
        if page.lines:
            self.table.choose_row(row)
        else:
            self.side.show_nothing()
        self.side.show_more(has_more=page.more, shown=len(page.lines))
        self._enable()
        self._look_soon.start()
        self._is_listing = False
        waiting, self._after_listing = self._after_listing, []
        for act in waiting:
            act()

    def start_search(self) -> None:
        """Go to the search."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _type_ahead(self, text: str) -> None:
        self.filters.search.setFocus()
        self.filters.search.setText(text)

    def _search_changed(self) -> None:
        self._is_listing = True
        self._list_soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down lead from the search into the list that it found."""
        if (
            watched is self.filters.search
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
        ):
            if self._list_soon.isActive():
                self.refresh()
            self.table.show()  # hidden while it is empty; it cannot take the keyboard then
            self.table.setFocus()
            self._when_listed(self._take_first)
            return True
        return super().eventFilter(watched, event)

    def _take_first(self) -> None:
        if self.table.lines.rows:
            self.table.choose_row(0)
        else:
            self.filters.search.setFocus()

    def _when_listed(self, act: Callable[[], None]) -> None:
        """Do it when the list on screen is the one that was asked for: never to a line that is about to go."""
        if self._is_listing:
            self._after_listing.append(act)
        else:
            act()

    # Looking.

    def _look(self) -> None:
        line = self.table.current_line
        if line is None or not self.isVisible():
            return
        visit_id, session = line.visit_id, self._session

        def _seen(seen: Glance) -> None:
            current = self.table.current_line
            if current is not None and current.visit_id == visit_id:
                self.side.show_note(line, seen)

        def _failed(error: Exception) -> None:
            self.side.preview.say(sentence_for(error))

        self._lane.start(at_once(lambda: glance(session, visit_id)), done=_seen, failed=_failed)

    def _enable(self) -> None:
        self.side.enable(chosen=len(self.table.chosen_lines), has_current=self.table.current_line is not None)

    def open_current(self) -> None:
        """Open the visit of the current line, for those who may read more than what was signed."""
        self._with_current(lambda line: self.opened.emit(line.visit_id))

    # Doing.

    def copy(self) -> None:
        """Copy the note of the current line."""
        self._with_current(lambda line: self.exporting.copy_note(line.visit_id, line.patient_name))

    def copy_next_section(self) -> None:
        """Copy the next section of the current line's note."""
        self._with_current(lambda line: self.exporting.copy_next_section(line.visit_id, line.patient_name))

    def mark_filed(self, *, is_filed: bool) -> None:
        """Mark the chosen lines as standing in the clinic's own system, or take the mark back."""

        def _mark(visit_ids: list[int]) -> None:
            session = self._session
            self._lane.start(
                at_once(lambda: mark_filed(session, visit_ids, is_filed=is_filed)),
                done=lambda _: self.refresh(),
                failed=lambda error: self.banner.say(sentence_for(error)),
            )

        self._with_chosen(_mark)

    def _with_current(self, act: Callable[[WorklistLine], None]) -> None:
        def _do() -> None:
            line = self.table.current_line
            if line is not None:
                act(line)

        self._when_listed(_do)

    def _with_chosen(self, act: Callable[[list[int]], None]) -> None:
        def _do() -> None:
            visit_ids = [line.visit_id for line in self.table.chosen_lines]
            if visit_ids:
                act(visit_ids)

        self._when_listed(_do)

    def _say(self, words: str, tone: str) -> None:
        if tone == "warning":
            self.banner.say(words)
        else:
            self.banner.clear()
            self.side.say(words)
