"""One billing code as a card: what it is, what it came from, what to think of, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from desktop.domain.coding import CodeEntry
from desktop.ui.widgets import button, chip, label

Act = tuple[str, str, Callable[[], None]]
"""A button: its words, its kind and what it does."""


class CodeCard(QFrame):
    """Shows what it is given. pointed(True or False): the pointer or the keyboard is on it, or left it."""

    pointed = Signal(bool)

    def __init__(self, code: str, badge: str, tone: str, wording: str, came_from: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.code = code
        self.setAccessibleName(f"{code} {wording}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(code, "code"))
        if badge:
            top.addWidget(chip(badge, tone))
        top.addStretch()
        self._column.addLayout(top)
        self._column.addWidget(label(wording, wrap=True))
        if came_from:
            self._column.addWidget(label(came_from, "secondary", wrap=True))

    def add_line(self, words: str, kind: str = "secondary") -> None:
        """Add a line of text."""
        self._column.addWidget(label(words, kind, wrap=True))

    def add_choice(self, words: str, codes: Sequence[CodeEntry], choose: Callable[[CodeEntry], None]) -> None:
        """Add a button that lists codes to take in the place of this one."""
        made = self._button(words, "quiet", lambda: None)
        made.setAccessibleName(f"{words} in the place of {self.code}")
        menu = QMenu(made)
        menu.setToolTipsVisible(True)
        for entry in codes:
            menu.addAction(f"{entry.code}  {_short(entry.description)}").triggered.connect(
                partial(_chosen, choose, entry)
            )
        made.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(made)
        row.addStretch()
        self._column.addLayout(row)

    def add_buttons(self, acts: Sequence[Act]) -> dict[str, QPushButton]:
        """Add a row of buttons; returns them by their words."""
        row = QHBoxLayout()
        row.setSpacing(6)
        made = {}
        for words, kind, act in acts:
            made[words] = self._button(words, kind, act)
            row.addWidget(made[words])
        row.addStretch()
        self._column.addLayout(row)
        return made

    def _button(self, words: str, kind: str, act: Callable[[], None]) -> QPushButton:
        made = button(words, kind)
        made.setAccessibleName(f"{words} {self.code}")
        made.clicked.connect(lambda _checked=False: act())
        made.installEventFilter(self)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard on a button of the card counts as pointing at the card."""
        if event.type() == QEvent.Type.FocusIn:
            self.pointed.emit(True)
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The words that it came from are lit."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        super().leaveEvent(event)
        self.pointed.emit(False)


def _chosen(choose: Callable[[CodeEntry], None], entry: CodeEntry, _is_checked: bool = False) -> None:
    choose(entry)


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
