"""Which documents are stored on which FHIR server, so that none is stored there twice."""

from __future__ import annotations

from desktop.domain.audit import Action, RecordKind
from desktop.domain.user import Right
from desktop.domain.worklist import Sending
from desktop.records import times
from desktop.records.access import Access
from desktop.records.audit_chain import FACT_CHARS
from desktop.records.database import Database
from desktop.records.visits import require_visit


class Sendings:
    """The table of sendings_schema. A server is known by its address without a slash at the end."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def announce(self, visit_id: int, host: str) -> None:
        """Note in the audit that the visit's signed document is about to be sent. Raises NotPermitted, UnknownChoice."""
        with self._access.writing(
            Right.EXPORT_SIGNED, kind=RecordKind.VISIT, record_id=visit_id
        ) as connection:
            require_visit(connection, visit_id)
            self._access.note(
                connection, Action.SENT, RecordKind.VISIT, visit_id, {"host": host[:FACT_CHARS]}
            )

    def add(self, visit_id: int, server: str, document: str, name: str) -> None:
        """Keep that the server has the document. Twice is once. Raises NotPermitted, UnknownChoice."""
        user = self._access.user
        with self._access.writing(
            Right.EXPORT_SIGNED, kind=RecordKind.VISIT, record_id=visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "INSERT INTO sendings (visit_id, server, document, name, user_name, sent_utc_us, sent_offset_min)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (visit_id, server, document, name, user.display_name, *times.to_columns(times.now())),
            )

    def of_visit(self, visit_id: int) -> tuple[Sending, ...]:
        """What was sent of a visit, the last first. Raises NotPermitted."""
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(
                "SELECT server, document, name, sent_utc_us, sent_offset_min, user_name FROM sendings"
                " WHERE visit_id = ? ORDER BY id DESC",
                (visit_id,),
            ).fetchall()
        return tuple(
            Sending(visit_id, server, document, name, times.from_columns(utc_us, offset), user_name)
            for server, document, name, utc_us, offset, user_name in rows
        )
