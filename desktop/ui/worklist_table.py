"""The lines of the worklist: a table model, its state chips, and keys for people in a hurry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.domain.worklist import WorklistLine, WorklistStatus
from desktop.ui.row_model import Index, RowModel
from desktop.ui.theme import Theme
from desktop.workflow.visits import now

_COLUMNS = ("Time", "Patient", "MRN", "Provider", "Reason · code", "Status")
_TIME_PX, _DAY_AND_TIME_PX = 66, 116
_PATIENT, _REASON, _STATUS = 1, 4, 5


class _Lines(RowModel[WorklistLine]):
    """The lines. has_days: not all are of today, so each shows its date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_COLUMNS, parent)
        self.has_days = False
        self._strong = QFont(QApplication.font())
        self._strong.setBold(True)
        self._strong.setPixelSize(13)

    def show_rows(self, rows: Sequence[WorklistLine]) -> None:
        self.has_days = not {line.started_at.date() for line in rows} <= {now().date()}
        super().show_rows(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QFont | None:
        if role == Qt.ItemDataRole.FontRole and index.column() == _PATIENT:
            return self._strong
        if role == Qt.ItemDataRole.ToolTipRole:
            role = Qt.ItemDataRole.DisplayRole
        return super().data(index, role)

    def texts(self, row: WorklistLine) -> tuple[str, ...]:
        started = row.started_at
        day = f"{started.day} {started:%b}, " if self.has_days else ""
        return (
            f"{day}{started:%H:%M}",
            row.patient_name or "No patient",
            row.mrn,
            row.provider,
            " · ".join(part for part in (row.reason, row.code) if part),
            row.status.label,
        )


class _StatusChip(QStyledItemDelegate):
    """Draws the state as a chip, in the theme's colours."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell without its text, then the chip."""
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        t = self._theme.tokens
        colour, weak = {
            WorklistStatus.SIGNED.label: (t.information, t.information_weak),
            WorklistStatus.CHANGED.label: (t.warning, t.warning_weak),
        }.get(words, (t.accent, t.accent_weak))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(option.font)
        font.setPixelSize(12)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 20
        space = option.rect
        chip = QRect(space.left() + 8, space.center().y() - 10, min(width, space.width() - 10), 21)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(weak))
        painter.drawRoundedRect(chip, 10, 10)
        painter.setPen(QColor(colour))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()


class WorklistTable(QTableView):
    """The table. typed(text): the person began to type a name here. copy_asked(): by the system's key for it."""

    typed = Signal(str)
    copy_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lines = _Lines(self)
        self.setModel(self.lines)
        self.setAccessibleName("Signed notes")
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a code stands at the end
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(_STATUS, _StatusChip(self, theme))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(38)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((_TIME_PX, 160, 76, 140, 0, 110)):
            if width:
                self.setColumnWidth(column, width)
        across.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)

    def show_lines(self, lines: list[WorklistLine]) -> None:
        """Show other lines; of several days, each with its date."""
        self.lines.show_rows(lines)
        self.setColumnWidth(0, _DAY_AND_TIME_PX if self.lines.has_days else _TIME_PX)

    def choose_row(self, row: int) -> None:
        """Make a row the current and only chosen one; Qt's selectRow would toggle it while Ctrl is held for a shortcut."""
        self.selectionModel().setCurrentIndex(
            self.lines.index(row, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    @property
    def current_line(self) -> WorklistLine | None:
        """The line that is previewed."""
        row = self.currentIndex().row()
        return self.lines.rows[row] if 0 <= row < len(self.lines.rows) else None

    @property
    def chosen_lines(self) -> list[WorklistLine]:
        """The selected lines, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.lines.rows[row] for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits search; the other keys move."""
        if event.matches(QKeySequence.StandardKey.Copy):  # Qt would copy the text of one cell
            self.copy_asked.emit()
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)
