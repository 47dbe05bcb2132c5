"""The settings: who writes the notes, the endpoint, and how the window looks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label
from desktop.workflow.connect import check_endpoint
from desktop.workflow.session import TEMPLATES_ADVICE
from desktop.workflow.settings import EndpointSettings, Settings

_APPEARANCES = (("Follow the system", "system"), ("Light", "light"), ("Dark", "dark"))


class SettingsPage(QWidget):
    """Shows the settings. changed(settings): the person saved others."""

    changed = Signal(object)

    def __init__(self, settings: Settings, home: str, problems: tuple[str, ...], lane: Lane) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._settings = settings
        self._lane = lane
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(self._writer_card())
        column.addWidget(self._look_card())
        column.addWidget(_facts_card(home, problems))
        column.addStretch()
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setMaximumWidth(820)
        inside.setLayout(column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        header = QWidget()
        header.setProperty("kind", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(20, 14, 20, 14)
        row.addWidget(label("Settings", "title"))
        row.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(header)
        outside.addWidget(scroll)
        self.show_settings(settings)

    def _writer_card(self) -> QFrame:
        card, column = _card("Who writes the notes")
        self.offline = QRadioButton("This device: rules, no network, no account; only words that were said")
        self.endpoint = QRadioButton("A language model at an OpenAI-compatible endpoint")
        self._engines = QButtonGroup(self)
        for choice in (self.offline, self.endpoint):
            self._engines.addButton(choice)
            column.addWidget(choice)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.base_url = _field("Endpoint address", "https://api.example.com/v1 or http://127.0.0.1:11434/v1")
        self.model = _field("Model", "the model's name at the endpoint")
        self.api_key = _field("Key", "kept inside the encrypted records")
        self.api_key.setEchoMode(QLineEdit.EchoMode.Password)
        self.plain_http = QCheckBox("Allow http (no encryption) to this computer or the local network")
        self.proxy = QCheckBox("Use the proxy of the environment")
        self.context = QSpinBox(minimum=0, maximum=4_000_000, singleStep=1024)
        self.context.setAccessibleName("Context length in tokens")
        self.context.setSpecialValueText("not known")
        self.context.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.first_words = QSpinBox(minimum=5, maximum=1800, suffix=" s")
        self.first_words.setAccessibleName("Longest wait for the first words")
        self.first_words.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        form.addRow("Address", self.base_url)
        form.addRow("Model", self.model)
        form.addRow("Key", self.api_key)
        form.addRow("", self.plain_http)
        form.addRow("", self.proxy)
        form.addRow("Context length (tokens)", self.context)
        form.addRow("Wait for the first words", self.first_words)
        column.addLayout(form)
        self.result = label("", "secondary", wrap=True)
        test = button("Test the connection")
        test.clicked.connect(self._test)
        self.save = button("Save", "primary")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(test)
        row.addWidget(self.result, 1)
        row.addWidget(self.save)
        column.addLayout(row)
        return card

    def _look_card(self) -> QFrame:
        card, column = _card("Appearance")
        self.appearance = QComboBox()
        self.appearance.setAccessibleName("Appearance")
        self.appearance.setMaximumWidth(240)
        for words, value in _APPEARANCES:
            self.appearance.addItem(words, value)
        self.appearance.activated.connect(lambda: self._change({"appearance": self.appearance.currentData()}))
        column.addWidget(self.appearance)
        return card

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        self._settings = settings
        endpoint = settings.endpoint
        (self.offline if settings.engine == "offline" else self.endpoint).setChecked(True)
        self.base_url.setText(endpoint.base_url)
        self.model.setText(endpoint.model)
        self.api_key.setText(endpoint.api_key.get_secret_value())
        self.plain_http.setChecked(endpoint.allow_plain_http)
        self.proxy.setChecked(endpoint.use_proxy)
        self.context.setValue(endpoint.context_tokens or 0)
        self.first_words.setValue(round(endpoint.first_token_timeout_s))
        self.appearance.setCurrentIndex(self.appearance.findData(settings.appearance))

    def _typed_endpoint(self) -> EndpointSettings:
        return EndpointSettings.model_validate(
            {
                "base_url": self.base_url.text().strip().rstrip("/"),
                "model": self.model.text().strip(),
                "api_key": self.api_key.text().strip(),
                "allow_plain_http": self.plain_http.isChecked(),
                "use_proxy": self.proxy.isChecked(),
                "context_tokens": max(1024, self.context.value()) if self.context.value() else None,
                "first_token_timeout_s": self.first_words.value(),
            }
        )

    def _save(self) -> None:
        endpoint = self._typed_endpoint()
        wants_endpoint = self.endpoint.isChecked()
        if wants_endpoint and not endpoint.is_connected:
            self.result.setText("Type the address and the model of the endpoint first.")
            return
        self._change({"engine": "endpoint" if wants_endpoint else "offline", "endpoint": endpoint})
        self.result.setText("Saved.")

    def _change(self, values: dict[str, object]) -> None:
        self._settings = self._settings.model_copy(update=values)
        self.changed.emit(self._settings)

    def _test(self) -> None:
        endpoint = self._typed_endpoint()
        if not endpoint.base_url:
            self.result.setText("Type the address of the endpoint first.")
            return
        self.result.setText("Asking…")
        self._lane.start(
            at_once(lambda: check_endpoint(endpoint)),
            done=self.result.setText,
            failed=lambda error: self.result.setText(sentence_for(error)),
        )


def _facts_card(home: str, problems: tuple[str, ...]) -> QFrame:
    card, column = _card("This workstation")
    where = label(f"Records: {home}", wrap=True)
    where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(where)
    column.addWidget(label("Your own templates", "strong"))
    column.addWidget(label(f"They go into the folder {home}/templates.", wrap=True))
    column.addWidget(label(TEMPLATES_ADVICE, "secondary", wrap=True))
    for problem in problems:
        column.addWidget(label(problem, "error", wrap=True))
    return card


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 14, 18, 16)
    column.setSpacing(10)
    column.addWidget(label(title, "heading"))
    return card, column


def _field(accessible_name: str, placeholder: str) -> QLineEdit:
    made = QLineEdit(placeholderText=placeholder)
    made.setAccessibleName(accessible_name)
    made.setMaxLength(2000)
    return made
