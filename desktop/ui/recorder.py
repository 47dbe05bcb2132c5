"""Records visits and has them written down: at most one recording at a time, bound to the visit it was started for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.capture import (
    AudioDevice,
    ComputerSlept,
    DeviceLost,
    DiskLow,
    GapMarked,
    LevelChanged,
    Paused,
    RecordingEvent,
    RecordingStarted,
    Resumed,
    StorageWaiting,
    StorageWorks,
    StoredUpTo,
)
from desktop.domain.recording import Recording
from desktop.domain.speech import SpeechEngine
from desktop.ui.jobs import Lane
from desktop.ui.speech_run import SpeechRun
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.session import Session
from desktop.workflow.spoken_words import begins_at_ms, recordings_of
from desktop.workflow.transcribe import SoundQueue

_log = logging.getLogger(__name__)


class RecorderState(Enum):
    """LOST: the microphone stopped, or the computer slept; the person says how to go on."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    PAUSED = "paused"
    LOST = "lost"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class RecordingWish:
    """What to record: for which visit, from which device, written down by which engine (None: not at all)."""

    visit_id: int
    device: AudioDevice | None
    engine: SpeechEngine | None
    words: tuple[str, ...] = ()
    language: str = "en"
    continuing: int | None = None


class Recorder(QObject):
    """The recording under way. changed(): its state. level(Level), stored(ms), said(sentence) as it goes on.

    lost(sentence): the microphone stopped. stopped(Recording): everything heard is stored. failed(error).
    speech_begun(SpeechRun): its words are on their way.
    """

    changed = Signal()
    level = Signal(object)
    stored = Signal(int)
    said = Signal(str)
    lost = Signal(str)
    storage_works = Signal()
    stopped = Signal(object)
    failed = Signal(object)
    speech_begun = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._lane = Lane("recording", self)
        self._speech_lane = Lane("live speech", self)
        self._control = RecordingControl()
        self._queue: SoundQueue | None = None
        self._wish: RecordingWish | None = None
        self.state = RecorderState.IDLE
        self.position_ms = 0
        self.stored_ms = 0

    @property
    def visit_id(self) -> int | None:
        """The visit that is being recorded."""
        return None if self._wish is None else self._wish.visit_id

    @property
    def is_on(self) -> bool:
        """True from pressing Record until everything is stored."""
        return self.state is not RecorderState.IDLE

    def start(self, wish: RecordingWish) -> None:
        """Begin. A second press while one is under way does nothing."""
        if self.is_on:
            return
        self._wish = wish
        self._control = RecordingControl()
        self._queue = queue = SoundQueue() if wish.engine is not None else None
        self.position_ms = self.stored_ms = 0
        self._set(RecorderState.STARTING)
        running = self._lane.start(
            record(
                self._session.records,
                wish.visit_id,
                wish.device,
                self._control,
                heard=None if queue is None else queue.put,
                continuing=wish.continuing,
            )
        )
        running.reported.connect(self._report)
        running.done.connect(self._stopped)
        running.failed.connect(self._failed)
        running.cancelled.connect(lambda: self._failed(None))

    def pause(self) -> None:
        """Throw sound away until resumed."""
        self._control.pause()

    def resume(self, device: AudioDevice | None = None) -> None:
        """Go on after a pause, a lost microphone or sleep; with another device if one is given."""
        self._control.resume(device)

    def stop(self) -> None:
        """Finish the recording. A second press does nothing."""
        if self.is_on and self.state is not RecorderState.STOPPING:
            self._set(RecorderState.STOPPING)
            self._control.stop()

    def close(self, timeout_s: float) -> bool:
        """Stop, store everything, and wait for it. True when nothing is left running."""
        self._control.stop()
        stored = self._lane.close(timeout_s, cancel=False)
        if self._queue is not None:
            self._queue.close()
        return self._speech_lane.close(timeout_s, cancel=True) and stored

    def _report(self, event: RecordingEvent) -> None:
        match event:
            case LevelChanged(level, position_ms):
                self.position_ms = position_ms
                self.level.emit(level)
            case StoredUpTo(position_ms):
                self.stored_ms = position_ms
                self.stored.emit(position_ms)
            case RecordingStarted(recording, _):
                self._set(RecorderState.RECORDING)
                self._begin_speech(recording)
            case Paused():
                self._set(RecorderState.PAUSED)
            case Resumed():
                self._set(RecorderState.RECORDING)
            case DeviceLost() | ComputerSlept():
                self._set(RecorderState.LOST)
                self.lost.emit(event.sentence)
            case StorageWaiting() | DiskLow():
                self.said.emit(event.sentence)
            case StorageWorks():
                self.storage_works.emit()
            case GapMarked():
                _log.info("A gap was marked in a recording")
            case _:
                pass

    def _begin_speech(self, recording: Recording) -> None:
        """Have the words written down while they are spoken, once the recording has its number."""
        wish, queue = self._wish, self._queue
        if wish is None or wish.engine is None or queue is None or recording.duration_ms > 0:
            return
        begins_ms = begins_at_ms(recordings_of(self._session.records, wish.visit_id), recording.id)
        run = SpeechRun(wish.visit_id, recording.id, begins_ms, self)
        run.listen(queue, wish.engine, wish.words, wish.language, self._speech_lane)
        self.speech_begun.emit(run)

    def _stopped(self, recording: Recording) -> None:
        self._over()
        self.stopped.emit(recording)

    def _failed(self, error: Exception | None) -> None:
        self._over()
        if error is not None:
            self.failed.emit(error)

    def _over(self) -> None:
        if self._queue is not None:
            self._queue.close()
        self._wish = None
        self._set(RecorderState.IDLE)

    def _set(self, state: RecorderState) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()
