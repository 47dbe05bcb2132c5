"""What a recording under way has to notice besides its sound: storing that waits, sleep, a clock that drifts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop.audio.source import Captured
from desktop.domain.capture import (
    ComputerSlept,
    DiskLow,
    GapMarked,
    StorageWaiting,
    StorageWorks,
    StoredUpTo,
)
from desktop.domain.sound import BYTES_PER_MS
from desktop.records.records import Records
from desktop.workflow.disk_space import DiskWatch, reserve_given_up
from desktop.workflow.sound_store import SoundStore

STALLED_AFTER_S = 5.0
SLEPT_AFTER_S = 5.0
_REMIND_S = 1.0
_DISK_LOOK_S = 10.0
_JUDGE_SLEEP_S = 0.5
_DRIFT_S = 1.0
_SLOW = "The disk is slow: the recording waits in memory and nothing is lost so far."

_log = logging.getLogger(__name__)

StoreEvent = StoredUpTo | StorageWaiting | StorageWorks | DiskLow | GapMarked


class StoreWatch:
    """Turns the state of the store and of the disk into events."""

    def __init__(self, records: Records, store: SoundStore) -> None:
        self._reserve = records.disk_reserve
        self._store = store
        self._stored_ms = store.status().stored_ms
        self._reminded_s: float | None = None
        self._disk = DiskWatch()
        self._looked_s: float | None = None

    def events(self) -> Iterator[StoreEvent]:
        """What is new since the last call."""
        now_s = time.monotonic()
        status = self._store.status()
        for gap in self._store.dropped():
            yield GapMarked(gap)
        if status.stored_ms > self._stored_ms:
            self._stored_ms = status.stored_ms
            yield StoredUpTo(status.stored_ms)
        if status.gave_up_reserve:
            yield reserve_given_up(self._reserve.free_bytes())
        if status.problem or status.waited_s >= STALLED_AFTER_S:
            if self._reminded_s is None or now_s - self._reminded_s >= _REMIND_S:
                self._reminded_s = now_s
                yield StorageWaiting(status.waiting_ms, status.problem or _SLOW)
        elif self._reminded_s is not None:
            self._reminded_s = None
            yield StorageWorks()
        if self._looked_s is None or now_s - self._looked_s >= _DISK_LOOK_S:
            self._looked_s = now_s
            low = self._disk.look(self._reserve.free_bytes())
            if low is not None:
                yield low


class SleepWatch:
    """Tells sleep from a program that was merely slow: after sleep the sound of that time is missing."""

    def __init__(self, now_s: float) -> None:
        self._last_s = now_s
        self._away_s = 0.0
        self._judge_at_s = 0.0
        self._held: list[Captured] = []

    def push(self, block: Captured | None, now_s: float) -> tuple[list[Captured], float]:
        """Take a block. Returns the blocks that may go on, and for how many seconds the computer slept, or 0.

        While it is in doubt nothing goes on; when it slept, what came since is dropped.
        """
        step_s, self._last_s = now_s - self._last_s, now_s
        if step_s >= SLEPT_AFTER_S and not self._away_s:
            self._away_s, self._judge_at_s = step_s, now_s + _JUDGE_SLEEP_S
        blocks = [] if block is None else [block]
        if not self._away_s:
            return blocks, 0.0
        self._held += blocks
        if now_s < self._judge_at_s:
            return [], 0.0
        held, self._held = self._held, []
        away_s, self._away_s = self._away_s, 0.0
        arrived_s = sum(len(each.pcm) for each in held) / BYTES_PER_MS / 1000
        return (held, 0.0) if arrived_s * 2 >= away_s else ([], away_s)


class DriftWatch:
    """Compares the sound that came with the time that passed, and logs once when they part."""

    def __init__(self, now_s: float) -> None:
        self._began_s = now_s
        self._heard_s = 0.0
        self._is_logged = False

    def push(self, block: Captured, now_s: float) -> None:
        """Take a block."""
        self._heard_s += (len(block.pcm) / BYTES_PER_MS + block.lost_ms) / 1000
        if not self._is_logged and abs(self._heard_s - (now_s - self._began_s)) > _DRIFT_S:
            self._is_logged = True
            _log.warning("the microphone's clock and the computer's differ by more than a second")


def slept(until: datetime, away_s: float, position_ms: int) -> ComputerSlept:
    """The event for a sleep that ended at a moment."""
    return ComputerSlept(until - timedelta(seconds=away_s), until, position_ms)
