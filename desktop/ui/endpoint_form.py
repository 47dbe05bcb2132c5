"""The fields of an endpoint, the same for the language model and for speech recognition."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.ui.settings_card import field, form
from desktop.ui.widgets import button, link_button
from desktop.workflow.settings import EndpointSettings


class CertificatesRow(QWidget):
    """Chooses the file with the clinic's own certificates. changed(): another file, or none, was chosen."""

    changed = Signal()

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.file = field(f"Own certificates for {purpose}", "none: those of the system")
        self.file.setReadOnly(True)
        choose = button("Choose…")
        choose.setAccessibleName(f"Choose own certificates for {purpose}")
        choose.clicked.connect(self._choose)
        clear = link_button("Clear", f"Clear own certificates for {purpose}")
        clear.clicked.connect(lambda: self._take(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        row.addWidget(clear)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            "Certificates in PEM format",
            str(Path.home()),
            "Certificates (*.pem *.crt *.cer);;All files (*)",
        )
        if chosen:
            self._take(chosen)

    def _take(self, path: str) -> None:
        self.file.setText(path)
        self.changed.emit()


class EndpointForm(QWidget):
    """Shows and reads an EndpointSettings. purpose: what the endpoint is for, to tell two forms apart by name."""

    def __init__(self, purpose: str, *, has_context: bool) -> None:
        super().__init__()
        self._has_context = has_context
        self.base_url = field(
            f"Endpoint address for {purpose}", "https://api.example.com/v1 or http://127.0.0.1:11434/v1"
        )
        self.model = field(f"Model for {purpose}", "the model's name at the endpoint")
        self.api_key = field(f"Key for {purpose}", "kept inside the encrypted records")
        self.api_key.setEchoMode(QLineEdit.EchoMode.Password)
        self.plain_http = QCheckBox("Allow http (no encryption) to this computer or the local network")
        self.proxy = QCheckBox("Use the proxy of the environment")
        self.certificates = CertificatesRow(purpose)
        self.context = QSpinBox(minimum=0, maximum=4_000_000, singleStep=1024)
        self.context.setAccessibleName(f"Context length in tokens for {purpose}")
        self.context.setSpecialValueText("not known")
        self.longest_wait = QSpinBox(minimum=5, maximum=1800, suffix=" s")
        self.longest_wait.setAccessibleName(f"Longest wait for an answer for {purpose}")
        fields = form()
        fields.addRow("Address", self.base_url)
        fields.addRow("Model", self.model)
        fields.addRow("Key", self.api_key)
        fields.addRow("", self.plain_http)
        fields.addRow("", self.proxy)
        fields.addRow("Own certificates", self.certificates)
        if has_context:
            fields.addRow("Context length (tokens)", self.context)
            fields.addRow("Wait for the first words", self.longest_wait)
        else:
            fields.addRow("Wait for an answer", self.longest_wait)
        for number in (self.context, self.longest_wait):
            number.lineEdit().setTextMargins(6, 0, 6, 0)  # the style sheet's padding does not reach this
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(fields)

    def show_endpoint(self, endpoint: EndpointSettings) -> None:
        """Show stored settings."""
        self.base_url.setText(endpoint.base_url)
        self.model.setText(endpoint.model)
        self.api_key.setText(endpoint.api_key.get_secret_value())
        self.plain_http.setChecked(endpoint.allow_plain_http)
        self.proxy.setChecked(endpoint.use_proxy)
        self.certificates.file.setText(endpoint.ca_file)
        self.context.setValue(endpoint.context_tokens or 0)
        self.longest_wait.setValue(round(endpoint.first_token_timeout_s))

    def typed(self) -> EndpointSettings:
        """What stands in the fields."""
        tokens = self.context.value() if self._has_context else 0
        return EndpointSettings.model_validate(
            {
                "base_url": self.base_url.text().strip().rstrip("/"),
                "model": self.model.text().strip(),
                "api_key": self.api_key.text().strip(),
                "allow_plain_http": self.plain_http.isChecked(),
                "use_proxy": self.proxy.isChecked(),
                "ca_file": self.certificates.file.text(),
                "context_tokens": max(1024, tokens) if tokens else None,
                "first_token_timeout_s": self.longest_wait.value(),
            }
        )
