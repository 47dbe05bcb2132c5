"""Keeps what the person types: saved within two seconds, in order, and never silently lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.jobs import Lane, at_once

_DELAY_MS = 1200
"""From the first change to the save. Not restarted by later changes, so that steady typing is saved too."""
_RETRY_MS = 10_000


class Autosave(QObject):
    """Saves a snapshot some time after it was touched. saved(); failed(error): the text is still on screen.

    snapshot() is called on the GUI thread and gives what to save; save(what) is called on the lane.
    """

    saving = Signal()
    saved = Signal()
    failed = Signal(object)

    def __init__(
        self,
        lane: Lane,
        snapshot: Callable[[], Any],
        save: Callable[[Any], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._snapshot = snapshot
        self._save = save
        self._changes = 0
        self._saved_changes = 0
        self._loaded = 0  # counts what was shown, so that a late answer about the one before changes nothing
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def is_dirty(self) -> bool:
        """True while something on screen is not yet known to be stored."""
        return self._changes != self._saved_changes

    def touch(self) -> None:
        """Something on screen changed."""
        self._changes += 1
        # A change may be what mends a save that failed, so it does not wait for the next try of that.
        if not self._timer.isActive() or self._timer.remainingTime() > _DELAY_MS:
            self._timer.start(_DELAY_MS)

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Save now if anything changed, and call then when it is stored, or at once if nothing changed.

        The snapshot is taken at once, the writing happens on the lane. When it fails, then is not called.
        """
        self._timer.stop()
        if not self.is_dirty:
            if then is not None:
                then()
            return
        upto, loaded = self._changes, self._loaded
        what = self._snapshot()

        def _saved(_: object) -> None:
            if loaded == self._loaded:
                self._saved_changes = upto
                self.saved.emit()
            if then is not None:
                then()

        def _failed(error: Exception) -> None:
            if loaded == self._loaded and not self._timer.isActive():
                self._timer.start(_RETRY_MS)
            self.failed.emit(error)

        self.saving.emit()
        self._lane.start(at_once(lambda: self._save(what)), done=_saved, failed=_failed)

    def forget(self) -> None:
        """Nothing on screen needs saving: what is shown was just loaded."""
        self._timer.stop()
        self._loaded += 1
        self._changes = self._saved_changes = 0
