"""Two notes against each other: what went is marked and red, what came is marked and green."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.domain.note import NOT_STATED, Section
from desktop.language.differences import LineChange, line_differences
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.theme import Tokens


class DifferenceView(PlainEditor):
    """Text to read. Each changed line has a sign before it, so that the colour is not all that tells."""

    def __init__(self, parent: QWidget, tokens: Tokens) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("What is different")

    def show_note(self, note: Mapping[Section, str]) -> None:
        """Show one note as it is."""
        self.clear()
        for section in Section:
            self._add(section.label, heading=True)
            self._add(note.get(section, "") or NOT_STATED)
            self._add("")

    def show_difference(self, before: Mapping[Section, str], after: Mapping[Section, str]) -> None:
        """Show what became of the first note in the second; sections that are the same are named only."""
        self.clear()
        is_same = True
        for section in Section:
            old, new = before.get(section, ""), after.get(section, "")
            if old.splitlines() == new.splitlines():
                continue
            is_same = False
            self._add(section.label, heading=True)
            for change, line in line_differences(old, new):
                self._add(f"{change.value} {line}", change)
            self._add("")
        if is_same:
            self._add("Nothing is different.")

    def _add(self, line: str, change: LineChange = LineChange.SAME, *, heading: bool = False) -> None:
        shape = QTextCharFormat()
        tokens = self._tokens
        if heading:
            shape.setFontWeight(QFont.Weight.DemiBold)
        if change is LineChange.REMOVED:
            shape.setForeground(QColor(tokens.record))
            shape.setBackground(QColor(tokens.warning_weak))
        elif change is LineChange.ADDED:
            shape.setForeground(QColor(tokens.accent))
            shape.setBackground(QColor(tokens.accent_weak))
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(line, shape)
