"""Writes down a whole recording in pieces cut in pauses, so that its length costs no memory."""

from __future__ import annotations

import time
from collections.abc import Sequence

from desktop.domain.drafting import Waiting
from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.domain.speech import HeardUpTo, SegmentHeard, SpeechEvent, SpeechRequest, Word
from desktop.domain.transcript import Segment, Transcript
from desktop.speech.cutting import piece_end, to_write_down
from desktop.speech.gates import Gates
from desktop.speech.hearing import Heard, Recognizer, Span
from desktop.speech.sound_buffer import SoundBuffer

PIECE_MS = 300_000
"""Of each piece some 60 MB are held while it is recognized."""

LATEST_PART_MS = 60_000
"""A piece is cut somewhere in so much of its end."""

_WAITING_EVERY_S = 0.1


def listen_to_whole(
    request: SpeechRequest, recognizer: Recognizer, piece_ms: int = PIECE_MS
) -> Job[SpeechEvent, Transcript]:
    """Write down a recording that is complete. Nothing is recognized in pieces without speech."""
    buffer = SoundBuffer()
    gates = Gates(request.language)
    segments: list[Segment] = []
    said_so = time.monotonic()
    for piece in request.sound:
        if not buffer.fits(piece):
            segments += yield from _write_down_piece(buffer, None, request, recognizer, gates)
        buffer.add(piece)
        while buffer.duration_ms >= piece_ms:
            latest_part_ms = min(LATEST_PART_MS, piece_ms // 2)
            segments += yield from _write_down_piece(buffer, latest_part_ms, request, recognizer, gates)
        if time.monotonic() - said_so >= _WAITING_EVERY_S:
            said_so = time.monotonic()
            yield Waiting(0)
    segments += yield from _write_down_piece(buffer, None, request, recognizer, gates)
    return Transcript(tuple(segments))


def _write_down_piece(
    buffer: SoundBuffer,
    latest_part_ms: int | None,
    request: SpeechRequest,
    recognizer: Recognizer,
    gates: Gates,
) -> Job[SpeechEvent, list[Segment]]:
    """Write down what is in the buffer, up to a cut in its latest part; all of it without latest_part_ms."""
    if not buffer.duration_ms:
        return []
    spans = yield from recognizer.find_speech(buffer.pcm)
    duration_ms = buffer.duration_ms
    cut_ms = duration_ms if latest_part_ms is None else piece_end(spans, duration_ms, latest_part_ms)
    piece = buffer.take(cut_ms)
    segments = yield from write_down(piece, spans, request, recognizer, gates)
    yield HeardUpTo(piece.end_ms, request.total_ms)
    return segments


def write_down(
    piece: Sound, speech: Sequence[Span], request: SpeechRequest, recognizer: Recognizer, gates: Gates
) -> Job[SpeechEvent, list[Segment]]:
    """Write down one piece. speech: what was found in it and perhaps after it. Yields what passes the gates."""
    spans = to_write_down([span for span in speech if span.start_ms < piece.duration_ms], piece.duration_ms)
    segments: list[Segment] = []
    if not spans:
        return segments
    for heard in recognizer.write_down(piece.pcm, spans, guess=False):
        if isinstance(heard, Waiting):
            yield heard
            continue
        kept = gates.judge(heard)
        if kept is not None:
            event = heard_at(kept, piece.start_ms)
            segments.append(event.segment)
            yield event
            yield HeardUpTo(piece.start_ms + kept.end_ms, request.total_ms)
    return segments


def heard_at(heard: Heard, start_ms: int) -> SegmentHeard:
    """The segment at its place in the recording. start_ms: where its piece begins."""
    segment = Segment(heard.text, heard.speaker, start_ms + heard.start_ms, start_ms + heard.end_ms)
    words = tuple(
        Word(word.text, start_ms + word.start_ms, start_ms + word.end_ms, word.probability)
        for word in heard.words
    )
    return SegmentHeard(segment, words)
