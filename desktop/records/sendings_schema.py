"""The table of what was stored on FHIR servers: one row for each document and server, never changed."""

from __future__ import annotations

SENDINGS_STEP: tuple[str, ...] = (
    """CREATE TABLE sendings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        server TEXT NOT NULL,
        document TEXT NOT NULL,
        name TEXT NOT NULL,
        user_name TEXT NOT NULL,
        sent_utc_us INTEGER NOT NULL,
        sent_offset_min INTEGER NOT NULL,
        UNIQUE (server, document)
    ) STRICT""",
    "CREATE INDEX sendings_by_visit ON sendings (visit_id, id)",
    """CREATE TRIGGER sendings_no_update BEFORE UPDATE ON sendings
    BEGIN SELECT RAISE(ABORT, 'what was sent stands'); END""",
)
