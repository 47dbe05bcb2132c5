"""Sound becomes a transcript: a recording, an audio file, or speech while it is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.capture import StillHere
from desktop.domain.drafting import Notice, Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import NothingHeard
from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.domain.speech import SegmentHeard, SpeechEngine, SpeechEvent, SpeechRequest
from desktop.domain.transcript import Transcript
from desktop.speech.endpoint import EndpointSpeechEngine
from desktop.speech.live import SoundQueue
from desktop.speech.models import CATALOG, folder_of
from desktop.speech.speakers import tag_segment
from desktop.speech.whisper import WhisperEngine

if TYPE_CHECKING:
    import openai

__all__ = [
    "NOTHING_HEARD",
    "SoundQueue",
    "device_engine",
    "endpoint_engine",
    "transcribe_file",
    "transcribe_live",
    "transcribe_recording",
]

NOTHING_HEARD = "No speech was heard. Nothing was written."


def device_engine(home: Path, model: str) -> WhisperEngine:
    """Recognition on this device with a model of the catalogue by name, or with the model in a folder.

    Nothing is loaded yet; a model that is missing or refused is said when it is first used. Close the engine
    when it is no longer needed: that ends its process.
    """
    if any(known.name == model for known in CATALOG):
        return WhisperEngine(folder_of(home, model), model)
    folder = Path(model)
    return WhisperEngine(folder, folder.name)


def endpoint_engine(endpoint: Endpoint) -> EndpointSpeechEngine:
    """Recognition by an OpenAI-compatible endpoint, under the rules on addresses that hold for drafting.

    The endpoint's model is that for speech ("whisper-1", "gpt-4o-transcribe-diarize", a name that speaches or vLLM
    knows). Nothing is sent yet. Close the engine when it is no longer needed.
    """
    from desktop.network.client import open_client  # noqa: PLC0415 - the openai client is heavy
    from desktop.network.failures import unreachable  # noqa: PLC0415 - likewise

    def open_one(stop: Event, connected: Event) -> openai.OpenAI:
        return open_client(endpoint, stop, connected, endpoint.first_token_timeout_s)

    return EndpointSpeechEngine(endpoint, open_one, unreachable)


def transcribe_recording(
    sound: Iterable[Sound],
    engine: SpeechEngine,
    *,
    total_ms: int | None = None,
    expect_to_hear: tuple[str, ...] = (),
    language: str = "en",
) -> Job[SpeechEvent, Transcript]:
    """Write down a recording that is complete, with speakers where the words tell.

    Each SegmentHeard is final. Raises NothingHeard when nobody spoke, SpeechError, EndpointError.
    """
    request = SpeechRequest(iter(sound), total_ms, expect_to_hear, language)
    return _with_speakers(engine.transcribe(request))


def transcribe_file(
    path: Path,
    engine: SpeechEngine,
    *,
    expect_to_hear: tuple[str, ...] = (),
    language: str = "en",
    limits: DecodeLimits = DecodeLimits(),  # noqa: B008 - it is frozen
) -> Job[SpeechEvent | Notice, Transcript]:
    """Write down an audio file while it is decoded; the file is never held in memory as a whole.

    A Notice says that the file is cut short or damaged in places. Raises AudioUnreadable as well as what
    transcribe_recording raises.
    """
    notices: list[Notice] = []
    with closing(decode(path, limits)) as decoding:
        total_ms, first = yield from _first_sound(decoding, notices)
        sound = _sounds(first, decoding, notices)
        transcript = yield from transcribe_recording(
            sound, engine, total_ms=total_ms, expect_to_hear=expect_to_hear, language=language
        )
        yield from notices
    return transcript


def transcribe_live(
    sound: SoundQueue,
    engine: SpeechEngine,
    *,
    expect_to_hear: tuple[str, ...] = (),
    language: str = "en",
) -> Job[SpeechEvent, Transcript]:
    """Write down what is put into the queue while it is being recorded; ends soon after the queue is closed.

    SegmentGuessed is the grey text of the utterance that goes on. Raises as transcribe_recording does.
    """
    request = SpeechRequest(iter(sound), None, expect_to_hear, language, is_live=True)
    return _with_speakers(engine.transcribe(request))


def _with_speakers(job: Job[SpeechEvent, Transcript]) -> Job[SpeechEvent, Transcript]:
    """The job's events and result, with speakers. Raises NothingHeard for an empty result."""
    try:
        while True:
            try:
                event = next(job)
            except StopIteration as end:
                result: Transcript = end.value
                break
            if isinstance(event, SegmentHeard):
                event = replace(event, segment=tag_segment(event.segment))
            yield event
    finally:
        job.close()
    if not result.segments:
        raise NothingHeard(NOTHING_HEARD)
    return Transcript(tuple(tag_segment(segment) for segment in result.segments))


def _first_sound(
    decoding: Iterator[Decoded | StillHere | Notice], notices: list[Notice]
) -> Job[SpeechEvent, tuple[int | None, Sound]]:
    """The length of the file, which is known from its first second on, and that second."""
    for event in decoding:
        if isinstance(event, Decoded):
            return event.total_ms, event.sound
        if isinstance(event, Notice):
            notices.append(event)
        yield Waiting(0)
    return 0, Sound(0, b"")


def _sounds(
    first: Sound, decoding: Iterator[Decoded | StillHere | Notice], notices: list[Notice]
) -> Iterator[Sound]:
    """The sound of a file; a piece without samples while the decoder works. Notices are put aside."""
    yield first
    end_ms = first.end_ms
    for event in decoding:
        if isinstance(event, Decoded):
            yield event.sound
            end_ms = event.sound.end_ms
        elif isinstance(event, Notice):
            notices.append(event)
        else:
            yield Sound(end_ms, b"")
