"""Changes a signed note: an editable copy, what is different line by line, the reason, and the password."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.note import Section
from desktop.domain.signing import SignedNote
from desktop.ui.difference_view import DifferenceView
from desktop.ui.password_row import PasswordRow
from desktop.ui.section_pane import SectionEditor
from desktop.ui.theme import Tokens
from desktop.ui.widgets import label

_COMPARE_MS = 200
_REASON_CHARS = 500


class AmendDialog(QDialog):
    """amend_asked(sections, reason, password)."""

    amend_asked = Signal(dict, str, str)

    def __init__(self, parent: QWidget, signed: SignedNote, tokens: Tokens) -> None:
        super().__init__(parent)
        self.setWindowTitle("Amend signed note")
        self.resize(1080, 720)
        self.signed = signed
        self.editors = {section: SectionEditor(section) for section in Section}
        self.difference = DifferenceView(self, tokens)
        self.reason = QLineEdit(placeholderText="Why the note is amended")
        self.reason.setAccessibleName("Reason for the amendment")
        self.reason.setMaxLength(_REASON_CHARS)
        self.reason.textChanged.connect(self._enable)
        self.password = PasswordRow("Sign amendment")
        self.password.given.connect(
            lambda password: self.amend_asked.emit(self.texts, self.reason.text().strip(), password)
        )
        self.password.cancelled.connect(self.reject)
        self._compare_soon = QTimer(self, singleShot=True, interval=_COMPARE_MS)
        self._compare_soon.timeout.connect(self._compare)
        self._lay_out()
        self._compare()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "page")
        column = QVBoxLayout(inside)
        for section, editor in self.editors.items():
            editor.setPlainText(self.signed.document.sections.get(section, ""))
            editor.textChanged.connect(self._compare_soon.start)
            column.addWidget(label(section.label, "strong"))
            card = QFrame()  # the frame is not the editor's: its height is that of its text alone
            card.setProperty("kind", "card")
            QVBoxLayout(card).addWidget(editor)
            column.addWidget(card)
        column.addStretch()
        copy = QScrollArea()
        copy.setWidgetResizable(True)
        copy.setWidget(inside)
        split = QSplitter()
        split.addWidget(copy)
        split.addWidget(self.difference)
        split.setSizes([560, 480])
        split.setChildrenCollapsible(False)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 16, 16, 16)
        outside.setSpacing(8)
        outside.addWidget(label("Amend this signed note", "title"))
        outside.addWidget(
            label(
                "What was signed is kept beside your amendment, with your reason. On the right: what is different.",
                "secondary",
                wrap=True,
            )
        )
        outside.addWidget(split, 1)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        outside.addLayout(row)
        outside.addWidget(self.password)

    @property
    def texts(self) -> dict[Section, str]:
        """The sections as they stand in the copy."""
        return {section: editor.toPlainText() for section, editor in self.editors.items()}

    def _compare(self) -> None:
        self.difference.show_difference(self.signed.document.sections, self.texts)
        self._enable()

    def _enable(self) -> None:
        before = self.signed.document.sections
        is_changed = any(before.get(section, "") != text for section, text in self.texts.items())
        self.password.allow(may_act=is_changed and bool(self.reason.text().strip()))
