"""The menu of the signed-in user, under the initials on the rail."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desktop.domain.user import Right
from desktop.ui.emergency_dialog import EmergencyDialog
from desktop.ui.jobs import Lane
from desktop.ui.password_dialog import PasswordDialog
from desktop.workflow.session import Session


class Account(QObject):
    """lock_asked(). sign_out_asked(). emergency_begun(). said(sentence)."""

    lock_asked = Signal()
    sign_out_asked = Signal()
    emergency_begun = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget, session: Session, lane: Lane) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._lane = lane

    def menu(self) -> QMenu:
        """Name and roles, and what this user may do with the own session."""
        user = self._session.user
        menu = QMenu(self._parent)
        menu.setAccessibleName("Account")
        roles = " and ".join(sorted(role.value for role in user.roles))
        for words in (user.signature_name, f"{user.sign_in_name} · {roles}"):
            # An ampersand in a name is no shortcut.
            menu.addAction(words.replace("&", "&&")).setEnabled(False)
        menu.addSeparator()
        menu.addAction("Change password…").triggered.connect(self.change_password)
        if not user.may(Right.READ_CLINICAL):
            menu.addAction("Emergency access…").triggered.connect(self.begin_emergency)
        menu.addSeparator()
        menu.addAction("Lock\tCtrl+L").triggered.connect(self.lock_asked)
        menu.addAction("Sign out").triggered.connect(self.sign_out_asked)
        return menu

    def show_menu(self, beside: QWidget) -> None:
        """Show the menu to the right of a button, its foot at the button's foot."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        right = beside.mapToGlobal(QPoint(beside.width() + 6, beside.height()))
        menu.popup(right - QPoint(0, menu.sizeHint().height()))

    def change_password(self) -> None:
        """Ask for the old password and a new one."""
        if self._ended_well(PasswordDialog(self._parent, self._session, self._lane)):
            self.said.emit("Your new password holds from now on. The old one opens nothing any more.")

    def begin_emergency(self) -> None:
        """Ask for the reason."""
        if self._ended_well(EmergencyDialog(self._parent, self._session, self._lane)):
            self.emergency_begun.emit()

    def _ended_well(self, dialog: QDialog) -> bool:
        dialog.finished.connect(dialog.deleteLater)
        return dialog.exec() == QDialog.DialogCode.Accepted
