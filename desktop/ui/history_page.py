"""The visits of the records, newest first, by day, provider and state; and what somebody types finds among them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.history import VisitFilter, VisitPage
from desktop.ui.banner import Banner
from desktop.ui.found_list import FoundList
from desktop.ui.theme import Theme
from desktop.ui.visit_filters import VisitFilters
from desktop.ui.visit_rows import PatientKey, VisitKey, found_row, patient_row
from desktop.ui.visit_table import VisitTable
from desktop.ui.widgets import button, label
from desktop.workflow.find import Found

_SEARCH_DELAY_MS = 40
"""Short enough to be instant, long enough for the letters of one burst to be one search."""


class HistoryPage(QWidget):
    """The list of visits, and of what was found.

    list_asked(), more_asked(): the visits of the filters. search_asked(text). opened(visit id), patient_opened(patient
    id). new_asked(), sample_asked(), import_asked(), duplicates_asked(): the buttons.
    """

    list_asked = Signal()
    more_asked = Signal()
    search_asked = Signal(str)
    opened = Signal(int)
    patient_opened = Signal(int)
    new_asked = Signal()
    sample_asked = Signal()
    import_asked = Signal()
    duplicates_asked = Signal()

    def __init__(self, specialty_labels: dict[str, str], theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.search = QLineEdit(placeholderText="Find by name, MRN or any words of a note (Ctrl+F)")
        self.search.setAccessibleName("Find patients and visits")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._search_soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._search_soon.start)
        self.filters = VisitFilters()
        self.filters.changed.connect(self.refresh)
        self.new = button("New visit", "primary")
        self.new.setToolTip("New visit (Ctrl+N)")
        self.new.clicked.connect(self.new_asked)
        self.sample = button("Open a sample visit…")
        self.sample.clicked.connect(self.sample_asked)
        self.imports = button("Import…")
        self.imports.setToolTip("Import patients or a day's schedule from a file")
        self.imports.clicked.connect(self.import_asked)
        self.duplicates = button("Duplicates…")
        self.duplicates.setToolTip("Patients that may be one person")
        self.duplicates.clicked.connect(self.duplicates_asked)
        self.table = VisitTable(specialty_labels)
        self.table.opened.connect(self.opened)
        self.table.more_wanted.connect(self.more_asked)
        self.found = FoundList(theme, "Patients and visits found")
        self.found.chosen.connect(self._choose)
        self._found_for = ""
        self._banner = Banner()
        self._nothing = label("", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown = QStackedWidget()
        for widget in (self.table, self.found, self._nothing):
            self._shown.addWidget(widget)
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._begin_search)

    def _lay_out(self) -> None:
        header = QWidget()
        header.setProperty("kind", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(label("Visits", "title"))
        first.addSpacing(12)
        first.addWidget(self.search, 1)
        first.addSpacing(12)
        first.addWidget(self.sample)
        first.addWidget(self.new)
        second.setSpacing(8)
        second.addWidget(self.filters)
        second.addStretch()
        second.addWidget(self.imports)
        second.addWidget(self.duplicates)
        rows = QVBoxLayout(header)
        rows.setContentsMargins(20, 10, 20, 10)
        rows.setSpacing(8)
        rows.addLayout(first)
        rows.addLayout(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._banner)
        column.addWidget(self._shown, 1)

    def show_rights(self, *, may_write: bool) -> None:
        """Offer what begins a visit only to those who may."""
        self.new.setVisible(may_write)
        self.sample.setVisible(may_write)

    @property
    def is_searching(self) -> bool:
        """True while something is typed in the search field."""
        return bool(self.search.text().strip())

    def chosen_filter(self, today: date) -> VisitFilter:
        """Which visits are asked for."""
        return self.filters.filter(today)

    def refresh(self) -> None:
        """Ask for what is shown again."""
        self._search_soon.stop()
        if self.is_searching:
            self.search_asked.emit(self.search.text())
        else:
            self.list_asked.emit()

    def say(self, words: str, tone: str = "warning") -> None:
        """Show a message."""
        self._banner.say(words, tone=tone)

    def show_page(self, page: VisitPage, *, is_first: bool) -> None:
        """Show a page of visits, or add it below."""
        has_more = page.next_key is not None
        if not is_first:
            self.table.add_lines(page.lines, has_more=has_more)
            return
        self.table.show_lines(page.lines, has_more=has_more)
        if page.lines:
            self._shown.setCurrentWidget(self.table)
            return
        is_all = self.chosen_filter(date.min + (date.max - date.min) / 2) == VisitFilter()
        self._say_nothing(
            "No visits yet. Start one with New visit, or look around with a sample visit."
            if is_all
            else "No visit fits these filters."
        )

    def show_found(self, asked: str, found: Found, today: date) -> None:
        """Show what was found, unless something else was typed meanwhile."""
        if asked != self.search.text():
            return
        is_same, self._found_for = asked == self._found_for, asked
        rows = (
            *(patient_row(patient, today) for patient in found.patients),
            *map(found_row, found.hits),
        )
        self.found.show_rows(rows, keeps_current=is_same)
        if rows:
            self._shown.setCurrentWidget(self.found)
        else:
            self._say_nothing("No patient has this name or number, and no visit has all of these words.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter in the search field go to what was found, Escape empties it."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                    (self.found if self.is_searching else self.table).setFocus()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    # What is on screen may still be of a text that was typed before.
                    if self._shown.currentWidget() is self.found and self._found_for == self.search.text():
                        self.found.choose_current()
                    return True
                case Qt.Key.Key_Escape if self.search.text():
                    self.search.clear()
                    return True
        return super().eventFilter(watched, event)

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _say_nothing(self, words: str) -> None:
        self._nothing.setText(words)
        self._shown.setCurrentWidget(self._nothing)

    def _choose(self, key: object) -> None:
        match key:
            case VisitKey(visit_id):
                self.opened.emit(visit_id)
            case PatientKey(patient_id):
                self.patient_opened.emit(patient_id)
