"""Sign, Addendum, Amend and Co-sign on the visit page, and how the page looks when its note is signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QMenu

from desktop.domain.note import Section
from desktop.domain.signing import SignedNote
from desktop.domain.user import Right
from desktop.domain.visit import NoteVersion
from desktop.ui.addendum_dialog import AddendumDialog, CosignDialog
from desktop.ui.amend_dialog import AmendDialog
from desktop.ui.exporting import Exporting
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.sign_dialog import SignDialog
from desktop.ui.theme import Theme
from desktop.ui.versions_dialog import VersionsDialog
from desktop.ui.visit_page import VisitPage
from desktop.workflow import visits
from desktop.workflow.preview_note import PICTURE_WIDTH_PX, document_pictures
from desktop.workflow.session import Session
from desktop.workflow.sign import (
    ReadyToSign,
    add_addendum,
    amend,
    cosign,
    prepare_to_sign,
    sign,
    signed_note,
    signed_versions,
)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the sign dialog shows, made on the lane."""

    ready: ReadyToSign
    pages: Sequence[QImage]


class VisitSigning(QObject):
    """signed(visit id): its note is signed now, or something was added to it. checks_wanted(): findings are open.

    why_not_now: a sentence while something is under way that writes into the visit, or None.
    """

    signed = Signal(int)
    checks_wanted = Signal()

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
        self._why_not_now = why_not_now
        self._is_asking = False
        self.note: SignedNote | None = None
        self.dialog: QDialog | None = None
        # What was typed into a dialog that was closed, by the lock for one, stands there again when it is opened.
        self._unfinished: dict[int, str] = {}
        self._unfinished_amendments: dict[int, dict[Section, str]] = {}
        self.exporting = Exporting(page, session, lane, slow_lane)
        self.exporting.said.connect(lambda words, tone: page.banner.say(words, tone=tone))
        header = page.header
        header.sign_asked.connect(self.ask_to_sign)
        header.addendum_asked.connect(self._ask_for_addendum)
        header.amend_asked.connect(self._ask_to_amend)
        header.cosign_asked.connect(self._ask_to_cosign)
        header.versions_asked.connect(self._list_versions)
        menu = QMenu(header.export)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        header.export.setMenu(menu)
        page.copy_section_asked.connect(self._copy_next_section)
        page.words_copied.connect(self._note_copied)
        page.autosave.failed.connect(self._stop_asking)
        page.opened.connect(self.show_state)
        page.note.text_changed.connect(self.show_note_state)

    # How the page looks.

    def show_state(self) -> None:
        """Show the page as a draft or as a signed note."""
        self.note = None
        page = self._page
        page.show_draft_state(
            may_sign=self._session.user.may(Right.SIGN), may_export=self._session.user.may(Right.EXPORT_DRAFT)
        )
        self.show_note_state()
        if not page.is_signed:
            return
        visit_id, session = page.visit_id, self._session
        assert visit_id is not None

        def _read(note: SignedNote) -> None:
            if page.visit_id == visit_id:
                self._show_signed(note)

        self._lane.start(at_once(lambda: signed_note(session, visit_id)), done=_read, failed=self._failed)

    def _show_signed(self, note: SignedNote) -> None:
        self.note = note
        user = self._session.user
        signers = {each.signer.name for each in note.document.signatures}
        self._page.show_signed(
            note,
            may_add=user.may(Right.SIGN),
            may_cosign=user.may(Right.SIGN)
            and user.id != note.signer_id
            and user.display_name not in signers,
        )

    def show_note_state(self) -> None:
        """Sign is the main action as soon as there is a note."""
        if not self._page.is_signed:
            self._page.header.show_note_state(
                has_note=any(text.strip() for text in self._page.note.texts.values())
            )

    # Signing.

    def ask_to_sign(self) -> None:
        """Store what is on screen, check it, and show what would be signed."""
        visit_id = self._page.visit_id
        if visit_id is None or self._page.is_signed or self._is_asking or self._is_open:
            return
        reason = self._why_not_now()
        if reason is not None:
            self._page.banner.say(reason)
            return
        self._is_asking = True
        session = self._session

        def _work() -> _Prepared:
            ready = prepare_to_sign(session, visit_id)
            return _Prepared(ready, document_pictures(session, ready.document, PICTURE_WIDTH_PX))

        def _ready(prepared: _Prepared) -> None:
            self._is_asking = False
            if self._page.visit_id == visit_id and not self._page.is_signed:
                self._show_dialog(visit_id, prepared)

        def _failed(error: Exception) -> None:
            self._is_asking = False
            self._failed(error)

        def _stored() -> None:
            self._lane.start(at_once(_work), done=_ready, failed=_failed)

        self._page.leave(_stored)

    def _stop_asking(self) -> None:
        self._is_asking = False

    def _show_dialog(self, visit_id: int, prepared: _Prepared) -> None:
        dialog = SignDialog(self._page, prepared.ready, prepared.pages, self._session.user)
        session, ready = self._session, prepared.ready

        def _sign(password: str) -> None:
            self._lane.start(
                at_once(lambda: sign(session, ready, password)),
                done=lambda note: self._signed(visit_id, note, dialog),
                failed=self._refusing(dialog, dialog.password.refuse),
            )

        dialog.sign_asked.connect(_sign)
        dialog.checks_asked.connect(self.checks_wanted)
        self._open(dialog)

    def _signed(self, visit_id: int, note: SignedNote, dialog: QDialog) -> None:
        if self.dialog is dialog:  # the person may have closed it meanwhile
            dialog.accept()
        self._reload(visit_id, note)

    def _refusing(self, dialog: QDialog, refuse: Callable[[Exception], None]) -> Callable[[Exception], None]:
        """Say a failure in the dialog, or on the page when the person closed the dialog meanwhile."""

        def _say(error: Exception) -> None:
            if self.dialog is dialog:
                refuse(error)
            else:
                self._failed(error)

        return _say

    def _reload(self, visit_id: int, note: SignedNote) -> None:
        """The note is signed, or something was added: show it so, if it is still on screen."""
        if self._page.visit_id == visit_id:
            self._page.note_was_signed()
            self._show_signed(note)
        self.signed.emit(visit_id)

    # After signing.

    def _ask_for_addendum(self) -> None:
        note, session = self.note, self._session
        if note is None or self._is_open:
            return
        dialog = AddendumDialog(self._page)
        dialog.text.setPlainText(self._unfinished.pop(note.id, ""))
        dialog.rejected.connect(lambda: self._unfinished.update({note.id: dialog.text.toPlainText()}))
        dialog.add_asked.connect(
            lambda text: self._lane.start(
                at_once(lambda: add_addendum(session, note.visit_id, text)),
                done=lambda added: self._signed(note.visit_id, added, dialog),
                failed=self._refusing(dialog, dialog.refuse),
            )
        )
        self._open(dialog)

    def _ask_to_amend(self) -> None:
        note, session = self.note, self._session
        if note is None or self._is_open:
            return
        dialog = AmendDialog(self._page, note, self._theme.tokens)
        for section, text in self._unfinished_amendments.pop(note.id, {}).items():
            dialog.editors[section].setPlainText(text)
        dialog.rejected.connect(lambda: self._unfinished_amendments.update({note.id: dialog.texts}))

        def _amend(sections: dict[Section, str], reason: str, password: str) -> None:
            self._lane.start(
                at_once(lambda: amend(session, note, sections, reason, password)),
                done=lambda amended: self._signed(note.visit_id, amended, dialog),
                failed=self._refusing(dialog, dialog.password.refuse),
            )

        dialog.amend_asked.connect(_amend)
        self._open(dialog)

    def _ask_to_cosign(self) -> None:
        note, session = self.note, self._session
        if note is None or self._is_open:
            return
        signed_by = note.document.signatures[0].signer.with_credentials
        dialog = CosignDialog(self._page, signed_by, session.user.signature_name)
        dialog.cosign_asked.connect(
            lambda password: self._lane.start(
                at_once(lambda: cosign(session, note, password)),
                done=lambda cosigned: self._signed(note.visit_id, cosigned, dialog),
                failed=self._refusing(dialog, dialog.password.refuse),
            )
        )
        self._open(dialog)

    @property
    def _is_open(self) -> bool:
        return self.dialog is not None

    def _open(self, dialog: QDialog) -> None:
        """Show a dialog over the page; the program goes on below it."""
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    # Versions.

    def _list_versions(self) -> None:
        visit_id, session = self._page.visit_id, self._session
        if visit_id is None:
            return
        self._page.autosave.flush()
        self._lane.start(
            at_once(lambda: signed_versions(session, visit_id) + visits.versions(session.records, visit_id)),
            done=self._show_versions,
            failed=self._failed,
        )

    def _show_versions(self, versions: list[NoteVersion]) -> None:
        page = self._page
        if not versions:
            page.banner.say("This visit has no note yet, so there are no versions.", tone="information")
            return
        dialog = VersionsDialog(page, versions, self._theme.tokens, may_take_back=not page.is_signed)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() and dialog.chosen is not None and not page.is_signed:
            page.note.take_back(dialog.chosen.note)

    # Copying and exporting.

    def _fill(self, menu: QMenu) -> None:
        self._page.autosave.flush()
        self.exporting.fill_menu(menu, self._this_visit, is_signed=self._page.is_signed)

    def _this_visit(self) -> tuple[int, ...]:
        return () if self._page.visit_id is None else (self._page.visit_id,)

    def _copy_next_section(self) -> None:
        visit_id = self._page.visit_id
        if visit_id is not None and self._page.header.export.isEnabled():
            self._page.autosave.flush()
            self.exporting.copy_next_section(visit_id)

    def _note_copied(self) -> None:
        """A section's own Copy button: the words are on the clipboard, the audit has to say so."""
        visit_id = self._page.visit_id
        if visit_id is not None:
            self.exporting.note_copied_words(visit_id)

    def _failed(self, error: Exception) -> None:
        self._page.banner.say(sentence_for(error))
