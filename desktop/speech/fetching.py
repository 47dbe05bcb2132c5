"""One HTTP GET on a thread of its own, so that a job can wait for it in slices and leave it at any moment."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import Job

SLICE_S = 0.05
CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 30.0
_CHUNKS_AHEAD = 64
_JOIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """How a server answers. starts_at: the first byte of a partial answer (206), else 0."""

    status: int
    content_type: str
    location: str
    starts_at: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some bytes of the answer."""

    data: bytes


class Fetching:
    """Gets one address. begin() waits for the answer, pieces() gives its bytes, close() leaves at once."""

    def __init__(
        self, url: str, headers: Mapping[str, str], certificates: ssl.SSLContext, proxy: str | None
    ) -> None:
        self.answer: Answer | None = None
        self._host = urlsplit(url).hostname or ""
        self._came: Queue[Answer | Chunk | Exception | None] = Queue(_CHUNKS_AHEAD)
        self._stop = Event()
        self._socket: list[socket.socket] = []
        arguments = (url, dict(headers), certificates, proxy)
        self._thread = Thread(target=self._run, args=arguments, name="model-download", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self) -> Job[Waiting, Answer]:
        """Ask, and wait for the head of the answer. Raises NoSpeechModel."""
        self._thread.start()
        for piece in self._pieces():
            if isinstance(piece, Waiting):
                yield piece
            elif isinstance(piece, Answer):
                self.answer = piece
                return piece
        raise NoSpeechModel(f"{self._host} did not answer. Check the network, then try again.")

    def pieces(self) -> Iterator[Waiting | Chunk]:
        """The bytes of the answer; Waiting in between. A connection that breaks ends them early."""
        for piece in self._pieces():
            assert not isinstance(piece, Answer)
            yield piece

    def close(self) -> None:
        """Leave; the thread ends by itself, at the latest when its connection attempt times out."""
        self._stop.set()
        for connection in self._socket:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)  # closing would not wake a blocked read
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def _pieces(self) -> Iterator[Waiting | Answer | Chunk]:
        began = time.monotonic()
        while True:
            try:
                piece = self._came.get(timeout=SLICE_S)
            except Empty:
                yield Waiting(round((time.monotonic() - began) * 1000))
                continue
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise _unreachable(piece, self._host) from piece
            yield piece

    def _run(
        self, url: str, headers: dict[str, str], certificates: ssl.SSLContext, proxy: str | None
    ) -> None:
        import httpx2  # noqa: PLC0415 - only for a download

        timeout = httpx2.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
        asked = {**headers, "user-agent": "Soapstone", "accept-encoding": "identity"}
        answered = False
        try:
            with (
                httpx2.Client(verify=certificates, proxy=proxy, trust_env=False, timeout=timeout) as client,
                client.stream("GET", url, headers=asked, follow_redirects=False) as response,
            ):
                self._remember(response)
                self._put(_answer(response))
                answered = True
                for data in (
                    response.iter_raw()
                ):  # as it comes: a chunk that is being filled is lost when the line breaks
                    self._put(Chunk(data))
                    if self._stop.is_set():
                        return
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            if not answered:
                self._put(error)
        self._put(None)

    def _remember(self, response: Any) -> None:
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None:
            self._socket.append(connection)

    def _put(self, piece: Answer | Chunk | Exception | None) -> None:
        while not self._stop.is_set():
            try:
                self._came.put(piece, timeout=SLICE_S)
            except Full:
                continue
            return


def _answer(response: Any) -> Answer:
    first = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    return Answer(
        status=response.status_code,
        content_type=response.headers.get("content-type", "").lower(),
        location=response.headers.get("location", ""),
        starts_at=int(first) if first.isdigit() else 0,
    )


def _unreachable(error: Exception, host: str) -> NoSpeechModel:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoSpeechModel(
                f"The certificate of {host} is not valid, so nothing was downloaded. If your clinic has its own "
                "certificates, choose their file in Settings."
            )
        cause = cause.__cause__ or cause.__context__
    return NoSpeechModel(
        f"{host} cannot be reached. Check the network, or use a folder with a model that was downloaded elsewhere."
    )
