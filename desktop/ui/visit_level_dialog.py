"""Confirms what the level of a visit is reckoned from: every answer that was read from the note, and the minutes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.visit_level import Data, Problems, Risk, Setting, SuggestedAnswers, VisitAnswers
from desktop.ui.widgets import button, label
from desktop.workflow.code import visit_level

_PROBLEMS = {
    "minor": "Self-limited or minor",
    "stable_chronic": "Stable chronic illness",
    "acute_uncomplicated": "Acute, uncomplicated illness or injury",
    "stable_acute": "Stable acute illness",
    "worse_chronic": "Chronic illness that is worse",
    "undiagnosed_new": "New problem of uncertain outlook",
    "acute_systemic": "Acute illness with systemic symptoms",
    "complicated_injury": "Acute complicated injury",
    "severe_chronic": "Chronic illness, severely worse",
    "threat_to_life": "Threat to life or function",
}
_COUNTS = {
    "external_notes": "Notes from other sources reviewed",
    "results": "Results reviewed",
    "orders": "Tests ordered",
}
_FLAGS = {
    "independent_historian": "Somebody else gave the history",
    "independent_interpretation": "A test interpreted independently",
    "discussion_with_external": "Discussed with somebody outside",
}
_MOST_MIN = 600
_FIELD_PX = 130


class VisitLevelDialog(QDialog):
    """Ends accepted with ``answers`` as the person confirmed them; shows the level that they give meanwhile."""

    def __init__(self, parent: QWidget, suggested: SuggestedAnswers) -> None:
        super().__init__(parent)
        self.setWindowTitle("Level of this visit")
        self.resize(640, 680)
        self.answers = suggested.answers
        self._words = {clue.answer: f"“{clue.words}”" for clue in suggested.clues}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._setting = QComboBox()
        self._setting.setAccessibleName("Where the patient was seen")
        for each in Setting:
            self._setting.addItem(f"{each.value[0].upper()}{each.value[1:]}", each)
        self._setting.setCurrentIndex(list(Setting).index(self.answers.setting))
        self._setting.currentIndexChanged.connect(self._reckon)
        self._form.addRow("Where the patient was seen", self._setting)
        self._form.addRow(label("Problems addressed", "strong"))
        self._problems = {name: self._count(f"problems.{name}", words) for name, words in _PROBLEMS.items()}
        self._form.addRow(label("Data reviewed", "strong"))
        self._counts = {name: self._count(f"data.{name}", words) for name, words in _COUNTS.items()}
        self._flags = {name: self._check(f"data.{name}", words) for name, words in _FLAGS.items()}
        self._form.addRow(label("Risk of what was decided", "strong"))
        self._risks = {
            risk: self._check(f"risks.{risk.name.lower()}", f"{risk.value[0].upper()}{risk.value[1:]}")
            for risk in Risk
        }
        self._form.addRow(label("Time", "strong"))
        self._minutes = self._time("Total minutes on the day of the visit", self.answers.minutes)
        self._psychotherapy = self._time(
            "Minutes of psychotherapy besides", self.answers.psychotherapy_minutes
        )
        self._medicare = self._check("medicare", "Medicare")
        self._reasons = label("", "secondary", wrap=True)
        self._reasons.setAccessibleName("How the level is reckoned")
        self._fill()
        self._lay_out()
        self._reckon()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setLayout(self._form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # As wide as the longest answer in the font of this computer: nothing of a row may be out of sight.
        area.setMinimumWidth(inside.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        confirm = button("Confirm answers", "primary")
        confirm.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(
            label(
                "These answers were read from the note. Correct each that is not so; the level follows from what you "
                "confirm.",
                wrap=True,
            )
        )
        column.addWidget(area, 1)
        column.addWidget(self._reasons)
        column.addLayout(row)

    def _count(self, answer: str, words: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, 20)
        made.setFixedWidth(_FIELD_PX)
        made.setAccessibleName(words)
        made.valueChanged.connect(self._reckon)
        self._row(answer, words, made)
        return made

    def _check(self, answer: str, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setAccessibleName(words)
        made.toggled.connect(self._reckon)
        self._form.addRow(made)
        if answer in self._words:
            self._form.addRow(label(self._words[answer], "secondary", wrap=True))
        return made

    def _time(self, words: str, minutes: int | None) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, _MOST_MIN)
        made.setFixedWidth(_FIELD_PX)
        made.setSpecialValueText("not noted")
        made.setSuffix(" min")
        made.setAccessibleName(words)
        made.setValue(minutes or 0)
        made.valueChanged.connect(self._reckon)
        self._form.addRow(words, made)
        return made

    def _row(self, answer: str, words: str, made: QWidget) -> None:
        self._form.addRow(words, made)
        if answer in self._words:
            self._form.addRow(label(self._words[answer], "secondary", wrap=True))

    def _fill(self) -> None:
        """Set every field to what was suggested, without reckoning at each."""
        for name, spin in self._problems.items():
            _set(spin, getattr(self.answers.problems, name))
        for name, spin in self._counts.items():
            _set(spin, getattr(self.answers.data, name))
        for name, flag in self._flags.items():
            _tick(flag, is_on=getattr(self.answers.data, name))
        for risk, flag in self._risks.items():
            _tick(flag, is_on=risk in self.answers.risks)
        _tick(self._medicare, is_on=self.answers.medicare)

    def _reckon(self) -> None:
        if not hasattr(self, "_reasons"):
            return
        data: dict[str, Any] = {name: spin.value() for name, spin in self._counts.items()}
        flags: dict[str, Any] = {name: flag.isChecked() for name, flag in self._flags.items()}
        self.answers = VisitAnswers(
            setting=Setting(self._setting.currentData()),
            problems=Problems(**{name: spin.value() for name, spin in self._problems.items()}),
            data=replace(Data(), **data, **flags),
            risks=frozenset(risk for risk, flag in self._risks.items() if flag.isChecked()),
            minutes=self._minutes.value() or None,
            psychotherapy_minutes=self._psychotherapy.value() or None,
            medicare=self._medicare.isChecked(),
        )
        level = visit_level(self.answers)
        self._reasons.setText("\n".join(f"{each.about}: {each.sentence}" for each in level.reasons))


def _set(spin: QSpinBox, value: int) -> None:
    spin.blockSignals(True)
    spin.setValue(value)
    spin.blockSignals(False)


def _tick(flag: QCheckBox, *, is_on: bool) -> None:
    flag.blockSignals(True)
    flag.setChecked(is_on)
    flag.blockSignals(False)


assert {field.name for field in fields(Problems)} == set(_PROBLEMS)
