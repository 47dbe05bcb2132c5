"""Recordings in the records: pieces of sound as FLAC rows, committed while a visit is still being recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import UnknownChoice
from desktop.domain.recording import (
    Gap,
    GapReason,
    Recording,
    RecordingOrigin,
    RecordingState,
    Transcription,
    Wave,
)
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.domain.user import Right
from desktop.records import flac, times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.limits import storable
from desktop.records.visits import require_visit

_SOURCE_CHARS = 300
_DELETED_AT_ONCE = 500
_VACUUM_PAGES = 2_000  # a few milliseconds each, so that a recording under way is not kept waiting

_LAST_CHUNK = (
    "(SELECT {} FROM recording_chunks WHERE recording_id = recordings.id ORDER BY start_ms DESC LIMIT 1)"
)
_COLUMNS = ", ".join(
    (
        "id, visit_id, started_utc_us, started_offset_min, origin, source, state, transcription, problem",
        *(
            _LAST_CHUNK.format(column)
            for column in ("start_ms + duration_ms", "heard_utc_us", "heard_offset_min")
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of sound to store. heard_at: when its last sample was heard."""

    sound: Sound
    heard_at: datetime


class Recordings:
    """The recordings, recording_chunks and recording_gaps tables."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def begin(
        self,
        visit_id: int,
        source: str,
        started_at: datetime,
        origin: RecordingOrigin = RecordingOrigin.MICROPHONE,
        file_sha256: str | None = None,
    ) -> Recording:
        """Store a new recording, in state RECORDING. Raises UnknownChoice for an unknown visit."""
        with self._access.writing(Right.WRITE_CLINICAL) as connection:
            require_visit(connection, visit_id)
            cursor = connection.execute(
                "INSERT INTO recordings (visit_id, started_utc_us, started_offset_min, origin, source,"
                " file_sha256, state, transcription, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
                (
                    visit_id,
                    *times.to_columns(started_at),
                    origin.value,
                    storable(source[:_SOURCE_CHARS], _SOURCE_CHARS, "The name"),
                    file_sha256,
                    RecordingState.RECORDING.value,
                    Transcription.NONE.value,
                ),
            )
            action = Action.IMPORTED if origin is RecordingOrigin.FILE else Action.CREATED
            self._access.note(connection, action, RecordKind.RECORDING, cursor.lastrowid, {"visit": visit_id})
            return _get(connection, cursor.lastrowid)

    def append(
        self,
        recording_id: int,
        chunks: Iterable[Chunk],
        gaps: Iterable[Gap] = (),
        state: RecordingState | None = None,
    ) -> None:
        """Store pieces of sound, gaps and a new state, all or none; they are safe when this returns.

        Raises RecordsUnavailable (a full disk); what was stored before is intact.
        """
        sounds = [
            (
                recording_id,
                chunk.sound.start_ms,
                chunk.sound.duration_ms,
                *times.to_columns(chunk.heard_at),
                flac.peaks(chunk.sound.pcm),
                flac.encode(chunk.sound.pcm),
            )
            for chunk in chunks
        ]
        missing = [(recording_id, gap.at_ms, gap.lasted_ms, gap.reason.value) for gap in gaps]
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.RECORDING, recording_id
        ) as connection:
            connection.executemany(
                "INSERT INTO recording_chunks (recording_id, start_ms, duration_ms, heard_utc_us,"
                " heard_offset_min, peaks, flac) VALUES (?, ?, ?, ?, ?, ?, ?)",
                sounds,
            )
            connection.executemany(
                "INSERT INTO recording_gaps (recording_id, at_ms, lasted_ms, reason) VALUES (?, ?, ?, ?)",
                missing,
            )
            if state is not None:
                connection.execute(
                    "UPDATE recordings SET state = ? WHERE id = ?", (state.value, recording_id)
                )

    def set_state(self, recording_id: int, state: RecordingState) -> Recording:
        """Say how the recording stands. Raises UnknownChoice."""
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.RECORDING, recording_id
        ) as connection:
            connection.execute("UPDATE recordings SET state = ? WHERE id = ?", (state.value, recording_id))
            return _get(connection, recording_id)

    def set_transcription(
        self, recording_id: int, transcription: Transcription, problem: str = ""
    ) -> Recording:
        """Say how far the words are; problem: one sentence when it failed. Raises UnknownChoice."""
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.RECORDING, recording_id
        ) as connection:
            connection.execute(
                "UPDATE recordings SET transcription = ?, problem = ? WHERE id = ?",
                (transcription.value, problem, recording_id),
            )
            return _get(connection, recording_id)

    def get(self, recording_id: int) -> Recording:
        """One recording. Raises UnknownChoice."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            return _get(connection, recording_id)

    def of_visit(self, visit_id: int) -> list[Recording]:
        """The recordings of a visit, oldest first."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM recordings WHERE visit_id = ? AND state <> ? ORDER BY id",  # noqa: S608 - constants
                (visit_id, RecordingState.DELETING.value),
            ).fetchall()
        return [_recording(row) for row in rows]

    def in_states(self, *states: RecordingState) -> list[Recording]:
        """All recordings in any of these states, oldest first."""
        marks = ", ".join("?" * len(states))
        with self._access.reading(Right.READ_CLINICAL) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM recordings WHERE state IN ({marks}) ORDER BY id",  # noqa: S608 - constants
                [state.value for state in states],
            ).fetchall()
        return [_recording(row) for row in rows]

    def imported_from(self, file_sha256: str) -> Recording | None:
        """The latest recording that was imported from a file with these bytes."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM recordings WHERE file_sha256 = ? AND state <> ?"  # noqa: S608 - constants
                " ORDER BY id DESC LIMIT 1",
                (file_sha256, RecordingState.DELETING.value),
            ).fetchone()
        return None if row is None else _recording(row)

    def gaps(self, recording_id: int) -> list[Gap]:
        """The gaps of a recording, in order."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            rows = connection.execute(
                "SELECT at_ms, lasted_ms, reason FROM recording_gaps WHERE recording_id = ? ORDER BY at_ms, id",
                (recording_id,),
            ).fetchall()
        return [Gap(at_ms, lasted_ms, GapReason(reason)) for at_ms, lasted_ms, reason in rows]

    def sound(self, recording_id: int, from_ms: int = 0, to_ms: int | None = None) -> Iterator[Sound]:
        """The stored sound between two positions, piece by piece; a hole shows as a jump of start_ms.

        May be read while the recording grows: it then ends with what is stored at that moment. No lock is
        held between two pieces. Raises RecordsDamaged.
        """
        position_ms = from_ms
        while to_ms is None or position_ms < to_ms:
            with self._access.reading(Right.READ_CLINICAL, RecordKind.RECORDING, recording_id) as connection:
                row = connection.execute(
                    "SELECT start_ms, duration_ms, flac FROM recording_chunks"
                    " WHERE recording_id = ? AND start_ms >= coalesce((SELECT max(start_ms) FROM recording_chunks"
                    " WHERE recording_id = ? AND start_ms <= ? AND start_ms + duration_ms > ?), ?)"
                    " ORDER BY start_ms LIMIT 1",
                    (recording_id, recording_id, position_ms, position_ms, position_ms),
                ).fetchone()
            if row is None or (to_ms is not None and row[0] >= to_ms):
                return
            start_ms, duration_ms, stored = row
            pcm = flac.decode(stored)
            skip_ms = max(0, position_ms - start_ms)
            end_ms = duration_ms if to_ms is None else min(duration_ms, to_ms - start_ms)
            yield Sound(start_ms + skip_ms, pcm[skip_ms * BYTES_PER_MS : end_ms * BYTES_PER_MS])
            position_ms = start_ms + duration_ms

    def wave(self, recording_id: int) -> Wave:
        """The outline of the whole recording, silent where there are holes; made when the sound was stored."""
        step_ms = flac.PEAK_STEP_MS
        outline = bytearray()
        with self._access.reading(Right.READ_CLINICAL, RecordKind.RECORDING, recording_id) as connection:
            for start_ms, peaks in connection.execute(
                "SELECT start_ms, peaks FROM recording_chunks WHERE recording_id = ? ORDER BY start_ms",
                (recording_id,),
            ):
                first = start_ms // step_ms
                outline.extend(bytes(max(0, first + len(peaks) - len(outline))))
                # A piece that a pause cut short shares its last step with the piece after it.
                outline[first] = max(outline[first], peaks[0])
                outline[first + 1 : first + len(peaks)] = peaks[1:]
        return Wave(step_ms, bytes(outline))

    def delete(self, recording_id: int) -> None:
        """Delete a recording, its sound and its gaps, and give the space back to the disk.

        The transcript and the consent stay. Deleting what is not there is no error. It is done in steps that
        keep the write-ahead log small; a deletion that was cut short is in state DELETING and is done again.
        """

        def _note(connection: Connection) -> None:
            self._access.note(connection, Action.DELETED, RecordKind.RECORDING, recording_id)

        for _ in delete_in_steps(lambda: self._access.writing(Right.WRITE_CLINICAL), recording_id, _note):
            pass
        give_space_back(self._database)


def delete_in_steps(
    transaction: Callable[[], AbstractContextManager[Connection]],
    recording_id: int,
    note: Callable[[Connection], None],
) -> Iterator[None]:
    """Delete a recording in small transactions; yields between them. note: called in the last one, for the audit.

    Raises OnLegalHold.
    """
    with transaction() as connection:
        connection.execute(
            "UPDATE recordings SET state = ? WHERE id = ?", (RecordingState.DELETING.value, recording_id)
        )
    deleted = 1
    while deleted:
        yield
        with transaction() as connection:
            deleted = connection.execute(
                "DELETE FROM recording_chunks WHERE id IN"
                " (SELECT id FROM recording_chunks WHERE recording_id = ? LIMIT ?)",
                (recording_id, _DELETED_AT_ONCE),
            ).rowcount
    with transaction() as connection:
        connection.execute("DELETE FROM recordings WHERE id = ?", (recording_id,))
        note(connection)


def give_space_back(database: Database) -> None:
    """Make the file as small as what is in it."""
    before = None
    with database.reading() as connection:
        while (left := connection.execute("PRAGMA freelist_count").fetchone()[0]) and left != before:
            before = left
            connection.execute(f"PRAGMA incremental_vacuum({_VACUUM_PAGES})").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _get(connection: Connection, recording_id: int) -> Recording:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM recordings WHERE id = ?",  # noqa: S608 - constants
        (recording_id,),
    ).fetchone()
    if row is None:
        raise UnknownChoice("This recording is not in the records; it may have been deleted.")
    return _recording(row)


def _recording(row: tuple[Any, ...]) -> Recording:
    (
        recording_id,
        visit_id,
        started_utc_us,
        started_offset_min,
        origin,
        source,
        state,
        transcription,
        problem,
        duration_ms,
        heard_utc_us,
        heard_offset_min,
    ) = row
    return Recording(
        id=recording_id,
        visit_id=visit_id,
        started_at=times.from_columns(started_utc_us, started_offset_min),
        origin=RecordingOrigin(origin),
        source=source,
        state=RecordingState(state),
        duration_ms=duration_ms or 0,
        last_stored_at=None if heard_utc_us is None else times.from_columns(heard_utc_us, heard_offset_min),
        transcription=Transcription(transcription),
        problem=problem,
    )
