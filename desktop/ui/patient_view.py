"""What happens on a patient's page. Every answer belongs to the patient who was asked about, or it is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.domain.history import SearchPage, VisitFilter
from desktop.domain.summary import KeptSummary, Summary
from desktop.ui.choose_visits_dialog import ChooseVisitsDialog
from desktop.ui.duplicates_dialog import MergesDialog
from desktop.ui.exporting import Exporting
from desktop.ui.jobs import Lane, RunningJob, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.past_note_dialog import PastNoteDialog
from desktop.ui.patient_page import PatientPage, range_in_words
from desktop.ui.send_dialog import SUMMARY, SendChoice, ask_to_send
from desktop.ui.summary_output import SummaryOutput
from desktop.ui.theme import Theme
from desktop.ui.visit_rows import Layouts
from desktop.workflow import visits
from desktop.workflow.choose_drafter import engine_in_words
from desktop.workflow.history import search_visits
from desktop.workflow.import_past_note import PAST_NOTE_ENDINGS
from desktop.workflow.keep_summary import keep_summary
from desktop.workflow.patient_file import PatientFile, open_patient
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.session import Session
from desktop.workflow.summarize import summarize
from desktop.workflow.summarize_patient import (
    AskEvent,
    SummaryWish,
    TextArrived,
    preview_wish,
    write_with_endpoint,
)


def patient_view(session: Session, theme: Theme) -> PatientView:
    """The page of patients with what happens on it; letters are written from it."""
    specialties = session.catalog.specialties
    layouts = Layouts(
        {specialty.id: specialty.label for specialty in specialties},
        {(each.id, template.id): template.label for each in specialties for template in each.templates},
    )
    view = PatientView(PatientPage(theme, layouts), session, theme)
    view.referral_asked.connect(view.write_letter)
    return view


class PatientView(QObject):
    """Fills the page. agreed(engine): not to be asked again. referral_asked(patient id, Summary): write a letter of it."""

    agreed = Signal(str)
    referral_asked = Signal(int, object)

    def __init__(self, page: PatientPage, session: Session, theme: Theme) -> None:
        super().__init__(page)
        self.page = page
        self._theme = theme
        self._session = session
        self._records = session.records
        # Of their own: a summary of a hundred visits, or a slow endpoint, must not hold up a save.
        self._lane = Lane("patient page", self)
        self._network_lane = Lane("summaries by endpoints", self)
        self.patient_id: int | None = None
        self._file: PatientFile | None = None
        self._chosen: frozenset[int] = frozenset()
        self._summary: Summary | None = None
        self._made_of: tuple[int, ...] = ()
        self._asked = 0
        self._searching: RunningJob | None = None
        self._writing: RunningJob | None = None
        exporting = Exporting(page, session, self._lane, self._network_lane)
        self.output = SummaryOutput(page, session, exporting, self._with_summary)
        card = page.summary
        page.search_asked.connect(self._search)
        page.merges_asked.connect(self._list_merges)
        page.past_note_asked.connect(self._import_past_note)
        card.changed.connect(self._summarize)
        card.visits_asked.connect(self._choose_visits)
        card.write_asked.connect(self._write)
        card.stop_asked.connect(self._stop)
        card.save_asked.connect(self._save)
        card.letter_asked.connect(self._ask_for_letter)
        card.kept_chosen.connect(self._show_kept)

    # The patient.

    def show_patient(self, patient_id: int) -> None:
        """Show a patient, or the same one as the records have them now."""
        if patient_id != self.patient_id:
            self._leave()
            self.page.clear()
            self.patient_id = patient_id
        self._ask_for_file(patient_id)

    def refresh(self) -> None:
        """Read the patient on screen again, without losing what is chosen."""
        if self.patient_id is not None:
            self._ask_for_file(self.patient_id)

    def use_settings(self) -> None:
        """Offer the endpoint of the settings, if there is one."""
        settings = self._session.settings
        self.page.summary.show_endpoint("" if settings.is_offline else settings.endpoint.model)

    def say(self, words: str) -> None:
        """Show a message on the page."""
        self.page.banner.say(words)

    def close(self, timeout_s: float) -> bool:
        """Cancel what runs and take no more. True when it ended in time."""
        self._leave()
        ended = (self._lane.close(timeout_s, cancel=True), self._network_lane.close(timeout_s, cancel=True))
        return all(ended)

    def _leave(self) -> None:
        self._stop()
        self.patient_id = None
        self._file = None
        self._summary = None
        self._chosen = frozenset()
        self._asked += 1

    def _list_merges(self) -> None:
        if self.patient_id is None:
            return
        dialog = MergesDialog(self.page, self._lane, self._session, self._theme, self.patient_id)
        dialog.finished.connect(dialog.deleteLater)
        dialog.exec()
        if dialog.was_changed:
            self.refresh()

    def _import_past_note(self) -> None:
        file = self._file
        if file is None:
            return
        endings = " ".join(f"*{ending}" for ending in PAST_NOTE_ENDINGS)
        name, _ = QFileDialog.getOpenFileName(self.page, "Import a past note", "", f"Notes ({endings})")
        if name:
            dialog = PastNoteDialog(self.page, self._lane, self._session, file.patient, Path(name))
            dialog.finished.connect(dialog.deleteLater)
            if dialog.exec():
                self.refresh()

    def _ask_for_file(self, patient_id: int) -> None:
        before, chosen_before = self._file, self._chosen
        asked, (focus, purpose) = self._asked, self.page.summary.asked

        def _read() -> tuple[PatientFile, frozenset[int], Summary | None]:
            # The summary is written before the page is made: beside a busy thread every step of the page would wait.
            file = open_patient(self._records, patient_id)
            chosen = _still_chosen(file, before, chosen_before)
            if file == before:
                return file, chosen, None
            return file, chosen, summarize(file.chosen(chosen), focus=focus, purpose=purpose)

        def _read_done(read: tuple[PatientFile, frozenset[int], Summary | None]) -> None:
            file, chosen, summary = read
            self._chosen = chosen
            if summary is None:
                return
            self._file = file
            self.page.show_file(file, visits.now().date())
            self.use_settings()
            if self._writing is not None:
                return
            if asked != self._asked:
                self._summarize()
                return
            self._show_what_it_is_of(file)
            self._show(summary, tuple(int(each.id) for each in file.chosen(chosen)))

        self._start(_read, _read_done)

    # Search.

    def _search(self, text: str) -> None:
        patient_id = self.patient_id
        if patient_id is None:
            return
        if self._searching is not None and not self._searching.is_over:
            self._searching.cancel()

        def _found(page: SearchPage) -> None:
            self.page.show_hits(text, page.hits)

        only = VisitFilter(patient_id=patient_id)
        self._searching = self._start(lambda: search_visits(self._records, text, only), _found)

    # The summary.

    def _summarize(self) -> None:
        """Write it on this device, of what is chosen now; an answer to an earlier question is dropped."""
        file = self._file
        if file is None:
            return
        self._asked += 1
        asked = self._asked
        focus, purpose = self.page.summary.asked
        notes = file.chosen(self._chosen)
        made_of = tuple(int(each.id) for each in notes)
        self._show_what_it_is_of(file)

        def _written(summary: Summary) -> None:
            if asked == self._asked:
                self._show(summary, made_of)

        self._start(lambda: summarize(notes, focus=focus, purpose=purpose), _written)

    def _show_what_it_is_of(self, file: PatientFile) -> None:
        notes = file.chosen(self._chosen)
        self.page.summary.show_visits(len(notes), len(file.notes), range_in_words(notes))

    def _show(self, summary: Summary, made_of: tuple[int, ...], kept: KeptSummary | None = None) -> None:
        self._summary, self._made_of = summary, made_of
        self.page.summary.show_summary(summary, visits.now().year, kept)

    def _choose_visits(self) -> None:
        file = self._file
        if file is None:
            return
        with_notes = {int(each.id) for each in file.notes}
        dialog = ChooseVisitsDialog(
            self.page, [line for line in file.lines if line.visit.id in with_notes], self._chosen
        )
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() and self._file is file and dialog.chosen:
            self._chosen = dialog.chosen
            self.page.summary.kept.setCurrentIndex(0)
            self._summarize()

    def _show_kept(self, kept: KeptSummary | None) -> None:
        if kept is None:
            self._summarize()
            return
        self._asked += 1  # what is being written for now does not replace it
        summary = kept.summary
        self.page.summary.ask_for(summary.focus, summary.purpose)
        self.page.summary.title.setText(f"Summary of {len(kept.visit_ids)} visits")
        self._show(summary, kept.visit_ids, kept)

    # By an endpoint.

    def _write(self) -> None:
        file, settings = self._file, self._session.settings
        if file is None or settings.is_offline or self._writing is not None:
            return
        focus, purpose = self.page.summary.asked
        wish = SummaryWish(
            file.patient.id or 0, file.chosen(self._chosen), focus, purpose, file.known_identifiers
        )
        engine = f"{engine_in_words(settings)}, summaries"
        if engine in settings.agreed_to_send:
            self._send(wish)
            return

        def _ask(preview: SendPreview) -> None:
            choice = ask_to_send(self.page, preview, SUMMARY)
            if self.patient_id != wish.patient_id:
                return
            if choice is SendChoice.SEND_ALWAYS:
                self.agreed.emit(engine)
            if choice in (SendChoice.SEND, SendChoice.SEND_ALWAYS):
                self._send(wish)

        self._start(lambda: preview_wish(wish, settings), _ask)

    def _send(self, wish: SummaryWish) -> None:
        settings = self._session.settings
        card = self.page.summary
        self._asked += 1
        card.banner.clear()
        card.show_writing(is_writing=True)
        card.kept.setCurrentIndex(0)
        card.show_incomplete("", settings.endpoint.endpoint.host)
        self._summary = None
        self._writing = running = self._network_lane.start(write_with_endpoint(self._records, wish, settings))

        def _reported(event: AskEvent) -> None:
            if self._writing is running and isinstance(event, TextArrived):
                card.show_incomplete(event.text, settings.endpoint.endpoint.host)

        def _done(summary: Summary) -> None:
            if self._writing is running:
                self._end_writing()
                self._show(summary, tuple(int(each.id) for each in wish.visits))

        def _failed(error: Exception) -> None:
            if self._writing is running:
                self._end_writing()
                card.banner.say(f"{sentence_for(error)} The summary below is written on this device.")
                self._summarize()

        running.reported.connect(_reported)
        running.done.connect(_done)
        running.failed.connect(_failed)

    def _stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._end_writing()
            self._summarize()

    def _end_writing(self) -> None:
        self._writing = None
        self.page.summary.show_writing(is_writing=False)

    # What is done with it.

    def _save(self) -> None:
        made_of = self._made_of
        self.page.summary.save.setEnabled(False)
        self._with_summary(lambda _, summary: keep_summary(self._records, summary, made_of), self._saved)

    def _saved(self, kept: KeptSummary) -> None:
        if self._file is not None:
            self._file = replace(self._file, kept=(kept, *self._file.kept))
            self.page.summary.show_kept(self._file.kept)
        self.page.summary.banner.say(
            f"Kept in the records at {kept.made_at:%H:%M}. It stays as it is when visits change.",
            tone="information",
        )

    def _ask_for_letter(self) -> None:
        if self._summary is not None and self.patient_id is not None:
            self.referral_asked.emit(self.patient_id, self._summary)

    def write_letter(self, patient_id: int, summary: Summary) -> None:
        """Ask whom a referral letter is to, and write it to a file."""
        if self._file is not None and self._file.patient.id == patient_id:
            self.output.write_letter(self._file.patient, summary)

    def _with_summary(self, work: Callable[[int, Summary], Any], done: Callable[[Any], None]) -> None:
        patient_id, summary = self.patient_id, self._summary
        if patient_id is not None and summary is not None:
            self._start(lambda: work(patient_id, summary), done)

    def _start(self, work: Callable[[], Any], done: Callable[[Any], None]) -> RunningJob:
        """Do work for the patient on screen; nothing follows when it is another one by then."""
        patient_id = self.patient_id

        def _done(result: Any) -> None:
            if patient_id is not None and self.patient_id == patient_id:
                done(result)

        def _failed(error: Exception) -> None:
            if self.patient_id == patient_id:
                self.page.banner.say(sentence_for(error))

        return self._lane.start(at_once(work), done=_done, failed=_failed)


def _still_chosen(file: PatientFile, before: PatientFile | None, chosen: frozenset[int]) -> frozenset[int]:
    """Which visits are chosen now: all where all were, otherwise those of the chosen ones that are still there."""
    everything = frozenset(int(each.id) for each in file.notes)
    if before is None or chosen == frozenset(int(each.id) for each in before.notes):
        return everything
    return (chosen & everything) or everything
