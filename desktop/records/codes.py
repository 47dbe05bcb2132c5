"""What was decided about a visit's billing codes: accepted in order, linked, dismissed."""

from __future__ import annotations

import json

from desktop.domain.audit import Action, RecordKind
from desktop.domain.coding import AcceptedCode, CodeSystem, VisitCodes
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable
from desktop.records.search import keep_code_words
from desktop.records.visits import require_visit

CODE_CHARS = 20
WORDING_CHARS = 2_000
MOST_CODES = 200


class Codes:
    """The visit_codes tables."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def save(self, visit_id: int, codes: VisitCodes) -> None:
        """Replace the visit's decisions. Raises UnknownChoice for an unknown visit, TextTooLong, NotPermitted."""
        rows = [
            (
                visit_id,
                position,
                code.system.value,
                storable(code.code, CODE_CHARS, "A code"),
                storable(code.wording, WORDING_CHARS, "The wording of a code"),
                storable(code.words_from, WORDING_CHARS, "The words that a code came from"),
                json.dumps([storable(linked, CODE_CHARS, "A code") for linked in code.diagnoses]),
                code.units,
            )
            for position, code in enumerate(codes.accepted[:MOST_CODES])
        ]
        dismissed = [(visit_id, storable(code, CODE_CHARS, "A code")) for code in sorted(codes.dismissed)]
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute("DELETE FROM visit_codes WHERE visit_id = ?", (visit_id,))
            connection.execute("DELETE FROM visit_codes_dismissed WHERE visit_id = ?", (visit_id,))
            connection.executemany("INSERT INTO visit_codes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT INTO visit_codes_dismissed VALUES (?, ?)", dismissed)
            keep_code_words(
                connection, visit_id, (f"{code.code} {code.wording}" for code in codes.accepted[:MOST_CODES])
            )

    def load(self, visit_id: int) -> VisitCodes:
        """The visit's decisions; empty when there are none. Raises NotPermitted."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            rows = connection.execute(
                "SELECT system, code, wording, words_from, diagnoses, units FROM visit_codes"
                " WHERE visit_id = ? ORDER BY position",
                (visit_id,),
            ).fetchall()
            dismissed = connection.execute(
                "SELECT code FROM visit_codes_dismissed WHERE visit_id = ?", (visit_id,)
            ).fetchall()
        accepted = tuple(
            AcceptedCode(CodeSystem(system), code, wording, words, tuple(json.loads(diagnoses)), units)
            for system, code, wording, words, diagnoses, units in rows
        )
        return VisitCodes(accepted, frozenset(code for (code,) in dismissed))
