"""Before a handout for the patient is written: what it is, and in which format."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.widgets import button, label
from desktop.workflow.export_note import ExportFormat


class HandoutDialog(QDialog):
    """Ends accepted with kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("After-visit handout")
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addWidget(label("After-visit handout", "title"))
        column.addWidget(
            label(
                "Made by a program from the note: read it whole before the patient gets it.",
                "secondary",
                wrap=True,
            )
        )
        self.pdf = QRadioButton("PDF")
        self.word = QRadioButton("Word, to be edited")
        self.pdf.setChecked(True)
        self._kinds = QButtonGroup(self)
        kinds = QHBoxLayout()
        for choice in (self.pdf, self.word):
            self._kinds.addButton(choice)
            kinds.addWidget(choice)
        kinds.addStretch()
        column.addLayout(kinds)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.save = button("Save…", "primary")
        self.save.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.save)
        column.addLayout(row)

    @property
    def kind(self) -> ExportFormat:
        """The format that was chosen."""
        return ExportFormat.PDF if self.pdf.isChecked() else ExportFormat.WORD
