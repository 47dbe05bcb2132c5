"""From sound to words through the real faster-whisper, with the model that ships with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import resources
from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.errors import NothingHeard
from desktop.domain.jobs import finish
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ, Sound
from desktop.domain.speech import SegmentGuessed, SegmentHeard, SpeechRequest
from desktop.domain.transcript import Transcript
from desktop.speech.models import DEMO
from desktop.speech.whisper import WhisperEngine
from desktop.workflow.speech_models import list_models, measure_speed
from desktop.workflow.transcribe import (
    SoundQueue,
    device_engine,
    transcribe_file,
    transcribe_live,
    transcribe_recording,
)

SAMPLES = Path(resources.__file__).parent / "samples"
VISITS = ("fictional-low-back-pain", "fictional-diabetes-follow-up")
MOST_WRONG = 0.05


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhisperEngine]:
    with closing(device_engine(tmp_path_factory.mktemp("home"), DEMO)) as made:
        yield made


def sound_of(visit: str) -> bytes:
    decoded = decode(SAMPLES / f"{visit}.ogg", DecodeLimits())
    return b"".join(event.sound.pcm for event in decoded if isinstance(event, Decoded))


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def spoken(visit: str) -> list[str]:
    return words_of((SAMPLES / f"{visit}.txt").read_text(encoding="utf-8"))


def wrong(transcript: Transcript, said: list[str]) -> float:
    """The word error rate: insertions, deletions and replacements for each word that was said."""
    heard = words_of(transcript.text)
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, 1):
        diagonal, row[0] = row[0], place
        for column, other in enumerate(heard, 1):
            best = min(row[column] + 1, row[column - 1] + 1, diagonal + (word != other))
            diagonal, row[column] = row[column], best
    return row[-1] / len(said)


def pieces(pcm: bytes, piece_ms: int = 3_000) -> Iterator[Sound]:
    size = piece_ms * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        yield Sound(place // BYTES_PER_MS, pcm[place : place + size])


def noise(duration_ms: int, level: float) -> bytes:
    """White noise of a level in fractions of full scale."""
    samples = np.random.default_rng(3).normal(0.0, level, duration_ms * SAMPLE_RATE_HZ // 1000)
    return bytes((samples * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes())


def hum(duration_ms: int, level: float) -> bytes:
    """A transformer's hum with its harmonics."""
    time_s = np.arange(duration_ms * SAMPLE_RATE_HZ // 1000) / SAMPLE_RATE_HZ
    wave = sum(np.sin(2 * np.pi * 50 * harmonic * time_s) / harmonic for harmonic in (1, 2, 3, 5))
    return bytes((wave * level * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes())


@pytest.mark.parametrize("visit", VISITS)
def test_a_sample_visit_is_written_down_from_its_file(engine: WhisperEngine, visit: str) -> None:
    """From an audio file to its words, with times in order inside the recording."""
    transcript = finish(transcribe_file(SAMPLES / f"{visit}.ogg", engine))
    assert wrong(transcript, spoken(visit)) < MOST_WRONG
    length_ms = len(sound_of(visit)) // BYTES_PER_MS
    times = [(segment.start_ms, segment.end_ms) for segment in transcript.segments]
    assert all(
        0 <= start <= end <= length_ms for start, end in times if start is not None and end is not None
    )
    assert times == sorted(times)  # type: ignore[type-var] - each segment has both times here


@pytest.mark.parametrize("visit", VISITS)
def test_live_words_are_as_good_as_those_of_the_whole_recording(engine: WhisperEngine, visit: str) -> None:
    """What stands there at Finish needs no second pass."""
    queue = SoundQueue()
    for piece in pieces(sound_of(visit)):
        queue.put(piece)
    queue.close()
    live = finish(transcribe_live(queue, engine))
    whole = finish(transcribe_recording(pieces(sound_of(visit)), engine))
    assert wrong(live, spoken(visit)) <= max(MOST_WRONG, wrong(whole, spoken(visit)))


def test_words_appear_while_the_visit_goes_on(engine: WhisperEngine) -> None:
    """Grey text comes before final text, and final text long before the recording ends."""
    passed_ms = 0

    def going_on() -> Iterator[Sound]:
        nonlocal passed_ms
        for piece in pieces(sound_of(VISITS[0])):
            passed_ms = piece.end_ms
            yield piece

    request = SpeechRequest(going_on(), is_live=True)
    kinds = []
    for event in engine.transcribe(request):
        if isinstance(event, SegmentGuessed | SegmentHeard):
            kinds.append(type(event))
        if isinstance(event, SegmentHeard):
            assert event.segment.end_ms is not None
            assert passed_ms - event.segment.end_ms < 30_000
    assert kinds[0] is SegmentGuessed
    assert kinds.count(SegmentHeard) > 5


@pytest.mark.parametrize(
    "sound",
    [
        bytes(30_000 * BYTES_PER_MS),
        noise(30_000, 0.0005),
        noise(30_000, 0.02),
        hum(30_000, 0.05),
        bytes(400 * BYTES_PER_MS),
        b"",
    ],
    ids=["digital silence", "faint noise", "loud noise", "hum", "an instant", "nothing"],
)
def test_a_recording_without_speech_gives_no_words(engine: WhisperEngine, sound: bytes) -> None:
    """Silence, noise and hum are "No speech was heard. Nothing was written."."""
    with pytest.raises(NothingHeard, match="Nothing was written"):
        finish(transcribe_recording(pieces(sound), engine))


@pytest.mark.parametrize(
    "filler", [bytes(40_000 * BYTES_PER_MS), noise(40_000, 0.003)], ids=["silence", "noise"]
)
@pytest.mark.parametrize("is_live", [False, True], ids=["whole", "live"])
def test_silence_within_speech_adds_no_words(engine: WhisperEngine, filler: bytes, is_live: bool) -> None:
    """Two halves of a visit with 40 s between them give the visit's words and nothing in between."""
    sound = sound_of(VISITS[0])
    half = len(sound) // 2 // (100 * BYTES_PER_MS) * (100 * BYTES_PER_MS)
    request = SpeechRequest(pieces(sound[:half] + filler + sound[half:]), is_live=is_live)
    transcript = finish(engine.transcribe(request))
    assert wrong(transcript, spoken(VISITS[0])) < 2 * MOST_WRONG  # the cut may fall into a word
    begin_ms, end_ms = half // BYTES_PER_MS + 2_000, (half + len(filler)) // BYTES_PER_MS - 2_000
    for segment in transcript.segments:
        assert segment.start_ms is not None
        assert not begin_ms < segment.start_ms < end_ms


def test_a_long_recording_is_as_good_as_a_short_one(engine: WhisperEngine) -> None:
    """Twelve minutes are written down in pieces, and no word is lost at a cut."""
    sound = (
        sound_of(VISITS[0]) + bytes(2_000 * BYTES_PER_MS) + sound_of(VISITS[1]) + bytes(2_000 * BYTES_PER_MS)
    )
    times = 720_000 * BYTES_PER_MS // len(sound)
    transcript = finish(transcribe_recording(pieces(sound * times), engine))
    assert wrong(transcript, (spoken(VISITS[0]) + spoken(VISITS[1])) * times) < MOST_WRONG


def test_the_speed_on_this_machine_is_measured_and_kept(tmp_path: Path) -> None:
    """The list shows seconds of sound in a second, and the same after a restart; a broken note of it is forgotten."""
    assert all(state.speed is None for state in list_models(tmp_path))
    measured = finish(measure_speed(tmp_path, DEMO, pieces(sound_of(VISITS[0]))))
    assert measured.speed > 0
    assert measured.device.startswith("Runs on the ")
    assert [state.speed for state in list_models(tmp_path) if state.model.name == DEMO] == [measured.speed]
    (tmp_path / "models" / "speeds.json").write_text("not JSON")
    assert all(state.speed is None for state in list_models(tmp_path))
