"""Takes a picture of the window with a fictional sample visit drafted, for a machine without a display."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.domain.user import NewUser
from desktop.ui.window import MainWindow
from desktop.workflow.samples import SAMPLE_VISITS
from desktop.workflow.session import begin

_PAINT_MS = 200


class Picture(QObject):
    """Begins new records in the window's home, drafts a sample visit, saves the window as PNG, closes it.

    The password is random and forgotten: the records are for the picture. was_saved: the file was written.
    """

    def __init__(self, window: MainWindow, home: Path, picture: Path) -> None:
        super().__init__(window)
        self._window = window
        self._picture = picture
        self.was_saved = False
        session, _ = begin(home, secrets.token_urlsafe(24), NewUser("sample", "Sample Provider"))
        window.open_workspace(session)
        workspace = window.workspace
        assert workspace is not None
        self._workspace = workspace
        workspace.visit.opened.connect(workspace.drafting.draft)
        workspace.drafts.ended.connect(lambda _: QTimer.singleShot(_PAINT_MS, self._take))
        workspace.start_visit(SAMPLE_VISITS[0])

    def _take(self) -> None:
        self.was_saved = self._window.grab().save(str(self._picture), "PNG")
        self._window.close()
