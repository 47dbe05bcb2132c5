"""A draft can be stopped at any moment, at once, and leaves nothing behind."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack
from itertools import islice

import pytest

from desktop.domain.drafting import TextAdded, Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import EndpointError, EndpointUnreachable
from desktop.domain.jobs import finish
from desktop.drafting.endpoint.drafter import EndpointDrafter
from desktop.network import exchange
from tests.servers.openai_server import OpenAIServer
from tests.servers.visits import endpoint, request

LIMIT_S = 1.0


@pytest.fixture(autouse=True)
def _no_thread_is_left():
    """After each test, no thread of an exchange runs."""
    yield
    assert _exchange_threads() == []


def _exchange_threads():
    return [thread for thread in threading.enumerate() if thread.name == "soapstone-endpoint"]


def _close_in_time(job):
    begun = time.monotonic()
    job.close()
    assert time.monotonic() - begun < LIMIT_S


@pytest.fixture
def silent_port():
    """A port whose connections are taken and never answered, and its list of connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def _full_listener(stack):
    """A port on which connecting hangs: its queue is full."""
    listener = stack.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    for _ in range(4):
        waiting = stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(listener.getsockname())
    return listener.getsockname()[1]


def test_stop_before_the_headers() -> None:
    """The server has the request and is silent: closing the job ends the connection at once."""
    with OpenAIServer("hang_before_headers") as server:
        job = EndpointDrafter(endpoint(server)).draft(request())
        while not server.chats:
            assert isinstance(next(job), Waiting)
        _close_in_time(job)
        assert server.client_left.wait(LIMIT_S)


def test_stop_between_tokens() -> None:
    """Half a note is there and the server is silent: the same."""
    with OpenAIServer("hang_midway") as server:
        job = EndpointDrafter(endpoint(server)).draft(request())
        next(event for event in job if isinstance(event, TextAdded))
        list(islice((event for event in job if isinstance(event, Waiting) and event.waited_ms), 2))
        _close_in_time(job)
        assert server.client_left.wait(LIMIT_S)


def test_stop_while_tokens_arrive() -> None:
    """The server writes without pause: the same."""
    with OpenAIServer("loop", tokens_per_second=200) as server:
        job = EndpointDrafter(endpoint(server)).draft(request())
        next(event for event in job if isinstance(event, TextAdded))
        _close_in_time(job)
        assert server.client_left.wait(LIMIT_S)


def test_stop_before_anything_was_asked() -> None:
    """A job that was never started sends nothing."""
    with OpenAIServer() as server:
        _close_in_time(EndpointDrafter(endpoint(server)).draft(request()))
        assert server.requests == []


def test_stop_while_connecting() -> None:
    """No answer to the attempt to connect: closing does not wait for its limit."""
    with ExitStack() as stack:
        port = _full_listener(stack)
        job = EndpointDrafter(Endpoint(f"http://127.0.0.1:{port}", "m", allow_plain_http=True)).draft(
            request()
        )
        for _ in range(5):
            assert isinstance(next(job), Waiting)
        _close_in_time(job)


def test_stop_during_the_tls_handshake(silent_port) -> None:
    """The server takes the connection and never speaks TLS."""
    job = EndpointDrafter(Endpoint(f"https://127.0.0.1:{silent_port}", "m")).draft(request())
    for _ in range(8):
        assert isinstance(next(job), Waiting)
    _close_in_time(job)


def test_stop_while_a_name_is_resolved(monkeypatch) -> None:
    """Name resolution cannot be interrupted: the job ends at once, and its thread with the resolution, sending nothing."""
    resolving, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object):
        resolving.set()
        go_on.wait(10)
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    job = EndpointDrafter(Endpoint("https://endpoint.invalid", "m")).draft(request())
    while not resolving.is_set():
        next(job)
    _close_in_time(job)
    (thread,) = _exchange_threads()
    go_on.set()
    thread.join(LIMIT_S)


def test_connecting_has_a_limit(monkeypatch) -> None:
    """A host that does not answer is given up, TLS handshake included."""
    monkeypatch.setattr(exchange, "CONNECT_LIMIT_S", 0.3)
    with ExitStack() as stack:
        port = _full_listener(stack)
        for url in (f"http://127.0.0.1:{port}", f"https://127.0.0.1:{port}"):
            job = EndpointDrafter(Endpoint(url, "m", allow_plain_http=True)).draft(request())
            with pytest.raises(EndpointUnreachable, match="does not answer"):
                finish(job)


def test_the_limit_to_connect_is_five_seconds() -> None:
    """As long as a person may wait to learn that a server is down."""
    assert exchange.CONNECT_LIMIT_S == 5.0


def test_no_thread_outlives_a_draft() -> None:
    """When a note is done, its thread is too."""
    with OpenAIServer() as server:
        finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert _exchange_threads() == []


@pytest.mark.parametrize("script", ["cut_midway", "length", "loop", "huge_50mb", "status_500", "html_200"])
def test_no_thread_outlives_a_failure(script) -> None:
    """However a draft fails, its thread ends with it."""
    with OpenAIServer(script) as server:
        with pytest.raises(EndpointError):
            finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert _exchange_threads() == []
