"""The cards of a patient's measured values: as many as fit beside each other, the rest when asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.summary import MeasureSeries
from desktop.ui.theme import Theme
from desktop.ui.trend_card import TrendCard
from desktop.ui.widgets import link_button

_CARD_WIDTH_PX = 200
_FIRST = ("bp", "a1c", "weight", "glucose", "pain", "pulse", "spo2", "temperature", "bmi")
"""What is looked at most over time stands first; what is not named here comes after it."""
_MOST_COLUMNS = 5
_LEAST_POINTS = 2


class TrendRow(QWidget):
    """Shows a card for each measure. opened(visit id)."""

    opened = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[TrendCard] = []
        self._columns = 1
        self._is_open = False
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.more = link_button("", "Show all measured values")
        self.more.clicked.connect(self._toggle)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._grid)
        column.addLayout(below)

    def show_series(self, series: Sequence[MeasureSeries]) -> None:
        """Show these instead; those with a course before those with one value."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        ordered = sorted(series, key=_rank)
        self.cards = [TrendCard(each, number, self._theme) for number, each in enumerate(ordered)]
        for card in self.cards:
            card.opened.connect(self.opened)
        self._is_open = False
        self.setVisible(bool(self.cards))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit another number beside each other."""
        super().resizeEvent(event)
        columns = max(1, min(_MOST_COLUMNS, (self.width() + 12) // (_CARD_WIDTH_PX + 12)))
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._place()

    def _place(self) -> None:
        shown = len(self.cards) if self._is_open else self._columns
        for number in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(number, int(number < self._columns))
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // self._columns, number % self._columns)
            card.setVisible(number < shown)
        self.more.setVisible(len(self.cards) > self._columns)
        self.more.setText("Show fewer" if self._is_open else f"Show all {len(self.cards)} measured values")


def _rank(series: MeasureSeries) -> tuple[bool, int]:
    place = _FIRST.index(series.key) if series.key in _FIRST else len(_FIRST)
    return len(series.points) < _LEAST_POINTS, place
