"""Hears from the system that the screen is locked, the user is switched or the computer goes to sleep.

Linux: D-Bus (logind and the screen saver). Windows: the window's messages. macOS tells it only through Apple's own
libraries, which this program does not load; there the idle watch notices sleep by the clocks.
"""

from __future__ import annotations

import logging
import sys

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QWidget

_log = logging.getLogger(__name__)

_LOGIND = "org.freedesktop.login1"
_SCREEN_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)

_WM_POWERBROADCAST = 0x0218
_WM_WTSSESSION_CHANGE = 0x02B1
_SUSPENDS_OR_RESUMES = frozenset({0x0004, 0x0007, 0x0012})  # PBT_APMSUSPEND, _RESUMESUSPEND, _RESUMEAUTOMATIC
_LEAVES = frozenset(
    {0x2, 0x4, 0x6, 0x7}
)  # WTS_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOGOFF, _SESSION_LOCK


class SystemLock(QObject):
    """locked(): lock the window, too. Nothing is heard where the system does not tell; that is no error."""

    locked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter: _WindowsMessages | None = None
        if sys.platform == "win32":
            self._filter = _WindowsMessages(self)
            application = QCoreApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._filter)
            _ask_windows(int(window.winId()))
        elif sys.platform.startswith("linux"):
            self._ask_dbus()

    def _ask_dbus(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - no other system has it

        asked = [
            (
                QDBusConnection.systemBus(),
                _LOGIND,
                "",
                f"{_LOGIND}.Manager",
                "PrepareForSleep",
                "sleeps(bool)",
            ),
            # An empty path means any session: the path of this one is not known without asking, and to lock when
            # another session of this computer is locked does no harm.
            (QDBusConnection.systemBus(), _LOGIND, "", f"{_LOGIND}.Session", "Lock", "locks()"),
        ]
        asked += [
            (QDBusConnection.sessionBus(), "", path, interface, "ActiveChanged", "sleeps(bool)")
            for interface, path in _SCREEN_SAVERS
        ]
        heard = [
            bus.connect(service, path, interface, name, self, SLOT(slot))  # type: ignore[call-overload] # SLOT gives a str, which alone works
            for bus, service, path, interface, name, slot in asked
            if bus.isConnected()
        ]
        _log.info("Of the system's locks %d can be heard", sum(heard))

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """PrepareForSleep and ActiveChanged tell the beginning and the end; a lock after the end does no harm."""
        if begins:
            self.locked.emit()

    @Slot()
    def locks(self) -> None:
        """The session is to be locked."""
        self.locked.emit()


class _WindowsMessages(QAbstractNativeEventFilter):
    """Reads the messages about the session and the power."""

    def __init__(self, told: SystemLock) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Take nothing away; tell what was read."""
        if QByteArray(event_type) == QByteArray(b"windows_generic_MSG"):
            from ctypes import wintypes  # noqa: PLC0415 - of Windows

            read = wintypes.MSG.from_address(int(message))
            if is_leaving(read.message, read.wParam):
                self._told.locked.emit()
        return False, 0


def is_leaving(message: int, parameter: int) -> bool:
    """True for a Windows message that says: locked, switched, or asleep or just awake."""
    if message == _WM_WTSSESSION_CHANGE:
        return parameter in _LEAVES
    return message == _WM_POWERBROADCAST and parameter in _SUSPENDS_OR_RESUMES


def _ask_windows(window_id: int) -> None:
    """Ask for the messages about the session; those about power come by themselves."""
    import ctypes  # noqa: PLC0415 - of Windows

    if sys.platform == "win32":
        this_session_only = 0
        if not ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window_id, this_session_only):
            _log.warning("Windows does not tell when the session is locked")
