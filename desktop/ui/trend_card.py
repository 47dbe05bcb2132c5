"""A card with one measure: its latest value, and its values over the visits as a small chart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.summary import MeasurePoint, MeasureSeries
from desktop.ui.theme import Theme, Tokens
from desktop.ui.visit_rows import day_in_words, days_in_words
from desktop.ui.widgets import label

CARD_HEIGHT_PX = 118
_CHART_PX = 48
_EDGE_PX = 8.0
_LEAST_POINTS = 2
_DOT_PX = 3.0


class TrendCard(QFrame):
    """One series. opened(visit id): Enter or a click on a point of the chart."""

    opened = Signal(int)

    def __init__(self, series: MeasureSeries, colour: int, theme: Theme) -> None:
        """colour: a number that picks one of the chart colours."""
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedHeight(CARD_HEIGHT_PX)
        last = series.points[-1]
        value = label(last.written, "strong")
        value.setAccessibleName(f"{series.label} {_in_words(last)}")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(series.label, "strong"))
        head.addStretch()
        head.addWidget(value)
        head.addWidget(label(last.unit, "secondary"))
        self.below = label(day_in_words(last.date), "secondary")
        self.chart = TrendChart(series, colour, theme)
        self.chart.pointed.connect(self._point)
        self.chart.opened.connect(self.opened)
        self.chart.setVisible(len(series.points) >= _LEAST_POINTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.chart)
        column.addWidget(self.below)
        if self.chart.isHidden():
            column.addStretch()
        self._range = (
            day_in_words(last.date)
            if len(series.points) < _LEAST_POINTS
            else days_in_words(series.points[0].date, last.date)
        )
        self.below.setText(self._range)

    def _point(self, point: MeasurePoint | None) -> None:
        self.below.setText(self._range if point is None else _in_words(point))


class TrendChart(QWidget):
    """The values of a series as a line, two for blood pressure; the arrow keys or the pointer pick a value.

    pointed(MeasurePoint or None). opened(visit id).
    """

    pointed = Signal(object)
    opened = Signal(int)

    def __init__(self, series: MeasureSeries, colour: int, theme: Theme) -> None:
        super().__init__()
        self._points = series.points
        self._colour = colour
        self._theme = theme
        self._at: int | None = None
        self.setFixedHeight(_CHART_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(f"{series.label} over {len(series.points)} visits")
        words = "; ".join(_in_words(point) for point in series.points)
        self.setAccessibleDescription(words)
        self.setToolTip("\n".join(_in_words(point) for point in series.points[-12:]))
        theme.changed.connect(self.update)

    @property
    def point(self) -> MeasurePoint | None:
        """The value that is pointed at."""
        return None if self._at is None else self._points[self._at]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk along the values, Enter opens the visit."""
        last = len(self._points) - 1
        at = last if self._at is None else self._at
        match event.key():
            case Qt.Key.Key_Left:
                self._point_at(max(0, at - 1))
            case Qt.Key.Key_Right:
                self._point_at(min(last, at + 1))
            case Qt.Key.Key_Home:
                self._point_at(0)
            case Qt.Key.Key_End:
                self._point_at(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._open()
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the value that is nearest."""
        places = self._places(0)
        self._point_at(min(range(len(places)), key=lambda each: abs(places[each].x() - event.position().x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the visit of the value."""
        self.mouseMoveEvent(event)
        self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._point_at(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the lines and a dot for each value."""
        tokens = self._theme.tokens
        colour = QColor(_colours(tokens)[self._colour % 3])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        for number in range(self._lines):
            places = self._places(number)
            painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine if number == 0 else Qt.PenStyle.DashLine))
            painter.drawPolyline(places)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for index, place in enumerate(places):
                radius = _DOT_PX + (2.0 if index == self._at else 0.0)
                painter.drawEllipse(place, radius, radius)
        painter.end()

    @property
    def _lines(self) -> int:
        return min(len(point.values) for point in self._points)

    def _places(self, number: int) -> list[QPointF]:
        """Where each value of one line stands; both lines share one scale."""
        lines = self._lines
        values = [value for point in self._points for value in point.values[:lines]]
        low, high = min(values), max(values)
        first, last = self._points[0].date.toordinal(), self._points[-1].date.toordinal()
        width, height = self.width() - 2 * _EDGE_PX, self.height() - 2 * _EDGE_PX
        count = len(self._points)
        places = []
        for index, point in enumerate(self._points):
            along = (
                (point.date.toordinal() - first) / (last - first)
                if last > first
                else index / max(1, count - 1)
            )
            up = (point.values[number] - low) / (high - low) if high > low else 0.5
            places.append(QPointF(_EDGE_PX + along * width, _EDGE_PX + (1 - up) * height))
        return places

    def _point_at(self, index: int | None) -> None:
        if index != self._at:
            self._at = index
            self.pointed.emit(self.point)
            self.update()

    def _open(self) -> None:
        if self.point is not None:
            self.opened.emit(int(self.point.span.visit_id))


def _colours(tokens: Tokens) -> tuple[str, str, str]:
    return tokens.information, tokens.warning, tokens.accent


def _in_words(point: MeasurePoint) -> str:
    value = f"{point.written} {point.unit}".strip()
    return f"{value}, {day_in_words(point.date)}"
