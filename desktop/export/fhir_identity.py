"""Names that stay the same for what an exported document is about: every export of a visit speaks of the same things."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

from desktop.domain.document import Author, Document, signed_content

URI_SYSTEM = "urn:ietf:rfc:3986"
"""The system of an identifier that is a URI itself (FHIR R4, terminologies: known identifier systems)."""


def visit_uuid(document: Document, *names: str) -> UUID:
    """The UUID of something that belongs to the document's visit. Raises ValueError if records_id is no UUID."""
    return _uuid(document, "visit", str(document.visit.id), *names)


def patient_uuid(document: Document) -> UUID:
    """Of the patient, in these records."""
    patient = document.patient
    return _uuid(document, "patient", str(patient.id) if patient.id is not None else f"mrn {patient.mrn}")


def person_uuid(document: Document, person: Author) -> UUID:
    """Of a provider, in these records."""
    return _uuid(document, "practitioner", person.npi or person.with_credentials)


def organization_uuid(document: Document) -> UUID:
    """Of the clinic."""
    return _uuid(document, "organization")


def version_uuid(document: Document) -> UUID:
    """Of the document as it stands: another one once it is signed, co-signed or has an addendum."""
    parts = [signed_content(document), document.status.value]
    parts += [f"{each.signer.with_credentials} {each.signed_at.isoformat()}" for each in document.signatures]
    parts += [
        f"{each.author.with_credentials} {each.written_at.isoformat()} {each.text}"
        for each in document.addenda
    ]
    words = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return visit_uuid(document, document.kind.value, hashlib.sha256(words).hexdigest())


def _uuid(document: Document, *names: str) -> UUID:
    return uuid5(UUID(document.visit.records_id), "/".join(names))
