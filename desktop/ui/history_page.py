"""The visits of the records, newest first; find one by its patient and open it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from desktop.domain.visit import VisitStatus, VisitSummaryLine
from desktop.ui.banner import Banner
from desktop.ui.widgets import button, label

_COLUMNS = ("Visit", "Patient", "MRN", "Specialty", "Note", "Status")
_STATUS = {
    VisitStatus.EMPTY: "No note yet",
    VisitStatus.WAITING: "Draft failed, can be retried",
    VisitStatus.DRAFT: "Draft",
    VisitStatus.SIGNED: "Signed",
}
_Index = QModelIndex | QPersistentModelIndex


class _VisitTable(QAbstractTableModel):
    """The lines of the list."""

    def __init__(self, specialty_labels: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._labels = specialty_labels
        self.lines: list[VisitSummaryLine] = []

    def show_lines(self, lines: list[VisitSummaryLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        line = self.lines[index.row()]
        started = line.visit.started_at
        return (
            f"{started.day} {started:%b %Y, %H:%M}",
            line.patient_name or "No patient yet",
            line.mrn,
            self._labels.get(line.visit.specialty_id, line.visit.specialty_id),
            line.title,
            _STATUS[line.visit.status],
        )[index.column()]


class HistoryPage(QWidget):
    """The list of visits. search_asked(text), opened(visit id), new_asked(), sample_asked()."""

    search_asked = Signal(str)
    opened = Signal(int)
    new_asked = Signal()
    sample_asked = Signal()

    def __init__(self, specialty_labels: dict[str, str]) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._model = _VisitTable(specialty_labels, self)
        self.search = QLineEdit(placeholderText="Find by name or MRN")
        self.search.setAccessibleName("Find visits")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(280)
        self._search_soon = QTimer(self, singleShot=True, interval=150)
        self._search_soon.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._search_soon.start)
        self.new = button("New visit", "primary")
        self.new.setToolTip("New visit (Ctrl+N)")
        self.new.clicked.connect(self.new_asked)
        self.sample = button("Open a sample visit…")
        self.sample.clicked.connect(self.sample_asked)
        self.table = QTableView()
        self.table.setAccessibleName("Visits")
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(38)
        self.table.activated.connect(self._open)
        across = self.table.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((170, 190, 90, 170, 0, 200)):
            if width:
                self.table.setColumnWidth(column, width)
        across.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self._banner = Banner()
        self._nothing = label("", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()

    def _lay_out(self) -> None:
        header = QWidget()
        header.setProperty("kind", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(label("Visits", "title"))
        row.addSpacing(12)
        row.addWidget(self.search)
        row.addStretch()
        row.addWidget(self.sample)
        row.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._banner)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 1)

    def refresh(self) -> None:
        """Ask for the visits again."""
        self.search_asked.emit(self.search.text())

    def say(self, words: str) -> None:
        """Show a message about something that failed."""
        self._banner.say(words)

    def show_lines(self, asked: str, lines: list[VisitSummaryLine]) -> None:
        """Show what was found, unless something else was typed meanwhile."""
        if asked != self.search.text():
            return
        self._model.show_lines(lines)
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._nothing.setText(
            "No patient of that name or number has a visit."
            if asked
            else "No visits yet. Start one with New visit, or look around with a sample visit."
        )

    def _open(self, index: QModelIndex) -> None:
        visit_id = self._model.lines[index.row()].visit.id
        if visit_id is not None:
            self.opened.emit(visit_id)
