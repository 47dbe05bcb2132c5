"""The one bridge between jobs and the window: a job runs on a worker thread, its events arrive here.

A lane is one worker thread that runs its jobs one after the other, so that two writes of one visit
can never overtake each other. The worker puts what happens into a queue and wakes the GUI thread at
most once per batch; the GUI thread empties the queue for a few milliseconds at a time, so a fast job
cannot freeze the window. The worker touches one QObject only, the lane, and not even that after the
lane was closed: a QObject that the GUI thread deletes while a worker is still inside one of its signals
ends the program.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import SignedOut, SoapstoneError
from desktop.domain.jobs import Job

_BATCH_SECONDS = 0.008
"""How long one batch of events may keep the GUI thread: half a frame at 60 Hz."""

_log = logging.getLogger(__name__)


class SessionOwner(QWidget):
    """A widget whose jobs act for a signed-in user. session_ended(why): one of them was refused with SignedOut."""

    session_ended = Signal(str)


class RunningJob(QObject):
    """One job on its way. All signals are emitted on the GUI thread; exactly one of the last three ends it.

    reported(event): each event, in order. done(result). failed(error): the SoapstoneError it raised,
    or the unexpected exception. cancelled(): it was closed after cancel().
    """

    reported = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, job: Job[Any, Any], parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self.asked_to_cancel = threading.Event()
        self.is_over = False

    def cancel(self) -> None:
        """Ask the job to end; it is closed at its next event. Harmless when it is over."""
        self.asked_to_cancel.set()

    def deliver(self, kind: str, value: Any) -> None:
        """Emit what happened. Called by the lane, on the GUI thread."""
        if kind == "reported":
            if not self.asked_to_cancel.is_set():
                self.reported.emit(value)
            return
        self.is_over = True
        if kind == "done":
            self.done.emit(value)
        elif kind == "failed":
            self.failed.emit(value)
        else:
            self.cancelled.emit()
        self.deleteLater()


class Lane(QObject):
    """One worker thread. Jobs given to it run in the order in which they were given. Close it before it goes."""

    _woken = Signal()

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[RunningJob | None] = queue.SimpleQueue()
        self._happened: deque[tuple[RunningJob, str, Any]] = deque()
        self._lock = threading.Lock()
        self._is_woken = False
        self._is_open = True
        self._is_left = False
        self._running: list[RunningJob] = []
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """True when every job given to it is over."""
        return all(running.is_over for running in self._running)

    def start(
        self,
        job: Job[Any, Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> RunningJob:
        """Run a job after those already given. done and failed are called on the GUI thread."""
        running = RunningJob(job, self)
        if done is not None:
            running.done.connect(done)
        if failed is not None:
            running.failed.connect(failed)
        self._running = [other for other in self._running if not other.is_over] + [running]
        self._queue.put(running)
        return running

    def close(self, timeout_s: float, *, cancel: bool) -> bool:
        """Stop taking jobs and wait for the thread. cancel: end the jobs under way. True when it ended.

        From then on nobody hears of its jobs: what they act on, the records too, may be closed, and the lane deleted.
        """
        if self._is_open:
            self._is_open = False
            if cancel:
                for running in self._running:
                    running.cancel()
            self._queue.put(None)
        self._thread.join(timeout_s)
        with self._lock:
            self._is_left = self._thread.is_alive()
            return not self._is_left

    # On the worker thread.

    def _work(self) -> None:
        while (running := self._queue.get()) is not None:
            self._run(running)
            del running  # or this thread would keep its last job until the next one

    def _run(self, running: RunningJob) -> None:
        job, asked_to_cancel = running.job, running.asked_to_cancel
        try:
            while not asked_to_cancel.is_set():
                self._put(running, "reported", next(job))
            job.close()
            self._put(running, "cancelled", None)
        except StopIteration as end:
            self._put(running, "done", end.value)
        except SoapstoneError as error:
            self._put(running, "failed", error)
        except Exception as error:  # noqa: BLE001 - the border of the thread: logged here, said once by the screen
            _log.exception("A job failed unexpectedly")
            self._put(running, "failed", error)

    def _put(self, running: RunningJob, kind: str, value: Any) -> None:
        with self._lock:  # held while the lane is woken, so that close cannot return in between
            if self._is_left:
                return
            self._happened.append((running, kind, value))
            if not self._is_woken:
                self._is_woken = True
                self._woken.emit()

    # On the GUI thread.

    @Slot()
    def _deliver(self) -> None:
        until = time.monotonic() + _BATCH_SECONDS
        while True:
            with self._lock:
                if not self._happened:
                    self._is_woken = False
                    return
                running, kind, value = self._happened.popleft()
            if not self._is_open:
                running.is_over = running.is_over or kind != "reported"
                continue
            if isinstance(value, SignedOut):
                self._end_session(value)
            running.deliver(kind, value)
            if time.monotonic() > until:
                QTimer.singleShot(0, self._deliver)
                return

    def _end_session(self, error: SignedOut) -> None:
        """Whichever screen's job it was, the window answers with the lock screen."""
        above = self.parent()
        while above is not None and not isinstance(above, SessionOwner):
            above = above.parent()
        if above is not None:
            above.session_ended.emit(error.sentence)


def at_once(work: Callable[[], Any]) -> Job[Any, Any]:
    """A job of one step: calls work, yields nothing, returns what work returns."""
    yield from ()
    return work()
