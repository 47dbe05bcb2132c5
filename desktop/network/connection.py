"""The network under the client: connections that can be stopped at any moment and go only where they may.

The client blocks in connect, in the TLS handshake and in each read. Here every such wait is made of slices
of SLICE_S, and between two slices the stop flag is looked at: cancelling works alike on every system and at
every moment but one. That one is the operating system's name resolution, which cannot be interrupted.

Plain http is connected only to an address that was checked a moment before, so a name that resolves to
something else the second time changes nothing.
"""

from __future__ import annotations

import errno
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from functools import partial
from threading import Event
from typing import Any, TypeVar

import httpcore2

from desktop.network.address import is_local, public_http

SLICE_S = 0.05
CONNECT_TIMEOUT_S = 5.0

T = TypeVar("T")

_CONNECTING = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}

_Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
"""One answer of name resolution."""


class StoppableBackend(httpcore2.NetworkBackend):
    """Opens TCP connections for the client until stop is set.

    local_only: refuse names of which any address is outside this computer and the local network.
    connected: set when the first connection stands, TLS included where tls is True.
    """

    def __init__(self, stop: Event, connected: Event, *, tls: bool, local_only: bool) -> None:
        self._stop = stop
        self._connected = connected
        self._tls = tls
        self._local_only = local_only

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - part of the interface, never set by our client
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore2.NetworkStream:
        """Resolve, check, and connect to the first address that answers, within timeout seconds in all.

        Raises EndpointNotAllowed, httpcore2.ConnectTimeout or httpcore2.ConnectError.
        """
        deadline = time.monotonic() + (CONNECT_TIMEOUT_S if timeout is None else timeout)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        if self._local_only and not all(is_local(str(entry[4][0])) for entry in found):
            raise public_http(host)
        failure: Exception = httpcore2.ConnectError("no address")
        for tried, entry in enumerate(found):
            share_s = (deadline - time.monotonic()) / (len(found) - tried)
            try:
                connection = _connect(entry, time.monotonic() + share_s, self._stop)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            if not self._tls:
                self._connected.set()
            return StoppableStream(connection, self._stop, self._connected)
        raise failure


def _connect(found: _Found, deadline: float, stop: Event) -> socket.socket:
    """One connection attempt in slices; the socket is closed unless it is returned."""
    family, kind, protocol, _, address = found
    connection = socket.socket(family, kind, protocol)
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        code = connection.connect_ex(address)
        if code in _CONNECTING:
            _wait_until_writable(connection, deadline, stop)
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    except OSError as error:
        connection.close()
        raise httpcore2.ConnectError(str(error)) from error
    except httpcore2.TimeoutException:
        connection.close()
        raise
    if code or stop.is_set():
        connection.close()
        raise httpcore2.ConnectError(f"connect failed with error {code}")
    return connection


def _wait_until_writable(connection: socket.socket, deadline: float, stop: Event) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_WRITE)
        while not selector.select(SLICE_S) and not stop.is_set():
            if time.monotonic() >= deadline:
                raise httpcore2.ConnectTimeout("no answer")


class StoppableStream(httpcore2.NetworkStream):
    """A connected socket that the client reads and writes in slices until stop is set."""

    def __init__(self, connection: socket.socket, stop: Event, connected: Event) -> None:
        self._socket = connection
        self._stop = stop
        self._connected = connected

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to max_bytes; empty at the end. Raises httpcore2.ReadTimeout or httpcore2.ReadError."""
        return self._in_slices(
            lambda: self._socket.recv(max_bytes), timeout, httpcore2.ReadTimeout, httpcore2.ReadError
        )

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of buffer. Raises httpcore2.WriteTimeout or httpcore2.WriteError."""
        rest = memoryview(buffer)
        while rest:
            send = partial(self._socket.send, rest)
            rest = rest[self._in_slices(send, timeout, httpcore2.WriteTimeout, httpcore2.WriteError) :]

    def close(self) -> None:
        """Close the socket; closing twice does nothing."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection under TLS, its certificate checked. Raises httpcore2.ConnectError or ConnectTimeout."""
        try:
            secured = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
            )
        except (OSError, ValueError) as error:
            self.close()
            raise httpcore2.ConnectError(str(error)) from error
        stream = StoppableStream(secured, self._stop, self._connected)
        try:
            stream._in_slices(secured.do_handshake, timeout, httpcore2.ConnectTimeout, httpcore2.ConnectError)
        except BaseException:
            stream.close()
            raise
        self._connected.set()
        return stream

    def get_extra_info(self, info: str) -> Any:
        """What the client asks of a connection: only the TLS object, for the protocol that was agreed."""
        return self._socket if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket) else None

    def _in_slices(
        self,
        operation: Callable[[], T],
        timeout: float | None,
        late: type[Exception],
        broken: type[Exception],
    ) -> T:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            if self._stop.is_set():
                raise broken("stopped")
            try:
                self._socket.settimeout(SLICE_S)
                return operation()
            except TimeoutError as error:
                if deadline is not None and time.monotonic() >= deadline:
                    raise late("no answer in time") from error
            except OSError as error:
                raise broken(str(error)) from error
