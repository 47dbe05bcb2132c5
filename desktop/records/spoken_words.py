"""When each word of a recording was said, as the recognizer heard it."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.audit import Action, RecordKind
from desktop.domain.speech import Word
from desktop.domain.user import Right
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.limits import storable

WORD_CHARS = 1_000


class SpokenWords:
    """The recording_words table. Words go with their recording when it is deleted."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def add(self, recording_id: int, words: Iterable[Word]) -> None:
        """Store words of a recording. Their times count from its beginning, in milliseconds."""
        rows = [
            (
                recording_id,
                word.start_ms,
                word.end_ms,
                storable(word.text, WORD_CHARS, "A word"),
                word.probability,
            )
            for word in words
        ]
        with self._access.writing(
            Right.WRITE_CLINICAL, Action.EDITED, RecordKind.RECORDING, recording_id
        ) as connection:
            connection.executemany(
                "INSERT INTO recording_words (recording_id, start_ms, end_ms, text, probability)"
                " SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recordings WHERE id = ?)",
                [(*row, recording_id) for row in rows],
            )

    def of_recording(self, recording_id: int) -> list[Word]:
        """The words of a recording, in the order in which they were said."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.RECORDING, recording_id) as connection:
            rows = connection.execute(
                "SELECT text, start_ms, end_ms, probability FROM recording_words WHERE recording_id = ?"
                " ORDER BY start_ms, id",
                (recording_id,),
            ).fetchall()
        return [Word(*row) for row in rows]
