"""The centred card of the screens before and over the workspace, and the step that chooses a password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.widgets import button, label

ADVICE_ON_LENGTH = (
    "At least 15 characters; any characters, spaces too. Four or five unrelated words are easy to remember "
    "and hard to guess."
)


_NAME_CHARS = 100
_PASSWORD_CHARS = 1024


class EntranceCard(QFrame):
    """A centred card with a title, a line below it, and room for what a step needs."""

    def __init__(self, title: str, below: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(560)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(36, 30, 36, 30)
        self.body.setSpacing(10)
        self.body.addWidget(label(title, "display"))
        self.below = label(below, "secondary", wrap=True)
        self.body.addWidget(self.below)
        self.body.addSpacing(8)

    def add_password(self, words: str, accessible_name: str) -> QLineEdit:
        """A labelled password field."""
        return add_password(self.body, words, accessible_name)

    def add_text(self, words: str, hint: str = "") -> QLineEdit:
        """A labelled text field, with a hint inside."""
        field = QLineEdit()
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        field.setMaxLength(_NAME_CHARS)
        self.add_field(words, field)
        return field

    def add_field(self, words: str, field: QWidget) -> None:
        """A field under its label."""
        _add_field(self.body, words, field)

    def add_buttons(self, left: list[QWidget], right: list[QWidget]) -> None:
        """The row of buttons at the end of the card."""
        row = QHBoxLayout()
        for widget in left:
            row.addWidget(widget)
        row.addStretch()
        for widget in right:
            row.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addLayout(row)


def add_password(column: QVBoxLayout, words: str, accessible_name: str) -> QLineEdit:
    """A password field under its label, in any column."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(accessible_name)
    field.setMaxLength(_PASSWORD_CHARS)
    _add_field(column, words, field)
    return field


def _add_field(column: QVBoxLayout, words: str, field: QWidget) -> None:
    if words:  # otherwise the text inside the field says what it is for
        name = QLabel(words)
        name.setProperty("kind", "strong")
        name.setBuddy(field)
        column.addWidget(name)
    column.addWidget(field)


def show_passwords(fields: list[QLineEdit]) -> QCheckBox:
    """A tick that shows what was typed in the fields."""
    tick = QCheckBox("Show the password")

    def _toggle(is_shown: bool) -> None:
        for field in fields:
            field.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    tick.toggled.connect(_toggle)
    return tick


class PasswordStep(EntranceCard):
    """Choose the password, typed twice. chosen(password)."""

    chosen = Signal(str)

    def __init__(self, title: str, below: str, action: str) -> None:
        super().__init__(title, below)
        self.add_fields_before_the_password()
        self.password = self.add_password("Password", "New password")
        self.repeat = self.add_password("The same password again", "Repeat the password")
        self.body.addWidget(label(ADVICE_ON_LENGTH, "secondary", wrap=True))
        self.body.addWidget(show_passwords([self.password, self.repeat]))
        self.problem = label("", "error", wrap=True)
        self.body.addWidget(self.problem)
        self.go = button(action, "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._check)
        self.add_buttons([], [self.go])
        for field in (self.password, self.repeat):
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self._check)

    def add_fields_before_the_password(self) -> None:
        """What is asked before the password; nothing here."""

    def is_complete(self) -> bool:
        """True when everything that is needed has been typed."""
        return bool(self.password.text() and self.repeat.text())

    def _typed(self) -> None:
        self.problem.clear()
        self.go.setEnabled(self.is_complete())

    def _check(self) -> None:
        if not self.go.isEnabled():
            return
        if self.password.text() != self.repeat.text():
            self.problem.setText("The two passwords are not the same. Type them again.")
            return
        self.go.setEnabled(False)
        self.chosen.emit(self.password.text())

    def refuse(self, words: str) -> None:
        """Say why the password was not taken."""
        self.problem.setText(words)
        self.go.setEnabled(True)
        self.password.setFocus()
        self.password.selectAll()


def centred(card: QWidget) -> QWidget:
    """A page with the card in its middle, a little above it."""
    page = QWidget()
    page.setProperty("kind", "page")
    # A row around the card, and no alignment: wrapped labels get their height only from a plain layout.
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(card)
    row.addStretch()
    column = QVBoxLayout(page)
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    return page
