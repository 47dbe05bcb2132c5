"""A document as it will be printed: as pictures to look at, and onto a printer's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.document import Document
from desktop.domain.jobs import Job
from desktop.export.page_size import PageSize
from desktop.workflow.export_note import printed_note
from desktop.workflow.session import Session

if TYPE_CHECKING:
    from desktop.export.pages import PaintDevice, Picture


PICTURE_WIDTH_PX = 1000
"""Wide enough to be read on a screen of twice the usual density."""


def document_pictures(session: Session, document: Document, width_px: int) -> tuple[Picture, ...]:
    """The pages of a document, width_px wide."""
    from desktop.export.pages import pictures  # noqa: PLC0415 - Qt's text engine

    return pictures(document, _page_size(session), width_px)


def print_notes(session: Session, visit_ids: tuple[int, ...], device: PaintDevice) -> Job[int, int]:
    """Draw the notes of visits, each from a new page on; yields the number of visits drawn.

    The audit has each before it is drawn. device: a printer; its own margins have to be nothing. Raises NotPermitted,
    UnknownChoice.
    """
    from desktop.export.pages import print_document, printing  # noqa: PLC0415 - Qt's text engine

    with printing(device) as painter:
        for number, visit_id in enumerate(visit_ids):
            print_document(
                printed_note(session, visit_id), _page_size(session), device, painter, is_first=number == 0
            )
            yield number + 1
    return len(visit_ids)


def _page_size(session: Session) -> PageSize:
    return PageSize(session.settings.clinic.page_size)
