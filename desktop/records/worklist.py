"""The list of signed notes, by day, provider, state and words; nothing of a draft is read for it."""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.coding import CodeSystem
from desktop.domain.history import VisitFilter
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import Right
from desktop.domain.worklist import (
    WorklistFilter,
    WorklistLine,
    WorklistPage,
    WorklistProvider,
    WorklistStatus,
)
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.visit_lines import conditions

_REASON_CHARS = 80

_STATUS = f"""CASE
    WHEN last_export_utc_us IS NULL AND filed_utc_us IS NULL THEN '{WorklistStatus.SIGNED.value}'
    WHEN coalesce(max(last_export_utc_us, filed_utc_us), last_export_utc_us, filed_utc_us) < changed_utc_us
        THEN '{WorklistStatus.CHANGED.value}'
    WHEN filed_utc_us IS NOT NULL AND filed_utc_us >= changed_utc_us THEN '{WorklistStatus.FILED.value}'
    ELSE '{WorklistStatus.EXPORTED.value}' END"""

_NOTES = """SELECT visits.id AS visit_id, visits.started_utc_us, visits.started_offset_min, visits.filed_utc_us, note.content,
        (SELECT max(exported_utc_us) FROM visit_exports WHERE visit_exports.visit_id = visits.id) AS last_export_utc_us,
        max(note.signed_utc_us,
            coalesce((SELECT max(signed_utc_us) FROM cosignatures WHERE signed_note_id = note.id), 0),
            coalesce((SELECT max(written_utc_us) FROM addenda WHERE addenda.visit_id = visits.id), 0)
        ) AS changed_utc_us
    FROM visits JOIN signed_notes AS note
        ON note.id = (SELECT max(id) FROM signed_notes WHERE signed_notes.visit_id = visits.id)"""

_HAS_WORD = """(json_extract(content, '$.patient.family_name') || ', ' || json_extract(content, '$.patient.given_name')
        || ' ' || json_extract(content, '$.patient.mrn') LIKE ? ESCAPE '!'
    OR EXISTS (SELECT 1 FROM json_each(content, '$.sections') WHERE value LIKE ? ESCAPE '!')
    OR EXISTS (SELECT 1 FROM json_each(content, '$.codes')
        WHERE json_extract(value, '$[1]') LIKE ? ESCAPE '!' OR json_extract(value, '$[2]') LIKE ? ESCAPE '!'))"""


class Worklist:
    """Reads what signing and exporting wrote."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def page(self, only: WorklistFilter | None = None, limit: int = 500) -> WorklistPage:
        """Signed notes, the visit begun last first. Raises NotPermitted."""
        only = only or WorklistFilter()
        where, values = conditions(VisitFilter(first_day=only.first_day, last_day=only.last_day))
        if only.provider_id is not None:
            where += " AND note.user_id = ?"
            values.append(only.provider_id)
        for word in only.text.split():
            where += f" AND {_HAS_WORD}"
            pattern = "".join(f"!{sign}" if sign in "!%_" else sign for sign in word)
            values += [f"%{pattern}%"] * 4
        query = f"SELECT *, {_STATUS} AS state FROM ({_NOTES} WHERE {where})"  # noqa: S608 - constants; values are bound
        if only.statuses:
            query += f" WHERE state IN ({', '.join('?' * len(only.statuses))})"
            values += sorted(only.statuses)
        query += " ORDER BY started_utc_us DESC, visit_id DESC LIMIT ?"
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(query, (*values, limit + 1)).fetchall()
        return WorklistPage(tuple(_line(row) for row in rows[:limit]), len(rows) > limit)

    def providers(self) -> tuple[WorklistProvider, ...]:
        """Everybody who signed a note that the list holds, by name. Raises NotPermitted."""
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(
                "SELECT id, display_name FROM users WHERE id IN (SELECT DISTINCT user_id FROM signed_notes)"
                " ORDER BY display_name, id"
            ).fetchall()
        return tuple(WorklistProvider(user_id, name) for user_id, name in rows)


def _line(row: tuple[Any, ...]) -> WorklistLine:
    visit_id, utc_us, offset, _, content, _, _, state = row
    signed = json.loads(content)
    patient = Patient(
        family_name=signed["patient"]["family_name"], given_name=signed["patient"]["given_name"]
    )
    diagnoses = [
        (code, wording) for system, code, wording, *_ in signed["codes"] if system == CodeSystem.ICD10CM
    ]
    code, reason = diagnoses[0] if diagnoses else ("", "")
    sections = signed["sections"]
    if not reason:
        first = (Section.ASSESSMENT, Section.SUBJECTIVE, Section.PLAN, Section.OBJECTIVE)
        text = next((sections[each] for each in first if sections.get(each, "").strip()), "")
        reason = " ".join(text[: 4 * _REASON_CHARS].split())
    author = signed["author"]
    return WorklistLine(
        visit_id=visit_id,
        started_at=times.from_columns(utc_us, offset),
        patient_name=patient.name,
        mrn=signed["patient"]["mrn"],
        provider=", ".join(part for part in (author["name"], author["credentials"]) if part),
        reason=reason if len(reason) <= _REASON_CHARS else reason[: _REASON_CHARS - 1].rstrip() + "…",
        code=code,
        status=WorklistStatus(state),
    )
