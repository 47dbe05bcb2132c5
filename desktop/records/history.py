"""Lists of visits by day, provider, status and patient, a page at a time."""

from __future__ import annotations

from desktop.domain.history import VisitFilter, VisitPage
from desktop.records.database import Database
from desktop.records.visit_lines import SELECT_LINES, conditions, line_from


class History:
    """The visits table, read by when the visits began."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self, only: VisitFilter | None = None, after: tuple[int, int] | None = None, limit: int = 50
    ) -> VisitPage:
        """Visits, the one begun last first. after: next_key of the page before."""
        where, values = conditions(only or VisitFilter())
        if after is not None:
            where += " AND (visits.started_utc_us, visits.id) < (?, ?)"
            values += after
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{SELECT_LINES} WHERE {where} ORDER BY visits.started_utc_us DESC, visits.id DESC LIMIT ?",
                (*values, limit + 1),
            ).fetchall()
        shown = rows[:limit]
        more = len(rows) > limit
        return VisitPage(
            tuple(line_from(row) for row in shown), (shown[-1][2], shown[-1][0]) if more and shown else None
        )

    def count(self, only: VisitFilter | None = None) -> int:
        """How many visits there are."""
        where, values = conditions(only or VisitFilter())
        with self._database.reading() as connection:
            (number,) = connection.execute(
                f"SELECT count(*) FROM visits WHERE {where}",  # noqa: S608 - constants
                values,
            ).fetchone()
        return int(number)
