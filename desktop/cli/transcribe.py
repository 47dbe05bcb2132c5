"""`soapstone transcribe`: the words of an audio file, as text, JSON or subtitles. Nothing is stored."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from desktop.cli.choices import notice
from desktop.domain.drafting import Notice
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import finish
from desktop.domain.speech import HeardUpTo, SegmentHeard, SpeechEvent
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.system.paths import home_folder
from desktop.workflow.speech_models import DEMO, best_model
from desktop.workflow.transcribe import device_engine, transcribe_file


def transcribe(chosen: argparse.Namespace) -> int:
    """Write down the words of chosen.audio as they are heard. Raises SoapstoneError."""
    show = None if chosen.format == "json" else _Shown(chosen.format)
    transcript = words_of(chosen.audio, chosen.home, chosen.model, chosen.language, show)
    if chosen.format == "json":
        print(json.dumps(_as_json(transcript), ensure_ascii=False, indent=2))
    return 0


def words_of(
    audio: Path,
    home: Path | None,
    model: str | None = None,
    language: str = "en",
    show: _Shown | None = None,
) -> Transcript:
    """The transcript of an audio file. model: a name or a folder; the best that is on this computer when None.

    home: as --home names it. Progress and notices go to standard error. Raises SoapstoneError.
    """
    home = home_folder(home)
    name = model or best_model(home)
    if name is None:
        raise NoSpeechModel(
            "There is no speech model on this computer. Get one: soapstone models get small; or name a folder: --model FOLDER."
        )
    if name == DEMO:
        notice("the demo model understands the sample visits alone; anything else comes out wrong.")
    progress = _Progress()

    def on_event(event: SpeechEvent | Notice) -> None:
        if isinstance(event, Notice):
            notice(event.text)
        elif isinstance(event, HeardUpTo):
            progress.say(event)
        elif isinstance(event, SegmentHeard) and show is not None:
            show.segment(event.segment)

    engine = device_engine(home, name)
    try:
        return finish(transcribe_file(audio, engine, language=language), on_event)
    finally:
        engine.close()


class _Shown:
    """Prints each segment as soon as it is final. form: "text", "srt" or "vtt"."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._number = 0

    def segment(self, segment: Segment) -> None:
        """Print one segment."""
        self._number += 1
        if self._form == "vtt" and self._number == 1:
            print("WEBVTT\n")
        print("\n".join(self._lines(segment)), flush=True)

    def _lines(self, segment: Segment) -> Iterator[str]:
        words = segment.text
        if segment.speaker is not Speaker.UNKNOWN:
            words = f"{segment.speaker.value.capitalize()}: {words}"
        if self._form == "text":
            yield words
            return
        mark = "," if self._form == "srt" else "."
        if self._form == "srt":
            yield str(self._number)
        else:
            words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        yield f"{_clock(segment.start_ms or 0, mark)} --> {_clock(segment.end_ms or 0, mark)}"
        yield words
        yield ""


class _Progress:
    """Says on standard error how far it is, at each tenth of a file whose length is known."""

    def __init__(self) -> None:
        self._tenths = 0

    def say(self, event: HeardUpTo) -> None:
        """Say so if another tenth is done."""
        if event.total_ms:
            tenths = min(10, 10 * event.position_ms // event.total_ms)
            if tenths > self._tenths:
                self._tenths = tenths
                notice(f"{10 * tenths} % is written down.")


def _as_json(transcript: Transcript) -> list[dict[str, object]]:
    return [
        {
            "speaker": segment.speaker.value,
            "text": segment.text,
            "start_ms": segment.start_ms,
            "end_ms": segment.end_ms,
        }
        for segment in transcript.segments
    ]


def _clock(time_ms: int, mark: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}"
