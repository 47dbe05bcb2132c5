"""The card on backups: the last one, one now, where they go, which there are, and the way to restore one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.backup import Backup
from desktop.domain.user import Right
from desktop.ui.care import Care
from desktop.ui.jobs import at_once
from desktop.ui.messages import sentence_for
from desktop.ui.plain_table import PlainTable
from desktop.ui.restore_page import row_of
from desktop.ui.settings_card import SettingsCard
from desktop.ui.widgets import button, label, link_button
from desktop.workflow.back_up import BackedUp, folders, list_backups, verify_backup
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings

_TABLE_PX = 170


class BackupCard(SettingsCard):
    """chosen(values): the person saved other values of Settings. restore_asked(): show the way to restore."""

    chosen = Signal(dict)
    restore_asked = Signal()

    def __init__(self, session: Session, care: Care) -> None:
        super().__init__("Backups")
        self._session = session
        self._care = care
        self._backups: tuple[Backup, ...] = ()
        may_manage = session.user.may(Right.MANAGE_CLINIC)
        self.column.addWidget(
            label(
                "Made every 4 hours of use and when the program closes, encrypted like the records and opened once to "
                "check them. Kept: the newest of 7 days, 4 weeks and 12 months.",
                "secondary",
                wrap=True,
            )
        )
        self.last = label("", "strong", wrap=True)
        self.column.addWidget(self.last)
        self.where = label("", wrap=True)
        self.column.addWidget(self.where)
        self.table = PlainTable("Backups", ("Made", "Size", "Version", "Folder"), 3)
        self.table.setFixedHeight(_TABLE_PX)
        self.column.addWidget(self.table)
        self.now = button("Back up now")
        self.now.clicked.connect(self._back_up)
        self.check = button("Check the chosen backup")
        self.check.clicked.connect(self._verify)
        self.second = button("Also back up to another folder…")
        self.second.clicked.connect(self._choose_second)
        self.no_second = link_button("Only to the first folder", "Back up only to the first folder")
        self.no_second.clicked.connect(lambda: self._store_second(""))
        self.restore = link_button("Restore a backup…", "Restore a backup")
        self.restore.clicked.connect(self.restore_asked)
        row = QHBoxLayout()
        for each in (self.now, self.check, self.second, self.no_second):
            row.addWidget(each)
        row.addStretch()
        row.addWidget(self.restore)
        self.second.setVisible(may_manage)
        self.restore.setVisible(may_manage)
        self.column.addLayout(row)
        self.result = label("", "secondary", wrap=True)
        self.column.addWidget(self.result)
        care.backed_up.connect(self._backed_up)
        self.show_settings(session.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show where backups go, and which there are."""
        second = settings.backup.second_folder
        self.where.setText(
            " and ".join(
                f"To {folder}" if not number else str(folder)
                for number, folder in enumerate(folders(self._session))
            )
        )
        self.no_second.setVisible(bool(second) and self._session.user.may(Right.MANAGE_CLINIC))
        self._list()

    def _list(self) -> None:
        self._care.lane.start(
            at_once(lambda: list_backups(self._session)),
            done=self._show,
            failed=lambda error: self.result.setText(sentence_for(error)),
        )

    def _show(self, backups: tuple[Backup, ...]) -> None:
        self._backups = backups
        self.table.show_rows([row_of(backup) for backup in backups])
        self.check.setEnabled(bool(backups))
        self.last.setText(
            f"Last backup: {backups[0].made_at.astimezone():%d %B %Y at %H:%M}"
            if backups
            else "There is no backup yet."
        )

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self.result.setText("Backing up…")
        self._care.back_up()

    def _backed_up(self, done: BackedUp) -> None:
        self.now.setEnabled(True)
        if done.problems:
            self.result.setText(" ".join(done.problems))
        elif done.made:
            self.result.setText("The backup is made and was opened to check it.")
        self._list()

    def _verify(self) -> None:
        number = self.table.currentRow()
        if not 0 <= number < len(self._backups):
            return
        self.check.setEnabled(False)
        self.result.setText("Opening and checking the backup…")

        def _ended(words: str) -> None:
            self.check.setEnabled(True)
            self.result.setText(words)

        self._care.lane.start(
            verify_backup(self._session, self._backups[number].path),
            done=lambda found: _ended(found.sentence),
            failed=lambda error: _ended(sentence_for(error)),
        )

    def _choose_second(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Also back up to this folder")
        if folder:
            self._store_second(folder)

    def _store_second(self, folder: str) -> None:
        backup = self._session.settings.backup.model_copy(update={"second_folder": folder})
        self.chosen.emit({"backup": backup})
        self.show_settings(self._session.settings)
