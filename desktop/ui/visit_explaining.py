"""The summary for the patient of the visit on screen: written as a job, edited, kept, and checked when the note changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.note import Note
from desktop.domain.patient_summary import PatientSummary, SummaryLine
from desktop.ui.drafts import Drafts
from desktop.ui.evidence_marks import EvidenceMarks
from desktop.ui.jobs import Lane, RunningJob, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.patient_tab import PatientTab
from desktop.ui.send_dialog import SendChoice, SendWords, ask_to_send
from desktop.ui.visit_page import VisitPage
from desktop.workflow.choose_drafter import engine_in_words
from desktop.workflow.explain_visit import (
    Asked,
    TextArrived,
    addressee_of,
    checked,
    edited_summary,
    keep_patient_summary,
    load_patient_summary,
    preview_summary,
    write_summary,
)
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.pseudonyms import Vault, leaves_this_computer
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings

_HERE = Settings()
_SEND = SendWords("the note of this visit", "the summary for the patient", "Write on this device")


class VisitExplaining(QObject):
    """Fills the patient's tab. agreed(engine): as VisitDrafting's. handout_asked(visit id): print what is stored."""

    agreed = Signal(str)
    handout_asked = Signal(int)

    def __init__(
        self, page: VisitPage, session: Session, drafts: Drafts, tab: PatientTab, marks: EvidenceMarks
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._tab = tab
        self._marks = marks
        self._lane = Lane("patient summary", self)
        self._writing: RunningJob | None = None
        self._shown_of: int | None = None
        self.summary: PatientSummary | None = None
        page.store_beside = self.store
        page.opened.connect(self._opened)
        page.was_signed.connect(self._opened)
        drafts.ended.connect(lambda _: self.recheck())
        tab.write_asked.connect(self.write)
        tab.stop_asked.connect(self.stop)
        tab.edited.connect(self._edited)
        tab.print_asked.connect(self._print)
        tab.pointed_at.connect(self._light)

    # Writing.

    def write(self, language: str = "en") -> None:
        """Write the summary from the note as it stands on screen, in place of the one there is."""
        page, visit_id = self._page, self._page.visit_id
        if visit_id is None or self._writing is not None or page.is_signed or page.note.run is not None:
            return
        note, settings = Note(page.note.texts), self._session.settings
        addressee = addressee_of(page.header.chosen[0].id, page.context.age_years)
        if settings.is_offline:
            self._begin(Asked(visit_id, note, settings, addressee=addressee))
            return
        leaves = leaves_this_computer(settings.endpoint.endpoint)
        vault = Vault(page.known_identifiers) if leaves else None
        asked = Asked(visit_id, note, settings, language, vault, addressee)
        engine = engine_in_words(settings)
        if engine in settings.agreed_to_send:
            self._begin(asked)
            return

        def _ask(preview: SendPreview) -> None:
            choice = ask_to_send(page, preview, _SEND)
            if choice is SendChoice.CANCEL:
                return
            if choice is SendChoice.SEND_ALWAYS:
                self.agreed.emit(engine)
            here = replace(asked, settings=_HERE, language="en", vault=None)
            self._begin(here if choice is SendChoice.HERE else asked)

        self._start(visit_id, lambda: preview_summary(asked), _ask)

    def _begin(self, asked: Asked) -> None:
        self._tab.show_writing("")
        self._writing = running = self._lane.start(write_summary(self._session, asked))
        running.reported.connect(lambda event: self._arrived(running, asked, event))
        running.done.connect(lambda summary: self._written(asked, summary))
        running.failed.connect(lambda error: self._not_written(asked, error))
        running.cancelled.connect(lambda: self._not_written(asked, None))

    def stop(self) -> None:
        """Stop writing; the summary from before stands again."""
        if self._writing is not None:
            self._writing.cancel()

    def _arrived(self, running: RunningJob, asked: Asked, event: object) -> None:
        if running is self._writing and isinstance(event, TextArrived) and self._is_on_screen(asked.visit_id):
            vault = asked.vault
            self._tab.show_writing(event.text if vault is None else vault.restore(event.text))

    def _written(self, asked: Asked, summary: PatientSummary) -> None:
        self._writing = None
        self._keep(asked.visit_id, summary)
        if self._is_on_screen(asked.visit_id):
            self.summary = summary
            self._tab.show_writing(None)
            self._tab.show_summary(summary)
            self.recheck()

    def _not_written(self, asked: Asked, error: Exception | None) -> None:
        self._writing = None
        if self._is_on_screen(asked.visit_id):
            self._tab.show_writing(None)
            self._tab.show_summary(self.summary)
            if error is not None:
                self._tab.say(sentence_for(error))

    # Keeping and checking.

    def _opened(self) -> None:
        if self._tab.is_edit_pending:
            self._tab.finish_edit()  # of the visit before, whose number is still the one it is kept under
        self.stop()
        visit_id = self._page.visit_id
        assert visit_id is not None
        self._shown_of, self.summary = visit_id, None
        self._tab.set_read_only(is_read_only=self._page.is_signed)
        self._tab.show_writing(None)
        self._tab.offer_languages(is_offered=not self._session.settings.is_offline)
        self._tab.show_summary(None)
        self._start(visit_id, lambda: load_patient_summary(self._session, visit_id), self._loaded)

    def _loaded(self, summary: PatientSummary | None) -> None:
        self.summary = summary
        self._tab.show_summary(summary)
        self.recheck()

    def recheck(self) -> None:
        """Hold the summary against the note as it stands now: what is no longer so is marked."""
        visit_id, summary = self._shown_of, self.summary
        if visit_id is None or summary is None or self._writing is not None or self._tab.is_edit_pending:
            return
        note = Note(self._page.note.texts)

        def _checked(again: PatientSummary) -> None:
            if self.summary is summary and again != summary:
                self.summary = again
                self._tab.show_summary(again, keep_text=True)
                self._keep(visit_id, again)

        self._start(visit_id, lambda: checked(_without_problems(summary), note), _checked)

    def _edited(self, text: str) -> None:
        visit_id = self._shown_of
        before = self.summary or PatientSummary(())
        if visit_id is None or self._page.is_signed:
            return
        note = Note(self._page.note.texts)

        def _read(summary: PatientSummary) -> None:
            self._keep(visit_id, summary)
            if self._is_on_screen(visit_id) and not self._tab.is_edit_pending:
                self.summary = summary
                self._tab.show_summary(summary, keep_text=True)

        self._lane.start(at_once(lambda: edited_summary(text, before, note)), done=_read, failed=self._failed)

    def _keep(self, visit_id: int, summary: PatientSummary) -> None:
        if not self._page.is_signed:
            self._lane.start(
                at_once(lambda: keep_patient_summary(self._session, visit_id, summary)), failed=self._failed
            )

    def store(self, then: Callable[[], None]) -> None:
        """Store what was edited, then call then. A summary that is still being written is not waited for."""
        if self._tab.is_edit_pending:
            self._tab.finish_edit()
        if self._lane.is_idle or self._writing is not None:
            then()
            return

        def _again(_: object) -> None:
            self._lane.start(at_once(lambda: None), done=lambda _: then(), failed=self._failed)

        # The lane keeps its order: reading an edit comes first, which asks for storing it, which comes second.
        self._lane.start(at_once(lambda: None), done=_again, failed=self._failed)

    def _print(self) -> None:
        """Ask for the page to take home, once what is on screen is kept."""
        visit_id = self._shown_of
        if visit_id is not None:
            self.store(lambda: self.handout_asked.emit(visit_id) if self._is_on_screen(visit_id) else None)

    def _light(self, line: SummaryLine | None) -> None:
        place = None if line is None else line.place
        self._marks.light_words(() if place is None else ((place.section, place.start, place.end),))

    def _is_on_screen(self, visit_id: int) -> bool:
        return self._shown_of == visit_id == self._page.visit_id

    def _start(self, visit_id: int, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def _done(result: Any) -> None:
            if self._is_on_screen(visit_id):
                done(result)

        self._lane.start(at_once(work), done=_done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._tab.say(sentence_for(error))

    def close(self, timeout_s: float) -> bool:
        """Keep what was edited and end what runs. True when nothing is left running."""
        self._tab.finish_edit()
        self.stop()
        return self._lane.close(timeout_s, cancel=False)


def _without_problems(summary: PatientSummary) -> PatientSummary:
    return replace(summary, lines=tuple(replace(line, problem="") for line in summary.lines))
