"""Record, Pause, Stop and Finish on the visit page, and what becomes of a recording that was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.capture import AudioDevice, Level
from desktop.domain.recording import Consent, Recording
from desktop.domain.speech import SpeechEngine
from desktop.ui.consent_dialog import agrees
from desktop.ui.jobs import Lane, RunningJob, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.recorder import Recorder, RecorderState, RecordingWish
from desktop.ui.recorder_bar import RecorderBar
from desktop.ui.recovery_dialog import Fate, ask_for_fate
from desktop.ui.visit_page import SIGNED_REASON, VisitPage
from desktop.ui.write_down import WriteDown
from desktop.workflow.microphones import MicrophoneEvent, watch_microphones
from desktop.workflow.record import consent, give_consent
from desktop.workflow.recover import InterruptedRecording, delete_recording, interrupted, keep
from desktop.workflow.session import Session
from desktop.workflow.spoken_words import words_to_expect

_LOOK_FOR_MICROPHONES_MS = 800
"""After the page is first shown: the look starts a process, which must not delay the window."""
_NOT_WRITTEN_DOWN = (
    "No speech recognition is chosen in Settings, so this recording is kept and not written down. "
    "Choose a speech model, then press Write down."
)


class VisitRecording(QObject):
    """The recorder of the window. visit_wanted(visit id): a recording that goes on needs its page."""

    visit_wanted = Signal(int)
    device_chosen = Signal(object)

    def __init__(
        self, page: VisitPage, bar: RecorderBar, session: Session, lane: Lane, write_down: WriteDown
    ) -> None:
        super().__init__(page)
        self._page = page
        self._bar = bar
        self._session = session
        self._lane = lane
        self._write_down = write_down
        self._microphone_lane = Lane("microphones", self)
        self._watching: RunningJob | None = None
        self._devices: tuple[AudioDevice, ...] | None = None
        self.recorder = Recorder(session, self)
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_FOR_MICROPHONES_MS)
        self._look_soon.timeout.connect(self._watch)
        self._connect()

    def _connect(self) -> None:
        bar, recorder = self._bar, self.recorder
        bar.record_asked.connect(self.record)
        bar.pause_asked.connect(recorder.pause)
        bar.resume_asked.connect(self._resume)
        bar.stop_asked.connect(recorder.stop)
        bar.finish_asked.connect(self.finish)
        bar.device_chosen.connect(self.device_chosen)
        recorder.changed.connect(self._show_state)
        recorder.level.connect(self._show_level)
        recorder.stored.connect(self._show_stored)
        recorder.said.connect(self._page.banner.say)
        recorder.storage_works.connect(self._page.banner.clear)
        recorder.lost.connect(self._lost)
        recorder.stopped.connect(self._write_down.recording_stored)
        recorder.failed.connect(lambda error: self._page.banner.say(sentence_for(error)))
        recorder.speech_begun.connect(self._write_down.follow)
        self._page.opened.connect(self._page_opened)
        QShortcut(QKeySequence("Ctrl+R"), self._page, self._toggle)
        QShortcut(QKeySequence("Ctrl+P"), self._page, self._toggle_pause)
        QShortcut(QKeySequence("Ctrl+Shift+Return"), self._page, self.finish)

    # Starting.

    def record(self, continuing: int | None = None) -> None:
        """Record the visit on the page, after the patient's consent. One recording at a time."""
        visit_id = self._page.visit_id
        if visit_id is None:
            return
        if self._page.is_signed:
            self._page.banner.say(SIGNED_REASON, tone="information")
            return
        if self.recorder.is_on:
            self._page.banner.say(
                "A recording of another visit is running. Stop it before starting this one."
            )
            return
        records = self._session.records

        def _asked(given: Consent | None) -> None:
            if self._page.visit_id != visit_id or self.recorder.is_on:
                return
            text = self._session.settings.consent_text
            if given is not None:
                self._start(visit_id, continuing)
            elif agrees(self._page, text):
                self._lane.start(
                    at_once(lambda: give_consent(records, visit_id, text)),
                    done=lambda _: self._start(visit_id, continuing),
                    failed=self._say,
                )

        self._lane.start(at_once(lambda: consent(records, visit_id)), done=_asked, failed=self._say)

    def _start(self, visit_id: int, continuing: int | None) -> None:
        self._stop_watching()
        settings = self._session.settings.speech
        engine: SpeechEngine | None = None
        words: tuple[str, ...] = ()
        if settings.is_ready:
            engine = self._write_down.engine()
            specialty, _ = self._page.header.chosen
            words = words_to_expect(specialty, self._page.context)
        else:
            self._page.banner.say(_NOT_WRITTEN_DOWN, tone="information")
        self.recorder.start(
            RecordingWish(visit_id, self._bar.device, engine, words, settings.language, continuing)
        )

    def finish(self) -> None:
        """Stop recording; when its words are written down, the note is written."""
        if self.recorder.is_on:
            self._write_down.draft_when_written(self.recorder.visit_id)
            self.recorder.stop()

    def _resume(self) -> None:
        self._page.banner.clear()
        self.recorder.resume(self._bar.device if self.recorder.state is RecorderState.LOST else None)

    def _toggle(self) -> None:
        if self.recorder.is_on:
            self.recorder.stop()
        elif self._bar.record.isEnabled():
            self.record()

    def _toggle_pause(self) -> None:
        if self.recorder.state in (RecorderState.PAUSED, RecorderState.LOST):
            self._resume()
        elif self.recorder.is_on:
            self.recorder.pause()

    # What the recorder says.

    def _show_state(self) -> None:
        self._bar.show_state(self.recorder.state, is_here=self._is_here)
        if not self.recorder.is_on or self.recorder.state is RecorderState.LOST:
            self._watch()
        else:
            self._stop_watching()

    @property
    def _is_here(self) -> bool:
        return self.recorder.visit_id == self._page.visit_id

    def _show_level(self, level: Level) -> None:
        self._bar.show_level(level, self.recorder.position_ms)

    def _show_stored(self, position_ms: int) -> None:
        if self._is_here:
            self._bar.show_stored(position_ms)

    def _lost(self, sentence: str) -> None:
        self._page.banner.say(sentence, actions=(("Continue", self._resume), ("Stop", self.recorder.stop)))

    def _page_opened(self) -> None:
        self._bar.show_state(self.recorder.state, is_here=self._is_here)
        if self._devices is None and not self._look_soon.isActive() and self._watching is None:
            self._look_soon.start()

    # Microphones.

    def _watch(self) -> None:
        if self._watching is not None:
            return
        self._watching = running = self._microphone_lane.start(watch_microphones())
        running.reported.connect(self._found)
        running.failed.connect(self._cannot_look)
        running.done.connect(self._watched)
        running.cancelled.connect(self._watched)

    def _stop_watching(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    def _watched(self) -> None:
        self._watching = None

    def _cannot_look(self, error: Exception) -> None:
        self._watching = None
        self._devices = ()
        self._bar.show_devices(())
        self._bar.words.setText(sentence_for(error))

    def _found(self, event: MicrophoneEvent) -> None:
        if isinstance(event, tuple):
            self._devices = event
            settings = self._session.settings
            chosen = AudioDevice(settings.microphone_name, settings.microphone_host_api, 1, 1)
            self._bar.show_devices(event, chosen if settings.microphone_name else None)

    # After a program that died.

    def recover(self) -> None:
        """Ask about each recording that was cut short when the program died."""
        self._lane.start(
            at_once(lambda: interrupted(self._session.records)), done=self._ask_about, failed=self._say
        )

    def _ask_about(self, left: tuple[InterruptedRecording, ...]) -> None:
        for each in left:
            recording = each.recording
            fate = ask_for_fate(self._page.window(), each.sentence)
            if fate is Fate.DELETE:
                self._do(partial(delete_recording, self._session.records, recording.id))
            elif fate is Fate.KEEP:
                self._do(partial(keep, self._session.records, recording.id))
            elif fate in (Fate.TRANSCRIBE, Fate.CONTINUE):
                self._go_on(recording, fate)
                return

    def _go_on(self, recording: Recording, fate: Fate) -> None:
        """Open the recording's visit, and continue there."""

        def _there() -> None:
            if self._page.visit_id != recording.visit_id:
                return
            self._page.opened.disconnect(_there)
            if fate is Fate.CONTINUE:
                self.record(continuing=recording.id)
            else:
                self._do(lambda: keep(self._session.records, recording.id))
                self._write_down.read(recording)

        self._page.opened.connect(_there)
        self.visit_wanted.emit(recording.visit_id)

    def _do(self, work: Callable[[], object]) -> None:
        self._lane.start(at_once(work), failed=self._say)

    def _say(self, error: Exception) -> None:
        self._page.banner.say(sentence_for(error))

    def close(self, timeout_s: float) -> bool:
        """Store what is recorded and end. True when nothing is left running."""
        self._look_soon.stop()
        stored = self.recorder.close(timeout_s)
        return self._microphone_lane.close(timeout_s, cancel=True) and stored
