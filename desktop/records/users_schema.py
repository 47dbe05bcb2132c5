"""The tables of users, of what they are told once, and of the audit."""

from __future__ import annotations

USERS_STEP = (
    """CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sign_in_name TEXT NOT NULL UNIQUE,
        display_name TEXT NOT NULL,
        credentials TEXT NOT NULL,
        roles TEXT NOT NULL,
        is_disabled INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE personal_settings (
        user_id INTEGER NOT NULL REFERENCES users (id),
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (user_id, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE notices (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        for_administrators INTEGER NOT NULL,
        sentence TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE notices_seen (
        notice_id INTEGER NOT NULL REFERENCES notices (id),
        user_id INTEGER NOT NULL REFERENCES users (id),
        PRIMARY KEY (notice_id, user_id)
    ) STRICT, WITHOUT ROWID""",
    # No reference to users: a row of the audit stands by itself.
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        utc_us INTEGER NOT NULL,
        offset_min INTEGER NOT NULL,
        user_id INTEGER,
        user_name TEXT NOT NULL,
        action TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        record_id INTEGER,
        reason TEXT NOT NULL,
        facts TEXT NOT NULL,
        program_version TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX audit_by_record ON audit (record_kind, record_id, seq)",
    "CREATE INDEX audit_by_user ON audit (user_id, seq)",
    """CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'a row of the audit cannot be changed'); END""",
    """CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'a row of the audit cannot be deleted'); END""",
)
