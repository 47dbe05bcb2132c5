"""What the worklist shows and does: signed notes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.signing import Export
from desktop.domain.worklist import WorklistFilter, WorklistPage, WorklistProvider
from desktop.workflow.documents import signed_document
from desktop.workflow.preview_note import PICTURE_WIDTH_PX, document_pictures
from desktop.workflow.session import Session

if TYPE_CHECKING:
    from desktop.export.pages import Picture


@dataclass(frozen=True, slots=True)
class Glance:
    """A signed note's pages, and what left of it, the last first."""

    pictures: tuple[Picture, ...]
    exports: tuple[Export, ...]


def worklist(session: Session, only: WorklistFilter) -> tuple[WorklistPage, tuple[WorklistProvider, ...]]:
    """The signed notes that are wanted, and everybody who signed any. Raises NotPermitted."""
    return session.records.worklist.page(only), session.records.worklist.providers()


def glance(session: Session, visit_id: int) -> Glance:
    """One signed note, to look at. Not for the GUI thread. Raises NotPermitted, UnknownChoice."""
    document = signed_document(session, visit_id)
    return Glance(
        document_pictures(session, document, PICTURE_WIDTH_PX), session.records.signed_notes.exports(visit_id)
    )


def mark_filed(session: Session, visit_ids: Sequence[int], *, is_filed: bool) -> None:
    """Mark that these notes stand in the clinic's own system, or take the mark back. Raises NotPermitted."""
    for visit_id in visit_ids:
        session.records.signed_notes.mark_filed(visit_id, is_filed=is_filed)
