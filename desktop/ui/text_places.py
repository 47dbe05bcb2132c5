"""Places in a text: Python counts characters, Qt counts UTF-16 units."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_UTF16 = "utf-16-le"


def to_qt(text: str, index: int) -> int:
    """The place that Qt gives to a character."""
    return len(text[:index].encode(_UTF16, "surrogatepass")) // 2


def from_qt(text: str, position: int) -> int:
    """The character at a place that Qt gives."""
    return len(text.encode(_UTF16, "surrogatepass")[: 2 * position].decode(_UTF16, "ignore"))


def cursor_over(editor: QPlainTextEdit, text: str, start: int, end: int) -> QTextCursor:
    """A cursor that has characters [start, end) of the editor's text selected."""
    cursor = QTextCursor(editor.document())
    last = editor.document().characterCount() - 1
    cursor.setPosition(min(to_qt(text, start), last))
    cursor.setPosition(min(to_qt(text, end), last), QTextCursor.MoveMode.KeepAnchor)
    return cursor
