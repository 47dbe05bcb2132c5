"""The settings: who writes the notes and writes down speech, recording, the clinic's paper, and how the window looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.clinic_card import ClinicCard
from desktop.ui.fhir_card import FhirCard
from desktop.ui.jobs import Lane
from desktop.ui.lock_card import LockCard
from desktop.ui.recording_card import RecordingCard
from desktop.ui.settings_card import SettingsCard
from desktop.ui.speech_card import SpeechCard
from desktop.ui.widgets import label
from desktop.ui.writer_card import WriterCard
from desktop.workflow.session import TEMPLATES_ADVICE
from desktop.workflow.settings import Settings

_APPEARANCES = (("Follow the system", "system"), ("Light", "light"), ("Dark", "dark"))
_WIDEST_PX = 980


class SettingsPage(QWidget):
    """Shows the settings. changed(settings): the person saved others. Call end_work before it goes."""

    changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        home: str,
        problems: tuple[str, ...],
        lane: Lane,
        *,
        may_manage: bool = True,
        writes_notes: bool = True,
    ) -> None:
        """may_manage: the user may change what is the clinic's. writes_notes: drafts and recordings are their matter."""
        super().__init__()
        self.setProperty("kind", "page")
        self._settings = settings
        self.writer = WriterCard(lane)
        self.speech = SpeechCard(Path(home))
        self.recording = RecordingCard()
        self.lock = LockCard(may_change=may_manage)
        self.clinic = ClinicCard()
        self.fhir = FhirCard()
        self._cards = (self.writer, self.speech, self.recording, self.lock, self.clinic, self.fhir)
        for card in self._cards:
            card.chosen.connect(self._change)
        hidden: tuple[QWidget, ...] = () if may_manage else (self.clinic, self.fhir)
        if not (may_manage or writes_notes):
            hidden += (self.writer, self.speech, self.recording)
        for each in hidden:
            each.hide()
        self._column = column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        for each in (
            self.writer,
            self.speech,
            self.recording,
            self.lock,
            self.clinic,
            self.fhir,
            self._look_card(),
            _facts_card(home, problems),
        ):
            column.addWidget(each)
        column.addStretch()
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setMaximumWidth(_WIDEST_PX)
        inside.setLayout(column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._hold_the_wheel(self)
        self.show_settings(settings)

    def add_cards(self, *cards: SettingsCard) -> None:
        """Show more cards before the facts; what they choose is a change of the settings."""
        for card in cards:
            self._column.insertWidget(self._column.count() - 2, card)
            self._hold_the_wheel(card)
            if hasattr(card, "chosen"):
                card.chosen.connect(self._change)

    def _hold_the_wheel(self, parent: QWidget) -> None:
        for control in parent.findChildren(QWidget):
            if isinstance(control, QAbstractSpinBox | QComboBox):
                control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                control.installEventFilter(self)

    def _look_card(self) -> SettingsCard:
        card = SettingsCard("Appearance")
        self.appearance = QComboBox()
        self.appearance.setAccessibleName("Appearance")
        self.appearance.setMaximumWidth(240)
        for words, value in _APPEARANCES:
            self.appearance.addItem(words, value)
        self.appearance.activated.connect(lambda: self._change({"appearance": self.appearance.currentData()}))
        card.column.addWidget(self.appearance)
        return card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page; it changes a value only where the person is."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        self._settings = settings
        for card in self._cards:
            card.show_settings(settings)
        self.appearance.setCurrentIndex(self.appearance.findData(settings.appearance))

    def end_work(self, timeout_s: float) -> bool:
        """Cancel downloads, checks and tests, and take no more. True when they ended in time."""
        return self.speech.end_work(timeout_s)

    def _change(self, values: dict[str, object]) -> None:
        self._settings = self._settings.model_copy(update=values)
        self.changed.emit(self._settings)


def _facts_card(home: str, problems: tuple[str, ...]) -> SettingsCard:
    card = SettingsCard("This workstation")
    where = label(f"Records: {home}", wrap=True)
    where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    card.column.addWidget(where)
    card.column.addWidget(label("Your own templates", "strong"))
    card.column.addWidget(label(f"They go into the folder {home}/templates.", wrap=True))
    card.column.addWidget(label(TEMPLATES_ADVICE, "secondary", wrap=True))
    for problem in problems:
        card.column.addWidget(label(problem, "error", wrap=True))
    return card
