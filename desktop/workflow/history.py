"""Finds visits: lists by day, provider, status and patient, and search in their words."""

from __future__ import annotations

from desktop.domain.history import SearchPage, VisitFilter, VisitPage
from desktop.domain.user import Right
from desktop.records.records import Records


def list_visits(
    records: Records, only: VisitFilter | None = None, after: tuple[int, int] | None = None, limit: int = 50
) -> VisitPage:
    """Visits, the one begun last first. after: next_key of the page before."""
    return records.history.page(only, after, limit)


def count_visits(records: Records, only: VisitFilter | None = None) -> int:
    """How many visits there are."""
    return records.history.count(only)


def search_visits(
    records: Records,
    text: str,
    only: VisitFilter | None = None,
    *,
    before: int | None = None,
    limit: int = 30,
) -> SearchPage:
    """Visits whose note, transcript or codes hold every typed word, or a word that it begins; for each keystroke.

    Whoever may only see signed notes searches these and their codes alone.
    "Search this patient" is only=VisitFilter(patient_id=...). before: next_key of the page before.
    """
    signed_only = not records.access.allows(Right.READ_CLINICAL)
    return records.search.find(text, only, signed_only=signed_only, before=before, limit=limit)
