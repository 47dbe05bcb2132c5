"""The clipboard for patient text: marked as private, and emptied after a minute if it still holds what was put there.

Clipboard histories that keep to these marks leave the text out: Windows 10 and newer (history and cloud), KDE's
Klipper, and on macOS the programs that look for the concealed type. Others may keep what passes through the clipboard.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_AFTER_S = 60.0
_LOOK_EVERY_MS = 1000
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_MARKS = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
    "org.nspasteboard.ConcealedType": b"1",
    "x-kde-passwordManagerHint": b"secret",
}


class PrivateClipboard(QObject):
    """Puts text on the clipboard and takes it away again. clock: seconds, as time.monotonic."""

    def __init__(
        self, clipboard: QClipboard, parent: QObject, clock: Callable[[], float] | None = None
    ) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self.clock = clock or time.monotonic
        self._text = ""
        self._clear_at = 0.0
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(self._look)

    def put(self, text: str) -> None:
        """Put a text there in place of what was; an empty one changes nothing."""
        if not text:
            return
        self._clipboard.setMimeData(private_text(text))
        self._text = text
        self._clear_at = self.clock() + CLEAR_AFTER_S
        self.timer.start()

    def clear(self) -> None:
        """Take the text away if the clipboard still holds it: at the lock, at the end, and when the time is over."""
        self.timer.stop()
        text, self._text = self._text, ""
        if text and _lines(self._clipboard.text()) == _lines(text):
            self._clipboard.clear()

    def _look(self) -> None:
        if self.clock() >= self._clear_at:
            self.clear()


def private_text(text: str) -> QMimeData:
    """Text with every mark that keeps it out of clipboard histories."""
    data = QMimeData()
    data.setText(text)
    for kind, content in _MARKS.items():
        data.setData(kind, content)
    return data


def private_clipboard() -> PrivateClipboard:
    """The one of this program."""
    application = QCoreApplication.instance()
    assert isinstance(application, QGuiApplication)
    present = application.findChild(PrivateClipboard)
    if isinstance(present, PrivateClipboard):
        return present
    return PrivateClipboard(QGuiApplication.clipboard(), application)


def _lines(text: str) -> list[str]:
    """What stays the same when a system changes line ends."""
    return text.replace("\r\n", "\n").split("\n")
