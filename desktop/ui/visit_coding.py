"""Billing codes of the visit on screen: suggested as a job, decided by a person, kept under the visit that asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.coding import AcceptedCode, CodeEntry, CodeSuggestion, NoteWords, VisitCodes
from desktop.domain.note import Note
from desktop.domain.visit_level import OfferedCode, SuggestedAnswers
from desktop.ui.code_card import CodeCard
from desktop.ui.codes_tab import CodesTab
from desktop.ui.drafts import Drafts
from desktop.ui.evidence_marks import EvidenceMarks
from desktop.ui.jobs import Lane, RunningJob, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.send_dialog import SendChoice, SendWords, ask_to_send
from desktop.ui.timed_codes_dialog import PsychotherapyDialog, TimedUnitsDialog
from desktop.ui.visit_level_dialog import VisitLevelDialog
from desktop.ui.visit_page import VisitPage
from desktop.workflow.choose_codes import Choice, choose_codes, preview_choice
from desktop.workflow.choose_drafter import engine_in_words
from desktop.workflow.code import NOT_CODED, release, search_codes, visit_level
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.pseudonyms import Vault, leaves_this_computer
from desktop.workflow.session import Session
from desktop.workflow.suggest_for_visit import (
    PSYCHOTHERAPY,
    TIMED,
    VisitSuggestions,
    accepted_procedure,
    conflicts_of,
    suggest_for_visit,
    taking,
)
from desktop.workflow.visit_codes import load_visit_codes, save_visit_codes

_SEND = SendWords("words of this visit's note", "which of the candidate codes fit")


class VisitCoding(QObject):
    """Fills the Codes tab and keeps what is decided there. agreed(engine): as VisitDrafting's."""

    agreed = Signal(str)

    def __init__(
        self, page: VisitPage, session: Session, drafts: Drafts, tab: CodesTab, marks: EvidenceMarks
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._tab = tab
        self._marks = marks
        self._lane = Lane("codes", self)
        self._model_lane = Lane("choice of codes", self)
        self._asking: RunningJob | None = None
        self._searching: RunningJob | None = None
        self._release = ""
        self.codes = VisitCodes()
        self.suggestions: VisitSuggestions | None = None
        self._confirmed: SuggestedAnswers | None = None
        self._conflicts: dict[str, tuple[str, ...]] = {}
        page.opened.connect(self._opened)
        page.was_signed.connect(self._opened)
        drafts.ended.connect(self._drafted)
        tab.refresh_asked.connect(self.suggest)
        tab.model_asked.connect(self.ask_model)
        tab.search_asked.connect(self._search)
        tab.accept_asked.connect(self._accept)
        tab.take_asked.connect(self._take)
        tab.choose_asked.connect(self._choose)
        tab.dismiss_asked.connect(lambda code: self._decide(self.codes.dismissing(code)))
        tab.restore_asked.connect(lambda code: self._decide(self.codes.restoring(code)))
        tab.primary_asked.connect(lambda code: self._decide(self.codes.with_primary(code)))
        tab.link_asked.connect(lambda code, linked: self._decide(self.codes.linking(code, linked)))
        tab.move_asked.connect(self._move)
        tab.pointed_at.connect(self._light)
        # The table is read once before anybody waits for it.
        self._lane.start(at_once(release), done=self._know_release, failed=self._failed)

    def _know_release(self, words: str) -> None:
        self._release = words
        self._tab.say(words)

    # Suggesting.

    def suggest(self) -> None:
        """Suggest codes from the note as it stands on screen."""
        page, visit_id = self._page, self._page.visit_id
        note, context = Note(page.note.texts), page.context
        specialty_id = page.header.chosen[0].id
        if visit_id is None or page.note.run is not None or page.is_signed or note.is_empty:
            return
        if specialty_id in NOT_CODED:
            self._tab.say("Notes of this specialty have no diagnosis codes.")
            return
        self._tab.say("Looking for codes…")
        self._start(visit_id, lambda: suggest_for_visit(note, context, specialty_id), self._suggested)

    def _suggested(self, suggestions: VisitSuggestions) -> None:
        self.suggestions = suggestions
        self._confirmed = None
        words = [self._release or suggestions.codes.release]
        words += [f"No code for “{each.words.text}”: {each.reason}" for each in suggestions.codes.not_coded]
        if not suggestions.codes.suggestions:
            words.append("The note names no condition that a code was found for.")
        self._tab.say("\n".join(words))
        self._show()

    def ask_model(self) -> None:
        """Let the endpoint choose among the suggested codes, after asking as for a note."""
        visit_id, suggestions, settings = self._page.visit_id, self.suggestions, self._session.settings
        if visit_id is None or suggestions is None or settings.is_offline or self._page.is_signed:
            return
        leaves = leaves_this_computer(settings.endpoint.endpoint)
        vault = Vault(self._page.known_identifiers) if leaves else None
        choice = Choice(visit_id, suggestions, self._page.context, settings, vault)
        engine = engine_in_words(settings)

        def _ask(preview: SendPreview) -> None:
            if not preview.text:
                self._tab.say("There is nothing to choose between.")
                return
            if engine not in settings.agreed_to_send:
                answer = ask_to_send(self._page, preview, _SEND)
                if answer is SendChoice.SEND_ALWAYS:
                    self.agreed.emit(engine)
                elif answer is not SendChoice.SEND:
                    return
            self._tab.say("The model is choosing…")
            self._send(choice)

        self._start(visit_id, lambda: preview_choice(choice), _ask)

    def _send(self, choice: Choice) -> None:
        def _chosen(chosen: VisitSuggestions) -> None:
            if self._page.visit_id == choice.visit_id and self.suggestions is choice.suggestions:
                self.suggestions = chosen
                self._tab.say(
                    f"{self._release}\nChosen by {choice.settings.endpoint.model} among the candidates."
                )
                self._show()

        self._asking = self._model_lane.start(
            choose_codes(self._session, choice), done=_chosen, failed=self._failed
        )

    def _choose(self, one: CodeSuggestion, entry: CodeEntry) -> None:
        visit_id, suggestions, context = self._page.visit_id, self.suggestions, self._page.context
        if visit_id is None or suggestions is None:
            return

        def _taken(codes: Any) -> None:
            if self.suggestions is suggestions:
                self.suggestions = replace(suggestions, codes=codes)
                self._show()

        self._start(visit_id, lambda: taking(suggestions.codes, one.entry.code, entry, context), _taken)

    def _opened(self) -> None:
        visit_id = self._page.visit_id
        assert visit_id is not None
        self.codes, self.suggestions, self._conflicts, self._confirmed = VisitCodes(), None, {}, None
        self._tab.set_read_only(is_read_only=self._page.is_signed)
        self._tab.say(self._release)
        self._tab.search.clear()
        self._show()
        self._start(visit_id, lambda: load_visit_codes(self._session, visit_id), self._loaded)

    def _loaded(self, codes: VisitCodes) -> None:
        self.codes = codes
        self._show()
        self._look_for_conflicts()
        self.suggest()

    def _drafted(self, visit_id: int) -> None:
        # While a visit is spoken its note is drafted every few seconds, often to the same words.
        is_known = self.suggestions is not None and self.suggestions.note == Note(self._page.note.texts)
        if visit_id == self._page.visit_id and not is_known:
            self.suggest()

    # Deciding.

    def _accept(self, one: CodeSuggestion) -> None:
        if one.entry.billable:
            entry = one.entry
            self._decide(
                self.codes.accepting(
                    AcceptedCode(entry.system, entry.code, entry.description, one.words.text)
                )
            )

    def _take(self, entry: CodeEntry) -> None:
        if entry.billable:
            self._decide(self.codes.accepting(AcceptedCode(entry.system, entry.code, entry.description)))

    def _move(self, code: str, places: int) -> None:
        order = [one.code for one in self.codes.accepted]
        place = min(max(0, order.index(code) + places), len(order) - 1)
        self._decide(self.codes.moving(code, place))

    def _decide(self, codes: VisitCodes) -> None:
        """Show a decision and store it; where it cannot be stored, show what is stored."""
        visit_id = self._page.visit_id
        if visit_id is None or self._page.is_signed:
            return
        self.codes = codes
        self._show()

        def _not_stored(error: Exception) -> None:
            self._failed(error)
            self._start(visit_id, lambda: load_visit_codes(self._session, visit_id), self._loaded)

        self._lane.start(
            at_once(lambda: save_visit_codes(self._session, visit_id, codes)), failed=_not_stored
        )
        self._look_for_conflicts()

    def _look_for_conflicts(self) -> None:
        visit_id, codes, context = self._page.visit_id, self.codes, self._page.context
        if visit_id is None or not codes.accepted:
            return

        def _found(conflicts: dict[str, tuple[str, ...]]) -> None:
            if codes == self.codes and conflicts != self._conflicts:
                self._conflicts = conflicts
                self._show()

        self._start(visit_id, lambda: conflicts_of(codes, context), _found)

    def _accept_offered(self, offered: tuple[OfferedCode, ...]) -> None:
        visit_id = self._page.visit_id
        if visit_id is None:
            return

        def _worded(procedures: list[AcceptedCode]) -> None:
            codes = self.codes
            for procedure in procedures:
                codes = codes.accepting(procedure)
            self._decide(codes)

        self._start(visit_id, lambda: [accepted_procedure(self._session, each) for each in offered], _worded)

    # The visit's level and timed codes.

    def _extra_cards(self) -> list[Callable[[], CodeCard]]:
        if self._page.is_signed or self._page.visit_id is None:
            return []
        specialty_id = self._page.header.chosen[0].id
        cards: list[Callable[[], CodeCard]] = []
        answers = self._confirmed or (None if self.suggestions is None else self.suggestions.answers)
        if answers is not None:
            cards.append(partial(self._level_card, answers))
        if specialty_id in TIMED:
            cards.append(
                partial(_dialog_card, "Units", "Timed services", "Units from minutes.", self._ask_units)
            )
        if specialty_id in PSYCHOTHERAPY:
            cards.append(
                partial(
                    _dialog_card, "Minutes", "Psychotherapy", "Codes from minutes.", self._ask_psychotherapy
                )
            )
        return cards

    def _level_card(self, answers: SuggestedAnswers) -> CodeCard:
        level = visit_level(answers.answers)
        is_confirmed = self._confirmed is not None
        first = level.codes[0] if level.codes else None
        badge = ("confirmed by you", "") if is_confirmed else ("visit level · confirm", "warning")
        card = CodeCard(
            first.code if first else "No level",
            *badge,
            f"{first.wording[:1].upper()}{first.wording[1:]}" if first else "Nothing to reckon it from.",
        )
        for reason in level.reasons:
            mark = "" if reason.verified else " (unchecked figure)"
            card.add_line(f"{reason.about}: {reason.sentence}{mark}")
        acts: list[tuple[str, str, Callable[[], None]]] = [
            ("Answers…" if is_confirmed else "Confirm answers…", "small", lambda: self._ask_level(answers))
        ]
        accepted = {one.code for one in self.codes.accepted}
        if is_confirmed and first is not None and first.code not in accepted:
            acts.insert(0, ("Accept", "small", partial(self._accept_offered, level.codes)))
        card.add_buttons(acts)
        return card

    def _ask_level(self, answers: SuggestedAnswers) -> None:
        dialog = VisitLevelDialog(self._page, answers)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            self._confirmed = SuggestedAnswers(dialog.answers, answers.clues)
            self._show()

    def _ask_units(self) -> None:
        self._ask_codes(TimedUnitsDialog(self._page))

    def _ask_psychotherapy(self) -> None:
        self._ask_codes(PsychotherapyDialog(self._page))

    def _ask_codes(self, dialog: TimedUnitsDialog | PsychotherapyDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            self._accept_offered(dialog.codes)

    # Searching, lighting, showing.

    def _search(self, text: str) -> None:
        """What was typed last is what is searched for."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        if not text.strip():
            self._tab.show_found(())
            return
        self._searching = running = self._lane.start(
            at_once(lambda: search_codes(text, 12)), failed=self._failed
        )
        running.done.connect(lambda found: self._found(running, [each.entry for each in found]))

    def _found(self, running: RunningJob, entries: list[CodeEntry]) -> None:
        if running is self._searching:
            self._searching = None
            self._tab.show_found(entries)

    def _light(self, words: NoteWords | None) -> None:
        if words is None or self.suggestions is None:
            self._marks.light_words(())
        elif self._page.note.panes[words.section].shown_text == self.suggestions.note[words.section]:
            self._marks.light_words(((words.section, words.start, words.end),))

    def _show(self) -> None:
        is_signed = self._page.is_signed
        suggested = () if self.suggestions is None or is_signed else self.suggestions.codes.suggestions
        self._tab.show_codes(self.codes, suggested, self._conflicts)
        self._tab.extra.show_cards(self._extra_cards())

    def _start(self, visit_id: int, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work off the GUI thread for a visit; nothing comes of it when another one is on screen by then."""

        def _done(result: Any) -> None:
            if self._page.visit_id == visit_id:
                done(result)

        self._lane.start(at_once(work), done=_done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._tab.say(sentence_for(error))

    def close(self, timeout_s: float) -> bool:
        """Wait for what is stored. True when nothing is left running."""
        asked = self._model_lane.close(timeout_s, cancel=True)
        return self._lane.close(timeout_s, cancel=False) and asked


def _dialog_card(code: str, wording: str, words: str, ask: Callable[[], None]) -> CodeCard:
    card = CodeCard(wording, "", "", words)
    card.add_buttons(((f"{code}…", "small", ask),))
    return card
