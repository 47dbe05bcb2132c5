"""What the retention rules delete now and within a month, before anything goes; no word of a visit."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.retention import RetentionItem
from desktop.ui.care import Care
from desktop.ui.jobs import at_once
from desktop.ui.messages import sentence_for
from desktop.ui.plain_table import PlainTable
from desktop.ui.questions import confirms
from desktop.ui.widgets import button, label
from desktop.workflow.retention import preview_retention, run_retention
from desktop.workflow.session import Session

_MOST_ROWS = 500
_Items = tuple[RetentionItem, ...]


class RetentionDialog(QDialog):
    """Lists first; deletes only after a question."""

    def __init__(self, parent: QWidget, session: Session, care: Care) -> None:
        super().__init__(parent)
        self.setWindowTitle("What would be deleted")
        self.resize(820, 480)
        self._session = session
        self._care = care
        self._due = 0
        self.words = label("Looking…", wrap=True)
        self.table = PlainTable("What would be deleted", ("When", "What", "Visit", "Patient", "Why"), 4)
        self.go = button("Delete what is due now")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._delete)
        close = button("Close", "primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.finished.connect(self.deleteLater)
        self._look()

    def _look(self) -> None:
        self._care.lane.start(
            at_once(lambda: preview_retention(self._session)), done=self._show, failed=self._failed
        )

    def _show(self, found: tuple[_Items, _Items]) -> None:
        due, later = found
        self._due = sum(not item.is_held for item in due)
        held = sum(item.is_held for item in (*due, *later))
        said = [
            f"Due now: {self._due:,}. Within 30 days: {len([item for item in later if not item.is_held]):,}."
        ]
        if held:
            said.append(f"Kept by a legal hold: {held:,}.")
        rows = [*due, *later]
        if len(rows) > _MOST_ROWS:
            said.append(f"The list shows the first {_MOST_ROWS}.")
        self.words.setText(" ".join(said))
        self.table.show_rows([_row(item) for item in rows[:_MOST_ROWS]])
        self.go.setEnabled(self._due > 0)

    def _delete(self) -> None:
        if not confirms(
            self,
            f"Delete {self._due:,} item{'' if self._due == 1 else 's'} for good?",
            "It cannot be taken back; only a backup still has them.",
            "Delete",
        ):
            return
        self.go.setEnabled(False)
        self.words.setText("Deleting…")
        self._care.lane.start(run_retention(self._session), done=lambda _: self._look(), failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.words.setText(sentence_for(error))


def _row(item: RetentionItem) -> tuple[str, ...]:
    return (
        f"{item.expires_at:%d %b %Y}",
        item.rule.kind.label,
        f"{item.visit_day:%d %b %Y}, number {item.visit_id}",
        item.patient_name or "no patient",
        item.why,
    )
