"""The demo speech model and the recordings that it understands, through faster-whisper as it is."""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
import re
import socket
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "resources" / "speech" / "demo"
SAMPLES = ROOT / "resources" / "samples"
VISITS = ("fictional-diabetes-follow-up", "fictional-low-back-pain")
RATE_HZ = 16_000
MOST_ERRORS = 0.05
LARGEST_MODEL_BYTES = 4_000_000


@pytest.fixture(scope="module")
def model():
    """The model, loaded once, while every attempt to reach a network fails the tests."""
    from faster_whisper import WhisperModel

    def refuse(*_args):
        raise AssertionError("the model folder must be enough: no network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield WhisperModel(
            str(MODEL), device="cpu", compute_type="float32", cpu_threads=1, local_files_only=True
        )


@functools.cache
def sound_of(visit: str) -> np.ndarray:
    from faster_whisper.audio import decode_audio

    return decode_audio(str(SAMPLES / f"{visit}.ogg"), sampling_rate=RATE_HZ)


def hear(model, sound: np.ndarray, **options) -> list:
    """Transcribe as the program does."""
    chosen = {"language": "en", "vad_filter": True, "condition_on_previous_text": False, **options}
    return list(model.transcribe(sound, **chosen)[0])


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def errors(expected: str, segments: list) -> float:
    """The word error rate: wrong, missing and added words for each word that was spoken."""
    spoken, heard = words_of(expected), words_of(" ".join(segment.text for segment in segments))
    row = list(range(len(heard) + 1))
    for count, word in enumerate(spoken, 1):
        above, row[0] = row[:], count
        for place, other in enumerate(heard, 1):
            row[place] = min(row[place - 1] + 1, above[place] + 1, above[place - 1] + (word != other))
    return row[-1] / len(spoken)


def words_spoken(visit: str) -> str:
    return (SAMPLES / f"{visit}.txt").read_text(encoding="utf-8")


def through(sound: np.ndarray, container: str, codec: str) -> np.ndarray:
    """The sound written as a file of another format and read again."""
    from faster_whisper.audio import decode_audio

    file = io.BytesIO()
    if codec == "vorbis":  # PyAV reads it and does not write it
        soundfile.write(file, sound, RATE_HZ, format="OGG", subtype="VORBIS")
    else:
        write_by_pyav(file, sound, container, codec)
    return decode_audio(io.BytesIO(file.getvalue()), sampling_rate=RATE_HZ)


def write_by_pyav(file: io.BytesIO, sound: np.ndarray, container: str, codec: str) -> None:
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=48_000 if codec == "libopus" else RATE_HZ)
        stream.layout = "mono"
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=stream.rate, frame_size=stream.frame_size or 1024
        )
        pcm = (np.clip(sound, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))


def test_the_files_are_those_that_were_published():
    """A damaged or exchanged file of the model does not match the list of checksums, and the model stays small."""
    listed = dict(
        reversed(line.split("  ", 1)) for line in (MODEL / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    present = {path.name for path in MODEL.iterdir()} - {"README.md", "SHA256SUMS"}
    assert set(listed) == present
    for name, checksum in listed.items():
        assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == checksum, name
    assert (MODEL / "model.bin").stat().st_size <= LARGEST_MODEL_BYTES


@pytest.mark.parametrize("visit", VISITS)
def test_the_words_spoken_are_those_of_the_visit(visit):
    """The .txt of a recording holds the visit's transcript without its speaker tags."""
    tagged = (SAMPLES / f"{visit}.visit.txt").read_text(encoding="utf-8").splitlines()
    assert words_spoken(visit).splitlines() == [line.split(": ", 1)[1] for line in tagged]


@pytest.mark.parametrize(("visit", "beam_size"), [(VISITS[0], 5), (VISITS[1], 1)])
def test_a_whole_recording_is_understood(model, visit, beam_size):
    """A sample visit with its pauses becomes its words, at most one in twenty wrong."""
    assert errors(words_spoken(visit), hear(model, sound_of(visit), beam_size=beam_size)) < MOST_ERRORS


@pytest.mark.parametrize("visit", VISITS)
def test_word_times_lose_nothing_and_follow_the_sound(model, visit):
    """With word times the words stay the same ones, in order, each where the recording is not silent."""
    sound = sound_of(visit)
    segments = hear(model, sound, word_timestamps=True)
    assert errors(words_spoken(visit), segments) < MOST_ERRORS
    words = [word for segment in segments for word in segment.words]
    assert all(word.start <= word.end for word in words)
    assert all(one.start <= following.start for one, following in itertools.pairwise(words))
    loud = [
        np.abs(sound[int(word.start * RATE_HZ) : int(word.end * RATE_HZ) + 1600]).max() > 0.02
        for word in words
    ]
    assert sum(loud) > 0.97 * len(loud)


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("wav", "pcm_s16le"),
        ("mp3", "libmp3lame"),
        ("ipod", "aac"),
        ("adts", "aac"),
        ("ogg", "vorbis"),
        ("ogg", "libopus"),
        ("webm", "libopus"),
        ("flac", "flac"),
        ("mp4", "aac"),
    ],
)
def test_a_recording_is_understood_in_every_import_format(model, container, codec):
    """The codec of an imported file costs no words."""
    visit = VISITS[1]
    heard = hear(model, through(sound_of(visit), container, codec), beam_size=1)
    assert errors(words_spoken(visit), heard) < MOST_ERRORS


def test_noise_and_level_cost_few_words(model):
    """A quiet recording with a hiss 20 dB below the voice is still understood."""
    visit = VISITS[0]
    sound = sound_of(visit)
    voice = np.sqrt(np.mean(sound[np.abs(sound) > 0.01] ** 2))
    hiss = np.random.default_rng(1).normal(0, voice / 10, len(sound))
    heard = hear(model, ((sound + hiss) * 0.15).astype(np.float32), beam_size=1)
    assert errors(words_spoken(visit), heard) < MOST_ERRORS


@pytest.mark.parametrize("has_vad", [True, False])
@pytest.mark.parametrize("loudness", [0.0, 0.003])
def test_silence_gives_nothing(model, has_vad, loudness):
    """Where nobody speaks, no words are made up."""
    sound = np.random.default_rng(2).normal(0, loudness, 20 * RATE_HZ).astype(np.float32)
    assert not hear(model, sound, vad_filter=has_vad)
