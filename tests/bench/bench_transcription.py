"""Recognition here against bare faster-whisper with the same model, sound and options; live lag; memory of 3 hours.

Run it as: python tests/bench/bench_transcription.py [MODEL NAME OR FOLDER]. Live speech is fed in real time, so that
part takes as long as the sample visit. Peak memory is read from /proc and so is known on Linux alone.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import numpy as np

import resources
from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.jobs import finish
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.domain.speech import SegmentGuessed, SegmentHeard
from desktop.speech.loaded_model import precision_of, threads
from desktop.speech.models import DEMO
from desktop.speech.recognition import OPTIONS, SILENCE_BEFORE_HALLUCINATION_S
from desktop.speech.whisper import WhisperEngine
from desktop.workflow.speech_models import locate
from desktop.workflow.transcribe import SoundQueue, device_engine, transcribe_live, transcribe_recording

SAMPLE = Path(resources.__file__).parent / "samples" / "fictional-low-back-pain.ogg"
RUNS = 5
PIECE_MS = 100
HOURS = 3


def main() -> None:
    """Print the three comparisons."""
    name = sys.argv[1] if len(sys.argv) > 1 else DEMO
    pcm = b"".join(event.sound.pcm for event in decode(SAMPLE, DecodeLimits()) if isinstance(event, Decoded))
    with tempfile.TemporaryDirectory() as home, closing(device_engine(Path(home), name)) as engine:
        finish(engine.load())
        print(f"model {engine.name}, {threads()} threads, {len(pcm) / BYTES_PER_MS / 1000:.0f} s of sound")
        _against_bare(Path(home), name, engine, pcm)
        _live(engine, pcm)
        _memory(engine, pcm)


def _against_bare(home: Path, name: str, engine: WhisperEngine, pcm: bytes) -> None:
    from faster_whisper import WhisperModel

    folder, _ = locate(home, name)
    model = WhisperModel(
        str(folder),
        device="cpu",
        compute_type=precision_of(name),
        cpu_threads=threads(),
        local_files_only=True,
    )
    bare, ours = [], []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
        segments, _ = model.transcribe(
            samples,
            language="en",
            vad_filter=True,
            word_timestamps=True,  # as the program asks for them, with every model
            hallucination_silence_threshold=SILENCE_BEFORE_HALLUCINATION_S,
            **OPTIONS,
        )
        bare_text = " ".join(segment.text.strip() for segment in segments)
        bare.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        transcript = finish(transcribe_recording(_pieces(pcm, 1_000), engine))
        ours.append(time.perf_counter() - begun)
    bare_s, ours_s = statistics.median(bare[1:]), statistics.median(ours[1:])
    pairs = [our / other for our, other in zip(ours[1:], bare[1:], strict=True)]
    print(
        f"whole: bare faster-whisper {bare_s:.2f} s, here {ours_s:.2f} s, ratio {statistics.median(pairs):.2f} "
        f"(median of {RUNS} pairs; aim 1.05); same words: {bare_text.split() == transcript.text.split()}"
    )


def _live(engine: WhisperEngine, pcm: bytes) -> None:
    queue = SoundQueue()
    begun = time.perf_counter()
    pause = Event()

    def record() -> None:
        for piece in _pieces(pcm, PIECE_MS):
            pause.wait(max(0.0, begun + piece.end_ms / 1000 - time.perf_counter()))
            queue.put(piece)
        queue.close()

    recorder = Thread(target=record)
    recorder.start()
    lags_s: list[float] = []
    guesses = 0
    for event in transcribe_live(queue, engine):
        if isinstance(event, SegmentHeard) and event.segment.end_ms is not None:
            lags_s.append(time.perf_counter() - begun - event.segment.end_ms / 1000)
        guesses += isinstance(event, SegmentGuessed)
    finished_s = time.perf_counter() - begun - len(pcm) / BYTES_PER_MS / 1000
    recorder.join()
    print(
        f"live: {len(lags_s)} final segments, {statistics.median(lags_s):.1f} s behind the speaker (median), "
        f"{max(lags_s):.1f} s at most, {guesses} guesses; from Finish to the complete transcript {finished_s:.2f} s"
    )


def _memory(engine: WhisperEngine, pcm: bytes) -> None:
    long_ms = HOURS * 3_600_000
    sound = _endless(pcm, 600_000)
    finish(transcribe_recording(sound, engine))
    assert engine.pid is not None
    before = _peak_mb("self"), _peak_mb(str(engine.pid))
    begun = time.perf_counter()
    finish(transcribe_recording(_endless(pcm, long_ms), engine))
    took_s = time.perf_counter() - begun
    after = _peak_mb("self"), _peak_mb(str(engine.pid))
    print(
        f"memory: {HOURS} hours in {took_s:.0f} s; peak over that of 10 minutes: "
        f"{after[0] - before[0]:+.0f} MB here ({after[0]:.0f} MB), {after[1] - before[1]:+.0f} MB in the "
        f"recognizer's process ({after[1]:.0f} MB)"
    )


def _endless(pcm: bytes, length_ms: int) -> Iterator[Sound]:
    at_ms = 0
    while at_ms < length_ms:
        for piece in _pieces(pcm, 1_000):
            yield Sound(at_ms + piece.start_ms, piece.pcm)
        at_ms += len(pcm) // BYTES_PER_MS


def _pieces(pcm: bytes, piece_ms: int) -> Iterator[Sound]:
    size = piece_ms * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        yield Sound(place // BYTES_PER_MS, pcm[place : place + size])


def _peak_mb(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
