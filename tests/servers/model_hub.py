"""A loopback server that speaks as much of the Hugging Face hub as models need, and misbehaves on request."""

from __future__ import annotations

import hashlib
import json
import random
import ssl
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self


@dataclass(frozen=True)
class Asked:
    """One request. range: its Range header, or empty."""

    path: str
    range: str


class ModelHub:
    """Serves one repository on a free port of 127.0.0.1 while its with block runs.

    files: what the repository has. sends: what is sent in place of a file. cut_after, hang_after: so many bytes
    into model.bin. portal_for: answer addresses that hold this with a web page. redirects: files lie elsewhere on
    this server; redirects_to: at this address. status: answer everything so.
    """

    commit = "0123456789abcdef0123456789abcdef01234567"

    def __init__(self, repository: str, tls: ssl.SSLContext | None = None) -> None:
        self.repository = repository
        weights = random.Random(7).randbytes(1_200_000)  # noqa: S311 - any bytes that do not compress
        self.files = {
            "config.json": b'{"alignment_heads": []}',
            "model.bin": b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00" + weights,
            "tokenizer.json": b'{"version": "1.0"}',
            "vocabulary.txt": b"a\nb\n",
            "README.md": b"not asked for",
        }
        self.sends: dict[str, bytes] = {}
        self.cut_after: int | None = None
        self.hang_after: int | None = None
        self.ignores_ranges = False
        self.portal_for = ""
        self.redirects = False
        self.redirects_to = ""
        self.status = 200
        self.requests: list[Asked] = []
        self.closing = Event()
        self._http = _Http(self)
        if tls is not None:
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._http.server_address[1]}"
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,), name="model-hub")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def listing(self) -> list[dict[str, Any]]:
        """The files as the hub lists them: large ones by SHA-256, small ones by git's hash."""
        listed: list[dict[str, Any]] = [{"type": "directory", "path": "onnx", "oid": "0" * 40, "size": 0}]
        for path, content in self.files.items():
            git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324 - git's own
            entry: dict[str, Any] = {"type": "file", "path": path, "size": len(content), "oid": git}
            if path == "model.bin":
                entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)}
            listed.append(entry)
        return listed


class _Http(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, hub: ModelHub) -> None:
        self.hub = hub
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that leave: tests make them do so."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Http

    @property
    def hub(self) -> ModelHub:
        return self.server.hub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_GET(self) -> None:
        self.hub.requests.append(Asked(self.path, self.headers.get("range", "")))
        self.close_connection = True
        if self.hub.status != 200:
            self._page(self.hub.status, b"{}", "application/json")
        elif self.hub.portal_for and self.hub.portal_for in self.path:
            self._page(200, b"<html>Welcome to the guest network</html>", "text/html; charset=utf-8")
        elif self.path == f"/api/models/{self.hub.repository}/revision/main":
            self._page(200, json.dumps({"sha": self.hub.commit}).encode(), "application/json")
        elif self.path == f"/api/models/{self.hub.repository}/tree/{self.hub.commit}":
            self._page(200, json.dumps(self.hub.listing()).encode(), "application/json")
        else:
            self._file(self.path.rpartition("/")[2])

    def _file(self, name: str) -> None:
        is_large = name == "model.bin"
        if is_large and "/resolve/" in self.path and (self.hub.redirects or self.hub.redirects_to):
            self.send_response(302)
            self.send_header("Location", self.hub.redirects_to or f"/elsewhere/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = self.hub.sends.get(name, self.hub.files[name])
        asked = self.headers.get("range", "")
        start = 0
        if asked and not self.hub.ignores_ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        stop = (self.hub.cut_after or self.hub.hang_after) if is_large else None
        self.wfile.write(content[start:stop])
        self.wfile.flush()
        if is_large and self.hub.hang_after:
            self.hub.closing.wait(20)

    def _page(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
