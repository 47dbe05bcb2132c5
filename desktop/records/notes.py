"""The note of each visit: the working text, saved in place, and versions that never change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop.domain.audit import Action, RecordKind
from desktop.domain.note import Note, Section, Source, Statement
from desktop.domain.user import Right
from desktop.domain.visit import NoteVersion
from desktop.domain.working_note import WorkingNote, WorkingSection
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import NOTE_SECTION_CHARS, storable
from desktop.records.visits import require_visit

_VERSION_COLUMNS = (
    "id, visit_id, saved_utc_us, saved_offset_min, origin,"
    " subjective, objective, assessment, plan, statements, not_placed, edited"
)


class Notes:
    """The working note and the note versions of every visit."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def save_working(
        self,
        visit_id: int,
        sections: Iterable[WorkingSection],
        not_placed: tuple[str, ...] | None = None,
    ) -> None:
        """Overwrite the given sections of the working note in one commit; the others stay as they are.

        not_placed: None keeps what is stored. Raises UnknownChoice for an unknown visit, and TextTooLong;
        all of what was stored is then intact.
        """
        clean = [_clean_section(section) for section in sections]
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.executemany(
                "INSERT INTO working_sections (visit_id, section, text, edited, origin, statements)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (visit_id, section) DO UPDATE SET"
                " text = excluded.text, edited = excluded.edited, origin = excluded.origin,"
                " statements = excluded.statements",
                [
                    (
                        visit_id,
                        each.section.value,
                        each.text,
                        each.edited,
                        each.origin,
                        _to_json(each.statements),
                    )
                    for each in clean
                ],
            )
            if not_placed is not None:
                connection.execute(
                    "INSERT INTO working_notes (visit_id, not_placed) VALUES (?, ?)"
                    " ON CONFLICT (visit_id) DO UPDATE SET not_placed = excluded.not_placed",
                    (visit_id, _lines_to_json(not_placed)),
                )

    def working(self, visit_id: int) -> WorkingNote:
        """The working note; an empty one when nothing was saved."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            rows = connection.execute(
                "SELECT section, text, edited, origin, statements FROM working_sections WHERE visit_id = ?",
                (visit_id,),
            ).fetchall()
            extra = connection.execute(
                "SELECT not_placed FROM working_notes WHERE visit_id = ?", (visit_id,)
            ).fetchone()
        sections = {
            Section(section): WorkingSection(
                Section(section), text, bool(edited), origin, _from_json(statements)
            )
            for section, text, edited, origin, statements in rows
        }
        return WorkingNote(sections, tuple(json.loads(extra[0])) if extra else ())

    def add_version(
        self, visit_id: int, origin: str, note: Note, edited: Iterable[str], saved_at: datetime
    ) -> NoteVersion:
        """Keep the note as it stands now, for good. saved_at needs a time zone.

        Raises UnknownChoice for an unknown visit, and TextTooLong.
        """
        clean = _clean_note(note)
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            cursor = connection.execute(
                "INSERT INTO note_versions (visit_id, saved_utc_us, saved_offset_min, origin, subjective,"
                " objective, assessment, plan, statements, not_placed, edited)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    visit_id,
                    *times.to_columns(saved_at),
                    origin,
                    *(clean[section] for section in Section),
                    _to_json(clean.statements),
                    _lines_to_json(clean.not_placed),
                    json.dumps(sorted(edited)),
                ),
            )
            row = connection.execute(
                f"SELECT {_VERSION_COLUMNS} FROM note_versions WHERE id = ?",  # noqa: S608 - a constant
                (cursor.lastrowid,),
            ).fetchone()
        return _version(row)

    def versions(self, visit_id: int) -> list[NoteVersion]:
        """Every version of the visit's note, oldest first."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            rows = connection.execute(
                f"SELECT {_VERSION_COLUMNS} FROM note_versions WHERE visit_id = ? ORDER BY id",  # noqa: S608 - a constant
                (visit_id,),
            ).fetchall()
        return [_version(row) for row in rows]

    def latest(self, visit_id: int) -> NoteVersion | None:
        """The last version; None when there is none."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            row = connection.execute(
                f"SELECT {_VERSION_COLUMNS} FROM note_versions WHERE visit_id = ?"  # noqa: S608 - a constant
                " ORDER BY id DESC LIMIT 1",
                (visit_id,),
            ).fetchone()
        return None if row is None else _version(row)


def _clean_section(section: WorkingSection) -> WorkingSection:
    """The section as it is stored; evidence for text that had to be changed is evidence no more."""
    text = storable(section.text, NOTE_SECTION_CHARS, f"The {section.section.label} section")
    return replace(section, text=text, statements=section.statements if text == section.text else ())


def _clean_note(note: Note) -> Note:
    texts = {
        section: storable(note[section], NOTE_SECTION_CHARS, f"The {section.label} section")
        for section in Section
    }
    kept = tuple(each for each in note.statements if texts[each.section] == note[each.section])
    return Note({section: text for section, text in texts.items() if text}, kept, note.not_placed)


def _version(row: tuple[Any, ...]) -> NoteVersion:
    version_id, visit_id, utc_us, offset_min, origin, *texts, statements, not_placed, edited = row
    return NoteVersion(
        id=version_id,
        visit_id=visit_id,
        saved_at=times.from_columns(utc_us, offset_min),
        origin=origin,
        note=Note(
            {section: text for section, text in zip(Section, texts, strict=True) if text},
            _from_json(statements),
            tuple(json.loads(not_placed)),
        ),
        edited=frozenset(json.loads(edited)),
    )


def _lines_to_json(lines: tuple[str, ...]) -> str:
    return json.dumps([storable(line, NOTE_SECTION_CHARS, "A line that was not placed") for line in lines])


def _to_json(statements: tuple[Statement, ...]) -> str:
    """[[section, start, end, [[segment, start, end], ...]], ...]."""
    return json.dumps(
        [
            [each.section.value, each.start, each.end, [[s.segment, s.start, s.end] for s in each.sources]]
            for each in statements
        ]
    )


def _from_json(text: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(Section(section), start, end, tuple(Source(*source) for source in sources))
        for section, start, end, sources in json.loads(text)
    )
