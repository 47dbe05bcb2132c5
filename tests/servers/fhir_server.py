"""A small FHIR R4 server on loopback: stores DocumentReferences as the standard says, and misbehaves on request.

    with FhirTestServer("lose_answer", "ok") as server:
        finish(send(FhirServer(server.base_url, "token", allow_plain_http=True), resource))

Creates are conditional where If-None-Exist asks for it: 201 with Location when nothing matches, 200 when one does,
412 when several do (R4, http.html, 3.1.0.8.1). What is sent is validated by fhir.resources. Each create takes the
next script; the last one serves all further ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from fhir.resources.R4B.documentreference import DocumentReference
from pydantic import ValidationError

TOKEN = "secret-token"  # of a server that lives for one test


@dataclass(frozen=True)
class Received:
    """One request. headers: names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class FhirTestServer:
    """The server, while its with block runs. searches: whether a client may search.

    Scripts: "ok"; "lose_answer" stores and hangs up; "hang_up" hangs up without storing; "hang" says nothing until
    the server closes; "stall" stores and then says nothing; "redirect"; or a status, answered without storing.
    """

    def __init__(self, *scripts: str | int, searches: bool = True) -> None:
        self.stored: dict[str, dict[str, Any]] = {}
        self.requests: list[Received] = []
        self.closing = Event()
        self.token = TOKEN
        self.searches = searches
        self.ignores_search_parameters = False
        self.ignores_conditions = False
        self.outcome_text = "said by the server"
        self.headers: dict[str, str] = {}
        self._scripts = list(scripts or ("ok",))
        self._http = _Http(self)
        self.base_url = f"http://127.0.0.1:{self._http.server_address[1]}/fhir"
        self._thread = Thread(target=self._http.serve_forever, args=(0.01,), name="fhir-server")

    @property
    def creates(self) -> list[Received]:
        """The requests that wanted to store something."""
        return [each for each in self.requests if each.method == "POST"]

    def next_script(self) -> str | int:
        """What the next create gets."""
        return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]

    def store(self, resource: dict[str, Any]) -> str:
        """Store and return the new id."""
        name = str(1000 + len(self.stored))
        self.stored[name] = resource | {"id": name, "meta": {"versionId": "1"}}
        return name

    def matches(self, query: str) -> list[dict[str, Any]]:
        """What a search finds. identifier is a token: system|value."""
        if self.ignores_search_parameters:
            return list(self.stored.values())
        wanted = [tuple(each.split("|", 1)) for each in parse_qs(query)["identifier"]]
        return [each for each in self.stored.values() if set(wanted) & _identifiers(each)]

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

    def __init__(self, owner: FhirTestServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no news."""


def _identifiers(resource: dict[str, Any]) -> set[tuple[str, ...]]:
    several = [resource["masterIdentifier"], *resource.get("identifier", [])]
    return {(each["system"], each["value"]) for each in several}


class _Handler(BaseHTTPRequestHandler):
    """Answers for the server that made it."""

    protocol_version = "HTTP/1.1"

    @property
    def owner(self) -> FhirTestServer:
        assert isinstance(self.server, _Http)
        return self.server.owner

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Stay quiet."""

    def do_GET(self) -> None:
        self._receive()
        if not self._is_allowed():
            return
        if not self.owner.searches:
            self._outcome(403)
            return
        found = self.owner.matches(urlsplit(self.path).query)
        entries = [
            {"fullUrl": f"{self.owner.base_url}/DocumentReference/{each['id']}", "resource": each}
            for each in found
        ]
        self._answer(
            200, {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}
        )

    def do_POST(self) -> None:
        received = self._receive()
        if not self._is_allowed():
            return
        script = self.owner.next_script()
        if isinstance(script, int):
            self._outcome(script)
        elif script == "redirect":
            self._answer(307, {}, {"Location": "http://127.0.0.1:9/fhir/DocumentReference"})
        elif script == "hang":
            self.owner.closing.wait()
            self.close_connection = True
        elif script == "hang_up":
            self.close_connection = True
        else:
            self._create(received, script)

    def _create(self, received: Received, script: str) -> None:
        try:
            resource = DocumentReference.model_validate_json(received.body)
        except ValidationError:
            self._outcome(422)
            return
        condition = received.headers.get("if-none-exist")
        found = self.owner.matches(condition) if condition and not self.owner.ignores_conditions else []
        if len(found) > 1:
            self._outcome(412)
            return
        name = found[0]["id"] if found else self.owner.store(json.loads(resource.model_dump_json()))
        if script == "lose_answer":
            self.close_connection = True
            return
        if script == "stall":
            self.owner.closing.wait()
            return
        location = f"{self.owner.base_url}/DocumentReference/{name}/_history/1"
        self._answer(200 if found else 201, None, {"Location": location, "ETag": 'W/"1"'})

    def _receive(self) -> Received:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {key.lower(): value for key, value in self.headers.items()}
        self.owner.requests.append(Received(self.command, self.path, headers, body))
        return self.owner.requests[-1]

    def _is_allowed(self) -> bool:
        if self.headers.get("authorization") == f"Bearer {self.owner.token}":
            return True
        self._outcome(401)
        return False

    def _outcome(self, status: int) -> None:
        issue = {"severity": "error", "code": "processing", "diagnostics": self.owner.outcome_text}
        self._answer(status, {"resourceType": "OperationOutcome", "issue": [issue]}, self.owner.headers)

    def _answer(
        self, status: int, resource: dict[str, Any] | None, headers: Mapping[str, str] | None = None
    ) -> None:
        body = b"" if resource is None else json.dumps(resource).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
