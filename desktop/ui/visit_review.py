"""Puts the review of a note together on the visit page: checks, codes and the summary for the patient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.ui.checks_tab import ChecksTab
from desktop.ui.checks_view import ChecksView
from desktop.ui.codes_tab import CodesTab
from desktop.ui.drafts import Drafts
from desktop.ui.evidence_marks import EvidenceMarks
from desktop.ui.patient_tab import PatientTab
from desktop.ui.review_panel import ReviewPanel
from desktop.ui.theme import Theme
from desktop.ui.visit_checking import VisitChecking
from desktop.ui.visit_coding import VisitCoding
from desktop.ui.visit_explaining import VisitExplaining
from desktop.ui.visit_page import VisitPage
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings

_LEAST_TRANSCRIPT_PX = 326


class VisitReview(QObject):
    """The review side of a visit page. agreed(engine): the person does not want to be asked again before a send.

    handout_asked(visit id): the patient's summary is to be printed as it is stored.
    """

    agreed = Signal(str)
    handout_asked = Signal(int)

    def __init__(
        self, page: VisitPage, session: Session, theme: Theme, drafts: Drafts, play: Callable[[int], None]
    ) -> None:
        super().__init__(page)
        self._page = page
        self.codes, self.patient, self.checks = CodesTab(), PatientTab(), ChecksTab()
        self.panel = ReviewPanel(self.codes, self.patient, self.checks)
        self.marks = EvidenceMarks(page, theme)
        self.checking = VisitChecking(page, session, drafts)
        self.view = ChecksView(page, self.panel, self.checking, self.marks, play)
        self.coding = VisitCoding(page, session, drafts, self.codes, self.marks)
        self.explaining = VisitExplaining(page, session, drafts, self.patient, self.marks)
        self.checking.checked.connect(lambda _: self.explaining.recheck())
        self.coding.agreed.connect(self.agreed)
        self.explaining.agreed.connect(self.agreed)
        self.explaining.handout_asked.connect(self.handout_asked)
        page.split.addWidget(self.panel)
        page.split.setStretchFactor(2, 0)
        for widget in (self.view.play_sentence, self.view.status, self.panel.toggle):
            page.foot.addSpacing(10)
            page.foot.addWidget(widget)
        QShortcut(QKeySequence("F9"), page, self.panel.press_toggle)
        page.installEventFilter(self)
        self.panel.installEventFilter(self)
        self.panel.fit(page.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open or close the panel with the window's width, and give it room when it opens."""
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self.panel.fit(self._page.window().width())
        elif watched is self.panel and event.type() == QEvent.Type.ShowToParent:
            width = self._page.width()
            transcript = max(_LEAST_TRANSCRIPT_PX, width * 26 // 100)
            self._page.split.setSizes(
                [transcript, width - transcript - self.panel.width_px, self.panel.width_px]
            )
        return super().eventFilter(watched, event)

    def use_settings(self, settings: Settings) -> None:
        """Offer what these settings allow."""
        self.patient.offer_languages(is_offered=not settings.is_offline)
        self.codes.offer_model(is_offered=not settings.is_offline)

    def close(self, timeout_s: float) -> bool:
        """End what runs. True when nothing is left running."""
        ended = [each.close(timeout_s) for each in (self.checking, self.coding, self.explaining)]
        return all(ended)
