"""Writes down speech while it is spoken: utterance by utterance, with a guess at the one that still goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from desktop.domain.drafting import Waiting
from desktop.domain.jobs import Job
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.domain.speech import HeardUpTo, SegmentGuessed, SpeechEvent, SpeechRequest
from desktop.domain.transcript import Segment, Transcript
from desktop.speech.cutting import HEARD_AROUND_MS, to_write_down, utterance_end
from desktop.speech.gates import Gates
from desktop.speech.hearing import Recognizer, Span
from desktop.speech.sound_buffer import SoundBuffer
from desktop.speech.whole import write_down

LOOK_EVERY_MS = 300
"""So much new sound is awaited before it is looked at again."""

GUESS_EVERY_MS = 1_000
"""So much new sound is awaited before the utterance is guessed at again, and twice as long as a guess takes."""

_SLICE_S = 0.05
_LONGEST_PIECE_MS = 30_000


class SoundQueue:
    """Carries sound from the recorder's thread to the job that writes it down.

    Its iterator joins what lies waiting into one piece, gives a piece without samples when nothing came for
    50 ms, and ends after close() when all is taken. Once its iterator has ended, what is put is dropped: a job that
    failed must not let sound pile up while the recording goes on.
    """

    def __init__(self) -> None:
        self._pieces: SimpleQueue[Sound | None] = SimpleQueue()
        self._is_over = False

    def put(self, piece: Sound) -> None:
        """Add a piece. From any thread; never waits."""
        if not self._is_over:
            self._pieces.put(piece)

    def close(self) -> None:
        """Say that nothing more comes. From any thread."""
        self._pieces.put(None)

    def __iter__(self) -> Iterator[Sound]:
        try:
            yield from self._taken()
        finally:
            self._is_over = True

    def _taken(self) -> Iterator[Sound]:
        end_ms = 0
        first: Sound | None = None
        while True:
            if first is None:
                try:
                    first = self._pieces.get(timeout=_SLICE_S)
                except Empty:
                    yield Sound(end_ms, b"")
                    continue
                if first is None:
                    return
            joined, first, is_closed = self._join(first)
            end_ms = joined.end_ms
            yield joined
            if is_closed:
                return

    def _join(self, first: Sound) -> tuple[Sound, Sound | None, bool]:
        """One piece of what is waiting, the piece that does not follow on it, and whether the end was seen."""
        parts = [first.pcm]
        size = len(first.pcm)
        while size < _LONGEST_PIECE_MS * BYTES_PER_MS:
            try:
                piece = self._pieces.get_nowait()
            except Empty:
                break
            if piece is None:
                return Sound(first.start_ms, b"".join(parts)), None, True
            if abs(piece.start_ms - first.start_ms - size // BYTES_PER_MS) > 1:
                return Sound(first.start_ms, b"".join(parts)), piece, False
            parts.append(piece.pcm)
            size += len(piece.pcm)
        return Sound(first.start_ms, b"".join(parts)), None, False


def listen_live(request: SpeechRequest, recognizer: Recognizer) -> Job[SpeechEvent, Transcript]:
    """Write down sound that is still being recorded; complete soon after its iterator ends.

    Every utterance is recognized once it is over; what is yielded as SegmentHeard never changes.
    """
    listener = _Listener(request, recognizer)
    for piece in request.sound:
        yield from listener.take(piece)
    yield from listener.finish()
    return Transcript(tuple(listener.segments))


class _Listener:
    """The utterance that goes on, and what was said before it."""

    def __init__(self, request: SpeechRequest, recognizer: Recognizer) -> None:
        self.segments: list[Segment] = []
        self._request = request
        self._recognizer = recognizer
        self._gates = Gates(request.language)
        self._buffer = SoundBuffer()
        self._looked_at_ms = 0
        self._next_guess_ms = 0
        self._began = time.monotonic()

    def take(self, piece: Sound) -> Job[SpeechEvent, None]:
        """Go on with a piece of sound, or with nothing new."""
        if not piece.pcm:
            yield Waiting(round((time.monotonic() - self._began) * 1000))
            return
        if not self._buffer.fits(piece):
            yield from self.finish()
        self._buffer.add(piece)
        if self._buffer.end_ms - self._looked_at_ms < LOOK_EVERY_MS:
            return
        self._looked_at_ms = self._buffer.end_ms
        spans = yield from self._write_down_utterances()
        if spans and self._buffer.end_ms >= self._next_guess_ms:
            yield from self._guess(spans)

    def finish(self) -> Job[SpeechEvent, None]:
        """Write down what is left."""
        if not self._buffer.duration_ms:
            return
        spans = yield from self._write_down_utterances()
        yield from self._write_down(self._buffer.duration_ms, spans)

    def _write_down_utterances(self) -> Job[SpeechEvent, tuple[Span, ...]]:
        """Write down every utterance that is over. Returns the speech of the one that goes on."""
        while True:
            spans = yield from self._recognizer.find_speech(self._buffer.pcm)
            if not spans:
                self._buffer.take(max(0, self._buffer.duration_ms - HEARD_AROUND_MS))
                return ()
            end_ms = utterance_end(spans, self._buffer.duration_ms)
            if end_ms is None:
                return spans
            yield from self._write_down(end_ms, spans)

    def _write_down(self, end_ms: int, spans: tuple[Span, ...]) -> Job[SpeechEvent, None]:
        utterance = self._buffer.take(end_ms)
        self.segments += yield from write_down(utterance, spans, self._request, self._recognizer, self._gates)
        self._next_guess_ms = utterance.end_ms + GUESS_EVERY_MS
        yield HeardUpTo(utterance.end_ms, self._request.total_ms)

    def _guess(self, spans: tuple[Span, ...]) -> Job[SpeechEvent, None]:
        began = time.monotonic()
        heard_now = to_write_down(spans, self._buffer.duration_ms)
        gates = Gates(self._request.language)
        texts = []
        for heard in self._recognizer.write_down(self._buffer.pcm, heard_now, guess=True):
            if isinstance(heard, Waiting):
                yield heard
            elif (kept := gates.judge(heard)) is not None:
                texts.append(kept.text)
        took_ms = round((time.monotonic() - began) * 1000)
        self._next_guess_ms = self._buffer.end_ms + max(GUESS_EVERY_MS, 2 * took_ms)
        if texts:
            yield SegmentGuessed(" ".join(texts), self._buffer.start_ms + spans[0].start_ms)
