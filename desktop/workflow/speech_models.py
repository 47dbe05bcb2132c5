"""Speech models on this machine: which there are, getting one, checking one, and how fast one is here."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.domain.speech import SpeechRequest
from desktop.speech.download import HUB_URL, ModelProgress, get_model
from desktop.speech.hub import Network
from desktop.speech.model_files import check_folder, folder_in_words, is_there
from desktop.speech.models import CATALOG, DEMO, MODELS_FOLDER, SpeechModel, folder_of, model_named
from desktop.speech.whisper import WhisperEngine

SPEEDS_FILE = "speeds.json"

__all__ = ["DEMO", "ModelProgress", "Network", "SpeechModel"]


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model of the catalogue and this machine. speed: seconds of sound written down in a second; None: not measured."""

    model: SpeechModel
    is_there: bool
    speed: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """speed: seconds of sound written down in a second. device: what computed, in words."""

    speed: float
    device: str


def list_models(home: Path) -> tuple[ModelState, ...]:
    """Every model of the catalogue, smallest first, with what is known on this machine. No network is used."""
    speeds = _speeds(home)
    return tuple(
        ModelState(model, is_there(folder_of(home, model.name)), speeds.get(model.name)) for model in CATALOG
    )


def best_model(home: Path) -> str | None:
    """The name of the best model that is on this machine, for a first choice; None when there is none."""
    present = {state.model.name for state in list_models(home) if state.is_there}
    return next((name for name in _BEST_FIRST if name in present), None)


_BEST_FIRST = (
    "large-v3-turbo", "distil-large-v3.5", "distil-large-v3", "medium.en", "medium", "distil-medium.en", "small.en",
    "small", "distil-small.en", "base.en", "base", "tiny.en", "tiny", "large-v3", "large-v2", DEMO,
)  # fmt: skip
"""Accuracy against waiting, for a computer without a GPU."""


def download_model(
    home: Path, name: str, network: Network | None = None, hub_url: str = HUB_URL
) -> Job[ModelProgress | Waiting, Path]:
    """Get a model, or the rest of one. Returns its folder. Raises NoSpeechModel with one sentence."""
    return get_model(home, model_named(name), network or Network(), hub_url)


def check_model(home: Path, name_or_folder: str) -> Job[Waiting, str]:
    """Check every file of a model. Returns one sentence; raises NoSpeechModel when it may not be loaded."""
    folder, name = locate(home, name_or_folder)
    yield from check_folder(folder, name, in_full=True)
    if name == DEMO and name_or_folder == DEMO:
        return "Part of Soapstone."
    return folder_in_words(folder)


def locate(home: Path, name_or_folder: str) -> tuple[Path, str]:
    """The folder of a model and how it is named. Raises NoSpeechModel for what is neither a name nor a folder."""
    if any(model.name == name_or_folder for model in CATALOG):
        return folder_of(home, name_or_folder), name_or_folder
    folder = Path(name_or_folder).expanduser()
    if not folder.is_dir():
        model_named(name_or_folder)
    return folder, folder.name


def measured_speed(home: Path, name_or_folder: str) -> float | None:
    """What measure_speed found the last time; None when it was not measured."""
    return _speeds(home).get(name_or_folder)


def measure_speed(home: Path, name_or_folder: str, sample: Iterable[Sound]) -> Job[Waiting, Measured]:
    """How fast the model writes down speech here, and what computes; the speed is kept for list_models.

    sample: a recording with speech of at least half a minute. Loading the model is not counted. Raises SpeechError.
    """
    pieces = list(sample)
    length_s = sum(piece.duration_ms for piece in pieces) / 1000
    folder, name = locate(home, name_or_folder)
    engine = WhisperEngine(folder, name)
    try:
        yield from engine.load()
        began = time.monotonic()
        for _ in engine.transcribe(SpeechRequest(iter(pieces))):
            yield Waiting(round((time.monotonic() - began) * 1000))
        speed = round(length_s / (time.monotonic() - began), 1)
        device = engine.device_in_words
    finally:
        engine.close()
    _keep_speed(home, name_or_folder, speed)
    return Measured(speed, device)


def _speeds(home: Path) -> dict[str, float]:
    try:
        stored = json.loads((home / MODELS_FOLDER / SPEEDS_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {name: float(speed) for name, speed in stored.items() if isinstance(speed, int | float)}


def _keep_speed(home: Path, name: str, speed: float) -> None:
    folder = home / MODELS_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SPEEDS_FILE).write_text(json.dumps({**_speeds(home), name: speed}), encoding="utf-8")
    except OSError as error:
        raise NoSpeechModel(
            f"The speed cannot be noted in {folder}. Check the free space and your rights there."
        ) from error
