"""Questions that stop a person before something is replaced, and texts shown on request."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.note import Section
from desktop.ui.widgets import label


class Answer(Enum):
    """REPLACE what was typed, KEEP it and write the rest, or do nothing."""

    REPLACE = "replace"
    KEEP = "keep"
    CANCEL = "cancel"


def ask_about_edits(parent: QWidget, edited: list[Section], *, others: bool) -> Answer:
    """Ask before a draft replaces sections that the provider edited. others: there are further sections to write."""
    names = " and ".join(section.label for section in edited)
    box = _question(
        parent,
        f"You edited {names}. Replace your text with a new draft?",
        "It can be undone, and your text stays under Versions.",
    )
    replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("Keep my text", QMessageBox.ButtonRole.AcceptRole) if others else None
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep or cancel)
    box.setEscapeButton(cancel)
    box.exec()
    if box.clickedButton() is replace:
        return Answer.REPLACE
    return Answer.KEEP if keep is not None and box.clickedButton() is keep else Answer.CANCEL


def confirms(parent: QWidget, words: str, below: str, action: str) -> bool:
    """Ask before something that cannot simply be taken back. Cancel is the default."""
    box = _question(parent, words, below)
    act = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is act


def show_answer(parent: QWidget, answer: str) -> None:
    """Show the words of a model whose answer could not be used. They are no note."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("The model's answer")
    dialog.resize(720, 480)
    text = QPlainTextEdit(readOnly=True)
    text.setAccessibleName("The model's answer")
    text.setPlainText(answer)
    dialog.finished.connect(dialog.deleteLater)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(label("This answer is not a whole note and was not kept.", "secondary", wrap=True))
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.exec()


def _question(parent: QWidget, words: str, below: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Soapstone")
    box.setText(words)
    box.setInformativeText(below)
    box.finished.connect(box.deleteLater)
    return box
