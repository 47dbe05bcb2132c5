"""What Qt needs to lay out pages in a program that opens no window."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication


def offscreen_application() -> QCoreApplication:
    """The application object there is, or a new one that needs no display. Call it on the main thread and keep it."""
    present = QGuiApplication.instance()
    if present is not None:
        return present
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever display there is, nothing is shown on it
    return QGuiApplication(["soapstone"])
