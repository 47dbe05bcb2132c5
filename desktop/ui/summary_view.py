"""A summary on screen: its blocks and statements, made a few at a time so that a long one never holds up the window."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.summary import Summary
from desktop.ui.statement_row import StatementRow, chips_of
from desktop.ui.theme import Theme
from desktop.ui.widgets import label

_AT_ONCE_S = 0.008
"""To make rows; to lay out and paint them takes a multiple of it."""
_SHOW_TEXT_MS = 120
_SPACING_PX = 1


class _Stack(QWidget):
    """Widgets below each other at the full width. To add one moves none of the others, which a Qt layout would."""

    def __init__(self) -> None:
        super().__init__()
        self._widgets: list[QWidget] = []
        self._bottom = 0
        self._placed_for = 0

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others; fit() follows."""
        widget.setParent(self)
        self._widgets.append(widget)
        self._place(widget)
        widget.show()

    def fit(self) -> None:
        """Be as high as the widgets."""
        self.setFixedHeight(self._bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew in another width."""
        super().resizeEvent(event)
        if self.width() != self._placed_for:
            self._bottom = 0
            for widget in self._widgets:
                self._place(widget)
            self.fit()

    def _place(self, widget: QWidget) -> None:
        self._placed_for = width = self.width()
        height = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
        widget.setGeometry(0, self._bottom, width, height)
        self._bottom += height + _SPACING_PX


class SummaryView(QWidget):
    """Shows a whole summary, or the words of one that is still being written. opened(visit id). shown(): all of it is."""

    opened = Signal(int)
    shown = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._making: Iterator[QWidget] | None = None
        self._go_on = QTimer(self, singleShot=True, interval=0)
        self._go_on.timeout.connect(self._make_some)
        self._text = label("", "secondary", wrap=True)
        self._text.setAccessibleName("Summary that is being written")
        self._text.hide()
        self._arrived = ""
        self._show_text = QTimer(self, singleShot=True, interval=_SHOW_TEXT_MS)
        self._show_text.timeout.connect(lambda: self._text.setText(self._arrived))
        self._column.addWidget(self._text)
        self._inside: _Stack | None = None
        self.rows: list[StatementRow] = []

    def show_summary(self, summary: Summary, this_year: int) -> None:
        """Show a summary in place of what was there. this_year: dates of other years show theirs."""
        self.clear()
        self._inside = _Stack()
        self._column.addWidget(self._inside)
        self._making = self._widgets(summary, this_year)
        self._make_some()

    def show_incomplete(self, text: str) -> None:
        """Show words that have arrived and are not checked yet."""
        if self._text.isHidden():
            self.clear()
            self._text.show()
        self._arrived = text
        if not self._show_text.isActive():
            self._show_text.start()

    def clear(self) -> None:
        """Show nothing."""
        self._go_on.stop()
        self._show_text.stop()
        self._making = None
        self._arrived = ""
        self._text.clear()
        self._text.hide()
        self.rows = []
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None

    def _widgets(self, summary: Summary, this_year: int) -> Iterator[QWidget]:
        for notice in summary.notices:
            yield label(notice, "error", wrap=True)
        if not summary.blocks:
            yield label("There is nothing to summarize in these notes.", "secondary", wrap=True)
        for block in summary.blocks:
            title = label(block.title, "strong")
            title.setContentsMargins(0, 10, 0, 2)
            yield title
            for each in block.statements:
                row = StatementRow(each.text, chips_of(each, this_year), self._theme, each.doubt)
                row.opened.connect(self.opened)
                self.rows.append(row)
                yield row
        foot = label(summary.header, "secondary", wrap=True)
        foot.setContentsMargins(0, 12, 0, 0)
        yield foot

    def _make_some(self) -> None:
        making, inside = self._making, self._inside
        if making is None or inside is None:
            return
        until = time.monotonic() + _AT_ONCE_S
        for widget in making:
            inside.add(widget)
            if time.monotonic() > until:
                inside.fit()
                self._go_on.start()
                return
        inside.fit()
        self._making = None
        self.shown.emit()
