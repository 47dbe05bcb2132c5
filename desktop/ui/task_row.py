"""One long task of a card: what it does, how far it is, a way to stop it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.jobs import Job
from desktop.ui.jobs import Lane, RunningJob
from desktop.ui.messages import sentence_for
from desktop.ui.widgets import button, label, restyle
from desktop.workflow.speech_models import ModelProgress

_STEPS = 1000


class TaskRow(QWidget):
    """Runs one job at a time on a lane of its own, so that it holds up nothing else. changed(): it began or ended."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._lane = Lane(name, self)
        self._running: RunningJob | None = None
        self._doing = ""
        self.words = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(f"Progress: {name}")
        self.stop = button("Cancel")
        self.stop.setAccessibleName(f"Cancel: {name}")
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addLayout(row)
        self._show_busy(is_busy=False)
        self.say("")

    @property
    def is_busy(self) -> bool:
        """True while a job is under way."""
        return self._running is not None

    def say(self, words: str, *, is_failure: bool = False) -> None:
        """Show words in place of those before."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setVisible(bool(words))
        restyle(self.words, kind="error" if is_failure else "secondary")

    def run(self, job: Job[Any, Any], doing: str, *, done: Callable[[Any], str], stopped: str) -> None:
        """Run a job. doing: what it does. done: takes its result and says how it ended. stopped: said after Cancel."""
        assert self._running is None
        self._doing = doing
        self.say(f"{doing}…")
        self.bar.setRange(0, 0)
        running = self._lane.start(
            job,
            done=lambda result: self._end(done(result)),
            failed=lambda error: self._end(sentence_for(error), is_failure=True),
        )
        running.reported.connect(self._show_progress)
        running.cancelled.connect(lambda: self._end(stopped))
        self._running = running
        self._show_busy(is_busy=True)
        self.changed.emit()

    def end_work(self, timeout_s: float) -> bool:
        """Cancel what runs and take no more. True when it ended in time."""
        return self._lane.close(timeout_s, cancel=True)

    def _cancel(self) -> None:
        if self._running is not None:
            self.stop.setEnabled(False)
            self._running.cancel()

    def _show_progress(self, event: object) -> None:
        if isinstance(event, ModelProgress) and event.total_bytes:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(_STEPS * event.done_bytes // event.total_bytes)
            self.words.setText(
                f"{self._doing}: {event.done_bytes / 1e6:,.0f} of {event.total_bytes / 1e6:,.0f} MB"
            )

    def _end(self, words: str, *, is_failure: bool = False) -> None:
        self._running = None
        self._show_busy(is_busy=False)
        self.say(words, is_failure=is_failure)
        self.changed.emit()

    def _show_busy(self, *, is_busy: bool) -> None:
        self.bar.setVisible(is_busy)
        self.stop.setVisible(is_busy)
        self.stop.setEnabled(is_busy)
