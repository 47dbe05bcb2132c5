"""Asks why somebody needs to read what their role does not allow."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label
from desktop.workflow.session import Session
from desktop.workflow.users import begin_emergency


class EmergencyDialog(QDialog):
    """Ends accepted when emergency access is on."""

    def __init__(self, parent: QWidget, session: Session, lane: Lane) -> None:
        super().__init__(parent)
        self.setWindowTitle("Emergency access")
        self.setFixedWidth(520)
        self._session = session
        self._lane = lane
        self.reason = QPlainTextEdit()
        self.reason.setProperty("kind", "field")
        self.reason.setAccessibleName("Reason for emergency access")
        self.reason.setPlaceholderText("Why you need it, without clinical details")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.problem = label("", "error", wrap=True)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.go = button("Begin emergency access", "primary")
        self.go.clicked.connect(self._begin)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Emergency access", "title"))
        column.addWidget(
            label(
                "For when a patient needs it now and nobody who may is there. You can read every record until you lock or "
                "sign out; you cannot write, sign or export. The reason and each record that you open are noted, and every "
                "administrator is told at the next sign-in.",
                wrap=True,
            )
        )
        column.addWidget(label("Reason", "strong"))
        column.addWidget(self.reason)
        column.addWidget(self.problem)
        column.addLayout(row)

    def _begin(self) -> None:
        reason = self.reason.toPlainText()
        self.go.setEnabled(False)
        self._lane.start(
            at_once(lambda: begin_emergency(self._session, reason)), done=self._begun, failed=self._refused
        )

    def _begun(self, _: object) -> None:
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.problem.setText(sentence_for(error))
        self.go.setEnabled(True)
