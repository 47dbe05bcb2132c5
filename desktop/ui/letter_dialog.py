"""Before a letter or a handout is written: to whom, and as what."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.plain_editor import PlainEditor
from desktop.ui.widgets import button, label
from desktop.workflow.export_note import ExportFormat

_RECIPIENT_LINES = 8
_LINE_CHARS = 200


class LetterDialog(QDialog):
    """Ends accepted with kind, and recipient where there is one."""

    def __init__(self, parent: QWidget, title: str, *, has_recipient: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addWidget(label(title, "title"))
        column.addWidget(
            label(
                "Made by a program from the notes: read it whole before it leaves the clinic.",
                "secondary",
                wrap=True,
            )
        )
        self.to = PlainEditor(self)
        self.to.setProperty("kind", "field")
        self.to.setAccessibleName("To whom, one line each")
        self.to.setTabChangesFocus(True)
        self.to.setFixedHeight(110)
        if has_recipient:
            column.addWidget(label("To (name, department, address)", "strong"))
            column.addWidget(self.to)
        self.to.setVisible(has_recipient)
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

    @property
    def recipient(self) -> tuple[str, ...]:
        """The lines of whom it is to."""
        lines = (line.strip()[:_LINE_CHARS] for line in self.to.toPlainText().splitlines())
        return tuple(line for line in lines if line)[:_RECIPIENT_LINES]
