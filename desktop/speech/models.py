"""Which speech models there are, where they live on this machine, and what each is good for."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import NoSpeechModel

DEMO = "demo"
MODELS_FOLDER = "models"


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One model of the catalogue.

    size_mb: what is downloaded, rounded, in millions of bytes. languages: in words. repository: on the Hugging Face
    hub; empty for the demo model, which ships with the program. smaller: the model to fall back to, or empty.
    about: one sentence for a person who chooses.
    """

    name: str
    size_mb: int
    languages: str
    repository: str
    smaller: str
    about: str


_MANY = "about 100 languages"
_ENGLISH = "English"

CATALOG: tuple[SpeechModel, ...] = (
    SpeechModel(
        DEMO, 4, "the sample visits only", "", "",
        "Ships with Soapstone and understands the sample visits in their synthetic voice, nothing else.",
    ),
    SpeechModel("tiny", 75, _MANY, "Systran/faster-whisper-tiny", "", "The fastest; makes many mistakes."),
    SpeechModel("tiny.en", 75, _ENGLISH, "Systran/faster-whisper-tiny.en", "", "As tiny, for English alone."),
    SpeechModel("base", 145, _MANY, "Systran/faster-whisper-base", "tiny", "Fast; check every drug and number."),
    SpeechModel("base.en", 145, _ENGLISH, "Systran/faster-whisper-base.en", "tiny.en", "As base, for English alone."),
    SpeechModel(
        "small", 484, _MANY, "Systran/faster-whisper-small", "base", "A fair choice for most computers."
    ),
    SpeechModel(
        "small.en", 484, _ENGLISH, "Systran/faster-whisper-small.en", "base.en", "As small, for English alone."
    ),
    SpeechModel(
        "distil-small.en", 333, _ENGLISH, "Systran/faster-distil-whisper-small.en", "base.en",
        "A shortened small.en: quicker.",
    ),
    SpeechModel("medium", 1_530, _MANY, "Systran/faster-whisper-medium", "small", "Accurate; slow without a GPU."),
    SpeechModel(
        "medium.en", 1_530, _ENGLISH, "Systran/faster-whisper-medium.en", "small.en",
        "As medium, for English alone.",
    ),
    SpeechModel(
        "distil-medium.en", 789, _ENGLISH, "Systran/faster-distil-whisper-medium.en", "distil-small.en",
        "A shortened medium.en: quicker.",
    ),
    SpeechModel("large-v2", 3_090, _MANY, "Systran/faster-whisper-large-v2", "medium", "For a computer with a GPU."),
    SpeechModel(
        "large-v3", 3_090, _MANY, "Systran/faster-whisper-large-v3", "large-v3-turbo",
        "The largest; for a computer with a GPU.",
    ),
    SpeechModel(
        "large-v3-turbo", 1_620, _MANY, "mobiuslabsgmbh/faster-whisper-large-v3-turbo", "small",
        "A shortened large-v3: much quicker, almost as accurate.",
    ),
    SpeechModel(
        "distil-large-v3", 1_510, _ENGLISH, "Systran/faster-distil-whisper-large-v3", "distil-medium.en",
        "A shortened large-v3 for English.",
    ),
    SpeechModel(
        "distil-large-v3.5", 1_510, _ENGLISH, "distil-whisper/distil-large-v3.5-ct2", "distil-medium.en",
        "A newer shortened large-v3 for English.",
    ),
)  # fmt: skip


def model_named(name: str) -> SpeechModel:
    """The model of the catalogue. Raises NoSpeechModel, which lists the names."""
    for model in CATALOG:
        if model.name == name:
            return model
    names = ", ".join(model.name for model in CATALOG)
    raise NoSpeechModel(f"There is no speech model called {name}. Choose one of: {names}; or a folder.")


def folder_of(home: Path, name: str) -> Path:
    """Where a model of the catalogue is kept; the folder need not be there yet."""
    if name == DEMO:
        return Path(str(importlib.resources.files("resources"))) / "speech" / DEMO
    return home / MODELS_FOLDER / name
