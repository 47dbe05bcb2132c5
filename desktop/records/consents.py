"""That patients agreed to be recorded: once for each visit, before its first recording."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.audit import Action, RecordKind
from desktop.domain.recording import Consent
from desktop.domain.user import Right
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable
from desktop.records.visits import require_visit

CONSENT_CHARS = 5_000


class Consents:
    """The recording_consents table."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def give(self, visit_id: int, text: str, given_at: datetime, user: str) -> Consent:
        """Store that the patient agreed; the first consent of a visit stands. Raises UnknownChoice, TextTooLong."""
        kept = storable(text, CONSENT_CHARS, "The consent text")
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "INSERT OR IGNORE INTO recording_consents"
                " (visit_id, text, given_utc_us, given_offset_min, user_name) VALUES (?, ?, ?, ?, ?)",
                (visit_id, kept, *times.to_columns(given_at), user),
            )
        consent = self.of_visit(visit_id)
        assert consent is not None
        return consent

    def of_visit(self, visit_id: int) -> Consent | None:
        """The consent of a visit; None when none was given."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            row = connection.execute(
                "SELECT text, given_utc_us, given_offset_min, user_name FROM recording_consents"
                " WHERE visit_id = ?",
                (visit_id,),
            ).fetchone()
        if row is None:
            return None
        text, utc_us, offset_min, user = row
        return Consent(visit_id, text, times.from_columns(utc_us, offset_min), user)
