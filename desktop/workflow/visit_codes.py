"""Keeps what a person decided about a visit's codes."""

from __future__ import annotations

from desktop.domain.coding import VisitCodes
from desktop.workflow.session import Session


def load_visit_codes(session: Session, visit_id: int) -> VisitCodes:
    """The decisions kept for a visit; empty when there are none. Raises NotPermitted."""
    return session.records.codes.load(visit_id)


def save_visit_codes(session: Session, visit_id: int, codes: VisitCodes) -> None:
    """Keep the decisions in place of earlier ones. Raises UnknownChoice, TextTooLong, NotPermitted."""
    session.records.codes.save(visit_id, codes)
