"""What the audit keeps: who did what to which record, when; never a word of a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Fact = bool | int | float | str


class Action(StrEnum):
    """What was done."""

    SIGNED_IN = "signed in"
    FAILED_SIGN_IN = "failed sign-in"
    SIGNED_OUT = "signed out"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    VIEWED = "viewed"
    SEARCHED = "searched"
    CREATED = "created"
    EDITED = "edited"
    DELETED = "deleted"
    SIGNED = "signed"
    ADDENDED = "addended"
    COSIGNED = "co-signed"
    EXPORTED = "exported"
    PRINTED = "printed"
    COPIED = "copied"
    SENT = "sent to endpoint"
    DENIED = "denied"
    EMERGENCY = "emergency access"
    EMERGENCY_ENDED = "emergency access ended"
    USER_ADDED = "user added"
    USER_CHANGED = "user changed"
    USER_DISABLED = "user disabled"
    USER_ENABLED = "user enabled"
    PASSWORD_CHANGED = "password changed"  # noqa: S105 - the name of an action, not a password
    RECOVERY_USED = "recovery key used"
    RECOVERY_REISSUED = "recovery key reissued"
    DATA_KEY_ROTATED = "data key rotated"
    BACKED_UP = "backed up"
    RESTORED = "restored"
    RETENTION_DELETED = "deleted by retention"
    LEGAL_HOLD_CHANGED = "legal hold changed"
    SETTINGS_CHANGED = "settings changed"
    ENDPOINT_CHANGED = "endpoint changed"
    FINDING_DECIDED = "finding decided"
    MERGED = "merged"
    MERGE_UNDONE = "merge undone"
    IMPORTED = "imported"
    AUDIT_EXPORTED = "audit exported"
    AUDIT_CHECKED = "audit checked"
    RECORDS_CHECKED = "records checked"


class RecordKind(StrEnum):
    """What an audit row is about."""

    RECORDS = "records"
    USER = "user"
    PATIENT = "patient"
    VISIT = "visit"
    RECORDING = "recording"
    SETTING = "setting"
    BACKUP = "backup"
    TEMPLATE = "template"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row. at: by the clock on the wall then. user: the sign-in name, empty where nobody is known.

    reason: what a person gave for an emergency access, the only words of a person's. facts: made by the program,
    counts, hosts, formats.
    """

    seq: int
    at: datetime
    user_id: int | None
    user: str
    action: Action
    record_kind: RecordKind
    record_id: int | None
    reason: str
    facts: dict[str, Fact]
    program_version: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows to list; None keeps all."""

    user_id: int | None = None
    action: Action | None = None
    record_kind: RecordKind | None = None
    record_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, the newest first. next_before: give it to the next call for older rows; None at the end."""

    entries: tuple[AuditEntry, ...]
    next_before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditChecked:
    """So many of the rows have been checked."""

    rows_done: int
    rows_total: int


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What a check of the whole audit found. broken_seq: the first row that is not as it was written, or is missing."""

    rows: int
    broken_seq: int | None = None

    @property
    def is_whole(self) -> bool:
        """True when every row is as it was written."""
        return self.broken_seq is None

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        if self.broken_seq is None:
            return f"Audit check: all {self.rows:,} rows are as they were written."
        return (
            f"Audit check: broken at row {self.broken_seq}. Somebody changed or removed it with another program, or the "
            "file was damaged. Keep the file as it is and compare it with a backup."
        )


@dataclass(frozen=True, slots=True)
class FailedSignIns:
    """Wrong passwords for one sign-in name while the records were closed. name: empty for one that nobody has."""

    name: str
    count: int
    first_at: datetime
    last_at: datetime
