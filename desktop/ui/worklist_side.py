"""The right side of the worklist: what can be done with the chosen notes, the pages of one, and what left already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.signing import Export
from desktop.domain.worklist import WorklistLine, WorklistStatus
from desktop.ui.document_preview import DocumentPreview
from desktop.ui.widgets import button, label
from desktop.workflow.export_note import ExportFormat
from desktop.workflow.worklist import Glance

_LEAST_WIDTH_PX = 450
_SHOWN_EXPORTS = 4
_IN_MENU = (
    ExportFormat.TEXT,
    ExportFormat.MARKDOWN,
    ExportFormat.JSON,
    ExportFormat.FHIR_REFERENCE,
)


class WorklistSide(QWidget):
    """It shows and asks. export_asked(format), filed_asked(is filed), and a signal for each other button."""

    copy_asked = Signal()
    next_section_asked = Signal()
    export_asked = Signal(object)
    print_asked = Signal()
    send_asked = Signal()
    list_asked = Signal()
    filed_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setMinimumWidth(_LEAST_WIDTH_PX)
        self._is_filed = False
        self.copy = button("Copy for EHR", "primary")
        self.copy.setToolTip("Copy the note (Ctrl+C in the list); section by section: Ctrl+Shift+C")
        self.copy.clicked.connect(self.copy_asked)
        self.pdf = self._format("PDF", ExportFormat.PDF)
        self.word = self._format("Word", ExportFormat.WORD)
        self.fhir = self._format("FHIR", ExportFormat.FHIR)
        self.print = button("Print")
        self.print.setToolTip("Print the chosen notes (Ctrl+P)")
        self.print.clicked.connect(self.print_asked)
        self.more = button("More")
        self.more.setAccessibleName("More ways to export")
        self.more.setMenu(self._menu())
        self.filed = button("Mark as filed")
        self.filed.setToolTip("These notes stand in the clinic's own system (Ctrl+M)")
        self.filed.clicked.connect(lambda: self.filed_asked.emit(not self._is_filed))
        self.done = label("", "secondary", wrap=True)
        self.done.setAccessibleName("What was done")
        self.preview = DocumentPreview("The note as it is printed")
        self.left = label("", "secondary", wrap=True)
        self.left.setAccessibleName("What was exported")
        self.more_lines = label("", "secondary", wrap=True)
        self._lay_out()
        self.show_nothing()

    def _format(self, words: str, kind: ExportFormat) -> QPushButton:
        made = button(words)
        made.setAccessibleName(f"Export as {words}")
        made.clicked.connect(lambda: self.export_asked.emit(kind))
        return made

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Copy next section\tCtrl+Shift+C").triggered.connect(self.next_section_asked)
        menu.addSeparator()
        for kind in _IN_MENU:
            menu.addAction(f"{kind.label}…").triggered.connect(
                lambda _, kind=kind: self.export_asked.emit(kind)
            )
        menu.addAction("This list as CSV…").triggered.connect(self.list_asked)
        menu.addSeparator()
        menu.addAction("Send to the FHIR server…").triggered.connect(self.send_asked)
        return menu

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for widget in (self.copy, self.pdf, self.word, self.fhir, self.print):
            buttons.addWidget(widget)
        buttons.addStretch()
        foot = QGridLayout()
        foot.addWidget(self.left, 0, 0)
        foot.addWidget(self.more, 0, 1, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.filed, 0, 2, Qt.AlignmentFlag.AlignTop)
        foot.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.done)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        column.addWidget(self.more_lines)
        self.done.hide()
        self.more_lines.hide()

    def enable(self, *, chosen: int, has_current: bool) -> None:
        """Offer what can be done. chosen: how many lines."""
        for widget in (self.copy, self.more):
            widget.setEnabled(has_current)
        for widget in (self.pdf, self.word, self.fhir, self.print, self.filed):
            widget.setEnabled(chosen > 0)
        count = f" ({chosen})" if chosen > 1 else ""
        self.filed.setText(f"{'Not filed' if self._is_filed else 'Mark as filed'}{count}")

    def show_note(self, line: WorklistLine, seen: Glance) -> None:
        """Show the pages of a note, and what left of it."""
        self.preview.show_pages(seen.pictures)
        self._is_filed = line.status is WorklistStatus.FILED
        self.filed.setText("Not filed" if self._is_filed else "Mark as filed")
        self.left.setText(_in_words(seen.exports))

    def show_nothing(self) -> None:
        """No note is chosen."""
        self.preview.say("")
        self.left.clear()

    def show_more(self, *, has_more: bool, shown: int) -> None:
        """Say when the list was cut."""
        self.more_lines.setVisible(has_more)
        self.more_lines.setText(
            f"The list shows the latest {shown}; narrow it for others." if has_more else ""
        )

    def say(self, words: str) -> None:
        """Say what was done."""
        self.done.setText(words)
        self.done.setVisible(bool(words))


def _in_words(exports: tuple[Export, ...]) -> str:
    """What left, when and by whom, the last first."""
    lines = [
        f"{each.what} · {each.user_name}, {each.at.day} {each.at:%b %Y, %H:%M}"
        for each in exports[:_SHOWN_EXPORTS]
    ]
    hidden = len(exports) - len(lines)
    return "\n".join([*lines, *([f"and {hidden} earlier"] if hidden else [])]) or "Not exported yet."
