"""What the note writer should know besides the conversation: history, medications, allergies, instructions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.context import VisitContext
from desktop.ui.widgets import button, label


class ContextDialog(QDialog):
    """Ends accepted with ``context``."""

    def __init__(self, parent: QWidget, context: VisitContext) -> None:
        super().__init__(parent)
        self.setWindowTitle("Context for the note")
        self.setMinimumWidth(560)
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(6)
        column.addWidget(
            label(
                "A language model reads this beside the transcript. The drafter on this device writes only what "
                "was said and does not use it.",
                "secondary",
                wrap=True,
            )
        )
        self.medications = _field(column, "Medications, one a line", "\n".join(context.medications), 80)
        self.allergies = _field(column, "Allergies, one a line", "\n".join(context.allergies), 60)
        self.history = _field(column, "History", context.history, 90)
        self.instructions = _field(column, "Your instructions for this note", context.instructions, 60)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        save = button("Save", "primary")
        save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(save)
        column.addSpacing(8)
        column.addLayout(row)

    def _save(self) -> None:
        self.context = replace(
            self.context,
            medications=_lines(self.medications),
            allergies=_lines(self.allergies),
            history=self.history.toPlainText().strip(),
            instructions=self.instructions.toPlainText().strip(),
        )
        self.accept()


def _field(column: QVBoxLayout, words: str, text: str, height: int) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setPlainText(text)
    made.setProperty("kind", "field")
    made.setAccessibleName(words)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(height)
    name = QLabel(words)
    name.setProperty("kind", "strong")
    name.setBuddy(made)
    column.addWidget(name)
    column.addWidget(made)
    return made


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(text.strip() for text in field.toPlainText().splitlines() if text.strip())
