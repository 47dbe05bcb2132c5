"""The tables of the records, as numbered steps from one version of the schema to the next.

A step that has been released is never changed; a new need is a new step. Each step runs in one
transaction together with its number, so that a file is at one version or at the next, never between.
Rows are ordered by their ids, which only grow: clocks can be set back, a sequence cannot.
Times are UTC microseconds since 1970 and the offset in minutes that the clock showed then.
"""

from __future__ import annotations

from typing import Any

from desktop.domain.errors import RecordsNewer
from desktop.records.codes_schema import CODES_STEP
from desktop.records.patient_summaries_schema import PATIENT_SUMMARIES_STEP
from desktop.records.retention_schema import RETENTION_STEP
from desktop.records.search_schema import HISTORY_STEP, SEARCH_STEP
from desktop.records.sendings_schema import SENDINGS_STEP
from desktop.records.signing_schema import SIGNING_STEP
from desktop.records.summaries_schema import SUMMARIES_STEP
from desktop.records.users_schema import USERS_STEP

_PATIENTS_VISITS_NOTES = (
    """CREATE TABLE patients (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        family_name TEXT NOT NULL,
        given_name TEXT NOT NULL,
        birth_date TEXT,
        sex TEXT NOT NULL,
        mrn TEXT NOT NULL,
        sort_key TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX patients_by_name ON patients (sort_key, id)",
    """CREATE TABLE patient_terms (
        term TEXT NOT NULL,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        PRIMARY KEY (term, patient_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX patient_terms_by_patient ON patient_terms (patient_id)",
    """CREATE TABLE visits (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER REFERENCES patients (id),
        started_utc_us INTEGER NOT NULL,
        started_offset_min INTEGER NOT NULL,
        specialty_id TEXT NOT NULL,
        template_id TEXT NOT NULL,
        status TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX visits_by_patient ON visits (patient_id, id)",
    """CREATE TABLE visit_contexts (
        visit_id INTEGER PRIMARY KEY REFERENCES visits (id),
        history TEXT NOT NULL,
        medications TEXT NOT NULL,
        allergies TEXT NOT NULL,
        instructions TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE transcripts (
        visit_id INTEGER PRIMARY KEY REFERENCES visits (id),
        typed_text TEXT
    ) STRICT""",
    """CREATE TABLE segments (
        visit_id INTEGER NOT NULL REFERENCES transcripts (visit_id),
        position INTEGER NOT NULL,
        speaker TEXT NOT NULL,
        text TEXT NOT NULL,
        start_ms INTEGER,
        end_ms INTEGER,
        PRIMARY KEY (visit_id, position)
    ) STRICT""",
    """CREATE TABLE working_notes (
        visit_id INTEGER PRIMARY KEY REFERENCES visits (id),
        not_placed TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE working_sections (
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        section TEXT NOT NULL,
        text TEXT NOT NULL,
        edited INTEGER NOT NULL,
        origin TEXT NOT NULL,
        statements TEXT NOT NULL,
        PRIMARY KEY (visit_id, section)
    ) STRICT""",
    """CREATE TABLE note_versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        saved_utc_us INTEGER NOT NULL,
        saved_offset_min INTEGER NOT NULL,
        origin TEXT NOT NULL,
        subjective TEXT NOT NULL,
        objective TEXT NOT NULL,
        assessment TEXT NOT NULL,
        plan TEXT NOT NULL,
        statements TEXT NOT NULL,
        not_placed TEXT NOT NULL,
        edited TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX note_versions_by_visit ON note_versions (visit_id, id)",
    """CREATE TRIGGER note_versions_never_change BEFORE UPDATE ON note_versions
    BEGIN SELECT RAISE(ABORT, 'a saved version of a note cannot be changed'); END""",
    """CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

_RECORDINGS = (
    """CREATE TABLE recording_consents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL UNIQUE REFERENCES visits (id),
        text TEXT NOT NULL,
        given_utc_us INTEGER NOT NULL,
        given_offset_min INTEGER NOT NULL,
        user_name TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE recordings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        started_utc_us INTEGER NOT NULL,
        started_offset_min INTEGER NOT NULL,
        origin TEXT NOT NULL,
        source TEXT NOT NULL,
        file_sha256 TEXT,
        state TEXT NOT NULL,
        transcription TEXT NOT NULL,
        problem TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX recordings_by_visit ON recordings (visit_id, id)",
    "CREATE INDEX recordings_by_file ON recordings (file_sha256) WHERE file_sha256 IS NOT NULL",
    # The small columns stand before the sound, so that reading them does not read its pages.
    """CREATE TABLE recording_chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        start_ms INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        heard_utc_us INTEGER NOT NULL,
        heard_offset_min INTEGER NOT NULL,
        peaks BLOB NOT NULL,
        flac BLOB NOT NULL,
        UNIQUE (recording_id, start_ms)
    ) STRICT""",
    """CREATE TABLE recording_gaps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        at_ms INTEGER NOT NULL,
        lasted_ms INTEGER NOT NULL,
        reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX recording_gaps_by_recording ON recording_gaps (recording_id, at_ms)",
)

_SPOKEN_WORDS = (
    """CREATE TABLE recording_words (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        start_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        text TEXT NOT NULL,
        probability REAL NOT NULL
    ) STRICT""",
    "CREATE INDEX recording_words_by_recording ON recording_words (recording_id, start_ms)",
)

_PROVIDER = ("ALTER TABLE visits ADD COLUMN provider_id INTEGER",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _PATIENTS_VISITS_NOTES,
    _RECORDINGS,
    _SPOKEN_WORDS,
    (*_PROVIDER, *HISTORY_STEP),
    SEARCH_STEP,
    USERS_STEP,
    CODES_STEP,
    SIGNING_STEP,
    PATIENT_SUMMARIES_STEP,
    SUMMARIES_STEP,
    SENDINGS_STEP,
    RETENTION_STEP,
)
"""MIGRATIONS[n - 1] leads to schema version n."""


def version(connection: Any) -> int:
    """The schema version of the open file; 0 for a new, empty one."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def check_not_newer(connection: Any) -> None:
    """Raise RecordsNewer when this version of the program does not know the file's schema."""
    if version(connection) > len(MIGRATIONS):
        raise RecordsNewer(
            "The records were written by a newer version of this program and were left unchanged. "
            "Install the newer version to open them."
        )


def is_older(connection: Any) -> bool:
    """True when migrate will change the open file."""
    return version(connection) < len(MIGRATIONS)


def migrate(connection: Any) -> None:
    """Bring the file to the latest version, one committed step at a time."""
    while version(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            number = version(connection) + 1  # read again under the lock: another process may have migrated
            if number <= len(MIGRATIONS):
                for statement in MIGRATIONS[number - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number:d}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
