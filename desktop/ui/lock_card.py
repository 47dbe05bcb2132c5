"""The card on the lock: after how many minutes without use the window locks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import label
from desktop.workflow.settings import Settings


class LockCard(SettingsCard):
    """chosen(values): other values of Settings, by name. may_change: False shows what an administrator chose."""

    chosen = Signal(dict)

    def __init__(self, *, may_change: bool) -> None:
        super().__init__("Lock")
        self.minutes = QSpinBox(minimum=1, maximum=30, suffix=" min")
        self.minutes.setAccessibleName("Lock after minutes without use")
        self.minutes.setEnabled(may_change)
        self.minutes.lineEdit().setTextMargins(6, 0, 6, 0)  # the style sheet's padding does not reach this
        self.minutes.editingFinished.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(label("Lock when nobody used the window for"))
        row.addWidget(self.minutes)
        row.addStretch()
        self.column.addLayout(row)
        who = "" if may_change else " An administrator sets the minutes."
        self.column.addWidget(
            label(
                "It also locks when the system locks the screen or goes to sleep, and with Ctrl+L. A recording goes on under "
                f"the lock.{who}",
                "secondary",
                wrap=True,
            )
        )
        self._shown = self.minutes.value()

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        self._shown = settings.lock_after_min
        self.minutes.setValue(self._shown)

    def _choose(self) -> None:
        if self.minutes.value() != self._shown:
            self._shown = self.minutes.value()
            self.chosen.emit({"lock_after_min": self._shown})
