"""Imports an audio file into a visit: decoded in a child process, stored like a recording."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.audio.decode import AUDIO_SUFFIXES, Decoded, DecodeLimits, check_file, decode
from desktop.domain.capture import StillHere
from desktop.domain.drafting import Notice
from desktop.domain.errors import AlreadyImported, AudioUnreadable, RecordingRefused
from desktop.domain.jobs import Job
from desktop.domain.recording import Recording, RecordingOrigin, RecordingState
from desktop.records.recordings import Chunk
from desktop.records.records import Records
from desktop.workflow.disk_space import BLOCK_BYTES
from desktop.workflow.visits import now

__all__ = ["AUDIO_SUFFIXES", "ImportEvent", "Imported", "import_audio"]

_CHUNKS_AT_ONCE = 20
_HASH_BLOCK_BYTES = 1 << 20
_YIELD_S = 0.05


@dataclass(frozen=True, slots=True)
class Imported:
    """How much is stored. total_ms: the length that the file claims; None when it does not say."""

    position_ms: int
    total_ms: int | None


ImportEvent = Imported | StillHere | Notice


def import_audio(
    records: Records, visit_id: int, path: Path, *, again: bool = False, limits: DecodeLimits | None = None
) -> Job[ImportEvent, Recording]:
    """Store the sound of a file as a finished recording of the visit. The file is only read.

    Closing the job, and any error, takes back what was stored of it. Notice: the file is cut short, and
    how much of it could be read. Raises AudioUnreadable, MissingPart, RecordsUnavailable,
    RecordingRefused on a nearly full disk, and AlreadyImported unless again is True.
    """
    limits = limits or DecodeLimits()
    check_file(path, limits)
    sha256 = yield from _sha256(path)
    earlier = records.recordings.imported_from(sha256)
    if earlier is not None and not again:
        raise AlreadyImported(
            f"This file was imported before, on {earlier.started_at:%d %B %Y at %H:%M}. Import it again only if you mean to.",
            earlier.id,
            earlier.visit_id,
        )
    if records.disk_reserve.free_bytes() < BLOCK_BYTES:
        raise RecordingRefused(
            "The disk is nearly full, so nothing was imported. Free at least 200 MB and try again."
        )
    recording = records.recordings.begin(visit_id, path.name, now(), RecordingOrigin.FILE, sha256)
    try:
        yield from _store(records, recording, path, limits)
    except BaseException:
        records.recordings.delete(recording.id)
        raise
    return records.recordings.set_state(recording.id, RecordingState.FINISHED)


def _store(
    records: Records, recording: Recording, path: Path, limits: DecodeLimits
) -> Generator[ImportEvent, None, None]:
    waiting: list[Chunk] = []
    with closing(decode(path, limits)) as events:
        for event in events:
            if not isinstance(event, Decoded):
                yield event
                continue
            waiting.append(Chunk(event.sound, recording.started_at))
            if len(waiting) == _CHUNKS_AT_ONCE:
                records.recordings.append(recording.id, waiting)
                waiting = []
                yield Imported(event.sound.end_ms, event.total_ms)
    records.recordings.append(recording.id, waiting)


def _sha256(path: Path) -> Generator[StillHere, None, str]:
    digest = hashlib.sha256()
    yielded_s = time.monotonic()
    try:
        with path.open("rb") as file:
            while block := file.read(_HASH_BLOCK_BYTES):
                digest.update(block)
                if time.monotonic() - yielded_s > _YIELD_S:
                    yielded_s = time.monotonic()
                    yield StillHere()
    except OSError as exc:
        raise AudioUnreadable(
            f"The file {path.name} could not be read to its end. Check the disk or the connection it is on."
        ) from exc
    return digest.hexdigest()
