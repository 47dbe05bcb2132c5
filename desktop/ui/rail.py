"""The rail on the left of the workspace: a button for each page, and the lock and the person below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import Theme
from desktop.ui.widgets import label

_WIDTH_PX = 76


class Rail(QWidget):
    """Shows the pages to choose from. chosen(page). lock_asked() and account_asked(): the buttons below."""

    chosen = Signal(object)
    lock_asked = Signal()
    account_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH_PX)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._buttons: dict[QWidget, QToolButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(6)
        logo = label("So", "logo")
        logo.setFixedSize(38, 38)
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(logo, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(8)
        self._pages_column = QVBoxLayout()
        self._pages_column.setSpacing(6)
        self._column.addLayout(self._pages_column)
        self._column.addStretch()
        self.lock = self._button("lock", "Lock")
        self.lock.setToolTip("Lock (Ctrl+L)")
        self.lock.clicked.connect(self.lock_asked)
        self.account = QToolButton()
        self.account.setProperty("kind", "initials")
        self.account.setFixedSize(34, 34)
        self.account.clicked.connect(self.account_asked)
        self._column.addWidget(self.lock)
        self._column.addWidget(self.account, alignment=Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self.draw_icons)

    def add(self, page: QWidget, icon_name: str, words: str) -> None:
        """Add a page below the others."""
        made = self._button(icon_name, words)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.chosen.emit(page))
        self._group.addButton(made)
        self._buttons[page] = made
        self._pages_column.addWidget(made)

    def button_of(self, page: QWidget) -> QToolButton:
        """The button of a page."""
        return self._buttons[page]

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """The buttons of all pages."""
        return tuple(self._buttons.values())

    def show_person(self, name: str) -> None:
        """Show who is signed in, by the initials; the name is what a screen reader says."""
        initials = "".join(part[0].upper() for part in name.split()[:2] if part)
        self.account.setText(initials or "?")
        self.account.setAccessibleName(f"Signed in as {name}")
        self.account.setToolTip(f"Signed in as {name}")

    def draw_icons(self) -> None:
        """Draw every icon in the colours of the theme."""
        tokens = self._theme.tokens
        for made in (*self._buttons.values(), self.lock):
            made.setIcon(icon(made.property("icon_name"), tokens.secondary, tokens.accent))

    def _button(self, icon_name: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setProperty("kind", "rail")
        made.setProperty("icon_name", icon_name)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(22, 22))
        made.setAccessibleName(words)
        return made
