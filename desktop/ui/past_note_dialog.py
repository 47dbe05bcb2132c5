"""Imports one past note of a patient from a text file: shown as it would be stored, with the day of the visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.visit import Visit
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.visit_rows import day_in_words
from desktop.ui.widgets import button, label
from desktop.workflow.import_past_note import PastNotePreview, import_past_note, preview_past_note
from desktop.workflow.session import Session


class PastNoteDialog(QDialog):
    """Ends accepted with ``visit``, the new one."""

    def __init__(self, parent: QWidget, lane: Lane, session: Session, patient: Patient, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import a past note")
        self.resize(680, 560)
        assert patient.id is not None
        self._lane, self._records, self._patient_id = lane, session.records, patient.id
        self._preview: PastNotePreview | None = None
        self.visit: Visit | None = None
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("The note as it would be stored")
        self.day = QLineEdit(placeholderText="YYYY-MM-DD")
        self.day.setAccessibleName("Day of the visit")
        self.day.textChanged.connect(self._offer)
        self.again = QCheckBox("")
        self.again.hide()
        self.again.toggled.connect(self._offer)
        self.problem = label("", "error", wrap=True)
        self.use = button("Import as a draft", "primary")
        self.use.clicked.connect(self._import)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow("Patient", label(patient.name or "No name", "strong"))
        form.addRow("Day of the visit", self.day)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.text, 1)
        for widget in (self.again, self.problem):
            column.addWidget(widget)
        column.addLayout(row)
        self._offer()
        self._do(lambda: preview_past_note(self._records, path), self._show)

    def _show(self, preview: PastNotePreview) -> None:
        self._preview = preview
        note = preview.note
        self.text.setPlainText(
            "\n\n".join(
                f"{section.label}\n{note.texts[section]}" for section in Section if note.texts.get(section)
            )
        )
        if note.day is not None:
            self.day.setText(note.day.isoformat())
        else:
            self.problem.setText("The text does not clearly say when the visit was. Type the day.")
            self.day.setFocus()
        before = preview.imported_before
        if before is not None:
            self.again.setText(
                f"This file was imported on {day_in_words(before)} at {before:%H:%M}. Import it again"
            )
            self.again.show()
        self._offer()

    @property
    def _typed_day(self) -> date | None:
        try:
            return date.fromisoformat(self.day.text().strip())
        except ValueError:
            return None

    def _offer(self) -> None:
        self.use.setEnabled(
            self._preview is not None
            and self._typed_day is not None
            and (self.again.isHidden() or self.again.isChecked())
        )

    def _import(self) -> None:
        preview, day = self._preview, self._typed_day
        if preview is None or day is None:
            return
        again = self.again.isChecked()
        self.use.setEnabled(False)

        def _imported(visit: Visit) -> None:
            self.visit = visit
            self.accept()

        self._do(
            lambda: import_past_note(self._records, self._patient_id, preview, day, again=again), _imported
        )

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def _done(result: Any) -> None:
            if self.result() == 0:
                done(result)

        def _failed(error: Exception) -> None:
            if self.result() == 0:
                self.problem.setText(sentence_for(error))
                self._offer()

        self._lane.start(at_once(work), done=_done, failed=_failed)
