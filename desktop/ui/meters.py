"""Two small painted widgets: the level of the microphone, and the outline of a recording."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.capture import SILENT_DBFS, Hearing, Level
from desktop.domain.recording import Wave
from desktop.domain.transcript import clock
from desktop.ui.theme import Theme

_BARS = 40
_FLOOR_DBFS = -60.0
_STEP_MS = 5000


class LevelMeter(QWidget):
    """The last four seconds of the microphone's level, newest on the right; red when it is too loud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._levels: list[Level] = []
        self.setAccessibleName("Level of the microphone")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self.setMaximumWidth(420)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide enough to be read."""
        return QSize(200, 28)

    def add(self, level: Level) -> None:
        """Show a tenth of a second more."""
        self._levels = [*self._levels[1 - _BARS :], level]
        self.setAccessibleDescription(level.sentence or f"{level.peak_dbfs:.0f} decibels below full scale")
        self.update()

    def clear(self) -> None:
        """Nothing is heard."""
        self._levels = []
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw a bar for each step of time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = self._theme.tokens
        step = self.width() / _BARS
        padding = [None] * (_BARS - len(self._levels))
        for index, level in enumerate([*padding, *self._levels]):
            loudness = 0.0
            colour = tokens.control_border
            if level is not None and level.peak_dbfs > SILENT_DBFS:
                loudness = max(0.0, 1.0 - level.peak_dbfs / _FLOOR_DBFS)
                colour = tokens.record if level.hearing is Hearing.CLIPPING else tokens.accent
            height = max(3.0, loudness * (self.height() - 4))
            painter.setBrush(QColor(colour))
            bar = QRectF(index * step + 1, (self.height() - height) / 2, max(2.0, step - 3), height)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.end()


class WaveView(QWidget):
    """The outline of a visit's sound; a click or the arrow keys choose a moment. chosen(ms)."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._peaks = b""
        self._length_ms = 0
        self._position_ms = 0
        self.setAccessibleName("Recording of the visit")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self.setMaximumWidth(520)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide enough to be aimed at."""
        return QSize(240, 28)

    def show_waves(self, waves: list[Wave]) -> None:
        """Show the outlines of a visit's recordings, one after the other."""
        self._peaks = b"".join(wave.peaks for wave in waves)
        self._length_ms = sum(wave.step_ms * len(wave.peaks) for wave in waves)
        self.show_position(0)

    def show_position(self, position_ms: int) -> None:
        """Show how far it was played."""
        self._position_ms = position_ms
        self.setAccessibleDescription(f"{clock(position_ms)} of {clock(self._length_ms)}")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the moment that was clicked."""
        if self._length_ms:
            self.chosen.emit(round(event.position().x() / self.width() * self._length_ms))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose five seconds earlier or later."""
        step_ms = {Qt.Key.Key_Left: -_STEP_MS, Qt.Key.Key_Right: _STEP_MS}.get(Qt.Key(event.key()))
        if step_ms is None:
            super().keyPressEvent(event)
            return
        self.chosen.emit(max(0, min(self._length_ms, self._position_ms + step_ms)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw a bar for each step of time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = self._theme.tokens
        bars = max(1, self.width() // 4)
        played = self._position_ms / self._length_ms * bars if self._length_ms else 0
        for index in range(bars):
            start = index * len(self._peaks) // bars
            stop = max(start + 1, (index + 1) * len(self._peaks) // bars)
            loudest = max(self._peaks[start:stop], default=0)
            height = max(2.0, loudest / 255 * (self.height() - 4))
            painter.setBrush(QColor(tokens.accent if index < played else tokens.control_border))
            painter.drawRoundedRect(QRectF(index * 4, (self.height() - height) / 2, 2.5, height), 1, 1)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
