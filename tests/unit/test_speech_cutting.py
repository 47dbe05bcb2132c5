"""Sound is cut in pauses, in time, and without losing any of it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.speech.cutting import UTTERANCE_MS, joined, piece_end, to_write_down, utterance_end
from desktop.speech.hearing import Span
from desktop.speech.sound_buffer import SoundBuffer


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def test_an_utterance_ends_in_the_first_pause_after_enough_speech() -> None:
    """Five seconds of speech and 0.8 s of silence are an utterance, cut inside the silence."""
    end = utterance_end(spans((200, 5_200)), 6_000)
    assert end is not None
    assert 5_200 < end <= 6_000


def test_a_short_answer_waits_for_a_longer_pause() -> None:
    """A "Yes." is recognized with what follows, or alone after two seconds of silence."""
    assert utterance_end(spans((0, 500)), 1_500) is None
    assert utterance_end(spans((0, 500)), 2_600) is not None


def test_speech_that_goes_on_is_no_utterance_yet() -> None:
    """Breaths do not end an utterance."""
    assert utterance_end(spans((0, 3_000), (3_200, 9_000)), 9_100) is None


def test_speech_without_a_long_pause_is_cut_in_its_longest_breath() -> None:
    """After 20 seconds the cut is made where a little silence is."""
    end = utterance_end(spans((0, 8_000), (8_150, 12_000), (12_500, 19_000), (19_100, 25_000)), 25_000)
    assert end == 12_250


def test_speech_without_any_breath_is_cut_at_the_limit() -> None:
    """An utterance is never longer than 20 seconds."""
    assert utterance_end(spans((1_000, 30_000)), 30_000) == 1_000 + UTTERANCE_MS


_SPEECH = st.lists(st.tuples(st.integers(0, 3_000), st.integers(100, 9_000)), min_size=1, max_size=30)


@given(_SPEECH, st.integers(0, 5_000))
def test_every_cut_leaves_progress_and_no_utterance_is_too_long(
    pattern: list[tuple[int, int]], silence_ms: int
) -> None:
    """Whatever is said, a cut lies inside the sound and at most 20 s of speech come before it."""
    found = []
    at_ms = 0
    for pause_ms, speech_ms in pattern:
        found.append(Span(at_ms + pause_ms, at_ms + pause_ms + speech_ms))
        at_ms = found[-1].end_ms
    duration_ms = at_ms + silence_ms
    end = utterance_end(found, duration_ms)
    if end is None:
        assert duration_ms - found[0].start_ms <= UTTERANCE_MS + 2_000
    else:
        assert 0 < end <= duration_ms
        assert end - found[0].start_ms <= UTTERANCE_MS + 400
        heard = to_write_down([span for span in found if span.start_ms < end], end)
        assert all(one.end_ms <= other.start_ms for one, other in pairwise(heard))
        assert all(0 <= span.start_ms < span.end_ms <= end for span in heard)


def test_a_long_piece_is_cut_in_the_longest_pause_of_its_last_part() -> None:
    """A pause early in the piece does not count, however long."""
    found = spans((0, 10_000), (40_000, 250_000), (251_000, 270_000), (273_000, 299_000))
    assert piece_end(found, 300_000, 60_000) == 271_500


def test_a_long_piece_of_silence_at_the_end_is_cut_there() -> None:
    """Silence up to the end is a pause too."""
    assert piece_end(spans((0, 250_000)), 300_000, 60_000) == 275_000
    assert piece_end((), 300_000, 60_000) == 300_000


def test_joining_counts_short_pauses_as_speech() -> None:
    """Pauses under the limit vanish, others stay."""
    assert joined(spans((0, 100), (150, 300), (900, 1_000)), 100) == spans((0, 300), (900, 1_000))


def test_the_buffer_gives_back_every_sample_in_its_place() -> None:
    """What is taken has the start it had in the recording, and a short gap becomes silence."""
    one, two = bytes(range(1, 33)) * 100, b"\x05" * 3_200
    buffer = SoundBuffer()
    buffer.add(Sound(1_000, one))
    buffer.add(Sound(1_300, two))
    assert buffer.end_ms == 1_400
    first = buffer.take(150)
    assert first == Sound(1_000, one + bytes(50 * BYTES_PER_MS))
    rest = buffer.take(10_000)
    assert rest == Sound(1_150, bytes(150 * BYTES_PER_MS) + two)


def test_rounding_of_a_piece_to_milliseconds_is_no_gap() -> None:
    """Pieces whose start is off by a few milliseconds follow on each other."""
    buffer = SoundBuffer()
    for number in range(10):
        buffer.add(Sound(number * 100 + number % 3, b"\x01" * 3_200))
    assert buffer.pcm == b"\x01" * 32_000


def test_a_long_gap_does_not_fit() -> None:
    """A recording that was paused for an hour is not filled with an hour of silence."""
    buffer = SoundBuffer()
    assert buffer.fits(Sound(3_600_000, b""))
    buffer.add(Sound(0, b"\x01" * 3_200))
    assert buffer.fits(Sound(100, b""))
    assert not buffer.fits(Sound(3_600_000, b""))
