"""The card on who writes the notes: this device, or a language model at an endpoint."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton

from desktop.ui.endpoint_form import EndpointForm
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import button, label
from desktop.workflow.connect import check_endpoint
from desktop.workflow.settings import Settings


class WriterCard(SettingsCard):
    """chosen(values): the person saved other values of Settings, by name."""

    chosen = Signal(dict)

    def __init__(self, lane: Lane) -> None:
        super().__init__("Who writes the notes")
        self._lane = lane
        self.offline = QRadioButton("This device: rules, no network, no account; only words that were said")
        self.endpoint = QRadioButton("A language model at an OpenAI-compatible endpoint")
        self._engines = QButtonGroup(self)
        for choice in (self.offline, self.endpoint):
            self._engines.addButton(choice)
            self.column.addWidget(choice)
        self.form = EndpointForm("notes", has_context=True)
        self.column.addWidget(self.form)
        self.result = label("", "secondary", wrap=True)
        test = button("Test the connection")
        test.clicked.connect(self._test)
        self.save = button("Save", "primary")
        self.save.setAccessibleName("Save the note writer")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(test)
        row.addWidget(self.result, 1)
        row.addWidget(self.save)
        self.column.addLayout(row)

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        (self.offline if settings.engine == "offline" else self.endpoint).setChecked(True)
        self.form.show_endpoint(settings.endpoint)

    def _save(self) -> None:
        endpoint = self.form.typed()
        wants_endpoint = self.endpoint.isChecked()
        if wants_endpoint and not endpoint.is_connected:
            self.result.setText("Type the address and the model of the endpoint first.")
            return
        self.chosen.emit({"engine": "endpoint" if wants_endpoint else "offline", "endpoint": endpoint})
        self.result.setText("Saved.")

    def _test(self) -> None:
        endpoint = self.form.typed()
        if not endpoint.base_url:
            self.result.setText("Type the address of the endpoint first.")
            return
        self.result.setText("Asking…")
        self._lane.start(
            at_once(lambda: check_endpoint(endpoint)),
            done=self.result.setText,
            failed=lambda error: self.result.setText(sentence_for(error)),
        )
