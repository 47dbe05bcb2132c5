"""Stores the sound of a recording on a thread of its own, so that a slow or full disk cannot hold up the microphone.

This is the one place besides the window's job runner and the endpoint's reader that has a thread: a write
that reaches the disk may take seconds, and meanwhile sound has to be fetched and the meter has to move.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice

from desktop.domain.errors import RecordsError
from desktop.domain.recording import Gap, GapReason, RecordingState
from desktop.records.recordings import Chunk
from desktop.records.records import Records

KEPT_WAITING_MS = 10 * 60 * 1000
"""How much sound waits in memory (19 MB) before the oldest is given up, and its place marked as a gap."""

_AT_ONCE = 30
_RETRY_S = 1.0

_log = logging.getLogger(__name__)

Item = Chunk | Gap | RecordingState


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How storing goes.

    stored_ms: everything before it is stored. waiting_ms: how much sound waits; waited_s: since when.
    problem: why the last try failed; empty when it did not. gave_up_reserve: the disk was full.
    """

    stored_ms: int
    waiting_ms: int
    waited_s: float
    problem: str
    gave_up_reserve: bool


class SoundStore:
    """The way of one recording into the records. close() it."""

    def __init__(self, records: Records, recording_id: int, stored_ms: int = 0) -> None:
        self._records = records
        self._recording_id = recording_id
        self._waiting: deque[tuple[float, Item]] = deque()
        self._taken = 0
        self._stored_ms = stored_ms
        self._problem = ""
        self._gave_up_reserve = False
        self._dropped: list[Gap] = []
        self._failure: BaseException | None = None
        self._is_closing = False
        self._asked_for_reserve = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="sound store", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Have a piece of sound, a gap or a new state stored, after everything before it. Does not wait."""
        with self._changed:
            self._waiting.append((time.monotonic(), item))
            if self._waiting_ms(self._taken) > KEPT_WAITING_MS:
                self._drop_oldest()
            self._changed.notify_all()

    def dropped(self) -> list[Gap]:
        """The gaps for sound that was given up since the last call; they are stored like any other."""
        with self._changed:
            dropped, self._dropped = self._dropped, []
            return dropped

    def status(self) -> StoreStatus:
        """How storing goes. Raises what made it impossible, if that is a defect of the program."""
        with self._changed:
            if self._failure is not None:
                raise self._failure
            waited_s = time.monotonic() - self._waiting[0][0] if self._waiting else 0.0
            gave_up, self._gave_up_reserve = self._gave_up_reserve, False
            return StoreStatus(self._stored_ms, self._waiting_ms(), waited_s, self._problem, gave_up)

    def is_done(self, timeout_s: float) -> bool:
        """True when nothing waits, now or within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout_s)

    def close(self, timeout_s: float) -> bool:
        """Give what still waits so much time, then stop. True when everything is stored. May be called twice."""
        done = self.is_done(timeout_s)
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(timeout_s if done else 0.0)
        return done

    def _waiting_ms(self, first: int = 0) -> int:
        items = (item for _, item in islice(self._waiting, first, None))
        return sum(item.sound.duration_ms for item in items if isinstance(item, Chunk))

    def _drop_oldest(self) -> None:
        """The oldest piece that is not being written just now becomes a gap in its place."""
        for place, (since, item) in enumerate(self._waiting):
            if place >= self._taken and isinstance(item, Chunk):
                gap = Gap(item.sound.start_ms, item.sound.duration_ms, GapReason.NOT_STORED)
                self._waiting[place] = (since, gap)
                self._dropped.append(gap)
                _log.warning("sound was given up, because it could not be stored in time")
                return

    def _work(self) -> None:
        try:
            while (items := self._take()) is not None:
                self._store(items)
                if not self._asked_for_reserve:
                    self._asked_for_reserve = True
                    self._records.disk_reserve.ensure()
        except BaseException as error:  # noqa: BLE001 - the border of the thread: status() raises it in the job
            with self._changed:
                self._failure = error

    def _take(self) -> list[Item] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closing)
            if self._is_closing:
                return None
            # One at a time after a failure: on a nearly full disk a second may fit where thirty do not.
            items = [item for _, item in self._waiting][: 1 if self._problem else _AT_ONCE]
            self._taken = len(items)
            return items

    def _store(self, items: list[Item]) -> None:
        chunks = [item for item in items if isinstance(item, Chunk)]
        gaps = [item for item in items if isinstance(item, Gap)]
        states = [item for item in items if isinstance(item, RecordingState)]
        try:
            self._records.recordings.append(self._recording_id, chunks, gaps, states[-1] if states else None)
        except RecordsError as error:
            gave_up = self._records.disk_reserve.release()
            with self._changed:
                self._taken = 0
                self._problem = error.sentence
                self._gave_up_reserve |= gave_up
                if not gave_up:
                    self._changed.wait_for(lambda: self._is_closing, _RETRY_S)
            return
        with self._changed:
            for _ in items:
                self._waiting.popleft()
            self._taken = 0
            self._problem = ""
            self._stored_ms = max([self._stored_ms, *(chunk.sound.end_ms for chunk in chunks)])
            self._changed.notify_all()
