"""An editor of plain text that refuses to take in more than can be kept."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

MOST_CHARS = 1_000_000
"""As the records keep: a million characters are about 150,000 words, a hundred times a long visit."""


class PlainEditor(QPlainTextEdit):
    """Pastes plain text only. paste_refused(sentence): it would be too long; the text before is unchanged."""

    paste_refused = Signal(str)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert as plain text, unless that is too much."""
        text = source.text()
        if len(text) + self.document().characterCount() > MOST_CHARS:
            self.paste_refused.emit(
                f"That text is longer than {MOST_CHARS:,} characters and was not pasted; nothing was changed. "
                "Paste a part of it."
            )
            return
        self.insertPlainText(text)
