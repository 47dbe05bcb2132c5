"""Tries out speech recognition with the fictional sample visit that ships with the program."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.drafting import Waiting
from desktop.domain.errors import MissingPart
from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.domain.speech import SpeechEvent
from desktop.domain.transcript import Transcript
from desktop.workflow.settings import EndpointSettings
from desktop.workflow.speech_models import measure_speed
from desktop.workflow.transcribe import endpoint_engine, transcribe_recording

SAMPLE = "fictional-low-back-pain.ogg"
MEASURED_MS = 40_000
ENDPOINT_SAMPLE_MS = 15_000
_WORDS_SHOWN = 120


def measure_here(home: Path, name_or_folder: str) -> Job[Waiting, str]:
    """Measure how fast a model is on this computer. Returns one sentence; raises SpeechError, MissingPart."""
    sample = yield from sample_sound(MEASURED_MS)
    measured = yield from measure_speed(home, name_or_folder, sample)
    return f"{speed_in_words(measured.speed)}. {measured.device}".strip()


def speed_in_words(speed: float | None) -> str:
    """How a screen says a model's speed."""
    if speed is None:
        return "Speed not measured here"
    shown = f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}"
    return f"{shown} times real time, measured here"


def try_endpoint(settings: EndpointSettings) -> Job[SpeechEvent, str]:
    """Send the beginning of the sample visit to a speech endpoint. Returns one sentence with what it heard.

    Nothing of a patient is sent. Raises EndpointError, SpeechError, MissingPart.
    """
    sample = yield from sample_sound(ENDPOINT_SAMPLE_MS)
    engine = endpoint_engine(settings.endpoint)
    try:
        transcript: Transcript = yield from transcribe_recording(sample, engine)
    finally:
        engine.close()
    heard = " ".join(segment.text for segment in transcript.segments)
    shown = heard if len(heard) <= _WORDS_SHOWN else heard[:_WORDS_SHOWN] + "…"
    return f"It works. In the fictional sample visit it heard: {shown}"


def sample_sound(length_ms: int) -> Job[Waiting, list[Sound]]:
    """The beginning of the fictional sample visit as sound. Raises MissingPart when it is not installed."""
    path = Path(str(resources.files("resources"))) / "samples" / SAMPLE
    if not path.is_file():
        raise MissingPart("The sample recording is missing: install Soapstone again.")
    pieces: list[Sound] = []
    decoding = decode(path, DecodeLimits())
    try:
        for event in decoding:
            if not isinstance(event, Decoded):
                yield Waiting(0)
                continue
            pieces.append(event.sound)
            if event.sound.end_ms >= length_ms:
                break
    finally:
        decoding.close()  # ends its process
    return pieces
