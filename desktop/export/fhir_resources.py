"""What a FHIR document is about, as FHIR R4 resources: patient, providers, clinic, visit and diagnoses."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import UUID

from desktop.domain.coding import AcceptedCode, CodeSystem
from desktop.domain.document import Author, Document
from desktop.export.dates import fhir_instant
from desktop.export.fhir_identity import (
    URI_SYSTEM,
    organization_uuid,
    patient_uuid,
    person_uuid,
    visit_uuid,
)

Resource = dict[str, Any]

ICD_10_CM_SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


def coding(system: str, code: str, display: str) -> Resource:
    """A CodeableConcept with one code."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def loinc(code: str, display: str) -> Resource:
    """A CodeableConcept of LOINC."""
    return coding("http://loinc.org", code, display)


def narrative(lines: tuple[str, ...]) -> Resource:
    """A Narrative in which every character of the lines is text: a paragraph for each."""
    paragraphs = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>'}


def reference(uuid: UUID, display: str = "") -> Resource:
    """A reference to a resource of the same bundle."""
    return {"reference": f"urn:uuid:{uuid}"} | ({"display": display} if display else {})


def uri_identifier(uuid: UUID) -> Resource:
    """An identifier that is a UUID."""
    return {"system": URI_SYSTEM, "value": f"urn:uuid:{uuid}"}


def mrn_identifier(document: Document) -> Resource:
    """The medical record number, in the clinic's own numbering; empty without one."""
    if not document.patient.mrn:
        return {}
    return {
        "type": coding(f"{_TERMINOLOGY}/v2-0203", "MR", "Medical record number"),
        "system": f"urn:uuid:{organization_uuid(document)}",
        "value": document.patient.mrn,
    }


def npi_identifier(person: Author) -> Resource:
    """The US provider number; empty without one."""
    return {"system": "http://hl7.org/fhir/sid/us-npi", "value": person.npi} if person.npi else {}


def patient_resource(document: Document) -> Resource:
    """The patient. gender is what the chart says, "unknown" included."""
    patient = document.patient
    name: Resource = {}
    if patient.name:
        name = {"text": patient.name}
        name |= {"family": patient.family_name} if patient.family_name else {}
        name |= {"given": [patient.given_name]} if patient.given_name else {}
    return without_empty(
        {
            "resourceType": "Patient",
            "id": str(patient_uuid(document)),
            "identifier": [each for each in (mrn_identifier(document),) if each],
            "name": [name] if name else [],
            "gender": patient.sex.value,
            "birthDate": patient.birth_date.isoformat() if patient.birth_date else "",
        }
    )


def practitioner_resource(document: Document, person: Author) -> Resource:
    """A provider. The name is one text: what is family name and what is not is not known."""
    name = {"text": person.name} | ({"suffix": [person.credentials]} if person.credentials else {})
    return without_empty(
        {
            "resourceType": "Practitioner",
            "id": str(person_uuid(document, person)),
            "identifier": [each for each in (npi_identifier(person),) if each],
            "name": [name] if person.name else [],
        }
    )


def organization_resource(document: Document) -> Resource:
    """The clinic."""
    head = document.letterhead
    return without_empty(
        {
            "resourceType": "Organization",
            "id": str(organization_uuid(document)),
            "identifier": [uri_identifier(organization_uuid(document))],
            "name": head.clinic,
            "telecom": [{"system": "phone", "value": head.phone}] if head.phone else [],
            "address": [{"line": list(head.address)}] if head.address else [],
        }
    )


def encounter_resource(document: Document) -> Resource:
    """The visit, with its diagnoses in their order."""
    visit = document.visit
    return without_empty(
        {
            "resourceType": "Encounter",
            "id": str(visit_uuid(document)),
            "identifier": [uri_identifier(visit_uuid(document))],
            "status": "finished",
            "class": {"system": f"{_TERMINOLOGY}/v3-ActCode", "code": "AMB", "display": "ambulatory"},
            "subject": reference(patient_uuid(document)),
            "participant": [{"individual": reference(person_uuid(document, document.author))}],
            "period": period(document),
            "diagnosis": [
                {"condition": reference(condition_uuid(document, code)), "rank": rank}
                for rank, code in enumerate(diagnoses(document), 1)
            ],
            "serviceProvider": reference(organization_uuid(document)),
            "type": [{"text": visit.specialty}] if visit.specialty else [],
        }
    )


def period(document: Document) -> Resource:
    """When the visit was."""
    visit = document.visit
    ended = {"end": fhir_instant(visit.ended_at)} if visit.ended_at else {}
    return {"start": fhir_instant(visit.started_at)} | ended


def diagnoses(document: Document) -> tuple[AcceptedCode, ...]:
    """The accepted codes that name conditions, each once."""
    found = {code.code: code for code in reversed(document.codes) if code.system is CodeSystem.ICD10CM}
    return tuple(reversed(found.values()))


def condition_uuid(document: Document, code: AcceptedCode) -> UUID:
    """Of one diagnosis of the visit."""
    return visit_uuid(document, "condition", code.code)


def condition_resource(document: Document, code: AcceptedCode) -> Resource:
    """A diagnosis of the visit: provisional until the note is signed."""
    certainty = ("provisional", "Provisional") if document.is_draft else ("confirmed", "Confirmed")
    return {
        "resourceType": "Condition",
        "id": str(condition_uuid(document, code)),
        "verificationStatus": coding(f"{_TERMINOLOGY}/condition-ver-status", *certainty),
        "category": [
            coding(f"{_TERMINOLOGY}/condition-category", "encounter-diagnosis", "Encounter Diagnosis")
        ],
        "code": coding(ICD_10_CM_SYSTEM, code.code, code.wording) | {"text": code.wording},
        "subject": reference(patient_uuid(document)),
        "encounter": reference(visit_uuid(document)),
        "recordedDate": fhir_instant(document.visit.started_at),
        "recorder": reference(person_uuid(document, document.author)),
    }


def without_empty(resource: Resource) -> Resource:
    """FHIR forbids empty texts and lists: what is not known is left out."""
    return {name: value for name, value in resource.items() if value not in ("", [], {})}
