"""Before a signed note goes to a FHIR server: exactly what would be sent, and to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.plain_editor import PlainEditor
from desktop.ui.widgets import button, label
from desktop.workflow.send_note import SendPlan


class SendNoteDialog(QDialog):
    """Ends accepted when the person wants it sent."""

    def __init__(self, parent: QWidget, plan: SendPlan) -> None:
        super().__init__(parent)
        self.setWindowTitle("Send to the FHIR server")
        self.resize(720, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(f"Send this signed note to {plan.host}?", "title", wrap=True))
        how = "encrypted on the way" if plan.is_encrypted else "NOT encrypted on the way"
        column.addWidget(label(f"This is exactly what would be sent, {how}:", wrap=True))
        self.exact = PlainEditor(self)
        self.exact.setReadOnly(True)
        self.exact.setTabChangesFocus(True)
        self.exact.setAccessibleName("Exactly what is sent")
        headers = "\n".join(f"{name}: {value}" for name, value in plan.headers)
        secret = "\nAuthorization: Bearer (the token from Settings)" if plan.has_token else ""
        self.exact.setPlainText(f"{plan.request_line}\n{headers}{secret}\n\n{plan.body}")
        column.addWidget(self.exact, 1)
        if plan.sent_before is not None:
            name = f" as {plan.sent_before}" if plan.sent_before else ""
            column.addWidget(
                label(
                    f"This version was stored there before{name}. It is not sent a second time.",
                    "strong",
                    wrap=True,
                )
            )
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.send = button("Send", "primary")
        self.send.setEnabled(plan.sent_before is None)
        self.send.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.send)
        column.addLayout(row)
        cancel.setFocus()


def agrees_to_send(parent: QWidget, plan: SendPlan) -> bool:
    """Show what would be sent; True when it is to be sent."""
    dialog = SendNoteDialog(parent, plan)
    dialog.finished.connect(dialog.deleteLater)
    return bool(dialog.exec())
