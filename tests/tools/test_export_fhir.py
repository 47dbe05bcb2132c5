"""Exported FHIR R4, read by two independent implementations of the standard and compared with the note."""

import base64
import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.documentreference import DocumentReference
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.context import Sex
from desktop.domain.document import Author, Letterhead
from desktop.domain.note import NOT_STATED, Section
from desktop.domain.patient import Patient
from desktop.export.fhir import (
    ServerReferences,
    document_bundle,
    document_reference,
    text_attachment,
)
from tests.servers.documents import (
    PATIENT,
    RECORDS_ID,
    SECTIONS,
    STARTED_AT,
    amended_note,
    draft_note,
    handout,
    referral_letter,
    signed_note,
)

NODE = Path(__file__).parents[1] / "node"
BARE = replace(
    draft_note(), patient=Patient(), author=Author("Avery"), letterhead=Letterhead(), sections={}, codes=()
)
DOCUMENTS = {
    "draft": draft_note(),
    "signed": signed_note(),
    "co-signed": signed_note(cosigned=True),
    "amended": amended_note(),
    "letter": referral_letter(),
    "handout": handout(),
    "bare": BARE,
    "summary": replace(signed_note(), patient_summary="You have back pain.\n- Rest"),
}
CODES = {"subjective": "61150-9", "objective": "61149-1", "assessment": "51848-0", "plan": "18776-5"}


def _checked_by_npm(resources):
    """What the npm package fhir says of each: valid, messages, and the resource after a round trip through XML."""
    node = shutil.which("node")
    if node is None or not (NODE / "node_modules" / "fhir").is_dir():
        pytest.skip("Node's FHIR validator could not be installed: packaging/dev.py test says why.")
    lines = "\n".join(json.dumps(each) for each in resources)
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(NODE / "validate.js")],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def _reference(document):
    return document_reference(document, [text_attachment(document)])


def _resources(bundle, kind):
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


class _Words(HTMLParser):
    """The text of a narrative, as an XHTML reader sees it."""

    def __init__(self, div):
        super().__init__()
        self.lines, self.tags = [], []
        self.feed(div)

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)
        if tag == "p":
            self.lines.append("")

    def handle_data(self, data):
        self.lines[-1] += data


def test_both_validators_accept_every_document():
    """fhir.resources and npm fhir find no error; a round trip through XML changes nothing."""
    resources = [make(each) for each in DOCUMENTS.values() for make in (document_bundle, _reference)]
    for resource in resources:
        (Bundle if resource["resourceType"] == "Bundle" else DocumentReference).model_validate(resource)
    for resource, answer in zip(resources, _checked_by_npm(resources), strict=True):
        assert answer["valid"], answer["messages"]
        assert not [each for each in answer["messages"] if each["severity"] == "error"]
        assert answer["again"] == resource


def test_both_validators_find_what_is_wrong():
    """A check that accepts everything would show nothing: each finds a wrong status or a missing field."""
    wrong = _reference(signed_note()) | {"status": "signed"}
    (answer,) = _checked_by_npm([wrong])
    assert not answer["valid"]
    with pytest.raises(ValueError, match="content"):
        DocumentReference.model_validate(
            {k: v for k, v in _reference(signed_note()).items() if k != "content"}
        )


def test_the_composition_holds_the_note():
    """LOINC codes, titles and words of the four sections; diagnoses under the assessment."""
    bundle = document_bundle(signed_note())
    composition = bundle["entry"][0]["resource"]
    assert composition["type"]["coding"][0]["code"] == "11506-3"
    for section, written in zip(Section, composition["section"][:4], strict=True):
        assert written["code"]["coding"][0] | {"display": ""} == {
            "system": "http://loinc.org",
            "code": CODES[section.value],
            "display": "",
        }
        assert written["title"] == section.label
        assert _Words(written["text"]["div"]).lines == [
            line for line in SECTIONS[section].split("\n") if line
        ]
    urls = {each["fullUrl"]: each["resource"] for each in bundle["entry"]}
    diagnoses = [urls[each["reference"]]["code"]["coding"][0] for each in composition["section"][2]["entry"]]
    assert [(each["system"], each["code"]) for each in diagnoses] == [
        ("http://hl7.org/fhir/sid/icd-10-cm", "M54.59"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "Z88.0"),
    ]
    assert any("99213" in line for line in _Words(composition["section"][4]["text"]["div"]).lines)


def test_every_reference_inside_a_bundle_is_in_it():
    """A document stands for itself: no resource is pointed to that is not inside, none is inside unpointed to."""
    bundle = document_bundle(replace(amended_note(), signatures=signed_note(cosigned=True).signatures))
    urls = [each["fullUrl"] for each in bundle["entry"]]
    assert len(set(urls)) == len(urls)

    def references(value):
        if isinstance(value, dict):
            yield from [value["reference"]] if "reference" in value else []
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                yield from references(each)

    assert set(references(bundle)) == set(urls[1:])
    assert len(_resources(bundle, "Practitioner")) == 2


def test_status_and_attestation_follow_the_signatures():
    """Draft, signed and amended are told apart; each signer attests at the signature's time and offset."""
    states = {
        name: document_bundle(DOCUMENTS[name])["entry"][0]["resource"]
        for name in ("draft", "co-signed", "amended")
    }
    assert [states[name]["status"] for name in states] == ["preliminary", "final", "amended"]
    assert "attester" not in states["draft"]
    assert "DRAFT - not signed" in states["draft"]["text"]["div"]
    assert [(each["mode"], each["time"]) for each in states["co-signed"]["attester"]] == [
        ("legal", "2026-03-02T10:00:00-05:00"),
        ("legal", "2026-03-03T08:30:00-05:00"),
    ]
    (condition, _) = _resources(document_bundle(draft_note()), "Condition")
    assert condition["verificationStatus"]["coding"][0]["code"] == "provisional"


def test_identities_are_the_visits_own():
    """The same visit has the same identities in every export; another clinic's visit of that number has others."""
    first, again = document_bundle(signed_note()), document_bundle(signed_note())
    assert first == again
    amended = document_bundle(amended_note())
    assert amended["identifier"] != first["identifier"]
    assert amended["entry"][0]["fullUrl"] == first["entry"][0]["fullUrl"]
    elsewhere = replace(signed_note(), visit=replace(signed_note().visit, records_id=str(UUID(int=7))))
    assert not {each["fullUrl"] for each in document_bundle(elsewhere)["entry"]} & {
        each["fullUrl"] for each in first["entry"]
    }
    assert UUID(RECORDS_ID).hex not in json.dumps(first)


def test_what_is_not_known_is_left_out_and_not_invented():
    """No empty text, no birth date, no MRN; a section that was not stated says so and why."""
    bundle = document_bundle(BARE)
    (patient,) = _resources(bundle, "Patient")
    assert set(patient) == {"resourceType", "id", "gender"}
    assert patient["gender"] == Sex.UNKNOWN.value
    section = bundle["entry"][0]["resource"]["section"][0]
    assert section["emptyReason"]["text"] == NOT_STATED
    assert '""' not in json.dumps(bundle)


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [(UTC, "+00:00"), (timezone(timedelta(hours=5, minutes=45)), "+05:45"), (timezone(-timedelta(hours=3, minutes=30)), "-03:30")],
)  # fmt: skip
def test_times_keep_the_offset_of_the_clock_on_the_wall(zone, wanted):
    """Read by fhir.resources, the moment is the same moment, and the offset is the clinic's."""
    document = replace(
        draft_note(), visit=replace(draft_note().visit, started_at=STARTED_AT.astimezone(zone))
    )
    bundle = document_bundle(document)
    assert bundle["timestamp"].endswith(wanted)
    read = Bundle.model_validate(bundle).timestamp
    assert isinstance(read, datetime)
    assert read == STARTED_AT


def test_the_reference_carries_the_note_as_us_record_systems_take_it():
    """Type, category, status, times, author and clinic; the text decodes to the note with its size and hash."""
    document = amended_note()
    server = ServerReferences("Patient/1", "Encounter/2", "Practitioner/3", "Organization/4")
    resource = document_reference(document, [text_attachment(document)], server)
    assert (resource["status"], resource["docStatus"]) == ("current", "amended")
    assert resource["type"]["coding"][0]["code"] == "11506-3"
    assert resource["category"][0]["coding"][0]["code"] == "clinical-note"
    assert resource["subject"] == {"reference": "Patient/1", "display": "Sampleton, Jordan"}
    assert resource["context"]["encounter"] == [{"reference": "Encounter/2"}]
    assert resource["context"]["period"] == {
        "start": "2026-03-02T09:30:00-05:00",
        "end": "2026-03-02T09:55:00-05:00",
    }
    assert resource["author"][0]["reference"] == "Practitioner/3"
    assert resource["custodian"]["reference"] == "Organization/4"
    assert resource["date"] == "2026-03-03T09:30:00-05:00"
    (content,) = resource["content"]
    attachment = content["attachment"]
    text = base64.b64decode(attachment["data"])
    assert attachment["size"] == len(text)
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(text, usedforsecurity=False).digest()
    for words in SECTIONS.values():
        assert words in text.decode()
    assert "Patient called: pain is now 3/10." in text.decode()


def test_without_the_servers_names_our_identifiers_stand():
    """The record number names the patient; nothing claims to be a resource of the server."""
    resource = _reference(signed_note())
    assert resource["subject"]["identifier"]["value"] == PATIENT.mrn
    assert '"reference"' not in json.dumps(resource)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=50), st.text(st.characters(), max_size=20))
def test_any_text_stays_text(words, name):
    """Tags, ampersands, control characters and lone surrogates in a note make no markup and no invalid resource."""
    document = replace(
        signed_note(),
        sections={Section.PLAN: f"<script>&{words}"},
        patient=replace(PATIENT, given_name=name),
    )
    bundle = document_bundle(document)
    Bundle.model_validate(bundle)
    json.dumps(bundle).encode()
    read = _Words(bundle["entry"][0]["resource"]["section"][3]["text"]["div"])
    assert set(read.tags) == {"div", "p"}
    assert read.lines[0].startswith("<script>&")
