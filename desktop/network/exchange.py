"""One question to an endpoint and its streamed answer, read so that it can be stopped at any moment.

The client's reads block, so one background thread does them and puts what arrives into a queue, while the
job that asked polls the queue, keeps the time limits, and yields ``Waiting`` when nothing comes. Closing the
job sets a flag that ends every wait of the thread's connection (see connection.py) and joins the thread.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Generator, Sequence
from threading import Event, Thread

from desktop.domain.drafting import Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import EndpointUnreachable
from desktop.network.ending import Alive, Arrived, Ending
from desktop.network.features import Features
from desktop.network.message import Message

POLL_S = 0.1
CONNECT_LIMIT_S = 5.0

_JOIN_S = 0.5


def exchange(
    endpoint: Endpoint, messages: Sequence[Message], features: Features
) -> Generator[str | Waiting, None, Ending]:
    """Ask once; yield the answer's text as it arrives, and Waiting at least every 100 ms without any.

    Raises EndpointNotAllowed, EndpointUnreachable (also when a time limit passes) and AnswerUnusable.
    """
    reader = _Reader(endpoint, messages, features)
    changed = time.monotonic()
    answering = False
    reader.start()
    try:
        while True:
            try:
                got = reader.arrived.get(timeout=POLL_S)
            except queue.Empty:
                now = time.monotonic()
                if reader.sending_since is not None:
                    since = changed if answering else reader.sending_since
                    _keep_limits(
                        endpoint, now - since, connected=reader.connected.is_set(), answering=answering
                    )
                yield Waiting(round(1000 * (now - changed)))
                continue
            changed = time.monotonic()
            if isinstance(got, Ending):
                return got
            if isinstance(got, Exception):
                raise got
            answering = True
            if isinstance(got, str):
                yield _with_what_follows(got, reader.arrived)
            else:
                yield Waiting(0)
    finally:
        reader.stop()


def _with_what_follows(text: str, arrived: queue.SimpleQueue[Arrived | Ending | Exception]) -> str:
    """Text together with the text queued behind it, so that a fast server is read in larger steps."""
    pieces = [text]
    while True:
        try:
            following = arrived.get_nowait()
        except queue.Empty:
            return "".join(pieces)
        if isinstance(following, str):
            pieces.append(following)
        elif not isinstance(following, Alive):
            arrived.put(following)  # an ending or a failure is the last thing the thread puts
            return "".join(pieces)


def _keep_limits(endpoint: Endpoint, waited_s: float, *, connected: bool, answering: bool) -> None:
    """Raise EndpointUnreachable when the endpoint kept us waiting too long for what comes next."""
    host = endpoint.host
    if not connected and waited_s > CONNECT_LIMIT_S:
        raise EndpointUnreachable(
            f"{host} does not answer. Check the network and that the server is running, then try again."
        )
    if answering and waited_s > endpoint.between_tokens_timeout_s:
        raise EndpointUnreachable(
            f"{host} stopped in the middle of its answer for {endpoint.between_tokens_timeout_s:g} seconds. "
            "What was written is incomplete; try again."
        )
    if not answering and waited_s > endpoint.first_token_timeout_s:
        raise EndpointUnreachable(
            f"{host} began no answer within {endpoint.first_token_timeout_s:g} seconds. "
            "Try again, or set a longer wait in Settings."
        )


class _Reader:
    """The background thread of one exchange."""

    def __init__(self, endpoint: Endpoint, messages: Sequence[Message], features: Features) -> None:
        self.arrived: queue.SimpleQueue[Arrived | Ending | Exception] = queue.SimpleQueue()
        self.connected = Event()
        self.sending_since: float | None = None  # None while the client's library is loaded the first time
        self._stop = Event()
        self._question = (endpoint, messages, features)
        # A daemon, because name resolution is the one wait that cannot be ended; such a thread ends with it.
        self._thread = Thread(target=self._run, name="soapstone-endpoint", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread's waits and wait for it, at most half a second."""
        self._stop.set()
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        from desktop.network.reading_thread import AnswerReader  # noqa: PLC0415 - loads the client, 0.4 s

        self.sending_since = time.monotonic()
        answer = AnswerReader(*self._question, self._stop, self.connected, self.arrived.put)
        try:
            self.arrived.put(answer.read())
        except Exception as error:  # noqa: BLE001 - every failure is raised again in the job, on the job's thread
            self.arrived.put(error)
