"""The visit page: the words on the left, the note on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.domain.context import VisitContext
from desktop.domain.document import Addendum
from desktop.domain.patient import Patient
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.recording import Recording
from desktop.domain.signing import SignedNote
from desktop.domain.specialty import Specialty, Template
from desktop.domain.visit import VisitStatus
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
from desktop.ui.visit_header import VisitHeader
from desktop.ui.widgets import label
from desktop.workflow import visits
from desktop.workflow.import_audio import AUDIO_SUFFIXES
from desktop.workflow.read import FILE_ENDINGS, read_words
from desktop.workflow.session import Session

SIGNED_REASON = (
    "This note is signed, so the visit does not change any more. Add an addendum, or amend the note."
)
"""Why nothing more is drafted, recorded or written into the visit."""

_ABOUT_DRAFT = "A draft: a person reviews every note before it is used."
_ABOUT_SIGNED = "Signed: the note does not change any more."


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
    audio_dropped(paths): to be imported. copy_section_asked(): by the key. words_copied(): a section's Copy button.
    was_signed(): the visit on screen, just now.
    """

    draft_asked = Signal()
    stop_asked = Signal()
    regenerate_asked = Signal(object)
    layout_chosen = Signal(str, str)
    opened = Signal()
    context_changed = Signal()
    recordings_changed = Signal()
    audio_dropped = Signal(list)
    copy_section_asked = Signal()
    words_copied = Signal()
    was_signed = Signal()

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
        # What stands beside the note (the patient's summary) is stored before the page is left or the note signed.
        self.store_beside: Callable[[Callable[[], None]], None] = lambda then: then()
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
        self._about = label(_ABOUT_DRAFT, "secondary")
        row.addWidget(self._about)
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
        self.header.layout_chosen.connect(self._choose_layout)
        self.transcript.text_changed.connect(self._touched)
        self.transcript.open_asked.connect(self._choose_file)
        self.transcript.file_dropped.connect(self.take_file)
        self.note.text_changed.connect(self._touched)
        self.note.copied.connect(self.words_copied)
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
        QShortcut(QKeySequence("Ctrl+Shift+C"), self, self.copy_section_asked.emit)
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.header.sign_asked.emit)

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
        self.store_beside(lambda: self.autosave.flush(lambda: self._keep_version(then)))

    def _keep_version(self, then: Callable[[], None]) -> None:
        visit_id = self.visit_id
        if visit_id is None or self.is_signed:
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

    # A signed note.

    def show_draft_state(self, *, may_sign: bool, may_export: bool) -> None:
        """Let the person write; for a signed visit nothing, until show_signed says by whom."""
        closed = self.is_signed
        self.note.set_read_only(is_read_only=closed)
        self.transcript.set_read_only(is_read_only=closed)
        self.recorder.close_for(SIGNED_REASON if closed else "")
        self._about.setText(_ABOUT_SIGNED if closed else _ABOUT_DRAFT)
        if closed:
            self.saved.clear()
            self.header.show_signed("", may_add=False, may_cosign=False)
        else:
            self.header.show_unsigned(may_sign=may_sign, may_export=may_export)

    def note_was_signed(self) -> None:
        """The visit on screen was just signed: nothing of it is written any more."""
        if self._shown is not None and not self.is_signed:
            self._shown = replace(self._shown, visit=replace(self._shown.visit, status=VisitStatus.SIGNED))
            self.autosave.forget()
            self.banner.clear()
            self.show_draft_state(may_sign=False, may_export=False)
            self.was_signed.emit()

    def show_signed(self, signed: SignedNote, *, may_add: bool, may_cosign: bool) -> None:
        """Show what was signed, as it stands after amendments, and who signed."""
        document = signed.document
        self.note.show_texts(document.sections, [_addendum(each) for each in document.addenda])
        first = "Signed" if signed.amends is None else "Amended and signed"
        words = "; ".join(
            f"{first if number == 0 else 'co-signed'} by {each.signer.with_credentials}, "
            f"{each.signed_at.day} {each.signed_at:%b %Y %H:%M}"
            for number, each in enumerate(document.signatures)
        )
        self.header.show_signed(words, may_add=may_add, may_cosign=may_cosign)

    def _touched(self) -> None:
        if not self.is_signed:
            self.autosave.touch()

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

    # Words from a file.

    def _choose_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in FILE_ENDINGS)
        name, _ = QFileDialog.getOpenFileName(self, "Open a transcript", "", f"Transcripts ({endings})")
        if name:
            self.open_file(Path(name))

    def take_file(self, path: Path) -> None:
        """A file was dropped: audio is imported, anything else is read as a transcript."""
        if path.suffix.lower() in AUDIO_SUFFIXES and not self.is_signed:
            self.audio_dropped.emit([path])
        else:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Put the words of a file in place of the transcript. It can be undone."""
        if self.is_signed:
            self.banner.say(SIGNED_REASON, tone="information")
            return
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


def _addendum(added: Addendum) -> str:
    at = added.written_at
    return f"{added.author.with_credentials}, {at.day} {at:%b %Y %H:%M}\n{added.text}"
