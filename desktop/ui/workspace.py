"""The window after unlocking: the rail on the left and one page beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.user import Right
from desktop.ui.account import Account
from desktop.ui.announcements import Announcements
from desktop.ui.care import Care
from desktop.ui.care_cards import care_cards
from desktop.ui.drafts import Drafts
from desktop.ui.history_page import HistoryPage
from desktop.ui.history_view import HistoryView
from desktop.ui.jobs import Lane, SessionOwner, at_once
from desktop.ui.lazy_page import LazyPage
from desktop.ui.messages import sentence_for
from desktop.ui.patient_view import PatientView, patient_view
from desktop.ui.private_clipboard import private_clipboard
from desktop.ui.questions import confirms
from desktop.ui.rail import Rail
from desktop.ui.settings_in_use import SettingsInUse
from desktop.ui.settings_page import SettingsPage
from desktop.ui.theme import Appearance, Theme
from desktop.ui.users_card import UsersCard
from desktop.ui.visit_drafting import VisitDrafting
from desktop.ui.visit_page import VisitPage
from desktop.ui.visit_recording import VisitRecording
from desktop.ui.visit_review import VisitReview
from desktop.ui.visit_sound import VisitSound
from desktop.ui.way_out import WayOut
from desktop.ui.write_down import WriteDown
from desktop.workflow import visits
from desktop.workflow.choose_drafter import engine_in_words
from desktop.workflow.samples import SAMPLE_VISITS, SampleVisit
from desktop.workflow.session import Session

_log = logging.getLogger(__name__)
_CLOSE_TIMEOUT_S = 10.0


class Workspace(SessionOwner):
    """Everything that needs open records. ready_to_close(): everything is stored and nothing runs.

    lock_asked(), sign_out_asked(): by a key or the menu of the account. settings_used(): others hold from now on.
    data_key_asked(): everything is to be encrypted anew, while nothing else uses the records.
    """

    ready_to_close = Signal()
    restore_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()
    settings_used = Signal()
    data_key_asked = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._lane = Lane("records", self)
        self.in_use = SettingsInUse(session, self._lane, self)
        self.announcements = Announcements(session, self._lane)
        self.care = Care(session, self)
        self.account = Account(self, session, self._lane)
        self.drafts = Drafts(session, self._lane, self)
        labels = {specialty.id: specialty.label for specialty in session.catalog.specialties}
        self.history = HistoryPage(labels, theme)
        self._finding = HistoryView(self.history, session, theme)
        self.patients: PatientView | None = None  # made when a patient is first opened
        self.visit = VisitPage(session, theme, self._lane)
        self.drafting = VisitDrafting(self.visit, self.drafts, self._lane, lambda: session.settings)
        self.write_down = WriteDown(self.visit, self.visit.recorder, session, self._lane)
        self.recording = VisitRecording(self.visit, self.visit.recorder, session, self._lane, self.write_down)
        self.sound = VisitSound(self.visit, self.visit.recorder, session, self.write_down)
        self.review = VisitReview(self.visit, session, theme, self.drafts, self.sound.play)
        # Its own lane: testing a connection may take seconds and must not hold up a save.
        self._network_lane = Lane("network", self)
        self._settings_place = LazyPage(self._make_settings)
        self.users: UsersCard | None = None  # administrators' alone, made with the settings page
        self.out = WayOut(
            self.visit, session, theme, self._lane, self._network_lane, why_not_now=self._why_not_sign
        )
        self.rail = Rail(theme)
        self.rail.show_person(session.user.display_name)
        self.pages = QStackedWidget()
        for page, icon_name, words in (
            (self.visit, "visit", "Visit"),
            (self.history, "history", "History"),
            (self.out.worklist_place, "worklist", "Worklist"),
            (self._settings_place, "settings", "Settings"),
        ):
            self.pages.addWidget(page)
            self.rail.add(page, icon_name, words)
        self.rail.button_of(self.visit).setEnabled(False)
        self._show_what_may_be_seen()
        self._lay_out()
        self._connect()
        theme.choose(Appearance(session.settings.appearance))
        self._use_settings()
        self.go_to(self._first_page)
        self.recording.recover()
        self.announcements.begin()
        self.care.begin()

    @property
    def session(self) -> Session:
        """Who is signed in, and their records."""
        return self._session

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.announcements)
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        self.in_use.used.connect(self._use_settings)
        self.in_use.taken_back.connect(self._show_settings_again)
        self.in_use.failed.connect(self._could_not_show)
        self.care.said.connect(self.announcements.say)
        self.history.opened.connect(self.open_visit)
        self.history.patient_opened.connect(self.open_patient)
        self.visit.header.file_asked.connect(self._open_patient_of_visit)
        self.history.new_asked.connect(self.start_visit)
        self.history.sample_asked.connect(self._offer_samples)
        self.visit.layout_chosen.connect(self.in_use.remember_layout)
        self.drafts.ended.connect(lambda _: self.history.refresh())
        self.drafts.ended.connect(lambda _: self.out.signing.show_note_state())
        self.out.signing.checks_wanted.connect(self._show_checks)
        self.out.signing.signed.connect(lambda _: self.review.checking.check())
        self.out.opened.connect(self.open_visit)
        self.review.handout_asked.connect(self.out.export_handout)
        self.drafting.agreed.connect(self.in_use.remember_agreement)
        self.review.agreed.connect(self.in_use.remember_agreement)
        self.write_down.draft_asked.connect(self.drafting.draft)
        self.write_down.words_came.connect(self._draft_live)
        self.recording.visit_wanted.connect(self.open_visit)
        self.recording.device_chosen.connect(self.in_use.remember_microphone)
        self.rail.chosen.connect(self.go_to)
        self.rail.account_asked.connect(lambda: self.account.show_menu(self.rail.account))
        self.account.sign_out_asked.connect(self.sign_out_asked)
        self.account.said.connect(self.announcements.say)
        self.account.emergency_begun.connect(self._show_emergency)
        self.account.lock_asked.connect(self.lock_asked)
        self.announcements.lock_asked.connect(self.lock_asked)
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock_asked.emit)
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self, self.start_visit)
        all_pages = (self.visit, self.history, self.out.worklist_place, self._settings_place)
        for number, page in enumerate(all_pages, start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda page=page: self.go_to(page))

    # Pages.

    def go_to(self, page: QWidget) -> None:
        """Show a page. What is typed on the visit page is stored meanwhile."""
        if page is self._settings_place.made:
            page = self._settings_place
        button = self.rail.button_of(page)
        if not button.isEnabled() or button.isHidden():
            return
        if page is not self.visit:
            self.visit.autosave.flush()
        if page is self.history:
            self.history.refresh()
        elif page is self._settings_place:
            self.settings.setFocus()  # made now if it was not wanted before
        elif page is self.out.worklist_place:
            self.out.worklist.setFocus()  # likewise
        button.setChecked(True)
        self.pages.setCurrentWidget(page)

    def showEvent(self, event: QShowEvent) -> None:
        """After a lock, which ends emergency access, go back to what this user may see."""
        super().showEvent(event)
        self._show_what_may_be_seen()
        if any(button.isChecked() and button.isHidden() for button in self.rail.buttons):
            self.go_to(self._first_page)

    def take_keyboard(self) -> None:
        """Give the keyboard to the search, and not to the first button of the rail, which locks."""
        if self._first_page is self.history:  # the other pages take it themselves when they are shown
            self.history.search.setFocus()

    def _show_what_may_be_seen(self) -> None:
        """Show the buttons of the pages that this user may open; the others are not hinted at."""
        for page, right in (
            (self.visit, Right.READ_CLINICAL),
            (self.history, Right.READ_CLINICAL),
            (self.out.worklist_place, Right.READ_SIGNED),
        ):
            self.rail.button_of(page).setVisible(self._session.may(right))

    def _show_emergency(self) -> None:
        self.announcements.show_emergency(is_on=True)
        self._show_what_may_be_seen()
        self.go_to(self._first_page)

    @property
    def _first_page(self) -> QWidget:
        if self._session.may(Right.READ_CLINICAL):
            return self.history
        return self.out.worklist_place if self._session.may(Right.READ_SIGNED) else self._settings_place

    def _why_not_sign(self) -> str | None:
        question = self.what_would_stop()
        return (
            None
            if question is None
            else f"{question[0].partition('.')[0]}. Wait for it or stop it, then sign."
        )

    def _show_checks(self) -> None:
        self.review.panel.show_tab(self.review.checks)

    @property
    def settings(self) -> SettingsPage:
        """The settings page."""
        return self._settings_place.page

    def _make_settings(self) -> SettingsPage:
        if self._session.user.may(Right.MANAGE_USERS):
            self.users = UsersCard(self._session, lambda: self.recording.recorder.is_on)
            self.users.data_key_asked.connect(self.data_key_asked)
        made = SettingsPage(
            self._session.settings,
            str(self._session.home),
            self._session.catalog.problems,
            self._network_lane,
            may_manage=self._session.user.may(Right.MANAGE_CLINIC),
            writes_notes=self._session.user.may(Right.READ_CLINICAL),
        )
        if self.users is not None:
            made.add_cards(self.users)
        made.changed.connect(self.in_use.change)
        made.add_cards(*care_cards(self._session, self.care, self.restore_asked.emit))
        return made

    def open_visit(self, visit_id: int) -> None:
        """Store the visit on screen, then show another."""
        if visit_id == self.visit.visit_id:
            self.go_to(self.visit)
            return
        self._show(lambda: visits.open_visit(self._session.records, visit_id))

    def start_visit(self, sample: SampleVisit | None = None) -> None:
        """Begin a visit now, laid out as the last one, or a fictional sample visit."""
        if not self._session.may(Right.WRITE_CLINICAL):
            return
        settings = self._session.settings
        specialty_id, template_id, text = settings.specialty_id, settings.template_id, ""
        if sample is not None:
            specialty_id, template_id, text = sample.specialty_id, sample.template_id, sample.text()
        self._show(lambda: visits.start_visit(self._session.records, None, specialty_id, template_id, text))

    def _show(self, get: Callable[[], visits.OpenVisit]) -> None:
        def _left() -> None:
            self._lane.start(at_once(get), done=self._shown, failed=self._could_not_show)

        self.leave_visit(_left)

    def _shown(self, opened: visits.OpenVisit) -> None:
        self.rail.button_of(self.visit).setEnabled(True)
        self.visit.show_visit(opened)
        _log.info("A visit is open")
        self.go_to(self.visit)

    def _could_not_show(self, error: Exception) -> None:
        self.say(sentence_for(error))

    def say(self, words: str) -> None:
        """Show a message on the page that the person sees, and on the visit page for when they return."""
        self.visit.banner.say(words)
        self.history.say(words)
        self.out.say(words)
        if self.patients is not None:
            self.patients.say(words)

    # A patient's page.

    def open_patient(self, patient_id: int) -> None:
        """Store the visit on screen, then show all visits of a patient, to those who may read them."""
        if not self._session.may(Right.READ_CLINICAL):
            self.say("Your account may not read the notes of patients. Signed notes are in the worklist.")
            return
        self.leave_visit(lambda: self._show_patient(patient_id))

    def _show_patient(self, patient_id: int) -> None:
        if self.patients is None:
            self.patients = self._make_patient_view()
        self.patients.show_patient(patient_id)
        self.pages.setCurrentWidget(self.patients.page)
        self.rail.button_of(self.history).setChecked(True)
        self.patients.page.visits.setFocus()

    def _make_patient_view(self) -> PatientView:
        view = patient_view(self._session, self._theme)
        self.pages.addWidget(view.page)
        view.page.opened.connect(self.open_visit)
        view.page.new_asked.connect(lambda: self._start_visit_of(view.patient_id))
        view.agreed.connect(self.in_use.remember_agreement)
        return view

    def _start_visit_of(self, patient_id: int | None) -> None:
        settings = self._session.settings
        layout = settings.specialty_id, settings.template_id
        self._show(lambda: visits.start_visit(self._session.records, patient_id, *layout))

    def _open_patient_of_visit(self) -> None:
        if self.visit.patient_id is not None:
            self.open_patient(self.visit.patient_id)

    def _offer_samples(self) -> None:
        menu = QMenu(self)
        for sample in SAMPLE_VISITS:
            menu.addAction(sample.label).triggered.connect(partial(self.start_visit, sample))
        menu.exec(self.history.sample.mapToGlobal(self.history.sample.rect().bottomLeft()))

    # Settings.

    def _draft_live(self) -> None:
        if self._session.settings.live_drafting:
            self.drafting.refresh()

    def _show_settings_again(self) -> None:
        if self._settings_place.made is not None:
            self.settings.show_settings(self._session.settings)

    def _use_settings(self) -> None:
        settings = self._session.settings
        self._theme.choose(Appearance(settings.appearance))
        self.visit.header.show_engine(engine_in_words(settings), is_local=settings.is_offline)
        self.review.use_settings(settings)
        self.rail.draw_icons()
        self.settings_used.emit()

    def leave_visit(self, then: Callable[[], None]) -> None:
        """Store the visit on screen and call then; somebody who only reads has nothing to store."""
        if self._session.may(Right.WRITE_CLINICAL):
            self.visit.leave(then)
        else:
            then()

    # The end.

    def prepare_to_close(self) -> bool:
        """Ask if something is under way. True: ready_to_close follows when everything is stored."""
        question = self.what_would_stop()
        if question is not None and not confirms(self, *question, "Stop and close"):
            return False
        self.leave_visit(lambda: self.care.back_up_before(self.ready_to_close.emit))
        return True

    def what_would_stop(self) -> tuple[str, str] | None:
        """What is under way, and what becomes of it when the session ends; None when nothing is."""
        if self.recording.recorder.is_on:
            return "A recording is running. Stop it and close?", "What was heard until now is kept."
        if self.sound.is_importing:
            return "An audio file is being imported. Stop and close?", "It can be imported again."
        if self.write_down.is_busy:
            return (
                "A recording is being written down. Stop and close?",
                "The recording is kept and can be written down again.",
            )
        if self.drafts.are_running:
            return (
                "A note is being drafted. Stop it and close?",
                "What you typed is kept; the unfinished draft is not.",
            )
        return None

    def close_everything(self) -> bool:
        """Cancel and join what runs, and close the records. True when nothing is left running."""
        private_clipboard().clear()
        ended = [
            part.close(_CLOSE_TIMEOUT_S)
            for part in (self.recording, self.sound, self.write_down, self.drafts, self.review, self._finding)
        ]
        if self.patients is not None:
            ended.append(self.patients.close(_CLOSE_TIMEOUT_S))
        self.announcements.end_work(_CLOSE_TIMEOUT_S)
        self._network_lane.close(0.0, cancel=True)
        ended += [
            part.end_work(_CLOSE_TIMEOUT_S)
            for part in (self.care, self._settings_place.made, self.users)
            if part is not None
        ]
        ended.append(self._lane.close(_CLOSE_TIMEOUT_S, cancel=False))
        self._session.close()
        return all(ended)
