"""The card on the FHIR server that signed notes can be sent to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from desktop.ui.endpoint_form import CertificatesRow
from desktop.ui.settings_card import SettingsCard, field, form
from desktop.ui.widgets import button, label
from desktop.workflow.settings import FhirServerSettings, Settings


class FhirCard(SettingsCard):
    """chosen(values): the person saved other values of Settings, by name."""

    chosen = Signal(dict)

    def __init__(self) -> None:
        super().__init__("FHIR server")
        self.column.addWidget(
            label(
                "A signed note can be stored there as a DocumentReference (FHIR R4). Nothing is sent by itself, and "
                "exactly what would be sent is shown first.",
                "secondary",
                wrap=True,
            )
        )
        self.base_url = field("Address of the FHIR server", "https://fhir.example.com/r4; empty for none")
        self.token = field("Token for the FHIR server", "kept inside the encrypted records")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.plain_http = QCheckBox("Allow http (no encryption) to this computer or the local network")
        self.plain_http.setAccessibleName("Allow http to the FHIR server")
        self.certificates = CertificatesRow("the FHIR server")
        fields = form()
        fields.addRow("Address", self.base_url)
        fields.addRow("Token", self.token)
        fields.addRow("", self.plain_http)
        fields.addRow("Own certificates", self.certificates)
        self.column.addLayout(fields)
        self.result = label("", "secondary", wrap=True)
        self.save = button("Save", "primary")
        self.save.setAccessibleName("Save the FHIR server")
        self.save.setAccessibleName("Save the FHIR server")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.result, 1)
        row.addWidget(self.save)
        self.column.addLayout(row)

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        server = settings.fhir
        self.base_url.setText(server.base_url)
        self.token.setText(server.token.get_secret_value())
        self.plain_http.setChecked(server.allow_plain_http)
        self.certificates.file.setText(server.ca_file)

    def _save(self) -> None:
        server = FhirServerSettings.model_validate(
            {
                "base_url": self.base_url.text().strip().rstrip("/"),
                "token": self.token.text().strip(),
                "allow_plain_http": self.plain_http.isChecked(),
                "ca_file": self.certificates.file.text(),
            }
        )
        self.chosen.emit({"fhir": server})
        self.result.setText("Saved.")
