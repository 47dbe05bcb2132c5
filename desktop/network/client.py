"""The openai client as Soapstone uses it: no retries, no redirects, no environment, nothing unneeded sent."""

from __future__ import annotations

import logging
import ssl
import urllib.request
from collections.abc import Iterator
from threading import Event
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpcore2
import httpx2
import openai

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointNotAllowed
from desktop.network.address import check_address
from desktop.network.connection import CONNECT_TIMEOUT_S, StoppableBackend

WHOLE_ANSWER_BYTES = 1_000_000
"""Limit of an answer that is not a stream of events, and of one event: an error page, a model list, a whole note."""

STREAM_BYTES = 64_000_000
"""Limit of a stream on the wire, of which nothing but one event is ever held: each token comes in some 300 bytes
of wrapping, and a reasoning model sends tens of thousands of tokens that are dropped as they come."""

_HEADERS_SENT = frozenset(
    {
        "host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent",
        "authorization", "api-key", "if-none-exist", "prefer",
    }
)  # fmt: skip


def open_client(endpoint: Endpoint, stop: Event, connected: Event, read_timeout_s: float) -> openai.OpenAI:
    """A client for one exchange, for the caller to close. stop ends its waits; connected is set once it stands.

    Raises EndpointNotAllowed for an address that may not be used.
    """
    client = open_http(endpoint, stop, connected, read_timeout_s)
    url = urlsplit(endpoint.base_url)
    query = dict(parse_qsl(url.query))
    try:
        return openai.OpenAI(
            api_key=endpoint.api_key or "none",  # the client wants one; own servers ignore it
            base_url=urlunsplit(url._replace(query="", fragment="")),
            default_query=query,
            default_headers={"api-key": endpoint.api_key} if _is_azure(url.hostname or "", query) else {},
            max_retries=0,
            timeout=client.timeout,
            http_client=client,
        )
    except httpx2.InvalidURL as error:
        client.close()
        raise EndpointNotAllowed("The endpoint's address cannot be read. Check it in Settings.") from error


def open_http(endpoint: Endpoint, stop: Event, connected: Event, read_timeout_s: float) -> httpx2.Client:
    """The plain client under it, for servers that speak no chat: the same rules, and no key of its own in a header.

    Raises EndpointNotAllowed for an address that may not be used.
    """
    check_address(endpoint)
    # A variable of the environment can make the client log; whatever it would write, a visit's words are near it.
    for name in ("openai", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    tls = urlsplit(endpoint.base_url).scheme == "https"
    transport = _Transport(endpoint, StoppableBackend(stop, connected, tls=tls, local_only=not tls), tls=tls)
    timeout = httpx2.Timeout(read_timeout_s, connect=CONNECT_TIMEOUT_S)
    return httpx2.Client(transport=transport, follow_redirects=False, trust_env=False, timeout=timeout)


def _is_azure(host: str, query: dict[str, str]) -> bool:
    """Azure takes the key in a header of its own."""
    return "api-version" in query or host.endswith(".azure.com")


def _stripped(request: httpx2.Request) -> httpx2.Request:
    """The request with only the headers it needs.

    The client would add its version, the system's, and whatever organization, project or further headers
    variables of the environment name. (It reads its own headers again later, so the original is left alone.)
    """
    headers = {name: value for name, value in request.headers.items() if name.lower() in _HEADERS_SENT}
    if "api-key" in headers:
        headers.pop("authorization", None)
    headers["user-agent"] = "Soapstone"
    headers["accept-encoding"] = "identity"  # a compressed answer could unfold to any size
    return httpx2.Request(
        request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
    )


class _Transport(httpx2.HTTPTransport):
    """The client's own transport on our connections, with answers counted while they are read."""

    def __init__(self, endpoint: Endpoint, backend: StoppableBackend, *, tls: bool) -> None:
        proxy = _proxy(endpoint) if tls else None  # plain http goes to a checked address, never to a proxy
        super().__init__(verify=_certificates(endpoint), trust_env=False, proxy=proxy)
        # The transport offers no way to choose the backend that its pool offers; tests of cancelling,
        # and of names that resolve to public addresses, fail if this stops reaching the pool.
        self._pool: httpcore2.ConnectionPool
        self._pool._network_backend = backend  # noqa: SLF001 - as said above

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = super().handle_request(_stripped(request))
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise AnswerUnusable("The endpoint's answer is compressed although that was not asked for.")
        streamed = response.headers.get("content-type", "").startswith("text/event-stream")
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Counted(response.stream, streamed=streamed)
        return response


class _Counted(httpx2.SyncByteStream):
    """Passes an answer on and raises AnswerUnusable when it, or one event of it, outgrows its limit."""

    def __init__(self, stream: httpx2.SyncByteStream, *, streamed: bool) -> None:
        self._stream = stream
        self._streamed = streamed

    def __iter__(self) -> Iterator[bytes]:
        total = event = 0
        for chunk in self._stream:
            total += len(chunk)
            line_end = chunk.rfind(b"\n")
            event = event + len(chunk) if line_end < 0 else len(chunk) - line_end - 1
            if max(event, 0 if self._streamed else total) > WHOLE_ANSWER_BYTES or total > STREAM_BYTES:
                raise AnswerUnusable(
                    "The endpoint's answer is far too large to be a note. Nothing of it was kept."
                )
            yield chunk

    def close(self) -> None:
        self._stream.close()


def _certificates(endpoint: Endpoint) -> ssl.SSLContext:
    """The system's certificate authorities, and the clinic's own if one is named."""
    context = httpx2.create_ssl_context(trust_env=False)
    if endpoint.ca_file:
        try:
            context.load_verify_locations(cafile=endpoint.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise EndpointNotAllowed(
                "The file with the clinic's own certificates cannot be read. Choose it again in Settings."
            ) from error
    return context


def _proxy(endpoint: Endpoint) -> str | None:
    """The proxy that the environment names for this host, if the person chose to use it."""
    host = urlsplit(endpoint.base_url).hostname or ""
    if not endpoint.use_proxy or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get("https") or proxies.get("all")
    if proxy is not None and not proxy.startswith("http://"):
        raise EndpointNotAllowed(
            "The proxy of this computer is of a kind that Soapstone cannot use. Turn the proxy off in Settings."
        )
    return proxy
