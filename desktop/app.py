"""Builds the whole application for one home, and runs it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import Shiboken

from desktop.domain.errors import SoapstoneError
from desktop.system.logs import Log, install
from desktop.system.paths import home_folder, logs_folder, templates_folder
from desktop.system.single_instance import SingleInstance
from desktop.ui.icons import register_icon_folder
from desktop.ui.messages import sentence_for
from desktop.ui.theme import Theme
from desktop.ui.window import MainWindow

_log = logging.getLogger(__name__)


class Application:
    """The program for one home: its lock, its log, its window. close() when the window has closed."""

    def __init__(self, home: Path, qt: QApplication) -> None:
        """Raises RecordsUnavailable when another program has the home, or it cannot be written."""
        self.home = home
        self._instance = SingleInstance(home)
        try:
            self._logs: Log = install(logs_folder(home))
            templates_folder(home)
            register_icon_folder()
            qt.setWindowIcon(QIcon("icon:soapstone.svg"))
            self.theme = Theme(qt)
            self.window = MainWindow(home, self.theme)
        except BaseException:
            self._instance.release()
            raise

    def close(self) -> None:
        """Give the home up."""
        # Deleted by Qt at once, from the top: left to the garbage collector, children are deleted twice, because
        # the functions that are connected to signals hold widgets of the same tree.
        Shiboken.delete(self.window)
        self._logs.close()
        self._instance.release()


def build(home: Path) -> Application:
    """The whole application for a home. A QApplication is made if there is none. Nothing is shown yet.

    Raises RecordsUnavailable when another program has the home, or it cannot be written.
    """
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = QApplication([])
    qt.setApplicationName("Soapstone")
    qt.setStyle("Fusion")
    return Application(home, qt)


def main(argv: Sequence[str]) -> int:
    """Open the window for the home that the arguments name; return the exit code when it has closed."""
    from desktop.cli.arguments import parse  # noqa: PLC0415 - of the command line only this is needed

    chosen = parse(argv)
    # A worker that computes in Python gives the window its turn five times sooner than by default.
    sys.setswitchinterval(0.001)
    qt = QApplication([])
    qInstallMessageHandler(_log_qt_message)
    try:
        application = build(home_folder(chosen.home))
    except SoapstoneError as error:
        return _could_not_start(error, has_person=chosen.picture is None)
    sys.excepthook = _defect_hook(application.window.answer)
    application.window.closed.connect(qt.quit)
    qt.commitDataRequest.connect(lambda _: application.window.end_with_the_system())
    if chosen.picture is None:
        application.window.show_on_screen()
        exit_code = qt.exec()
    else:
        application.window.show()
        exit_code = _take_picture(application, qt, chosen.picture)
    application.close()
    return exit_code


def _take_picture(application: Application, qt: QApplication, file: Path) -> int:
    from desktop.ui.picture import Picture  # noqa: PLC0415 - nobody else needs it

    try:
        picture = Picture(application.window, application.home, file)
    except SoapstoneError as error:
        return _could_not_start(error, has_person=False)
    qt.exec()
    return 0 if picture.was_saved else 1


def _could_not_start(error: SoapstoneError, *, has_person: bool) -> int:
    words = sentence_for(error)
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"{words}\n")
    if has_person:
        QMessageBox.warning(None, "Soapstone", words)
    return 1


_ExceptHook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def _defect_hook(answer: Callable[[BaseException], None]) -> _ExceptHook:
    """What happens to an exception that nothing expected: logged without its words, said once, life goes on."""

    def _hook(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        _log.error("Unexpected exception", exc_info=(kind, error, traceback))
        answer(error)

    return _hook


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    """Qt's own messages go to the log without their words, which may quote a text on screen."""
    levels = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR}
    _log.log(levels.get(kind, logging.INFO), "Qt said something in category %s", context.category)
