"""One drafting of one visit's note. What it writes belongs to the visit that asked, whatever is on screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.domain.drafting import (
    DraftEvent,
    DraftRestarted,
    Notice,
    SectionDone,
    SectionStarted,
    TextAdded,
)
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section
from desktop.ui.jobs import Lane, RunningJob


class DraftRun(QObject):
    """A draft on its way, and what has arrived so far, so that a page can join at any moment.

    restarted(reason), section_started(section), text_added(section, text), section_written(section): as
    the drafter says.
    is_live: one of many while the visit is still being spoken; it is no version, and its failure no news.
    noticed(sentence). Exactly one of finished(note), failed(error), stopped() ends it.
    """

    section_started = Signal(object)
    text_added = Signal(object, str)
    section_written = Signal(object)
    restarted = Signal(str)
    noticed = Signal(str)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(
        self,
        visit_id: int,
        origin: str,
        sections: tuple[Section, ...],
        parent: QObject,
        *,
        is_live: bool = False,
    ) -> None:
        super().__init__(parent)
        self.is_live = is_live
        self.visit_id = visit_id
        self.origin = origin
        self.sections = sections
        self.texts: dict[Section, str] = {}
        self.written: set[Section] = set()
        self.typed_over: set[Section] = set()
        self.is_over = False
        self._running: RunningJob | None = None

    def start(self, job: Job[DraftEvent, Note], lane: Lane) -> None:
        """Begin. The job runs on the lane."""
        self._running = running = lane.start(job)
        running.reported.connect(self._report)
        running.done.connect(self._finish)
        running.failed.connect(self._fail)
        running.cancelled.connect(self._stop)

    def cancel(self) -> None:
        """Ask the draft to stop; stopped follows within a moment."""
        if self._running is not None and not self.is_over:
            self._running.cancel()

    def _report(self, event: DraftEvent) -> None:
        match event:
            case SectionStarted(section):
                self.texts[section] = ""
                self.section_started.emit(section)
            case TextAdded(section, text):
                self.texts[section] = self.texts.get(section, "") + text
                self.text_added.emit(section, text)
            case DraftRestarted(reason):
                self.texts.clear()
                self.written.clear()
                self.restarted.emit(reason)
            case Notice(text):
                self.noticed.emit(text)
            case SectionDone(section, text):
                self.texts[section] = text
                self.written.add(section)
                self.section_written.emit(section)
            case _:
                # Waiting says nothing new, and nothing is a note before the job returns it whole.
                pass

    def _finish(self, note: Note) -> None:
        self.is_over = True
        self.finished.emit(note)

    def _fail(self, error: Exception) -> None:
        self.is_over = True
        self.failed.emit(error)

    def _stop(self) -> None:
        self.is_over = True
        self.stopped.emit()
