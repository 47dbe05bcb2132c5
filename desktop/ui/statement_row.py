"""One statement of a summary: its words as plain text, and behind them a button for each visit that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.domain.summary import SummaryStatement
from desktop.ui.theme import Theme
from desktop.ui.visit_rows import day_in_words
from desktop.ui.widgets import button

_INDENT_PX = 14
_GAP_PX = 4
_LEAST_LINE_PX = 22
_MOST_CHIPS = 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A visit to open: its words on the button."""

    visit_id: int
    words: str
    spoken: str


def chips_of(statement: SummaryStatement, this_year: int) -> tuple[Chip, ...]:
    """A chip for each visit of a statement, in the order of their dates."""
    dates = {span.visit_id: span.date for span in reversed(statement.spans)}
    return tuple(
        Chip(
            int(visit_id),
            f"{dates[visit_id].day} {dates[visit_id]:%b}"
            + (f" {when.year}" if when.year != this_year else ""),
            f"Open the visit of {day_in_words(when)}",
        )
        for visit_id in statement.visit_ids
        if (when := dates[visit_id]) is not None
    )


class StatementRow(QWidget):
    """Wraps like a paragraph, with its chips at the end. opened(visit id)."""

    opened = Signal(int)

    def __init__(self, words: str, chips: Sequence[Chip], theme: Theme, doubt: str = "") -> None:
        """doubt: why a check could not find it in the notes; it is written behind the words, in the warning colour."""
        super().__init__()
        self._theme = theme
        self._words = words
        self._doubt = f"  Not supported: {doubt}." if doubt else ""
        self.setAccessibleName(words + self._doubt)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._text = QTextLayout(words + self._doubt, self.font())
        self._heights: dict[int, int] = {}
        self._laid_out_for = -1
        self._hidden = list(chips[:-_MOST_CHIPS])
        self.buttons: list[QPushButton] = []
        if self._hidden:
            more = self._chip_button(f"+{len(self._hidden)}", f"Show {len(self._hidden)} more visits")
            more.clicked.connect(lambda: self._show_all(more))
        for chip in chips[-_MOST_CHIPS:]:
            self._add(chip)
        theme.changed.connect(self.update)

    def _add(self, chip: Chip, at: int | None = None) -> None:
        made = self._chip_button(chip.words, chip.spoken, at)
        made.clicked.connect(partial(self.opened.emit, chip.visit_id))

    def _chip_button(self, words: str, spoken: str, at: int | None = None) -> QPushButton:
        made = button(words, "chip")
        made.setParent(self)
        made.setAccessibleName(spoken)
        made.setToolTip(spoken)
        self.buttons.insert(len(self.buttons) if at is None else at, made)
        return made

    def _show_all(self, more: QPushButton) -> None:
        self.buttons.remove(more)
        more.deleteLater()
        for number, chip in enumerate(self._hidden):
            self._add(chip, number)
            self.buttons[number].show()
        self._hidden = []
        for before, after in zip(self.buttons, self.buttons[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self.buttons[0].setFocus()
        self._heights.clear()
        self.updateGeometry()
        self._arrange(self.width(), place=True)

    def sizeHint(self) -> QSize:
        """The height for a usual width."""
        return QSize(420, self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any window."""
        return QSize(160, _LEAST_LINE_PX)

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the words and chips are in this width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(width, place=False)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._arrange(self.width(), place=True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the words as they are, never as markup."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        if self._laid_out_for != self.width():
            self._arrange(self.width(), place=False)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(2, 0, _INDENT_PX, _LEAST_LINE_PX), Qt.AlignmentFlag.AlignVCenter, "•")
        marked = []
        if self._doubt:
            doubted = QTextLayout.FormatRange()
            doubted.start, doubted.length = len(self._words), len(self._doubt)
            look = doubted.format
            look.setForeground(QColor(tokens.warning))
            doubted.format = look
            marked.append(doubted)
        self._text.draw(painter, QPointF(_INDENT_PX, 0), marked)
        painter.end()

    def _arrange(self, width: int, *, place: bool) -> int:
        """Break the words into lines, put the chips behind them, and return the height."""
        height = max(_LEAST_LINE_PX, QFontMetrics(self.font()).height() + 4)
        room = max(60, width - _INDENT_PX)
        self._text.setFont(self.font())
        self._text.beginLayout()
        end = 0.0
        while (line := self._text.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, (self._text.lineCount() - 1) * height + (height - line.height()) / 2))
            end = line.naturalTextWidth()
        self._text.endLayout()
        self._laid_out_for = width
        x, row = _INDENT_PX + end + 2 * _GAP_PX, max(0, self._text.lineCount() - 1)
        for chip in self.buttons:
            size = chip.sizeHint()
            if x + size.width() > width and x > _INDENT_PX:
                x, row = float(_INDENT_PX), row + 1
            if place:
                top = row * height + (height - size.height()) // 2
                chip.setGeometry(int(x), top, size.width(), size.height())
            x += size.width() + _GAP_PX
        return (row + 1) * height
