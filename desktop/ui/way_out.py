"""Everything by which a note leaves the program: signing, the worklist and handouts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.user import Right
from desktop.ui.handout_dialog import HandoutDialog
from desktop.ui.jobs import Lane
from desktop.ui.lazy_page import LazyPage
from desktop.ui.theme import Theme
from desktop.ui.visit_page import VisitPage
from desktop.ui.visit_signing import VisitSigning
from desktop.ui.worklist_page import WorklistScreen
from desktop.workflow.documents import handout_of_visit
from desktop.workflow.session import Session

_ABOUT_DESK = "Front desk: reads and exports signed notes"
_ABOUT_PROVIDER = "Signed notes of all providers"


class WayOut(QObject):
    """opened(visit id): a provider wants to see a visit of the list."""

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
        self.handout: HandoutDialog | None = None

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
        dialog = HandoutDialog(self._page.window())
        self.handout = dialog

        def _accepted() -> None:
            self.signing.exporting.export_document(
                lambda: handout_of_visit(self._session, visit_id), dialog.kind
            )

        dialog.accepted.connect(_accepted)
        dialog.finished.connect(self._handout_closed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _handout_closed(self) -> None:
        self.handout = None
