"""Lists of visits by day, provider, status and patient, a page at a time."""

from __future__ import annotations

from desktop.domain.history import VisitFilter, VisitPage
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.visit_lines import IS_SIGNED, SELECT_LINES, conditions, line_from, sees_unsigned


class History:
    """The visits table, read by when the visits began."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def page(
        self, only: VisitFilter | None = None, after: tuple[int, int] | None = None, limit: int = 50
    ) -> VisitPage:
        """Visits, the one begun last first. after: next_key of the page before."""
        is_clinical = sees_unsigned(self._access)
        where, values = conditions(only or VisitFilter())
        where += "" if is_clinical else f" AND {IS_SIGNED}"
        if after is not None:
            where += " AND (visits.started_utc_us, visits.id) < (?, ?)"
            values += after
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(
                f"{SELECT_LINES} WHERE {where} ORDER BY visits.started_utc_us DESC, visits.id DESC LIMIT ?",
                (*values, limit + 1),
            ).fetchall()
        shown = rows[:limit]
        more = len(rows) > limit
        return VisitPage(
            tuple(line_from(row, has_title=is_clinical) for row in shown),
            (shown[-1][2], shown[-1][0]) if more and shown else None,
        )

    def count(self, only: VisitFilter | None = None) -> int:
        """How many visits there are."""
        where, values = conditions(only or VisitFilter())
        where += "" if sees_unsigned(self._access) else f" AND {IS_SIGNED}"
        with self._access.reading(Right.READ_SIGNED) as connection:
            (number,) = connection.execute(
                f"SELECT count(*) FROM visits WHERE {where}",  # noqa: S608 - constants
                values,
            ).fetchone()
        return int(number)
