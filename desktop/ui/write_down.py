"""Has recordings written down, live or afterwards, and puts the words into the visit that was recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import NothingHeard
from desktop.domain.recording import Recording, Transcription, Wave
from desktop.domain.speech import SpeechEngine, Word
from desktop.domain.transcript import clock
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.recorder_bar import RecorderBar
from desktop.ui.speech_run import SpeechRun
from desktop.ui.visit_page import VisitPage
from desktop.workflow.recover import delete_recording
from desktop.workflow.session import Session
from desktop.workflow.settings import SpeechSettings
from desktop.workflow.spoken_words import (
    append_line,
    begins_at_ms,
    engine_of,
    gap_lines,
    put_lines,
    recordings_of,
    words_to_expect,
)

_LIVE_DRAFT_EVERY_MS = 4000


class WriteDown(QObject):
    """Runs of speech recognition. draft_asked(): a visit's words are complete and its note is wanted.

    words_came(): new words are in the transcript on screen, for live drafting.
    """

    draft_asked = Signal()
    words_came = Signal()

    def __init__(self, page: VisitPage, bar: RecorderBar, session: Session, lane: Lane) -> None:
        super().__init__(page)
        self._page = page
        self._bar = bar
        self._session = session
        self._lane = lane
        self._speech_lane = Lane("speech", self)
        self._runs: dict[int, SpeechRun] = {}  # by recording
        self._engine: tuple[SpeechSettings, SpeechEngine] | None = None
        self._draft_for: int | None = None
        self._live_soon = QTimer(self, singleShot=True, interval=_LIVE_DRAFT_EVERY_MS)
        self._live_soon.timeout.connect(self.words_came)
        page.opened.connect(self._page_opened)
        bar.write_asked.connect(self._read_what_is_not)

    @property
    def is_busy(self) -> bool:
        """True while anything is being written down."""
        return bool(self._runs)

    def engine(self) -> SpeechEngine:
        """The engine that the settings choose; the same one, with its model loaded, as long as they do."""
        asked = self._session.settings.speech
        if self._engine is None or self._engine[0] != asked:
            self._close_engine()
            self._engine = asked, engine_of(self._session)
        return self._engine[1]

    def draft_when_written(self, visit_id: int | None) -> None:
        """The provider finished this visit: ask for its note as soon as its words are complete."""
        self._draft_for = visit_id

    def follow(self, run: SpeechRun) -> None:
        """Put the words of a run into its visit."""
        self._runs[run.recording_id] = run
        run.line_heard.connect(lambda line: self._add(run.visit_id, line))
        run.words_heard.connect(lambda words: self._keep_words(run.recording_id, words))
        run.guessed.connect(lambda text: self._guess(run, text))
        run.progressed.connect(lambda done, total: self._progress(run, done, total))
        run.finished.connect(lambda: self._finished(run))
        run.failed.connect(lambda error: self._failed(run, error))
        run.stopped.connect(lambda: self._over(run))
        self._mark(run.recording_id, Transcription.RUNNING)

    def recording_stored(self, recording: Recording) -> None:
        """A recording or an import is complete: write it down if that is not under way or done."""
        self._show_sound()
        if recording.id in self._runs or recording.transcription is Transcription.DONE:
            return
        if self._session.settings.speech.is_ready and recording.duration_ms > 0:
            self.read(recording)

    def read(self, recording: Recording, from_ms: int = 0) -> None:
        """Write down a stored recording from a moment on."""
        if recording.id in self._runs:
            return
        if not self._session.settings.speech.is_ready:
            self._page.banner.say(
                "No speech recognition is chosen. Choose a speech model in Settings, then write it down again."
            )
            return
        records = self._session.records
        begins_ms = begins_at_ms(recordings_of(records, recording.visit_id), recording.id)
        run = SpeechRun(recording.visit_id, recording.id, begins_ms, self)
        specialty, _ = self._page.header.chosen
        self.follow(run)
        run.read(
            records.recordings.sound(recording.id, from_ms),
            recording.duration_ms,
            self.engine(),
            words_to_expect(specialty, self._page.context),
            language=self._session.settings.speech.language,
            lane=self._speech_lane,
        )

    def delete(self, recording: Recording) -> None:
        """Delete a recording for good."""
        self._do(lambda: delete_recording(self._session.records, recording.id))
        self._show_sound()

    def close(self, timeout_s: float) -> bool:
        """Stop what runs. True when nothing is left running."""
        for run in self._runs.values():
            run.cancel()
        ended = self._speech_lane.close(timeout_s, cancel=True)
        self._close_engine()
        return ended

    # What a run says.

    def _add(self, visit_id: int, line: str) -> None:
        if self._page.visit_id == visit_id:
            self._page.transcript.append_line(line)
            if not self._live_soon.isActive():
                self._live_soon.start()
        else:
            self._do(lambda: append_line(self._session.records, visit_id, line))

    def _keep_words(self, recording_id: int, words: tuple[Word, ...]) -> None:
        self._do(lambda: self._session.records.spoken_words.add(recording_id, words))

    def _guess(self, run: SpeechRun, text: str) -> None:
        if self._page.visit_id == run.visit_id:
            self._page.transcript.show_guess(text)

    def _progress(self, run: SpeechRun, done_ms: int, total_ms: int) -> None:
        if self._page.visit_id == run.visit_id and total_ms > 0:
            self._page.show_words(f"Writing down {clock(done_ms)} of {clock(total_ms)}")

    def _finished(self, run: SpeechRun) -> None:
        self._mark(run.recording_id, Transcription.DONE)
        self._show_gaps(run)
        self._over(run)
        if self._draft_for == run.visit_id:
            self._draft_for = None
            if self._page.visit_id == run.visit_id:
                self.draft_asked.emit()

    def _show_gaps(self, run: SpeechRun) -> None:
        """Say in the transcript where sound is missing."""
        records = self._session.records

        def _put(lines: list[tuple[int, str]]) -> None:
            if lines and self._page.visit_id == run.visit_id:
                self._page.transcript.put_lines(lines)
            elif lines:
                self._do(lambda: put_lines(records, run.visit_id, lines))

        self._lane.start(
            at_once(lambda: gap_lines(records.recordings.gaps(run.recording_id), run.begins_ms)),
            done=_put,
            failed=lambda error: self._page.banner.say(sentence_for(error)),
        )

    def _failed(self, run: SpeechRun, error: Exception) -> None:
        words = sentence_for(error)
        was_silent = isinstance(error, NothingHeard)
        self._mark(
            run.recording_id,
            Transcription.DONE if was_silent else Transcription.FAILED,
            "" if was_silent else words,
        )
        self._over(run)
        if self._draft_for == run.visit_id:
            self._draft_for = None
        if was_silent:
            self._tell(run, words)
            return
        retry = (("Retry", lambda: self._retry(run.recording_id, run.heard_up_to_ms)),)
        self._tell(run, f"{words} The recording is kept.", retry)

    def _retry(self, recording_id: int, from_ms: int) -> None:
        self._close_engine()
        self.read(self._session.records.recordings.get(recording_id), from_ms)

    def _over(self, run: SpeechRun) -> None:
        self._runs.pop(run.recording_id, None)
        if self._page.visit_id == run.visit_id:
            self._page.show_words("")
            self._show_sound()

    def _tell(
        self, run: SpeechRun, words: str, actions: tuple[tuple[str, Callable[[], None]], ...] = ()
    ) -> None:
        if self._page.visit_id == run.visit_id:
            self._page.banner.say(words, actions=actions)

    # What is stored.

    def _mark(self, recording_id: int, state: Transcription, problem: str = "") -> None:
        self._do(lambda: self._session.records.recordings.set_transcription(recording_id, state, problem))

    def _do(self, work: Callable[[], object]) -> None:
        self._lane.start(at_once(work), failed=lambda error: self._page.banner.say(sentence_for(error)))

    def _page_opened(self) -> None:
        self._page.transcript.show_guess("")
        self._show_sound()

    def _show_sound(self) -> None:
        """Show the sound that the visit on the page has."""
        visit_id = self._page.visit_id
        if visit_id is None:
            return
        recordings = self._session.records.recordings

        def _get() -> tuple[list[Recording], list[Wave]]:
            found = recordings_of(self._session.records, visit_id)
            return found, [recordings.wave(each.id) for each in found]

        def _show(got: tuple[list[Recording], list[Wave]]) -> None:
            if self._page.visit_id == visit_id:
                found, waves = got
                self._page.show_recordings(found)
                self._bar.wave.show_waves(waves)
                self._bar.show_length(sum(each.duration_ms for each in found))
                self._bar.show_unwritten(has_unwritten=any(self._is_unwritten(each) for each in found))

        self._lane.start(
            at_once(_get), done=_show, failed=lambda error: self._page.banner.say(sentence_for(error))
        )

    def _is_unwritten(self, recording: Recording) -> bool:
        return (
            recording.transcription in (Transcription.NONE, Transcription.FAILED)
            and recording.duration_ms > 0
            and recording.id not in self._runs
        )

    def _read_what_is_not(self) -> None:
        """Write down the recordings of the visit on the page that are not written down."""
        for recording in self._page.recordings:
            if self._is_unwritten(recording):
                self.read(recording)
        self._bar.show_unwritten(has_unwritten=False)

    def _close_engine(self) -> None:
        if self._engine is not None:
            self._engine[1].close()
            self._engine = None
