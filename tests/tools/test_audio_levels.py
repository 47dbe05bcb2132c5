"""From a device's samples to Sound and a level: nothing clicks, nothing clips unseen, silence is told from quiet."""

from __future__ import annotations

import queue
from types import SimpleNamespace

import numpy as np
import pytest

from desktop.audio import microphone
from desktop.audio.levels import LevelMeter
from desktop.audio.resampler import Resampler
from desktop.audio.source import Captured
from desktop.domain.capture import Hearing, Level
from desktop.domain.sound import SAMPLE_RATE_HZ


def sine(rate_hz: int, duration_s: float, channels: int, pitch_hz: float = 1_000.0) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * pitch_hz * np.arange(int(rate_hz * duration_s)) / rate_hz)
    return np.repeat(wave.astype("<f4")[:, None], channels, axis=1)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 32_000, 44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_blocks_join_without_a_click_at_every_rate(rate_hz: int, channels: int) -> None:
    """A tone cut into blocks of odd sizes is one tone again: right length, right loudness, nothing but its pitch."""
    resampler = Resampler(rate_hz, channels)
    samples, pcm, place = sine(rate_hz, 2.0, channels), b"", 0
    sizes = np.random.default_rng(1)
    while place < len(samples):
        size = int(sizes.integers(1, rate_hz // 10))
        ready, _, _ = resampler.push(samples[place : place + size].tobytes())
        pcm += ready
        place += size
    heard = np.frombuffer(pcm + resampler.flush(), dtype="<i2").astype(float)
    assert abs(len(heard) - 2 * SAMPLE_RATE_HZ) <= 2
    middle = heard[4_000:20_000]
    assert abs(np.abs(middle).max() / 32_768 - 0.5) < 0.01
    power = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
    assert power[990:1011].sum() > 0.9999 * power.sum()


def test_two_channels_are_mixed_evenly() -> None:
    """A voice on the left alone is heard at half its size, whichever side it is on."""
    for side in (0, 1):
        samples = sine(48_000, 1.0, 2)
        samples[:, 1 - side] = 0
        pcm, peak, _ = Resampler(48_000, 2).push(samples.tobytes())
        assert abs(peak - 0.5) < 0.001
        assert abs(np.abs(np.frombuffer(pcm, dtype="<i2")[1_000:]).max() / 32_768 - 0.25) < 0.01


def test_clipping_is_seen_before_the_channels_are_mixed() -> None:
    """One channel at full scale is distorted even where the mix is not."""
    samples = sine(48_000, 0.1, 2)
    samples[100:110, 0] = 1.0
    samples[:, 1] = 0
    pcm, peak, clipped = Resampler(48_000, 2).push(samples.tobytes())
    level = LevelMeter().push(Captured(pcm + bytes(3200), peak, clipped))
    assert level is not None
    assert level.hearing is Hearing.CLIPPING
    assert level.peak_dbfs == 0.0
    assert "distorted" in level.sentence


def levels(duration_s: float, amplitude: float) -> list[Level]:
    """The levels of a tone of one loudness, given in blocks of 50 ms."""
    meter, found = LevelMeter(), []
    wave = amplitude * 32_768 * np.sin(2 * np.pi * 300 * np.arange(800) / SAMPLE_RATE_HZ)
    for _ in range(int(duration_s * 20)):
        level = meter.push(Captured(np.round(wave).astype("<i2").tobytes(), amplitude))
        found += [] if level is None else [level]
    return found


def test_a_level_is_what_a_sound_engineer_would_read() -> None:
    """A sine at half of full scale peaks at -6 dBFS and has an RMS of -9 dBFS, ten times a second."""
    found = levels(1.0, 0.5)
    assert len(found) == 10
    assert all(abs(level.peak_dbfs + 6.02) < 0.05 and abs(level.rms_dbfs + 9.03) < 0.05 for level in found)
    assert all(level.hearing is Hearing.GOOD and not level.sentence for level in found)


def test_a_muted_microphone_is_flagged_after_ten_seconds_and_not_before() -> None:
    """Under -60 dBFS for 10 s means that nobody is heard; a pause in speech does not."""
    hearing = [level.hearing for level in levels(12.0, 0.0005)]
    assert hearing == [Hearing.GOOD] * 99 + [Hearing.LOW] * 21


def test_a_word_ends_the_alarm() -> None:
    """As soon as something is heard the flag is gone, and ten new seconds begin."""
    meter = LevelMeter()
    quiet, loud = Captured(bytes(3200), 0.0004), Captured(np.full(1600, 8000, "<i2").tobytes(), 0.25)
    blocks = [*[quiet] * 101, loud, quiet]
    hearing = [level.hearing for each in blocks if (level := meter.push(each)) is not None]
    assert hearing[-3:] == [Hearing.LOW, Hearing.GOOD, Hearing.GOOD]


def test_the_callback_notes_what_the_system_threw_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block with the overflow flag that comes 350 ms after one of 50 ms: 300 ms are missing before it."""
    times = iter((10.0, 10.05, 10.40, 10.45))
    monkeypatch.setattr(microphone, "time", SimpleNamespace(monotonic=lambda: next(times)))
    blocks: queue.SimpleQueue[microphone._Block | None] = queue.SimpleQueue()
    callback = microphone._callback(blocks, 16_000)
    for overflowed in (False, False, True, False):
        callback(bytes(800 * 4), 800, None, SimpleNamespace(input_overflow=overflowed))
    found = [blocks.get() for _ in range(4)]
    assert [(each.lost_ms, each.overflowed) for each in found if each] == [
        (0, False),
        (0, False),
        (300, True),
        (0, False),
    ]
