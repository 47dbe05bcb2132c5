"""One chat completion being answered: the words of the protocol that scripts are written in."""

from __future__ import annotations

import json
import re
import select
import socket
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.servers.openai_server import OpenAIServer

SECTIONS = ("subjective", "objective", "assessment", "plan")


class Chat:
    """Answers one request. A script calls begin, say (often), finish and end; or json, page or status alone."""

    def __init__(self, http: BaseHTTPRequestHandler, body: dict[str, Any], server: OpenAIServer) -> None:
        self._http = http
        self.body = body
        self.server = server

    @property
    def prompt(self) -> str:
        """All words that were asked."""
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that the request asks for, by its schema or else by its last message."""
        form = self.body.get("response_format", {})
        if form.get("type") == "json_schema":
            return tuple(form["json_schema"]["schema"]["required"])
        last = self.body["messages"][-1]["content"]
        return tuple(name for name in SECTIONS if f'"{name}"' in last or f'"{name.capitalize()}:"' in last)

    @property
    def note(self) -> dict[str, str]:
        """The server's note, as far as this request asks for it."""
        return {name: self.server.note.get(name, "") for name in self.sections}

    @property
    def note_json(self) -> str:
        """A good answer."""
        return json.dumps(self.note, ensure_ascii=False)

    @property
    def prompt_tokens(self) -> int:
        """How many tokens a usual tokenizer makes of the prompt: a word of up to 6 letters is one, a mark is one."""
        pieces = re.findall(r"\w+|[^\w\s]", self.prompt)
        return sum(1 + (len(piece) - 1) // 6 for piece in pieces)

    def begin(self, content_type: str = "text/event-stream") -> None:
        """Send the headers of a stream."""
        self._http.send_response(200)
        self._http.send_header("Content-Type", content_type)
        self._http.send_header("Transfer-Encoding", "chunked")
        self._http.end_headers()

    def raw(self, data: bytes) -> None:
        """Send bytes as one piece of the stream."""
        self._http.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self._http.wfile.flush()

    def event(self, event: Mapping[str, Any]) -> None:
        """Send one event."""
        self.raw(b"data: " + json.dumps(event).encode() + b"\n\n")

    def delta(self, delta: Mapping[str, Any], finish_reason: str | None = None) -> None:
        """Send one piece of the answer."""
        choice = {"index": 0, "delta": dict(delta), "finish_reason": finish_reason}
        self.event({**self._frame(), "choices": [choice]})

    def say(self, text: str) -> None:
        """Stream text token by token, at the server's speed."""
        for token in tokens(text):
            self.delta({"content": token})
            if self.server.tokens_per_second:
                self.pause(1 / self.server.tokens_per_second)

    def finish(self, reason: str = "stop", prompt_tokens: int | None = None) -> None:
        """Say why the answer ends, what was read if that was asked, and end."""
        self.delta({}, reason)
        if self.body.get("stream_options", {}).get("include_usage"):
            counted = self.prompt_tokens if prompt_tokens is None else prompt_tokens
            usage = {"prompt_tokens": counted, "completion_tokens": 10, "total_tokens": counted + 10}
            self.event({**self._frame(), "choices": [], "usage": usage})
        self.raw(b"data: [DONE]\n\n")
        self.end()

    def end(self) -> None:
        """End the stream properly."""
        self._http.wfile.write(b"0\r\n\r\n")

    def cut(self) -> None:
        """Close the connection without ending the stream."""
        self._http.wfile.flush()
        self._http.connection.shutdown(socket.SHUT_RDWR)

    def json(self, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Answer in one piece."""
        self.page(json.dumps(value), "application/json", status, headers)

    def status(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        """Answer with an error status."""
        self.json(value, status, headers)

    def page(
        self, text: str, content_type: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer with any text."""
        data = text.encode()
        self._http.send_response(status)
        self._http.send_header("Content-Type", content_type)
        self._http.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self._http.send_header(name, value)
        self._http.end_headers()
        self._http.wfile.write(data)

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the server closes."""
        self.server.closing.wait(seconds)

    def hang(self) -> None:
        """Send nothing more until the client leaves, which is noted, or the server closes."""
        while not self.server.closing.is_set():
            readable, _, _ = select.select([self._http.connection], [], [], 0.02)
            if readable:
                self.server.client_left.set()
                return

    def _frame(self) -> dict[str, Any]:
        return {
            "id": "chatcmpl-test", "object": "chat.completion.chunk", "created": 0, "model": self.body.get("model", ""),
        }  # fmt: skip


def tokens(text: str) -> Iterator[str]:
    """A text in pieces as tokenizers cut it: words with the space before them, at most 8 characters."""
    for word in re.findall(r"\s*\S+|\s+", text):
        for start in range(0, len(word), 8):
            yield word[start : start + 8]
