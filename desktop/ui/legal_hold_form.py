"""Puts a patient on legal hold and ends the hold: a part of the card on how long things are kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.care import Care
from desktop.ui.jobs import at_once
from desktop.ui.messages import sentence_for
from desktop.ui.settings_card import field
from desktop.ui.widgets import button, label
from desktop.workflow.retention import end_hold, hold_patient
from desktop.workflow.session import Session


class LegalHoldForm(QWidget):
    """A patient named as in the list of visits, and why."""

    def __init__(self, session: Session, care: Care) -> None:
        super().__init__()
        self._care = care
        self.patient = field("Patient on legal hold", "Name or medical record number")
        self.reason = field("Reason for the legal hold", "Why everything of this patient is kept")
        self.hold = button("Keep everything")
        self.hold.clicked.connect(
            lambda: self._do(lambda: hold_patient(session, self.patient.text(), self.reason.text()))
        )
        self.end = button("End the hold")
        self.end.clicked.connect(lambda: self._do(lambda: end_hold(session, self.patient.text())))
        self.result = label("", "secondary", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.patient, 1)
        row.addWidget(self.reason, 1)
        row.addWidget(self.hold)
        row.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("Legal hold", "strong"))
        column.addLayout(row)
        column.addWidget(self.result)

    def _do(self, work: Callable[[], str]) -> None:
        self._care.lane.start(
            at_once(work),
            done=self.result.setText,
            failed=lambda error: self.result.setText(sentence_for(error)),
        )
