"""A list whose rows are a few lines of plain text each, with the words that a search found marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_MARGIN_X, _MARGIN_Y, _GAP = 14, 9, 2
_ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text of a row. kind: secondary, title or body. spans: [start, end) to be marked. It is cut after most_lines."""

    text: str
    kind: str = "body"
    spans: tuple[tuple[int, int], ...] = ()
    most_lines: int = 1


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one row shows, and what it stands for."""

    key: Any
    paragraphs: tuple[Paragraph, ...]

    @property
    def words(self) -> str:
        """Everything in the row, for a screen reader and a tooltip."""
        return "\n".join(each.text for each in self.paragraphs if each.text)


class FoundList(QListView):
    """Shows rows and has the arrow keys. chosen(key): Enter, a click or a double click on a row."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = _Rows(self)
        self._painter = _RowPainter(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        # A patient may have hundreds of visits: their heights are worked out some at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(12)
        self.activated.connect(self._choose)
        theme.changed.connect(self.viewport().update)

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """The rows on screen."""
        return self._rows.rows

    def show_rows(self, rows: tuple[ListRow, ...], *, keeps_current: bool = True) -> None:
        """Show these instead. keeps_current: the row of the same key stays the current one; otherwise it is the first."""
        current = self.current_key if keeps_current else None
        self._painter.forget()
        self._rows.show_rows(rows)
        keys = [row.key for row in rows]
        if rows:
            self.setCurrentIndex(self._rows.index(keys.index(current) if current in keys else 0))

    @property
    def current_key(self) -> Any:
        """What the current row stands for; None where there is none."""
        index = self.currentIndex()
        return self._rows.rows[index.row()].key if index.isValid() else None

    def choose_current(self) -> None:
        """As Enter on the current row."""
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._rows.rows[index.row()].key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths wrap otherwise."""
        self._painter.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words
        return row if role == _ROW_ROLE else None


class _RowPainter(QStyledItemDelegate):
    """Draws text itself, as plain text: what a note says is never markup."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._laid_out: dict[tuple[int, int], list[tuple[QTextLayout, Paragraph, int, int]]] = {}
        self._kept: list[ListRow] = []

    def forget(self) -> None:
        """The rows or their width are others now."""
        self._laid_out.clear()
        self._kept.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """As high as its texts."""
        width = self._view.viewport().width()
        return QSize(width, self._bottom(self._layouts(index.data(_ROW_ROLE), width)) + _MARGIN_Y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the texts, on the accent's background for the current row."""
        tokens = self._theme.tokens
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = area.adjusted(4, 2, -4, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_weak))
            painter.drawRoundedRect(field, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(field, 6, 6)
        for layout, paragraph, top, _ in self._layouts(index.data(_ROW_ROLE), self._view.viewport().width()):
            self._draw(painter, layout, paragraph, QPointF(area.left() + _MARGIN_X, area.top() + top))
        painter.restore()

    def _draw(self, painter: QPainter, layout: QTextLayout, paragraph: Paragraph, at: QPointF) -> None:
        tokens = self._theme.tokens
        painter.setPen(QColor(tokens.secondary if paragraph.kind == "secondary" else tokens.text))
        marked = []
        for start, end in paragraph.spans:
            found = QTextLayout.FormatRange()
            found.start, found.length = start, end - start
            look = found.format
            look.setBackground(QColor(tokens.selection))
            look.setForeground(QColor(tokens.text))
            found.format = look
            marked.append(found)
        layout.draw(painter, at, marked)

    def _layouts(self, row: ListRow, width: int) -> list[tuple[QTextLayout, Paragraph, int, int]]:
        key = (id(row), width)
        if key not in self._laid_out:
            self._kept.append(row)  # while it is kept, its id is nobody else's
            self._laid_out[key] = self._lay_out(row, width - 2 * _MARGIN_X)
        return self._laid_out[key]

    def _lay_out(self, row: ListRow, width: int) -> list[tuple[QTextLayout, Paragraph, int, int]]:
        made = []
        top = _MARGIN_Y
        for paragraph in row.paragraphs:
            if not paragraph.text:
                continue
            font = QFont(self._view.font())
            if paragraph.kind == "title":
                font.setWeight(QFont.Weight.DemiBold)
            elif paragraph.kind == "secondary":
                font.setPixelSize(12)
            metrics = QFontMetrics(font)
            layout = _cut_to_fit(paragraph.text, paragraph.most_lines, font, width)
            made.append((layout, paragraph, top, metrics.height()))
            top += layout.lineCount() * metrics.height() + _GAP
        return made

    def _bottom(self, layouts: list[tuple[QTextLayout, Paragraph, int, int]]) -> int:
        if not layouts:
            return 0
        layout, _, top, line_height = layouts[-1]
        return top + layout.lineCount() * line_height


def _cut_to_fit(text: str, most_lines: int, font: QFont, width: int) -> QTextLayout:
    """The text in lines of this width; what does not fit into most_lines is left out behind "…"."""
    layout = _in_lines(text, font, width)
    if layout.lineCount() <= most_lines:
        return layout
    start = layout.lineAt(most_lines - 1).textStart()
    # The last line breaks between words; a few characters less leave room for what its break took away.
    for less in (0, 12, 24, 48):
        last = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, max(20, width - less))
        layout = _in_lines(text[:start] + last, font, width)
        if layout.lineCount() <= most_lines:
            break
    return layout


def _in_lines(text: str, font: QFont, width: int) -> QTextLayout:
    height = QFontMetrics(font).height()
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20, width))
        line.setPosition(QPointF(0, (layout.lineCount() - 1) * height))
    layout.endLayout()
    return layout
