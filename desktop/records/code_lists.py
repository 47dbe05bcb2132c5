"""The clinic's own lists of procedure codes: its licensed CPT list and the HCPCS list, which validate and word the codes."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.audit import Action, RecordKind
from desktop.domain.coding import CodeEntry, CodeListFile, CodeListInfo, CodeSystem
from desktop.domain.user import Right
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable

_WORDING_CHARS = 2_000
_RELEASE_CHARS = 80


class CodeLists:
    """The code_lists tables: one list for each system."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def replace(self, file: CodeListFile, imported_at: datetime) -> None:
        """Put a list in place of the one of its system. Raises NotPermitted, TextTooLong."""
        rows = [
            (
                file.system.value,
                entry.code,
                storable(entry.description, _WORDING_CHARS, "The wording of a code"),
            )
            for entry in file.rows
        ]
        release = storable(file.release, _RELEASE_CHARS, "The name of the list")
        with self._access.writing(Right.MANAGE_CLINIC, kind=RecordKind.SETTING) as connection:
            connection.execute("DELETE FROM code_lists WHERE system = ?", (file.system.value,))
            connection.execute(
                "INSERT INTO code_lists VALUES (?, ?, ?, ?)",
                (file.system.value, release, *times.to_columns(imported_at)),
            )
            connection.executemany("INSERT INTO code_list_rows VALUES (?, ?, ?)", rows)
            facts = {"list": file.system.value, "rows": len(rows)}
            self._access.note(connection, Action.IMPORTED, RecordKind.SETTING, facts=facts)

    def lists(self) -> list[CodeListInfo]:
        """The imported lists, by system."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            rows = connection.execute(
                "SELECT system, release, imported_utc_us, imported_offset_min,"
                " (SELECT count(*) FROM code_list_rows WHERE code_list_rows.system = code_lists.system)"
                " FROM code_lists ORDER BY system"
            ).fetchall()
        return [
            CodeListInfo(CodeSystem(system), release, count, times.from_columns(utc_us, offset_min))
            for system, release, utc_us, offset_min, count in rows
        ]

    def find(self, code: str) -> CodeEntry | None:
        """A code of any imported list; None when none has it."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            row = connection.execute(
                "SELECT system, code, wording FROM code_list_rows WHERE code = ? ORDER BY system",
                (code.strip().upper(),),
            ).fetchone()
        return None if row is None else CodeEntry(row[1], row[2], billable=True, system=CodeSystem(row[0]))

    def search(self, text: str, limit: int = 20) -> list[CodeEntry]:
        """Codes that begin with the text, or whose wording has each of its words, the shortest wordings first."""
        words = text.lower().split()
        if not words:
            return []
        has_each = " AND ".join(["instr(lower(wording), ?) > 0"] * len(words))
        with self._access.reading(Right.READ_PATIENTS) as connection:
            rows = connection.execute(
                "SELECT system, code, wording FROM code_list_rows"  # noqa: S608 - placeholders alone are joined
                f" WHERE substr(code, 1, ?) = ? OR ({has_each})"
                " ORDER BY substr(code, 1, ?) <> ?, length(wording), code LIMIT ?",
                (
                    len(text.strip()),
                    text.strip().upper(),
                    *words,
                    len(text.strip()),
                    text.strip().upper(),
                    limit,
                ),
            ).fetchall()
        return [
            CodeEntry(code, wording, billable=True, system=CodeSystem(system))
            for system, code, wording in rows
        ]
