"""The versions of a visit's note: look at any of them, compare two, and take one back."""

from __future__ import annotations

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop.domain.visit import NoteVersion
from desktop.ui.difference_view import DifferenceView
from desktop.ui.theme import Tokens
from desktop.ui.widgets import button, label
from desktop.workflow.sign import SIGNED_BY

_ORIGINS = {"offline": "Drafted on this device", "provider": "Edited by you"}


class VersionsDialog(QDialog):
    """Ends accepted with ``chosen``, the version to take back."""

    def __init__(
        self, parent: QWidget, versions: list[NoteVersion], tokens: Tokens, *, may_take_back: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Versions of this note")
        self.resize(820, 520)
        self._versions = versions
        self.chosen: NoteVersion | None = None
        model = QStandardItemModel(self)
        for version in versions:
            model.appendRow(QStandardItem(f"{_when(version)}\n{origin_in_words(version.origin)}"))
        self.list = QListView()
        self.list.setAccessibleName("Versions")
        self.list.setModel(model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFixedWidth(250)
        self.text = DifferenceView(self, tokens)
        self.text.setAccessibleName("Text of the version")
        self.other = QComboBox()
        self.other.setAccessibleName("Compare with")
        self.other.addItem("Do not compare")
        for version in versions:
            self.other.addItem(f"Compare with {_when(version)}, {origin_in_words(version.origin)}")
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumContentsLength(30)
        self.other.currentIndexChanged.connect(lambda _: self._show(self.list.currentIndex().row()))
        cancel = button("Close")
        cancel.clicked.connect(self.reject)
        self.use = button("Use this version", "primary")
        self.use.clicked.connect(self._use)
        row = QHBoxLayout()
        if may_take_back:
            row.addWidget(label("Taking a version back can be undone.", "secondary"))
        else:
            self.use.hide()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.use)
        both = QHBoxLayout()
        both.addWidget(self.list)
        right = QVBoxLayout()
        right.addWidget(self.other)
        right.addWidget(self.text)
        both.addLayout(right)
        column = QVBoxLayout(self)
        column.addLayout(both)
        column.addLayout(row)
        self.list.selectionModel().currentChanged.connect(lambda current, _: self._show(current.row()))
        self.list.setCurrentIndex(model.index(0, 0))

    def _show(self, row: int) -> None:
        if row < 0:
            return
        note = self._versions[row].note
        compared = self.other.currentIndex() - 1
        if compared < 0 or compared == row:
            self.text.show_note(note.texts)
            return
        other = self._versions[compared]
        older, newer = sorted((other, self._versions[row]), key=lambda each: each.saved_at)
        self.text.show_difference(older.note.texts, newer.note.texts)

    def _use(self) -> None:
        self.chosen = self._versions[self.list.currentIndex().row()]
        self.accept()


def origin_in_words(origin: str) -> str:
    """Who wrote a version, in the words of the screens."""
    if origin.startswith(SIGNED_BY):
        return origin[0].upper() + origin[1:]
    return _ORIGINS.get(origin, f"Drafted by {origin}")


def _when(version: NoteVersion) -> str:
    return f"{version.saved_at:%d %b %Y, %H:%M:%S}"
