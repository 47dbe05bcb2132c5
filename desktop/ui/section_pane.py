"""One section of the note: a card whose text both the machine and the provider write.

What the provider types is never overwritten by the machine. While the machine writes, a keystroke makes
the section the provider's: the machine's words go no further into it and are offered when it is done.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.note import NOT_STATED, Section
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.private_clipboard import private_clipboard
from desktop.ui.widgets import chip, link_button, restyle


class PaneState(Enum):
    """What the machine is doing with this section.

    WRITTEN: complete, while the rest of the note is not, so that nothing is kept yet.
    """

    IDLE = "idle"
    WAITING = "waiting"
    WRITING = "writing"
    WRITTEN = "written"
    INCOMPLETE = "incomplete"


_UNDER_WAY = (PaneState.WAITING, PaneState.WRITING, PaneState.WRITTEN)


class SectionEditor(PlainEditor):
    """The plain text of a section, as tall as its text. Tab moves on: the keyboard must not be trapped."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.setAccessibleName(section.label)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_soon.start)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, two lines at least, so that the page scrolls and not the pane."""
        lines = max(2, int(self.document().size().height()))
        height = round(lines * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin() + 4)
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter belongs to the window (Draft note), not to the text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the text anew."""
        super().resizeEvent(event)
        self._fit_soon.start()

    def event(self, event: QEvent) -> bool:
        """A new font (another scale or theme) changes the height of the same text."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_soon.start()
        return super().event(event)


class SectionPane(QFrame):
    """The card of one section.

    text_changed(): the text that is to be kept changed. taken_over(): the provider typed while the
    machine wrote. regenerate_asked(), copied(): the buttons.
    """

    text_changed = Signal()
    taken_over = Signal()
    regenerate_asked = Signal()
    copied = Signal()

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._state = PaneState.IDLE
        self._is_machine_writing = False
        self._machine_text = ""  # what the machine last wrote in full
        self._kept_text = ""  # what is to be kept while the machine has not finished
        self._set_aside = ""  # a machine text that gave way to the provider's
        self._was_typed_over = False
        self._join_undo = False
        self._is_drafted = False
        self._is_read_only = False
        self._build()

    def _build(self) -> None:
        badge = QLabel(self.section.label[0], alignment=Qt.AlignmentFlag.AlignCenter)
        badge.setProperty("kind", "badge")
        badge.setProperty("section", self.section.value)
        badge.setFixedSize(22, 22)
        title = QLabel(self.section.label)
        title.setProperty("kind", "heading")
        self._format_name = QLabel()
        self._format_name.setProperty("kind", "secondary")
        self._chip = chip("")
        self._use_aside = link_button("Use the drafted text", f"{self.section.label}: use the drafted text")
        self._use_aside.clicked.connect(self._take_what_was_set_aside)
        self._discard = link_button("Discard", f"{self.section.label}: discard the incomplete text")
        self._discard.clicked.connect(self.stop)
        self._undo = link_button("Undo", f"{self.section.label}: undo")
        self._regenerate = link_button("Regenerate", f"{self.section.label}: regenerate")
        self._regenerate.clicked.connect(self.regenerate_asked)
        self._copy = link_button("Copy", f"{self.section.label}: copy")
        self._copy.clicked.connect(self.copy_text)
        self.editor = SectionEditor(self.section)
        self._undo.clicked.connect(self.editor.undo)
        self.editor.document().contentsChange.connect(self._contents_changed)
        self.editor.undoAvailable.connect(self._show_state)
        self.editor.installEventFilter(self)

        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (badge, title, self._format_name, self._chip):
            top.addWidget(widget)
        top.addStretch()
        for button in (self._use_aside, self._discard, self._undo, self._regenerate, self._copy):
            top.addWidget(button)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.editor)
        self._show_state()

    def add_below(self, widget: QWidget) -> None:
        """Put something about the text below it, inside the card."""
        self._column.addWidget(widget)

    # What the page asks and tells.

    @property
    def state(self) -> PaneState:
        """What the machine is doing with this section."""
        return self._state

    @property
    def shown_text(self) -> str:
        """The text on screen, complete or not."""
        return self.editor.toPlainText()

    @property
    def text(self) -> str:
        """The text that is to be kept: never a machine text that is not complete."""
        if self._state is PaneState.IDLE or self._was_typed_over:
            return self.editor.toPlainText()
        return self._kept_text

    @property
    def is_edited(self) -> bool:
        """True when the kept text is not what the machine wrote."""
        return self.text != self._machine_text

    def set_format_name(self, name: str) -> None:
        """Show what another note format calls this section ("Data: reported"); empty for SOAP."""
        self._format_name.setText(name)
        self._format_name.setVisible(bool(name))

    def load(self, text: str, *, is_edited: bool, is_drafted: bool) -> None:
        """Show a stored text. is_edited: by the provider. is_drafted: the visit has a note."""
        self._is_drafted = is_drafted
        self._state = PaneState.IDLE
        self._was_typed_over = False
        self._set_aside = ""
        self._machine_text = "" if is_edited else text
        self._is_machine_writing = True
        self.editor.setPlainText(text)
        self._is_machine_writing = False
        self.editor.document().setModified(False)
        self._show_state()

    def expect(self) -> None:
        """A draft of this section was asked for and has not begun."""
        self._kept_text = self.text
        self._was_typed_over = False
        self._set_aside = ""
        self._set_state(PaneState.WAITING)

    def begin(self) -> None:
        """The machine begins to write; what it wrote here before in this job is void."""
        if self._was_typed_over:
            return
        if self._state not in _UNDER_WAY:
            self._kept_text = self.text
        self._set_state(PaneState.WRITING)
        self._replace("")

    def add(self, text: str) -> None:
        """Append what the machine wrote."""
        if self._was_typed_over or not text:
            return
        self._is_machine_writing = True
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        # One undo takes back the whole draft of a section, not a word of it.
        if self._join_undo:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._join_undo = True
        self._is_machine_writing = False

    def mark_written(self) -> None:
        """This section is complete; the rest of the note may not be."""
        if self._state is PaneState.WRITING:
            self._set_state(PaneState.WRITTEN)

    def finish(self, text: str) -> None:
        """The whole draft succeeded and text is this section of it."""
        if self._was_typed_over:
            self._set_aside = text if text != self.editor.toPlainText() else ""
        elif text != self.editor.toPlainText():
            self._replace(text)
        self._machine_text = text
        self._was_typed_over = False
        self._is_drafted = True
        self._set_state(PaneState.IDLE)

    def stop(self) -> None:
        """The draft was stopped or never reached this section: the text from before stands again."""
        if self._state is PaneState.IDLE:
            return
        if not self._was_typed_over and self.editor.toPlainText() != self._kept_text:
            self._replace(self._kept_text)
        self._was_typed_over = False
        self._set_state(PaneState.IDLE)

    def fail(self) -> None:
        """The draft failed. What arrived is shown as incomplete, cannot be edited, and is not kept."""
        if (
            self._state in (PaneState.WRITING, PaneState.WRITTEN)
            and not self._was_typed_over
            and self.shown_text.strip()
        ):
            self._set_state(PaneState.INCOMPLETE)
        else:
            self.stop()

    def take_back(self, text: str) -> None:
        """Put an earlier text in place of this one, as the provider's own change."""
        self._join_undo = False
        self._replace(text)
        self._show_state()
        self.text_changed.emit()

    def copy_text(self) -> None:
        """Put the section's text on the clipboard, as plain text that is private and goes after a minute."""
        private_clipboard().put(self.text)
        self.copied.emit()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Whether the text can only be read and copied."""
        self._is_read_only = is_read_only
        self._show_state()

    # What happens inside.

    def _replace(self, text: str) -> None:
        """Replace the whole text as one step that can be undone."""
        # An edit that changes nothing leaves no undo step, and the next one would join an older edit.
        if text == self.editor.toPlainText():
            return
        self._is_machine_writing = True
        cursor = QTextCursor(self.editor.document())
        if self._join_undo:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self._join_undo = self._state is not PaneState.IDLE
        self._is_machine_writing = False

    def _contents_changed(self, _position: int, removed: int, added: int) -> None:
        if self._is_machine_writing or (removed == 0 and added == 0):
            return
        if self._state in _UNDER_WAY and not self._was_typed_over:
            self._was_typed_over = True
            self.taken_over.emit()
        self._join_undo = False
        self._show_state()
        self.text_changed.emit()

    def _take_what_was_set_aside(self) -> None:
        text, self._set_aside = self._set_aside, ""
        self.take_back(text)
        self.editor.setFocus()

    def _set_state(self, state: PaneState) -> None:
        self._state = state
        if state is PaneState.IDLE:
            self._join_undo = False
        self._show_state()

    def _show_state(self) -> None:
        state = self._state
        words, tone = {
            PaneState.IDLE: ("Edited by you", "quiet") if self.is_edited and self._is_drafted else ("", ""),
            PaneState.WAITING: ("waiting", "quiet"),
            PaneState.WRITING: ("writing…", "information"),
            PaneState.WRITTEN: ("done", ""),
            PaneState.INCOMPLETE: ("Incomplete: not kept", "warning"),
        }[state]
        if self._was_typed_over:
            words, tone = "Yours: the draft is not touching this", "quiet"
        self._chip.setText(words)
        self._chip.setVisible(bool(words))
        restyle(self._chip, tone=tone)
        is_busy = state in _UNDER_WAY
        self._use_aside.setVisible(bool(self._set_aside) and not is_busy)
        self._discard.setVisible(state is PaneState.INCOMPLETE)
        self._regenerate.setEnabled(not is_busy)
        self._undo.setEnabled(not is_busy and self.editor.document().isUndoAvailable())
        self._copy.setEnabled(bool(self.text.strip()))
        self.editor.setReadOnly(state is PaneState.INCOMPLETE or self._is_read_only)
        self._regenerate.setVisible(not self._is_read_only)
        self._undo.setVisible(not self._is_read_only)
        restyle(self.editor, incomplete="true" if state is PaneState.INCOMPLETE else "false")
        if self._set_aside:
            words = "Your text was kept; a drafted text is ready"
            self._chip.setText(words)
            self._chip.setVisible(not is_busy)
            restyle(self._chip, tone="information")
        is_not_stated = state is PaneState.IDLE and self._is_drafted
        self.editor.setPlaceholderText(NOT_STATED if is_not_stated else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light the card whose text has the keyboard."""
        if watched is self.editor and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, focused="true" if event.type() is QEvent.Type.FocusIn else "false")
        return super().eventFilter(watched, event)
