"""Words added below a signed note; and the co-signature of a supervisor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.messages import sentence_for
from desktop.ui.password_row import PasswordRow
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.widgets import button, label


class AddendumDialog(QDialog):
    """add_asked(text)."""

    add_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Addendum")
        self.resize(620, 380)
        self.text = PlainEditor(self)
        self.text.setProperty("kind", "field")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Addendum")
        self.text.textChanged.connect(self._enable)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.add = button("Add to the signed note", "primary")
        self.add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(label("Add to this signed note", "title"))
        column.addWidget(
            label(
                "What was signed stays as it is. The addendum has your name and the time, and cannot be taken back.",
                "secondary",
                wrap=True,
            )
        )
        column.addWidget(self.text, 1)
        column.addWidget(self.problem)
        column.addLayout(row)
        self._enable()

    def refuse(self, error: Exception) -> None:
        """Say why it was not added."""
        self.problem.setText(sentence_for(error))
        self.problem.show()
        self._enable()

    def _add(self) -> None:
        self.add.setEnabled(False)
        self.add_asked.emit(self.text.toPlainText())

    def _enable(self) -> None:
        self.add.setEnabled(bool(self.text.toPlainText().strip()))


class CosignDialog(QDialog):
    """cosign_asked(password)."""

    cosign_asked = Signal(str)

    def __init__(self, parent: QWidget, signed_by: str, signer: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Co-sign note")
        self.setMinimumWidth(520)
        self.password = PasswordRow("Co-sign")
        self.password.given.connect(self.cosign_asked)
        self.password.cancelled.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(label("Co-sign this note?", "title"))
        column.addWidget(
            label(f"It was signed by {signed_by}. Your signature, {signer}, stands below it.", wrap=True)
        )
        column.addWidget(self.password)
        self.password.password.setFocus()
