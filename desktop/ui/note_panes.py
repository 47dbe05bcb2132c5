"""The four section panes, one below the other, and what a draft in progress does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.note import Note, Section
from desktop.domain.specialty import Template
from desktop.domain.working_note import WorkingNote, WorkingSection
from desktop.ui.draft_run import DraftRun
from desktop.ui.section_pane import SectionPane
from desktop.ui.widgets import label

_MOST_WIDTH_PX = 1120
"""Lines longer than about 150 characters are hard to read."""


class NotePanes(QScrollArea):
    """Shows one visit's note. text_changed(): a text to keep changed. regenerate_asked(section).

    paste_refused(sentence): a pasted text was too long for a section. copied(): by a section's button.
    """

    text_changed = Signal()
    copied = Signal()
    paste_refused = Signal(str)
    regenerate_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._run: DraftRun | None = None
        self._stored: dict[Section, WorkingSection] = {}
        self.panes = {section: SectionPane(section) for section in Section}
        page = QWidget()
        page.setProperty("kind", "page")
        page.setMaximumWidth(_MOST_WIDTH_PX)
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        for section, pane in self.panes.items():
            pane.text_changed.connect(self.text_changed)
            pane.copied.connect(self.copied)
            pane.editor.paste_refused.connect(self.paste_refused)
            pane.taken_over.connect(lambda section=section: self._taken_over(section))
            pane.regenerate_asked.connect(lambda section=section: self.regenerate_asked.emit(section))
            column.addWidget(pane)
        self._addenda = _Addenda()
        column.addWidget(self._addenda)
        self._not_placed = _NotPlaced()
        column.addWidget(self._not_placed)
        column.addStretch()
        self.setWidget(page)

    @property
    def run(self) -> DraftRun | None:
        """The draft that these panes follow, while it is on its way."""
        return self._run

    @property
    def texts(self) -> dict[Section, str]:
        """What is to be kept of each section."""
        return {section: pane.text for section, pane in self.panes.items()}

    @property
    def working_sections(self) -> tuple[WorkingSection, ...]:
        """What is to be stored of each section; what the machine wrote keeps its origin and its sources."""
        return tuple(
            self._stored[section]
            if section in self._stored and self._stored[section].text == pane.text
            else WorkingSection(section, pane.text, edited=pane.is_edited)
            for section, pane in self.panes.items()
        )

    @property
    def edited(self) -> frozenset[Section]:
        """The sections that hold words of the provider."""
        return frozenset(
            section for section, pane in self.panes.items() if pane.is_edited and pane.text.strip()
        )

    def show_template(self, template: Template) -> None:
        """Say what the template's note format calls each section."""
        for section, pane in self.panes.items():
            pane.set_format_name(template.section_names.get(section, ""))

    def load(self, working: WorkingNote, *, is_drafted: bool) -> None:
        """Show a stored note, and follow no draft. is_drafted: the visit has a note."""
        self._leave()
        self._stored = dict(working.sections)
        for section, pane in self.panes.items():
            stored = self._stored.get(section, WorkingSection(section, ""))
            pane.load(stored.text, is_edited=stored.edited, is_drafted=is_drafted)
        self._not_placed.show_lines(working.not_placed)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Whether the sections can only be read and copied, because they are signed."""
        for pane in self.panes.values():
            pane.set_read_only(is_read_only=is_read_only)
        self._addenda.show_texts([])

    def show_texts(self, texts: Mapping[Section, str], addenda: Sequence[str]) -> None:
        """Show what was signed, and what was added later, in place of the working note."""
        self._leave()
        for section, pane in self.panes.items():
            pane.load(texts.get(section, ""), is_edited=False, is_drafted=True)
        self._not_placed.show_lines(())
        self._addenda.show_texts(addenda)

    def take_back(self, note: Note) -> None:
        """Put the text of an earlier version in place of what is here, as one step a section that can be undone."""
        for section, pane in self.panes.items():
            pane.take_back(note[section])

    def follow(self, run: DraftRun) -> None:
        """Show a draft that is on its way: what has arrived, and then each word as it arrives."""
        self._leave()
        self._run = run
        for section in run.sections:
            if section not in run.typed_over:
                self.panes[section].expect()
        if run.sections == tuple(Section):
            self._not_placed.show_lines(())
        for section, text in run.texts.items():
            self.panes[section].begin()
            self.panes[section].add(text)
            if section in run.written:
                self.panes[section].mark_written()
        run.section_started.connect(self._begin)
        run.text_added.connect(self._add)
        run.section_written.connect(self._mark_written)
        run.restarted.connect(self._restart)
        run.failed.connect(self._fail)
        run.stopped.connect(self._stop)

    def finish(self, note: Note) -> None:
        """The draft that is followed succeeded: show its note as the sections' text."""
        run = self._run
        if run is None:
            return
        self._leave()
        for section in run.sections:
            self._stored[section] = WorkingSection(
                section,
                note[section],
                origin=run.origin,
                statements=tuple(each for each in note.statements if each.section is section),
            )
            self.panes[section].finish(note[section])
        if run.sections == tuple(Section):
            self._not_placed.show_lines(note.not_placed)

    def _leave(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.section_started.disconnect(self._begin)
            run.text_added.disconnect(self._add)
            run.section_written.disconnect(self._mark_written)
            run.restarted.disconnect(self._restart)
            run.failed.disconnect(self._fail)
            run.stopped.disconnect(self._stop)

    def _begin(self, section: Section) -> None:
        self.panes[section].begin()

    def _add(self, section: Section, text: str) -> None:
        self.panes[section].add(text)

    def _mark_written(self, section: Section) -> None:
        self.panes[section].mark_written()

    def _restart(self, _reason: str) -> None:
        if self._run is not None:
            for section in self._run.sections:
                self.panes[section].begin()

    def _fail(self, _error: Exception) -> None:
        self._end(SectionPane.fail)

    def _stop(self) -> None:
        self._end(SectionPane.stop)

    def _end(self, how: Callable[[SectionPane], None]) -> None:
        run = self._run
        self._leave()
        if run is not None:
            for section in run.sections:
                how(self.panes[section])

    def _taken_over(self, section: Section) -> None:
        if self._run is not None:
            self._run.typed_over.add(section)


class _NotPlaced(QFrame):
    """What was said, matters, and could not be filed under a section: for the provider to place."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._lines = label("", wrap=True)
        self._lines.setAccessibleName("Said but not placed")
        self._lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(label("Said, but not placed in the note", "strong"))
        column.addWidget(label("Check whether any of this belongs in a section.", "secondary"))
        column.addWidget(self._lines)
        self.hide()

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """List what was not placed; nothing hides the card."""
        self._lines.setText("\n".join(f"• {line}" for line in lines))
        self.setVisible(bool(lines))


class _Addenda(QFrame):
    """What was added to a signed note, in the order of time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._texts = label("", wrap=True)
        self._texts.setAccessibleName("Addenda")
        self._texts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(label("Addenda", "strong"))
        column.addWidget(self._texts)
        self.hide()

    def show_texts(self, texts: Sequence[str]) -> None:
        """List them; without any the card hides."""
        self._texts.setText("\n\n".join(texts))
        self.setVisible(bool(texts))
