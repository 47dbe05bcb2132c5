"""A referral letter of a summary: whom it is to, and as what it is written. The letter holds what is shown here."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.summary import Summary
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.widgets import button, label
from desktop.workflow.export_note import ExportFormat
from desktop.workflow.summarize import as_text

_FORMATS = (ExportFormat.WORD, ExportFormat.PDF, ExportFormat.TEXT)
_MOST_LINES = 12


class ReferralDialog(QDialog):
    """Ends accepted with ``recipient``, lines of text, and ``kind``."""

    def __init__(self, parent: QWidget, patient_name: str, summary: Summary) -> None:
        super().__init__(parent)
        self.setWindowTitle("Referral letter")
        self.resize(640, 580)
        self.to = PlainEditor(self)
        self.to.setProperty("kind", "field")
        self.to.setPlaceholderText("Name and address of whom the letter is to; may stay empty")
        self.to.setAccessibleName("Recipient of the letter")
        self.to.setTabChangesFocus(True)
        self.to.setFixedHeight(88)
        self.format = QComboBox()
        self.format.setAccessibleName("Format of the letter")
        for kind in _FORMATS:
            self.format.addItem(kind.label, kind)
        words = QPlainTextEdit(readOnly=True)
        words.setAccessibleName("What the letter says")
        words.setPlainText(as_text(summary))
        form = QFormLayout()
        form.addRow("About", label(patient_name or "No name", "strong"))
        form.addRow("To", self.to)
        form.addRow("Format", self.format)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        save = button("Save the letter…", "primary")
        save.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(words, 1)
        column.addWidget(
            label(
                "Read the letter before it goes out: it is made of notes that may not be signed.", "secondary"
            )
        )
        column.addLayout(row)

    @property
    def recipient(self) -> tuple[str, ...]:
        """The lines that were typed, without empty ones."""
        lines = (line.strip() for line in self.to.toPlainText().splitlines())
        return tuple(line for line in lines if line)[:_MOST_LINES]

    @property
    def kind(self) -> ExportFormat:
        """The format that is chosen."""
        return ExportFormat(self.format.currentData())  # Qt gives a plain text back
