"""The sound of a visit on its page: played from any moment, and imported from audio files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from desktop.domain.drafting import Notice
from desktop.domain.errors import AlreadyImported
from desktop.domain.recording import Recording
from desktop.domain.transcript import clock
from desktop.ui.banner import Actions
from desktop.ui.jobs import Lane, RunningJob
from desktop.ui.messages import sentence_for
from desktop.ui.questions import confirms
from desktop.ui.recorder_bar import RecorderBar
from desktop.ui.visit_page import VisitPage
from desktop.ui.write_down import WriteDown
from desktop.workflow.import_audio import AUDIO_SUFFIXES, Imported, ImportEvent, import_audio
from desktop.workflow.listen import PlayedUpTo, PlayerControl, listen
from desktop.workflow.session import Session
from desktop.workflow.spoken_words import begins_at_ms, recording_at


class VisitSound(QObject):
    """Plays what was recorded, and takes in audio files one after the other, each for the visit it was given to."""

    def __init__(self, page: VisitPage, bar: RecorderBar, session: Session, write_down: WriteDown) -> None:
        super().__init__(page)
        self._page = page
        self._bar = bar
        self._session = session
        self._write_down = write_down
        self._player_lane = Lane("player", self)
        self._import_lane = Lane("imports", self)
        self._control = PlayerControl()
        self._playing: RunningJob | None = None
        self._waiting: list[tuple[int, Path, bool]] = []
        self._importing: RunningJob | None = None
        self._notice = ""  # about the file that is being imported: that it is cut short
        bar.play_asked.connect(self._play_or_stop)
        bar.wave.chosen.connect(self.play)
        bar.import_asked.connect(self._choose_files)
        bar.delete_asked.connect(self.delete)
        page.audio_dropped.connect(self.import_files)
        page.opened.connect(self._stop_playing)
        QShortcut(QKeySequence("Ctrl+Space"), page, self._play_or_stop)

    # Playing.

    def play(self, position_ms: int) -> None:
        """Play the visit's sound from a moment on."""
        self._stop_playing()
        recordings = self._page.recordings
        found = recording_at(recordings, position_ms)
        if found is None:
            return
        recording, inside_ms = found
        begins_ms = begins_at_ms(recordings, recording.id)
        self._control = PlayerControl()
        self._playing = running = self._player_lane.start(
            listen(self._session.records, recording.id, self._control, inside_ms)
        )
        self._bar.show_playing(is_playing=True)
        running.reported.connect(lambda event: self._played(running, event, begins_ms))
        running.done.connect(lambda _: self._ended(running))
        running.failed.connect(lambda error: self._cannot_play(running, error))
        running.cancelled.connect(lambda: self._ended(running))

    def delete(self) -> None:
        """Delete the sound of the visit for good, after asking. Its words stay."""
        recordings = self._page.recordings
        if not recordings or self._write_down.is_busy:
            return
        if not confirms(
            self._page,
            "Delete the recording of this visit?",
            "The sound is deleted for good and its space given back; the transcript and the note stay.",
            "Delete",
        ):
            return
        self._stop_playing()
        for recording in recordings:
            self._write_down.delete(recording)

    def _play_or_stop(self) -> None:
        if self._playing is not None:
            self._stop_playing()
        else:
            self.play(self._page.transcript.time_at_cursor_ms())

    def _stop_playing(self) -> None:
        self._control.stop()
        if self._playing is not None:
            self._playing.cancel()
            self._playing = None
        self._bar.show_playing(is_playing=False)

    def _played(self, running: RunningJob, event: object, begins_ms: int) -> None:
        if running is self._playing and isinstance(event, PlayedUpTo):
            self._bar.show_played(begins_ms + event.position_ms)

    def _ended(self, running: RunningJob) -> None:
        if running is self._playing:
            self._playing = None
            self._bar.show_playing(is_playing=False)

    def _cannot_play(self, running: RunningJob, error: Exception) -> None:
        self._ended(running)
        self._page.banner.say(sentence_for(error))

    # Importing.

    def _choose_files(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in sorted(AUDIO_SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(self._page, "Import audio", "", f"Audio ({endings})")
        self.import_files([Path(name) for name in names])

    def import_files(self, paths: list[Path]) -> None:
        """Take in audio files for the visit on the page; they wait for each other."""
        visit_id = self._page.visit_id
        if visit_id is not None:
            self._waiting += [(visit_id, path, False) for path in paths]
            self._next()

    def _next(self) -> None:
        if self._importing is not None or not self._waiting:
            return
        visit_id, path, again = self._waiting.pop(0)
        self._importing = running = self._import_lane.start(
            import_audio(self._session.records, visit_id, path, again=again)
        )
        self._page.banner.say(
            f"Importing {path.name}…", tone="information", actions=(("Cancel", self._cancel_import),)
        )
        running.reported.connect(self._imported)
        running.done.connect(self._stored)
        running.failed.connect(lambda error: self._not_imported(error, visit_id, path))
        running.cancelled.connect(self._import_over)

    def _cancel_import(self) -> None:
        self._waiting.clear()
        if self._importing is not None:
            self._importing.cancel()

    def _imported(self, event: ImportEvent) -> None:
        if isinstance(event, Imported):
            of_all = "" if event.total_ms is None else f" of {clock(event.total_ms)}"
            self._page.show_words(f"Importing: {clock(event.position_ms)}{of_all}")
        elif isinstance(event, Notice):
            self._notice = event.text

    def _stored(self, recording: Recording) -> None:
        self._import_over()
        self._write_down.recording_stored(recording)

    def _not_imported(self, error: Exception, visit_id: int, path: Path) -> None:
        self._import_over()
        actions: Actions = ()
        if isinstance(error, AlreadyImported):
            actions = (("Import again", lambda: self._again(visit_id, path)),)
        self._page.banner.say(sentence_for(error), actions=actions)

    def _again(self, visit_id: int, path: Path) -> None:
        self._waiting.insert(0, (visit_id, path, True))
        self._next()

    def _import_over(self) -> None:
        self._importing = None
        self._page.show_words("")
        self._page.banner.clear()
        if self._notice:
            self._page.banner.say(self._notice)
            self._notice = ""
        self._next()

    @property
    def is_importing(self) -> bool:
        """True while a file is being taken in."""
        return self._importing is not None

    def close(self, timeout_s: float) -> bool:
        """Stop playing and importing. True when nothing is left running."""
        self._stop_playing()
        self._waiting.clear()
        ended = self._import_lane.close(timeout_s, cancel=True)
        return self._player_lane.close(timeout_s, cancel=True) and ended
