"""The full-text indices of the records, and the triggers that keep them in step with what they index.

Each index is external-content: it stores no text of its own, only words and where they stand. The triggers run in the
transaction of the write, so an index is never behind and never ahead. FTS5's secure-delete takes a word out of the
index at once instead of marking it deleted, which is why contentless tables, that only mark, are not used.
A document is a visit: its number is the visit's id.
"""

# ruff: noqa: S608 - statements are put together from constants of this file alone

from __future__ import annotations

_SECTIONS = ("subjective", "objective", "assessment", "plan")
_COLUMNS = ", ".join(_SECTIONS)
_UNICODE = "tokenize = 'unicode61 remove_diacritics 2'"


def _index(name: str, columns: str, content: str, rowid: str) -> tuple[str, ...]:
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5 ({columns}, content = '{content}', content_rowid = '{rowid}', {_UNICODE})",
        f"INSERT INTO {name} ({name}, rank) VALUES ('secure-delete', 1)",
        f"INSERT INTO {name} ({name}) VALUES ('rebuild')",
    )


def _of_table(name: str, table: str, column: str) -> tuple[str, ...]:
    """The index of one column of a table whose key is visit_id. An absent text is indexed as one without words."""
    take_out = f"INSERT INTO {name} ({name}, rowid, {column}) VALUES ('delete', old.visit_id, old.{column});"
    put_in = f"INSERT INTO {name} (rowid, {column}) VALUES (new.visit_id, new.{column});"
    changed = f"old.{column} IS NOT new.{column}"
    return (
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {put_in} END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {column} ON {table} WHEN {changed} BEGIN {take_out} {put_in} END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {take_out} END",
    )


def _as_it_was(row: str, text: str) -> str:
    """The columns of a note's document before the row's section changed; text: what the section was."""
    return ", ".join(
        f"CASE {row}.section WHEN '{section}' THEN {text} ELSE {section} END" for section in _SECTIONS
    )


def _take_out_note(row: str, text: str) -> str:
    return (
        f"INSERT INTO note_words (note_words, rowid, {_COLUMNS})"
        f" SELECT 'delete', visit_id, {_as_it_was(row, text)} FROM working_texts WHERE visit_id = {row}.visit_id"
    )


def _put_in_note(row: str) -> str:
    return (
        f"INSERT INTO note_words (rowid, {_COLUMNS})"
        f" SELECT visit_id, {_COLUMNS} FROM working_texts WHERE visit_id = {row}.visit_id;"
    )


_WORKING_NOTES = (
    "CREATE VIEW working_texts AS SELECT visit_id, "
    + ", ".join(f"max(CASE section WHEN '{section}' THEN text END) AS {section}" for section in _SECTIONS)
    + " FROM working_sections GROUP BY visit_id",
    *_index("note_words", _COLUMNS, "working_texts", "visit_id"),
    "CREATE TRIGGER note_words_insert AFTER INSERT ON working_sections BEGIN "
    + _take_out_note("new", "NULL")
    + " AND EXISTS (SELECT 1 FROM working_sections WHERE visit_id = new.visit_id AND section <> new.section); "
    + _put_in_note("new")
    + " END",
    "CREATE TRIGGER note_words_update AFTER UPDATE OF text ON working_sections WHEN old.text IS NOT new.text BEGIN "
    + _take_out_note("old", "old.text")
    + "; "
    + _put_in_note("new")
    + " END",
    # The last section of a note has no row in the view any more.
    "CREATE TRIGGER note_words_delete AFTER DELETE ON working_sections BEGIN "
    + _take_out_note("old", "old.text")
    + "; INSERT INTO note_words (note_words, rowid, "
    + _COLUMNS
    + ") SELECT 'delete', old.visit_id, "
    + ", ".join(f"CASE old.section WHEN '{section}' THEN old.text END" for section in _SECTIONS)
    + " WHERE NOT EXISTS (SELECT 1 FROM working_sections WHERE visit_id = old.visit_id); "
    + _put_in_note("old")
    + " END",
)

_OLD_VERSION = ", ".join(f"old.{section}" for section in _SECTIONS)
_NEW_VERSION = ", ".join(f"new.{section}" for section in _SECTIONS)
_NEWEST_VERSIONS = (
    f"""CREATE VIEW newest_versions AS SELECT visit_id, {_COLUMNS} FROM note_versions AS version
    WHERE id = (SELECT max(id) FROM note_versions WHERE visit_id = version.visit_id)""",
    *_index("version_words", _COLUMNS, "newest_versions", "visit_id"),
    f"""CREATE TRIGGER version_words_insert AFTER INSERT ON note_versions BEGIN
    INSERT INTO version_words (version_words, rowid, {_COLUMNS})
    SELECT 'delete', visit_id, {_COLUMNS} FROM note_versions
    WHERE visit_id = new.visit_id AND id < new.id ORDER BY id DESC LIMIT 1;
    INSERT INTO version_words (rowid, {_COLUMNS}) VALUES (new.visit_id, {_NEW_VERSION});
    END""",
    f"""CREATE TRIGGER version_words_delete AFTER DELETE ON note_versions
    WHEN NOT EXISTS (SELECT 1 FROM note_versions WHERE visit_id = old.visit_id AND id > old.id) BEGIN
    INSERT INTO version_words (version_words, rowid, {_COLUMNS}) VALUES ('delete', old.visit_id, {_OLD_VERSION});
    INSERT INTO version_words (rowid, {_COLUMNS})
    SELECT visit_id, {_COLUMNS} FROM newest_versions WHERE visit_id = old.visit_id;
    END""",
)

_TRANSCRIPTS = (
    # The words alone, without speaker tags, which every transcript has.
    "ALTER TABLE transcripts ADD COLUMN spoken_text TEXT",
    """UPDATE transcripts SET spoken_text = (
        SELECT group_concat(text, char(10) ORDER BY position) FROM segments
        WHERE segments.visit_id = transcripts.visit_id
    )""",
    *_index("transcript_words", "spoken_text", "transcripts", "visit_id"),
    *_of_table("transcript_words", "transcripts", "spoken_text"),
)

_CODES = (
    # What the accepted codes of a visit are found under; written by the store of accepted codes.
    """CREATE TABLE visit_code_texts (
        visit_id INTEGER PRIMARY KEY REFERENCES visits (id) ON DELETE CASCADE,
        codes TEXT
    ) STRICT""",
    *_index("code_words", "codes", "visit_code_texts", "visit_id"),
    *_of_table("code_words", "visit_code_texts", "codes"),
)

SEARCH_STEP = (*_WORKING_NOTES, *_NEWEST_VERSIONS, *_TRANSCRIPTS, *_CODES)

HISTORY_STEP = (
    "CREATE INDEX visits_by_time ON visits (started_utc_us, id)",
    "CREATE INDEX visits_by_patient_time ON visits (patient_id, started_utc_us, id)",
    "CREATE INDEX visits_by_provider_time ON visits (provider_id, started_utc_us, id)",
    "CREATE INDEX visits_by_status_time ON visits (status, started_utc_us, id)",
    # A patient merged into another one is hidden, never deleted.
    "ALTER TABLE patients ADD COLUMN merged_into INTEGER REFERENCES patients (id)",
    """CREATE TABLE patient_merges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kept_id INTEGER NOT NULL REFERENCES patients (id),
        other_id INTEGER NOT NULL REFERENCES patients (id),
        merged_utc_us INTEGER NOT NULL,
        merged_offset_min INTEGER NOT NULL,
        undone_utc_us INTEGER,
        undone_offset_min INTEGER
    ) STRICT""",
    "CREATE INDEX patient_merges_by_kept ON patient_merges (kept_id, id)",
    """CREATE TABLE patient_merge_visits (
        merge_id INTEGER NOT NULL REFERENCES patient_merges (id),
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        PRIMARY KEY (merge_id, visit_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE patients_kept_apart (
        first_id INTEGER NOT NULL REFERENCES patients (id),
        second_id INTEGER NOT NULL REFERENCES patients (id),
        PRIMARY KEY (first_id, second_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX patients_by_birth_date ON patients (birth_date) WHERE birth_date IS NOT NULL",
    """CREATE TABLE imported_files (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sha256 TEXT NOT NULL,
        kind TEXT NOT NULL,
        imported_utc_us INTEGER NOT NULL,
        imported_offset_min INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX imported_files_by_hash ON imported_files (sha256)",
)
