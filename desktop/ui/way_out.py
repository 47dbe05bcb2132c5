"""Everything by which a note leaves the program: signing, the worklist, letters and handouts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.summary import Summary
from desktop.domain.user import Right
from desktop.ui.jobs import Lane
from desktop.ui.lazy_page import LazyPage
from desktop.ui.letter_dialog import LetterDialog
from desktop.ui.theme import Theme
from desktop.ui.visit_page import VisitPage
from desktop.ui.visit_signing import VisitSigning
from desktop.ui.worklist_page import WorklistScreen
from desktop.workflow.documents import handout_of_visit, referral_document
from desktop.workflow.export_note import ExportFormat
from desktop.workflow.session import Session

_ABOUT_DESK = "Front desk: reads and exports signed notes"
_ABOUT_PROVIDER = "Signed notes of all providers"


class WayOut(QObject):
    """said(words, tone): about letters and handouts. opened(visit id): a provider wants to see a visit of the list."""

    said = Signal(str, str)
    opened = Signal(int)

    def __init__(
        self,
        page: VisitPage,
        session: Session,
        theme: Theme,
        lane: Lane,
        slow_lane: Lane,
        *,
        why_not_now: Callable[[], str | None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._lane = lane
        self._slow_lane = slow_lane
        self.signing = VisitSigning(page, session, theme, lane, slow_lane, why_not_now=why_not_now)
        self.worklist_place = LazyPage(self._make_worklist)
        self.letter: LetterDialog | None = None

    @property
    def worklist(self) -> WorklistScreen:
        """The worklist, made when it is first wanted."""
        return self.worklist_place.page

    def _make_worklist(self) -> WorklistScreen:
        is_provider = self._session.user.may(Right.READ_CLINICAL)
        about = _ABOUT_PROVIDER if is_provider else _ABOUT_DESK
        made = WorklistScreen(self._session, self._theme, self._lane, self._slow_lane, about)
        if is_provider:
            made.table.activated.connect(lambda _: made.open_current())
            made.opened.connect(self.opened)
        return made

    def say(self, words: str) -> None:
        """Show a message on the worklist, if it was ever opened."""
        if self.worklist_place.made is not None:
            self.worklist.banner.say(words)

    def export_handout(self, visit_id: int) -> None:
        """Ask for a format and a folder, and write the patient's summary as a page to take home."""
        self._open_letter(
            LetterDialog(self._page.window(), "After-visit handout", has_recipient=False),
            lambda kind, _: self.signing.exporting.export_document(
                lambda: handout_of_visit(self._session, visit_id), kind
            ),
        )

    def write_referral_letter(self, patient_id: int, summary: Summary) -> None:
        """Ask to whom, a format and a folder, and write the summary as a letter."""
        self._open_letter(
            LetterDialog(self._page.window(), "Referral letter", has_recipient=True),
            lambda kind, recipient: self.signing.exporting.export_document(
                lambda: referral_document(self._session, patient_id, summary, recipient), kind
            ),
        )

    def _open_letter(
        self, dialog: LetterDialog, write: Callable[[ExportFormat, tuple[str, ...]], None]
    ) -> None:
        def _accepted() -> None:
            write(dialog.kind, dialog.recipient)

        self.letter = dialog
        dialog.accepted.connect(_accepted)
        dialog.finished.connect(self._letter_closed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _letter_closed(self) -> None:
        self.letter = None
