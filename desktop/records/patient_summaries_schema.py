"""The table of the plain-language summaries; that of a signed visit stands still with its note."""

from __future__ import annotations

PATIENT_SUMMARIES_STEP: tuple[str, ...] = (
    """CREATE TABLE patient_summaries (
        visit_id INTEGER PRIMARY KEY REFERENCES visits (id) ON DELETE CASCADE,
        lines TEXT NOT NULL,
        origin TEXT NOT NULL,
        language TEXT NOT NULL,
        is_translated INTEGER NOT NULL
    ) STRICT""",
    """CREATE TRIGGER patient_summaries_signed_insert BEFORE INSERT ON patient_summaries
    WHEN EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = new.visit_id)
    BEGIN SELECT RAISE(ABORT, 'the note of this visit is signed'); END""",
    """CREATE TRIGGER patient_summaries_signed_update BEFORE UPDATE ON patient_summaries
    WHEN EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = new.visit_id)
    BEGIN SELECT RAISE(ABORT, 'the note of this visit is signed'); END""",
)
