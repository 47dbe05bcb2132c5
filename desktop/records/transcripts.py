"""The transcript of each visit: its segments, and the text as the person typed it."""

from __future__ import annotations

from desktop.domain.audit import Action, RecordKind
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import TRANSCRIPT_CHARS, storable
from desktop.records.visits import require_visit


class Transcripts:
    """The transcripts and segments tables."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def save(self, visit_id: int, transcript: Transcript, typed_text: str | None = None) -> None:
        """Replace the visit's transcript. typed_text: the text from which the segments were read, if any.

        Raises UnknownChoice for an unknown visit, and TextTooLong; what was stored is then intact.
        """
        what = "The transcript"
        storable(transcript.text, TRANSCRIPT_CHARS, what)
        typed = None if typed_text is None else storable(typed_text, TRANSCRIPT_CHARS, what)
        rows = [
            (
                visit_id,
                position,
                segment.speaker.value,
                storable(segment.text, TRANSCRIPT_CHARS, what),
                segment.start_ms,
                segment.end_ms,
            )
            for position, segment in enumerate(transcript.segments)
        ]
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "INSERT INTO transcripts (visit_id, typed_text, spoken_text) VALUES (?, ?, ?)"
                " ON CONFLICT (visit_id) DO UPDATE SET typed_text = excluded.typed_text,"
                " spoken_text = excluded.spoken_text",
                (visit_id, typed, "\n".join(row[3] for row in rows) or None),
            )
            connection.execute("DELETE FROM segments WHERE visit_id = ?", (visit_id,))
            connection.executemany(
                "INSERT INTO segments (visit_id, position, speaker, text, start_ms, end_ms)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

    def load(self, visit_id: int) -> Transcript:
        """The visit's transcript; an empty one when none was saved."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            rows = connection.execute(
                "SELECT text, speaker, start_ms, end_ms FROM segments WHERE visit_id = ? ORDER BY position",
                (visit_id,),
            ).fetchall()
        return Transcript(
            tuple(
                Segment(text, Speaker(speaker), start_ms, end_ms) for text, speaker, start_ms, end_ms in rows
            )
        )

    def typed_text(self, visit_id: int) -> str | None:
        """The text as the person typed it; None when none was saved with the transcript."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.VISIT, visit_id) as connection:
            row = connection.execute(
                "SELECT typed_text FROM transcripts WHERE visit_id = ?", (visit_id,)
            ).fetchone()
        return None if row is None else row[0]
