"""Small widgets in the product's style, made in one place so that they look alike everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


def restyle(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties that the style sheet looks at, and have it look again if one changed."""
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def label(text: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text. kind: title, display, heading, strong, secondary, error, key."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    return made


def chip(text: str, tone: str = "") -> QLabel:
    """A short state in a rounded field. tone: empty (good), information, warning, quiet."""
    made = label(text, "chip")
    made.setProperty("tone", tone)
    return made


def button(text: str, kind: str = "") -> QPushButton:
    """A push button. kind: empty, or primary for the one main action of a screen."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def link_button(text: str, accessible_name: str) -> QPushButton:
    """A quiet button that reads as a link; its accessible name says what it acts on."""
    made = button(text, "link")
    made.setAccessibleName(accessible_name)
    return made


def line() -> QFrame:
    """A horizontal rule."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made
