"""The tables of signing: rows are added and never changed, and a signed visit's note, codes and patient stand still.

The triggers hold that against every statement that reaches the file through this program or another one; the
audit's chain shows what they cannot hold.
"""

# ruff: noqa: S608 - statements are put together from constants of this file alone

from __future__ import annotations

_TABLES = (
    # What identifies a visit to others is this and its number: numbers repeat from clinic to clinic.
    "CREATE TABLE records_identity (id TEXT NOT NULL) STRICT",
    "INSERT INTO records_identity VALUES (lower(hex(randomblob(16))))",
    """CREATE TABLE signed_notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        content TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        section_names TEXT NOT NULL,
        signed_utc_us INTEGER NOT NULL,
        signed_offset_min INTEGER NOT NULL,
        user_id INTEGER NOT NULL,
        amends INTEGER UNIQUE REFERENCES signed_notes (id),
        reason TEXT NOT NULL
    ) STRICT""",
    # A visit is signed for the first time once, whoever presses twice.
    "CREATE UNIQUE INDEX signed_notes_first ON signed_notes (visit_id) WHERE amends IS NULL",
    "CREATE INDEX signed_notes_by_visit ON signed_notes (visit_id, id)",
    """CREATE TABLE cosignatures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        signed_note_id INTEGER NOT NULL REFERENCES signed_notes (id),
        content_hash TEXT NOT NULL,
        signer_name TEXT NOT NULL,
        credentials TEXT NOT NULL,
        signed_utc_us INTEGER NOT NULL,
        signed_offset_min INTEGER NOT NULL,
        user_id INTEGER NOT NULL,
        UNIQUE (signed_note_id, user_id)
    ) STRICT""",
    """CREATE TABLE addenda (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        text TEXT NOT NULL,
        author_name TEXT NOT NULL,
        credentials TEXT NOT NULL,
        written_utc_us INTEGER NOT NULL,
        written_offset_min INTEGER NOT NULL,
        user_id INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX addenda_by_visit ON addenda (visit_id, id)",
    """CREATE TABLE visit_exports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visits (id),
        what TEXT NOT NULL,
        user_name TEXT NOT NULL,
        exported_utc_us INTEGER NOT NULL,
        exported_offset_min INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX visit_exports_by_visit ON visit_exports (visit_id, id)",
    # Marked as filed in the clinic's own system: a mark that can be taken back, unlike the rest.
    "ALTER TABLE visits ADD COLUMN filed_utc_us INTEGER",
    """CREATE TABLE finding_decisions (
        visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        finding_key TEXT NOT NULL,
        decision TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        decided_utc_us INTEGER NOT NULL,
        decided_offset_min INTEGER NOT NULL,
        PRIMARY KEY (visit_id, finding_key)
    ) STRICT, WITHOUT ROWID""",
)


def _stands_still(table: str, words: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for verb in ("UPDATE", "DELETE")
    )


def _closed_when_signed(table: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    made = []
    for verb in verbs:
        row = "old" if verb == "DELETE" else "new"
        made.append(
            f"CREATE TRIGGER {table}_signed_{verb.lower()} BEFORE {verb} ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = {row}.visit_id)"
            " BEGIN SELECT RAISE(ABORT, 'the note of this visit is signed'); END"
        )
    return tuple(made)


SIGNING_STEP: tuple[str, ...] = (
    *_TABLES,
    *_stands_still("signed_notes", "a signed note never changes"),
    *_stands_still("cosignatures", "a signature never changes"),
    *_stands_still("addenda", "an addendum never changes"),
    *_closed_when_signed("working_sections", ("INSERT", "UPDATE", "DELETE")),
    *_closed_when_signed("working_notes", ("INSERT", "UPDATE", "DELETE")),
    *_closed_when_signed("visit_codes", ("INSERT", "UPDATE", "DELETE")),
    """CREATE TRIGGER visits_are_signed_by_signing BEFORE UPDATE OF status ON visits
    WHEN new.status = 'signed' AND NOT EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = new.id)
    BEGIN SELECT RAISE(ABORT, 'nobody signed the note of this visit'); END""",
    """CREATE TRIGGER visits_signed_stand_still BEFORE UPDATE OF specialty_id, template_id, status, started_utc_us,
    started_offset_min ON visits WHEN EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = old.id)
    AND (new.specialty_id, new.template_id, new.status, new.started_utc_us, new.started_offset_min)
    IS NOT (old.specialty_id, old.template_id, 'signed', old.started_utc_us, old.started_offset_min)
    BEGIN SELECT RAISE(ABORT, 'the note of this visit is signed'); END""",
)
