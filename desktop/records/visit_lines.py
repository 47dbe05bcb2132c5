"""What a list shows of each visit, and which visits a filter keeps, for every query that lists visits."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desktop.domain.context import Sex
from desktop.domain.history import VisitFilter
from desktop.domain.patient import Patient
from desktop.domain.user import Right
from desktop.domain.visit import Visit, VisitStatus, VisitSummaryLine
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection

VISIT_COLUMNS = "visits.id, patient_id, started_utc_us, started_offset_min, specialty_id, template_id, status, provider_id"
_TITLE_CHARS = 80
_TITLE = """(
    SELECT substr(text, 1, 400) FROM working_sections
    WHERE visit_id = visits.id AND trim(text, ' ' || char(9, 10)) <> ''
    ORDER BY CASE section WHEN 'assessment' THEN 0 WHEN 'subjective' THEN 1 WHEN 'plan' THEN 2 ELSE 3 END
    LIMIT 1
)"""

SELECT_LINES = (
    f"SELECT {VISIT_COLUMNS}, family_name, given_name, mrn, {_TITLE} FROM visits"  # noqa: S608 - constants
    " LEFT JOIN patients ON patients.id = visits.patient_id"
)
"""Gives rows for line_from."""

SIGNED_STATUSES = frozenset({VisitStatus.SIGNED})
"""What the front desk may see. A status that signing adds belongs here if its newest version is signed."""

IS_SIGNED = f"visits.status IN ({', '.join(repr(status.value) for status in sorted(SIGNED_STATUSES))})"

_LOCAL_DAY = "date(visits.started_utc_us / 1000000 + visits.started_offset_min * 60, 'unixepoch')"
_WIDEST_OFFSET = timedelta(hours=26)
"""More than any zone is away from UTC: the index narrows by time, the local day decides."""


def sees_unsigned(access: Access) -> bool:
    """True for who may also see visits whose note is not signed, and the first words of each note."""
    return access.allows(Right.READ_CLINICAL)


def conditions(only: VisitFilter) -> tuple[str, list[Any]]:
    """An SQL condition on visits, and its values."""
    parts = ["TRUE"]
    values: list[Any] = []
    if only.patient_id is not None:
        parts.append("visits.patient_id = ?")
        values.append(only.patient_id)
    if only.provider_id is not None:
        parts.append("visits.provider_id = ?")
        values.append(only.provider_id)
    if only.statuses:
        parts.append(f"visits.status IN ({', '.join('?' * len(only.statuses))})")
        values += sorted(only.statuses)
    if only.first_day is not None:
        parts.append(f"visits.started_utc_us >= ? AND {_LOCAL_DAY} >= ?")
        values += [_utc_us(only.first_day, -_WIDEST_OFFSET), only.first_day.isoformat()]
    if only.last_day is not None:
        parts.append(f"visits.started_utc_us < ? AND {_LOCAL_DAY} <= ?")
        values += [_utc_us(only.last_day, timedelta(days=1) + _WIDEST_OFFSET), only.last_day.isoformat()]
    return " AND ".join(parts), values


def lines_of(
    connection: Connection, visit_ids: Iterable[int], *, has_titles: bool = True
) -> dict[int, VisitSummaryLine]:
    """The lines of the visits with these ids."""
    ids = tuple(visit_ids)
    rows = connection.execute(f"{SELECT_LINES} WHERE visits.id IN ({', '.join('?' * len(ids))})", ids)
    return {row[0]: line_from(row, has_title=has_titles) for row in rows}


def visit_from(row: tuple[Any, ...]) -> Visit:
    """A visit from the VISIT_COLUMNS of a row."""
    visit_id, patient_id, started_utc_us, started_offset_min, specialty_id, template_id, status, provider = (
        row
    )
    return Visit(
        id=visit_id,
        patient_id=patient_id,
        started_at=times.from_columns(started_utc_us, started_offset_min),
        specialty_id=specialty_id,
        template_id=template_id,
        status=VisitStatus(status),
        provider_id=provider,
    )


def line_from(row: tuple[Any, ...], *, has_title: bool = True) -> VisitSummaryLine:
    """A line from a row of SELECT_LINES. has_title: not for who may not see the text that is being written."""
    *visit, family_name, given_name, mrn, note_text = row
    patient = Patient(
        family_name=family_name or "", given_name=given_name or "", sex=Sex.UNKNOWN, mrn=mrn or ""
    )
    title = " ".join((note_text or "").split()) if has_title else ""
    return VisitSummaryLine(
        visit=visit_from(tuple(visit)),
        patient_name=patient.name,
        mrn=patient.mrn,
        title=title if len(title) <= _TITLE_CHARS else title[: _TITLE_CHARS - 1].rstrip() + "…",
    )


def _utc_us(day: date, shift: timedelta) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with suppress(OverflowError):  # the first and the last day that a calendar has
        moment += shift
    return times.to_columns(moment)[0]
