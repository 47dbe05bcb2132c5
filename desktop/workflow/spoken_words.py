"""From the recordings of a visit to the words in its transcript: which engine, what to expect, and where they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop.domain.context import VisitContext
from desktop.domain.recording import Gap, GapReason, Recording
from desktop.domain.specialty import Specialty
from desktop.domain.speech import SpeechEngine
from desktop.domain.transcript import Segment, clock, gap_mark
from desktop.records.records import Records
from desktop.transcripts.timestamps import CLOCK, milliseconds
from desktop.workflow.session import Session
from desktop.workflow.transcribe import device_engine, endpoint_engine
from desktop.workflow.visits import keep_transcript, open_visit

_STAMP = re.compile(rf"\[({CLOCK})\]")


def engine_of(session: Session) -> SpeechEngine:
    """The speech engine that the settings choose. Nothing is loaded or sent yet. Only when speech.is_ready."""
    speech = session.settings.speech
    if speech.engine == "endpoint":
        return endpoint_engine(speech.endpoint.endpoint)
    return device_engine(session.home, speech.model)


def words_to_expect(specialty: Specialty, context: VisitContext) -> tuple[str, ...]:
    """What the recognizer should expect: the drugs in the patient's chart first, then the specialty's words."""
    drugs = tuple(line.split()[0] for line in context.medications if line.split())
    return tuple(dict.fromkeys((*drugs, *specialty.expect_to_hear)))


def recordings_of(records: Records, visit_id: int) -> list[Recording]:
    """The visit's recordings, oldest first. Their sound counts as one, one after the other."""
    return records.recordings.of_visit(visit_id)


def begins_at_ms(recordings: list[Recording], recording_id: int) -> int:
    """Where a recording begins in the sound of its visit, in milliseconds."""
    position_ms = 0
    for recording in recordings:
        if recording.id == recording_id:
            return position_ms
        position_ms += recording.duration_ms
    return position_ms


def recording_at(recordings: list[Recording], position_ms: int) -> tuple[Recording, int] | None:
    """The recording that holds a moment of the visit's sound, and the moment inside it."""
    begins_ms = 0
    for recording in recordings:
        if position_ms < begins_ms + recording.duration_ms:
            return recording, position_ms - begins_ms
        begins_ms += recording.duration_ms
    return None


def line_of(segment: Segment, begins_at_ms: int) -> str:
    """A segment of a recording as a line of the visit's transcript."""
    moved = replace(segment, start_ms=(segment.start_ms or 0) + begins_at_ms)
    return moved.tagged()


def gap_lines(gaps: Iterable[Gap], begins_at_ms: int) -> list[tuple[int, str]]:
    """Where sound is missing from a recording, as lines of the visit's transcript, each with its moment.

    A pause is no gap: the person who pressed it knows.
    """
    return [
        (
            begins_at_ms + gap.at_ms,
            f"[{clock(begins_at_ms + gap.at_ms)}] Speaker: {gap_mark(gap.lasted_ms)}",
        )
        for gap in gaps
        if gap.reason is not GapReason.PAUSED
    ]


def with_lines(text: str, lines: Iterable[tuple[int, str]]) -> str:
    """A transcript's text with lines put in by their moment; a line that stands there already is not repeated."""
    written = text.split("\n")
    for moment_ms, line in lines:
        if line not in written:
            written.insert(place_of(written, moment_ms), line)
    return "\n".join(written)


def place_of(written: Sequence[str], moment_ms: int) -> int:
    """The index of the first line that is stamped later than a moment; the number of lines when none is."""
    for index, line in enumerate(written):
        stamp = _STAMP.match(line)
        if stamp is not None and milliseconds(stamp[1]) > moment_ms:
            return index
    return len(written)


def put_lines(records: Records, visit_id: int, lines: Sequence[tuple[int, str]]) -> None:
    """Put lines into the transcript of a visit that is not on screen."""
    keep_transcript(records, visit_id, with_lines(open_visit(records, visit_id).transcript_text, lines))


def append_line(records: Records, visit_id: int, line: str) -> None:
    """Add a line to the transcript of a visit that is not on screen."""
    text = open_visit(records, visit_id).transcript_text
    keep_transcript(records, visit_id, f"{text}\n{line}" if text.strip() else line)
