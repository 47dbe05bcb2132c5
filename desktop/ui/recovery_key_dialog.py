"""Shows a recovery key, once, and has it typed back, so that what was written down is known to be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPageLayout, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.errors import WrongPassword
from desktop.ui.widgets import button, label
from desktop.workflow.recovery_key import is_same_recovery_key

_NOT_THIS = (
    "This is a recovery key without a typing error, but not the one that is shown here. Type this one."
)
_MARGIN_MM = 25.0


class RecoveryKeyPart(QWidget):
    """The key with Copy, Save and Print, and the field in which it is typed back. changed(): right or not right.

    Printed and saved keys carry no name and no address: whoever finds one should not know what it opens.
    """

    changed = Signal()

    def __init__(self, write_file: Callable[[Path, str], None]) -> None:
        super().__init__()
        self._write_file = write_file
        self.key = label("", "key", wrap=True)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setAccessibleName("Recovery key")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = button("Copy")
        self.copy.setAccessibleName("Copy the recovery key")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.key.text()))
        save = button("Save to a file…")
        save.clicked.connect(self._save)
        printing = button("Print…")
        printing.clicked.connect(self._print)
        row = QHBoxLayout()
        for widget in (self.copy, save, printing):
            row.addWidget(widget)
        row.addStretch()
        self.typed = QLineEdit()
        self.typed.setAccessibleName("The recovery key, typed back")
        self.typed.setPlaceholderText("Capital letters, spaces and dashes do not matter")
        self.typed.textChanged.connect(self._check)
        self.problem = label("", "error", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.key)
        column.addLayout(row)
        column.addWidget(
            label("Keep it on paper or on a stick, away from this computer.", "secondary", wrap=True)
        )
        column.addWidget(label("Type it back from where you keep it", "strong"))
        column.addWidget(self.typed)
        column.addWidget(self.problem)
        self.is_right = False

    def show_key(self, key: str) -> None:
        """Show a key that was just made."""
        self.key.setText(key)
        self.typed.clear()
        self.copy.setFocus()

    def forget(self) -> None:
        """The key is kept elsewhere now: not here, and not in the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() == self.key.text():
            clipboard.clear()
        self.key.clear()
        self.typed.clear()

    def _check(self) -> None:
        typed = self.typed.text()
        self.is_right = False
        words = ""
        if len("".join(char for char in typed if char.isalnum())) >= _chars(self.key.text()) > 0:
            try:
                self.is_right = is_same_recovery_key(typed, self.key.text())
                words = "" if self.is_right else _NOT_THIS
            except WrongPassword as error:
                words = error.sentence
        self.problem.setText(words)
        self.changed.emit()

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the recovery key", "soapstone-recovery-key.txt")
        if not name:
            return
        try:
            self._write_file(Path(name), self.key.text())
        except OSError:
            self.problem.setText("The file could not be written there. Choose another folder.")
        else:
            self.problem.setText("")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - hardly ever wanted

        printer = QPrinter()
        printer.setPageMargins(
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter
        )
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            page = QTextDocument()
            page.setPlainText(key_as_text(self.key.text()))
            page.print_(printer)


def key_as_text(key: str) -> str:
    """What is printed and saved."""
    return f"Soapstone recovery key\n\n{key}\n\nKeep this away from the computer whose records it opens.\n"


def write_key_file(path: Path, key: str) -> None:
    """Write the recovery key where the person asked. Raises OSError."""
    path.write_text(key_as_text(key), encoding="utf-8")


def _chars(key: str) -> int:
    return sum(char.isalnum() for char in key)


class RecoveryKeyDialog(QDialog):
    """A new recovery key. It can only be closed when the key was typed back, or by saying that it is lost."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("New recovery key")
        self.setFixedWidth(560)
        self.part = RecoveryKeyPart(write_key_file)
        self.part.show_key(key)
        self.finished.connect(self.part.forget)
        self.go = button("Done", "primary")
        self.part.changed.connect(lambda: self.go.setEnabled(self.part.is_right))
        self.go.setEnabled(False)
        self.go.clicked.connect(self.accept)
        later = button("Close without typing it back")
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(later)
        row.addStretch()
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Keep the new recovery key", "title"))
        column.addWidget(
            label(
                "The old key opens nothing any more. This one is shown only now. If it gets lost, make another one here; "
                "without a password and without a key nobody can open the records.",
                wrap=True,
            )
        )
        column.addWidget(self.part)
        column.addStretch()
        column.addLayout(row)
