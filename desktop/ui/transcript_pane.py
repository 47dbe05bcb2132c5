"""The words of the visit: typed, pasted or opened from a file, and edited like any text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QKeySequence,
    QShortcut,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.line_tags import milliseconds, with_next_tag, with_swapped_tag
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.theme import Theme
from desktop.ui.widgets import label, link_button
from desktop.workflow.spoken_words import place_of

_STAMP = re.compile(r"\s*\[(\d{1,2}:\d{2}(?::\d{2})?)\]")
_HINT = (
    "Record the visit, or type, paste or open its words: a dictation, or a conversation with a tag before each turn, "
    'such as "Provider:" and "Patient:".\n\nThen press Draft note (Ctrl+Enter).'
)
_TAG = re.compile(
    r"^\s*(?:\[?[\d:.,]{4,12}\]?\s*)?(\[[A-Za-z][\w .-]{0,24}\]:?|[A-Za-z][\w.-]*(?: [\w.-]+)?:)"
)
_PROVIDER = re.compile(
    r"\b(?:provider|doctor|dr|d|clinician|nurse|therapist|physician|dentist|pharmacist)\b", re.IGNORECASE
)
_PATIENT = re.compile(r"\b(?:patient|pt|p|client)\b", re.IGNORECASE)


class _SpeakerColours(QSyntaxHighlighter):
    """Speaker tags in their colours, so that who speaks is seen without reading."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(editor.document())
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour the tag that this line begins with, if it does."""
        tag = _TAG.match(text)
        if tag is None:
            return
        tokens = self._theme.tokens
        colour = tokens.secondary
        if _PROVIDER.search(tag[1]):
            colour = tokens.accent
        elif _PATIENT.search(tag[1]):
            colour = tokens.information
        shape = QTextCharFormat()
        shape.setForeground(QColor(colour))
        shape.setFontWeight(QFont.Weight.DemiBold)
        self.setFormat(tag.start(1), tag.end(1) - tag.start(1), shape)


class _TranscriptEditor(PlainEditor):
    """Plain text; a dropped file is handed on instead of being pasted as its address."""

    file_dropped = Signal(Path)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return _local_file(source) is not None or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        path = _local_file(source)
        if path is not None:
            self.file_dropped.emit(path)
        else:
            super().insertFromMimeData(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_file(event.mimeData()) is not None:
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _local_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)
        else:
            super().dropEvent(event)


def _local_file(data: QMimeData) -> Path | None:
    """The one local file that is dropped or pasted, if it is that."""
    if not data.hasUrls() or len(data.urls()) != 1:
        return None
    name = data.urls()[0].toLocalFile()
    return Path(name) if name else None


class TranscriptPane(QWidget):
    """The left side of the visit page. text_changed(): by the person. open_asked(), file_dropped(path)."""

    text_changed = Signal()
    open_asked = Signal()
    file_dropped = Signal(Path)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._is_loading = False
        self.editor = _TranscriptEditor()
        self.editor.setAccessibleName("Transcript")
        self.editor.setPlaceholderText(_HINT)
        self.editor.setTabChangesFocus(True)
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.document().setDocumentMargin(6)
        # Not textChanged: colouring the speaker tags anew emits that too.
        self.editor.document().contentsChange.connect(self._changed)
        self.editor.file_dropped.connect(self.file_dropped)
        _SpeakerColours(self.editor, theme)
        self._count = label("", "secondary")
        # Counting the words of a long transcript at each keystroke would be felt.
        self._count_soon = QTimer(self, singleShot=True, interval=300)
        self._count_soon.timeout.connect(self._show_count)
        for keys, act in (("Ctrl+T", self.retag_line), ("Ctrl+Shift+T", self.swap_speakers)):
            QShortcut(QKeySequence(keys), self, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._speaker = link_button("Speaker", "Give the line to the next speaker")
        self._speaker.setToolTip(
            "Give this line to the next speaker (Ctrl+T); swap all speakers (Ctrl+Shift+T)"
        )
        self._speaker.clicked.connect(self.retag_line)
        self._open = link_button("Open file…", "Open a transcript file")
        self._open.clicked.connect(self.open_asked)
        top = QHBoxLayout()
        top.addWidget(label("Transcript", "strong"))
        top.addStretch()
        top.addWidget(self._count)
        top.addWidget(self._speaker)
        top.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.editor)
        self._guess = label("", "secondary", wrap=True)
        self._guess.setAccessibleName("Being said")
        self._guess.hide()
        layout.addWidget(self._guess)

    @property
    def text(self) -> str:
        """The transcript as it stands."""
        return self.editor.toPlainText()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Whether the words can only be read, because the note made of them is signed."""
        self.editor.setReadOnly(is_read_only)
        self._speaker.setVisible(not is_read_only)
        self._open.setVisible(not is_read_only)

    def load(self, text: str) -> None:
        """Show a stored transcript; this is no change by the person."""
        self._is_loading = True
        self.editor.setPlainText(text)
        self._is_loading = False
        self._show_count()

    def replace(self, text: str) -> None:
        """Put other words in place of these, as one step that can be undone."""
        cursor = self.editor.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def append_line(self, line: str) -> None:
        """Add what was heard below the rest, without moving the person's cursor."""
        bar = self.editor.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum()
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{line}" if self.text.strip() else line)
        if was_at_end:
            bar.setValue(bar.maximum())

    def put_lines(self, lines: Sequence[tuple[int, str]]) -> None:
        """Put lines in by their moment, without moving the person's cursor."""
        for moment_ms, line in lines:
            written = self.text.split("\n")
            if line in written:
                continue
            place = place_of(written, moment_ms)
            if place == len(written):
                self.append_line(line)
            else:
                QTextCursor(self.editor.document().findBlockByNumber(place)).insertText(f"{line}\n")

    def show_guess(self, text: str) -> None:
        """Show in grey what is being said, before it is final."""
        self._guess.setText(f"… {text}")
        self._guess.setVisible(bool(text))

    def time_at_cursor_ms(self) -> int:
        """The time that stands before the line of the cursor, or before the nearest line above it; 0 without one."""
        block = self.editor.textCursor().block()
        while block.isValid():
            stamp = _STAMP.match(block.text())
            if stamp is not None:
                return milliseconds(stamp[1])
            block = block.previous()
        return 0

    def retag_line(self) -> None:
        """Give the line of the cursor to the next speaker: provider, patient, other, unknown."""
        if self.editor.isReadOnly():
            return
        cursor = QTextCursor(self.editor.textCursor().block())
        line = cursor.block().text()
        if not line.strip():
            return
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(with_next_tag(line))

    def swap_speakers(self) -> None:
        """Make every line of the provider the patient's and the other way round."""
        if self.editor.isReadOnly():
            return
        self.replace("\n".join(with_swapped_tag(line) for line in self.text.split("\n")))

    def _changed(self, _position: int, removed: int, added: int) -> None:
        if not (removed or added):
            return
        self._count_soon.start()
        if not self._is_loading:
            self.text_changed.emit()

    def _show_count(self) -> None:
        words = len(self.text.split())
        self._count.setText(f"{words:,} word{'' if words == 1 else 's'}" if words else "")
