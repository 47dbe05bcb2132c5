"""Notices that nobody is at the window any more: by the clock on the wall and by the one that only goes forward."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_LOOK_MS = 1000
ASLEEP_S = 30.0
"""A step of either clock between two looks that can only be sleep, or a clock that somebody set."""

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)
_LOCK_KEY = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
_PAINTS = frozenset({QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.WindowActivate})


@dataclass(frozen=True, slots=True)
class Clocks:
    """monotonic: only goes forward, and on some systems stands still during sleep. wall: goes on, and can be set."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time


class IdleWatch(QObject):
    """idle(): nobody used the program for limit_s by one of the clocks, or the computer slept.

    It looks every second, at each input and before each frame, so that the first frame after sleep is drawn by
    whoever answers idle(). limit_s: 60 to 1800. lock_pressed(): Ctrl+L in a dialog, which shortcuts of the window behind
    it do not reach.
    """

    idle = Signal()
    lock_pressed = Signal()

    def __init__(self, parent: QObject, clocks: Clocks | None = None) -> None:
        super().__init__(parent)
        self.clocks = clocks or Clocks()
        self.limit_s = 300.0
        self._is_on = False
        self._used = self._looked = (0.0, 0.0)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow)

    def start(self) -> None:
        """Somebody is here now; watch from here on."""
        self._is_on = True
        self._used = self._looked = self._now()
        self._timer.start()

    def stop(self) -> None:
        """There is nothing to lock."""
        self._is_on = False
        self._timer.stop()

    def watch(self, window: QObject) -> None:
        """Look at what comes to a window, too: a QWindow or its widget."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def used(self) -> None:
        """Somebody pressed a key or moved the mouse. After too long a pause that is too late."""
        self.look()
        if self._is_on:
            self._used = self._now()

    def look(self) -> None:
        """Emit idle() when one of the clocks says so; then it watches no more until start()."""
        if not self._is_on:
            return
        now = self._now()
        unused = any(after - before >= self.limit_s for before, after in zip(self._used, now, strict=True))
        slept = any(after - before >= ASLEEP_S for before, after in zip(self._looked, now, strict=True))
        self._looked = now
        if unused or slept:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count input as use, and look at the clocks before a frame is drawn."""
        if self._is_on:
            kind = event.type()
            if (
                isinstance(event, QKeyEvent)
                and kind is QEvent.Type.KeyPress
                and event.keyCombination() == _LOCK_KEY
            ):
                self.lock_pressed.emit()
                return True
            if kind in _INPUT:
                self.used()
            elif kind in _PAINTS:
                self.look()
        return super().eventFilter(watched, event)

    def _now(self) -> tuple[float, float]:
        return self.clocks.monotonic(), self.clocks.wall()

    def _follow(self, window: QWindow | None) -> None:
        """Dialogs are windows of their own."""
        if window is not None:
            self.watch(window)
