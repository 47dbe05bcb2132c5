"""What every card of the settings page is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QVBoxLayout

from desktop.ui.widgets import label


class SettingsCard(QFrame):
    """A titled card; what it shows goes into its column."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 14, 18, 16)
        self.column.setSpacing(10)
        self.column.addWidget(label(title, "heading"))


def form() -> QFormLayout:
    """A form whose fields take the width there is."""
    made = QFormLayout()
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return made


def field(accessible_name: str, placeholder: str) -> QLineEdit:
    """One line to type into."""
    made = QLineEdit(placeholderText=placeholder)
    made.setAccessibleName(accessible_name)
    made.setMaxLength(2000)
    return made
