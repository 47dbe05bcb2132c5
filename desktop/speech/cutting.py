"""Where to cut sound so that no word is cut: in pauses, as late as allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from desktop.speech.hearing import Span

UTTERANCE_MS = 20_000
"""The longest utterance of live speech."""

SHORT_UTTERANCE_MS = 4_000

_ENDING_PAUSES_MS = ((10_000, 400), (SHORT_UTTERANCE_MS, 700), (0, 2_000))
"""After so much speech a pause of that length ends an utterance. A short one waits, as recognition needs context; a
long one takes what pause it gets, so that nobody waits for its words."""

HEARD_AROUND_MS = 400
"""Sound kept on both sides of speech: soft beginnings and endings of words."""

_SAME_BREATH_MS = 300
_JOINED_MS = 2_000


def joined(spans: Sequence[Span], within_ms: int) -> tuple[Span, ...]:
    """The spans, with pauses shorter than within_ms counted as speech."""
    result: list[Span] = []
    for span in spans:
        if result and span.start_ms - result[-1].end_ms < within_ms:
            result[-1] = Span(result[-1].start_ms, span.end_ms)
        else:
            result.append(span)
    return tuple(result)


def to_write_down(spans: Sequence[Span], duration_ms: int) -> tuple[Span, ...]:
    """What of a piece is given to recognition: speech, short pauses, and a little around, without overlap."""
    whole = joined(spans, _JOINED_MS)
    return tuple(
        Span(max(0, span.start_ms - HEARD_AROUND_MS), min(duration_ms, span.end_ms + HEARD_AROUND_MS))
        for span in whole
    )


def utterance_end(spans: Sequence[Span], duration_ms: int) -> int | None:
    """Where the first utterance in live sound can be cut off, in milliseconds; None while it still goes on.

    spans: the speech found in the sound, of which there is at least one. duration_ms: the length of the sound.
    """
    runs = joined(spans, _SAME_BREATH_MS)
    begin = runs[0].start_ms
    for pause in _pauses(runs, duration_ms):
        spoken_ms = pause.start_ms - begin
        if spoken_ms > UTTERANCE_MS:
            break
        needed_ms = next(pause_ms for least_ms, pause_ms in _ENDING_PAUSES_MS if spoken_ms >= least_ms)
        if pause.end_ms - pause.start_ms >= needed_ms:
            return _within(pause)
    if runs[-1].end_ms - begin <= UTTERANCE_MS:
        return None
    return _best_cut(spans, begin + SHORT_UTTERANCE_MS, begin + UTTERANCE_MS)


def piece_end(spans: Sequence[Span], duration_ms: int, latest_part_ms: int) -> int:
    """Where to cut a long piece: in the longest pause of its last part, or at its end when there is none."""
    return _best_cut([*spans, Span(duration_ms, duration_ms)], duration_ms - latest_part_ms, duration_ms)


def _pauses(runs: Sequence[Span], duration_ms: int) -> Iterator[Span]:
    for run, following in pairwise(runs):
        yield Span(run.end_ms, following.start_ms)
    yield Span(runs[-1].end_ms, max(duration_ms, runs[-1].end_ms))


def _within(pause: Span) -> int:
    """A place in a pause that leaves the sound around speech on both sides."""
    return pause.start_ms + min(HEARD_AROUND_MS, (pause.end_ms - pause.start_ms) // 2)


def _best_cut(spans: Sequence[Span], earliest_ms: int, latest_ms: int) -> int:
    inside = [
        Span(run.end_ms, following.start_ms)
        for run, following in pairwise(spans)
        if run.end_ms >= earliest_ms and following.start_ms <= latest_ms
    ]
    if not inside:
        return latest_ms
    longest = max(inside, key=lambda pause: pause.end_ms - pause.start_ms)
    return (longest.start_ms + longest.end_ms) // 2
