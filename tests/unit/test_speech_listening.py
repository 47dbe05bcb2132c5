"""Sound of any length becomes a transcript, live and whole, with every word in its place."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NothingHeard
from desktop.domain.jobs import Job, finish
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.domain.speech import HeardUpTo, SegmentGuessed, SegmentHeard, SpeechEvent, SpeechRequest
from desktop.domain.transcript import Speaker, Transcript
from desktop.speech.hearing import Heard, Span
from desktop.speech.live import SoundQueue, listen_live
from desktop.speech.whole import listen_to_whole
from desktop.workflow.transcribe import NOTHING_HEARD, transcribe_recording

PIECE_MS = 100


class WordPerSecond:
    """A recognizer of made-up sound: each byte value that is not 0 is a word of its own, said for its length."""

    def __init__(self) -> None:
        self.longest_ms = 0
        self.asked: list[bool] = []

    def find_speech(self, pcm: bytes) -> Job[Waiting, tuple[Span, ...]]:
        yield Waiting(0)
        self.longest_ms = max(self.longest_ms, len(pcm) // BYTES_PER_MS)
        found: list[Span] = []
        for start_ms, end_ms, value in runs(pcm):
            if value and found and found[-1].end_ms == start_ms:
                found[-1] = Span(found[-1].start_ms, end_ms)
            elif value:
                found.append(Span(start_ms, end_ms))
        return tuple(found)

    def write_down(self, pcm: bytes, spans: tuple[Span, ...], *, guess: bool) -> Job[Waiting | Heard, None]:
        self.asked.append(guess)
        yield Waiting(0)
        for start_ms, end_ms, value in runs(pcm):
            if value and any(span.start_ms <= start_ms and end_ms <= span.end_ms for span in spans):
                yield Heard(f"word{value}", start_ms, end_ms)


def runs(pcm: bytes) -> Iterator[tuple[int, int, int]]:
    """Stretches of one byte value, in milliseconds."""
    begin = 0
    values = pcm[::BYTES_PER_MS]
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[begin]:
            yield begin, place, values[begin]
            begin = place


def sound(*lengths: tuple[int, int]) -> bytes:
    """Sound of (value, milliseconds), one after the other."""
    return b"".join(bytes([value]) * (length_ms * BYTES_PER_MS) for value, length_ms in lengths)


def pieces(pcm: bytes, start_ms: int = 0) -> Iterator[Sound]:
    size = PIECE_MS * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        yield Sound(start_ms + place // BYTES_PER_MS, pcm[place : place + size])


def visit(words: int) -> bytes:
    """So many words of one to two seconds, with pauses of 0.2 to 2.6 s."""
    lengths = []
    for number in range(words):
        lengths += [(1 + number % 250, 1_000 + 7 * number % 1_000), (0, 200 + 400 * (number % 7))]
    return sound(*lengths)


def run(job: Job[SpeechEvent, Transcript]) -> tuple[list[SpeechEvent], Transcript]:
    events: list[SpeechEvent] = []
    return events, finish(job, events.append)


def expected(pcm: bytes) -> list[tuple[str, int, int]]:
    return [(f"word{value}", start_ms, end_ms) for start_ms, end_ms, value in runs(pcm) if value]


def placed(transcript: Transcript) -> list[tuple[str, int | None, int | None]]:
    return [(segment.text, segment.start_ms, segment.end_ms) for segment in transcript.segments]


def test_a_long_recording_is_written_down_in_pieces_of_bounded_length() -> None:
    """Ten pieces give every word once, at its time, and no more than one piece is ever looked at."""
    pcm = visit(300)
    recognizer = WordPerSecond()
    events, transcript = run(listen_to_whole(SpeechRequest(pieces(pcm)), recognizer, 60_000))
    assert placed(transcript) == expected(pcm)
    assert recognizer.longest_ms <= 60_000 + PIECE_MS
    heard_up_to = [event.position_ms for event in events if isinstance(event, HeardUpTo)]
    assert heard_up_to == sorted(heard_up_to)
    assert heard_up_to[-1] == len(pcm) // BYTES_PER_MS
    assert len(heard_up_to) >= 10


def test_live_speech_gives_the_same_words_at_the_same_times_as_the_whole() -> None:
    """What is heard live, utterance by utterance, is what a pass over the recording gives."""
    pcm = visit(120)
    events, live = run(listen_live(SpeechRequest(pieces(pcm), is_live=True), WordPerSecond()))
    assert placed(live) == expected(pcm)
    assert [event.segment for event in events if isinstance(event, SegmentHeard)] == list(live.segments)


def test_an_utterance_is_guessed_at_while_it_goes_on_and_then_heard() -> None:
    """Grey text comes before the pause, final text after it and before the next words end."""
    pcm = sound((1, 3_000), (2, 3_000), (0, 1_500), (3, 9_000))
    events, _ = run(listen_live(SpeechRequest(pieces(pcm), is_live=True), WordPerSecond()))
    shown = [event for event in events if isinstance(event, SegmentGuessed | SegmentHeard)]
    first_heard = next(place for place, event in enumerate(shown) if isinstance(event, SegmentHeard))
    assert first_heard > 0
    assert isinstance(shown[0], SegmentGuessed)
    assert shown[0].text == "word1"
    assert [isinstance(event, SegmentHeard) for event in shown[first_heard : first_heard + 2]] == [True, True]
    assert isinstance(shown[first_heard + 2], SegmentGuessed)


def test_an_utterance_is_final_before_the_recording_ends() -> None:
    """Words are final soon after their pause, not at Finish."""
    utterance = sound((1, 5_000), (0, 1_500))
    passed = 0

    def still_recording() -> Iterator[Sound]:
        nonlocal passed
        for piece in pieces(utterance + sound((2, 5_000))):
            passed = piece.end_ms
            yield piece

    job = listen_live(SpeechRequest(still_recording(), is_live=True), WordPerSecond())
    first = next(event for event in job if isinstance(event, SegmentHeard))
    job.close()
    assert first.segment.text == "word1"
    assert passed <= 6_500


def test_a_pause_of_the_recorder_moves_times_and_costs_nothing() -> None:
    """After ten minutes of pause the words have their true times, and the pause is not heard as silence."""
    first, second = sound((1, 2_000)), sound((2, 2_000))
    later_ms = 600_000

    def both() -> Iterator[Sound]:
        yield from pieces(first)
        yield from pieces(second, later_ms)

    for listen, is_live in ((listen_to_whole, False), (listen_live, True)):
        recognizer = WordPerSecond()
        _, transcript = run(listen(SpeechRequest(both(), is_live=is_live), recognizer))
        assert placed(transcript) == [("word1", 0, 2_000), ("word2", later_ms, later_ms + 2_000)]
        assert recognizer.longest_ms < 10_000


@pytest.mark.parametrize(
    "pcm", [b"", sound((0, 30_000)), sound((0, 700_000))], ids=["nothing", "short", "long"]
)
def test_silence_is_never_given_to_the_model(pcm: bytes) -> None:
    """A recording without speech gives an empty transcript, and the model is not asked."""
    for listen, is_live in ((listen_to_whole, False), (listen_live, True)):
        recognizer = WordPerSecond()
        _, transcript = run(listen(SpeechRequest(pieces(pcm), is_live=is_live), recognizer))
        assert transcript == Transcript()
        assert recognizer.asked == []


def test_sound_from_another_thread_arrives_whole_and_in_order() -> None:
    """Nothing that was put before close is lost, and the job says that it waits while nothing comes."""
    queue = SoundQueue()
    pcm = visit(40)
    taking = iter(queue)
    assert next(taking).pcm == b""

    def record() -> None:
        for piece in pieces(pcm):
            queue.put(piece)
        queue.close()

    recorder = Thread(target=record)
    recorder.start()
    got = [piece for piece in taking if piece.pcm]
    recorder.join()
    assert b"".join(piece.pcm for piece in got) == pcm
    assert [piece.start_ms for piece in got[1:]] == [piece.end_ms for piece in got[:-1]]


def test_sound_for_a_job_that_ended_is_dropped() -> None:
    """After a failure the recorder may go on for an hour without filling the memory."""
    queue = SoundQueue()
    queue.put(Sound(0, sound((1, 100))))
    taking = iter(queue)
    assert next(taking).pcm
    del taking  # as a job that fails lets go of it
    queue.put(Sound(100, sound((1, 100))))
    assert next(iter(queue)).pcm == b""


def test_a_gap_in_the_queue_begins_a_new_piece() -> None:
    """Joining what lies waiting never hides a gap."""
    queue = SoundQueue()
    queue.put(Sound(0, sound((1, 100))))
    queue.put(Sound(100, sound((1, 100))))
    queue.put(Sound(9_000, sound((2, 100))))
    queue.close()
    assert [(piece.start_ms, piece.end_ms) for piece in queue] == [(0, 200), (9_000, 9_100)]


class FixedWords:
    """An engine that hears the words it is given."""

    engine = "fixed"

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def transcribe(self, request: SpeechRequest) -> Job[SpeechEvent, Transcript]:
        recognizer = _Says(self._texts)
        return listen_to_whole(request, recognizer)


class _Says(WordPerSecond):
    def __init__(self, texts: tuple[str, ...]) -> None:
        super().__init__()
        self._texts = texts

    def write_down(self, *_: object, **__: object) -> Job[Waiting | Heard, None]:
        yield Waiting(0)
        for number, text in enumerate(self._texts):
            yield Heard(text, number * 1_000, number * 1_000 + 900)


def test_a_recording_without_speech_says_that_nothing_was_written() -> None:
    """Silence raises one sentence instead of giving an empty note something to stand on."""
    with pytest.raises(NothingHeard) as caught:
        run(transcribe_recording(pieces(sound((0, 5_000))), FixedWords("never")))
    assert caught.value.sentence == NOTHING_HEARD == "No speech was heard. Nothing was written."


def test_speakers_stand_in_the_events_and_in_the_transcript_alike() -> None:
    """The window shows the tags that the transcript has."""
    engine = FixedWords("What brings you in today?", "My back hurts.", "Okay.")
    events, transcript = run(transcribe_recording(pieces(sound((1, 5_000))), engine))
    assert [segment.speaker for segment in transcript.segments] == [
        Speaker.PROVIDER,
        Speaker.PATIENT,
        Speaker.UNKNOWN,
    ]
    assert [event.segment for event in events if isinstance(event, SegmentHeard)] == list(transcript.segments)
