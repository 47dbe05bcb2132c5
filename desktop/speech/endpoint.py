"""Speech recognition elsewhere: an endpoint that answers /v1/audio/transcriptions as OpenAI, speaches or vLLM do."""

from __future__ import annotations

import io
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.domain.drafting import Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import EndpointError, EndpointNotAllowed, EndpointRefused, RecognizerStopped
from desktop.domain.jobs import Job
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ
from desktop.domain.speech import SpeechEvent, SpeechRequest
from desktop.domain.transcript import Transcript
from desktop.network.aside import aside
from desktop.speech.endpoint_answer import read_answer
from desktop.speech.frames import Frame
from desktop.speech.hearing import Heard, Span
from desktop.speech.hot_words import hot_words
from desktop.speech.live import listen_live
from desktop.speech.recognizer_process import RecognizerProcess
from desktop.speech.whole import listen_to_whole

if TYPE_CHECKING:
    import openai

OpenClient = Callable[[Event, Event], "openai.OpenAI"]
"""Opens a client for one exchange: the first event stops it, the second is set once it is connected."""

Explain = Callable[[Exception, str], EndpointError]
"""The error for a failure without an answer, from the client's exception and the host."""

PIECE_MS = 120_000
"""Of sound sent at once: some 2 MB, and an answer within the usual time limits."""

R = TypeVar("R")

_BAD_REQUEST = frozenset({400, 415, 422})
_STOPPED = "Finding speech stopped, perhaps because memory ran out. The recording is kept: try again."


class EndpointSpeechEngine:
    """Sends speech to an endpoint; silence stays here. Close it to end the process that finds speech.

    open_client, explain: the network, with the rules on addresses, certificates and proxies that hold for every
    endpoint. There are no guesses while an utterance goes on, and no word times.
    """

    def __init__(self, endpoint: Endpoint, open_client: OpenClient, explain: Explain) -> None:
        self._endpoint = endpoint
        self._open_client = open_client
        self._explain = explain
        self._finder = RecognizerProcess(_STOPPED)
        self._formats = _formats(endpoint.model)

    @property
    def engine(self) -> str:
        """As the screens and the records name it."""
        return f"endpoint: {self._endpoint.host}, {self._endpoint.model}"

    def transcribe(self, request: SpeechRequest) -> Job[SpeechEvent, Transcript]:
        """Write down what is heard, live or whole. Raises EndpointError, RecognizerStopped."""
        recognizer = _EndpointRecognizer(self, request)
        if request.is_live:
            return listen_live(request, recognizer)
        return listen_to_whole(request, recognizer, PIECE_MS)

    def find_speech(self, pcm: bytes) -> Job[Waiting, tuple[Span, ...]]:
        """Where somebody speaks, found on this device."""
        self._finder.start()
        spans: tuple[Span, ...] = ()
        for answer in self._finder.ask(Frame({"do": "find"}, pcm)):
            if isinstance(answer, Waiting):
                yield answer
            elif answer["is"] == "failed":
                self._finder.close()
                raise RecognizerStopped(_STOPPED)
            else:
                spans = tuple(Span(start, end) for start, end, _ in answer["spans"])
        return spans

    def ask(self, pcm: bytes, language: str, prompt: str) -> Job[Waiting, bytes]:
        """Send sound and return the answer as it came. Forms of answer that the model refuses are not asked again."""
        flac = yield from aside(lambda _stop: _as_flac(pcm))
        while True:
            form = self._formats[0]
            try:
                return (yield from self._ask_once(flac, form, language, prompt))
            except EndpointRefused as error:
                if error.status not in _BAD_REQUEST or len(self._formats) == 1:
                    raise
                self._formats = self._formats[1:]

    def close(self) -> None:
        """End the process that finds speech."""
        self._finder.close()

    def _ask_once(self, flac: bytes, form: str, language: str, prompt: str) -> Job[Waiting, bytes]:
        fields: dict[str, Any] = {"response_format": form}
        if language:
            fields["language"] = language
        if form == "diarized_json":
            fields["chunking_strategy"] = "auto"
        elif prompt:
            fields["prompt"] = prompt

        def exchange(stop: Event) -> bytes:
            return self._exchange(flac, fields, stop)

        return (yield from aside(exchange))

    def _exchange(self, flac: bytes, fields: dict[str, Any], stop: Event) -> bytes:
        """One request, on a thread."""
        import openai  # noqa: PLC0415 - only for an endpoint

        host = self._endpoint.host
        try:
            with self._open_client(stop, Event()) as client:
                raw = client.audio.transcriptions.with_raw_response.create(
                    file=("speech.flac", flac, "audio/flac"), model=self._endpoint.model, **fields
                )
                return bytes(raw.http_response.content)
        except openai.APIStatusError as error:
            raise _refused(error.status_code, host, self._endpoint.model) from error
        except openai.OpenAIError as error:
            raise self._explain(error, host) from error


class _EndpointRecognizer:
    """Asks an endpoint, for one request."""

    def __init__(self, engine: EndpointSpeechEngine, request: SpeechRequest) -> None:
        self._engine = engine
        self._language = request.language
        self._prompt = hot_words(request.expect_to_hear)

    def find_speech(self, pcm: bytes) -> Job[Waiting, tuple[Span, ...]]:
        """On this device."""
        return self._engine.find_speech(pcm)

    def write_down(self, pcm: bytes, spans: tuple[Span, ...], *, guess: bool) -> Job[Waiting | Heard, None]:
        """From the first word to the last; a guess is not worth sending."""
        if guess:
            return
        start_ms, end_ms = spans[0].start_ms, spans[-1].end_ms
        sound = pcm[start_ms * BYTES_PER_MS : end_ms * BYTES_PER_MS]
        answer = yield from self._engine.ask(sound, self._language, self._prompt)
        yield from read_answer(answer, start_ms, end_ms)


def _formats(model: str) -> tuple[str, ...]:
    """Forms of answer to ask for, best first."""
    usual = ("verbose_json", "json")
    return ("diarized_json", *usual) if "diarize" in model.lower() else usual


def _as_flac(pcm: bytes) -> bytes:
    """The same samples at half the size."""
    import soundfile  # noqa: PLC0415 - only for an endpoint

    flac = io.BytesIO()
    with soundfile.SoundFile(
        flac, "w", samplerate=SAMPLE_RATE_HZ, channels=1, format="FLAC", subtype="PCM_16"
    ) as out:
        out.buffer_write(pcm, dtype="int16")
    return flac.getvalue()


def _refused(status: int, host: str, model: str) -> EndpointError:
    kept = "The recording is kept."
    if status in {301, 302, 303, 307, 308}:
        return EndpointNotAllowed(
            f"{host} points to another address, so nothing was sent there. Put the right address into Settings."
        )
    match status:
        case 401 | 403:
            sentence = f"{host} refuses the key. Check it in Settings. {kept}"
        case 404:
            sentence = (
                f"{host} has no speech recognition with the model {model}. Check both in Settings. {kept}"
            )
        case 413:
            sentence = f"{host} takes no sound of this length. Use recognition on this device. {kept}"
        case 429:
            sentence = (
                f"{host} is busy or the account's limit is reached. Wait a little, then try again. {kept}"
            )
        case _ if status >= 500:
            sentence = (
                f"{host} failed (status {status}). Try again, or use recognition on this device. {kept}"
            )
        case _:
            sentence = (
                f"{host} does not accept the request (status {status}). Check the model in Settings. {kept}"
            )
    return EndpointRefused(sentence, status)
