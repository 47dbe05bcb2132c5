"""Medications and allergies as the visits leave them, each with the visits that say so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.summary import CarriedForward
from desktop.ui.statement_row import StatementRow, chips_of
from desktop.ui.theme import Theme
from desktop.ui.widgets import label, link_button

_SHOWN_FIRST = 6


class CarriedCard(QFrame):
    """One list. opened(visit id)."""

    opened = Signal(int)

    def __init__(self, title: str, nothing: str, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._theme = theme
        self._nothing = nothing
        self._rest: Sequence[CarriedForward] = ()
        self._this_year = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 10)
        self._column.setSpacing(1)
        heading = label(title, "strong")
        heading.setContentsMargins(0, 0, 0, 2)
        self._column.addWidget(heading)
        self._column.addStretch()
        self._made: list[QWidget] = []

    def show_carried(self, carried: Sequence[CarriedForward], this_year: int) -> None:
        """Show these instead: the first few, and the rest when asked."""
        for widget in self._made:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        self._this_year = this_year
        for each in carried[:_SHOWN_FIRST]:
            self._add(self._row(each))
        if not carried:
            self._add(label(self._nothing, "secondary", wrap=True))
        self._rest = carried[_SHOWN_FIRST:]
        if self._rest:
            more = link_button(f"Show {len(self._rest)} more", f"Show {len(self._rest)} more")
            more.setProperty("kind", "link")
            more.clicked.connect(lambda: self._show_rest(more))
            more.setCursor(Qt.CursorShape.PointingHandCursor)
            self._add(more)

    def _show_rest(self, more: QWidget) -> None:
        more.hide()
        for each in self._rest:
            self._add(self._row(each))
        self._rest = ()

    def _row(self, carried: CarriedForward) -> StatementRow:
        statement = carried.statement
        row = StatementRow(statement.text, chips_of(statement, self._this_year), self._theme, statement.doubt)
        row.opened.connect(self.opened)
        return row

    def _add(self, widget: QWidget) -> None:
        self._made.append(widget)
        self._column.insertWidget(self._column.count() - 1, widget)
