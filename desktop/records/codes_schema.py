"""The tables of billing codes: what was decided for each visit, and the clinic's imported lists."""

from __future__ import annotations

CODES_STEP: tuple[str, ...] = (
    """CREATE TABLE visit_codes (
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        system TEXT NOT NULL,
        code TEXT NOT NULL,
        wording TEXT NOT NULL,
        words_from TEXT NOT NULL,
        diagnoses TEXT NOT NULL,
        units INTEGER NOT NULL,
        PRIMARY KEY (visit_id, position)
    ) STRICT""",
    """CREATE TABLE visit_codes_dismissed (
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        code TEXT NOT NULL,
        PRIMARY KEY (visit_id, code)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE code_lists (
        system TEXT PRIMARY KEY,
        release TEXT NOT NULL,
        imported_utc_us INTEGER NOT NULL,
        imported_offset_min INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE code_list_rows (
        system TEXT NOT NULL REFERENCES code_lists (system) ON DELETE CASCADE,
        code TEXT NOT NULL,
        wording TEXT NOT NULL,
        PRIMARY KEY (system, code)
    ) STRICT, WITHOUT ROWID""",
)
