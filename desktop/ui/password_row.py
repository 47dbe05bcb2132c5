"""The password once more, before something is signed; wrong ones cost time."""

from __future__ import annotations

import math

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import SignInDelayed
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label


class PasswordRow(QWidget):
    """A field, Cancel, and the button that signs. given(password): once for each press, however fast they come."""

    given = Signal(str)
    cancelled = Signal()

    def __init__(self, action: str) -> None:
        super().__init__()
        self._is_busy = False
        self._may_act = True
        self._action = action
        self.password = QLineEdit(placeholderText="Your password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Your password, to sign")
        self.password.setMaxLength(1000)
        self.password.returnPressed.connect(self._give)
        self.password.textChanged.connect(self._enable)
        self.act: QPushButton = button(action, "primary")
        self.act.clicked.connect(self._give)
        cancel = button("Cancel")
        cancel.clicked.connect(self.cancelled)
        for each in (self.act, cancel):
            each.setAutoDefault(False)  # Enter signs; a dialog would press its first button as well
        self.problem = label("", "error", wrap=True)
        self.problem.setAccessibleName("Why it was not signed")
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._take_again)
        row = QHBoxLayout()
        row.addWidget(self.password, 1)
        row.addWidget(cancel)
        row.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.problem.hide()
        self._enable()

    def allow(self, *, may_act: bool) -> None:
        """Whether everything else that signing asks for is there."""
        self._may_act = may_act
        self._enable()

    def refuse(self, error: Exception) -> None:
        """Say why it was not signed; another try after the delay that wrong passwords cost."""
        self.problem.setText(sentence_for(error))
        self.problem.show()
        self.password.clear()
        self.password.setFocus()
        if isinstance(error, SignInDelayed):
            self._again.start(math.ceil(error.wait_s * 1000))
        else:
            self._take_again()

    def _take_again(self) -> None:
        self._is_busy = False
        self.act.setText(self._action)
        self._enable()

    def _give(self) -> None:
        if not self.act.isEnabled():
            return
        self._is_busy = True
        self.act.setText("Signing…")
        self.problem.hide()
        self._enable()
        self.given.emit(self.password.text())

    def _enable(self) -> None:
        self.act.setEnabled(self._may_act and not self._is_busy and bool(self.password.text()))
