"""Before the first send to an endpoint: which host gets what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.plain_editor import PlainEditor
from desktop.ui.widgets import button, label
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.pseudonyms import LIMITS


class SendChoice(Enum):
    """SEND this once, SEND_ALWAYS without asking again, write it HERE on this device, or do nothing."""

    SEND = "send"
    SEND_ALWAYS = "send always"
    HERE = "here"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class SendWords:
    """What is sent, what the model would write of it, and the words for having it done here; none: there is no need."""

    what: str
    result: str
    here: str = ""


NOTE = SendWords("this visit", "the note", "Draft on this device")
SUMMARY = SendWords("the notes of these visits", "the summary")
"""The summary of this device is on screen already."""


class SendDialog(QDialog):
    """Names the host and what it gets. ``choice`` is what the person decided."""

    def __init__(self, parent: QWidget, preview: SendPreview, words: SendWords = NOTE) -> None:
        super().__init__(parent)
        self.setWindowTitle("Send to an endpoint")
        self.setFixedWidth(560)
        self.choice = SendChoice.CANCEL
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(f"Send {words.what} to {preview.host}?", "title", wrap=True))
        column.addWidget(
            label(
                f"The model {preview.model} there would write {words.result}. It is sent {preview.characters:,} "
                f"characters of text, {'encrypted on the way' if preview.encrypted else 'NOT encrypted on the way'}:",
                wrap=True,
            )
        )
        for kind in preview.kinds:
            column.addWidget(label(f"• {kind}", wrap=True))
        column.addWidget(
            label(
                "The patient's name, date of birth and record number are not sent from the chart; "
                f"{preview.about_names}. {LIMITS} What the endpoint does with the text is outside this program's control.",
                "secondary",
                wrap=True,
            )
        )
        self._exact = PlainEditor(self)
        self._exact.setReadOnly(True)
        self._exact.setPlainText(preview.text)
        self._exact.setAccessibleName("Exactly what is sent")
        self._exact.setMinimumHeight(220)
        self._exact.hide()
        show = button("Show exactly what is sent")
        show.clicked.connect(self._show_or_hide_exact)
        column.addWidget(show)
        column.addWidget(self._exact)
        self.always = QCheckBox("Do not ask again for this host and model")
        column.addWidget(self.always)
        self.here = button(words.here)
        self.here.setVisible(bool(words.here))
        self.here.clicked.connect(lambda: self._choose(SendChoice.HERE))
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.send = button("Send", "primary")
        self.send.clicked.connect(
            lambda: self._choose(SendChoice.SEND_ALWAYS if self.always.isChecked() else SendChoice.SEND)
        )
        row = QHBoxLayout()
        row.addWidget(self.here)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.send)
        column.addSpacing(8)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped words need; Qt reckons a dialog's height without wrapping."""
        self._fit()
        super().showEvent(event)

    def _show_or_hide_exact(self) -> None:
        self._exact.setVisible(not self._exact.isVisible())
        self._fit()

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.invalidate()
        self.setFixedHeight(column.totalHeightForWidth(self.width()))

    def _choose(self, choice: SendChoice) -> None:
        self.choice = choice
        self.accept()


def ask_to_send(parent: QWidget, preview: SendPreview, words: SendWords = NOTE) -> SendChoice:
    """Ask, and return what was decided."""
    dialog = SendDialog(parent, preview, words)
    dialog.finished.connect(dialog.deleteLater)
    dialog.exec()
    return dialog.choice
