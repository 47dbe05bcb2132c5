"""Sends a DocumentReference to a FHIR server, once: what is there already is found, never stored twice.

Three guards together: the server is asked for the document before it is sent; it is sent as a conditional create
(If-None-Exist, FHIR R4, "http.html", 3.1.0.8.1); and when an answer is lost, the server is asked again before
anything is sent again. A server that cannot be asked gets no second try.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import quote, urlsplit

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import EndpointError, EndpointNotAllowed, SendingRefused, SendingUncertain
from desktop.domain.jobs import Job, Waiting
from desktop.export.fhir_answers import Answer, found_ids, is_search_answer, refusal, stored_id
from desktop.export.fhir_identity import URI_SYSTEM
from desktop.export.fhir_resources import Resource
from desktop.network.aside import aside

_READ_TIMEOUT_S = 30.0
_TRIES = 3
_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 10.0
_SLICE_S = 0.05
_FHIR_JSON = "application/fhir+json"


@dataclass(frozen=True, slots=True)
class FhirServer:
    """Where documents are sent. base_url: up to and without "/DocumentReference". token: a bearer token, or empty.

    The other fields are as in Endpoint, and the same rules hold: https anywhere, http only where ticked and near.
    """

    base_url: str
    token: str = field(default="", repr=False)
    allow_plain_http: bool = False
    use_proxy: bool = False
    ca_file: str = ""

    @property
    def endpoint(self) -> Endpoint:
        """The same as the network knows it."""
        return Endpoint(
            self.base_url,
            model="",
            api_key=self.token,
            allow_plain_http=self.allow_plain_http,
            use_proxy=self.use_proxy,
            ca_file=self.ca_file,
        )


@dataclass(frozen=True, slots=True)
class SendRequest:
    """A request as it goes out. headers: without the token, which is added last and never shown."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Sent:
    """The document is on the server. name: what the server calls it ("DocumentReference/123"), empty if unsaid.

    was_there: it was there before this call, from an earlier one.
    """

    name: str
    was_there: bool


def create_request(server: FhirServer, resource: Resource) -> SendRequest:
    """Exactly what would be sent, for a person to read first. Nothing is resolved or connected."""
    condition = f"identifier={quote(f'{URI_SYSTEM}|{_identifier(resource)}', safe=':|-')}"
    headers = {
        "Accept": _FHIR_JSON,
        "Content-Type": f"{_FHIR_JSON}; charset=utf-8",
        "If-None-Exist": condition,
        "Prefer": "return=minimal",
    }
    body = json.dumps(resource, ensure_ascii=False, indent=2).encode()
    return SendRequest("POST", f"{_base(server)}/DocumentReference", headers, body)


def send(server: FhirServer, resource: Resource) -> Job[Waiting, Sent]:
    """Store the document on the server unless it is there, and say what it is called there.

    Raises EndpointNotAllowed, EndpointUnreachable (nothing was sent), SendingRefused, and SendingUncertain when the
    answer was lost and the server cannot be asked.
    """
    request = create_request(server, resource)
    there = yield from _search(server, resource)
    if there:
        return Sent(_the_one(there, server), was_there=True)
    for tries_left in reversed(range(_TRIES)):
        failure: EndpointError
        pause_s = _PAUSE_S
        try:
            answer = yield from _exchange(server, request)
        except _Broken as broken:
            failure = broken.error
            certain = not broken.connected
        else:
            if answer.status in {200, 201, 202, 204}:
                return (yield from _stored(server, resource, answer))
            failure = refusal(answer, server.endpoint.host)
            if answer.status != 429 and answer.status < 500:
                raise failure
            certain = answer.status == 429  # a limit is said before anything is done; a fault may come after
            pause_s = min(answer.retry_after_s or _PAUSE_S, _LONGEST_PAUSE_S)
        if not certain:
            there = yield from _search_again(server, resource, failure)
            if there:
                return Sent(_the_one(there, server), was_there=False)
        if not tries_left:
            raise failure
        yield from _pause(pause_s)
    raise AssertionError("the last try returns or raises")


class _Broken(Exception):
    """No answer came. connected: the request may have reached the server."""

    def __init__(self, error: EndpointError, *, connected: bool) -> None:
        super().__init__(error.sentence)
        self.error = error
        self.connected = connected


def _search(server: FhirServer, resource: Resource) -> Job[Waiting, tuple[str, ...] | None]:
    """What the server calls the document; empty when it has none, None when it cannot be asked."""
    identifier = _identifier(resource)
    query = (
        f"identifier={quote(f'{URI_SYSTEM}|{identifier}', safe=':')}&_elements=masterIdentifier,identifier"
    )
    request = SendRequest("GET", f"{_base(server)}/DocumentReference?{query}", {"Accept": _FHIR_JSON})
    try:
        answer = yield from _exchange(server, request)
    except _Broken as broken:
        raise broken.error from broken
    if is_search_answer(answer):
        return found_ids(answer, identifier)
    if answer.status in {200, 400, 403, 404, 405, 406, 422, 501}:
        return None  # it takes documents and gives none, or knows no search; the create will tell
    raise refusal(answer, server.endpoint.host)


def _search_again(
    server: FhirServer, resource: Resource, failure: EndpointError
) -> Job[Waiting, tuple[str, ...]]:
    """The same after a request whose outcome is unknown. Raises SendingUncertain when the server does not say."""
    try:
        there = yield from _search(server, resource)
    except EndpointError as error:
        raise _uncertain(server) from error
    if there is None:
        raise _uncertain(server) from failure
    return there


def _stored(server: FhirServer, resource: Resource, answer: Answer) -> Job[Waiting, Sent]:
    """The answer to a create that went well; what it leaves unsaid is asked for."""
    name = stored_id(answer)
    was_there = answer.status == 200
    if not name or was_there:
        try:
            there = yield from _search(server, resource)
        except EndpointError:
            there = None  # the create said that it is there; its name is all that is missing
        if there:
            name = _the_one(there, server)
        elif was_there and there is not None:
            raise SendingRefused(
                f"{server.endpoint.host} says it has the document already and does not show it. "
                "Ask whoever runs it whether it was stored.",
                answer.status,
            )
    return Sent(name, was_there)


def _the_one(names: tuple[str, ...], server: FhirServer) -> str:
    if len(names) > 1:
        raise refusal(Answer(412, {}, b""), server.endpoint.host)
    return names[0]


def _exchange(server: FhirServer, request: SendRequest) -> Job[Waiting, Answer]:
    """One request and its answer. Raises EndpointNotAllowed and _Broken."""
    connected = Event()

    def ask(stop: Event) -> Answer:
        import httpx2  # noqa: PLC0415 - only when a document is sent

        from desktop.network.client import open_http  # noqa: PLC0415 - loads the client, 0.4 s
        from desktop.network.failures import unreachable  # noqa: PLC0415 - likewise

        endpoint = server.endpoint
        headers = dict(request.headers)
        if server.token:
            headers["Authorization"] = f"Bearer {server.token}"
        try:
            with open_http(endpoint, stop, connected, _READ_TIMEOUT_S) as client:
                answer = client.request(
                    request.method, request.url, headers=headers, content=request.body or None
                )
                return Answer(
                    answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.content
                )
        except httpx2.HTTPError as error:
            raise _broken(unreachable(error, endpoint.host), connected) from error
        except httpx2.InvalidURL as error:
            raise EndpointNotAllowed("The FHIR address cannot be read. Check it in Settings.") from error
        except EndpointNotAllowed:
            raise
        except EndpointError as error:  # an answer without end, counted below the client
            raise _broken(error, connected) from error

    return (yield from aside(ask))


def _broken(error: EndpointError, connected: Event) -> Exception:
    return error if isinstance(error, EndpointNotAllowed) else _Broken(error, connected=connected.is_set())


def _uncertain(server: FhirServer) -> SendingUncertain:
    return SendingUncertain(
        f"The connection to {server.endpoint.host} broke before it said whether it stored the document. "
        "Send it again later: what arrived is found and not stored twice."
    )


def _pause(seconds: float) -> Job[Waiting, None]:
    began = time.monotonic()
    while (waited_s := time.monotonic() - began) < seconds:
        time.sleep(_SLICE_S)
        yield Waiting(round(waited_s * 1000))


def _identifier(resource: Resource) -> str:
    return str(resource["masterIdentifier"]["value"])


def _base(server: FhirServer) -> str:
    try:
        url = urlsplit(server.base_url)
    except ValueError as error:
        raise EndpointNotAllowed("The FHIR address cannot be read. Check it in Settings.") from error
    if url.query or url.fragment:
        raise EndpointNotAllowed("The FHIR address may not hold a ? or #. Check it in Settings.")
    return server.base_url.rstrip("/")
