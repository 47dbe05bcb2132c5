"""A document as FHIR R4: a document Bundle, and a DocumentReference as US record systems take one.

Built as plain data from our own texts; validated in tests by two independent implementations of the standard.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.document import Addendum, Author, Document, DocumentKind
from desktop.domain.note import NOT_STATED, Section
from desktop.export.clean import cleaned
from desktop.export.dates import fhir_instant
from desktop.export.fhir_identity import (
    organization_uuid,
    patient_uuid,
    person_uuid,
    version_uuid,
    visit_uuid,
)
from desktop.export.fhir_resources import (
    Resource,
    coding,
    condition_resource,
    condition_uuid,
    diagnoses,
    encounter_resource,
    loinc,
    mrn_identifier,
    narrative,
    npi_identifier,
    organization_resource,
    patient_resource,
    period,
    practitioner_resource,
    reference,
    uri_identifier,
    without_empty,
)
from desktop.export.outline import Outline, Part, outline
from desktop.export.text import Characters, TextOptions, document_text

_TYPES = {
    DocumentKind.VISIT_NOTE: loinc("11506-3", "Progress note"),
    DocumentKind.REFERRAL_LETTER: loinc("57133-1", "Referral note"),
    DocumentKind.AFTER_VISIT_HANDOUT: loinc("69730-0", "Instructions"),
}
_SECTIONS = {
    Section.SUBJECTIVE: loinc("61150-9", "Subjective Narrative"),
    Section.OBJECTIVE: loinc("61149-1", "Objective Narrative"),
    Section.ASSESSMENT: loinc("51848-0", "Evaluation note"),
    Section.PLAN: loinc("18776-5", "Plan of care note"),
}
_ADDENDUM = loinc("55107-7", "Addendum Document")
_EMPTY_REASONS = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_US_CORE_CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"


@dataclass(frozen=True, slots=True)
class Attachment:
    """The document in one format. content_type: as HTTP has it."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ServerReferences:
    """What the receiving server calls the same patient, visit, provider and clinic: "Patient/123", or empty.

    Where empty, our own identifier and a name stand instead, and the server decides what to do with them.
    """

    patient: str = ""
    encounter: str = ""
    author: str = ""
    organization: str = ""


def text_attachment(document: Document) -> Attachment:
    """The whole document as plain text in UTF-8."""
    text = document_text(document, TextOptions(characters=Characters.UNICODE))
    return Attachment("text/plain; charset=utf-8", text.encode())


def document_bundle(document: Document) -> Resource:
    """A Bundle of type document. Two exports of the same document are equal."""
    document = cleaned(document)
    resources = [
        _composition(document),
        patient_resource(document),
        *(practitioner_resource(document, person) for person in _people(document)),
        organization_resource(document),
        encounter_resource(document),
        *(condition_resource(document, code) for code in diagnoses(document)),
    ]
    return {
        "resourceType": "Bundle",
        "id": str(version_uuid(document)),
        "identifier": uri_identifier(version_uuid(document)),
        "type": "document",
        "timestamp": fhir_instant(document.last_changed_at),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
    }


def document_reference(
    document: Document, attachments: Sequence[Attachment], server: ServerReferences = ServerReferences()
) -> Resource:
    """A DocumentReference with the document inside, in each format given (at least one).

    masterIdentifier is of this version; the second identifier is of the document through all its versions.
    """
    document = cleaned(document)
    version = uri_identifier(version_uuid(document))
    changed = fhir_instant(document.last_changed_at)
    resource: Resource = {
        "resourceType": "DocumentReference",
        "masterIdentifier": version,
        "identifier": [version, uri_identifier(visit_uuid(document, document.kind.value))],
        "status": "current",
        "docStatus": _status(document),
        "type": _TYPES[document.kind],
        "category": [coding(_US_CORE_CATEGORIES, "clinical-note", "Clinical Note")],
        "subject": _elsewhere(server.patient, mrn_identifier(document), document.patient.name),
        "date": changed,
        "author": [each for each in (_person_elsewhere(document.author, server),) if each],
        "custodian": _elsewhere(
            server.organization, uri_identifier(organization_uuid(document)), document.letterhead.clinic
        ),
        "description": document.heading,
        "content": [{"attachment": _attachment(each, document.heading, changed)} for each in attachments],
        "context": {
            "encounter": [_elsewhere(server.encounter, uri_identifier(visit_uuid(document)), "")],
            "period": period(document),
        },
    }
    if document.signatures:
        resource["authenticator"] = _person_elsewhere(document.signatures[-1].signer, server, document.author)
    return without_empty(resource)


def _composition(document: Document) -> Resource:
    laid_out = outline(document)
    resource: Resource = {
        "resourceType": "Composition",
        "id": str(visit_uuid(document, document.kind.value)),
        "identifier": uri_identifier(visit_uuid(document, document.kind.value)),
        "status": _status(document),
        "type": _TYPES[document.kind],
        "subject": reference(patient_uuid(document), document.patient.name),
        "encounter": reference(visit_uuid(document)),
        "date": fhir_instant(document.last_changed_at),
        "author": [reference(person_uuid(document, document.author), document.author.with_credentials)],
        "title": document.heading,
        "confidentiality": "N",
        "attester": [
            {
                "mode": "legal",
                "time": fhir_instant(each.signed_at),
                "party": reference(person_uuid(document, each.signer), each.signer.with_credentials),
            }
            for each in document.signatures
        ],
        "custodian": reference(organization_uuid(document)),
        "section": [
            *_sections(document, laid_out),
            *(_addendum(document, each) for each in document.addenda),
        ],
    }
    if laid_out.mark:
        resource["text"] = narrative((laid_out.mark,))
    return without_empty(resource)


def _sections(document: Document, laid_out: Outline) -> list[Resource]:
    if document.kind is DocumentKind.VISIT_NOTE:
        sections = [
            _note_section(document, section, part)
            for section, part in zip(Section, laid_out.parts, strict=True)
        ]
    else:
        sections = [_plain_section(part, document.heading) for part in laid_out.parts]
    return sections + [_plain_section(part, "") for part in (*laid_out.codes, *laid_out.summary)]


def _note_section(document: Document, section: Section, part: Part) -> Resource:
    resource = {"title": part.heading, "code": _SECTIONS[section], "text": _narrative(part)}
    entries = [reference(condition_uuid(document, code)) for code in diagnoses(document)]
    if section is Section.ASSESSMENT and entries:
        return resource | {"entry": entries}
    if not document.sections.get(section, ""):
        return resource | {
            "emptyReason": coding(_EMPTY_REASONS, "unavailable", "Unavailable") | {"text": NOT_STATED}
        }
    return resource


def _plain_section(part: Part, title: str) -> Resource:
    return {"title": part.heading or title, "text": _narrative(part)}


def _narrative(part: Part) -> Resource:
    return narrative(tuple(line.source for line in part.lines) or (part.heading,))


def _addendum(document: Document, addendum: Addendum) -> Resource:
    when = fhir_instant(addendum.written_at)
    return {
        "title": f"Addendum of {when}",
        "code": _ADDENDUM,
        "author": [reference(person_uuid(document, addendum.author), addendum.author.with_credentials)],
        "text": narrative((f"{addendum.author.with_credentials}, {when}", *addendum.text.split("\n"))),
    }


def _people(document: Document) -> tuple[Author, ...]:
    """Everybody who wrote or signed, each once."""
    people = [document.author]
    people += [each.signer for each in document.signatures]
    people += [each.author for each in document.addenda]
    return tuple({person_uuid(document, person): person for person in people}.values())


def _status(document: Document) -> str:
    if document.is_draft:
        return "preliminary"
    return "amended" if document.addenda else "final"


def _elsewhere(known: str, identifier: Resource, display: str) -> Resource:
    """A reference to what the server knows, or else to what our identifier names."""
    found: Resource = {"reference": known} if known else {}
    if not known and identifier:
        found["identifier"] = identifier
    return found | ({"display": display} if display else {})


def _person_elsewhere(person: Author, server: ServerReferences, author: Author | None = None) -> Resource:
    known = server.author if author is None or person == author else ""
    return _elsewhere(known, npi_identifier(person), person.with_credentials)


def _attachment(attachment: Attachment, title: str, created: str) -> Resource:
    """hash: of SHA-1, as FHIR R4 defines it; it finds damage on the way and is no signature."""
    content = attachment.content
    return {
        "contentType": attachment.content_type,
        "data": base64.b64encode(content).decode("ascii"),
        "size": len(content),
        "hash": base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode("ascii"),
        "title": title,
        "creation": created,
    }
