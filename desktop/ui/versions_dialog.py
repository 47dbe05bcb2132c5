"""The versions of a visit's note: look at any of them, and take one back."""

from __future__ import annotations

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.note import NOT_STATED, Section
from desktop.domain.visit import NoteVersion
from desktop.ui.widgets import button, label

_ORIGINS = {"offline": "Drafted on this device", "provider": "Edited by you"}


class VersionsDialog(QDialog):
    """Ends accepted with ``chosen``, the version to take back."""

    def __init__(self, parent: QWidget, versions: list[NoteVersion]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Versions of this note")
        self.resize(820, 520)
        self._versions = versions
        self.chosen: NoteVersion | None = None
        model = QStandardItemModel(self)
        for version in versions:
            when = f"{version.saved_at:%d %b %Y, %H:%M:%S}"
            model.appendRow(QStandardItem(f"{when}\n{origin_in_words(version.origin)}"))
        self.list = QListView()
        self.list.setAccessibleName("Versions")
        self.list.setModel(model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFixedWidth(250)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Text of the version")
        cancel = button("Close")
        cancel.clicked.connect(self.reject)
        self.use = button("Use this version", "primary")
        self.use.clicked.connect(self._use)
        row = QHBoxLayout()
        row.addWidget(label("Taking a version back can be undone.", "secondary"))
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.use)
        both = QHBoxLayout()
        both.addWidget(self.list)
        both.addWidget(self.text)
        column = QVBoxLayout(self)
        column.addLayout(both)
        column.addLayout(row)
        self.list.selectionModel().currentChanged.connect(lambda current, _: self._show(current.row()))
        self.list.setCurrentIndex(model.index(0, 0))

    def _show(self, row: int) -> None:
        note = self._versions[row].note
        self.text.setPlainText(
            "\n\n".join(f"{section.label}\n{note[section] or NOT_STATED}" for section in Section)
        )

    def _use(self) -> None:
        self.chosen = self._versions[self.list.currentIndex().row()]
        self.accept()


def origin_in_words(origin: str) -> str:
    """Who wrote a version, in the words of the screens."""
    return _ORIGINS.get(origin, f"Drafted by {origin}")
