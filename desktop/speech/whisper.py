"""Speech recognition on this device: faster-whisper in a process of its own."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.drafting import Waiting
from desktop.domain.jobs import Job
from desktop.domain.speech import SpeechEvent, SpeechRequest, Word
from desktop.domain.transcript import Transcript
from desktop.speech.frames import Frame
from desktop.speech.hearing import Heard, Span
from desktop.speech.hot_words import hot_words
from desktop.speech.live import listen_live
from desktop.speech.loaded_model import LoadedModel
from desktop.speech.recognizer_process import Answer
from desktop.speech.whole import listen_to_whole


class WhisperEngine:
    """Writes down speech with the model in a folder. Close it to end its process; it starts again when asked.

    name: of the catalogue, or the folder's name. The process stays between jobs, so a second recording does not
    load the model again. One job at a time.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._loaded = LoadedModel(folder, name)

    @property
    def engine(self) -> str:
        """As the screens and the records name it."""
        return f"this device: {self.name}"

    @property
    def device_in_words(self) -> str:
        """What computes, known once the model was loaded; empty before."""
        return self._loaded.device_in_words

    @property
    def pid(self) -> int | None:
        """The number of the recognizer's process; None while there is none."""
        return self._loaded.process.pid

    def load(self) -> Job[Waiting, None]:
        """Start the process and load the model, so that the first words need not wait for it.

        Raises NoSpeechModel, RecognizerStopped.
        """
        yield from self._loaded.load()

    def transcribe(self, request: SpeechRequest) -> Job[SpeechEvent, Transcript]:
        """Write down what is heard, live or whole. Raises NoSpeechModel, RecognizerStopped, SpeechError.

        Closing the job ends the process at once.
        """
        listen = listen_live if request.is_live else listen_to_whole
        return listen(request, _WhisperRecognizer(self._loaded, request))

    def close(self) -> None:
        """End the process."""
        self._loaded.process.close()


class _WhisperRecognizer:
    """Asks a loaded model, for one request."""

    def __init__(self, loaded: LoadedModel, request: SpeechRequest) -> None:
        self._loaded = loaded
        self._language = request.language
        # The demo model knows no words but its own: others only lead it astray.
        self._hot_words = "" if loaded.is_demo else hot_words(request.expect_to_hear)

    def find_speech(self, pcm: bytes) -> Job[Waiting, tuple[Span, ...]]:
        """By the voice activity detector."""
        spans: tuple[Span, ...] = ()
        for answer in self._loaded.ask(Frame({"do": "find"}, pcm)):
            if isinstance(answer, Waiting):
                yield answer
            else:
                spans = tuple(Span(start, end) for start, end, _ in answer["spans"])
        return spans

    def write_down(self, pcm: bytes, spans: tuple[Span, ...], *, guess: bool) -> Job[Waiting | Heard, None]:
        """By the model. A language that was found out once is kept for the rest of the recording."""
        question = {
            "do": "write",
            "spans": spans,
            "language": self._language,
            "hotwords": self._hot_words,
            "words": not guess,
            "guess": guess,
        }
        for answer in self._loaded.ask(Frame(question, pcm)):
            if isinstance(answer, Waiting):
                yield answer
            elif answer["is"] == "segment":
                yield _heard(answer)
            elif not guess:
                self._language = answer["language"]


def _heard(answer: Answer) -> Heard:
    return Heard(
        text=answer["text"],
        start_ms=answer["start_ms"],
        end_ms=answer["end_ms"],
        log_probability=answer["log_probability"],
        no_speech=answer["no_speech"],
        compression=answer["compression"],
        loudness_dbfs=answer["loudness_dbfs"],
        words=tuple(
            Word(text.strip(), start, end, probability) for text, start, end, probability in answer["words"]
        ),
    )
