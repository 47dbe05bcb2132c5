"""A loopback server that answers /v1/audio/transcriptions and misbehaves on request."""

from __future__ import annotations

import email.parser
import email.policy
import io
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self


@dataclass(frozen=True)
class Sent:
    """One request. fields: its form without the file. sound: the file's bytes. headers: names in lower case."""

    path: str
    fields: dict[str, str]
    sound: bytes
    headers: dict[str, str]

    @property
    def duration_ms(self) -> int:
        """How long the sound is."""
        import soundfile

        return round(soundfile.info(io.BytesIO(self.sound)).duration * 1000)


Answering = Callable[["SpeechServer", Sent], "tuple[int, str, bytes]"]
"""Makes the status, content type and body of an answer."""


def plain(_server: SpeechServer, _sent: Sent) -> tuple[int, str, bytes]:
    """Text alone, as gpt-4o-transcribe answers."""
    return as_json({"text": "My back hurts."})


def verbose(_server: SpeechServer, sent: Sent) -> tuple[int, str, bytes]:
    """Two segments, as whisper-1, speaches and vLLM answer."""
    if sent.fields["response_format"] != "verbose_json":
        return as_json({"error": {"message": "unexpected format"}}, 400)
    segments = [
        {"id": 0, "start": 0.5, "end": 2.0, "text": " What brings you in today?", "avg_logprob": -0.2,
         "no_speech_prob": 0.01, "compression_ratio": 1.1, "tokens": [1], "temperature": 0.0, "seek": 0},
        {"id": 1, "start": 2.0, "end": 4.0, "text": " My back hurts.", "avg_logprob": -0.2,
         "no_speech_prob": 0.01, "compression_ratio": 1.1, "tokens": [2], "temperature": 0.0, "seek": 0},
    ]  # fmt: skip
    return as_json({"task": "transcribe", "language": "english", "text": "...", "segments": segments})


def made_up(_server: SpeechServer, _sent: Sent) -> tuple[int, str, bytes]:
    """A segment for silence, with the doubts of the model beside it."""
    segment = {
        "start": 0.0,
        "end": 1.0,
        "text": "Thank you for watching.",
        "avg_logprob": -0.9,
        "no_speech_prob": 0.5,
    }
    return as_json({"text": "Thank you for watching.", "segments": [segment]})


def diarized(_server: SpeechServer, sent: Sent) -> tuple[int, str, bytes]:
    """Voices told apart, as gpt-4o-transcribe-diarize answers."""
    if sent.fields["response_format"] != "diarized_json" or sent.fields.get("chunking_strategy") != "auto":
        return as_json({"error": {"message": "unexpected format"}}, 400)
    said = [
        ("A", "What brings you in today?"), ("B", "My back hurts."), ("A", "How long have you had this?"),
        ("B", "I noticed it two weeks ago."), ("A", "Okay."),
    ]  # fmt: skip
    segments = [
        {"type": "transcript.text.segment", "id": f"seg_{place}", "start": float(place), "end": place + 0.9,
         "speaker": voice, "text": text}
        for place, (voice, text) in enumerate(said)
    ]  # fmt: skip
    return as_json({"task": "transcribe", "duration": 5.0, "text": "...", "segments": segments})


def only_plain(server: SpeechServer, sent: Sent) -> tuple[int, str, bytes]:
    """A model that knows no segments refuses the form of answer, as OpenAI does."""
    if sent.fields["response_format"] != "json":
        return as_json({"error": {"message": "response_format is not compatible"}}, 400)
    return plain(server, sent)


def page(_server: SpeechServer, _sent: Sent) -> tuple[int, str, bytes]:
    """A sign-in page with status 200."""
    return 200, "text/html", b"<html>Welcome</html>"


def hang(server: SpeechServer, _sent: Sent) -> tuple[int, str, bytes]:
    """No answer until the server closes."""
    server.asked.set()
    server.closing.wait(20)
    return as_json({"text": ""})


def failing(status: int) -> Answering:
    """An error status."""
    return lambda _server, _sent: as_json({"error": {"message": "patient words must not be shown"}}, status)


def as_json(value: object, status: int = 200) -> tuple[int, str, bytes]:
    """An answer in JSON."""
    return status, "application/json", json.dumps(value).encode()


class SpeechServer:
    """The server, on a free port of 127.0.0.1, while its with block runs. redirects_to: answer 307 there."""

    def __init__(
        self, answering: Answering = verbose, tls: ssl.SSLContext | None = None, redirects_to: str = ""
    ) -> None:
        self.answering = answering
        self.redirects_to = redirects_to
        self.requests: list[Sent] = []
        self.asked = Event()
        self.closing = Event()
        self._http = _Http(self)
        if tls is not None:
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self._http.server_address[1]}/v1"
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,), name="speech-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, speech: SpeechServer) -> None:
        self.speech = speech
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that leave: tests make them do so."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Http

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_POST(self) -> None:
        speech = self.server.speech
        body = self.rfile.read(int(self.headers["content-length"]))
        sent = _read(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        speech.requests.append(sent)
        self.close_connection = True
        if speech.redirects_to:
            self.send_response(307)
            self.send_header("Location", speech.redirects_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, content_type, content = speech.answering(speech, sent)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _read(path: str, headers: dict[str, str], body: bytes) -> Sent:
    """Take a multipart form apart."""
    head = f"Content-Type: {headers['content-type']}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields, sound = {}, b""
    for part in form.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = part.get_param("name", header="content-disposition")
        if part.get_filename():
            sound = content
        else:
            fields[str(name)] = content.decode()
    return Sent(path, fields, sound, headers)
