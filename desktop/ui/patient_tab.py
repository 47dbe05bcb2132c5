"""The tab with the summary for the patient: written, edited as text, with every line that the note does not bear out."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QTextCharFormat
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from desktop.domain.patient_summary import PatientSummary, SummaryLine
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.text_places import cursor_over
from desktop.ui.widgets import button, chip, label
from desktop.workflow.explain import LANGUAGES, grade_in_words

_QUIET_MS = 600
_HINT = "Press Write for a summary in plain words, made from the note. You can edit it before it is printed."
_TRANSLATED = "Machine translation: a person who reads this language has to check it."


class PatientTab(QWidget):
    """Shows what VisitExplaining gives it and asks for things.

    write_asked(language), stop_asked(), print_asked(), edited(text): by the person, once they paused.
    pointed_at(SummaryLine or None): the line that the cursor is in.
    """

    write_asked = Signal(str)
    stop_asked = Signal()
    print_asked = Signal()
    edited = Signal(str)
    pointed_at = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self._summary: PatientSummary | None = None
        self._is_showing = False
        self._is_read_only = False
        self.language = QComboBox()
        self.language.setAccessibleName("Language of the summary")
        self.language.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.language.setMinimumContentsLength(8)
        for tag, name in LANGUAGES.items():
            self.language.addItem(name, tag)
        self.write = button("Write", "small")
        self.write.setAccessibleName("Write the summary for the patient")
        self.write.clicked.connect(lambda: self.write_asked.emit(self.language.currentData()))
        self.stop = button("Stop", "small")
        self.stop.setAccessibleName("Stop writing the summary")
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        self.print = button("Handout…", "quiet")
        self.print.setAccessibleName("Handout for the patient")
        self.print.setToolTip("Preview and print in large print")
        self.print.clicked.connect(self.print_asked)
        self._make_text()
        self._lay_out()
        self.show_summary(None)

    def _make_text(self) -> None:
        self._words = label("", "secondary", wrap=True)
        self._translated = chip(_TRANSLATED, "warning")
        self._translated.setWordWrap(True)
        self.editor = PlainEditor()
        self.editor.setProperty("kind", "field")
        self.editor.setAccessibleName("Summary for the patient")
        self.editor.setPlaceholderText(_HINT)
        self.editor.setTabChangesFocus(True)
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setMinimumHeight(300)
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self.finish_edit)
        self.editor.document().contentsChange.connect(self._changed)
        self.editor.cursorPositionChanged.connect(self._point)
        self._problems = label("", "problem", wrap=True)
        self._problems.setAccessibleName("Lines that the note does not bear out")
        self._problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        for widget in (self.write, self.stop):
            top.addWidget(widget)
        top.addWidget(self.language, 1)
        middle = QHBoxLayout()
        middle.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        middle.addWidget(self._words, 1)
        middle.addWidget(self.print)
        column.addLayout(top)
        column.addLayout(middle)
        column.addWidget(self._translated)
        column.addWidget(self.editor, 1)
        column.addWidget(self._problems)

    @property
    def is_edit_pending(self) -> bool:
        """True while an edit was not handed on yet."""
        return self._soon.isActive()

    def offer_languages(self, *, is_offered: bool) -> None:
        """Other languages than English need an endpoint."""
        self.language.setEnabled(is_offered and not self._is_read_only)
        self.language.setToolTip("" if is_offered else "Other languages need a language model; see Settings.")
        if not is_offered:
            self.language.setCurrentIndex(0)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Show only: the summary is part of a signed note."""
        self._is_read_only = is_read_only
        self.editor.setReadOnly(is_read_only)
        self.write.setVisible(not is_read_only)
        self.language.setVisible(not is_read_only)

    def show_writing(self, text: str | None) -> None:
        """Show what has arrived of a summary that is being written; None ends that."""
        is_on = text is not None
        self.write.setVisible(not is_on and not self._is_read_only)
        self.stop.setVisible(is_on)
        self.editor.setReadOnly(is_on or self._is_read_only)
        if text is not None:
            self._set_text(text)
            self._words.setText("Writing…")

    def say(self, words: str) -> None:
        """Show a sentence above the summary."""
        self._words.setText(words)

    def show_summary(self, summary: PatientSummary | None, *, keep_text: bool = False) -> None:
        """Show a summary. keep_text: only what is known about its lines is new; the text belongs to the person."""
        self._summary = summary
        if not keep_text:
            self._soon.stop()
            self._set_text("" if summary is None else summary.text)
        self.write.setText("Write" if summary is None else "Write again")
        self.print.setEnabled(summary is not None and bool(summary.lines))
        self._translated.setVisible(summary is not None and summary.is_translated)
        if summary is None:
            self._words.clear()
            self._problems.clear()
        else:
            by = {"offline": "Written on this device", "provider": "Edited by you"}
            origin = by.get(summary.origin, f"Written by {summary.origin.removeprefix('endpoint: ')}")
            grade = grade_in_words(summary)
            self._words.setText(" · ".join(part for part in (origin, grade) if part))
            wrong = [line for line in summary.lines if line.problem]
            self._problems.setText("\n".join(f"“{line.text}” {line.problem}" for line in wrong))
        self._problems.setVisible(bool(self._problems.text()))
        self._mark()

    def _set_text(self, text: str) -> None:
        self._is_showing = True
        self.editor.setPlainText(text)
        self._is_showing = False

    def _mark(self) -> None:
        """Underline the lines with a problem."""
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(self.palette().color(QPalette.ColorRole.Link))
        text, marks = self.editor.toPlainText(), []
        for line in self._summary.lines if self._summary else ():
            start = text.find(line.text) if line.problem else -1
            if start >= 0:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor_over(self.editor, text, start, start + len(line.text))
                mark.format = shape
                marks.append(mark)
        self.editor.setExtraSelections(marks)

    def _changed(self, _position: int, removed: int, added: int) -> None:
        if not self._is_showing and (removed or added):
            self._soon.start()

    def finish_edit(self) -> None:
        """Hand an edit on now."""
        if self._soon.isActive() or self.sender() is self._soon:
            self._soon.stop()
            self.edited.emit(self.editor.toPlainText())

    def _point(self) -> None:
        if not self.editor.hasFocus() or self._summary is None:
            return
        words = self.editor.textCursor().block().text().lstrip("•- ").strip()
        found: SummaryLine | None = next((line for line in self._summary.lines if line.text == words), None)
        self.pointed_at.emit(found)
