"""Visits in the records: start one, change how it is documented, list the latest."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import UnknownChoice
from desktop.domain.user import Right
from desktop.domain.visit import Visit, VisitStatus, VisitSummaryLine
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.patients import patient_condition, unknown_patient
from desktop.records.search_terms import query_terms
from desktop.records.visit_lines import (
    IS_SIGNED,
    SELECT_LINES,
    SIGNED_STATUSES,
    VISIT_COLUMNS,
    line_from,
    sees_unsigned,
    visit_from,
)


class Visits:
    """The visits table."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def create(
        self,
        patient_id: int | None,
        started_at: datetime,
        specialty_id: str = "generic",
        template_id: str = "standard",
    ) -> Visit:
        """Store a new visit. started_at needs a time zone. Raises UnknownChoice for an unknown patient."""
        with self._access.writing(Right.WRITE_CLINICAL) as connection:
            _require_patient(connection, patient_id)
            cursor = connection.execute(
                "INSERT INTO visits (patient_id, started_utc_us, started_offset_min, specialty_id,"
                " template_id, status, provider_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    patient_id,
                    *times.to_columns(started_at),
                    specialty_id,
                    template_id,
                    VisitStatus.EMPTY.value,
                    self._access.user_id,
                ),
            )
            self._access.note(connection, Action.CREATED, RecordKind.VISIT, cursor.lastrowid)
            return _get(connection, cursor.lastrowid)

    def get(self, visit_id: int) -> Visit:
        """One visit. Raises UnknownChoice; NotPermitted for an unsigned one, where only signed notes may be read."""
        with self._access.reading(Right.READ_SIGNED, RecordKind.VISIT, visit_id) as connection:
            visit = _get(connection, visit_id)
        if visit.status not in SIGNED_STATUSES:
            self._access.require(Right.READ_CLINICAL, RecordKind.VISIT, visit_id)
        return visit

    def update(
        self,
        visit_id: int,
        *,
        specialty_id: str | None = None,
        template_id: str | None = None,
        status: VisitStatus | None = None,
    ) -> Visit:
        """Change what is given and keep the rest. Raises UnknownChoice."""
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "UPDATE visits SET specialty_id = coalesce(?, specialty_id),"
                " template_id = coalesce(?, template_id), status = coalesce(?, status) WHERE id = ?",
                (specialty_id, template_id, status.value if status else None, visit_id),
            )
            return _get(connection, visit_id)

    def assign_patient(self, visit_id: int, patient_id: int | None) -> Visit:
        """Say whose visit it is; None for nobody yet. Raises UnknownChoice."""
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            _require_patient(connection, patient_id)
            connection.execute("UPDATE visits SET patient_id = ? WHERE id = ?", (patient_id, visit_id))
            return _get(connection, visit_id)

    def recent(self, limit: int = 50, text: str = "") -> list[VisitSummaryLine]:
        """The visits begun last, newest first; with text, those whose patient it finds by name or MRN.

        Who may read only signed notes sees the signed visits, without words of their notes.
        """
        terms = query_terms(text)
        if terms == ():
            return []
        condition, values = patient_condition(terms or (), "visits.patient_id")
        is_clinical = sees_unsigned(self._access)
        condition += "" if is_clinical else f" AND {IS_SIGNED}"
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(
                f"{SELECT_LINES} WHERE {condition} ORDER BY visits.id DESC LIMIT ?", (*values, limit)
            ).fetchall()
        return [line_from(row, has_title=is_clinical) for row in rows]


def require_visit(connection: Connection, visit_id: int) -> None:
    """Raise UnknownChoice when there is no such visit."""
    if connection.execute("SELECT 1 FROM visits WHERE id = ?", (visit_id,)).fetchone() is None:
        raise UnknownChoice("This visit is not in the records. Choose a visit from the list.")


def _require_patient(connection: Connection, patient_id: int | None) -> None:
    known = "SELECT 1 FROM patients WHERE id = ? AND merged_into IS NULL"
    if patient_id is not None and connection.execute(known, (patient_id,)).fetchone() is None:
        raise unknown_patient()


def _get(connection: Connection, visit_id: int) -> Visit:
    require_visit(connection, visit_id)
    row = connection.execute(
        f"SELECT {VISIT_COLUMNS} FROM visits WHERE id = ?",  # noqa: S608 - a constant
        (visit_id,),
    ).fetchone()
    return visit_from(row)
