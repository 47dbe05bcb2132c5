"""Documents about fictional patients, for the tests of everything that leaves the program."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from desktop.domain.coding import AcceptedCode, CodeSystem
from desktop.domain.context import Sex
from desktop.domain.document import (
    Addendum,
    Author,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    DocumentStatus,
    DocumentVisit,
    Letterhead,
    Signature,
    SignatureRole,
    document_hash,
)
from desktop.domain.note import Section
from desktop.domain.patient import Patient

EASTERN = timezone(timedelta(hours=-5))
STARTED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=EASTERN)
RECORDS_ID = "6f2c1a1e-3b7d-4c59-9f0e-2f6f0c0b7a11"
AUTHOR = Author("Avery Fictional", "NP", npi="1234567893")
COSIGNER = Author("Morgan Invented", "MD")
PATIENT = Patient(7, "Sampleton", "Jordan", date(1980, 5, 4), Sex.FEMALE, "FICT-0042")
LETTERHEAD = Letterhead(
    "Fictional Family Clinic", ("12 Example Street, Suite 3", "Sampletown, ST 00000"), "555-0100"
)
SECTIONS = {
    Section.SUBJECTIVE: (
        "History of present illness: Low back pain for 3 weeks, 6/10 most days. Worse when sitting; "
        "ibuprofen helps.\nAllergies: Penicillin.\nReview of systems: Denies numbness, tingling or weakness."
    ),
    Section.OBJECTIVE: (
        "Vitals: BP 128/82 mmHg, temperature 37.0 °C, SpO₂ ≥ 97 %.\n"
        "Musculoskeletal: Paraspinal tenderness from L3–L5. Flexion limited to 40°."
    ),
    Section.ASSESSMENT: "1. Mechanical low back pain without signs of nerve damage.\n2. Penicillin allergy.",
    Section.PLAN: (
        "- Ibuprofen 600 mg 3 times a day with food.\n- Levothyroxine 50 µg, 1½ tablets daily.\n"
        "- Physical therapy for 4 weeks.\n\nReturn in 4 weeks, or sooner if the legs feel weak."
    ),
}
CODES = (
    AcceptedCode(CodeSystem.ICD10CM, "M54.59", "Other low back pain"),
    AcceptedCode(CodeSystem.ICD10CM, "Z88.0", "Allergy status to penicillin"),
    AcceptedCode(CodeSystem.CPT, "99213", "Office visit, established patient", diagnoses=("M54.59",)),
)


def draft_note() -> Document:
    """A visit note that nobody signed."""
    visit = DocumentVisit(
        42, RECORDS_ID, STARTED_AT, STARTED_AT + timedelta(minutes=25), "Nurse practitioner", "Standard"
    )
    return Document(
        DocumentKind.VISIT_NOTE, PATIENT, visit, AUTHOR, LETTERHEAD, sections=SECTIONS, codes=CODES
    )


def signed_note(*, cosigned: bool = False) -> Document:
    """The same note, signed half an hour after the visit began, and co-signed the next morning if asked for."""
    draft = draft_note()
    signatures = [Signature(AUTHOR, STARTED_AT + timedelta(minutes=30))]
    if cosigned:
        signatures.append(Signature(COSIGNER, STARTED_AT + timedelta(hours=23), SignatureRole.COSIGNER))
    return replace(
        draft,
        status=DocumentStatus.SIGNED,
        signatures=tuple(signatures),
        content_hash=document_hash(draft),
    )


def amended_note() -> Document:
    """The signed note with an addendum of the day after."""
    addendum = Addendum(AUTHOR, STARTED_AT + timedelta(days=1), "Patient called: pain is now 3/10.")
    return replace(signed_note(), addenda=(addendum,))


def referral_letter() -> Document:
    """A signed letter to a fictional specialist."""
    blocks = (
        Block(BlockKind.PARAGRAPH, "Dear colleague,"),
        Block(BlockKind.PARAGRAPH, "Thank you for seeing this patient with low back pain."),
        Block(BlockKind.HEADING, "Reason for referral"),
        Block(BlockKind.BULLET, "Pain for 3 weeks, 6/10"),
        Block(BlockKind.BULLET, "No red flags"),
    )
    return replace(
        signed_note(),
        kind=DocumentKind.REFERRAL_LETTER,
        title="Referral to physical therapy",
        recipient=("Fictional Physical Therapy", "1 Sample Road"),
        sections={},
        codes=(),
        blocks=blocks,
    )


def handout() -> Document:
    """What a fictional patient takes home."""
    blocks = (
        Block(BlockKind.HEADING, "What to do"),
        Block(BlockKind.BULLET, "Take ibuprofen 600 mg 3 times a day, with food."),
        Block(BlockKind.HEADING, "Call us at once if"),
        Block(BlockKind.BULLET, "your legs feel weak or numb"),
    )
    return replace(
        signed_note(),
        kind=DocumentKind.AFTER_VISIT_HANDOUT,
        title="After your visit",
        sections={},
        codes=(),
        blocks=blocks,
    )


def png(width: int = 120, height: int = 40) -> bytes:
    """A plain teal picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\x00" + b"\x1f\x4e\x5f" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
