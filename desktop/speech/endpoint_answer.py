"""Reads what an endpoint for speech answers: plain, with segments, or with voices told apart."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.domain.errors import AnswerUnusable
from desktop.speech.hearing import Heard
from desktop.speech.speakers import speakers_of_voices


class _Segment(BaseModel):
    """One segment; times in seconds from the beginning of the sound that was sent."""

    model_config = ConfigDict(extra="ignore")

    text: str = ""
    start: float | None = None
    end: float | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    speaker: str | None = None


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    segments: list[_Segment] | None = None


def read_answer(answer: bytes, start_ms: int, end_ms: int) -> Iterator[Heard]:
    """The segments of an answer. start_ms, end_ms: where in its piece the sound lay that was sent.

    Raises AnswerUnusable for anything but the protocol's JSON: a web page, an error with status 200.
    """
    try:
        read = _Answer.model_validate_json(answer)
    except ValidationError as error:
        raise AnswerUnusable(
            "The endpoint did not answer with a transcript. The recording is kept: check the address in Settings, then try again."
        ) from error
    if not read.segments:
        yield Heard(read.text, start_ms, end_ms)
        return
    speakers = speakers_of_voices([(segment.speaker or "", segment.text) for segment in read.segments])
    for segment in read.segments:
        begin = _within(start_ms, segment.start, start_ms, end_ms)
        yield Heard(
            text=segment.text,
            start_ms=begin,
            end_ms=max(begin, _within(start_ms, segment.end, end_ms, end_ms)),
            log_probability=segment.avg_logprob or 0.0,
            no_speech=segment.no_speech_prob or 0.0,
            compression=segment.compression_ratio or 1.0,
            speaker=speakers[segment.speaker or ""],
        )


def _within(start_ms: int, seconds: float | None, unknown_ms: int, end_ms: int) -> int:
    """A time of the answer in milliseconds of the piece, inside the sound that was sent."""
    if seconds is None:
        return unknown_ms
    return min(end_ms, start_ms + round(min(max(seconds, 0.0), 1e6) * 1000))
