"""What leaves the program of a summary: copied, written to a file, or as a referral letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.domain.patient import Patient
from desktop.domain.summary import Summary
from desktop.ui.exporting import Exporting
from desktop.ui.patient_page import PatientPage
from desktop.ui.private_clipboard import private_clipboard
from desktop.ui.referral_dialog import ReferralDialog
from desktop.workflow import visits
from desktop.workflow.documents import referral_document
from desktop.workflow.keep_summary import SummaryFormat, copied_summary, export_summary
from desktop.workflow.session import Session

_FILTERS = "Text (*.txt);;JSON (*.json)"
_WithSummary = Callable[[Callable[[int, Summary], Any], Callable[[Any], None]], None]
"""Does work with the patient's id and the summary on screen, then calls the second with its result."""


class SummaryOutput(QObject):
    """Copy, Export and the letter of the summary card; the audit notes each before it happens."""

    def __init__(
        self, page: PatientPage, session: Session, exporting: Exporting, with_summary: _WithSummary
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self.exporting = exporting
        self._with_summary = with_summary
        exporting.said.connect(lambda words, tone: page.summary.banner.say(words, tone=tone))
        page.summary.copy_asked.connect(self._copy)
        page.summary.export_asked.connect(self._export)

    def _copy(self) -> None:
        self._with_summary(
            lambda patient_id, summary: copied_summary(self._session.records, patient_id, summary),
            self._copied,
        )

    def _copied(self, text: str) -> None:
        private_clipboard().put(text)
        self._page.summary.banner.say(
            "Copied as text. The clipboard is emptied after a minute.", tone="information"
        )

    def _export(self) -> None:
        name, chosen = QFileDialog.getSaveFileName(
            self._page, "Export the summary", f"{visits.now():%Y-%m-%d} summary.txt", _FILTERS
        )
        if name:
            is_json = Path(name).suffix.lower() == ".json" or (not Path(name).suffix and "json" in chosen)
            form = SummaryFormat.JSON if is_json else SummaryFormat.TEXT
            path = Path(name) if Path(name).suffix else Path(f"{name}.{form.value}")
            self.export_to(path, form)

    def export_to(self, path: Path, form: SummaryFormat) -> None:
        """Write the summary on screen to a file."""
        self._with_summary(
            lambda patient_id, summary: export_summary(
                self._session.records, patient_id, summary, path, form
            ),
            lambda written: self._page.summary.banner.say(
                f"Written to {written}. The file is not encrypted.", tone="information"
            ),
        )

    def write_letter(self, patient: Patient, summary: Summary) -> None:
        """Ask whom a referral letter is to, and write it to a file."""
        patient_id = patient.id
        assert patient_id is not None
        dialog = ReferralDialog(self._page, patient.name, summary)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            recipient = dialog.recipient
            self.exporting.export_document(
                lambda: referral_document(self._session, patient_id, summary, recipient), dialog.kind
            )
