"""Patients that may be one person: a person compares them, merges them or says that they are two. It can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.history import DuplicatePair, PatientMerge, VisitFilter
from desktop.domain.patient import Patient
from desktop.ui.found_list import FoundList, ListRow, Paragraph
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.theme import Theme
from desktop.ui.visit_rows import day_in_words, facts_of
from desktop.ui.widgets import button, label
from desktop.workflow import visits
from desktop.workflow.find_duplicates import (
    keep_apart,
    likely_duplicates,
    merge_patients,
    merges_into,
    unmerge,
)
from desktop.workflow.history import count_visits
from desktop.workflow.session import Session


class _Side(QFrame):
    """One of two patients, and the button that keeps this one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.name = label("", "strong", wrap=True)
        self.facts = label("", wrap=True)
        self.count = label("", "secondary")
        self.keep: QPushButton = button("Merge, keep this one")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        for widget in (self.name, self.facts, self.count):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.keep)

    def show_patient(self, patient: Patient, count: int) -> None:
        self.name.setText(patient.name or "No name")
        self.facts.setText(facts_of(patient, visits.now().date()))
        self.count.setText("1 visit" if count == 1 else f"{count} visits")
        self.keep.setAccessibleName(
            f"Merge and keep {patient.name}, {facts_of(patient, visits.now().date())}"
        )


class DuplicatesDialog(QDialog):
    """Works on the records at once, pair by pair; Close ends it."""

    def __init__(self, parent: QWidget, lane: Lane, session: Session, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle("Possible duplicates")
        self.resize(820, 460)
        self._lane, self._records = lane, session.records
        self._pairs: list[DuplicatePair] = []
        self._merge: PatientMerge | None = None
        self.list = FoundList(theme, "Pairs of patients")
        self.list.setFixedWidth(300)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_pair())
        self.reason = label("", "strong", wrap=True)
        self.sides = (_Side(), _Side())
        for number, side in enumerate(self.sides):
            side.keep.clicked.connect(partial(self._keep, number))
        self.apart = button("These are two people")
        self.apart.clicked.connect(self._keep_apart)
        self.said = label("Looking…", "secondary", wrap=True)
        self.undo = button("Undo the merge")
        self.undo.clicked.connect(self._undo)
        self.undo.hide()
        self._lay_out()
        self._offer(None)
        self._look()

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        for side in self.sides:
            both.addWidget(side, 1)
        right = QVBoxLayout()
        right.addWidget(self.reason)
        right.addLayout(both, 1)
        right.addWidget(self.apart)
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addLayout(right, 1)
        close = button("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(12)
        column.addWidget(
            label(
                "A merge gives all visits to the patient who is kept and hides the other; it can be undone. Compare "
                "names, birth dates and numbers first.",
                "secondary",
                wrap=True,
            )
        )
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _look(self, said: str = "") -> None:
        def _found(pairs: list[DuplicatePair]) -> None:
            self._pairs = pairs
            self.list.show_rows(tuple(_row(number, pair) for number, pair in enumerate(pairs)))
            count = "No two patients look like one person." if not pairs else ""
            self.said.setText(said or count)
            self._show_pair()

        self._do(lambda: likely_duplicates(self._records), _found)

    def _show_pair(self) -> None:
        pair = self._pair
        self._offer(None)
        if pair is None:
            return
        ids = (pair.first.id, pair.second.id)

        def _counted(counts: tuple[int, ...]) -> None:
            if self._pair is pair:
                self._offer(pair)
                for side, patient, count in zip(self.sides, (pair.first, pair.second), counts, strict=True):
                    side.show_patient(patient, count)

        self._do(
            lambda: tuple(count_visits(self._records, VisitFilter(patient_id=each)) for each in ids), _counted
        )

    @property
    def _pair(self) -> DuplicatePair | None:
        number = self.list.current_key
        return self._pairs[number] if isinstance(number, int) and number < len(self._pairs) else None

    def _offer(self, pair: DuplicatePair | None) -> None:
        self.reason.setText("" if pair is None else pair.reason[:1].upper() + pair.reason[1:])
        for widget in (*self.sides, self.apart):
            widget.setVisible(pair is not None)

    def _keep(self, number: int) -> None:
        pair = self._pair
        if pair is None or pair.first.id is None or pair.second.id is None:
            return
        ids = (pair.first.id, pair.second.id)
        kept, other = ids[number], ids[1 - number]

        def _merged(merge: PatientMerge) -> None:
            self._merge = merge
            self.undo.show()
            count = len(merge.visit_ids)
            self._look(
                f"Merged: {count} {'visit' if count == 1 else 'visits'} moved to the patient who was kept."
            )

        self._do(lambda: merge_patients(self._records, kept, other), _merged)

    def _keep_apart(self) -> None:
        pair = self._pair
        if pair is None or pair.first.id is None or pair.second.id is None:
            return
        first, second = pair.first.id, pair.second.id
        self._do(
            lambda: keep_apart(self._records, first, second),
            lambda _: self._look("They are two people; this pair is not shown again."),
        )

    def _undo(self) -> None:
        merge = self._merge
        if merge is None:
            return

        def _undone(_: PatientMerge) -> None:
            self._merge = None
            self.undo.hide()
            self._look("The merge is undone: each patient has their own visits again.")

        self._do(lambda: unmerge(self._records, merge.id), _undone)

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        _while_open(self, self._lane, work, done, self.said.setText)


class MergesDialog(QDialog):
    """The records that were merged into one patient, each with its undo. was_changed: one was undone."""

    def __init__(self, parent: QWidget, lane: Lane, session: Session, theme: Theme, patient_id: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("Merged records")
        self.resize(520, 320)
        self._lane, self._records, self._patient_id = lane, session.records, patient_id
        self.was_changed = False
        self.list = FoundList(theme, "Merged records")
        self.said = label("Looking…", "secondary", wrap=True)
        self.undo = button("Undo this merge")
        self.undo.clicked.connect(self._undo)
        close = button("Close")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self._look("")

    def _look(self, said: str) -> None:
        def _read() -> list[tuple[PatientMerge, Patient]]:
            merges = merges_into(self._records, self._patient_id)
            return [(merge, self._records.patients.get(merge.other_id)) for merge in merges]

        def _found(found: list[tuple[PatientMerge, Patient]]) -> None:
            self.list.show_rows(tuple(_merge_row(*each) for each in found))
            self.undo.setEnabled(bool(found))
            self.said.setText(said or ("" if found else "No other record was merged into this patient."))

        _while_open(self, self._lane, _read, _found, self.said.setText)

    def _undo(self) -> None:
        merge_id = self.list.current_key
        if merge_id is None:
            return

        def _undone(_: PatientMerge) -> None:
            self.was_changed = True
            self._look("The merge is undone: each patient has their own visits again.")

        _while_open(self, self._lane, lambda: unmerge(self._records, merge_id), _undone, self.said.setText)


def _row(number: int, pair: DuplicatePair) -> ListRow:
    today = visits.now().date()
    return ListRow(
        number,
        (
            Paragraph(
                f"{pair.first.name or 'No name'}  /  {pair.second.name or 'No name'}", "title", most_lines=2
            ),
            Paragraph(facts_of(pair.first, today), "secondary"),
            Paragraph(facts_of(pair.second, today), "secondary"),
        ),
    )


def _merge_row(merge: PatientMerge, other: Patient) -> ListRow:
    count = len(merge.visit_ids)
    return ListRow(
        merge.id,
        (
            Paragraph(other.name or "No name", "title"),
            Paragraph(facts_of(other, visits.now().date()), "secondary"),
            Paragraph(
                f"Merged {day_in_words(merge.merged_at)}, {count} {'visit' if count == 1 else 'visits'}",
                "secondary",
            ),
        ),
    )


def _while_open(
    dialog: QDialog,
    lane: Lane,
    work: Callable[[], Any],
    done: Callable[[Any], None],
    say: Callable[[str], None],
) -> None:
    """Do work; what follows happens only while the dialog is there."""

    def _done(result: Any) -> None:
        if dialog.isVisible():
            done(result)

    def _failed(error: Exception) -> None:
        if dialog.isVisible():
            say(sentence_for(error))

    lane.start(at_once(work), done=_done, failed=_failed)
