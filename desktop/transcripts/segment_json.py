"""Reads transcripts in JSON, as Whisper, WhisperX, AssemblyAI and simple exports write them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.language.plain_text import clean_text
from desktop.transcripts.speakers import speaker_of, speaker_of_letter
from desktop.transcripts.tagged_text import read_text
from desktop.transcripts.timestamps import CLOCK, milliseconds

_LISTS = ("utterances", "segments", "turns", "dialogue", "messages", "transcript", "transcription")
_TEXTS = ("transcript", "text", "transcription")
_WORDS = ("text", "content", "utterance", "transcript", "sentence")
_SPEAKERS = ("speaker", "role", "speaker_label", "speaker_id", "name")
_STARTS = ("start_ms", "start", "start_time", "startTime", "begin")
_ENDS = ("end_ms", "end", "end_time", "endTime", "stop")
_SLOWEST_S_PER_WORD = 30


@dataclass(frozen=True, slots=True)
class _Turn:
    text: str
    speaker: Speaker
    start: float | None
    end: float | None
    in_ms: bool


def read_json(text: str) -> Transcript:
    """The transcript in a JSON text; empty when none of the known forms is found.

    Known: {"transcript": "..."}, {"text": "..."}, a list of turns, or an object with such a list under
    "segments", "utterances", "turns" and the like. Times are seconds, or milliseconds where the key says
    so, where AssemblyAI writes them, or where whole numbers leave no other reading.
    Raises ValueError when the text is no JSON, RecursionError when it is nested too deeply.
    """
    content = json.loads(text)
    if isinstance(content, str):
        return read_text(content)
    turns: Sequence[Any] = content if isinstance(content, list) else ()
    if isinstance(content, dict):
        for key in _LISTS:
            if isinstance(content.get(key), list) and content[key]:
                turns = content[key]
                break
        else:
            words = next((content[key] for key in _TEXTS if isinstance(content.get(key), str)), "")
            return read_text(words)
    return _transcript(
        [_turn(item) for item in turns], in_ms=isinstance(content, dict) and "utterances" in content
    )


def _turn(item: Any) -> _Turn:
    if isinstance(item, str):
        segments = read_text(item).segments
        speaker = segments[0].speaker if len(segments) == 1 else Speaker.UNKNOWN
        return _Turn("\n".join(s.text for s in segments), speaker, None, None, in_ms=False)
    if not isinstance(item, Mapping):
        return _Turn("", Speaker.UNKNOWN, None, None, in_ms=False)
    words = next((item[key] for key in _WORDS if isinstance(item.get(key), str)), "")
    return _Turn(
        " ".join(clean_text(words).split()),
        _speaker(next((item[key] for key in _SPEAKERS if item.get(key) is not None), "")),
        _time(item, _STARTS),
        _time(item, _ENDS),
        in_ms="start_ms" in item or "end_ms" in item,
    )


def _speaker(label: Any) -> Speaker:
    if not isinstance(label, str):
        return Speaker.UNKNOWN
    found = speaker_of_letter(label) if len(label) == 1 else speaker_of(label)
    return found or Speaker.UNKNOWN


def _time(item: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value = next((item[key] for key in keys if item.get(key) is not None), None)
    if isinstance(value, str):
        if re.fullmatch(CLOCK, value.strip()):
            return milliseconds(value.strip()) / 1000
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_usable = 0 <= value < 1e12 and math.isfinite(value)
    return value if is_usable else None


def _transcript(turns: list[_Turn], *, in_ms: bool) -> Transcript:
    turns = [turn for turn in turns if turn.text]
    in_ms = in_ms or any(turn.in_ms for turn in turns) or _whole_numbers_are_ms(turns)

    def to_ms(time: float | None) -> int | None:
        if time is None:
            return None
        return round(time) if in_ms else round(time * 1000)

    return Transcript(
        tuple(Segment(turn.text, turn.speaker, to_ms(turn.start), to_ms(turn.end)) for turn in turns)
    )


def _whole_numbers_are_ms(turns: list[_Turn]) -> bool:
    """True when the times are integers and, as seconds, would leave half a minute for every word."""
    times = [time for turn in turns for time in (turn.start, turn.end) if time is not None]
    if not times or not all(isinstance(time, int) for time in times):
        return False
    words = sum(len(turn.text.split()) for turn in turns)
    return max(times) - min(times) > words * _SLOWEST_S_PER_WORD
