"""The visit page: the words on the left, the note on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.domain.context import VisitContext
from desktop.domain.patient import Patient
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.recording import Recording
from desktop.domain.specialty import Specialty, Template
from desktop.domain.visit import NoteVersion, VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.ui.autosave import Autosave
from desktop.ui.banner import Banner
from desktop.ui.context_dialog import ContextDialog
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.note_panes import NotePanes
from desktop.ui.patient_dialog import PatientDialog
from desktop.ui.recorder_bar import RecorderBar
from desktop.ui.theme import Theme
from desktop.ui.transcript_pane import TranscriptPane
from desktop.ui.versions_dialog import VersionsDialog
from desktop.ui.visit_header import VisitHeader
from desktop.ui.widgets import label
from desktop.workflow import visits
from desktop.workflow.import_audio import AUDIO_SUFFIXES
from desktop.workflow.read import FILE_ENDINGS, read_words
from desktop.workflow.session import Session


@dataclass(frozen=True, slots=True)
class _OnScreen:
    """What one save writes. It names its visit, so that it cannot land in another."""

    visit_id: int
    transcript: str
    sections: tuple[WorkingSection, ...]


class VisitPage(QWidget):
    """Shows and keeps one visit at a time; drafting is VisitDrafting's.

    draft_asked(), stop_asked(), regenerate_asked(section). layout_chosen(specialty id, template id).
    opened(): another visit is on screen. context_changed(): what is known about its patient. recordings_changed().
    audio_dropped(paths): to be imported.
    """

    draft_asked = Signal()
    stop_asked = Signal()
    regenerate_asked = Signal(object)
    layout_chosen = Signal(str, str)
    opened = Signal()
    context_changed = Signal()
    recordings_changed = Signal()
    audio_dropped = Signal(list)

    def __init__(self, session: Session, theme: Theme, records_lane: Lane) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._records = session.records
        self._lane = records_lane
        self._shown: visits.OpenVisit | None = None
        self._is_unsaved = False
        self.header = VisitHeader(session.catalog.specialties)
        self.banner = Banner()
        self.transcript = TranscriptPane(theme)
        self.note = NotePanes()
        self.recorder = RecorderBar(theme)
        self.recordings: list[Recording] = []
        self.saved = label("", "secondary")
        self.autosave = Autosave(records_lane, self._on_screen, self._save, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.split = split = QSplitter()
        split.addWidget(self.transcript)
        split.addWidget(self.note)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        split.setSizes([370, 900])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        self.transcript.setMinimumWidth(240)
        self.note.setMinimumWidth(360)
        foot = QWidget()
        foot.setProperty("kind", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.foot = row = QHBoxLayout(foot)
        row.setContentsMargins(20, 2, 20, 6)
        row.addWidget(self.saved)
        row.addStretch()
        row.addWidget(label("A draft: a person reviews every note before it is used.", "secondary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.banner, split, self.recorder, foot):
            column.addWidget(widget, 1 if widget is split else 0)

    def _connect(self) -> None:
        self.header.draft_asked.connect(self.draft_asked)
        self.header.stop_asked.connect(self.stop_asked)
        self.header.patient_asked.connect(self._edit_patient)
        self.header.context_asked.connect(self._edit_context)
        self.header.versions_asked.connect(self._list_versions)
        self.header.layout_chosen.connect(self._choose_layout)
        self.transcript.text_changed.connect(self.autosave.touch)
        self.transcript.open_asked.connect(self._choose_file)
        self.transcript.file_dropped.connect(self.take_file)
        self.note.text_changed.connect(self.autosave.touch)
        self.note.paste_refused.connect(self.banner.say)
        self.transcript.editor.paste_refused.connect(self.banner.say)
        self.note.regenerate_asked.connect(self.regenerate_asked)
        self.autosave.saving.connect(lambda: self.saved.setText("Saving…"))
        self.autosave.saved.connect(self.show_saved)
        self.autosave.failed.connect(self.show_not_saved)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.draft_asked.emit)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self._choose_file)
        QShortcut(QKeySequence("Esc"), self, self.stop_asked.emit)

    # Opening and leaving.

    @property
    def visit_id(self) -> int | None:
        """The visit on screen."""
        return None if self._shown is None else self._shown.visit.id

    @property
    def is_signed(self) -> bool:
        """True when the note of the visit on screen is signed, so that nothing about it may change."""
        return self._shown is not None and self._shown.visit.status is VisitStatus.SIGNED

    @property
    def patient_id(self) -> int | None:
        """Whose visit is on screen; None when nobody was chosen yet."""
        return None if self._shown is None else self._shown.visit.patient_id

    @property
    def context(self) -> VisitContext:
        """What is known about the patient of the visit on screen."""
        return VisitContext() if self._shown is None else self._shown.context

    @property
    def known_identifiers(self) -> KnownIdentifiers:
        """What identifies the patient of the visit on screen, for text that leaves this computer."""
        patient = None if self._shown is None else self._shown.patient
        names = {self.context.name, "" if patient is None else patient.name} - {""}
        return KnownIdentifiers(
            patient_names=tuple(sorted(names)),
            birth_date=None if patient is None else patient.birth_date,
            record_numbers=() if patient is None or not patient.mrn else (patient.mrn,),
        )

    def show_visit(self, shown: visits.OpenVisit) -> None:
        """Show a visit as it was left."""
        self._shown = shown
        self.banner.clear()
        self.saved.clear()
        self._show_header(shown)
        self.transcript.load(shown.transcript_text)
        self.note.load(shown.note, is_drafted=shown.is_drafted)
        self.autosave.forget()
        self.transcript.editor.setFocus()
        self.opened.emit()

    def leave(self, then: Callable[[], None]) -> None:
        """Store what is on screen and call then; when it cannot be stored, say so and stay."""
        self.autosave.flush(lambda: self._keep_version(then))

    def _keep_version(self, then: Callable[[], None]) -> None:
        visit_id = self.visit_id
        if visit_id is None:
            then()
            return
        self._lane.start(
            at_once(lambda: visits.keep_version(self._records, visit_id)),
            done=lambda _: then(),
            failed=self.show_not_saved,
        )

    def _show_header(self, shown: visits.OpenVisit) -> None:
        self.header.show_visit(shown.visit, shown.patient)
        _, template = self.header.chosen
        self.note.show_template(template)

    # Keeping what is typed.

    def _on_screen(self) -> _OnScreen:
        assert self.visit_id is not None
        return _OnScreen(self.visit_id, self.transcript.text, self.note.working_sections)

    def _save(self, what: _OnScreen) -> None:
        visits.keep_typed(self._records, what.visit_id, what.transcript, what.sections)

    def show_saved(self) -> None:
        """Say that everything on screen is stored."""
        if self._is_unsaved:
            self._is_unsaved = False
            self.banner.clear()
        self.saved.setText(f"Draft saved and encrypted at {visits.now():%H:%M:%S}")

    def show_not_saved(self, error: Exception) -> None:
        """Say that something on screen is not stored, and offer another try."""
        self._is_unsaved = True
        self.saved.setText("Not saved")
        self.banner.say(
            f"{sentence_for(error)} Your text is still on screen.",
            actions=(("Save again", self.autosave.flush),),
        )

    def show_recordings(self, recordings: list[Recording]) -> None:
        """Know the recordings of the visit on screen, so that they can be played."""
        self.recordings = recordings
        self.recordings_changed.emit()

    def show_words(self, words: str) -> None:
        """Say what is being done with the visit's sound; nothing when it is done."""
        self.recorder.words.setText(words)

    # What the buttons of the header do.

    def _edit_patient(self) -> None:
        if self._shown is None:
            return
        dialog = PatientDialog(self, self._lane, self._records.patients.search, self._shown.patient)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() and dialog.patient is not None:
            self._assign(dialog.patient)

    def _assign(self, patient: Patient) -> None:
        visit_id = self.visit_id
        assert visit_id is not None

        def _assigned(shown: visits.OpenVisit) -> None:
            if self.visit_id == visit_id:
                self._shown = shown
                self._show_header(shown)
                self.context_changed.emit()

        self._lane.start(
            at_once(lambda: visits.assign_patient(self._records, visit_id, patient)),
            done=_assigned,
            failed=lambda error: self.banner.say(sentence_for(error)),
        )

    def _edit_context(self) -> None:
        if self._shown is None or self.visit_id is None:
            return
        dialog = ContextDialog(self, self._shown.context)
        dialog.finished.connect(dialog.deleteLater)
        if not dialog.exec():
            return
        visit_id, context = self.visit_id, dialog.context
        self._shown = replace(self._shown, context=context)
        self.context_changed.emit()
        self._lane.start(
            at_once(lambda: self._records.contexts.save(visit_id, context)), failed=self.show_not_saved
        )

    def _choose_layout(self, specialty: Specialty, template: Template) -> None:
        self.note.show_template(template)
        visit_id = self.visit_id
        if visit_id is None:
            return
        self._lane.start(
            at_once(
                lambda: self._records.visits.update(
                    visit_id, specialty_id=specialty.id, template_id=template.id
                )
            ),
            failed=self.show_not_saved,
        )
        self.layout_chosen.emit(specialty.id, template.id)

    def _list_versions(self) -> None:
        visit_id = self.visit_id
        if visit_id is None:
            return
        self.autosave.flush()
        self._lane.start(
            at_once(lambda: visits.versions(self._records, visit_id)),
            done=self._show_versions,
            failed=lambda error: self.banner.say(sentence_for(error)),
        )

    def _show_versions(self, versions: list[NoteVersion]) -> None:
        if not versions:
            self.banner.say("This visit has no note yet, so there are no versions.", tone="information")
            return
        dialog = VersionsDialog(self, versions)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() and dialog.chosen is not None:
            self.note.take_back(dialog.chosen.note)

    # Words from a file.

    def _choose_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in FILE_ENDINGS)
        name, _ = QFileDialog.getOpenFileName(self, "Open a transcript", "", f"Transcripts ({endings})")
        if name:
            self.open_file(Path(name))

    def take_file(self, path: Path) -> None:
        """A file was dropped: audio is imported, anything else is read as a transcript."""
        if path.suffix.lower() in AUDIO_SUFFIXES:
            self.audio_dropped.emit([path])
        else:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Put the words of a file in place of the transcript. It can be undone."""
        visit_id = self.visit_id

        def _read(text: str) -> None:
            if visit_id is not None and self.visit_id == visit_id:
                self.banner.clear()
                self.transcript.replace(text)

        self._lane.start(
            at_once(lambda: read_words(path)),
            done=_read,
            failed=lambda error: self.banner.say(sentence_for(error)),
        )
