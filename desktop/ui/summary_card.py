"""The card of a patient's page with the summary: what it is about, of which visits, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.summary import KeptSummary, Purpose, Summary
from desktop.ui.banner import Banner
from desktop.ui.summary_view import SummaryView
from desktop.ui.theme import Theme
from desktop.ui.visit_rows import day_in_words
from desktop.ui.widgets import button, chip, label

_FOCUS_DELAY_MS = 250
_OFFLINE = "offline"


class SummaryCard(QFrame):
    """Shows one summary and asks for things; it keeps and sends nothing itself.

    changed(): another focus or purpose. visits_asked(), write_asked(), stop_asked(), copy_asked(), save_asked(),
    export_asked(), letter_asked(): the buttons. kept_chosen(KeptSummary or None): None is the one of now.
    opened(visit id).
    """

    changed = Signal()
    visits_asked = Signal()
    write_asked = Signal()
    stop_asked = Signal()
    copy_asked = Signal()
    save_asked = Signal()
    export_asked = Signal()
    letter_asked = Signal()
    kept_chosen = Signal(object)
    opened = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.title = label("Summary", "heading")
        self.range = label("", "secondary")
        self.state = chip("")
        self.focus = QLineEdit(placeholderText="Focus: all problems")
        self.focus.setAccessibleName("Focus of the summary")
        self.focus.setToolTip("A problem, a medicine or a measure, for example diabetes")
        self.focus.setMaxLength(200)
        self.focus.setClearButtonEnabled(True)
        self._focus_soon = QTimer(self, singleShot=True, interval=_FOCUS_DELAY_MS)
        self._focus_soon.timeout.connect(self.changed)
        self.focus.textChanged.connect(self._focus_soon.start)
        self.purpose = QComboBox()
        self.purpose.setAccessibleName("Purpose of the summary")
        for purpose in Purpose:
            self.purpose.addItem(purpose.label, purpose)
        self.purpose.currentIndexChanged.connect(self.changed)
        self.visits = button("All visits")
        self.visits.setToolTip("Choose the visits that the summary is made of")
        self.visits.clicked.connect(self.visits_asked)
        self.kept = QComboBox()
        self.kept.setAccessibleName("Kept summaries")
        self.kept.setMaxVisibleItems(16)
        self.kept.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kept.setMinimumContentsLength(12)
        self.kept.activated.connect(lambda: self.kept_chosen.emit(self.kept.currentData()))
        self.write = self._asking("Write with the model", self.write_asked)
        self.stop = self._asking("Stop", self.stop_asked)
        self.stop.setAccessibleName("Stop writing the summary")
        self.copy = self._asking("Copy", self.copy_asked)
        self.save = self._asking("Save", self.save_asked)
        self.save.setAccessibleName("Save the summary")
        self.save.setToolTip("Keep this summary as it is, in the records")
        self.export = self._asking("Export…", self.export_asked)
        self.letter = self._asking("Referral letter…", self.letter_asked)
        for choice in (self.purpose, self.kept):
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choice.installEventFilter(self)
        self.banner = Banner()
        self.view = SummaryView(theme)
        self.view.opened.connect(self.opened)
        self._lay_out()
        self.show_kept(())
        self.show_writing(is_writing=False)
        self.write.hide()
        self.state.hide()

    def _asking(self, words: str, signal: SignalInstance) -> QPushButton:
        made = button(words)
        made.clicked.connect(signal)
        return made

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.setSpacing(6)
        for words in (self.title, self.range):
            first.addWidget(words)
        first.addStretch()
        for widget in (self.copy, self.save, self.export, self.letter):
            first.addWidget(widget)
        second.setSpacing(6)
        second.addWidget(self.focus, 1)
        for control in (self.purpose, self.visits, self.kept, self.write):
            second.addWidget(control)
        third.addWidget(self.state)
        third.addWidget(self.stop)
        third.addStretch()
        self.focus.setMinimumWidth(120)
        self.write.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(third)
        column.addWidget(self.banner)
        column.addWidget(self.view)
        column.addStretch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page; it changes a choice only where the person is."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def asked(self) -> tuple[str, Purpose]:
        """The focus and the purpose that are chosen."""
        return " ".join(self.focus.text().split()), Purpose(
            self.purpose.currentData()
        )  # Qt gives a plain text back

    def ask_for(self, focus: str, purpose: Purpose) -> None:
        """Show another focus and purpose; changed() does not follow."""
        with QSignalBlocker(self.focus), QSignalBlocker(self.purpose):
            self.focus.setText(focus)
            self.purpose.setCurrentIndex(self.purpose.findData(purpose))
        self._focus_soon.stop()

    def show_visits(self, chosen: int, all_of_them: int, dates: str) -> None:
        """Say of how many visits the summary is, and over which time."""
        count = f"{chosen} visit" if chosen == 1 else f"{chosen} visits"
        self.title.setText(f"Summary of {count}")
        self.range.setText(dates)
        self.visits.setText("All visits" if chosen == all_of_them else f"{chosen} of {all_of_them} visits")
        self.visits.setAccessibleName(f"Visits of the summary: {self.visits.text()}")

    def show_summary(self, summary: Summary, this_year: int, kept: KeptSummary | None = None) -> None:
        """Show a whole summary. kept: when it is one from the records."""
        if summary.origin != _OFFLINE:
            words = "Written by a model, checked against the notes"
        else:
            words = "" if kept is None else "Kept"
        if kept is not None:
            words = f"Kept {day_in_words(kept.made_at)}, {kept.made_at:%H:%M}"
        self._show_state(words, "information")
        self._offer(is_whole=True)
        self.save.setEnabled(kept is None)
        self.view.show_summary(summary, this_year)

    def show_incomplete(self, text: str, host: str) -> None:
        """Show what has arrived from an endpoint and is not checked yet."""
        self._show_state(f"Incomplete, being written by {host}, not checked yet", "warning")
        self._offer(is_whole=False)
        self.view.show_incomplete(text)

    def show_writing(self, *, is_writing: bool) -> None:
        """Offer Stop while an endpoint writes."""
        self.stop.setVisible(is_writing)
        for widget in (self.focus, self.purpose, self.visits, self.kept, self.write):
            widget.setEnabled(not is_writing)

    def show_endpoint(self, model: str) -> None:
        """Offer to have it written by a model; not at all for an empty name."""
        self.write.setVisible(bool(model))
        self.write.setText(f"Write with {model if len(model) <= 18 else model[:17] + '…'}")
        self.write.setToolTip(f"Have {model} write the summary; you are asked before anything is sent")

    def show_kept(self, kept: Sequence[KeptSummary]) -> None:
        """List the summaries that were kept, the last one first."""
        with QSignalBlocker(self.kept):
            self.kept.clear()
            self.kept.addItem("Summary of now" if kept else "None kept yet", None)
            for each in kept:
                about = f" · {each.summary.focus}" if each.summary.focus else ""
                self.kept.addItem(
                    f"{day_in_words(each.made_at)}, {each.made_at:%H:%M} · {each.summary.purpose.label}{about}",
                    each,
                )
            self.kept.view().setMinimumWidth(320)

    def clear(self) -> None:
        """Show no summary."""
        self.view.clear()
        self.banner.clear()
        self._show_state("", "")
        self._offer(is_whole=False)

    def _show_state(self, words: str, tone: str) -> None:
        self.state.setText(words)
        self.state.setProperty("tone", tone)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.state.setVisible(bool(words))

    def _offer(self, *, is_whole: bool) -> None:
        for widget in (self.copy, self.save, self.export, self.letter):
            widget.setEnabled(is_whole)
