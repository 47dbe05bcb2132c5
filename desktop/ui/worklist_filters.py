"""Which signed notes the worklist shows: days, provider, state, and words."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.worklist import WorklistFilter, WorklistProvider, WorklistStatus

_EVERY_DAY = -1
_DAYS = (
    ("Today", 0, 0),
    ("Yesterday", 1, 1),
    ("Last 7 days", 6, 0),
    ("Last 30 days", 29, 0),
    ("All days", _EVERY_DAY, 0),
)
_OPEN = frozenset({WorklistStatus.SIGNED, WorklistStatus.CHANGED, WorklistStatus.EXPORTED})
_STATUSES: tuple[tuple[str, frozenset[WorklistStatus]], ...] = (
    ("All signed notes", frozenset()),
    ("Not filed yet", _OPEN),
    *((status.label, frozenset({status})) for status in WorklistStatus),
)


class WorklistFilters(QWidget):
    """changed(): something else is wanted. today: for tests, what the day is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.days = _choice("Days", [words for words, _, _ in _DAYS])
        self.provider = _choice("Provider", ["All providers"])
        self.status = _choice("State", [words for words, _ in _STATUSES])
        self.search = QLineEdit(placeholderText="Search name, MRN or text…")
        self.search.setAccessibleName("Search signed notes")
        self.search.setToolTip("Search (Ctrl+F); Enter goes to the list")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(300)
        self._providers: tuple[WorklistProvider, ...] = ()
        for box in (self.days, self.provider, self.status):
            box.currentIndexChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.days, self.provider, self.status):
            row.addWidget(widget)
        row.addWidget(self.search, 1)

    def show_providers(self, providers: tuple[WorklistProvider, ...]) -> None:
        """Offer those who signed anything; who was chosen stays chosen."""
        if providers == self._providers:
            return
        chosen = self._provider_id
        self._providers = providers
        self.provider.blockSignals(True)
        self.provider.clear()
        self.provider.addItem("All providers", None)
        for each in providers:
            self.provider.addItem(each.name, each.user_id)
        self.provider.setCurrentIndex(max(0, self.provider.findData(chosen)))
        self.provider.blockSignals(False)

    @property
    def _provider_id(self) -> int | None:
        chosen = self.provider.currentData()
        return chosen if isinstance(chosen, int) else None

    def wanted(self, today: date) -> WorklistFilter:
        """What is chosen, as of a day."""
        _, first, last = _DAYS[self.days.currentIndex()]
        every_day = first == _EVERY_DAY
        return WorklistFilter(
            first_day=None if every_day else today - timedelta(days=first),
            last_day=None if every_day else today - timedelta(days=last),
            provider_id=self._provider_id,
            statuses=_STATUSES[self.status.currentIndex()][1],
            text=self.search.text().strip(),
        )


def _choice(name: str, words: list[str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItems(words)
    return box
