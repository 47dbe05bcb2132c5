"""The card on recording: the words of consent, and whether the note is drafted while the visit is spoken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit

from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import button, label, link_button
from desktop.workflow.settings import CONSENT_CHARS, CONSENT_TEXT, Settings

_LINES_HIGH_PX = 84


class RecordingCard(SettingsCard):
    """chosen(values): the person saved other values of Settings, by name."""

    chosen = Signal(dict)

    def __init__(self) -> None:
        super().__init__("Recording")
        self.column.addWidget(label("Consent", "strong"))
        self.column.addWidget(
            label(
                "This is confirmed with a tick before the first recording of each visit, and stored with the time and "
                "the user.",
                "secondary",
                wrap=True,
            )
        )
        self.consent = QPlainTextEdit()
        self.consent.setProperty("kind", "field")
        self.consent.setAccessibleName("Words of consent")
        self.consent.setTabChangesFocus(True)
        self.consent.setFixedHeight(_LINES_HIGH_PX)
        self.column.addWidget(self.consent)
        self.result = label("", "secondary", wrap=True)
        default = link_button("Use the words that came with the program", "Use the default words of consent")
        default.clicked.connect(lambda: self.consent.setPlainText(CONSENT_TEXT))
        self.save = button("Save the words of consent")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(default)
        row.addWidget(self.result, 1)
        self.column.addLayout(row)
        self.column.addWidget(label("While the visit is spoken", "strong"))
        self.live = QCheckBox(
            "Live drafting: fill sections that nobody has typed in as words arrive, on this device"
        )
        self.live.clicked.connect(lambda is_on: self.chosen.emit({"live_drafting": is_on}))
        self.column.addWidget(self.live)

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        self.consent.setPlainText(settings.consent_text)
        self.live.setChecked(settings.live_drafting)

    def _save(self) -> None:
        text = self.consent.toPlainText().strip()
        if not text:
            self.result.setText("Not saved: write what the patient agrees to.")
        elif len(text) > CONSENT_CHARS:
            self.result.setText(f"Not saved: shorten it to {CONSENT_CHARS:,} characters.")
        else:
            self.chosen.emit({"consent_text": text})
            self.result.setText("Saved.")
