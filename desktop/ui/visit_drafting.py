"""Draft note, Regenerate and Stop on the visit page: the questions before, and what follows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.drafting import Drafter
from desktop.domain.errors import AnswerUnusable, EndpointError, InputError
from desktop.domain.note import Note, Section
from desktop.ui.banner import Actions
from desktop.ui.draft_run import DraftRun
from desktop.ui.drafts import Drafts
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.questions import Answer, ask_about_edits, show_answer
from desktop.ui.send_dialog import SendChoice, ask_to_send
from desktop.ui.visit_page import SIGNED_REASON, VisitPage
from desktop.workflow.choose_drafter import drafter_for, engine_in_words
from desktop.workflow.draft_visit import VisitWords, draft_visit
from desktop.workflow.preview_send import SendPreview, preview_send
from desktop.workflow.pseudonyms import Vault, leaves_this_computer
from desktop.workflow.record_send import as_sent, recorded
from desktop.workflow.settings import EndpointSettings, Settings

_ALL = tuple(Section)
_HERE = Settings()
"""The default: on this device."""


class VisitDrafting(QObject):
    """Drafts the visit on the page. agreed(engine): the person does not want to be asked again."""

    agreed = Signal(str)

    def __init__(self, page: VisitPage, drafts: Drafts, lane: Lane, settings: Callable[[], Settings]) -> None:
        super().__init__(page)
        self._page = page
        self._drafts = drafts
        self._lane = lane
        self._settings = settings
        self._drafter: tuple[tuple[bool, EndpointSettings], Drafter] | None = None
        self._vault_of: tuple[int, Vault] | None = None
        page.draft_asked.connect(self.draft)
        page.stop_asked.connect(self.stop)
        page.regenerate_asked.connect(self.regenerate)
        page.opened.connect(self._join)
        drafts.ended.connect(self._ended)
        drafts.not_kept.connect(page.show_not_saved)

    def draft(self) -> None:
        """Write the whole note, after asking about sections that the provider edited."""
        if self._page.is_signed:
            self._page.banner.say(SIGNED_REASON, tone="information")
        if self._is_busy:
            return
        edited = [section for section in _ALL if section in self._page.note.edited]
        others = tuple(section for section in _ALL if section not in edited)
        if edited:
            answer = ask_about_edits(self._page, edited, others=bool(others))
            if answer is Answer.CANCEL:
                return
            self._begin(others if answer is Answer.KEEP else _ALL)
        else:
            self._begin(_ALL)

    def regenerate(self, section: Section) -> None:
        """Write one section again, after asking if the provider edited it."""
        if self._is_busy:
            return
        is_edited = section in self._page.note.edited
        if is_edited and ask_about_edits(self._page, [section], others=False) is not Answer.REPLACE:
            return
        self._begin((section,))

    def refresh(self) -> None:
        """While the visit is being spoken: write again, on this device, the sections that nobody typed in."""
        sections = tuple(section for section in _ALL if section not in self._page.note.edited)
        visit_id = self._page.visit_id
        if self._is_busy or visit_id is None or not sections:
            return
        self._start(visit_id, self._words(sections), _HERE, is_live=True)

    def stop(self) -> None:
        """Stop the draft of the visit on the page; what stood before stands again."""
        run = self._run
        if run is not None:
            run.cancel()

    @property
    def _run(self) -> DraftRun | None:
        visit_id = self._page.visit_id
        return None if visit_id is None else self._drafts.of(visit_id)

    @property
    def _is_busy(self) -> bool:
        return self._page.visit_id is None or self._page.is_signed or self._run is not None

    def _begin(self, sections: tuple[Section, ...]) -> None:
        """Store what is on screen first, so that nothing typed depends on how the draft goes."""
        visit_id = self._page.visit_id
        self._page.banner.clear()

        def _stored() -> None:
            if visit_id is not None and self._page.visit_id == visit_id:
                self._ask_and_start(visit_id, sections)

        self._page.leave(_stored)

    def _ask_and_start(self, visit_id: int, sections: tuple[Section, ...]) -> None:
        words = self._words(sections)
        settings = self._settings()
        engine = engine_in_words(settings)
        if settings.is_offline or engine in settings.agreed_to_send:
            self._start(visit_id, words, settings)
            return

        def _ask(preview: SendPreview) -> None:
            if self._page.visit_id != visit_id or self._is_busy:
                return
            choice = ask_to_send(self._page, preview)
            if choice is SendChoice.CANCEL:
                return
            if choice is SendChoice.SEND_ALWAYS:
                self.agreed.emit(engine)
            self._start(visit_id, words, _HERE if choice is SendChoice.HERE else settings)

        self._lane.start(
            at_once(lambda: preview_send(words, settings, self._vault(visit_id, words, settings))),
            done=_ask,
            failed=self._could_not_start,
        )

    def _words(self, sections: tuple[Section, ...]) -> VisitWords:
        specialty, template = self._page.header.chosen
        return VisitWords(
            text=self._page.transcript.text,
            specialty=specialty,
            template=template,
            context=self._page.context,
            sections=sections,
            note_so_far=Note(self._page.note.texts),
            known=self._page.known_identifiers,
        )

    def _start(self, visit_id: int, words: VisitWords, settings: Settings, *, is_live: bool = False) -> None:
        if self._is_busy:
            return
        drafter = self._drafter_for(settings)
        vault = self._vault(visit_id, words, settings)
        job = draft_visit(words, drafter, vault)
        if not settings.is_offline:
            job = recorded(
                self._drafts.session,
                visit_id,
                lambda: as_sent("note", preview_send(words, settings, vault)),
                job,
            )
        run = self._drafts.start(visit_id, drafter.engine, words.sections, job, is_live=is_live)
        self._join()
        run.noticed.connect(lambda words: self._page.banner.say(words, tone="information"))

    def _drafter_for(self, settings: Settings) -> Drafter:
        """The same drafter as long as the settings ask for it: it remembers what its endpoint can do."""
        asked = (settings.is_offline, settings.endpoint)
        if self._drafter is None or self._drafter[0] != asked:
            self._drafter = asked, drafter_for(settings)
        return self._drafter[1]

    def _vault(self, visit_id: int, words: VisitWords, settings: Settings) -> Vault | None:
        """What stands for names in text that leaves this computer: the same for all drafts of one visit."""
        if settings.is_offline or not leaves_this_computer(settings.endpoint.endpoint):
            return None
        if self._vault_of is None or self._vault_of[0] != visit_id:
            self._vault_of = visit_id, Vault(words.known)
        return self._vault_of[1]

    def _join(self) -> None:
        """Follow the draft of the visit on the page, if it has one on its way."""
        run = self._run
        if not self._page.is_signed:
            self._page.header.show_drafting(is_drafting=run is not None)
        if run is None or self._page.note.run is run:
            return
        self._page.note.follow(run)
        run.finished.connect(lambda note: self._finished(run, note))
        run.failed.connect(lambda error: self._failed(run, error))
        run.stopped.connect(lambda: self._over(run))
        run.restarted.connect(lambda reason: self._page.banner.say(reason, tone="information"))

    def _finished(self, run: DraftRun, note: Note) -> None:
        if self._page.note.run is run:
            self._page.note.finish(note)
        self._over(run)

    def _failed(self, run: DraftRun, error: Exception) -> None:
        self._over(run)
        if self._page.visit_id != run.visit_id or run.is_live:
            return
        sections = run.sections
        # Retry only where the same words may fare better: a forbidden address or too few words will not.
        is_final = isinstance(error, InputError) or (isinstance(error, EndpointError) and not error.can_retry)
        actions: Actions = () if is_final else (("Retry", lambda: self._begin(sections)),)
        if isinstance(error, AnswerUnusable) and error.answer:
            answer = error.answer
            actions += (("Show the answer", lambda: show_answer(self._page, answer)),)
        self._page.banner.say(f"{sentence_for(error)} The transcript is kept.", actions=actions)

    def _could_not_start(self, error: Exception) -> None:
        self._page.banner.say(sentence_for(error))

    def _over(self, run: DraftRun) -> None:
        if self._page.visit_id == run.visit_id:
            self._page.header.show_drafting(is_drafting=False)

    def _ended(self, visit_id: int) -> None:
        if self._page.visit_id == visit_id:
            self._page.show_saved()
