"""The administrator's card: who may sign in, as what, the recovery key, and the key of the records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTableView

from desktop.domain.user import NewUser, User
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.questions import confirms
from desktop.ui.recovery_key_dialog import RecoveryKeyDialog
from desktop.ui.row_model import RowModel
from desktop.ui.settings_card import SettingsCard
from desktop.ui.user_dialog import UserDialog
from desktop.ui.widgets import button, label, restyle
from desktop.workflow import users
from desktop.workflow.session import Session

_COLUMNS = ("Name", "Sign-in name", "Roles", "State")
_ROW_PX = 34
_MOST_ROWS_SHOWN = 8


class _Users(RowModel[User]):
    """The users, disabled ones too."""

    def texts(self, row: User) -> tuple[str, ...]:
        return (
            row.signature_name,
            row.sign_in_name,
            ", ".join(sorted(each.value for each in row.roles)),
            "Disabled" if row.is_disabled else "May sign in",
        )


class UsersCard(SettingsCard):
    """For those with MANAGE_USERS. data_key_asked(): everything is to be encrypted anew."""

    data_key_asked = Signal()

    def __init__(self, session: Session, is_recording: Callable[[], bool]) -> None:
        super().__init__("Users and keys")
        self._session = session
        self._is_recording = is_recording
        self._lane = Lane("users", self)
        self._model = _Users(_COLUMNS, self)
        self.table = QTableView()
        self.table.setAccessibleName("Users")
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        across = self.table.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.table.activated.connect(lambda _: self._change())
        self.add = button("Add a user…")
        self.add.clicked.connect(self._add)
        self.change = button("Change…")
        self.change.setAccessibleName("Change the selected user")
        self.change.clicked.connect(self._change)
        self.reset = button("New password…")
        self.reset.setAccessibleName("Give the selected user a new password")
        self.reset.clicked.connect(self._reset)
        self.disable = button("Disable…")
        self.disable.setAccessibleName("Disable or enable the selected user")
        self.disable.clicked.connect(self._disable_or_enable)
        self.result = label("", "secondary", wrap=True)
        self.recovery = button("New recovery key…")
        self.recovery.clicked.connect(self._reissue)
        self.data_key = button("Encrypt everything anew…")
        self.data_key.clicked.connect(self._ask_for_data_key)
        self._lay_out()
        self._show_selected()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.add, self.change, self.reset, self.disable):
            row.addWidget(widget)
        row.addStretch()
        keys = QHBoxLayout()
        keys.addWidget(self.recovery)
        keys.addWidget(self.data_key)
        keys.addStretch()
        self.column.addWidget(self.table)
        self.column.addLayout(row)
        self.column.addWidget(self.result)
        self.column.addWidget(label("Keys", "strong"))
        self.column.addWidget(
            label(
                "Make a new recovery key when somebody may have seen the old one. Encrypt everything anew when somebody "
                "who left may have a copy of the records file and its keys; copies made before stay readable to them.",
                "secondary",
                wrap=True,
            )
        )
        self.column.addLayout(keys)

    def end_work(self, timeout_s: float) -> bool:
        """Finish what is being stored and take no more. True when it ended in time."""
        return self._lane.close(timeout_s, cancel=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Another administrator may have changed them meanwhile."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Read the users again."""
        self._lane.start(at_once(lambda: users.users(self._session)), done=self._show, failed=self._fail)

    @property
    def selected(self) -> User | None:
        """The user of the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self._model.rows[rows[0].row()] if rows else None

    def _show(self, found: list[User]) -> None:
        before = self.selected
        self._model.show_rows(found)
        header_px = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header_px + _ROW_PX * min(max(len(found), 2), _MOST_ROWS_SHOWN) + 4)
        for row, user in enumerate(found):
            if before is not None and user.id == before.id:
                self.table.selectRow(row)
        self._show_selected()

    def _show_selected(self) -> None:
        user = self.selected
        self.change.setEnabled(user is not None)
        self.disable.setEnabled(user is not None)
        self.reset.setEnabled(user is not None and not user.is_disabled and user.id != self._session.user.id)
        self.disable.setText("Enable…" if user is not None and user.is_disabled else "Disable…")

    def _say(self, words: str, *, is_failure: bool = False) -> None:
        self.result.setText(words)
        restyle(self.result, kind="error" if is_failure else "secondary")

    def _fail(self, error: Exception) -> None:
        self._say(sentence_for(error), is_failure=True)

    # What an administrator does.

    def _add(self) -> None:
        def _store(new: NewUser, password: str) -> object:
            return users.add_user(self._session, new, password)

        if self._ended_well(UserDialog(self.window(), "Add a user", self._lane, _store)):
            self._say("The user was added and can sign in with that password.")

    def _change(self) -> None:
        user = self.selected
        if user is None:
            return

        def _store(new: NewUser, _: str) -> object:
            return users.change_user(self._session, user.id, new.display_name, new.credentials, new.roles)

        dialog = UserDialog(self.window(), "Change a user", self._lane, _store, user=user, has_password=False)
        if self._ended_well(dialog):
            self._say("It holds from their next action on.")

    def _reset(self) -> None:
        user = self.selected
        if user is not None:
            self._ask_for_password(
                f"New password for {user.sign_in_name}",
                lambda password: users.reset_password(self._session, user.id, password),
                "The new password holds from now on.",
            )

    def _disable_or_enable(self) -> None:
        user = self.selected
        if user is None:
            return
        if user.is_disabled:
            self._ask_for_password(
                f"Enable {user.sign_in_name} with a new password",
                lambda password: users.enable_user(self._session, user.id, password),
                "The user can sign in again.",
            )
        elif confirms(
            self.window(),
            f"Disable {user.sign_in_name}?",
            "They are kept out from their next action on. What they wrote and signed stays theirs.",
            "Disable",
        ):
            self._do(lambda: users.disable_user(self._session, user.id), "The user cannot sign in any more.")

    def _ask_for_password(self, title: str, store: Callable[[str], object], words: str) -> None:
        dialog = UserDialog(
            self.window(), title, self._lane, lambda _, password: store(password), has_names=False
        )
        if self._ended_well(dialog):
            self._say(words)

    def _reissue(self) -> None:
        if confirms(
            self.window(),
            "Make a new recovery key?",
            "The old one opens nothing any more. Backups made before still open with the old one.",
            "Make a new key",
        ):
            self._lane.start(
                at_once(lambda: users.reissue_recovery_key(self._session)),
                done=self._show_key,
                failed=self._fail,
            )

    def _show_key(self, key: str) -> None:
        was_typed = self._ended_well(RecoveryKeyDialog(self.window(), key))
        self._say(
            "The new recovery key holds."
            if was_typed
            else "The new recovery key holds, but it was not typed back. If you do not have it, make another one.",
            is_failure=not was_typed,
        )

    def _ask_for_data_key(self) -> None:
        if self._is_recording():
            self._say("A recording is running. Stop it before everything is encrypted anew.", is_failure=True)
        elif confirms(
            self.window(),
            "Encrypt everything anew?",
            "It takes seconds for notes and minutes for many hours of sound, and needs as much free space as the records "
            "have. The window is covered meanwhile, and it cannot be stopped. Passwords and the recovery key stay.",
            "Encrypt anew",
        ):
            self.data_key_asked.emit()

    def _do(self, work: Callable[[], object], words: str) -> None:
        def _done(_: object) -> None:
            self._say(words)
            self.refresh()

        self._lane.start(at_once(work), done=_done, failed=self._fail)

    def _ended_well(self, dialog: QDialog) -> bool:
        dialog.finished.connect(dialog.deleteLater)
        is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
        self.refresh()
        return is_accepted
