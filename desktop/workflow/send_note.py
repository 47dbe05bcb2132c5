"""Sends a signed note to the clinic's FHIR server, once; what would be sent can be read first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.domain.errors import InputError, UnknownChoice
from desktop.domain.jobs import Job, Waiting
from desktop.export.fhir import document_reference, text_attachment
from desktop.export.fhir_resources import Resource
from desktop.export.fhir_send import FhirServer, Sent, create_request, send
from desktop.workflow.documents import note_document
from desktop.workflow.session import Session
from desktop.workflow.settings import FhirServerSettings

__all__ = ["Sent"]


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What would be sent, exactly, but for the token. sent_before: what the server calls it, from an earlier sending."""

    visit_id: int
    host: str
    request_line: str
    headers: tuple[tuple[str, str], ...]
    body: str
    is_encrypted: bool
    has_token: bool
    sent_before: str | None = None


def plan_sending(session: Session, visit_id: int) -> SendPlan:
    """The request for a visit's signed note. Nothing is connected.

    Raises InputError when no server is set or the note is a draft, EndpointNotAllowed, NotPermitted, UnknownChoice.
    """
    server, resource = _server(session), _resource(session, visit_id)
    request = create_request(server, resource)
    return SendPlan(
        visit_id,
        server.endpoint.host,
        f"{request.method} {request.url}",
        tuple(request.headers.items()),
        request.body.decode(),
        request.url.lower().startswith("https:"),
        bool(server.token),
        _sent_before(session, visit_id, server, resource),
    )


def send_note(session: Session, visit_id: int) -> Job[Waiting, Sent]:
    """Store the visit's signed note on the server unless it is known to be there.

    The audit has the sending before anything leaves; what the server calls the document is kept. Raises what
    plan_sending and desktop.export.fhir_send.send raise.
    """
    server, resource = _server(session), _resource(session, visit_id)
    known = _sent_before(session, visit_id, server, resource)
    if known is not None:
        return Sent(known, was_there=True)
    session.records.sendings.announce(visit_id, urlsplit(server.base_url).netloc.rpartition("@")[2])
    sent = yield from send(server, resource)
    session.records.sendings.add(visit_id, _address(server), _version(resource), sent.name)
    session.records.signed_notes.record_export(visit_id, "Sent as FHIR")
    return sent


def _server(session: Session) -> FhirServer:
    chosen: FhirServerSettings = session.settings.fhir
    if not chosen.is_set:
        raise InputError("No FHIR server is set. An administrator types its address in Settings.")
    return FhirServer(
        chosen.base_url,
        chosen.token.get_secret_value(),
        allow_plain_http=chosen.allow_plain_http,
        ca_file=chosen.ca_file,
    )


def _resource(session: Session, visit_id: int) -> Resource:
    document = note_document(session, visit_id)
    if document.is_draft:
        raise UnknownChoice("Only signed notes are sent to a FHIR server. Sign this one first.")
    return document_reference(document, [text_attachment(document)])


def _sent_before(session: Session, visit_id: int, server: FhirServer, resource: Resource) -> str | None:
    kept = session.records.sendings.of_visit(visit_id)
    found = (
        each.name for each in kept if (each.server, each.document) == (_address(server), _version(resource))
    )
    return next(found, None)


def _address(server: FhirServer) -> str:
    return server.base_url.rstrip("/")


def _version(resource: Resource) -> str:
    return str(resource["masterIdentifier"]["value"])
