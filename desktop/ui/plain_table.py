"""A table of texts to read and to choose a row from; nothing in it can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

_ROW_PX = 28
_HEADER_PX = 32


class PlainTable(QTableWidget):
    """Shows a few hundred rows at most. stretched: the column that takes the width that is left."""

    def __init__(self, accessible_name: str, columns: Sequence[str], stretched: int) -> None:
        super().__init__(0, len(columns))
        self.setAccessibleName(accessible_name)
        self.setHorizontalHeaderLabels(list(columns))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setFixedHeight(_HEADER_PX)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these in place of those before; the first is selected."""
        self.setRowCount(0)
        self.add_rows(rows)
        if rows:
            self.selectRow(0)

    def add_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these below those before."""
        first = self.rowCount()
        self.setRowCount(first + len(rows))
        for number, row in enumerate(rows, start=first):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(number, column, item)
