"""The tables of kept summaries: rows are added and never changed, and go with any visit whose words they repeat."""

from __future__ import annotations

SUMMARIES_STEP: tuple[str, ...] = (
    """CREATE TABLE kept_summaries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purpose TEXT NOT NULL,
        focus TEXT NOT NULL,
        origin TEXT NOT NULL,
        content TEXT NOT NULL,
        made_utc_us INTEGER NOT NULL,
        made_offset_min INTEGER NOT NULL,
        user_id INTEGER NOT NULL
    ) STRICT""",
    # Whose summary it is, its visits say: it follows them when patients are merged and when that is undone.
    """CREATE TABLE kept_summary_visits (
        summary_id INTEGER NOT NULL REFERENCES kept_summaries (id) ON DELETE CASCADE,
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        PRIMARY KEY (summary_id, visit_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX kept_summary_visits_by_visit ON kept_summary_visits (visit_id)",
    """CREATE TRIGGER kept_summaries_never_change BEFORE UPDATE ON kept_summaries
    BEGIN SELECT RAISE(ABORT, 'a kept summary cannot be changed'); END""",
    """CREATE TRIGGER kept_summaries_go_with_their_visits BEFORE DELETE ON visits
    BEGIN DELETE FROM kept_summaries WHERE id IN
        (SELECT summary_id FROM kept_summary_visits WHERE visit_id = old.id); END""",
)
