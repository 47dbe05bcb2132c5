"""The sound of a visit in the encrypted records: stored, read back from anywhere, outlined, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop.domain.errors import RecordsDamaged, UnknownChoice
from desktop.domain.recording import Gap, GapReason, RecordingOrigin, RecordingState, Transcription
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.records.recordings import Chunk
from desktop.records.records import Records
from tests.servers.clinic import make_records, open_records
from tests.servers.scripted_microphone import tone

DATA_KEY = bytes(range(32))
STARTED = datetime(2026, 3, 4, 14, 2, 11, tzinfo=timezone(timedelta(hours=-5)))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    make_records(tmp_path)
    with open_records(tmp_path) as records:
        yield records


@pytest.fixture
def visit_id(records: Records) -> int:
    stored = records.visits.create(None, STARTED).id
    assert stored is not None
    return stored


def store(records: Records, recording_id: int, *lengths_ms: int, start_ms: int = 0) -> bytes:
    """Store pieces of these lengths one after the other; returns all their samples."""
    pcm = b""
    for length_ms in lengths_ms:
        piece = tone(length_ms, start_ms)
        heard_at = STARTED + timedelta(milliseconds=start_ms + length_ms)
        records.recordings.append(recording_id, [Chunk(Sound(start_ms, piece), heard_at)])
        start_ms += length_ms
        pcm += piece
    return pcm


def test_what_was_heard_comes_back_bit_for_bit_with_its_time(records: Records, visit_id: int) -> None:
    """Pieces of different lengths: the same samples, the length from the samples, the zone of the clock on the wall."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    pcm = store(records, recording.id, 1000, 1000, 430, 1000)
    pieces = list(records.recordings.sound(recording.id))
    assert b"".join(piece.pcm for piece in pieces) == pcm
    assert [piece.start_ms for piece in pieces] == [0, 1000, 2000, 2430]
    stored = records.recordings.get(recording.id)
    assert stored.duration_ms == 3430
    assert stored.started_at == STARTED
    assert stored.started_at.utcoffset() == timedelta(hours=-5)
    assert stored.last_stored_at == STARTED + timedelta(milliseconds=3430)
    assert records.recordings.of_visit(visit_id) == [stored]


@pytest.mark.parametrize(
    ("from_ms", "to_ms"), [(0, 1), (999, 1001), (1500, 2900), (2430, None), (3429, None)]
)
def test_any_stretch_is_read_exactly(
    records: Records, visit_id: int, from_ms: int, to_ms: int | None
) -> None:
    """From one millisecond to another, within a piece or across several."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    pcm = store(records, recording.id, 1000, 1000, 430, 1000)
    pieces = list(records.recordings.sound(recording.id, from_ms, to_ms))
    end_ms = 3430 if to_ms is None else to_ms
    assert b"".join(piece.pcm for piece in pieces) == pcm[from_ms * BYTES_PER_MS : end_ms * BYTES_PER_MS]
    assert pieces[0].start_ms == from_ms


def test_past_the_end_there_is_nothing(records: Records, visit_id: int) -> None:
    """A position behind the last sample gives no sound and no error."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    store(records, recording.id, 500)
    assert list(records.recordings.sound(recording.id, 500)) == []
    assert list(records.recordings.sound(recording.id, 9_000, 10_000)) == []


def test_a_hole_shows_as_a_jump_in_time(records: Records, visit_id: int) -> None:
    """Sound that could not be stored: what comes after it keeps its own time, also in the outline."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    store(records, recording.id, 1000)
    store(records, recording.id, 1000, start_ms=3000)
    gap = Gap(1000, 2000, GapReason.NOT_STORED)
    records.recordings.append(recording.id, [], [gap])
    assert [(piece.start_ms, piece.end_ms) for piece in records.recordings.sound(recording.id)] == [
        (0, 1000),
        (3000, 4000),
    ]
    assert next(records.recordings.sound(recording.id, 1500)).start_ms == 3000
    assert records.recordings.gaps(recording.id) == [gap]
    wave = records.recordings.wave(recording.id)
    assert [peak > 0 for peak in wave.peaks] == [True] * 10 + [False] * 20 + [True] * 10


def test_reading_goes_on_with_what_is_stored_meanwhile(records: Records, visit_id: int) -> None:
    """A reader that is in the middle of a growing recording finds the piece that came after it began."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    store(records, recording.id, 1000)
    reading = records.recordings.sound(recording.id)
    assert next(reading).start_ms == 0
    store(records, recording.id, 1000, start_ms=1000)
    assert next(reading).start_ms == 1000
    assert next(reading, None) is None


def test_the_outline_follows_the_loudness(records: Records, visit_id: int) -> None:
    """Half as loud is half as high, silence is zero, full scale is the top."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    pieces = (tone(1000, amplitude=1.0), tone(1000, amplitude=0.5), bytes(1000 * BYTES_PER_MS))
    chunks = [Chunk(Sound(place * 1000, pcm), STARTED) for place, pcm in enumerate(pieces)]
    records.recordings.append(recording.id, chunks)
    wave = records.recordings.wave(recording.id)
    assert wave.step_ms == 100
    assert len(wave.peaks) == 30
    assert set(wave.peaks[:10]) == {255}
    assert all(126 <= peak <= 129 for peak in wave.peaks[10:20])
    assert set(wave.peaks[20:]) == {0}


def test_deleting_gives_the_space_back_and_leaves_other_recordings(records: Records, visit_id: int) -> None:
    """After a deletion the file is as small as before the recording, and the other recording plays."""
    kept = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    pcm = store(records, kept.id, 1000)
    path = records._database.path
    with records._database.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = path.stat().st_size
    deleted = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    noise = bytes((n * 7919 >> 3) & 255 for n in range(1000 * BYTES_PER_MS))
    for place in range(120):
        records.recordings.append(deleted.id, [Chunk(Sound(place * 1000, noise), STARTED)])
    records.recordings.append(deleted.id, [], [Gap(0, 1, GapReason.PAUSED)])
    with records._database.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert path.stat().st_size > before + 1_000_000
    records.recordings.delete(deleted.id)
    assert path.stat().st_size <= before + 20_000
    assert records.recordings.of_visit(visit_id) == [records.recordings.get(kept.id)]
    assert records.recordings.gaps(deleted.id) == []
    assert b"".join(piece.pcm for piece in records.recordings.sound(kept.id)) == pcm
    with pytest.raises(UnknownChoice):
        records.recordings.get(deleted.id)
    records.recordings.delete(deleted.id)


def test_a_recording_whose_deletion_was_cut_short_is_in_no_list(records: Records, visit_id: int) -> None:
    """A deletion that has begun is a deletion: the rest is neither offered nor found as an earlier import."""
    recording = records.recordings.begin(visit_id, "visit.mp3", STARTED, RecordingOrigin.FILE, "ab" * 32)
    assert records.recordings.imported_from("ab" * 32) == recording
    records.recordings.set_state(recording.id, RecordingState.DELETING)
    assert records.recordings.of_visit(visit_id) == []
    assert records.recordings.imported_from("ab" * 32) is None


def test_how_far_the_words_are_is_kept(records: Records, visit_id: int) -> None:
    """A failed transcription keeps its reason until it is done."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    assert recording.transcription is Transcription.NONE
    records.recordings.set_transcription(recording.id, Transcription.FAILED, "It ran out of memory.")
    assert records.recordings.get(recording.id).problem == "It ran out of memory."
    done = records.recordings.set_transcription(recording.id, Transcription.DONE)
    assert (done.transcription, done.problem) == (Transcription.DONE, "")


def test_the_first_consent_stands(records: Records, visit_id: int) -> None:
    """What the patient agreed to, when, and who ticked it; a second tick does not overwrite it."""
    assert records.consents.of_visit(visit_id) is None
    given = records.consents.give(visit_id, "May be recorded.", STARTED, "owner")
    again = records.consents.give(visit_id, "Another text.", datetime.now(UTC), "owner")
    assert given == again == records.consents.of_visit(visit_id)
    assert (given.text, given.given_at, given.user) == ("May be recorded.", STARTED, "owner")


def test_an_unknown_visit_cannot_be_recorded(records: Records) -> None:
    """Sound always belongs to a visit."""
    with pytest.raises(UnknownChoice):
        records.recordings.begin(77, "Desk microphone", STARTED)
    with pytest.raises(UnknownChoice):
        records.consents.give(77, "May be recorded.", STARTED, "owner")


def test_a_damaged_piece_is_said_in_words(records: Records, visit_id: int) -> None:
    """Bytes that are no FLAC raise the error of damaged records, not the library's."""
    recording = records.recordings.begin(visit_id, "Desk microphone", STARTED)
    store(records, recording.id, 1000)
    with records._database.transaction() as connection:
        connection.execute("UPDATE recording_chunks SET flac = ?", (b"not flac at all",))
    with pytest.raises(RecordsDamaged, match="damaged"):
        list(records.recordings.sound(recording.id))
