"""Change the own password."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.entrance_card import ADVICE_ON_LENGTH, add_password, show_passwords
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label
from desktop.workflow.session import Session
from desktop.workflow.users import change_my_password


class PasswordDialog(QDialog):
    """Asks for the old password and twice for the new one; ends accepted when the new one holds."""

    def __init__(self, parent: QWidget, session: Session, lane: Lane) -> None:
        super().__init__(parent)
        self.setWindowTitle("Change password")
        self.setFixedWidth(480)
        self._session = session
        self._lane = lane
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label("Change your password", "title"))
        self.old = add_password(column, "Present password", "Present password")
        self.new = add_password(column, "New password", "New password")
        self.repeat = add_password(column, "The new password again", "Repeat the new password")
        column.addWidget(label(ADVICE_ON_LENGTH, "secondary", wrap=True))
        column.addWidget(show_passwords([self.old, self.new, self.repeat]))
        self.problem = label("", "error", wrap=True)
        column.addWidget(self.problem)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.go = button("Change password", "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._change)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.go)
        column.addLayout(row)
        for field in self._fields:
            field.textChanged.connect(self._typed)

    @property
    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.old, self.new, self.repeat

    def _typed(self) -> None:
        self.problem.clear()
        self.go.setEnabled(all(field.text() for field in self._fields))

    def _change(self) -> None:
        old, new = self.old.text(), self.new.text()
        if new != self.repeat.text():
            self.problem.setText("The two new passwords are not the same. Type them again.")
            return
        self.go.setEnabled(False)
        self._lane.start(
            at_once(lambda: change_my_password(self._session, old, new)),
            done=self._changed,
            failed=self._refused,
        )

    def _changed(self, _: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.problem.setText(sentence_for(error))
        self.go.setEnabled(True)
