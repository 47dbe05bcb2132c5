"""What each sentence of the note rests on, shown in the texts: underlines, findings, and light on both sides."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QColor, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.domain.finding import SentenceEvidence, Severity
from desktop.domain.note import Section
from desktop.ui.text_places import cursor_over, from_qt
from desktop.ui.theme import Theme
from desktop.ui.visit_page import VisitPage
from desktop.workflow.check_visit import CheckedVisit

_Underline = QTextCharFormat.UnderlineStyle
_LINES_ABOVE = 2


class EvidenceMarks(QObject):
    """Marks the note and the transcript of the visit page; the texts themselves are not touched.

    sentence_shown(SentenceEvidence or None): its segments are lit. cursor_in(section, character): the text cursor moved.
    """

    sentence_shown = Signal(object)
    cursor_in = Signal(object, int)

    def __init__(self, page: VisitPage, theme: Theme) -> None:
        super().__init__(page)
        self._page = page
        self._theme = theme
        self._result: CheckedVisit | None = None
        self._marks: dict[Section, list[QTextEdit.ExtraSelection]] = {section: [] for section in Section}
        self._lit: tuple[tuple[Section, int, int], ...] = ()
        self._lit_segments: tuple[int, ...] = ()
        self._editors: dict[QObject, Section | None] = {}
        for section, pane in page.note.panes.items():
            self._watch(pane.editor, section)
        self._watch(page.transcript.editor, None)
        theme.changed.connect(self._mark)

    def show_result(self, result: CheckedVisit | None) -> None:
        """Mark what a check says; None takes every mark away."""
        self._result = result
        self._lit = ()
        self._lit_segments = ()
        self._mark()
        self.sentence_shown.emit(None)

    def light_words(self, places: Iterable[tuple[Section, int, int]]) -> None:
        """Light words of the note, and bring the first of them into view; nothing lights none."""
        self._light(tuple(places), ())
        self._show_first_lit()

    def light_sources(self, segments: Iterable[int], *, scroll: bool = True) -> None:
        """Light segments of the transcript, and scroll to the first."""
        self._light((), tuple(segments), scroll=scroll)

    # What the person points at.

    def _watch(self, editor: QPlainTextEdit, section: Section | None) -> None:
        self._editors[editor.viewport()] = section
        editor.viewport().setMouseTracking(True)
        editor.viewport().installEventFilter(self)
        editor.cursorPositionChanged.connect(lambda: self._moved(editor, section))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer over the texts."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and not event.buttons():
            section = self._editors[watched]
            editor = self._editor(section)
            cursor = editor.cursorForPosition(event.position().toPoint())
            self._point_at(section, cursor.position())
        elif event.type() == QEvent.Type.Leave:
            self._light((), ())
            self.sentence_shown.emit(None)
        return super().eventFilter(watched, event)

    def _editor(self, section: Section | None) -> QPlainTextEdit:
        return self._page.transcript.editor if section is None else self._page.note.panes[section].editor

    def _moved(self, editor: QPlainTextEdit, section: Section | None) -> None:
        if not editor.hasFocus():
            return
        position = editor.textCursor().position()
        self._point_at(section, position)
        if section is None:
            self._show_first_lit()
        elif self._is_fresh(section):
            self.cursor_in.emit(section, from_qt(editor.toPlainText(), position))

    def _point_at(self, section: Section | None, position: int) -> None:
        result = self._result
        if result is None or not self._is_fresh(section):
            return
        text = self._editor(section).toPlainText()
        if section is None:
            segment = result.segment_at(from_qt(text, position))
            rests = () if segment is None else result.check.resting_on(segment)
            self._light(
                tuple((each.section, each.start, each.end) for each in rests),
                () if segment is None else (segment,),
                scroll=False,
            )
            self.sentence_shown.emit(None)
        else:
            sentence = result.sentence_at(section, from_qt(text, position))
            self._light_sentence(sentence)

    def _light_sentence(self, sentence: SentenceEvidence | None) -> None:
        if sentence is None or not sentence.sources:
            self._light((), ())
            self.sentence_shown.emit(sentence)
            return
        segments = tuple(dict.fromkeys(source.segment for source in sentence.sources))
        self._light(((sentence.section, sentence.start, sentence.end),), segments)
        self.sentence_shown.emit(sentence)

    def _is_fresh(self, section: Section | None) -> bool:
        """True while the text is the one that was checked, so that its places still hold."""
        result = self._result
        if result is None:
            return False
        known = result.shown.transcript_text if section is None else result.shown.note[section]
        return self._editor(section).toPlainText() == known

    # Drawing.

    def _mark(self) -> None:
        """Reckon the marks anew: another check, another theme. What is signed is not marked: it is decided."""
        result = self._result
        self._marks = {section: [] for section in Section}
        if result is not None and not self._page.is_signed:
            fresh = {section for section in Section if self._is_fresh(section)}
            for sentence in result.check.sentences:
                if sentence.section in fresh:
                    self._mark_sentence(sentence)
            for finding in result.check.findings:
                is_open = finding.key not in result.decisions and finding.severity is not Severity.INFORMATION
                if is_open and finding.section is not None and finding.section in fresh:
                    self._mark_words(finding.section, finding.start, finding.end, finding.severity)
        self._draw()

    def _mark_sentence(self, sentence: SentenceEvidence) -> None:
        tokens = self._theme.tokens
        shape = QTextCharFormat()
        if not sentence.is_supported:
            shape.setUnderlineStyle(_Underline.DashUnderline)
            shape.setUnderlineColor(QColor(tokens.warning))
        elif sentence.sources or sentence.from_chart:
            shape.setUnderlineStyle(_Underline.DotLine)
            shape.setUnderlineColor(QColor(tokens.secondary))
        else:
            return
        self._add(sentence.section, sentence.start, sentence.end, shape)

    def _mark_words(self, section: Section, start: int, end: int, severity: Severity) -> None:
        tokens = self._theme.tokens
        shape = QTextCharFormat()
        shape.setUnderlineStyle(_Underline.SingleUnderline)
        shape.setUnderlineColor(QColor(tokens.warning))
        if severity is Severity.MUST_DECIDE:
            shape.setBackground(QColor(tokens.warning_weak))
            shape.setForeground(QColor(tokens.warning))
        self._add(section, start, end, shape)

    def _add(self, section: Section, start: int, end: int, shape: QTextCharFormat) -> None:
        assert self._result is not None
        self._marks[section].append(
            _selection(self._editor(section), self._result.shown.note[section], start, end, shape)
        )

    def _light(
        self, words: tuple[tuple[Section, int, int], ...], segments: tuple[int, ...], *, scroll: bool = True
    ) -> None:
        before, self._lit = self._lit, words
        segments_before, self._lit_segments = self._lit_segments, segments
        # Only what changes is drawn anew: the pointer crosses many sentences in a second.
        for section in Section:
            if _of(section, before) != _of(section, words):
                self._draw_section(section)
        if segments != segments_before:
            self._draw_transcript()
            if segments and scroll:
                self._scroll_to(segments[0])

    def _draw(self) -> None:
        for section in Section:
            self._draw_section(section)
        self._draw_transcript()

    def _draw_section(self, section: Section) -> None:
        editor, shape = self._editor(section), self._lit_shape()
        text = editor.toPlainText()
        lit = [_selection(editor, text, start, end, shape) for _, start, end in _of(section, self._lit)]
        editor.setExtraSelections([*lit, *self._marks[section]])

    def _draw_transcript(self) -> None:
        editor, text, result = self._editor(None), self._page.transcript.text, self._result
        places = result.places if result is not None and self._is_fresh(None) else ()
        editor.setExtraSelections(
            [
                _selection(editor, text, *places[segment], self._lit_shape())
                for segment in self._lit_segments
                if segment < len(places)
            ]
        )

    def _lit_shape(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setBackground(QColor(self._theme.tokens.lit))
        return shape

    def _scroll_to(self, segment: int) -> None:
        """Bring a segment into view without moving the person's cursor."""
        result = self._result
        if result is None or not self._is_fresh(None):
            return
        editor = self._editor(None)
        cursor = cursor_over(editor, result.shown.transcript_text, *result.places[segment])
        cursor.setPosition(cursor.anchor())
        if not editor.viewport().rect().contains(editor.cursorRect(cursor)):
            editor.verticalScrollBar().setValue(max(0, cursor.block().firstLineNumber() - _LINES_ABOVE))

    def _show_first_lit(self) -> None:
        if not self._lit:
            return
        section, start, end = self._lit[0]
        editor = self._page.note.panes[section].editor
        cursor = cursor_over(editor, editor.toPlainText(), start, end)
        below = editor.viewport().mapToGlobal(editor.cursorRect(cursor).center())
        point = self._page.note.viewport().mapFromGlobal(below)
        bar = self._page.note.verticalScrollBar()
        self._page.note.ensureVisible(0, point.y() + bar.value(), 0, 60)


def _of(section: Section, places: tuple[tuple[Section, int, int], ...]) -> list[tuple[Section, int, int]]:
    return [place for place in places if place[0] is section]


def _selection(
    editor: QPlainTextEdit, text: str, start: int, end: int, shape: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor_over(editor, text, start, end)
    made.format = shape
    return made
