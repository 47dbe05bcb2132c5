"""One recording being written down. Its words belong to the visit that was recorded, whatever is on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.domain.speech import HeardUpTo, SegmentGuessed, SegmentHeard, SpeechEngine, SpeechEvent
from desktop.domain.transcript import Transcript
from desktop.ui.jobs import Lane, RunningJob
from desktop.workflow.spoken_words import line_of
from desktop.workflow.transcribe import SoundQueue, transcribe_live, transcribe_recording


class SpeechRun(QObject):
    """line_heard(line): final, in order. words_heard(words): of that line, with their times. guessed(text): the utterance that goes on. progressed(ms, total ms or -1).

    Exactly one of finished(), failed(error) and stopped() ends it. heard_up_to_ms: the end of the last final
    segment in the recording; a retry begins there.
    """

    line_heard = Signal(str)
    words_heard = Signal(object)
    guessed = Signal(str)
    progressed = Signal(int, int)
    finished = Signal()
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, visit_id: int, recording_id: int, begins_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.visit_id = visit_id
        self.recording_id = recording_id
        self.heard_up_to_ms = 0
        self.is_over = False
        self.begins_ms = begins_ms
        self._running: RunningJob | None = None

    def listen(
        self, queue: SoundQueue, engine: SpeechEngine, words: tuple[str, ...], language: str, lane: Lane
    ) -> None:
        """Write down what is being recorded."""
        self._start(transcribe_live(queue, engine, expect_to_hear=words, language=language), lane)

    def read(
        self,
        sound: Iterator[Sound],
        total_ms: int,
        engine: SpeechEngine,
        words: tuple[str, ...],
        *,
        language: str,
        lane: Lane,
    ) -> None:
        """Write down what was recorded."""
        job = transcribe_recording(sound, engine, total_ms=total_ms, expect_to_hear=words, language=language)
        self._start(job, lane)

    def cancel(self) -> None:
        """Stop writing down. What was heard stays."""
        if self._running is not None and not self.is_over:
            self._running.cancel()

    def _start(self, job: Job[SpeechEvent, Transcript], lane: Lane) -> None:
        self._running = running = lane.start(job)
        running.reported.connect(self._report)
        running.done.connect(lambda _: self._end(self.finished.emit))
        running.failed.connect(lambda error: self._end(lambda: self.failed.emit(error)))
        running.cancelled.connect(lambda: self._end(self.stopped.emit))

    def _report(self, event: SpeechEvent) -> None:
        match event:
            case SegmentHeard(segment, words):
                self.heard_up_to_ms = segment.end_ms or segment.start_ms or self.heard_up_to_ms
                self.guessed.emit("")
                self.line_heard.emit(line_of(segment, self.begins_ms))
                if words:
                    self.words_heard.emit(words)
            case SegmentGuessed(text):
                self.guessed.emit(text)
            case HeardUpTo(position_ms, total_ms):
                self.progressed.emit(position_ms, -1 if total_ms is None else total_ms)
            case _:
                pass

    def _end(self, say: Callable[[], None]) -> None:
        self.is_over = True
        self.guessed.emit("")
        say()
        self.deleteLater()
