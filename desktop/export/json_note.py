"""A visit note as one JSON object, with the names that note services use."""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.document import Document
from desktop.domain.note import Section
from desktop.export.clean import cleaned
from desktop.export.dates import fhir_instant
from desktop.export.fhir_identity import version_uuid


def note_data(document: Document) -> dict[str, Any]:
    """The note as plain data. An empty section is an empty text.

    status says draft or signed: the note services' "completed" would not tell them apart. expires_at is null,
    because a file does not expire.
    """
    document = cleaned(document)
    visit, patient, primary = document.visit, document.patient, document.primary_code
    return {
        "noteId": f"note_{version_uuid(document).hex}",
        "status": document.status.value,
        "visit": {
            "id": visit.id,
            "started_at": fhir_instant(visit.started_at),
            "specialty": visit.specialty,
            "template": visit.template,
        },
        "patient": {
            "name": patient.name,
            "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
            "sex": patient.sex.value,
            "mrn": patient.mrn,
        },
        "author": document.author.with_credentials,
        **{section.value: document.sections.get(section, "") for section in Section},
        "billing_codes": [
            {
                "system": code.system.value,
                "code": code.code,
                "description": code.wording,
                "primary": code is primary,
                "units": code.units,
                "diagnoses": list(code.diagnoses),
            }
            for code in document.codes
        ],
        "patient_summary": document.patient_summary,
        "signatures": [
            {
                "name": each.signer.with_credentials,
                "role": each.role.value,
                "signed_at": fhir_instant(each.signed_at),
            }
            for each in document.signatures
        ],
        "content_sha256": document.content_hash,
        "addenda": [
            {
                "author": each.author.with_credentials,
                "written_at": fhir_instant(each.written_at),
                "text": each.text,
            }
            for each in document.addenda
        ],
        "expires_at": None,
    }


def document_json(document: Document) -> str:
    """The same as text with LF line ends, characters as themselves."""
    return json.dumps(note_data(document), ensure_ascii=False, indent=2) + "\n"
