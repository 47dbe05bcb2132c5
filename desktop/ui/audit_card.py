"""The card on the audit: who did what, narrowed by a person, an action and days; its check; a CSV file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFileDialog, QHBoxLayout

from desktop.domain.audit import Action, AuditCheck, AuditEntry, AuditFilter, AuditPage
from desktop.domain.user import User
from desktop.ui.care import Care
from desktop.ui.jobs import at_once
from desktop.ui.messages import sentence_for
from desktop.ui.plain_table import PlainTable
from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import button, label
from desktop.workflow.audit import audit_page, check_audit, export_audit
from desktop.workflow.session import Session
from desktop.workflow.users import users

_TABLE_PX = 260
_COLUMNS = ("Time", "User", "Action", "Record", "About")


class AuditCard(SettingsCard):
    """Nothing is read before the person asks: each look at the audit is itself in the audit."""

    def __init__(self, session: Session, care: Care) -> None:
        super().__init__("Audit")
        self._session = session
        self._care = care
        self._next_before: int | None = None
        self.column.addWidget(
            label(
                "Who did what to which record, and when. It holds no word of a note, and no row of it can be changed or "
                "removed without being noticed.",
                "secondary",
                wrap=True,
            )
        )
        self.who = QComboBox()
        self.who.setAccessibleName("User")
        self.who.addItem("Everybody", None)
        self.action = QComboBox()
        self.action.setAccessibleName("Action")
        self.action.addItem("Every action", None)
        for action in Action:
            self.action.addItem(action.value, action)
        self.by_day = QCheckBox("Only from")
        self.first, self.last = QDateEdit(QDate.currentDate()), QDateEdit(QDate.currentDate())
        for field, name in ((self.first, "First day"), (self.last, "Last day")):
            field.setAccessibleName(name)
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
            field.setEnabled(False)
            self.by_day.toggled.connect(field.setEnabled)
        self.show_rows = button("Show")
        self.show_rows.clicked.connect(lambda: self._read(None))
        filters = QHBoxLayout()
        for widget in (
            self.who,
            self.action,
            self.by_day,
            self.first,
            label("to"),
            self.last,
            self.show_rows,
        ):
            filters.addWidget(widget)
        filters.addStretch()
        self.column.addLayout(filters)
        self.table = PlainTable("Rows of the audit", _COLUMNS, 4)
        self.table.setFixedHeight(_TABLE_PX)
        self.table.hide()
        self.column.addWidget(self.table)
        self.more = button("Older rows")
        self.more.clicked.connect(lambda: self._read(self._next_before))
        self.more.hide()
        self.check = button("Check the audit")
        self.check.clicked.connect(self._check)
        self.csv = button("Save as CSV…")
        self.csv.clicked.connect(self._export)
        row = QHBoxLayout()
        for widget in (self.more, self.check, self.csv):
            row.addWidget(widget)
        self.result = label("", "secondary", wrap=True)
        row.addWidget(self.result, 1)
        self.column.addLayout(row)
        care.lane.start(at_once(lambda: users(session)), done=self._name_users, failed=self._failed)

    def _name_users(self, found: list[User]) -> None:
        for user in found:
            self.who.addItem(user.display_name, user.id)

    def _filter(self) -> AuditFilter:
        has_days = self.by_day.isChecked()
        action = self.action.currentData()
        return AuditFilter(
            user_id=self.who.currentData(),
            action=None if action is None else Action(action),  # Qt gives back a str
            first_day=_day(self.first) if has_days else None,
            last_day=_day(self.last) if has_days else None,
        )

    def _read(self, before: int | None) -> None:
        only = self._filter()

        def _show(page: AuditPage) -> None:
            rows = [_row(entry) for entry in page.entries]
            if before is None:
                self.table.show_rows(rows)
            else:
                self.table.add_rows(rows)
            self._next_before = page.next_before
            self.table.show()
            self.more.setVisible(page.next_before is not None)
            self.result.setText("" if self.table.rowCount() else "Nothing like that is in the audit.")

        self._care.lane.start(
            at_once(lambda: audit_page(self._session, only, before)), done=_show, failed=self._failed
        )

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.result.setText("Checking…")
        running = self._care.lane.start(check_audit(self._session), done=self._checked, failed=self._failed)
        running.reported.connect(
            lambda step: self.result.setText(f"Checking {step.rows_done:,} of {step.rows_total:,} rows…")
        )

    def _checked(self, found: AuditCheck) -> None:
        self.check.setEnabled(True)
        self.result.setText(found.sentence)

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the audit, not encrypted", "audit.csv", "CSV (*.csv)"
        )
        if not name:
            return
        only = self._filter()
        self._care.lane.start(
            at_once(lambda: export_audit(self._session, Path(name), only)),
            done=lambda count: self.result.setText(
                f"{count:,} rows were written. The file is not encrypted."
            ),
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self.result.setText(sentence_for(error))


def _day(field: QDateEdit) -> date:
    shown = field.date()
    return date(shown.year(), shown.month(), shown.day())


def _row(entry: AuditEntry) -> tuple[str, ...]:
    record = entry.record_kind.value + ("" if entry.record_id is None else f" {entry.record_id}")
    about = [f"{name.replace('_', ' ')}: {value}" for name, value in entry.facts.items()]
    return (
        f"{entry.at:%d %b %Y %H:%M:%S}",
        entry.user,
        entry.action.value,
        record,
        "; ".join((*about, entry.reason) if entry.reason else about),
    )
