"""A model loaded in the recognizer's process: loaded when first asked, and again when the process had to end."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel, RecognizerStopped, SpeechError
from desktop.domain.jobs import Job
from desktop.speech.frames import Frame
from desktop.speech.model_files import check_folder
from desktop.speech.models import CATALOG, DEMO
from desktop.speech.recognizer_process import Answer, RecognizerProcess

_MOST_THREADS = 8
_PRECISION = "int8"
_DEMO_PRECISION = "default"
_DEVICES = {
    "cuda": "Runs on the graphics card (GPU).",
    "cpu": "Runs on the processor; no graphics card (GPU) that works for this was found.",
}


class LoadedModel:
    """The model in a folder, and the process that holds it. name: as screens call it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.is_demo = name == DEMO
        self.process = RecognizerProcess(stopped_sentence(name))
        self._folder = folder
        self._name = name
        self._device = ""
        self._may_use_gpu = True

    @property
    def device_in_words(self) -> str:
        """What computes, by a transcription that was tried when the model was loaded; empty before."""
        return _DEVICES.get(self._device, "")

    def load(self) -> Job[Waiting, None]:
        """Load the model unless it is. Raises NoSpeechModel, RecognizerStopped."""
        if self.process.is_running and self._device:
            return
        yield from check_folder(self._folder, self._name)
        try:
            yield from self._load()
        except RecognizerStopped:
            if not self._may_use_gpu:
                raise
            self._may_use_gpu = False  # a driver may crash the process where it should raise
            yield from self._load()

    def ask(self, question: Frame) -> Job[Waiting | Answer, None]:
        """Ask the process, with the model loaded. Raises SpeechError in words for what fails there."""
        yield from self.load()
        for answer in self.process.ask(question):
            if not isinstance(answer, Waiting) and answer["is"] == "failed":
                self.process.close()  # what failed once may have left it short of memory
                raise self._failure(answer["why"])
            yield answer

    def _load(self) -> Job[Waiting, None]:
        self._device = ""
        self.process.start()
        question = {
            "do": "load",
            "folder": str(self._folder),
            "gpu": self._may_use_gpu,
            "threads": threads(),
            "precision": precision_of(self._name),
        }
        for answer in self.process.ask(Frame(question)):
            if isinstance(answer, Waiting):
                yield answer
            elif answer["is"] == "failed":
                raise self._failure(answer["why"])
            else:
                self._device = answer["device"]

    def _failure(self, why: str) -> SpeechError:
        match why:
            case "memory":
                return RecognizerStopped(stopped_sentence(self._name))
            case "model":
                return NoSpeechModel(
                    f"The speech model {self._name} cannot be loaded. Get it again in Settings, or choose another."
                )
            case "language":
                return SpeechError(
                    f"The speech model {self._name} knows English alone. Choose a model for other languages in Settings."
                )
            case _:
                return RecognizerStopped(
                    f"Speech recognition with {self._name} failed. The recording is kept: try again, or choose another model."
                )


def stopped_sentence(name: str) -> str:
    """What a person is told when the process died. It names the next smaller model where there is one."""
    smaller = next((model.smaller for model in CATALOG if model.name == name), "small")
    advice = (
        f"try again, or choose the smaller model {smaller}"
        if smaller
        else "close other programs and try again"
    )
    return f"Speech recognition stopped, perhaps because memory ran out. The recording is kept: {advice}."


def precision_of(name: str) -> str:
    """How weights are held on a processor: 8-bit integers, but for the demo model, which is small as it is."""
    return _DEMO_PRECISION if name == DEMO else _PRECISION


def threads() -> int:
    """Threads for a model: one processor stays for the window and the recorder.

    The model's threads wait for each other without sleeping, so one too many slows all of them many times over.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST_THREADS, processors - 1))
