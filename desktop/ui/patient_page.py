"""The page of one patient: the visits on the left; on the right what their notes say together."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.history import SearchHit
from desktop.domain.summary import Purpose, VisitNotes
from desktop.domain.visit import VisitSummaryLine
from desktop.ui.banner import Banner
from desktop.ui.carried_card import CarriedCard
from desktop.ui.found_list import FoundList, ListRow
from desktop.ui.summary_card import SummaryCard
from desktop.ui.theme import Theme
from desktop.ui.trend_row import TrendRow
from desktop.ui.visit_rows import Layouts, VisitKey, days_in_words, facts_of, side_row
from desktop.ui.widgets import button, label, link_button
from desktop.workflow.patient_file import PatientFile

_SEARCH_DELAY_MS = 40
_SIDE_PX = 300


class PatientPage(QWidget):
    """Shows one patient's file and asks for things.

    opened(visit id). search_asked(text). new_asked(), merges_asked(), past_note_asked(): the buttons.
    """

    opened = Signal(int)
    search_asked = Signal(str)
    new_asked = Signal()
    merges_asked = Signal()
    past_note_asked = Signal()

    def __init__(self, theme: Theme, layouts: Layouts) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._layouts = layouts
        self._lines: tuple[VisitSummaryLine, ...] = ()
        self.name = label("", "title")
        self.facts = label("", "secondary")
        self.merges = link_button("Merged records…", "Records that were merged into this patient")
        self.merges.clicked.connect(self.merges_asked)
        self.past_note = button("Import a past note…")
        self.past_note.clicked.connect(self.past_note_asked)
        self.new = button("New visit", "primary")
        self.new.setToolTip("New visit of this patient")
        self.new.clicked.connect(self.new_asked)
        self.banner = Banner()
        self.search = QLineEdit(placeholderText="Search this patient…")
        self.search.setAccessibleName("Search this patient")
        self.search.setClearButtonEnabled(True)
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._search_soon.timeout.connect(self._search)
        self.search.textChanged.connect(self._search_soon.start)
        self.visits = FoundList(theme, "Visits of this patient")
        self.search.returnPressed.connect(self.visits.choose_current)
        self.visits.setProperty("kind", "plain")
        self.visits.chosen.connect(self._choose)
        self.visits.clicked.connect(lambda _: self.visits.choose_current())
        self.nothing = label("", "secondary", wrap=True)
        self.trends = TrendRow(theme)
        self.medications = CarriedCard(
            "Medications, as last written", "No medication stands in the notes.", theme
        )
        self.allergies = CarriedCard("Allergies", "No allergy stands in the notes.", theme)
        self.summary = SummaryCard(theme)
        for each in (self.trends, self.medications, self.allergies, self.summary):
            each.opened.connect(self.opened)
        self._lay_out()

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self._left())
        both.addWidget(self._right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self.banner)
        column.addLayout(both, 1)

    def _header(self) -> QWidget:
        header = QWidget()
        header.setProperty("kind", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        who = QVBoxLayout()
        who.setSpacing(1)
        facts = QHBoxLayout()
        facts.setSpacing(8)
        facts.addWidget(self.facts)
        facts.addWidget(self.merges)
        facts.addStretch()
        who.addWidget(self.name)
        who.addLayout(facts)
        row = QHBoxLayout(header)
        row.setContentsMargins(20, 8, 20, 8)
        row.addLayout(who, 1)
        row.addWidget(self.past_note)
        row.addWidget(self.new)
        return header

    def _left(self) -> QWidget:
        side = QWidget()
        side.setProperty("kind", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_SIDE_PX)
        left = QVBoxLayout(side)
        left.setContentsMargins(12, 12, 12, 12)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.nothing)
        left.addWidget(self.visits, 1)
        return side

    def _right(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "page")
        right = QVBoxLayout(inside)
        right.setContentsMargins(18, 16, 18, 16)
        right.setSpacing(12)
        carried = QHBoxLayout()
        carried.setSpacing(12)
        carried.addWidget(self.medications, 3)
        carried.addWidget(self.allergies, 2)
        right.addWidget(self.trends)
        right.addLayout(carried)
        right.addWidget(self.summary, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        return self._scroll

    def clear(self) -> None:
        """Show nobody: another patient is on the way."""
        self.name.clear()
        self.facts.clear()
        self.banner.clear()
        self._lines = ()
        self._search_soon.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.visits.show_rows(())
        self.nothing.hide()
        self.merges.hide()
        self.trends.show_series(())
        self.medications.show_carried((), 0)
        self.allergies.show_carried((), 0)
        self.summary.ask_for("", Purpose.PRE_VISIT)
        self.summary.show_kept(())
        self.summary.clear()
        self._scroll.verticalScrollBar().setValue(0)

    def show_file(self, file: PatientFile, today: date) -> None:
        """Show a patient's file; the summary follows by itself."""
        self.name.setText(file.patient.name or "No name")
        self.facts.setText(facts_of(file.patient, today))
        self._lines = file.lines
        self.trends.show_series(file.series)
        self.medications.show_carried(file.medications, today.year)
        self.allergies.show_carried(file.allergies, today.year)
        self.summary.show_kept(file.kept)
        self._search()

    def show_hits(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        """Show what a search found, unless something else was typed meanwhile."""
        if text == self.search.text():
            self._show_rows(tuple(side_row(hit.line, self._layouts, hit.excerpts) for hit in hits))
            self._say_nothing("No visit of this patient has these words." if not hits else "")

    def _search(self) -> None:
        text = self.search.text()
        if text.strip():
            self.search_asked.emit(text)
            return
        self._show_rows(tuple(side_row(line, self._layouts) for line in self._lines))
        self._say_nothing("" if self._lines else "No visits yet.")

    def _show_rows(self, rows: tuple[ListRow, ...]) -> None:
        self.visits.show_rows(rows)
        self.visits.setVisible(bool(rows))

    def _say_nothing(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
        self.visits.setVisible(not words)

    def _choose(self, key: object) -> None:
        if isinstance(key, VisitKey):
            self.opened.emit(key.visit_id)


def range_in_words(notes: tuple[VisitNotes, ...]) -> str:
    """From the first to the last day of the visits, as in "15 Jan to 20 Nov 2026"; empty without visits."""
    if not notes:
        return ""
    return days_in_words(notes[0].date, notes[-1].date)
