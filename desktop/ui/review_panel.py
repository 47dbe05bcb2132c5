"""The right side of the visit page: three tabs with what is there to review, and a button that shows or hides them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.ui.checks_tab import ChecksTab
from desktop.ui.widgets import button

_OPEN_FROM_PX = 1360
"""The window's width from which the panel stands open without being asked for."""
_LEAST_PX = 300
_WIDTH_PX = 312


class ReviewPanel(QWidget):
    """Holds the tabs. toggle: a button for the foot of the page that says what there is to check."""

    def __init__(self, codes: QWidget, patient: QWidget, checks: ChecksTab) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_LEAST_PX)
        self.setMaximumWidth(560)
        self._was_toggled = False
        self.codes, self.patient, self.checks = codes, patient, checks
        self.tabs = QTabBar()
        self.tabs.setProperty("kind", "review")
        self.tabs.setAccessibleName("Review")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self._stack = QStackedWidget()
        for words, tab in (("Codes", codes), ("For the patient", patient), ("Checks", checks)):
            self.tabs.addTab(words)
            self._stack.addWidget(_scrolling(tab))
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.toggle = button("", "small")
        self.toggle.setToolTip("Show or hide codes, the patient's summary and checks (F9)")
        self.toggle.clicked.connect(self.press_toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(14, 6, 14, 0)
        top.addWidget(self.tabs)
        column.addLayout(top)
        column.addWidget(self._stack)
        self._to_check = 0
        self.show_count(0)

    @property
    def width_px(self) -> int:
        """How wide it opens."""
        return _WIDTH_PX

    def show_tab(self, tab: QWidget) -> None:
        """Show a tab, opening the panel."""
        self.tabs.setCurrentIndex((self.codes, self.patient, self.checks).index(tab))
        self._was_toggled = True
        self.setVisible(True)
        self._name_toggle()

    def press_toggle(self) -> None:
        """Show the panel or hide it, and leave it so from now on. What the button counts is shown first."""
        if self._to_check and not self._was_toggled:
            self.tabs.setCurrentIndex(2)
        self._was_toggled = True
        self.setVisible(self.isHidden())
        self._name_toggle()

    def fit(self, window_width_px: int) -> None:
        """Stand open in a wide window and give way in a narrow one, until somebody decided otherwise."""
        if not self._was_toggled:
            self.setVisible(window_width_px >= _OPEN_FROM_PX)
            self._name_toggle()

    def show_count(self, to_check: int) -> None:
        """Say how many findings there are to look at."""
        self._to_check = to_check
        self.tabs.setTabText(2, f"Checks {to_check}" if to_check else "Checks")
        self._name_toggle()

    def _name_toggle(self) -> None:
        count = f" ({self._to_check})" if self._to_check and self.isHidden() else ""
        self.toggle.setText(f"Review{count}" if self.isHidden() else "Hide review")


def _scrolling(tab: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setProperty("kind", "plain")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(tab)
    return area
