"""The tab that lists everything the checks raise, what must be decided first, with its count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.finding import Finding, Omission, Severity
from desktop.ui.finding_card import FindingCard
from desktop.ui.widgets import label
from desktop.workflow.check_visit import CheckedVisit

_MOST_ROWS = 60
_AT_ONCE = 6
"""Cards that are shown before the window is drawn again."""
_HEADINGS = {
    Severity.MUST_DECIDE: "Must be decided before signing",
    Severity.LOOK_AT: "Should be looked at",
    Severity.INFORMATION: "For information",
}


class ChecksTab(QWidget):
    """Shows cards by class. card_made(card): connect it. Cards are used again, so that a check costs little."""

    card_made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self._cards: list[FindingCard] = []
        self._plan: list[QWidget | Finding | Omission] = []
        self._show_card: Callable[[FindingCard, Finding | Omission], None]
        self._place = self._used = 0
        self._go_on = QTimer(self, singleShot=True, interval=0)
        self._go_on.timeout.connect(self._show_some)
        self._headings = {severity: label("", "strong", wrap=True) for severity in Severity}
        self._decided = label("Decided", "strong")
        self._words = label("", "secondary", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self._words)
        for heading in (*self._headings.values(), self._decided):
            self._column.addWidget(heading)
        self._column.addStretch()
        self.say("")

    def say(self, words: str) -> None:
        """Show a sentence in the place of findings."""
        self._go_on.stop()
        self._plan = []
        for widget in (*self._headings.values(), self._decided, *self._cards):
            widget.hide()
        self._words.setText(words)
        self._words.show()

    def show_result(
        self,
        result: CheckedVisit,
        show_card: Callable[[FindingCard, Finding | Omission], None],
    ) -> None:
        """List what is raised. show_card fills a card."""
        opened = [each for each in result.raised if each.key not in result.decisions]
        decided = [each for each in result.raised if each.key in result.decisions]
        plan: list[QWidget | Finding | Omission] = [self._words]
        groups = [
            (
                self._headings[severity],
                f"{_HEADINGS[severity]} · {{}}",
                [r for r in opened if r.severity is severity],
            )
            for severity in Severity
        ]
        for heading, words, group in (*groups, (self._decided, "Decided · {}", decided)):
            heading.setText(words.format(len(group)))
            heading.setVisible(bool(group))
            plan.append(heading)
            plan += group
        self._plan, self._show_card, self._place, self._used = plan[:_MOST_ROWS], show_card, 0, 0
        hidden = max(0, len(plan) - _MOST_ROWS)
        self._words.setText(f"{hidden} more are listed when some of these are decided." if hidden else "")
        if not opened and not decided:
            self._words.setText("Nothing was found that needs a look.")
        self._words.setVisible(bool(self._words.text()))
        self._show_some()

    def _show_some(self) -> None:
        """Put a few cards in their places, and the others while the window goes on."""
        until = self._used + _AT_ONCE
        while self._place < len(self._plan) and self._used < until:
            row = self._plan[self._place]
            if isinstance(row, QWidget):
                widget = row
            else:
                widget = card = self._card(self._used)
                self._used += 1
                self._show_card(card, row)
                card.show()
            if self._column.indexOf(widget) != self._place:
                self._column.removeWidget(widget)
                self._column.insertWidget(self._place, widget)
            self._place += 1
        if self._place < len(self._plan):
            self._go_on.start()
            return
        for card in self._cards[self._used :]:
            card.hide()

    def _card(self, number: int) -> FindingCard:
        if number == len(self._cards):
            card = FindingCard(has_title=True)
            self._cards.append(card)
            self._column.insertWidget(self._column.count() - 1, card)
            self.card_made.emit(card)
        return self._cards[number]
