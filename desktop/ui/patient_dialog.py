"""Whose visit it is: find a patient who is known, or write down a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.context import Sex
from desktop.domain.patient import OLDEST_YEARS, BirthDateConcern, Patient, birth_date_concern
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.questions import confirms
from desktop.ui.widgets import button, label, line

_SEXES = (
    ("Not recorded", Sex.UNKNOWN),
    ("Female", Sex.FEMALE),
    ("Male", Sex.MALE),
    ("Other", Sex.OTHER),
)


class PatientDialog(QDialog):
    """Ends accepted with ``patient``: one who is known (with an id) or a new one (without)."""

    def __init__(
        self,
        parent: QWidget,
        lane: Lane,
        search: Callable[[str], list[Patient]],
        patient: Patient | None,
    ) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setWindowTitle("Patient")
        self.setMinimumWidth(520)
        self.patient = patient
        self._lane = lane
        self._search = search
        self._found: list[Patient] = []
        self._query = QLineEdit(placeholderText="Find by name or MRN")
        self._query.setAccessibleName("Find a patient")
        self._list = QListView()
        self._list.setAccessibleName("Patients found")
        self._list.setMaximumHeight(150)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = QStandardItemModel(self)
        self._list.setModel(self._model)
        self._list.activated.connect(lambda index: self._choose(index.row()))
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        self._search_soon = QTimer(self, singleShot=True, interval=150)
        self._search_soon.timeout.connect(self._look)
        self._query.textChanged.connect(self._search_soon.start)
        self._build_fields()
        self._lay_out()
        self._fill(patient or Patient())
        self._look()

    def _build_fields(self) -> None:
        self.family_name = _field("Family name")
        self.given_name = _field("Given name")
        self.birth_date = _field("Date of birth")
        self.birth_date.setPlaceholderText("YYYY-MM-DD")
        self.mrn = _field("Medical record number")
        self.sex = QComboBox()
        self.sex.setAccessibleName("Sex")
        for words, sex in _SEXES:
            self.sex.addItem(words, sex)
        self._problem = label("", "error", wrap=True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow("Family name", self.family_name)
        form.addRow("Given name", self.given_name)
        form.addRow("Date of birth", self.birth_date)
        form.addRow("Sex", self.sex)
        form.addRow("MRN", self.mrn)
        self._heading = label("", "strong")
        self._new = button("New patient")
        self._new.clicked.connect(self._start_new)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self._save = button("Use for this visit", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._accept_if_right)
        row = QHBoxLayout()
        row.addWidget(self._new)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.setContentsMargins(20, 18, 20, 18)
        for widget in (self._query, self._list, line(), self._heading):
            column.addWidget(widget)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addLayout(row)

    def _look(self) -> None:
        asked = self._query.text()

        def _found(patients: list[Patient]) -> None:
            if not self._is_over and asked == self._query.text():
                self._show_found(patients)

        def _failed(error: Exception) -> None:
            if not self._is_over:
                self._problem.setText(sentence_for(error))

        self._lane.start(at_once(lambda: self._search(asked)), done=_found, failed=_failed)

    def done(self, result: int) -> None:
        """Close; what is found afterwards has no list any more to stand in."""
        self._is_over = True
        super().done(result)

    def _show_found(self, patients: list[Patient]) -> None:
        self._found = patients
        self._model.clear()
        for each in patients:
            facts = [
                each.name or "No name",
                str(each.birth_date or ""),
                f"MRN {each.mrn}" if each.mrn else "",
            ]
            self._model.appendRow(QStandardItem(" · ".join(fact for fact in facts if fact)))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self._fill(self._found[row])

    def _start_new(self) -> None:
        self._fill(Patient())
        self._list.clearSelection()
        self.family_name.setFocus()

    def _fill(self, patient: Patient) -> None:
        self._id = patient.id
        self._heading.setText("New patient" if patient.id is None else "Known patient")
        self.family_name.setText(patient.family_name)
        self.given_name.setText(patient.given_name)
        self.birth_date.setText(patient.birth_date.isoformat() if patient.birth_date else "")
        self.sex.setCurrentIndex(self.sex.findData(patient.sex))
        self.mrn.setText(patient.mrn)
        self._problem.clear()

    def _accept_if_right(self) -> None:
        if not (self.family_name.text().strip() or self.given_name.text().strip() or self.mrn.text().strip()):
            self._problem.setText("Type a name or a medical record number.")
            return
        born, problem = _birth_date(self.birth_date.text().strip())
        if problem:
            self._problem.setText(problem)
            self.birth_date.setFocus()
            return
        if born is not None and not self._is_meant(born):
            self.birth_date.setFocus()
            return
        self.patient = Patient(
            id=self._id,
            family_name=self.family_name.text().strip(),
            given_name=self.given_name.text().strip(),
            birth_date=born,
            sex=Sex(self.sex.currentData()),  # Qt gives a plain text back
            mrn=self.mrn.text().strip(),
        )
        self.accept()

    def _is_meant(self, born: date) -> bool:
        """A birth date that hardly anybody alive has is asked about, not refused."""
        today = date.today()  # noqa: DTZ011 - a birth date is a day on the wall calendar
        return birth_date_concern(born, today) is not BirthDateConcern.VERY_OLD or confirms(
            self,
            f"The date of birth is more than {OLDEST_YEARS} years ago. Keep it?",
            "Check the year.",
            "Keep it",
        )


def _birth_date(text: str) -> tuple[date | None, str]:
    """The date, or a sentence that says why it is none. An empty text is no date and no problem."""
    if not text:
        return None, ""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return None, "Type the date of birth as year-month-day, for example 1984-03-02."
    today = date.today()  # noqa: DTZ011 - a birth date is a day on the wall calendar
    if birth_date_concern(born, today) is BirthDateConcern.IN_THE_FUTURE:
        return None, "The date of birth is in the future. Check the year."
    return born, ""


def _field(accessible_name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(accessible_name)
    made.setMaxLength(300)
    return made
