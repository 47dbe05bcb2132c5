"""One recording under way: fetches sound, cuts it into seconds, watches the device, and says what happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from desktop.audio.levels import LevelMeter
from desktop.audio.source import AudioSource, Captured
from desktop.domain.capture import (
    AudioDevice,
    ComputerSlept,
    DeviceLost,
    GapMarked,
    LevelChanged,
    Paused,
    RecordingEvent,
    RecordingStarted,
    Resumed,
    StillHere,
)
from desktop.domain.errors import MissingPart, NoMicrophone, RecordsUnavailable
from desktop.domain.jobs import Job
from desktop.domain.recording import Gap, GapReason, Recording, RecordingState
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.records.recordings import Chunk
from desktop.records.records import Records
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.recording_watch import DriftWatch, SleepWatch, StoreWatch, slept
from desktop.workflow.sound_store import SoundStore
from desktop.workflow.visits import now

CHUNK_MS = 1_000
READ_TIMEOUT_S = 0.1
BEGIN_TIMEOUT_S = 10.0
LOST_AFTER_S = 3.0
FULL_DISK_STOP_TIMEOUT_S = 10.0
SLOW_DISK_STOP_TIMEOUT_S = 60.0
CLOSE_TIMEOUT_S = 2.0
_TAIL_TIMEOUT_S = 1.0
_CHUNK_BYTES = CHUNK_MS * BYTES_PER_MS


class RecordingRun:
    """The state of one recording job; events() is its body, close() its end."""

    def __init__(
        self,
        *,
        records: Records,
        visit_id: int,
        device: AudioDevice | None,
        control: RecordingControl,
        heard: Callable[[Sound], None] | None,
        continuing: int | None,
        source_for: Callable[[AudioDevice | None], AudioSource],
        clock: Callable[[], float],
    ) -> None:
        self._records = records
        self._visit_id = visit_id
        self._device = device
        self._control = control
        self._heard = heard
        self._continuing = continuing
        self._source_for = source_for
        self._clock = clock
        self._source: AudioSource | None = None
        self._recording: Recording | None = None
        self._store: SoundStore | None = None
        self._watch: StoreWatch | None = None
        self._pcm = bytearray()
        self._start_ms = 0
        self._meter = LevelMeter()
        self._away: tuple[GapReason, float] | None = None

    def events(self) -> Job[RecordingEvent, Recording]:
        """Record until told to stop, through pauses, lost devices and sleep."""
        first = yield from self._connect(self._device)
        if first is None:
            raise NoMicrophone(
                "The recording was stopped before the microphone sent any sound; nothing was stored."
            )
        yield from self._begin()
        while first is not None:
            lost = yield from self._listen(first)
            first = None if lost is None else (yield from self._wait_for_device(lost))
        return (yield from self._finish())

    def close(self, state: RecordingState) -> None:
        """End at once; what was heard is stored if the disk takes it within CLOSE_TIMEOUT_S. May be called twice."""
        self._leave_source()
        if self._store is not None:
            store, self._store = self._store, None
            self._flush(store)
            store.put(state)
            store.close(CLOSE_TIMEOUT_S)

    @property
    def _position_ms(self) -> int:
        return self._start_ms + len(self._pcm) // BYTES_PER_MS

    def _connect(self, device: AudioDevice | None) -> Job[RecordingEvent, Captured | None]:
        """The first block of the device; None when the person stops before it comes. Raises NoMicrophone, MissingPart."""
        source = self._source = self._source_for(device)
        source.start()
        until_s = time.monotonic() + BEGIN_TIMEOUT_S
        while not source.has_ended and time.monotonic() < until_s:
            if self._control.is_stopped:
                return None
            block = source.read(READ_TIMEOUT_S)
            if block is not None:
                self._device = device
                return block
            yield from self._watched()
            yield StillHere()
        raise NoMicrophone("The microphone does not send any sound. Connect it anew or choose another.")

    def _begin(self) -> Job[RecordingEvent, None]:
        assert self._source is not None
        recordings = self._records.recordings
        gap = None
        if self._continuing is None:
            recording = recordings.begin(self._visit_id, self._source.device_name, now())
        else:
            recording = recordings.get(self._continuing)
            self._start_ms = recording.duration_ms
            if recording.last_stored_at is not None:
                was_cut = recording.state is not RecordingState.FINISHED
                gap = Gap(
                    recording.duration_ms,
                    max(0, round((now() - recording.last_stored_at).total_seconds() * 1000)),
                    GapReason.INTERRUPTED if was_cut else GapReason.PAUSED,
                )
        self._store = SoundStore(self._records, recording.id, recording.duration_ms)
        self._watch = StoreWatch(self._records, self._store)
        self._recording = recording
        if gap is not None:
            self._store.put(gap)
            self._store.put(RecordingState.RECORDING)
            yield GapMarked(gap)
        yield RecordingStarted(recording, self._source.device_name)

    def _listen(self, first: Captured) -> Job[RecordingEvent, DeviceLost | ComputerSlept | None]:
        """Take in sound until the person stops (None), or until the device is lost or the computer slept."""
        assert self._source is not None
        sleep, drift = SleepWatch(self._clock()), DriftWatch(self._clock())
        silent_s = 0.0
        block: Captured | None = first
        while not self._control.is_stopped:
            if block is not None:
                silent_s = 0.0
                drift.push(block, self._clock())
            else:
                silent_s += READ_TIMEOUT_S
                yield StillHere()
            blocks, slept_s = sleep.push(block, self._clock())
            if slept_s:
                return slept(now(), slept_s, self._position_ms)
            yield from self._follow_pause()
            for each in blocks:
                yield from self._take_in(each)
            yield from self._watched()
            if block is None and (self._source.has_ended or silent_s >= LOST_AFTER_S):
                return self._lost(silent_s)
            block = self._source.read(READ_TIMEOUT_S)
        return None

    def _lost(self, silent_s: float) -> DeviceLost:
        at = now() - timedelta(seconds=silent_s)
        sentence = (
            f"The microphone stopped at {at:%H:%M:%S}. Everything up to here is kept. "
            "Connect it again or choose another, then press Continue."
        )
        return DeviceLost(at, self._position_ms, sentence)

    def _wait_for_device(self, event: DeviceLost | ComputerSlept) -> Job[RecordingEvent, Captured | None]:
        """Wait until the person goes on, with the same device or another; the first block of it, None for stop."""
        self._leave_source()
        if isinstance(event, ComputerSlept):
            self._go_away(GapReason.SLEPT, (event.slept_to - event.slept_from).total_seconds())
        else:
            self._go_away(GapReason.DEVICE_LOST, (now() - event.at).total_seconds())
        while True:
            resumes = self._control.resumes
            yield event
            while not self._control.wait_for_resume(resumes, READ_TIMEOUT_S):
                yield from self._watched()
                yield StillHere()
            if self._control.is_stopped:
                return None
            try:
                first = yield from self._connect(self._control.device or self._device)
            except (NoMicrophone, MissingPart) as error:
                self._leave_source()
                event = DeviceLost(now(), self._position_ms, error.sentence)
                continue
            if first is not None:
                assert self._recording is not None
                assert self._source is not None
                yield from self._come_back()
                yield RecordingStarted(self._recording, self._source.device_name)
            return first

    def _follow_pause(self) -> Iterator[RecordingEvent]:
        """Begin or end a pause when the person has asked for it."""
        if self._control.is_paused and self._away is None:
            self._go_away(GapReason.PAUSED, 0.0)
            yield Paused(self._position_ms)
        elif not self._control.is_paused and self._away is not None:
            yield from self._come_back()
            yield Resumed(self._position_ms)

    def _go_away(self, reason: GapReason, since_s: float) -> None:
        """Sound stops here: store what there is. A lost device during a pause makes one gap with it."""
        assert self._store is not None
        self._flush(self._store)
        self._store.put(RecordingState.PAUSED)
        began_s = self._clock() - since_s if self._away is None else self._away[1]
        self._away = (reason, began_s)

    def _come_back(self) -> Iterator[RecordingEvent]:
        """Sound goes on: mark what is missing."""
        assert self._store is not None
        assert self._away is not None
        (reason, began_s), self._away = self._away, None
        gap = Gap(self._position_ms, max(0, round((self._clock() - began_s) * 1000)), reason)
        self._store.put(gap)
        self._store.put(RecordingState.RECORDING)
        yield GapMarked(gap)

    def _take_in(self, block: Captured) -> Iterator[RecordingEvent]:
        """One block of sound: into the pieces, unless it is a pause, and onto the meter."""
        assert self._store is not None
        if self._away is None:
            if block.overflows:
                gap = Gap(self._position_ms, block.lost_ms, GapReason.OVERFLOW)
                self._store.put(gap)
                yield GapMarked(gap)
            self._pcm += block.pcm
            while len(self._pcm) >= _CHUNK_BYTES:
                self._keep(self._store, _CHUNK_BYTES)
        level = self._meter.push(block)
        if level is not None:
            yield LevelChanged(level, self._position_ms)

    def _flush(self, store: SoundStore) -> None:
        """Keep the piece that has begun; less than a millisecond of it is thrown away."""
        whole_bytes = len(self._pcm) // BYTES_PER_MS * BYTES_PER_MS
        if whole_bytes:
            self._keep(store, whole_bytes)
        self._pcm.clear()

    def _keep(self, store: SoundStore, size_bytes: int) -> None:
        sound = Sound(self._start_ms, bytes(self._pcm[:size_bytes]))
        del self._pcm[:size_bytes]
        self._start_ms = sound.end_ms
        store.put(Chunk(sound, now()))
        if self._heard is not None:
            self._heard(sound)

    def _watched(self) -> Iterator[RecordingEvent]:
        if self._watch is not None:
            yield from self._watch.events()

    def _finish(self) -> Job[RecordingEvent, Recording]:
        """Fetch the last moments, and wait until everything is stored. Raises RecordsUnavailable when it cannot be."""
        assert self._store is not None
        assert self._recording is not None
        if self._source is not None:
            self._source.stop()
            until_s = time.monotonic() + _TAIL_TIMEOUT_S
            while not self._source.has_ended and time.monotonic() < until_s:
                block = self._source.read(READ_TIMEOUT_S)
                if block is not None:
                    yield from self._take_in(block)
        self._leave_source()
        self._flush(self._store)
        self._store.put(RecordingState.FINISHED)
        began_s = time.monotonic()
        while not self._store.is_done(READ_TIMEOUT_S):
            yield from self._watched()
            yield StillHere()
            status = self._store.status()
            patience_s = FULL_DISK_STOP_TIMEOUT_S if status.problem else SLOW_DISK_STOP_TIMEOUT_S
            if time.monotonic() - began_s > patience_s:
                self._store.close(0.0)
                self._store = None
                raise RecordsUnavailable(
                    f"The last {status.waiting_ms / 1000:.0f} seconds of the recording could not be stored, because the "
                    "disk takes no more; everything before is kept. Free some space before recording again."
                )
        yield from self._watched()
        return self._records.recordings.get(self._recording.id)

    def _leave_source(self) -> None:
        if self._source is not None:
            source, self._source = self._source, None
            source.close()
