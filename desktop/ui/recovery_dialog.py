"""A recording that was cut short when the program died: what is to become of it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets import button, label


class Fate(Enum):
    """LATER: asked again at the next start; nothing is ever deleted by itself."""

    CONTINUE = "Continue"
    TRANSCRIBE = "Transcribe"
    KEEP = "Keep"
    DELETE = "Delete"
    LATER = "Later"


class RecoveryDialog(QDialog):
    """``fate`` is what the person decided; LATER when the dialog was closed."""

    def __init__(self, parent: QWidget, sentence: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Soapstone")
        self.setFixedWidth(560)
        self.fate = Fate.LATER
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(sentence, "title", wrap=True))
        column.addWidget(
            label(
                "Everything up to then is safe. Continue recording in the same visit, write down what is there, keep "
                "it as it is, or delete it for good.",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self.buttons = {}
        for fate in (Fate.DELETE, Fate.KEEP, Fate.TRANSCRIBE, Fate.CONTINUE):
            made = button(fate.value, "primary" if fate is Fate.CONTINUE else "")
            made.clicked.connect(lambda _, fate=fate: self._choose(fate))
            self.buttons[fate] = made
            row.addWidget(made)
            if fate is Fate.DELETE:
                row.addStretch()
        # Enter must never delete.
        self.buttons[Fate.CONTINUE].setDefault(True)
        self.buttons[Fate.CONTINUE].setFocus()
        column.addSpacing(6)
        column.addLayout(row)

    def _choose(self, fate: Fate) -> None:
        self.fate = fate
        self.accept()


def ask_for_fate(parent: QWidget, sentence: str) -> Fate:
    """Ask, and return what was decided."""
    dialog = RecoveryDialog(parent, sentence)
    dialog.finished.connect(dialog.deleteLater)
    dialog.exec()
    return dialog.fate
