"""Before the first recording of a visit: the patient agrees."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets import button, label


class ConsentDialog(QDialog):
    """Ends accepted when the tick is set; the text is stored with time and user."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Before recording")
        self.setFixedWidth(520)
        self.tick = QCheckBox("Yes")
        self.tick.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Has the patient agreed?", "title"))
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.tick)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.go = button("Record", "primary")
        self.go.setEnabled(False)
        self.tick.toggled.connect(self.go.setEnabled)
        self.go.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.go)
        column.addLayout(row)


def agrees(parent: QWidget, text: str) -> bool:
    """Ask, and return whether the tick was set."""
    dialog = ConsentDialog(parent, text)
    dialog.finished.connect(dialog.deleteLater)
    return dialog.exec() == QDialog.DialogCode.Accepted
