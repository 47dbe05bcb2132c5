"""The table of visits, newest first, read a page at a time while somebody scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from desktop.domain.visit import VisitSummaryLine
from desktop.ui.row_model import Index, RowModel
from desktop.ui.visit_rows import STATUS_WORDS, day_in_words

_COLUMNS = ("Visit", "Patient", "MRN", "Specialty", "Note", "Status")
_WIDTHS_PX = (170, 190, 90, 170, 0, 200)
_NOTE_COLUMN = 4


class _VisitLines(RowModel[VisitSummaryLine]):
    """The lines of the list. more_wanted(): the end of what was read is on screen."""

    more_wanted = Signal()

    def __init__(self, specialty_labels: dict[str, str], parent: QWidget) -> None:
        super().__init__(_COLUMNS, parent)
        self._labels = specialty_labels
        self.has_more = False

    def texts(self, row: VisitSummaryLine) -> tuple[str, ...]:
        started = row.visit.started_at
        return (
            f"{day_in_words(started)}, {started:%H:%M}",
            row.patient_name or "No patient yet",
            row.mrn,
            self._labels.get(row.visit.specialty_id, row.visit.specialty_id),
            row.title,
            STATUS_WORDS[row.visit.status],
        )

    def canFetchMore(self, parent: Index) -> bool:
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's signature
        self.has_more = False  # until the page that is asked for now says otherwise
        self.more_wanted.emit()


class VisitTable(QTableView):
    """Shows a line for each visit. opened(visit id): Enter or a double click. more_wanted(): the next page."""

    opened = Signal(int)
    more_wanted = Signal()

    def __init__(self, specialty_labels: dict[str, str]) -> None:
        super().__init__()
        self._lines = _VisitLines(specialty_labels, self)
        self._lines.more_wanted.connect(self.more_wanted)
        self.setAccessibleName("Visits")
        self.setModel(self._lines)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(38)
        self.activated.connect(self._open)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS_PX):
            if width:
                self.setColumnWidth(column, width)
        across.setSectionResizeMode(_NOTE_COLUMN, QHeaderView.ResizeMode.Stretch)

    @property
    def lines(self) -> list[VisitSummaryLine]:
        """The visits on screen."""
        return self._lines.rows

    @property
    def current_line(self) -> VisitSummaryLine | None:
        """The visit of the current row."""
        index = self.currentIndex()
        return self.lines[index.row()] if index.isValid() else None

    def show_lines(self, lines: Sequence[VisitSummaryLine], *, has_more: bool) -> None:
        """Show these instead; the visit that was current stays so."""
        current = self.current_line
        self._lines.has_more = has_more
        self._lines.show_rows(lines)
        if current is not None:
            ids = [line.visit.id for line in lines]
            if current.visit.id in ids:
                self.setCurrentIndex(self._lines.index(ids.index(current.visit.id), 0))

    def add_lines(self, lines: Sequence[VisitSummaryLine], *, has_more: bool) -> None:
        """Show the next page below."""
        self._lines.has_more = has_more
        self._lines.add_rows(lines)

    def _open(self, index: QModelIndex) -> None:
        visit_id = self.lines[index.row()].visit.id
        if visit_id is not None:
            self.opened.emit(visit_id)
