"""Before a note is signed: its pages as they will be, what is open, and the password once more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.user import User
from desktop.ui.document_preview import DocumentPreview
from desktop.ui.password_row import PasswordRow
from desktop.ui.widgets import button, label
from desktop.workflow.sign import ReadyToSign

_SIDE_PX = 360
_NO_PATIENT = "No patient is chosen for this visit."


class SignDialog(QDialog):
    """sign_asked(password): everything that is asked for is there. checks_asked(): findings are to be decided first."""

    sign_asked = Signal(str)
    checks_asked = Signal()

    def __init__(self, parent: QWidget, ready: ReadyToSign, pages: Sequence[QImage], signer: User) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign note")
        self.resize(1080, 720)
        self.ready = ready
        self.preview = DocumentPreview("What will be signed")
        self.preview.show_pages(pages)
        self.confirm_clock = QCheckBox("The clock is wrong and I sign nevertheless")
        self.confirm_clock.toggled.connect(self._enable)
        self.password = PasswordRow("Sign note")
        self.password.given.connect(self.sign_asked)
        self.password.cancelled.connect(self.reject)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(label("Sign this note?", "title"))
        side.addWidget(
            label(
                f"It will be signed by {signer.signature_name}. After that it cannot be changed; addenda and amendments "
                "stand beside it.",
                wrap=True,
            )
        )
        side.addSpacing(6)
        side.addWidget(label("Patient", "strong"))
        patient = ready.document.patient
        side.addWidget(
            label(patient.name or patient.mrn, wrap=True)
            if patient.id is not None
            else label(_NO_PATIENT, "error", wrap=True)
        )
        side.addSpacing(6)
        side.addWidget(label("Codes", "strong"))
        for line in _codes(ready):
            side.addWidget(label(line, wrap=True))
        side.addSpacing(6)
        side.addWidget(label("Checks", "strong"))
        side.addWidget(label(_findings(ready), "error" if ready.open_findings else "", wrap=True))
        if ready.open_findings or ready.other_findings:
            self.checks = button("Open Checks")
            self.checks.setAutoDefault(False)
            self.checks.clicked.connect(self._open_checks)
            side.addWidget(self.checks)
        if ready.clock_warning:
            side.addSpacing(6)
            side.addWidget(label(ready.clock_warning, "error", wrap=True))
            side.addWidget(self.confirm_clock)
        side.addStretch()
        side.addWidget(self.password)
        right = QWidget()
        right.setFixedWidth(_SIDE_PX)
        right.setLayout(side)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.preview, 1)
        row.addWidget(right)
        self._enable()
        self.password.password.setFocus()

    def _enable(self) -> None:
        is_confirmed = self.ready.clock_warning is None or self.confirm_clock.isChecked()
        self.password.allow(may_act=not self.ready.open_findings and is_confirmed)

    def _open_checks(self) -> None:
        self.reject()
        self.checks_asked.emit()


def _findings(ready: ReadyToSign) -> str:
    if ready.open_findings:
        return f"{_counted(ready.open_findings)} must be decided before this note is signed."
    if ready.other_findings:
        verb = "is" if ready.other_findings == 1 else "are"
        return f"{_counted(ready.other_findings)} {verb} open in Checks. Signing does not wait for them."
    return "Nothing is left to decide."


def _counted(findings: int) -> str:
    return "1 finding" if findings == 1 else f"{findings} findings"


def _codes(ready: ReadyToSign) -> tuple[str, ...]:
    codes = ready.document.codes
    return tuple(f"{each.code}  {each.wording}" for each in codes) or ("No codes were accepted.",)
