"""The plain-language summary of each visit for its patient, as it stands."""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.audit import Action, RecordKind
from desktop.domain.note import Section
from desktop.domain.patient_summary import Block, NotePlace, PatientSummary, SummaryLine
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable
from desktop.records.visits import require_visit

SUMMARY_CHARS = 20_000


class PatientSummaries:
    """The patient_summaries table."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def save(self, visit_id: int, summary: PatientSummary) -> None:
        """Replace the visit's summary. Raises UnknownChoice, TextTooLong, AlreadySigned, NotPermitted."""
        lines = storable(
            json.dumps([_to_json(line) for line in summary.lines], ensure_ascii=False),
            SUMMARY_CHARS,
            "The summary for the patient",
        )
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "INSERT INTO patient_summaries (visit_id, lines, origin, language, is_translated)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (visit_id) DO UPDATE SET lines = excluded.lines,"
                " origin = excluded.origin, language = excluded.language, is_translated = excluded.is_translated",
                (visit_id, lines, summary.origin, summary.language, summary.is_translated),
            )

    def load(self, visit_id: int) -> PatientSummary | None:
        """The visit's summary; None when there is none. Raises NotPermitted."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            row = connection.execute(
                "SELECT lines, origin, language, is_translated FROM patient_summaries WHERE visit_id = ?",
                (visit_id,),
            ).fetchone()
        if row is None:
            return None
        lines, origin, language, is_translated = row
        return PatientSummary(
            tuple(_from_json(fields) for fields in json.loads(lines)), origin, language, bool(is_translated)
        )


def _to_json(line: SummaryLine) -> dict[str, Any]:
    place = line.place
    return {
        "block": line.block.value,
        "text": line.text,
        "place": None if place is None else [place.section.value, place.start, place.end],
        "problem": line.problem,
    }


def _from_json(fields: dict[str, Any]) -> SummaryLine:
    place = fields["place"]
    return SummaryLine(
        Block(fields["block"]),
        fields["text"],
        None if place is None else NotePlace(Section(place[0]), place[1], place[2]),
        fields["problem"],
    )
