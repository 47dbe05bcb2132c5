"""Drafts on their way: started here, kept under the visit that asked, whatever page is on screen."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.drafting import DraftEvent
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section
from desktop.ui.draft_run import DraftRun
from desktop.ui.jobs import Lane, at_once
from desktop.workflow.session import Session
from desktop.workflow.visits import keep_draft, keep_failed_draft

_log = logging.getLogger(__name__)


class Drafts(QObject):
    """At most one draft per visit. not_kept(error): a finished draft could not be stored.

    ended(visit id): a draft is over, one way or another, and what is to be kept of it is stored.
    """

    ended = Signal(int)
    not_kept = Signal(object)

    def __init__(self, session: Session, records_lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self._records_lane = records_lane
        self._lanes: list[Lane] = []
        self._runs: dict[int, DraftRun] = {}

    def of(self, visit_id: int) -> DraftRun | None:
        """The draft of this visit that is on its way."""
        return self._runs.get(visit_id)

    @property
    def are_running(self) -> bool:
        """True while any draft is on its way."""
        return bool(self._runs)

    def start(
        self,
        visit_id: int,
        origin: str,
        sections: tuple[Section, ...],
        job: Job[DraftEvent, Note],
        *,
        is_live: bool = False,
    ) -> DraftRun:
        """Begin a draft. The visit must not have one on its way."""
        run = DraftRun(visit_id, origin, sections, self, is_live=is_live)
        self._runs[visit_id] = run
        run.finished.connect(lambda note: self._keep(run, note))
        run.failed.connect(lambda _: self._failed(run))
        run.stopped.connect(lambda: self._end(run, None))
        run.start(job, self._idle_lane())
        return run

    def _idle_lane(self) -> Lane:
        """A thread for each draft on its way: a server that hangs must not hold up another visit."""
        for lane in self._lanes:
            if lane.is_idle:
                return lane
        self._lanes.append(Lane("draft", self))
        return self._lanes[-1]

    def close(self, timeout_s: float) -> bool:
        """Cancel what is on its way and wait for it. True when nothing is left running."""
        for run in self._runs.values():
            run.cancel()
        ended = [lane.close(timeout_s, cancel=True) for lane in self._lanes]
        return all(ended)

    def _keep(self, run: DraftRun, note: Note) -> None:
        typed_over = frozenset(run.typed_over)
        self._end(
            run,
            lambda: keep_draft(
                self.session.records,
                run.visit_id,
                note,
                origin=run.origin,
                sections=run.sections,
                typed_over=typed_over,
                is_version=not run.is_live,
            ),
        )

    def _failed(self, run: DraftRun) -> None:
        self._end(run, None if run.is_live else lambda: keep_failed_draft(self.session.records, run.visit_id))

    def _end(self, run: DraftRun, keep: Callable[[], None] | None) -> None:
        del self._runs[run.visit_id]
        _log.info("A draft is over")
        if keep is None:
            self.ended.emit(run.visit_id)
        else:
            self._records_lane.start(
                at_once(keep), done=lambda _: self.ended.emit(run.visit_id), failed=self.not_kept.emit
            )
        run.deleteLater()
