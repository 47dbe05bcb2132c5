"""The rows of a table as Qt asks for them: one thing a row, shown as texts under fixed headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel, Generic[Row]):
    """Holds rows; a subclass says what stands in the cells of one."""

    def __init__(self, columns: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: list[Row] = []

    def texts(self, row: Row) -> Sequence[str]:
        """The texts of a row, one for each column."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show these below those before."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are rows; a row has none below it."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The heading of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._columns[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QFont | None:
        """The text of a cell."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.texts(self.rows[index.row()])[index.column()]
