"""The screens before the records are open: set-up at the first start, and unlocking at each later one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.user import NewUser, Role
from desktop.ui.entrance_card import EntranceCard, PasswordStep, centred
from desktop.ui.widgets import button, label, link_button


class _OwnerStep(PasswordStep):
    """Who uses the records first, and the password. owner: as typed."""

    def add_fields_before_the_password(self) -> None:
        """The name under the notes, what stands behind it, and the short name to sign in with."""
        self.display_name = self.add_text("Your name", "As it stands under a note")
        self.credentials = self.add_text("Credentials (optional)", "MD, NP, PA, LCSW …")
        self.sign_in_name = self.add_text("Sign-in name", "Short, for example your initials")
        for field in (self.display_name, self.credentials, self.sign_in_name):
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self.focusNextChild)

    def is_complete(self) -> bool:
        """The names and both passwords."""
        has_names = bool(self.display_name.text().strip() and self.sign_in_name.text().strip())
        return has_names and super().is_complete()

    @property
    def owner(self) -> NewUser:
        """The first user, who sees patients and administers; others are added later."""
        return NewUser(
            self.sign_in_name.text(),
            self.display_name.text(),
            self.credentials.text(),
            frozenset({Role.PROVIDER, Role.ADMINISTRATOR}),
        )


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


class _RecoveryKeyStep(EntranceCard):
    """Show the recovery key, once. kept(): the person says that it is in a safe place."""

    kept = Signal()

    def __init__(self, write_file: Callable[[Path, str], None]) -> None:
        super().__init__(
            "Keep the recovery key",
            "Step 2 of 2 · It opens the records if the password is forgotten. It is shown only now. "
            "Without the password and without this key nobody can open the records, not even their makers.",
        )
        self._write_file = write_file
        self.key = label("", "key", wrap=True)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setAccessibleName("Recovery key")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.addWidget(self.key)
        self.copy = button("Copy")
        self.copy.setAccessibleName("Copy the recovery key")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.key.text()))
        save = button("Save to a file…")
        save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(save)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addWidget(
            label(
                "Write it on paper or save it to a stick, and keep that away from this computer.", wrap=True
            )
        )
        self.tick = QCheckBox("The recovery key is in a safe place")
        self.body.addWidget(self.tick)
        self.problem = label("", "error", wrap=True)
        self.body.addWidget(self.problem)
        go = button("Start", "primary")
        go.setEnabled(False)
        self.tick.toggled.connect(go.setEnabled)
        go.clicked.connect(self.kept)
        self.add_buttons([], [go])

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the recovery key", "soapstone-recovery-key.txt")
        if not name:
            return
        try:
            self._write_file(Path(name), self.key.text())
        except OSError:
            self.problem.setText("The file could not be written there. Choose another folder.")
        else:
            self.problem.setText("")


class SetupPage(QWidget):
    """The first start. owner_chosen(NewUser, password); finished() after the recovery key."""

    owner_chosen = Signal(object, str)
    finished = Signal()

    def __init__(self, write_file: Callable[[Path, str], None]) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.password_step = _OwnerStep(
            "Set up Soapstone",
            "Step 1 of 2 · Say who you are and choose your password. Everything about patients is kept in one "
            "encrypted file on this computer.",
            "Create the records",
        )
        self.key_step = _RecoveryKeyStep(write_file)
        self._steps = QStackedWidget()
        self._steps.addWidget(centred(self.password_step))
        self._steps.addWidget(centred(self.key_step))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._steps)
        self.password_step.chosen.connect(
            lambda password: self.owner_chosen.emit(self.password_step.owner, password)
        )
        self.key_step.kept.connect(self._finish)

    def show_recovery_key(self, key: str) -> None:
        """The records were made; show the key that goes with them."""
        self.password_step.password.clear()
        self.password_step.repeat.clear()
        self.key_step.key.setText(key)
        self._steps.setCurrentIndex(1)
        self.key_step.copy.setFocus()

    def refuse(self, words: str) -> None:
        """The records were not made; say why."""
        self.password_step.refuse(words)

    def _finish(self) -> None:
        self.key_step.key.clear()
        self.finished.emit()


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
