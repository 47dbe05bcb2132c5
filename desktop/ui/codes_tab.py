"""The tab of billing codes: what was accepted, what the note suggests, the visit's level, and a search."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.coding import (
    REVIEW_SENTENCE,
    AcceptedCode,
    AdviceKind,
    CodeEntry,
    CodeSuggestion,
    CodeSystem,
    VisitCodes,
)
from desktop.ui.code_card import CodeCard
from desktop.ui.widgets import label, link_button

_TO_CHOOSE = frozenset({AdviceKind.SIDE, AdviceKind.EPISODE, AdviceKind.DETAIL, AdviceKind.COMBINATION})
_RESULT_LINES = 6
_AT_ONCE = 2
"""Cards that are made before the window is drawn again: each takes some 3 ms."""
_Wording = Qt.ItemDataRole.UserRole


class CodesTab(QWidget):
    """Shows what VisitCoding gives it and asks for things; it changes nothing itself.

    accept_asked(CodeSuggestion), take_asked(CodeEntry): from the search. choose_asked(CodeSuggestion, CodeEntry): another
    code in its place. dismiss_asked(code), restore_asked(code), move_asked(code, places), primary_asked(code),
    link_asked(procedure, codes). refresh_asked(), model_asked(), search_asked(text). pointed_at(NoteWords or None).
    """

    accept_asked = Signal(object)
    take_asked = Signal(object)
    choose_asked = Signal(object, object)
    dismiss_asked = Signal(str)
    restore_asked = Signal(str)
    move_asked = Signal(str, int)
    primary_asked = Signal(str)
    link_asked = Signal(str, object)
    refresh_asked = Signal()
    model_asked = Signal()
    search_asked = Signal(str)
    pointed_at = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self._is_read_only = False
        self._words = label("", "secondary", wrap=True)
        self._refresh = link_button("Suggest again", "Suggest codes again from the note")
        self._refresh.clicked.connect(self.refresh_asked)
        self._model = link_button("Ask the model", "Let the language model choose among these codes")
        self._model.clicked.connect(self.model_asked)
        self._model.hide()
        top = QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self._model)
        top.addWidget(self._refresh)
        self._accepted = _Group("Accepted")
        self._suggested = _Group("Suggested")
        self.extra = _Group("")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search ICD-10-CM…")
        self.search.setAccessibleName("Search for a code")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.search_asked)
        self.search.returnPressed.connect(self._take_first)
        self.results = QListWidget()
        self.results.setProperty("kind", "found")
        self.results.setAccessibleName("Codes found")
        self.results.setWordWrap(True)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemActivated.connect(self._take)
        self.results.hide()
        self._dismissed = link_button("", "Codes that were dismissed")
        self._dismissed.hide()
        self._dismissed_menu = QMenu(self._dismissed)
        self._dismissed.setMenu(self._dismissed_menu)
        below = QHBoxLayout()
        below.addWidget(self._dismissed)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(top)
        for widget in (self._accepted, self._suggested, self.extra, self.search, self.results):
            column.addWidget(widget)
        column.addLayout(below)
        column.addStretch()
        column.addWidget(label(REVIEW_SENTENCE, "secondary", wrap=True))

    def say(self, words: str) -> None:
        """Say a sentence above the codes: the release, or what is going on."""
        self._words.setText(words)

    def offer_model(self, *, is_offered: bool) -> None:
        """Offer that a language model chooses among the candidates."""
        self._model.setVisible(is_offered and not self._is_read_only)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Show only: a signed note's codes do not change."""
        self._is_read_only = is_read_only
        for widget in (self._refresh, self.search):
            widget.setVisible(not is_read_only)

    # What was decided and what is suggested.

    def show_codes(
        self,
        codes: VisitCodes,
        suggestions: Sequence[CodeSuggestion],
        conflicts: dict[str, tuple[str, ...]],
    ) -> None:
        """Show the accepted codes and the suggestions that nobody decided about."""
        focused = self.window().focusWidget()
        had_focus = focused is not None and any(
            group.isAncestorOf(focused) for group in (self._accepted, self._suggested)
        )
        accepted = {one.code for one in codes.accepted}
        self._accepted.show_cards(
            [partial(self._accepted_card, one, codes, conflicts) for one in codes.accepted]
        )
        said = {one.words_from for one in codes.accepted} - {""}
        waiting = [
            one
            for one in suggestions
            # Words that led to an accepted code, be it a more detailed one, are answered.
            if one.entry.code not in accepted | codes.dismissed and one.words.text not in said
        ]
        self._suggested.show_cards([partial(self._suggestion_card, one) for one in waiting])
        self._dismissed_menu.clear()
        for code in sorted(codes.dismissed):
            self._dismissed_menu.addAction(f"Restore {code}").triggered.connect(partial(self._restore, code))
        self._dismissed.setText(f"Dismissed: {len(codes.dismissed)}")
        self._dismissed.setVisible(bool(codes.dismissed) and not self._is_read_only)
        if had_focus:
            # The card that was pressed is gone: the keyboard goes on with the next one.
            first = next(
                (each for group in (self._suggested, self._accepted) for each in group.buttons), self.search
            )
            first.setFocus()

    def _restore(self, code: str, _is_checked: bool = False) -> None:
        self.restore_asked.emit(code)

    def _suggestion_card(self, one: CodeSuggestion) -> CodeCard:
        entry, words = one.entry, one.words
        badge, tone = ("billable ✓", "") if entry.billable else ("needs more characters", "warning")
        card = CodeCard(
            entry.code,
            f"{entry.system.value} · {badge}",
            tone,
            entry.description,
            f"from “{words.text}” · {words.section.label[0]}",
        )
        card.pointed.connect(lambda is_on: self.pointed_at.emit(words if is_on else None))
        choose = partial(self.choose_asked.emit, one)
        for advice in one.advice:
            card.add_line(advice.sentence)
            if advice.codes and advice.kind in _TO_CHOOSE:
                card.add_choice(f"Choose: {advice.kind.value}…", advice.codes, choose)
        if one.others:
            card.add_choice("Other codes…", one.others, choose)
        made = card.add_buttons(
            (
                ("Accept", "small", lambda: self.accept_asked.emit(one)),
                ("Dismiss", "quiet", lambda: self.dismiss_asked.emit(entry.code)),
            )
        )
        made["Accept"].setEnabled(entry.billable)
        return card

    def _accepted_card(
        self, one: AcceptedCode, codes: VisitCodes, conflicts: dict[str, tuple[str, ...]]
    ) -> CodeCard:
        is_diagnosis = one.system is CodeSystem.ICD10CM
        is_primary = codes.primary is not None and codes.primary.code == one.code
        badge = "primary diagnosis" if is_primary else one.system.value
        words = one.wording + (f" × {one.units}" if one.units > 1 else "")
        came_from = f"from “{one.words_from}”" if one.words_from else ""
        card = CodeCard(one.code, f"✓ {badge}", "", words, came_from)
        for sentence in conflicts.get(one.code, ()):
            card.add_line(sentence)
        if one.diagnoses:
            card.add_line(f"for {', '.join(one.diagnoses)}")
        if self._is_read_only:
            return card
        acts = [
            ("↑", "quiet", lambda: self.move_asked.emit(one.code, -1)),
            ("↓", "quiet", lambda: self.move_asked.emit(one.code, 1)),
        ]
        if is_diagnosis and not is_primary:
            acts.append(("Primary", "quiet", lambda: self.primary_asked.emit(one.code)))
        acts.append(("Remove", "quiet", lambda: self.dismiss_asked.emit(one.code)))
        made = card.add_buttons(acts)
        made["↑"].setAccessibleName(f"Move {one.code} up")
        made["↓"].setAccessibleName(f"Move {one.code} down")
        if not is_diagnosis:
            self._add_links(card, one, codes)
        return card

    def _add_links(self, card: CodeCard, procedure: AcceptedCode, codes: VisitCodes) -> None:
        """Let a procedure be linked to diagnoses: a menu of check marks."""
        diagnoses = [one for one in codes.accepted if one.system is CodeSystem.ICD10CM]
        if not diagnoses:
            return
        made: QPushButton = card.add_buttons((("Link to diagnosis…", "quiet", lambda: None),))[
            "Link to diagnosis…"
        ]
        menu = QMenu(made)
        for diagnosis in diagnoses:
            action = menu.addAction(f"{diagnosis.code}  {diagnosis.wording[:60]}")
            action.setCheckable(True)
            action.setChecked(diagnosis.code in procedure.diagnoses)
            action.triggered.connect(partial(self._link, procedure, diagnosis.code))
        made.setMenu(menu)

    def _link(self, procedure: AcceptedCode, code: str, is_linked: bool) -> None:
        others = tuple(each for each in procedure.diagnoses if each != code)
        self.link_asked.emit(procedure.code, (*others, code) if is_linked else others)

    # Searching.

    def show_found(self, entries: Sequence[CodeEntry]) -> None:
        """List what was found; Enter takes one."""
        self.results.clear()
        for entry in entries:
            more = "" if entry.billable else " (needs more characters)"
            item = QListWidgetItem(f"{entry.code}  {entry.description}{more}")
            item.setData(_Wording, entry)
            if not entry.billable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.results.addItem(item)
        self.results.setVisible(bool(entries))
        height = self.fontMetrics().lineSpacing() * 2 + 10
        self.results.setFixedHeight(height * min(len(entries), _RESULT_LINES))

    def _take(self, item: QListWidgetItem) -> None:
        self.take_asked.emit(item.data(_Wording))
        self.search.clear()

    def _take_first(self) -> None:
        items = [self.results.item(row) for row in range(self.results.count())]
        enabled = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        if enabled:
            self.results.setFocus()
            self.results.setCurrentItem(enabled[0])


class _Group(QWidget):
    """A heading and cards below it; hidden when it has none."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self._cards: list[QWidget] = []
        self._to_make: deque[Callable[[], QWidget]] = deque()
        self._go_on = QTimer(self, singleShot=True, interval=0)
        self._go_on.timeout.connect(self._make_some)
        self._heading = label(words, "strong")
        self._heading.setVisible(bool(words))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._heading)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons of its cards that can be pressed, in order."""
        found = [each for card in self._cards for each in card.findChildren(QPushButton) if each.isEnabled()]
        return [each for each in found if each.text() in ("Accept", "Remove")]

    def show_cards(self, makers: Sequence[Callable[[], QWidget]]) -> None:
        """Show cards in place of the earlier ones: the first at once, others while the window goes on."""
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        self._to_make = deque(makers)
        self.setVisible(bool(makers))
        self._make_some()

    def _make_some(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._to_make))):
            card = self._to_make.popleft()()
            self._cards.append(card)
            self._column.addWidget(card)
        if self._to_make:
            self._go_on.start()
