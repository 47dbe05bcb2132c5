"""The neutral document and its hash."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.document import Addendum, Block, BlockKind, DocumentKind, document_hash
from desktop.domain.note import Section
from tests.servers.documents import (
    AUTHOR,
    LETTERHEAD,
    PATIENT,
    STARTED_AT,
    amended_note,
    draft_note,
    signed_note,
)

CHANGES = [
    {"patient": replace(PATIENT, mrn="FICT-0043")},
    {"patient": replace(PATIENT, given_name="Jordane")},
    {"patient": replace(PATIENT, birth_date=None)},
    {"visit": replace(draft_note().visit, id=43)},
    {"visit": replace(draft_note().visit, started_at=STARTED_AT + timedelta(minutes=1))},
    {"author": replace(AUTHOR, credentials="MD")},
    {"sections": {**draft_note().sections, Section.PLAN: "Other."}},
    {"codes": draft_note().codes[1:]},
    {"codes": draft_note().codes[::-1]},
    {"patient_summary": "You have back pain."},
    {"kind": DocumentKind.REFERRAL_LETTER},
    {"title": "Another"},
    {"recipient": ("Somebody",)},
    {"blocks": (Block(BlockKind.PARAGRAPH, "One."),)},
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_what_is_signed_changes_the_hash(change):
    """Whoever signs vouches for each of these."""
    assert document_hash(replace(draft_note(), **change)) != document_hash(draft_note())


def test_what_comes_after_signing_leaves_the_hash():
    """Signing, co-signing, an addendum and a new letterhead do not touch what was signed."""
    hashes = {document_hash(each) for each in (draft_note(), signed_note(cosigned=True), amended_note())}
    hashes.add(document_hash(replace(draft_note(), letterhead=replace(LETTERHEAD, clinic="Other"))))
    assert hashes == {signed_note().content_hash}


def test_words_cannot_move_between_sections_without_a_new_hash():
    """The boundary between two sections is part of what is signed."""
    one = replace(draft_note(), sections={Section.SUBJECTIVE: "ab", Section.OBJECTIVE: "c"})
    other = replace(draft_note(), sections={Section.SUBJECTIVE: "a", Section.OBJECTIVE: "bc"})
    assert document_hash(one) != document_hash(other)


def test_the_last_change_is_the_last_signature_or_addendum():
    """A draft has no later moment than its visit's beginning."""
    assert draft_note().last_changed_at == STARTED_AT
    assert signed_note(cosigned=True).last_changed_at == STARTED_AT + timedelta(hours=23)
    addendum = Addendum(AUTHOR, STARTED_AT + timedelta(days=3), "More.")
    assert replace(amended_note(), addenda=(addendum,)).last_changed_at == STARTED_AT + timedelta(days=3)
