"""What the chart said about the patient when a visit's note was written, and the provider's instructions for it."""

from __future__ import annotations

import json

from desktop.domain.audit import Action, RecordKind
from desktop.domain.context import VisitContext
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable
from desktop.records.visits import require_visit

CONTEXT_FIELD_CHARS = 100_000


class Contexts:
    """The visit_contexts table. Name, age and sex are the patient's and are not stored twice."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def save(self, visit_id: int, context: VisitContext) -> None:
        """Replace the visit's context. Raises UnknownChoice for an unknown visit, and TextTooLong."""
        row = (
            visit_id,
            _storable(context.history, "The history"),
            _lines(context.medications, "The medication list"),
            _lines(context.allergies, "The allergy list"),
            _storable(context.instructions, "The instructions"),
        )
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute("INSERT OR REPLACE INTO visit_contexts VALUES (?, ?, ?, ?, ?)", row)

    def load(self, visit_id: int) -> VisitContext:
        """The visit's context; an empty one when none was saved."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            row = connection.execute(
                "SELECT history, medications, allergies, instructions FROM visit_contexts WHERE visit_id = ?",
                (visit_id,),
            ).fetchone()
        if row is None:
            return VisitContext()
        history, medications, allergies, instructions = row
        return VisitContext(
            history=history,
            medications=tuple(json.loads(medications)),
            allergies=tuple(json.loads(allergies)),
            instructions=instructions,
        )


def _storable(text: str, what: str) -> str:
    return storable(text, CONTEXT_FIELD_CHARS, what)


def _lines(lines: tuple[str, ...], what: str) -> str:
    _storable("\n".join(lines), what)
    return json.dumps([_storable(line, what) for line in lines])
