"""Audio files from anywhere: each is decoded whole, or refused in one sentence, and never holds the program up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import wave
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.drafting import Notice
from desktop.domain.errors import AlreadyImported, AudioUnreadable, RecordsUnavailable
from desktop.domain.jobs import finish
from desktop.domain.recording import RecordingOrigin, RecordingState
from desktop.domain.sound import SAMPLE_RATE_HZ
from desktop.records.records import Records
from desktop.workflow.import_audio import Imported, import_audio
from tests.servers.audio_files import CODECS, cut, write_protected, write_tone
from tests.servers.recorded_visits import records_in, stored_pcm, visit_with_consent

LIMITS = DecodeLimits()


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    home = tmp_path / "home"
    home.mkdir()
    with records_in(home) as records:
        yield records


def read(path: Path, limits: DecodeLimits = LIMITS) -> tuple[bytes, list[str]]:
    """All samples of a file, and the notices on the way."""
    pcm, notices, position_ms = b"", [], 0
    for event in decode(path, limits):
        if isinstance(event, Decoded):
            assert event.sound.start_ms == position_ms
            position_ms = event.sound.end_ms
            pcm += event.sound.pcm
        elif isinstance(event, Notice):
            notices.append(event.text)
    return pcm, notices


def assert_is_tone(pcm: bytes, duration_s: float) -> None:
    """The length fits, and 440 Hz is all there is: neither the speed nor the pitch changed."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(float)
    assert abs(len(samples) / SAMPLE_RATE_HZ - duration_s) < 0.1
    middle = samples[SAMPLE_RATE_HZ // 2 : SAMPLE_RATE_HZ // 2 + SAMPLE_RATE_HZ]
    power = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
    assert abs(int(power.argmax()) - 440) <= 1
    assert power[430:451].sum() > 0.99 * power.sum()


@pytest.mark.parametrize("suffix", sorted(CODECS))
def test_every_format_becomes_the_same_sound(tmp_path: Path, suffix: str) -> None:
    """Nine formats with two channels at 48 kHz: the tone comes out at 16 kHz mono, with nothing to remark."""
    pcm, notices = read(write_tone(tmp_path / f"visit.{suffix}"))
    assert_is_tone(pcm, 3.0)
    assert notices == []


@pytest.mark.parametrize(
    ("rate_hz", "channels"), [(8_000, 1), (16_000, 1), (44_100, 2), (96_000, 2), (48_000, 8)]
)
def test_every_rate_and_number_of_channels_is_mixed(tmp_path: Path, rate_hz: int, channels: int) -> None:
    """From telephone sound to eight channels and 96 kHz."""
    pcm, _ = read(write_tone(tmp_path / "visit.wav", rate_hz=rate_hz, channels=channels))
    assert_is_tone(pcm, 3.0)


def test_of_a_video_the_sound_is_taken(tmp_path: Path) -> None:
    """A phone's film of a visit is a recording of it."""
    assert_is_tone(read(write_tone(tmp_path / "visit.mp4", picture=True))[0], 3.0)


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    """A file with the wrong ending, or with letters of any script in its name, is read by what is in it."""
    odd = write_tone(tmp_path / "visit.flac").rename(tmp_path / "Zoë – врач: 日本.mp3")
    assert_is_tone(read(odd)[0], 3.0)


def plain_wave(path: Path, channels: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(16_000 * channels * 2))


WRONG_FILES = {
    "empty.mp3": (lambda path: path.write_bytes(b""), "is empty"),
    "text.mp3": (lambda path: path.write_text("The cough began three days ago. " * 500), "not an audio file"),
    "text.wav": (lambda path: path.write_text("RIFF with nothing behind it " * 500), "not an audio file"),
    "noise.mp3": (
        lambda path: path.write_bytes(np.random.default_rng(7).bytes(300_000)),
        "not an audio file",
    ),
    "noise.m4a": (
        lambda path: path.write_bytes(np.random.default_rng(8).bytes(300_000)),
        "not an audio file",
    ),
    "playlist.mp3": (
        lambda path: path.write_text("#EXTM3U\n#EXTINF:5,\n/etc/hostname\n#EXT-X-ENDLIST\n"),
        "not an audio file",
    ),
    "head.m4a": (lambda path: cut(write_tone(path), 0.5), "cut short"),
    "protected.mp4": (write_protected, "copy-protected"),
    "eleven.wav": (lambda path: plain_wave(path, 11), "too many channels"),
    "missing.mp3": (lambda _path: None, "cannot be opened"),
    "pipe.mp3": (os.mkfifo, "cannot be opened"),
    "folder.mp3": (lambda path: path.mkdir(), "cannot be opened"),
}


@pytest.mark.parametrize("name", sorted(WRONG_FILES))
def test_a_file_that_is_no_sound_gives_one_sentence(tmp_path: Path, name: str) -> None:
    """It names the file and says what to do; no traceback and no library's words."""
    make, words = WRONG_FILES[name]
    make(tmp_path / name)
    with pytest.raises(AudioUnreadable, match=words) as refused:
        read(tmp_path / name)
    assert name in refused.value.sentence
    assert "Error" not in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("suffix", ["mp3", "flac", "webm"])
def test_a_file_that_was_cut_short_is_read_and_said_to_be(tmp_path: Path, suffix: str) -> None:
    """What is there is used, and the person learns how much is missing."""
    path = cut(write_tone(tmp_path / f"visit.{suffix}", duration_s=6), 0.5)
    pcm, (notice,) = read(path)
    assert 1.5 < len(pcm) / 2 / SAMPLE_RATE_HZ < 4.0
    assert "cut short: 0:0" in notice
    assert "of 0:06 could be read" in notice


def test_a_file_without_sound_says_so(tmp_path: Path) -> None:
    """A silent film has a picture and nothing to transcribe."""
    import av

    with av.open(str(tmp_path / "film.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(AudioUnreadable, match="no sound in it"):
        read(tmp_path / "film.mp4")


@pytest.mark.parametrize("suffix", ["wav", "mp3"])
def test_a_file_that_is_too_long_is_refused(tmp_path: Path, suffix: str) -> None:
    """By the length it claims, or at the limit where the length is only known by decoding."""
    path = write_tone(tmp_path / f"visit.{suffix}", duration_s=4)
    with pytest.raises(AudioUnreadable, match="longer than"):
        read(path, DecodeLimits(length_ms=2_000))


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    """The size alone decides."""
    path = write_tone(tmp_path / "visit.wav")
    with pytest.raises(AudioUnreadable, match="larger than"):
        read(path, DecodeLimits(file_bytes=1000))


def test_a_decoder_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    """The limit is the system's: the child gets no more memory, and one sentence says so."""
    path = write_tone(tmp_path / "visit.flac", duration_s=60)
    with pytest.raises(AudioUnreadable, match="too much memory"):
        read(path, DecodeLimits(memory_bytes=60_000_000))


@pytest.mark.parametrize("fault", [signal.SIGSTOP, signal.SIGKILL, signal.SIGSEGV])
def test_a_decoder_that_hangs_or_crashes_is_one_sentence(tmp_path: Path, fault: signal.Signals) -> None:
    """Its process is stopped, killed or crashes in the middle of a file: said within the limit, and nothing stays behind."""
    path = write_tone(tmp_path / "visit.wav", rate_hz=16_000, channels=1, duration_s=300)
    job = decode(path, DecodeLimits(silence_s=0.5))
    while not isinstance(next(job), Decoded):
        pass
    (child,) = multiprocessing.active_children()
    assert child.pid is not None
    os.kill(child.pid, fault)
    began_s = time.monotonic()
    with pytest.raises(AudioUnreadable, match="took too long or too much memory"):
        deque(job, maxlen=0)
    assert time.monotonic() - began_s < 5
    assert multiprocessing.active_children() == []


def test_an_import_is_a_finished_recording(tmp_path: Path, records: Records) -> None:
    """Progress in order, the same rows as a recording, and the file's name only inside the encrypted records."""
    visit_id = visit_with_consent(records)
    path = write_tone(tmp_path / "visit.flac", rate_hz=16_000, channels=1, duration_s=45)
    events: list[object] = []
    recording = finish(import_audio(records, visit_id, path), events.append)
    assert (recording.state, recording.origin) == (RecordingState.FINISHED, RecordingOrigin.FILE)
    assert recording.source == "visit.flac"
    assert recording.duration_ms == 45_000
    assert_is_tone(stored_pcm(records, recording), 45.0)
    assert [event for event in events if isinstance(event, Imported)] == [
        Imported(20_000, 45_000),
        Imported(40_000, 45_000),
    ]
    names = {each.name for each in (tmp_path / "home").iterdir()}
    assert names <= {"audit.head", "records.db", "records.db-wal", "records.db-shm"}


def test_the_same_file_twice_is_noticed_whatever_its_name(tmp_path: Path, records: Records) -> None:
    """It is recognised by its bytes, names where it went, and is imported again only on purpose."""
    visit_id = visit_with_consent(records)
    path = write_tone(tmp_path / "visit.wav")
    first = finish(import_audio(records, visit_id, path))
    copy = path.rename(tmp_path / "another name.wav")
    other_visit = visit_with_consent(records)
    with pytest.raises(AlreadyImported, match="imported before") as refused:
        finish(import_audio(records, other_visit, copy))
    assert (refused.value.recording_id, refused.value.visit_id) == (first.id, visit_id)
    assert records.recordings.of_visit(other_visit) == []
    assert finish(import_audio(records, other_visit, copy, again=True)).id != first.id


def test_an_import_that_is_cancelled_leaves_nothing_within_a_second(tmp_path: Path, records: Records) -> None:
    """The child is ended and what was stored is taken back."""
    visit_id = visit_with_consent(records)
    path = write_tone(tmp_path / "visit.wav", rate_hz=16_000, channels=1, duration_s=600)
    job = import_audio(records, visit_id, path)
    while not isinstance(next(job), Imported):
        pass
    assert records.recordings.of_visit(visit_id)
    began_s = time.monotonic()
    job.close()
    assert time.monotonic() - began_s < 1.0
    assert records.recordings.of_visit(visit_id) == []


def test_an_import_that_fails_on_the_way_leaves_nothing(tmp_path: Path, records: Records) -> None:
    """Too long at the end, or a disk that takes no more: the visit is as it was."""
    visit_id = visit_with_consent(records)
    path = write_tone(tmp_path / "visit.mp3", duration_s=30)
    with pytest.raises(AudioUnreadable, match="longer than"):
        finish(import_audio(records, visit_id, path, limits=DecodeLimits(length_ms=25_000)))
    assert records.recordings.of_visit(visit_id) == []
    with records._database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {int(pages) + 4}")
    with pytest.raises(RecordsUnavailable, match="disk is full"):
        finish(import_audio(records, visit_id, path))
    assert records.recordings.of_visit(visit_id) == []
