"""Which visits the history lists: by day, by provider, by the state of the note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QWidget

from desktop.domain.history import VisitFilter
from desktop.domain.user import User
from desktop.domain.visit import VisitStatus
from desktop.ui.visit_rows import STATUS_WORDS

_ONE_DAY = "one day"
_DAYS: tuple[tuple[str, object], ...] = (
    ("All days", None),
    ("Today", (0, 0)),
    ("Yesterday", (1, 1)),
    ("Last 7 days", (6, 0)),
    ("Last 30 days", (29, 0)),
    ("One day…", _ONE_DAY),
)
"""From so many days before today to so many."""


class VisitFilters(QWidget):
    """Three choices, and a date for one day. changed(): another filter."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.days = _choice("Days")
        for words, days in _DAYS:
            self.days.addItem(words, days)
        self.day = QDateEdit()
        self.day.setAccessibleName("Day of the visits")
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.hide()
        self.providers = _choice("Provider")
        self.show_providers(())
        self.statuses = _choice("State of the note")
        self.statuses.addItem("All states", None)
        for status, words in STATUS_WORDS.items():
            self.statuses.addItem(words, status)
        self.days.currentIndexChanged.connect(self._days_chosen)
        self.day.dateChanged.connect(self.changed)
        self.providers.currentIndexChanged.connect(self.changed)
        self.statuses.currentIndexChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.days, self.day, self.providers, self.statuses):
            row.addWidget(widget)

    def show_providers(self, users: Iterable[User]) -> None:
        """Offer these; the one that is chosen stays so."""
        chosen = self.providers.currentData()
        self.providers.blockSignals(True)
        self.providers.clear()
        self.providers.addItem("All providers", None)
        for user in users:
            self.providers.addItem(user.display_name, user.id)
        self.providers.setCurrentIndex(max(0, self.providers.findData(chosen)))
        self.providers.blockSignals(False)

    def filter(self, today: date) -> VisitFilter:
        """What is chosen, as days of the calendar."""
        days = self.days.currentData()
        first = last = None
        if days == _ONE_DAY:
            chosen = self.day.date()
            first = last = date(chosen.year(), chosen.month(), chosen.day())
        elif days is not None:
            first, last = (today - timedelta(days=before) for before in days)
        status: VisitStatus | None = self.statuses.currentData()
        return VisitFilter(
            first_day=first,
            last_day=last,
            provider_id=self.providers.currentData(),
            statuses=frozenset() if status is None else frozenset({VisitStatus(status)}),
        )

    def _days_chosen(self) -> None:
        is_one = self.days.currentData() == _ONE_DAY
        if is_one and self.day.isHidden():
            self.day.blockSignals(True)
            self.day.setDate(QDate.currentDate())
            self.day.blockSignals(False)
        self.day.setVisible(is_one)
        self.changed.emit()


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(11)
    return made
