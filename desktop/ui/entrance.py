"""The screens before the records are open, at each start after the first: unlocking, or why that cannot be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.entrance_card import EntranceCard, PasswordStep, centred
from desktop.ui.widgets import button, label, link_button


class _RecoveryStep(PasswordStep):
    """The recovery key, whose password it sets, and the new password."""

    def add_fields_before_the_password(self) -> None:
        """The key, and the administrator who gets the new password."""
        self.key = QLineEdit()
        self.key.setAccessibleName("Recovery key")
        self.add_field("Recovery key", self.key)
        self.sign_in_name = self.add_text("Sign-in name of an administrator")
        for field in (self.key, self.sign_in_name):
            field.textChanged.connect(self._typed)

    def is_complete(self) -> bool:
        """The key and both passwords; the name may be empty where there is one administrator."""
        return bool(self.key.text().strip()) and super().is_complete()


class UnlockPage(QWidget):
    """Each later start. password_given(sign-in name, password); recovery_given(key, new password, sign-in name)."""

    password_given = Signal(str, str)
    recovery_given = Signal(str, str, str)

    def __init__(self, last_name: str = "") -> None:
        """last_name: the sign-in name to begin with; empty when nobody is known."""
        super().__init__()
        self.setProperty("kind", "page")
        self._steps = QStackedWidget()
        self._steps.addWidget(centred(self._password_card()))
        self._steps.addWidget(centred(self._recovery_card()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._steps)
        self.sign_in_name.setText(last_name)
        self.recovery.sign_in_name.setText(last_name)

    def focus(self) -> None:
        """Put the keyboard where the person types first."""
        (self.password if self.sign_in_name.text() else self.sign_in_name).setFocus()

    def _password_card(self) -> EntranceCard:
        card = EntranceCard("Soapstone", "The records on this computer are locked.")
        self.sign_in_name = card.add_text("Sign-in name")
        self.password = card.add_password("Password", "Password")
        self.sign_in_name.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._give_password)
        self.problem = label("", "error", wrap=True)
        card.body.addWidget(self.problem)
        self.go = button("Unlock", "primary")
        self.go.clicked.connect(self._give_password)
        forgotten = link_button("Use the recovery key", "Use the recovery key")
        forgotten.clicked.connect(lambda: self._steps.setCurrentIndex(1))
        card.add_buttons([forgotten], [self.go])
        return card

    def _recovery_card(self) -> EntranceCard:
        self.recovery = card = _RecoveryStep(
            "Use the recovery key",
            "Type the recovery key that was kept at set-up and choose a new password for an administrator. "
            "Capital letters, spaces and dashes do not matter.",
            "Open the records",
        )
        self.key = card.key
        back = link_button("Back to the password", "Back to the password")
        back.clicked.connect(lambda: self._steps.setCurrentIndex(0))
        card.body.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)
        card.chosen.connect(
            lambda password: self.recovery_given.emit(self.key.text(), password, card.sign_in_name.text())
        )
        return card

    def _give_password(self) -> None:
        if not self.sign_in_name.text().strip() or not self.password.text() or not self.go.isEnabled():
            return
        self.problem.clear()
        self.go.setEnabled(False)
        self.go.setText("Unlocking…")
        self.password_given.emit(self.sign_in_name.text(), self.password.text())

    def refuse(self, words: str) -> None:
        """The records stay locked; say why on the card that is shown."""
        if self._steps.currentIndex() == 1:
            self.recovery.refuse(words)
            return
        self.problem.setText(words)
        self.go.setEnabled(True)
        self.go.setText("Unlock")
        self.password.setFocus()
        self.password.selectAll()


class StoppedPage(QWidget):
    """The records cannot be used at all: one sentence, the folder, a way to look again, and one to restore a backup."""

    again = Signal()
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        card = EntranceCard("Soapstone", "The records cannot be opened.")
        self.words = label("", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(self.words)
        go = button("Look again", "primary")
        go.clicked.connect(self.again)
        self.restore = button("Restore a backup…")
        self.restore.clicked.connect(self.restore_asked)
        card.add_buttons([self.restore], [go])
        layout = QVBoxLayout(self)
        layout.addWidget(centred(card))

    def say(self, words: str) -> None:
        """Show what is wrong and what to do."""
        self.words.setText(words)
