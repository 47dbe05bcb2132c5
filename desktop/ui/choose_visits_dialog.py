"""Which visits a summary is made of: all of them, or those that are ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop.domain.visit import VisitSummaryLine
from desktop.ui.visit_rows import STATUS_WORDS, day_in_words
from desktop.ui.widgets import button, label


class ChooseVisitsDialog(QDialog):
    """Ends accepted with ``chosen``, the ids of at least one visit."""

    def __init__(self, parent: QWidget, lines: Sequence[VisitSummaryLine], chosen: Collection[int]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Visits of the summary")
        self.resize(520, 480)
        self.chosen = frozenset(chosen)
        self._model = QStandardItemModel(self)
        for line in lines:
            title = line.title or STATUS_WORDS[line.visit.status]
            item = QStandardItem(f"{day_in_words(line.visit.started_at)}   {title}")
            item.setCheckable(True)
            item.setCheckState(
                Qt.CheckState.Checked if line.visit.id in self.chosen else Qt.CheckState.Unchecked
            )
            item.setData(line.visit.id, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        self.list = QListView()
        self.list.setAccessibleName("Visits to choose from")
        self.list.setModel(self._model)
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model.itemChanged.connect(self._changed)
        everything, nothing = button("All"), button("None")
        everything.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        nothing.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.use = button("Use these visits", "primary")
        self.use.setDefault(True)
        self.use.clicked.connect(self.accept)
        row = QHBoxLayout()
        for widget in (everything, nothing):
            row.addWidget(widget)
        row.addStretch()
        for widget in (cancel, self.use):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(label("The space bar ticks a visit.", "secondary"))
        column.addWidget(self.list)
        column.addLayout(row)

    def _items(self) -> list[QStandardItem]:
        return [self._model.item(row) for row in range(self._model.rowCount())]

    def _tick(self, state: Qt.CheckState) -> None:
        for item in self._items():
            item.setCheckState(state)

    def _changed(self) -> None:
        self.chosen = frozenset(
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )
        self.use.setEnabled(bool(self.chosen))
