"""Reads the ICD-10-CM table that ships with the program: codes, their parents and notes, 7th characters."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2

from desktop.domain.coding import (
    CodeDetails,
    CodeEntry,
    CodeNote,
    CodeNoteKind,
    Existence,
    Validity,
)
from desktop.domain.errors import MissingPart

MOST_LEAVES = 200
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:[0-9A-Z]{1,4})?")
_COLUMNS = "id, code, description, parent, children, seventh"


class Row(NamedTuple):
    """One stored code. children: how many codes stand one step below; seventh: its set of 7th characters."""

    id: int
    code: str
    description: str
    parent: int | None
    children: int
    seventh: int | None


def written(code: str) -> str:
    """A code in its usual form: capitals, the point after three characters. " m545" becomes "M54.5"."""
    plain = re.sub(r"[\s.]", "", code).upper()
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 and "-" not in plain else plain


class Table:
    """The open table. Any thread may use it. Raises MissingPart when the file is not there or not readable."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            # immutable: also from an installation that nobody may write to, and never a side file beside it.
            self._connection: Any = dbapi2.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            about = dict(self._all("SELECT name, value FROM about"))
            self._seventh = self._read_seventh()
            self.words: dict[str, int] = dict(self._all("SELECT word, codes FROM word"))
        except dbapi2.Error as exc:
            raise MissingPart(
                "The table of diagnosis codes is missing or damaged. Install the program again."
            ) from exc
        self.release: str = about["release"]
        self.edition: str = about["edition"]

    def _all(self, sql: str, values: Iterable[object] = ()) -> list[Any]:
        with self._lock:
            rows: list[Any] = self._connection.execute(sql, tuple(values)).fetchall()
        return rows

    def _read_seventh(self) -> dict[int, dict[str, str]]:
        sets: dict[int, dict[str, str]] = {}
        for number, letter, meaning in self._all("SELECT id, letter, meaning FROM seventh"):
            sets.setdefault(number, {})[letter] = meaning
        return sets

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    # Rows

    def row(self, code: str) -> Row | None:
        """The stored row of a code without its 7th character; None when there is none."""
        found = self._all(f"SELECT {_COLUMNS} FROM code WHERE code = ?", [code])  # noqa: S608 - constant columns
        return Row(*found[0]) if found else None

    def rows(self, ids: Iterable[int]) -> list[Row]:
        """The rows of these ids, in the order of the table."""
        numbers = ",".join(str(int(number)) for number in ids)
        sql = f"SELECT {_COLUMNS} FROM code WHERE id IN ({numbers}) ORDER BY id"  # noqa: S608 - integers
        return [Row(*found) for found in self._all(sql)]

    def rows_below(self, ids: Iterable[int]) -> list[Row]:
        """The rows one step below any of these, in the order of the table."""
        numbers = ",".join(str(int(number)) for number in ids)
        sql = f"SELECT {_COLUMNS} FROM code WHERE parent IN ({numbers}) ORDER BY id"  # noqa: S608 - integers
        return [Row(*found) for found in self._all(sql)]

    def rows_starting(self, prefix: str, limit: int) -> list[Row]:
        """The rows whose code begins with a prefix, chapters and blocks left out, in the order of the table."""
        sql = f"SELECT {_COLUMNS} FROM code WHERE code >= ? AND code < ? AND code NOT LIKE '%-%' ORDER BY code LIMIT ?"  # noqa: S608 - constant columns
        return [Row(*found) for found in self._all(sql, [prefix, f"{prefix}\U0010ffff", limit])]

    def matching(self, expression: str, limit: int) -> list[int]:
        """The ids of the best matches of an FTS5 expression over the searched words."""
        sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._all(sql, [expression, limit])]

    def included(self, ids: Iterable[int]) -> dict[int, list[str]]:
        """The inclusion terms of each of these rows that has any."""
        numbers = ",".join(str(int(number)) for number in ids)
        sql = f"SELECT code, text FROM note WHERE code IN ({numbers}) AND kind IN ('inclusion term', 'includes')"  # noqa: S608 - integers
        found: dict[int, list[str]] = {}
        for number, text in self._all(sql):
            found.setdefault(number, []).append(text)
        return found

    # Codes as people use them

    def seventh_of(self, row: Row) -> dict[str, str]:
        """The 7th characters that a row takes, with their meaning; empty when it takes none."""
        return {} if row.seventh is None else self._seventh[row.seventh]

    def entry_of(self, row: Row, letter: str = "") -> CodeEntry:
        """A row as an entry, with a 7th character when one is given."""
        if not letter:
            return CodeEntry(
                row.code, row.description, row.children == 0 and row.seventh is None and "-" not in row.code
            )
        plain = row.code.replace(".", "").ljust(6, "X") + letter
        return CodeEntry(written(plain), f"{row.description}, {self.seventh_of(row)[letter]}", billable=True)

    def find(self, code: str) -> tuple[Row, str] | None:
        """The row and the 7th character of a code as somebody wrote it; None when the table does not have it."""
        usual = written(code)
        row = self.row(usual)
        if row is not None:
            return row, ""
        plain = usual.replace(".", "")
        if len(plain) != 7 or not _CODE.fullmatch(plain):
            return None
        base = plain[:6]
        while len(base) >= 3:
            row = self.row(written(base))
            if row is not None:
                return (row, plain[6]) if plain[6] in self.seventh_of(row) else None
            if not base.endswith("X"):
                return None
            base = base[:-1]
        return None

    def entry(self, code: str) -> CodeEntry | None:
        """The entry of a code; None when the table does not have it."""
        found = self.find(code)
        return None if found is None else self.entry_of(*found)

    def children_of(self, row: Row, letter: str = "") -> tuple[CodeEntry, ...]:
        """The codes one step below a row: stored ones, or its own with each 7th character."""
        if letter:
            return ()
        if row.children:
            return tuple(self.entry_of(child) for child in self.rows_below([row.id]))
        return tuple(self.entry_of(row, letter) for letter in self.seventh_of(row))

    def leaves_of(self, row: Row) -> tuple[CodeEntry, ...]:
        """The billable codes below a row, in the order of the table, at most MOST_LEAVES."""
        leaves: list[CodeEntry] = []
        waiting = [row]
        while waiting and len(leaves) < MOST_LEAVES:
            first = waiting.pop(0)
            if first.children:
                waiting[:0] = self.rows_below([first.id])
            else:
                letters = self.seventh_of(first) or {"": ""}
                leaves.extend(self.entry_of(first, letter) for letter in letters)
        return tuple(leaves[:MOST_LEAVES])

    def parents_of(self, row: Row) -> tuple[Row, ...]:
        """The rows above a row, from its chapter down."""
        parents: list[Row] = []
        while row.parent is not None:
            (row,) = self.rows([row.parent])
            parents.append(row)
        return tuple(reversed(parents))

    def notes_of(self, row: Row, kinds: Iterable[CodeNoteKind] = tuple(CodeNoteKind)) -> tuple[CodeNote, ...]:
        """The instructions at a row and above it, the nearest first. Inclusion terms are the row's own."""
        wanted = {kind.value for kind in kinds}
        notes: list[CodeNote] = []
        for place in (row, *reversed(self.parents_of(row))):
            said = self._all("SELECT kind, text FROM note WHERE code = ? ORDER BY position", [place.id])
            notes.extend(
                CodeNote(CodeNoteKind(kind), text, place.code)
                for kind, text in said
                if kind in wanted and (place is row or kind != CodeNoteKind.INCLUSION_TERM)
            )
        return tuple(notes)

    def details(self, code: str) -> CodeDetails | None:
        """Everything that the table says of a code; None when it does not have it."""
        found = self.find(code)
        if found is None:
            return None
        row, letter = found
        above = [self.entry_of(parent) for parent in self.parents_of(row)]
        if letter:
            above.append(self.entry_of(row))
        return CodeDetails(
            self.entry_of(row, letter),
            tuple(above),
            self.children_of(row, letter),
            self.notes_of(row),
            self.seventh_of(row),
        )

    def validate(self, code: str) -> Validity:
        """Whether a code exists and may be billed; one that needs more characters comes with its leaves."""
        found = self.find(code)
        shown = "".join(letter for letter in written(code) if letter.isprintable())[:20]
        if found is None:
            return Validity(shown, Existence.UNKNOWN, None, (), f"{shown} is not a code of {self.release}.")
        row, letter = found
        entry = self.entry_of(row, letter)
        if entry.billable:
            return Validity(
                entry.code,
                Existence.BILLABLE,
                entry,
                (),
                f"{entry.code} is a billable code of {self.release}.",
            )
        leaves = self.leaves_of(row)
        what = "a 7th character" if row.children == 0 else "more characters"
        sentence = f"{entry.code} needs {what} to be billed; choose one of the codes below it."
        return Validity(entry.code, Existence.NEEDS_MORE, entry, leaves, sentence)


@cache
def icd10cm() -> Table:
    """The table that ships with the program, opened once. Raises MissingPart."""
    return Table(Path(str(resources.files("resources") / "codes" / "icd10cm.sqlite")))
