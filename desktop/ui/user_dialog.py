"""Adds a user, changes one, or gives one a new password."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.user import NewUser, Role, User
from desktop.ui.entrance_card import ADVICE_ON_LENGTH, add_password, show_passwords
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label

_ROLES = (
    (Role.PROVIDER, "Provider: sees patients; writes, signs and exports notes"),
    (Role.FRONT_DESK, "Front desk: patients and signed notes, nothing else of a visit"),
    (Role.ADMINISTRATOR, "Administrator: users, settings and the audit; no notes"),
)


class UserDialog(QDialog):
    """Ends accepted when store(), which it calls on a lane, was done; a refusal is said and can be mended.

    store(user, password): what is typed; the password is empty where it was not asked for.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        lane: Lane,
        store: Callable[[NewUser, str], object],
        *,
        user: User | None = None,
        has_names: bool = True,
        has_password: bool = True,
    ) -> None:
        """user: whom to show; None adds one."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(540)
        self._lane = lane
        self._store = store
        self._user = user
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(8)
        self._column.addWidget(label(title, "title"))
        self.display_name = QLineEdit()
        self.sign_in_name = QLineEdit()
        self.credentials = QLineEdit()
        self.roles: dict[Role, QCheckBox] = {}
        self.password: QLineEdit | None = None
        if has_names:
            self._add_names()
        if has_password:
            self._add_password()
        self.problem = label("", "error", wrap=True)
        self._column.addWidget(self.problem)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.go = button("Save", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.go)
        self._column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped words need at this width; Qt reckons a dialog's height without wrapping."""
        self.setMinimumHeight(self._column.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def _add_names(self) -> None:
        for words, field, hint in (
            ("Name", self.display_name, "As it stands under a note"),
            ("Credentials (optional)", self.credentials, "MD, NP, PA, LCSW …"),
            (
                "Sign-in name",
                self.sign_in_name,
                "Short, for example the initials; it cannot be changed later",
            ),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(words)
            field.setMaxLength(100)
            self._column.addWidget(label(words, "strong"))
            self._column.addWidget(field)
        self._column.addWidget(label("Roles", "strong"))
        for role, words in _ROLES:
            tick = QCheckBox(words)
            self.roles[role] = tick
            self._column.addWidget(tick)
        if self._user is not None:
            self.display_name.setText(self._user.display_name)
            self.credentials.setText(self._user.credentials)
            self.sign_in_name.setText(self._user.sign_in_name)
            self.sign_in_name.setEnabled(False)
            for role, tick in self.roles.items():
                tick.setChecked(role in self._user.roles)
        else:
            self.roles[Role.PROVIDER].setChecked(True)

    def _add_password(self) -> None:
        self.password = add_password(self._column, "Password to begin with", "New password")
        self._column.addWidget(
            label(
                "Tell it to them in person; they change it under their initials after the first sign-in.",
                "secondary",
                wrap=True,
            )
        )
        self._column.addWidget(label(ADVICE_ON_LENGTH, "secondary", wrap=True))
        self._column.addWidget(show_passwords([self.password]))

    @property
    def typed(self) -> NewUser:
        """Who stands in the fields."""
        return NewUser(
            self.sign_in_name.text(),
            self.display_name.text(),
            self.credentials.text(),
            frozenset(role for role, tick in self.roles.items() if tick.isChecked()),
        )

    def _save(self) -> None:
        typed = self.typed
        password = "" if self.password is None else self.password.text()
        self.go.setEnabled(False)
        self.problem.clear()
        self._lane.start(
            at_once(lambda: self._store(typed, password)), done=self._stored, failed=self._refused
        )

    def _stored(self, _: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.problem.setText(sentence_for(error))
        self.go.setEnabled(True)
