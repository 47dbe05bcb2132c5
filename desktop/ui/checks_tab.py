"""The tab that lists everything the checks raise, what must be decided first, with its count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.finding import Finding, Omission, Severity
from desktop.ui.finding_card import FindingCard
from desktop.ui.widgets import label
from desktop.workflow.check_visit import CheckedVisit

_MOST_CARDS = 40
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
        for widget in (*self._headings.values(), self._decided, *self._cards):
            widget.hide()
        self._words.setText(words)

    def show_result(
        self,
        result: CheckedVisit,
        show_card: Callable[[FindingCard, Finding | Omission], None],
    ) -> None:
        """List what is raised. show_card fills a card."""
        opened = [each for each in result.raised if each.key not in result.decisions]
        decided = [each for each in result.raised if each.key in result.decisions]
        widgets: list[QWidget] = [self._words]
        used = 0
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
            widgets.append(heading)
            for raised in group[: _MOST_CARDS - used]:
                card = self._card(used)
                used += 1
                show_card(card, raised)
                card.show()
                widgets.append(card)
        for card in self._cards[used:]:
            card.hide()
        for place, widget in enumerate(widgets):
            if self._column.indexOf(widget) != place:
                self._column.removeWidget(widget)
                self._column.insertWidget(place, widget)
        hidden = len(opened) + len(decided) - used
        self._words.setText(
            f"{hidden} more are listed when some of these are decided."
            if hidden
            else ""
            if used
            else "Nothing was found that needs a look."
        )
        self._words.setVisible(bool(self._words.text()))

    def _card(self, number: int) -> FindingCard:
        if number == len(self._cards):
            card = FindingCard(has_title=True)
            self._cards.append(card)
            self._column.insertWidget(self._column.count() - 1, card)
            self.card_made.emit(card)
        return self._cards[number]
