"""The first start, in four steps: who you are, the recovery key, this workstation, and the clinic."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.user import NewUser, Role
from desktop.ui.entrance_card import EntranceCard, PasswordStep, centred
from desktop.ui.first_run_steps import ClinicStep, WorkstationStep
from desktop.ui.recovery_key_dialog import RecoveryKeyPart, write_key_file
from desktop.ui.widgets import button, link_button


class OwnerStep(PasswordStep):
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


class RecoveryKeyStep(EntranceCard):
    """Shows the recovery key, once. kept(): it was typed back."""

    kept = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Keep the recovery key",
            "Step 2 of 4 · It opens the records if the password is forgotten. It is shown only now. "
            "Without the password and without this key nobody can open the records, not even their makers.",
        )
        self.part = RecoveryKeyPart(write_key_file)
        self.key = self.part.key
        self.body.addWidget(self.part)
        self.go = button("Continue", "primary")
        self.go.setEnabled(False)
        self.part.changed.connect(lambda: self.go.setEnabled(self.part.is_right))
        self.part.typed.returnPressed.connect(self.go.click)
        self.go.clicked.connect(self.kept)
        self.add_buttons([], [self.go])


class SetupPage(QWidget):
    """The first start. owner_chosen(NewUser, password); finished(values): of Settings, by name, that were chosen.

    restore_asked(): there is a backup of another computer. Call end_work before it goes.
    """

    owner_chosen = Signal(object, str)
    finished = Signal(dict)
    restore_asked = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.password_step = OwnerStep(
            "Set up Soapstone",
            "Step 1 of 4 · Say who you are and choose your password. Everything about patients is kept in one "
            "encrypted file on this computer.",
            "Create the records",
        )
        self.restore = link_button("This is a new computer: restore a backup", "Restore a backup instead")
        self.restore.clicked.connect(self.restore_asked)
        self.password_step.body.addWidget(self.restore, alignment=Qt.AlignmentFlag.AlignLeft)
        self.key_step = RecoveryKeyStep()
        self.workstation_step = WorkstationStep(home)
        self.clinic_step = ClinicStep()
        self._steps = QStackedWidget()
        for step in (self.password_step, self.key_step, self.workstation_step, self.clinic_step):
            self._steps.addWidget(centred(step))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._steps)
        self.password_step.chosen.connect(
            lambda password: self.owner_chosen.emit(self.password_step.owner, password)
        )
        self.key_step.kept.connect(self._check_workstation)
        self.workstation_step.done.connect(self._ask_about_clinic)
        self.clinic_step.left.connect(self._check_workstation)
        self.clinic_step.done.connect(self._finish)

    def show_recovery_key(self, key: str) -> None:
        """The records were made; show the key that goes with them."""
        self.password_step.password.clear()
        self.password_step.repeat.clear()
        self._steps.setCurrentIndex(1)
        self.key_step.part.show_key(key)

    def refuse(self, words: str) -> None:
        """The records were not made; say why."""
        self.password_step.refuse(words)

    def end_work(self, timeout_s: float) -> bool:
        """Stop a download and the look for microphones. True when they ended in time."""
        return self.workstation_step.end_work(timeout_s)

    def _check_workstation(self) -> None:
        self.key_step.part.forget()
        self._steps.setCurrentIndex(2)
        self.workstation_step.begin()

    def _ask_about_clinic(self) -> None:
        self._steps.setCurrentIndex(3)
        self.clinic_step.begin()

    def _finish(self) -> None:
        self.finished.emit(self.workstation_step.values | self.clinic_step.values)
