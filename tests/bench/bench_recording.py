"""What recording costs: memory and the write-ahead log over 3 hours, storing a second, a core while it records.

Run: python -m tests.bench.bench_recording [HOURS]. The 3 hours are given as fast as they can be stored. The share of a
core is measured with a real sound system (a PulseAudio null sink) over 20 s.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from desktop.audio.source import Captured
from desktop.domain.capture import LevelChanged, RecordingStarted, StoredUpTo
from desktop.domain.sound import SAMPLE_RATE_HZ, Sound
from desktop.records.recordings import Chunk
from desktop.records.records import DATABASE_NAME, Records
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from tests.servers.recorded_visits import records_in, visit_with_consent
from tests.servers.scripted_microphone import plugged
from tests.servers.virtual_microphone import virtual_microphone

AHEAD_MS = 20_000
CPU_SECONDS = 20
STORED_SECONDS = 500


def speech_like(seconds: int) -> list[bytes]:
    """Noise that swells and fades, which FLAC finds about as hard as speech."""
    random = np.random.default_rng(1)
    swell = np.abs(np.sin(np.arange(SAMPLE_RATE_HZ * seconds) / 4_000)) * 2_000
    samples = (random.standard_normal(SAMPLE_RATE_HZ * seconds) * swell).astype("<i2")
    return [piece.tobytes() for piece in samples.reshape(seconds, SAMPLE_RATE_HZ)]


class FastMicrophone:
    """Gives a recording of some hours as fast as it is stored."""

    device_name = "Fast microphone"

    def __init__(self, total_ms: int, stored_ms: Callable[[], int]) -> None:
        self.has_ended = False
        self._total_ms = total_ms
        self._stored_ms = stored_ms
        self._given_ms = 0
        self._seconds = speech_like(30)
        self._turn = threading.Event()

    def start(self) -> None: ...

    def stop(self) -> None:
        self.has_ended = True

    close = stop

    def read(self, timeout_s: float) -> Captured | None:
        until_s = time.monotonic() + timeout_s
        while self._given_ms >= AHEAD_MS and self._given_ms - self._stored_ms() > AHEAD_MS:
            if time.monotonic() > until_s:
                return None
            self._turn.wait(0.002)
        if self._given_ms >= self._total_ms:
            return None
        self._given_ms += 1000
        return Captured(self._seconds[self._given_ms // 1000 % 30], 0.2)


def resident_mb() -> float:
    """What this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def cpu_s(pid: int) -> float:
    """The processor time that a process took so far (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def long_recording(records: Records, home: Path, hours: float) -> None:
    """Memory and the write-ahead log of a long recording."""
    total_ms = int(hours * 3_600_000)
    visit_id = visit_with_consent(records)
    records.recordings.append(
        records.recordings.begin(visit_id, "warm", datetime.now(UTC)).id,
        [Chunk(Sound(0, speech_like(1)[0]), datetime.now(UTC))],
    )
    microphone = FastMicrophone(total_ms, lambda: records.recordings.of_visit(visit_id)[-1].duration_ms)
    control = RecordingControl()
    before_mb, began_s, wal_mb = resident_mb(), time.monotonic(), 0.0
    most_mb = before_mb
    wal = home / f"{DATABASE_NAME}-wal"
    for event in record(records, visit_id, None, control, source_for=plugged(microphone)):  # type: ignore[arg-type]  # a source like any other
        if isinstance(event, StoredUpTo):
            most_mb = max(most_mb, resident_mb())
            wal_mb = max(wal_mb, wal.stat().st_size / 1e6)
        if isinstance(event, LevelChanged) and event.position_ms >= total_ms:
            control.stop()
    size_mb = (home / DATABASE_NAME).stat().st_size / 1e6
    print(f"{hours:g} hours recorded in {time.monotonic() - began_s:.0f} s")
    print(f"  memory: +{most_mb - before_mb:.0f} MB at most (aim: under +200 MB)")
    print(f"  write-ahead log: {wal_mb:.1f} MB at most (aim: under 64 MB); records file {size_mb:.0f} MB")
    (recording,) = records.recordings.of_visit(visit_id)[1:]
    assert recording.duration_ms == total_ms
    began_s = time.monotonic()
    wave = records.recordings.wave(recording.id)
    print(
        f"  its outline ({len(wave.peaks):,} steps) is read in {(time.monotonic() - began_s) * 1000:.0f} ms"
    )
    began_s = time.monotonic()
    records.recordings.delete(recording.id)
    after_mb = (home / DATABASE_NAME).stat().st_size / 1e6
    print(f"  deleted in {time.monotonic() - began_s:.1f} s; records file {after_mb:.1f} MB afterwards")


def storing(records: Records) -> None:
    """Encoding and committing one second."""
    recording = records.recordings.begin(visit_with_consent(records), "bench", datetime.now(UTC))
    took_ms = []
    for place, pcm in enumerate(speech_like(STORED_SECONDS)):
        began_s = time.perf_counter()
        records.recordings.append(recording.id, [Chunk(Sound(place * 1000, pcm), datetime.now(UTC))])
        took_ms.append((time.perf_counter() - began_s) * 1000)
    tenths = statistics.quantiles(took_ms, n=100)
    print(
        f"encode and commit one second: median {statistics.median(took_ms):.1f} ms, 99 of 100 under {tenths[98]:.1f} ms"
    )


def idle_cpu(records: Records) -> None:
    """The share of a core that this process and the microphone's process take while nothing is said."""
    with tempfile.TemporaryDirectory(prefix="mic") as folder, virtual_microphone(Path(folder)):
        control = RecordingControl()
        pids: list[int] = []
        for event in record(records, visit_with_consent(records), None, control):
            if isinstance(event, RecordingStarted):
                pids = [os.getpid(), *(each.pid for each in multiprocessing.active_children() if each.pid)]
                began_s, before_s = time.monotonic(), [cpu_s(pid) for pid in pids]
            if pids and not control.is_stopped and time.monotonic() - began_s > CPU_SECONDS:
                took_s = [cpu_s(pid) - before for pid, before in zip(pids, before_s, strict=True)]
                wall_s = time.monotonic() - began_s
                control.stop()
    here, microphone = (each / wall_s for each in took_s)
    print(
        f"recording silence: {here + microphone:.1%} of a core (aim: under 5 %), {here:.1%} in the program and "
        f"{microphone:.1%} in the microphone's process"
    )


def main() -> None:
    """Run all three."""
    logging.disable()  # a microphone that is faster than time has a clock that drifts
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    with tempfile.TemporaryDirectory() as folder, records_in(Path(folder)) as records:
        storing(records)
        long_recording(records, Path(folder), hours)
        idle_cpu(records)


if __name__ == "__main__":
    main()
