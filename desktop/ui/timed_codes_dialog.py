"""Codes that follow from minutes: units of timed therapy services, and psychotherapy."""

from __future__ import annotations

import re

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.visit_level import OfferedCode, TimedService
from desktop.ui.widgets import button, label
from desktop.workflow.code import (
    crisis_codes,
    eight_minute_rule,
    family_code,
    midpoint_rule,
    psychotherapy_code,
)

_LINE = re.compile(r"\s*(?P<code>[A-Za-z0-9]{5})\D+(?P<minutes>\d{1,3})\s*(?:min\w*)?\s*$")


class _TimeDialog(QDialog):
    """Reckons codes from what is entered. Ends accepted with ``codes``."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.codes: tuple[OfferedCode, ...] = ()
        self.result_words = label("", wrap=True)
        self.result_words.setAccessibleName("What the minutes give")
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self._accept = button("Accept codes", "primary")
        self._accept.clicked.connect(self.accept)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch()
        self._buttons.addWidget(cancel)
        self._buttons.addWidget(self._accept)

    def end_layout(self) -> None:
        """Put the result and the buttons below what was added."""
        self.column.addWidget(self.result_words)
        self.column.addLayout(self._buttons)
        self.reckon()

    def reckon(self) -> None:
        """Show what the minutes give."""
        self.codes, words = self.reckoned()
        self.result_words.setText(words)
        self._accept.setEnabled(bool(self.codes))

    def reckoned(self) -> tuple[tuple[OfferedCode, ...], str]:
        """The codes and how they were reckoned."""
        raise NotImplementedError


class TimedUnitsDialog(_TimeDialog):
    """Units of timed services: a line for each, a code and its minutes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Timed services")
        self.rule = QComboBox()
        self.rule.setAccessibleName("Rule")
        self.rule.addItem("8-minute rule (Medicare)", eight_minute_rule)
        self.rule.addItem("Midpoint rule (each service by itself)", midpoint_rule)
        self.rule.currentIndexChanged.connect(self.reckon)
        self.lines = QPlainTextEdit()
        self.lines.setProperty("kind", "field")
        self.lines.setAccessibleName("Services, a code and its minutes on each line")
        self.lines.setPlaceholderText("97110 23\n97140 15")
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(120)
        self.lines.textChanged.connect(self.reckon)
        self.column.addWidget(
            label(
                "A line for each service: its code and its minutes. The payer says which rule holds.",
                wrap=True,
            )
        )
        self.column.addWidget(self.rule)
        self.column.addWidget(self.lines)
        self.end_layout()

    def reckoned(self) -> tuple[tuple[OfferedCode, ...], str]:
        """The units of each service."""
        lines = [line for line in self.lines.toPlainText().splitlines() if line.strip()]
        found = [_LINE.match(line) for line in lines]
        services = [TimedService(each["code"].upper(), int(each["minutes"])) for each in found if each]
        unread = [line.strip() for line, each in zip(lines, found, strict=True) if each is None]
        units = self.rule.currentData()(services)
        minutes = {service.code: service.minutes for service in services}
        codes = tuple(
            OfferedCode(code, f"timed service, {minutes.get(code, 0)} minutes", count)
            for code, count in units.units
            if count
        )
        words = [
            *units.reasons,
            *(f"{code}: {count} unit{'' if count == 1 else 's'}" for code, count in units.units),
        ]
        words += [f"Not understood: {line}" for line in unread]
        return codes, "\n".join(words) if lines else ""


class PsychotherapyDialog(_TimeDialog):
    """Psychotherapy by its minutes, alone or with a medical visit; in a crisis; with the family."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Psychotherapy")
        self.kind = QComboBox()
        self.kind.setAccessibleName("What was done")
        self.kind.addItems(["Psychotherapy", "In a crisis", "With the family"])
        self.kind.currentIndexChanged.connect(self.reckon)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, 480)
        self.minutes.setSuffix(" min")
        self.minutes.setAccessibleName("Minutes")
        self.minutes.valueChanged.connect(self.reckon)
        self.with_visit = QCheckBox("Added to a medical visit of the same day")
        self.with_visit.toggled.connect(self.reckon)
        self.with_patient = QCheckBox("The patient was present")
        self.with_patient.setChecked(True)
        self.with_patient.toggled.connect(self.reckon)
        for widget in (self.kind, self.minutes, self.with_visit, self.with_patient):
            self.column.addWidget(widget)
        self.end_layout()

    def reckoned(self) -> tuple[tuple[OfferedCode, ...], str]:
        """The codes for these minutes."""
        kind, minutes = self.kind.currentIndex(), self.minutes.value()
        self.with_visit.setVisible(kind == 0)
        self.with_patient.setVisible(kind == 2)
        if not minutes:
            return (), "Enter the minutes."
        if kind == 1:
            return crisis_codes(minutes)
        code, words = (
            psychotherapy_code(minutes, with_visit=self.with_visit.isChecked())
            if kind == 0
            else family_code(minutes, patient_present=self.with_patient.isChecked())
        )
        return (() if code is None else (code,)), words
