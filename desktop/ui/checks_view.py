"""The checks as a person meets them: marks in the texts, a card below its section, the tab, keys, the line at the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.finding import Finding, Omission, SentenceEvidence
from desktop.domain.note import Section
from desktop.domain.transcript import clock
from desktop.ui.evidence_marks import EvidenceMarks
from desktop.ui.finding_card import FindingCard
from desktop.ui.review_panel import ReviewPanel
from desktop.ui.section_pane import PaneState
from desktop.ui.text_places import cursor_over
from desktop.ui.visit_checking import VisitChecking
from desktop.ui.visit_page import VisitPage
from desktop.ui.widgets import label, link_button
from desktop.workflow.check_visit import CheckedVisit

_NOTHING_YET = "The checks begin when there is a note."


class ChecksView(QObject):
    """Shows what VisitChecking knows, and has the provider decide."""

    def __init__(
        self,
        page: VisitPage,
        panel: ReviewPanel,
        checking: VisitChecking,
        marks: EvidenceMarks,
        play: Callable[[int], None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._panel = panel
        self._tab = tab = panel.checks
        self._checking = checking
        self._marks = marks
        self._play = play
        self._current: str | None = None
        self._sentence: SentenceEvidence | None = None
        self.status = label("", "secondary")
        self.play_sentence = link_button("", "Play what this sentence rests on")
        self.play_sentence.setToolTip("Play what this sentence rests on (Alt+P)")
        self.play_sentence.clicked.connect(self._play_sentence)
        self.play_sentence.hide()
        self.cards: dict[Section, FindingCard] = {}
        for section, pane in page.note.panes.items():
            card = FindingCard(has_title=False)
            card.hide()
            self._connect(card)
            pane.add_below(card)
            self.cards[section] = card
        tab.card_made.connect(self._connect)
        checking.checked.connect(self.show_result)
        checking.cleared.connect(self.clear)
        page.recordings_changed.connect(self._recordings_changed)
        marks.sentence_shown.connect(self._show_sentence)
        marks.cursor_in.connect(self._follow_cursor)
        for keys, act in (
            ("F8", self.next_finding),
            ("Alt+U", self.use_fix),
            ("Alt+K", self.keep),
            ("Alt+P", self._play_sentence),
        ):
            QShortcut(QKeySequence(keys), page, act)
        self.clear()

    def _connect(self, card: FindingCard) -> None:
        card.fix_asked.connect(self._fix)
        card.keep_asked.connect(self._keep)
        card.reopen_asked.connect(self._checking.reopen)
        card.show_asked.connect(self.go_to)
        card.play_asked.connect(self._play)

    # Showing.

    def clear(self) -> None:
        """Nothing is known of the visit on screen yet."""
        self._current = None
        self._marks.show_result(None)
        for card in self.cards.values():
            card.hide()
        self._tab.say(_NOTHING_YET)
        self._panel.show_count(0)
        self.status.clear()

    def show_result(self, result: CheckedVisit) -> None:
        """Show another check, or the same with another decision."""
        if result.shown.note.is_empty:
            self.clear()
            return
        self._marks.show_result(result)
        if self._current not in {each.key for each in result.to_check}:
            self._current = None
        self._show_cards(result)
        count = 0 if self._page.is_signed else len(result.to_check)
        self._panel.show_count(count)
        traced = (
            f"{result.traced} of {len(result.statements)} statements traced"
            if result.check.has_words
            else "Not compared: no transcript"
        )
        self.status.setText(traced + (f" · {count} to check" if count else ""))

    def _recordings_changed(self) -> None:
        result = self._checking.result
        if result is not None and not result.shown.note.is_empty:
            self._show_cards(result)

    def _show_cards(self, result: CheckedVisit) -> None:
        for section, card in self.cards.items():
            here = [each for each in result.to_check if isinstance(each, Finding) and each.section is section]
            raised = next((each for each in here if each.key == self._current), here[0] if here else None)
            is_whole = self._page.note.panes[section].state is PaneState.IDLE
            card.setVisible(raised is not None and is_whole and not self._page.is_signed)
            if raised is not None:
                more = f"{here.index(raised) + 1} of {len(here)}" if len(here) > 1 else ""
                self._fill(card, raised, more)
        self._tab.show_result(result, self._fill)

    def _fill(self, card: FindingCard, raised: Finding | Omission, more: str = "") -> None:
        result = self._checking.result
        assert result is not None
        card.show_raised(
            raised,
            result,
            is_current=raised.key == self._current,
            has_sound=bool(self._page.recordings),
            may_decide=not self._page.is_signed,
            more=more,
        )

    def _show_sentence(self, sentence: SentenceEvidence | None) -> None:
        self._sentence = sentence
        start_ms = self._start_ms
        self.play_sentence.setVisible(start_ms is not None)
        if start_ms is not None:
            self.play_sentence.setText(f"▶ Play {clock(start_ms)}")

    @property
    def _start_ms(self) -> int | None:
        """When the sentence that is pointed at was said, where there is a recording."""
        result = self._checking.result
        if self._sentence is None or result is None or not self._page.recordings:
            return None
        starts = [result.transcript.segments[source.segment].start_ms for source in self._sentence.sources]
        return next((each for each in starts if each is not None), None)

    def _play_sentence(self) -> None:
        start_ms = self._start_ms
        if start_ms is not None:
            self._play(start_ms)

    def _follow_cursor(self, section: Section, position: int) -> None:
        result = self._checking.result
        finding = None if result is None else result.finding_at(section, position)
        if result is not None and finding is not None and finding.key != self._current:
            self._current = finding.key
            self._show_cards(result)

    # Deciding.

    @property
    def current(self) -> Finding | Omission | None:
        """The finding that the keys act on."""
        result = self._checking.result
        if result is None:
            return None
        return next((each for each in result.to_check if each.key == self._current), None)

    def next_finding(self) -> None:
        """Go to the next open finding, what must be decided first."""
        result = self._checking.result
        if result is None or not result.to_check or self._page.is_signed:
            return
        keys = [each.key for each in result.to_check]
        at = keys.index(self._current) + 1 if self._current in keys else 0
        self.go_to(result.to_check[at % len(keys)])

    def go_to(self, raised: Finding | Omission) -> None:
        """Make a finding the current one, and show its words in the note and in the transcript."""
        result = self._checking.result
        if result is None:
            return
        self._current = raised.key if raised.key in {each.key for each in result.to_check} else None
        self._show_cards(result)
        if isinstance(raised, Finding) and raised.section is not None:
            pane = self._page.note.panes[raised.section]
            text = pane.editor.toPlainText()
            if text == result.shown.note[raised.section]:
                cursor = cursor_over(pane.editor, text, raised.start, raised.end)
                pane.editor.setFocus()
                cursor.setPosition(cursor.anchor())
                pane.editor.setTextCursor(cursor)
                self._page.note.ensureWidgetVisible(self.cards[raised.section], 0, 20)
        else:
            self._panel.show_tab(self._tab)
        self._marks.light_sources(source.segment for source in raised.sources)

    def use_fix(self) -> None:
        """Use the fix of the current finding; without one, go to the first."""
        self._act(self._fix)

    def keep(self) -> None:
        """Keep the words of the current finding; without one, go to the first."""
        self._act(self._keep)

    def _act(self, act: Callable[[Finding | Omission], None]) -> None:
        # What nobody looked at is not decided by a key.
        raised = self.current
        if raised is None:
            self.next_finding()
        else:
            act(raised)

    def _keep(self, raised: Finding | Omission) -> None:
        self._checking.keep(raised)

    def _fix(self, raised: Finding | Omission) -> None:
        """Change the note as the finding proposes, as the provider's own edit, and check again."""
        result = self._checking.result
        if result is None or self._page.is_signed or raised.section is None:
            return
        pane = self._page.note.panes[raised.section]
        text = pane.editor.toPlainText()
        if pane.state is not PaneState.IDLE or text != result.shown.note[raised.section]:
            self._checking.check()  # the text changed meanwhile: its places do not hold
            return
        if isinstance(raised, Omission):
            if raised.sentence is None:
                return
            end = len(text.rstrip())
            cursor = cursor_over(pane.editor, text, end, len(text))
            cursor.insertText(f"\n{raised.sentence}" if end else raised.sentence)
            self._checking.record_change(raised, "added")
        elif raised.fix is not None:
            cursor = cursor_over(pane.editor, text, raised.fix.start, raised.fix.end)
            cursor.insertText(raised.fix.text)
            self._checking.record_change(raised, "fixed")
        self._checking.check()
