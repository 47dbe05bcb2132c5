"""Puts a backup in the place of the records, while nobody is signed in: which one, and what opens it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.backup import Backup
from desktop.ui.entrance_card import EntranceCard, centred
from desktop.ui.plain_table import PlainTable
from desktop.ui.widgets import button, label, link_button

_BELOW = (
    "Everything goes back to what it was when the backup was made. What is here now is kept beside it, under names that "
    "end in .before-restore. A backup opens with the sign-in name and password that an administrator had on that day, or "
    "with the recovery key of that day."
)
_MEGABYTE = 1_000_000
_TABLE_PX = 150


class RestorePage(QWidget):
    """password_given(path, sign-in name, password); recovery_given(path, key); left(): the person thought better of it."""

    password_given = Signal(object, str, str)
    recovery_given = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._backups: list[Backup] = []
        self._is_busy = False
        card = EntranceCard("Restore a backup", _BELOW)
        card.setFixedWidth(680)
        self.table = PlainTable("Backups", ("Made", "Size", "Version", "Folder"), 3)
        self.table.setFixedHeight(_TABLE_PX)
        self.table.itemSelectionChanged.connect(self._update)
        card.body.addWidget(self.table)
        other = link_button("Choose a file…", "Choose a backup file")
        other.clicked.connect(self._choose_file)
        self.file = label("", "secondary", wrap=True)
        row = QHBoxLayout()
        row.addWidget(other)
        row.addWidget(self.file, 1)
        card.body.addLayout(row)
        self.sign_in_name = card.add_text("Sign-in name on that day")
        self.secret = card.add_password("Password on that day", "Password or recovery key on that day")
        self.with_key = QCheckBox("Use the recovery key in place of name and password")
        self.with_key.toggled.connect(self.sign_in_name.setDisabled)
        self.with_key.toggled.connect(self._update)
        card.body.addWidget(self.with_key)
        self.problem = label("", "error", wrap=True)
        card.body.addWidget(self.problem)
        self.back = button("Back")
        self.back.clicked.connect(self.left)
        self.go = button("Restore", "primary")
        self.go.clicked.connect(self._restore)
        for field in (self.sign_in_name, self.secret):
            field.textChanged.connect(self._update)
            field.returnPressed.connect(self._restore)
        card.add_buttons([self.back], [self.go])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(card))
        self._chosen_file: Path | None = None
        self._update()

    @property
    def chosen(self) -> Path | None:
        """The backup to restore: the file that was chosen, else the row."""
        if self._chosen_file is not None:
            return self._chosen_file
        number = self.table.currentRow()
        return self._backups[number].path if 0 <= number < len(self._backups) else None

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Offer these, the newest first."""
        self._backups = list(backups)
        self.table.show_rows([row_of(backup) for backup in backups])
        if not backups:
            self.problem.setText(
                "No backup was found on this computer. Connect the disk with one and choose its file."
            )
        self._update()

    def refuse(self, words: str) -> None:
        """Nothing was replaced; say why."""
        self._is_busy = False
        self.problem.setText(words)
        self._update()
        self.secret.setFocus()
        self.secret.selectAll()

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a backup", "", "Backups (*.soapstone-backup)")
        if name:
            self._chosen_file = Path(name)
            self.file.setText(name)
            self.table.clearSelection()
            self.problem.clear()
            self._update()

    def _restore(self) -> None:
        path = self.chosen
        if path is None or not self.go.isEnabled():
            return
        self._is_busy = True
        self.problem.clear()
        self._update()
        if self.with_key.isChecked():
            self.recovery_given.emit(path, self.secret.text())
        else:
            self.password_given.emit(path, self.sign_in_name.text(), self.secret.text())

    def _update(self) -> None:
        if self.table.selectedItems():
            self._chosen_file = None
            self.file.clear()
        has_name = self.with_key.isChecked() or bool(self.sign_in_name.text().strip())
        is_ready = self.chosen is not None and has_name and bool(self.secret.text())
        self.go.setEnabled(is_ready and not self._is_busy)
        self.go.setText("Restoring…" if self._is_busy else "Restore")
        self.back.setEnabled(not self._is_busy)


def row_of(backup: Backup) -> tuple[str, str, str, str]:
    """What a list shows of a backup."""
    made = backup.made_at.astimezone()
    return (
        f"{made:%d %b %Y %H:%M}",
        f"{backup.size_bytes / _MEGABYTE:,.1f} MB",
        backup.version,
        str(backup.path.parent),
    )
