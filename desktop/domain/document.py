"""The neutral document: what leaves the program about one visit, before it is text, a PDF, a Word file or FHIR."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from desktop.domain.coding import AcceptedCode, VisitCodes
from desktop.domain.note import Section
from desktop.domain.patient import Patient


class DocumentKind(StrEnum):
    """What the document is. A visit note is sections; the other two are a title and blocks."""

    VISIT_NOTE = "visit_note"
    REFERRAL_LETTER = "referral_letter"
    AFTER_VISIT_HANDOUT = "after_visit_handout"

    @property
    def label(self) -> str:
        """Its name on screen, on paper and in file names."""
        return self.value.replace("_", " ").capitalize()


class DocumentStatus(StrEnum):
    """DRAFT: nobody has signed it, and every page says so. SIGNED: content_hash and signatures hold it."""

    DRAFT = "draft"
    SIGNED = "signed"


class SignatureRole(StrEnum):
    """AUTHOR: who wrote and signed. COSIGNER: who supervises and signed after the author."""

    AUTHOR = "author"
    COSIGNER = "cosigner"


class BlockKind(StrEnum):
    """One line of a letter or a handout. A number keeps the figure it was given, as part of its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The clinic as its paper shows it. address: its lines. logo: a PNG or JPEG file's bytes, or None."""

    clinic: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Author:
    """A provider. credentials: as after a name, "MD" or "NP, PhD". npi: the US provider number, if any."""

    name: str
    credentials: str = ""
    npi: str = ""

    @property
    def with_credentials(self) -> str:
        """As a signature line has it: "Sam Doe, MD"."""
        return ", ".join(part for part in (self.name, self.credentials) if part)


@dataclass(frozen=True, slots=True)
class DocumentVisit:
    """The visit that the document is about.

    records_id: a random UUID made once with the records. Visit numbers repeat from clinic to clinic, so what
    identifies the visit to others is both together. started_at, ended_at: with the time zone's offset then.
    specialty, template: labels, not ids. section_names: what the template calls a section, where it is not SOAP.
    """

    id: int
    records_id: str
    started_at: datetime
    ended_at: datetime | None = None
    specialty: str = ""
    template: str = ""
    section_names: Mapping[Section, str] = field(default_factory=lambda: MappingProxyType({}))

    def name_of(self, section: Section) -> str:
        """The heading of a section."""
        return self.section_names.get(section, section.label)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as what and when (with the offset)."""

    signer: Author
    signed_at: datetime
    role: SignatureRole = SignatureRole.AUTHOR


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added to a signed document; what was signed stays as it is."""

    author: Author
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph of a letter or handout."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document about one visit. All texts are plain; newlines end lines.

    sections: of a visit note, absent or empty: not stated. codes: those a person accepted, in their order. blocks: of a letter or handout. recipient: lines of
    whom a letter is to. patient_summary: the plain-language summary that is kept with a note. content_hash:
    document_hash when it was signed, in hexadecimal.
    """

    kind: DocumentKind
    patient: Patient
    visit: DocumentVisit
    author: Author
    letterhead: Letterhead = Letterhead()
    title: str = ""
    sections: Mapping[Section, str] = field(default_factory=lambda: MappingProxyType({}))
    codes: tuple[AcceptedCode, ...] = ()
    patient_summary: str = ""
    recipient: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    status: DocumentStatus = DocumentStatus.DRAFT
    signatures: tuple[Signature, ...] = ()
    content_hash: str = ""
    addenda: tuple[Addendum, ...] = ()

    @property
    def heading(self) -> str:
        """The title, or the name of the kind where there is none."""
        return self.title or self.kind.label

    @property
    def primary_code(self) -> AcceptedCode | None:
        """The first diagnosis, for which the visit chiefly was."""
        return VisitCodes(self.codes).primary

    @property
    def is_draft(self) -> bool:
        """True until it is signed."""
        return self.status is DocumentStatus.DRAFT

    @property
    def last_changed_at(self) -> datetime:
        """When it was last added to or signed; of a draft, when the visit began."""
        moments = [each.signed_at for each in self.signatures] + [each.written_at for each in self.addenda]
        return max(moments, default=self.visit.started_at)


def signed_content(document: Document) -> str:
    """What a signature covers, as one canonical line of JSON: keys sorted, every character as itself.

    Covered: kind, title, patient, visit, author, sections, codes, patient summary, recipient, blocks. Not covered,
    because they come after signing or may change without touching what was signed: signatures, addenda,
    letterhead. A name corrected in the chart later changes this line, so it is stored when a note is signed.
    """
    patient, visit = document.patient, document.visit
    content: dict[str, Any] = {
        "kind": document.kind.value,
        "title": document.title,
        "patient": {
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "birth_date": _iso(patient.birth_date),
            "sex": patient.sex.value,
            "mrn": patient.mrn,
        },
        "visit": {
            "id": visit.id,
            "records_id": visit.records_id,
            "started_at": _iso(visit.started_at),
            "specialty": visit.specialty,
            "template": visit.template,
        },
        "author": {
            "name": document.author.name,
            "credentials": document.author.credentials,
            "npi": document.author.npi,
        },
        "sections": {section.value: document.sections.get(section, "") for section in Section},
        "codes": [
            [each.system.value, each.code, each.wording, list(each.diagnoses), each.units]
            for each in document.codes
        ],
        "patient_summary": document.patient_summary,
        "recipient": list(document.recipient),
        "blocks": [[block.kind.value, block.text] for block in document.blocks],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document_hash(document: Document) -> str:
    """SHA-256 of signed_content in UTF-8, in hexadecimal."""
    return hashlib.sha256(signed_content(document).encode("utf-8", "surrogatepass")).hexdigest()


def _iso(moment: date | None) -> str:
    return "" if moment is None else moment.isoformat()
