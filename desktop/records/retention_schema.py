"""The tables of retention: the clinic's rules, and the patients whose records a legal hold keeps."""

from __future__ import annotations

RETENTION_STEP: tuple[str, ...] = (
    """CREATE TABLE retention_rules (
        kind TEXT PRIMARY KEY,
        days INTEGER CHECK (days >= 0),
        start TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE legal_holds (
        patient_id INTEGER PRIMARY KEY REFERENCES patients (id),
        reason TEXT NOT NULL,
        since_utc_us INTEGER NOT NULL,
        since_offset_min INTEGER NOT NULL,
        user_id INTEGER NOT NULL
    ) STRICT""",
    # A patient who was merged takes the hold along to whom they were merged into.
    """CREATE VIEW held_patients AS WITH RECURSIVE held (id) AS (
        SELECT patient_id FROM legal_holds
        UNION SELECT merged_into FROM patients JOIN held USING (id) WHERE merged_into IS NOT NULL
    ) SELECT id FROM held""",
    """CREATE TRIGGER recordings_on_hold BEFORE UPDATE OF state ON recordings
    WHEN new.state = 'deleting' AND old.state <> 'deleting' AND EXISTS
        (SELECT 1 FROM visits JOIN held_patients ON held_patients.id = visits.patient_id WHERE visits.id = old.visit_id)
    BEGIN SELECT RAISE(ABORT, 'a legal hold keeps this'); END""",
)
