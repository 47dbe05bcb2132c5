"""The card on speech recognition: this device with a model, or an endpoint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.endpoint_form import EndpointForm
from desktop.ui.settings_card import SettingsCard
from desktop.ui.speech_models_panel import DEMO_WARNING, SpeechModelsPanel
from desktop.ui.task_row import TaskRow
from desktop.ui.widgets import button, label
from desktop.workflow.settings import Settings, SpeechSettings
from desktop.workflow.speech_models import DEMO
from desktop.workflow.try_speech import try_endpoint


class SpeechCard(SettingsCard):
    """chosen(values): the person chose other values of Settings, by name."""

    chosen = Signal(dict)

    def __init__(self, home: Path) -> None:
        super().__init__("Speech recognition")
        self._speech = SpeechSettings()
        self.state = label("", "strong", wrap=True)
        self.demo_warning = label(DEMO_WARNING, "error", wrap=True)
        self.device = QRadioButton("On this device: the sound of a visit does not leave this computer")
        self.endpoint = QRadioButton("An OpenAI-compatible endpoint: the speech of each visit is sent there")
        self._engines = QButtonGroup(self)
        for choice in (self.device, self.endpoint):
            self._engines.addButton(choice)
        self.device.clicked.connect(self._use_device)
        self.endpoint.clicked.connect(self._show_parts)
        self.models = SpeechModelsPanel(home)
        self.models.chosen.connect(self._choose)
        self.form = EndpointForm("speech", has_context=False)
        self.testing = TaskRow("test of the speech endpoint")
        self.testing.changed.connect(self._show_parts)
        self.test = button("Test with a sample")
        self.test.clicked.connect(self._test)
        self.save = button("Save and use the endpoint", "primary")
        self.save.clicked.connect(self._save)
        self._elsewhere = self._endpoint_part()
        for part in (self.state, self.demo_warning, self.device, self.endpoint, self.models, self._elsewhere):
            self.column.addWidget(part)

    def _endpoint_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(
            label(
                "The test sends 15 seconds of a fictional sample visit, never a patient's.",
                "secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch()
        row.addWidget(self.save)
        column.addLayout(row)
        column.addWidget(self.testing)
        return part

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        self._speech = settings.speech
        (self.device if settings.speech.engine == "device" else self.endpoint).setChecked(True)
        self.form.show_endpoint(settings.speech.endpoint)
        self._show_use()
        self._show_parts()

    def end_work(self, timeout_s: float) -> bool:
        """Cancel what runs and take no more. True when it ended in time."""
        models_ended = self.models.end_work(timeout_s)
        return self.testing.end_work(timeout_s) and models_ended

    def _choose(self, values: dict[str, object]) -> None:
        self._speech = self._speech.model_copy(update=values)
        self.chosen.emit({"speech": self._speech})
        self._show_use()

    def _use_device(self) -> None:
        self._choose({"engine": "device"})
        self._show_parts()

    def _save(self) -> None:
        endpoint = self.form.typed()
        if not endpoint.is_connected:
            self.testing.say("Type the address and the model of the endpoint first.", is_failure=True)
            return
        self._choose({"engine": "endpoint", "endpoint": endpoint})
        self.testing.say("Saved.")

    def _test(self) -> None:
        endpoint = self.form.typed()
        if not endpoint.is_connected:
            self.testing.say("Type the address and the model of the endpoint first.", is_failure=True)
            return
        self.testing.run(
            try_endpoint(endpoint),
            f"Asking {endpoint.endpoint.host}",
            done=str,
            stopped="The test was stopped.",
        )

    def _show_use(self) -> None:
        speech = self._speech
        self.state.setText(_in_words(speech))
        self.demo_warning.setVisible(speech.engine == "device" and _is_demo(speech.model))
        self.models.show_speech(speech)

    def _show_parts(self) -> None:
        self.models.setVisible(self.device.isChecked())
        self._elsewhere.setVisible(self.endpoint.isChecked())
        self.test.setEnabled(not self.testing.is_busy)


def _in_words(speech: SpeechSettings) -> str:
    if not speech.is_ready:
        return "Nothing is chosen yet: a recording is kept and not written down."
    if speech.engine == "endpoint":
        return f"In use: {speech.endpoint.model} at {speech.endpoint.endpoint.host}."
    return f"In use: {Path(speech.model).name} on this device."


def _is_demo(model: str) -> bool:
    return Path(model).name == DEMO
