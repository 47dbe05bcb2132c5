"""Imports patients or a day's schedule: what would become of each row is shown first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.imports import DateOrder, Fate, Imported, PlannedRow
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.row_model import RowModel
from desktop.ui.visit_rows import day_in_words
from desktop.ui.widgets import button, label
from desktop.workflow.import_patients import (
    BUNDLE_ENDINGS,
    TABLE_ENDINGS,
    ImportPreview,
    import_previewed,
    preview_import,
)
from desktop.workflow.session import Session

_COLUMNS = ("Row", "Patient", "Born", "MRN", "Appointment", "What happens", "Why")
_WIDTHS_PX = (50, 190, 100, 90, 150, 150, 0)
_FATES = {
    Fate.NEW: "New patient",
    Fate.KNOWN: "Known patient",
    Fate.TWICE: "There already",
    Fate.REFUSED: "Cannot be taken",
}
_ORDERS = (
    ("Day first, as in 31/12/2025", DateOrder.DAY_FIRST),
    ("Month first, as in 12/31/2025", DateOrder.MONTH_FIRST),
)


class _PlannedRows(RowModel[PlannedRow]):
    """What would become of each row of the file."""

    def texts(self, row: PlannedRow) -> tuple[str, ...]:
        given = row.row
        starts = given.starts_at
        reasons = dict.fromkeys((*row.reasons, *given.problems, *given.warnings))
        return (
            str(given.number),
            given.patient.name,
            given.patient.birth_date.isoformat() if given.patient.birth_date else "",
            given.patient.mrn,
            f"{day_in_words(starts)}, {starts:%H:%M}" if starts else "",
            _FATES[row.fate],
            "; ".join(reasons),
        )


class ImportDialog(QDialog):
    """Ends accepted with ``imported`` when the rows are stored."""

    def __init__(self, parent: QWidget, lane: Lane, session: Session, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import patients or a schedule")
        self.resize(980, 560)
        self._lane, self._records, self._path = lane, session.records, path
        self._preview: ImportPreview | None = None
        self.imported: Imported | None = None
        self.heading = label("Reading the file…", "heading")
        self.order = QComboBox()
        self.order.setAccessibleName("How the dates of the file are meant")
        self.order.addItem("Choose how dates are meant", None)
        for words, order in _ORDERS:
            self.order.addItem(words, order)
        self.order.hide()
        self.order.currentIndexChanged.connect(self._read)
        self.again = QCheckBox("")
        self.leave_out = QCheckBox("")
        for box in (self.again, self.leave_out):
            box.hide()
            box.toggled.connect(self._offer)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._rows = _PlannedRows(_COLUMNS, self)
        self.table = QTableView()
        self.table.setAccessibleName("Rows of the file")
        self.table.setModel(self._rows)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        for column, width in enumerate(_WIDTHS_PX):
            if width:
                self.table.setColumnWidth(column, width)
        across = self.table.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.use = button("Import", "primary")
        self.use.clicked.connect(self._import)
        self._lay_out()
        self._offer()
        self._read()

    def _lay_out(self) -> None:
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        for widget in (self.heading, self.order, self.table, self.again, self.leave_out, self.problem):
            column.addWidget(widget, 1 if widget is self.table else 0)
        column.addLayout(row)

    def _read(self) -> None:
        chosen = self.order.currentData()
        order = None if chosen is None else DateOrder(chosen)  # Qt gives a plain text back
        self._do(lambda: preview_import(self._records, self._path, order), self._show)

    def _show(self, preview: ImportPreview) -> None:
        self._preview = preview
        self._rows.show_rows(preview.planned)
        count = {fate: preview.count(fate) for fate in Fate}
        kind = "Appointments" if preview.file.is_schedule else "Patients"
        self.table.setColumnHidden(_COLUMNS.index("Appointment"), not preview.file.is_schedule)
        self.heading.setText(
            f"{kind} in the file: {len(preview.planned)}. New {count[Fate.NEW]}, known {count[Fate.KNOWN]}, "
            f"there already {count[Fate.TWICE]}, cannot be taken {count[Fate.REFUSED]}"
        )
        if preview.file.asks_date_order:
            self._say("Some dates can be read in two ways. Say whether the day or the month comes first.")
        else:
            self._say("")
        self.order.setVisible(preview.file.asks_date_order or self.order.currentIndex() > 0)
        refused = count[Fate.REFUSED]
        rows = "row" if refused == 1 else f"{refused} rows"
        self.leave_out.setText(f"Leave out the {rows} that cannot be taken, and import the others")
        self.leave_out.setVisible(bool(refused))
        before = preview.imported_before
        if before is not None:
            self.again.setText(
                f"This file was imported on {day_in_words(before)} at {before:%H:%M}. Import it again"
            )
        self.again.setVisible(before is not None)
        self._offer()

    def _offer(self) -> None:
        preview = self._preview
        self.use.setEnabled(
            preview is not None
            and bool(preview.planned)
            and not preview.file.asks_date_order
            and (self.leave_out.isHidden() or self.leave_out.isChecked())
            and (self.again.isHidden() or self.again.isChecked())
        )

    def _import(self) -> None:
        preview = self._preview
        if preview is None:
            return
        leave_out, again = self.leave_out.isChecked(), self.again.isChecked()
        self.use.setEnabled(False)

        def _imported(imported: Imported) -> None:
            self.imported = imported
            self.accept()

        self._do(
            lambda: import_previewed(self._records, preview, leave_out_refused=leave_out, again=again),
            _imported,
        )

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        path = self._path

        def _done(result: Any) -> None:
            if self._path is path and self.result() == 0:
                done(result)

        def _failed(error: Exception) -> None:
            if self.result() == 0:
                self._say(sentence_for(error))
                self._offer()

        self._lane.start(at_once(work), done=_done, failed=_failed)


def choose_and_import(parent: QWidget, lane: Lane, session: Session) -> str:
    """Ask for a file and import it. Returns what was done in words; nothing when it was cancelled."""
    endings = " ".join(f"*{ending}" for ending in (*TABLE_ENDINGS, *BUNDLE_ENDINGS))
    name, _ = QFileDialog.getOpenFileName(
        parent, "Import patients or a schedule", "", f"Tables and FHIR bundles ({endings})"
    )
    if not name:
        return ""
    dialog = ImportDialog(parent, lane, session, Path(name))
    dialog.finished.connect(dialog.deleteLater)
    dialog.exec()
    done = dialog.imported
    if done is None:
        return ""
    left_out = f", {done.left_out} rows left out" if done.left_out else ""
    return f"Imported: {done.patients} new patients, {done.visits} visits{left_out}."
