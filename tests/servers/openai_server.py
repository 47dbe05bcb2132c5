"""A loopback server that speaks the OpenAI chat protocol and misbehaves on request.

    with OpenAIServer("cut_midway", "ok") as server:
        drafter = EndpointDrafter(Endpoint(server.base_url, "test-model", allow_plain_http=True))

Each request for a chat completion takes the next script; the last one serves all further requests. What was
asked stands in server.requests. Scripts are in scripts.py.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self

from tests.servers.chat import Chat
from tests.servers.low_back_pain import LOW_BACK_PAIN_NOTE
from tests.servers.scripts import SCRIPTS, Script

MODELS = ("test-model", "other-model")


@dataclass(frozen=True)
class Received:
    """One request as it arrived. headers: names in lower case. body: parsed JSON, None for GET."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any] | None

    @property
    def text(self) -> str:
        """All words of the request's messages."""
        assert self.body is not None
        return "\n".join(message["content"] for message in self.body["messages"])


class OpenAIServer:
    """The server, on a free port of 127.0.0.1, while its with block runs.

    scripts: names from SCRIPTS, or functions that take a Chat. note: the texts that good answers hold.
    tokens_per_second: how fast answers stream; 0 for as fast as possible. tls: serve https with this context.
    host: the name to put into base_url.
    """

    def __init__(
        self,
        *scripts: str | Script,
        note: Mapping[str, str] = LOW_BACK_PAIN_NOTE,
        tokens_per_second: float = 0.0,
        tls: ssl.SSLContext | None = None,
        models_script: str | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.note = note
        self.tokens_per_second = tokens_per_second
        self.requests: list[Received] = []
        self.closing = Event()
        self.client_left = Event()
        self._models_script = SCRIPTS[models_script] if models_script else _list_models
        self._scripts: list[Script] = [
            SCRIPTS[script] if isinstance(script, str) else script for script in scripts or ("ok",)
        ]
        self._lock = Lock()
        self._http = _Http(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._http.server_address[1]
        self.base_url = f"{'https' if tls else 'http'}://{host}:{self.port}/v1"
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,), name="openai-server")

    @property
    def chats(self) -> list[Received]:
        """The requests for chat completions."""
        return [
            request
            for request in self.requests
            if request.path.partition("?")[0].endswith("/chat/completions")
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _next_script(self) -> Script:
        with self._lock:
            return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]


def _list_models(chat: Chat) -> None:
    """Answer GET /models."""
    models = [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in MODELS]
    chat.json({"object": "list", "data": models})


class _Http(ThreadingHTTPServer):
    daemon_threads = False  # joined by server_close, so that no thread outlives a test
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that leave or do not trust the certificate: tests make them do so."""


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

        def do_GET(self) -> None:
            self._record(None)
            self._answer(Chat(self, {}, server), server._models_script)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._record(body)
            self._answer(Chat(self, body, server), server._next_script())

        def _answer(self, chat: Chat, script: Script) -> None:
            try:
                script(chat)
            except (ConnectionError, TimeoutError):
                server.client_left.set()
            finally:
                self.close_connection = True

        def _record(self, body: dict[str, Any] | None) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append(Received(self.command, self.path, headers, body))

    return Handler
