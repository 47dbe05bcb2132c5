"""Copy, export, print and send as a person asks for them: the questions before, the work aside, and what was done in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.domain.document import Document
from desktop.domain.jobs import Job
from desktop.domain.note import Section
from desktop.domain.worklist import WorklistLine
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.printing import choose_printer
from desktop.ui.private_clipboard import private_clipboard
from desktop.ui.questions import confirms
from desktop.ui.send_note_dialog import agrees_to_send
from desktop.workflow import export_note
from desktop.workflow.export_note import NO_LONGER_ENCRYPTED, ExportFormat, Saved
from desktop.workflow.preview_note import print_notes
from desktop.workflow.send_note import SendPlan, Sent, plan_sending, send_note
from desktop.workflow.session import Session

MENU_FORMATS = (
    ExportFormat.PDF,
    ExportFormat.WORD,
    ExportFormat.TEXT,
    ExportFormat.MARKDOWN,
    ExportFormat.JSON,
    ExportFormat.FHIR,
    ExportFormat.FHIR_REFERENCE,
)
_COPIED = "The clipboard is emptied after a minute."


class Exporting(QObject):
    """said(words, tone): what was done or why not; tone: information or warning. left(visit ids): these went out.

    One for each page: window is what its dialogs belong to. choose_printer: gives a printer or None.
    """

    said = Signal(str, str)
    left = Signal(list)
    _is_warned_for: Session | None = None
    """The session in which the person was told that files are not encrypted: once for all pages."""

    def __init__(self, window: QWidget, session: Session, lane: Lane, slow_lane: Lane) -> None:
        """slow_lane: for what talks to a server, so that no save waits for it."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._lane = lane
        self._slow_lane = slow_lane
        self._next_section: tuple[int, int] = (0, 0)
        self._folder = ""
        self.choose_printer: Callable[[QWidget], QPrinter | None] = choose_printer

    # The clipboard.

    def copy_note(self, visit_id: int, whose: str = "") -> None:
        """Copy the whole note for another record system. whose: the patient, to be named in what is said."""

        def _copied(text: str) -> None:
            private_clipboard().put(text)
            self._next_section = (visit_id, 0)
            self._say(f"Copied the whole note{_of(whose)}. {_COPIED}")
            self.left.emit([visit_id])

        self._start(at_once(lambda: export_note.copied_note(self._session, visit_id)), _copied)

    def copy_next_section(self, visit_id: int, whose: str = "") -> None:
        """Copy the section after the one copied last, and say which; after the last the first again."""
        of_visit, index = self._next_section
        first = index if of_visit == visit_id else 0
        self._start(
            at_once(lambda: self._next_stated(visit_id, first)),
            partial(self._section_copied, visit_id, whose),
        )

    def _next_stated(self, visit_id: int, first: int) -> tuple[int, str]:
        """On the lane: the place and text of the first section from this one on that is stated; ("", 0) without any."""
        sections = tuple(Section)
        for offset in range(len(sections)):
            index = (first + offset) % len(sections)
            text = export_note.copied_section(self._session, visit_id, sections[index])
            if text:
                return index, text
        return 0, ""

    def _section_copied(self, visit_id: int, whose: str, found: tuple[int, str]) -> None:
        index, text = found
        if not text:
            self._say("This note has no section to copy.", "warning")
            return
        private_clipboard().put(text)
        sections = tuple(Section)
        self._next_section = (visit_id, (index + 1) % len(sections))
        self._say(f"Copied {sections[index].label}, {index + 1} of {len(sections)}{_of(whose)}. {_COPIED}")
        self.left.emit([visit_id])

    def note_copied_words(self, visit_id: int) -> None:
        """Words of the visit were copied from the screen."""
        self._start(at_once(lambda: export_note.record_copied_words(self._session, visit_id)), lambda _: None)

    # Files.

    def export(self, visit_ids: Sequence[int], kind: ExportFormat) -> None:
        """Write notes to files: one where the person says, several into a folder."""
        if not visit_ids or not self._agrees():
            return
        if len(visit_ids) == 1:
            (visit_id,) = visit_ids
            self._export_one(visit_id, kind)
        else:
            target = self._chosen_folder()
            if target is not None:
                self._start(
                    export_note.export_notes(self._session, tuple(visit_ids), kind, target),
                    lambda saved: self._all_saved(list(visit_ids), saved),
                )

    def export_document(self, make: Callable[[], Document], kind: ExportFormat) -> None:
        """Write a letter or a handout. make: called on the lane."""
        if not self._agrees():
            return
        folder = self._chosen_folder()
        if folder is None:
            return

        def _work() -> tuple[Document, Saved]:
            document = make()
            return document, export_note.export_document(self._session, document, kind, folder)

        def _saved(made: tuple[Document, Saved]) -> None:
            document, saved = made
            self._saved([document.visit.id], saved)

        self._start(at_once(_work), _saved)

    def export_list(self, lines: Sequence[WorklistLine]) -> None:
        """Write lines of the worklist as CSV."""
        if not lines or not self._agrees():
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save the list", f"{self._start_folder()}/worklist.csv", "CSV (*.csv)"
        )
        if name:
            path = self._remembered(Path(name))
            self._start(
                at_once(lambda: export_note.export_list(self._session, tuple(lines), path)),
                lambda saved: self._say(saved.sentence),
            )

    def _export_one(self, visit_id: int, kind: ExportFormat) -> None:
        """Ask where, under the name that the clinic's template gives, and write."""
        label = kind.label

        def _named(name: str) -> None:
            chosen, _ = QFileDialog.getSaveFileName(
                self._window,
                f"Save as {label}",
                f"{self._start_folder()}/{name}",
                f"{label} (*.{kind.extension})",
            )
            if chosen:
                path = self._remembered(Path(chosen))
                self._start(
                    at_once(lambda: export_note.export_note(self._session, visit_id, kind, path)),
                    lambda saved: self._saved([visit_id], saved),
                )

        self._start(at_once(lambda: export_note.suggested_name(self._session, visit_id, kind)), _named)

    def _chosen_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window, "Save into a folder", self._start_folder())
        if not name:
            return None
        self._folder = name
        return Path(name)

    def _start_folder(self) -> str:
        return self._folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )

    def _remembered(self, path: Path) -> Path:
        self._folder = str(path.parent)
        return path

    def _agrees(self) -> bool:
        """Tell once in a session that files are not encrypted."""
        if Exporting._is_warned_for is self._session:
            return True
        if not confirms(self._window, "Export without encryption?", NO_LONGER_ENCRYPTED, "Export"):
            return False
        Exporting._is_warned_for = self._session
        return True

    def _saved(self, visit_ids: list[int], saved: Saved) -> None:
        self._say(saved.sentence, "warning" if saved.notices else "information")
        self.left.emit(visit_ids)

    def _all_saved(self, visit_ids: list[int], saved: tuple[Saved, ...]) -> None:
        notices = sorted({notice for each in saved for notice in each.notices})
        folder = saved[0].path.parent
        self._say(
            " ".join((f"Saved {len(saved)} notes in {folder}.", *notices)),
            "warning" if notices else "information",
        )
        self.left.emit(visit_ids)

    # Paper, and other systems.

    def print(self, visit_ids: Sequence[int]) -> None:
        """Print notes on the printer that the person chooses."""
        if not visit_ids:
            return
        printer = self.choose_printer(self._window)
        if printer is not None:
            self._start(
                print_notes(self._session, tuple(visit_ids), printer),
                lambda number: self._printed(list(visit_ids), number),
            )

    def _printed(self, visit_ids: list[int], number: int) -> None:
        self._say("The note is printed." if number == 1 else f"{number} notes are printed.")
        self.left.emit(visit_ids)

    def send(self, visit_id: int) -> None:
        """Show what would be sent to the FHIR server; send it when the person agrees."""
        self._start(at_once(lambda: plan_sending(self._session, visit_id)), self._ask_to_send)

    def _ask_to_send(self, plan: SendPlan) -> None:
        if not agrees_to_send(self._window, plan):
            return
        self._say(f"Sending to {plan.host}…")
        self._slow_lane.start(
            send_note(self._session, plan.visit_id),
            done=lambda sent: self._sent(plan, sent),
            failed=self._failed,
        )

    def _sent(self, plan: SendPlan, sent: Sent) -> None:
        name = f" as {sent.name}" if sent.name else ""
        there = "It was there already" if sent.was_there else "The note is stored"
        self._say(f"{there} on {plan.host}{name}.")
        self.left.emit([plan.visit_id])

    # Everything.

    def fill_menu(self, menu: QMenu, visit_ids: Callable[[], Sequence[int]], *, is_signed: bool) -> None:
        """Put what can be done with a note into a menu."""
        menu.clear()

        def _one() -> int:
            return visit_ids()[0]

        menu.addAction("Copy for EHR").triggered.connect(lambda: self.copy_note(_one()))
        next_section = menu.addAction("Copy next section\tCtrl+Shift+C")
        next_section.triggered.connect(lambda: self.copy_next_section(_one()))
        menu.addSeparator()
        for kind in MENU_FORMATS:
            menu.addAction(f"{kind.label}…").triggered.connect(
                lambda _, kind=kind: self.export(visit_ids(), kind)
            )
        menu.addSeparator()
        menu.addAction("Print…").triggered.connect(lambda: self.print(visit_ids()))
        send = menu.addAction("Send to the FHIR server…")
        send.setEnabled(is_signed)
        send.triggered.connect(lambda: self.send(_one()))

    def _start(self, job: Job[object, object], done: Callable[..., None]) -> None:
        self._lane.start(job, done=done, failed=self._failed)

    def _say(self, words: str, tone: str = "information") -> None:
        self.said.emit(words, tone)

    def _failed(self, error: Exception) -> None:
        self._say(sentence_for(error), "warning")


def _of(whose: str) -> str:
    return f" of {whose}" if whose else ""
