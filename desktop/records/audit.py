"""The audit as it is read: pages of rows, the check of the whole chain, and a CSV file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from desktop.domain.audit import (
    Action,
    AuditCheck,
    AuditChecked,
    AuditEntry,
    AuditFilter,
    AuditPage,
    Fact,
    RecordKind,
)
from desktop.domain.errors import FileUnreadable, RecordsUnavailable
from desktop.domain.jobs import Job
from desktop.domain.user import Right
from desktop.records import audit_chain, times
from desktop.records.access import Access
from desktop.records.audit_chain import BEFORE_THE_FIRST, COLUMNS
from desktop.records.database import Database
from desktop.records.key_files import replace_file

_ENTRY_COLUMNS = "seq, utc_us, offset_min, user_id, user_name, action, record_kind, record_id, reason, facts, program_version"
_CHECKED_AT_ONCE = 1_000
_HEADINGS = ("row", "time", "user", "action", "record", "record id", "reason", "facts", "program version")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LAST_SEQ = 2**63 - 1


class Audit:
    """The audit table."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def record(
        self,
        action: Action,
        kind: RecordKind,
        record_id: int | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        """Note what the signed-in user did outside the records: printed, exported, copied, sent, locked.

        facts: made by the program alone (hosts, formats, counts), never words of a note or a name. Raises SignedOut.
        """
        self._access.note_now(action, kind, record_id, facts)

    def entries(
        self, only: AuditFilter | None = None, before: int | None = None, limit: int = 100
    ) -> AuditPage:
        """Rows, the newest first. before: next_before of the page before. Raises NotPermitted without READ_AUDIT."""
        where, values = _conditions(only or AuditFilter())
        with self._access.reading(Right.READ_AUDIT, RecordKind.AUDIT) as connection:
            rows = connection.execute(
                f"SELECT {_ENTRY_COLUMNS} FROM audit WHERE {where} AND seq < ? ORDER BY seq DESC LIMIT ?",  # noqa: S608 - constants
                (*values, _LAST_SEQ if before is None else before, limit + 1),
            ).fetchall()
        shown = tuple(_entry(row) for row in rows[:limit])
        return AuditPage(shown, shown[-1].seq if len(rows) > limit else None)

    def verify(self) -> Job[AuditChecked, AuditCheck]:
        """Check each row's hash and that none is missing; any user may. A missing end shows in the table's counter."""
        with self._access.present() as connection:
            total = int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])
            counted = audit_chain.counted(connection)
        done, previous = 0, BEFORE_THE_FIRST
        yield AuditChecked(0, total)
        while rows := self._rows_after(done):
            for row in rows:
                if not audit_chain.is_next(row, done, previous):
                    return AuditCheck(total, done + 1)
                done, previous = done + 1, row[-1]
            yield AuditChecked(done, total)
        if counted > done:
            return AuditCheck(total, done + 1)
        return AuditCheck(done)

    def export_csv(self, path: Path, only: AuditFilter | None = None) -> int:
        """Write rows as a CSV file, oldest first, and note that; returns how many. It is not encrypted.

        Cells that a spreadsheet would take for a formula begin with an apostrophe. Raises NotPermitted, FileUnreadable
        when the file cannot be written; what was there before is then intact.
        """
        self._access.require(Right.READ_AUDIT, RecordKind.AUDIT)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_HEADINGS)
        count = 0
        for entry in self._all(only or AuditFilter()):
            writer.writerow([_cell(each) for each in _cells(entry)])
            count += 1
        try:
            replace_file(path, text.getvalue().encode("utf-8-sig"))
        except RecordsUnavailable as exc:
            raise FileUnreadable(
                f"The file {path.name} could not be written there. Choose another folder, or free some space."
            ) from exc
        self._access.note_now(Action.AUDIT_EXPORTED, RecordKind.AUDIT, facts={"rows": count, "format": "csv"})
        return count

    def _rows_after(self, seq: int) -> list[tuple[Any, ...]]:
        with self._database.reading() as connection:
            return connection.execute(  # type: ignore[no-any-return] # sqlcipher3 ships no types
                f"SELECT {COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - constants
                (seq, _CHECKED_AT_ONCE),
            ).fetchall()

    def _all(self, only: AuditFilter) -> Iterator[AuditEntry]:
        where, values = _conditions(only)
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"SELECT {_ENTRY_COLUMNS} FROM audit WHERE {where} AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - constants
                    (*values, last, _CHECKED_AT_ONCE),
                ).fetchall()
            if not rows:
                return
            yield from map(_entry, rows)
            last = rows[-1][0]


def _conditions(only: AuditFilter) -> tuple[str, list[Any]]:
    parts: list[str] = ["TRUE"]
    values: list[Any] = []
    for column, value in (
        ("user_id", only.user_id),
        ("action", only.action and only.action.value),
        ("record_kind", only.record_kind and only.record_kind.value),
        ("record_id", only.record_id),
    ):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    local_us = "utc_us + offset_min * 60000000"  # days as they were on the clock on the wall
    if only.first_day is not None:
        parts.append(f"{local_us} >= ?")
        values.append(times.to_columns(datetime.combine(only.first_day, time(), UTC))[0])
    if only.last_day is not None:
        parts.append(f"{local_us} < ?")
        values.append(times.to_columns(datetime.combine(only.last_day, time(), UTC) + timedelta(days=1))[0])
    return " AND ".join(parts), values


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    seq, utc_us, offset_min, user_id, user, action, kind, record_id, reason, facts, version = row
    return AuditEntry(
        seq=seq,
        at=times.from_columns(utc_us, offset_min),
        user_id=user_id,
        user=user,
        action=Action(action),
        record_kind=RecordKind(kind),
        record_id=record_id,
        reason=reason,
        facts=json.loads(facts),
        program_version=version,
    )


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    facts = "; ".join(f"{name}: {value}" for name, value in entry.facts.items())
    return (
        str(entry.seq),
        entry.at.isoformat(),
        entry.user,
        entry.action.value,
        entry.record_kind.value,
        "" if entry.record_id is None else str(entry.record_id),
        entry.reason,
        facts,
        entry.program_version,
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
