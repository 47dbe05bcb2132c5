"""The card on how long things are kept: a rule for each kind, and the list of what goes before it goes."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSpinBox

from desktop.domain.retention import RetentionKind, RetentionRule, RetentionStart
from desktop.ui.care import Care
from desktop.ui.jobs import at_once
from desktop.ui.legal_hold_form import LegalHoldForm
from desktop.ui.messages import sentence_for
from desktop.ui.retention_dialog import RetentionDialog
from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import button, label
from desktop.workflow.retention import retention_rules, set_retention_rules
from desktop.workflow.session import Session

_STARTS = (("days after signing", RetentionStart.SIGNING), ("days after the visit", RetentionStart.VISIT))
_USUAL_DAYS = {RetentionKind.AUDIO: 7, RetentionKind.TRANSCRIPTS: 365, RetentionKind.DRAFTS: 365}


class _Rule:
    """The controls of one kind."""

    def __init__(self, kind: RetentionKind) -> None:
        self.kind = kind
        self.deletes = QCheckBox(f"{kind.label}: delete")
        self.days = QSpinBox()
        self.days.setRange(0, RetentionRule(kind).most_days)
        self.days.setAccessibleName(f"{kind.label}: days")
        self.start = QComboBox()
        self.start.setAccessibleName(f"{kind.label}: counted from")
        for words, value in _STARTS:
            self.start.addItem(words, value)
        self.deletes.toggled.connect(self.days.setEnabled)
        self.deletes.toggled.connect(self.start.setEnabled)

    def show(self, rule: RetentionRule) -> None:
        self.days.setValue(_USUAL_DAYS[self.kind] if rule.days is None else rule.days)
        self.start.setCurrentIndex(self.start.findData(rule.start))
        self.deletes.setChecked(rule.days is not None)
        self.days.setEnabled(rule.days is not None)
        self.start.setEnabled(rule.days is not None)

    @property
    def typed(self) -> RetentionRule:
        days = self.days.value() if self.deletes.isChecked() else None
        return RetentionRule(self.kind, days, RetentionStart(self.start.currentData()))  # Qt gives back a str


class RetentionCard(SettingsCard):
    """Reads and stores the rules itself: they are not part of the settings, because the records hold to them."""

    def __init__(self, session: Session, care: Care) -> None:
        super().__init__("How long things are kept")
        self._session = session
        self._care = care
        self.column.addWidget(
            label(
                "Signed notes, their addenda and the audit are always kept. Nothing of a patient on legal hold is deleted. "
                "Backups keep what is deleted here until they are thinned out, up to 12 months.",
                "secondary",
                wrap=True,
            )
        )
        grid = QGridLayout()
        grid.setColumnStretch(3, 1)
        self.rules = {kind: _Rule(kind) for kind in RetentionKind}
        for row, rule in enumerate(self.rules.values()):
            for column, widget in enumerate((rule.deletes, rule.days, rule.start)):
                grid.addWidget(widget, row, column)
        self.column.addLayout(grid)
        self.save = button("Save")
        self.save.setAccessibleName("Save what is kept and for how long")
        self.save.clicked.connect(self._save)
        self.look = button("What would be deleted…")
        self.look.clicked.connect(self._look)
        self.result = label("", "secondary", wrap=True)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(self.save)
        row_of_buttons.addWidget(self.look)
        row_of_buttons.addWidget(self.result, 1)
        self.column.addLayout(row_of_buttons)
        self.holds = LegalHoldForm(session, care)
        self.column.addWidget(self.holds)
        self._read()

    def _read(self) -> None:
        self._care.lane.start(
            at_once(lambda: retention_rules(self._session)),
            done=self._show,
            failed=lambda error: self.result.setText(sentence_for(error)),
        )

    def _show(self, rules: tuple[RetentionRule, ...]) -> None:
        for rule in rules:
            self.rules[rule.kind].show(rule)

    def _save(self) -> None:
        rules = tuple(each.typed for each in self.rules.values())
        self._care.lane.start(
            at_once(lambda: set_retention_rules(self._session, rules)),
            done=lambda _: self.result.setText("Saved. The rules run once a day."),
            failed=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.result.setText(f"Not saved: {sentence_for(error)}")
        self._read()

    def _look(self) -> None:
        dialog = RetentionDialog(self, self._session, self._care)
        dialog.exec()
