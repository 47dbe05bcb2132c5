"""A signed note never changes: pressed twice, written to, amended, added to, or reached with other statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.coding import AcceptedCode, CodeSystem, VisitCodes
from desktop.domain.document import SignatureRole, document_hash
from desktop.domain.errors import AlreadySigned, InputError, NotPermitted, UnknownChoice
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.user import Role
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.records.database import Database
from desktop.records.records import DATABASE_NAME, Records
from tests.servers.clinic import DATA_KEY, add_user, document_of, make_records, open_records, sign_visit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEXTS = {Section.ASSESSMENT: "Low back pain (fictional).", Section.PLAN: "Ibuprofen 600 mg TID."}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_records(tmp_path)
    return tmp_path


@pytest.fixture
def records(home: Path) -> Iterator[Records]:
    with open_records(home) as opened:
        opened.visits.create(None, NOON)
        opened.notes.save_working(1, [WorkingSection(section, text) for section, text in TEXTS.items()])
        opened.codes.save(1, VisitCodes((AcceptedCode(CodeSystem.ICD10CM, "M54.50", "Low back pain"),)))
        yield opened


def test_signing_keeps_text_codes_author_and_hash(records: Records) -> None:
    """What was signed can be read back, word for word, and the audit holds its hash."""
    signed = sign_visit(records, 1)
    again = records.signed_notes.signed(1)
    assert again == signed
    assert dict(again.document.sections) == TEXTS
    assert [code.code for code in again.document.codes] == ["M54.50"]
    assert again.document.signatures[0].signer.with_credentials == "Sample Owner, MD"
    assert document_hash(again.document) == again.content_hash
    assert records.visits.get(1).status is VisitStatus.SIGNED
    (row,) = records.audit.entries(AuditFilter(action=Action.SIGNED)).entries
    assert row.facts["sha256"] == again.content_hash


def test_pressed_twice_it_is_signed_once(records: Records) -> None:
    """A double click or a repeating key leaves one signature."""
    document = document_of(records, 1)
    first = records.signed_notes.sign(document, written=TEXTS)
    second = records.signed_notes.sign(document, written=TEXTS)
    assert first.id == second.id
    assert len(records.signed_notes.history(1)) == 1
    assert len(records.audit.entries(AuditFilter(action=Action.SIGNED)).entries) == 1


def test_what_was_not_read_is_not_signed(records: Records) -> None:
    """A text that changed between reading and signing stops the signing."""
    document = document_of(records, 1)
    records.notes.save_working(1, [WorkingSection(Section.PLAN, "Ibuprofen 800 mg TID.")])
    with pytest.raises(InputError, match="changed while"):
        records.signed_notes.sign(document, written=TEXTS)
    assert records.signed_notes.history(1) == ()


def test_an_empty_note_is_not_signed(records: Records) -> None:
    """There is nothing to vouch for."""
    visit = records.visits.create(None, NOON)
    assert visit.id is not None
    with pytest.raises(InputError, match="no note"):
        sign_visit(records, visit.id)


def test_every_way_to_change_a_signed_note_is_refused_in_words(records: Records) -> None:
    """Sections, codes, layout: each says that the note is signed, and nothing changed."""
    signed = sign_visit(records, 1)
    for change in (
        lambda: records.notes.save_working(1, [WorkingSection(Section.PLAN, "x")]),
        lambda: records.notes.save_working(1, [], not_placed=("x",)),
        lambda: records.codes.save(1, VisitCodes()),
        lambda: records.visits.update(1, specialty_id="dentist"),
        lambda: records.visits.update(1, status=VisitStatus.DRAFT),
        lambda: records.signed_notes.sign(
            replace(document_of(records, 1), sections={Section.PLAN: "y"}), written={Section.PLAN: "y"}
        ),
    ):
        with pytest.raises(AlreadySigned, match="signed"):
            change()
    assert records.signed_notes.signed(1) == signed
    assert records.notes.working(1).note == Note(TEXTS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signed_notes SET content = 'x'",
        "DELETE FROM signed_notes",
        "UPDATE cosignatures SET signer_name = 'x'",
        "DELETE FROM cosignatures",
        "UPDATE addenda SET text = 'x'",
        "DELETE FROM addenda",
        "UPDATE working_sections SET text = 'x'",
        "DELETE FROM working_sections",
        "UPDATE visits SET status = 'draft'",
    ],
)
def test_no_statement_changes_what_is_signed(home: Path, records: Records, statement: str) -> None:
    """The file itself refuses, whichever program sends the statement."""
    other = add_user(home, "other", Role.PROVIDER)
    sign_visit(records, 1)
    records.signed_notes.add_addendum(1, "Later.")
    with open_records(home, other) as second:
        second.signed_notes.cosign(1)
    database = Database(home / DATABASE_NAME, DATA_KEY)
    with pytest.raises((dbapi2.IntegrityError, AlreadySigned)), database.transaction() as connection:
        connection.execute(statement)
    database.close()


def test_nobody_can_call_a_visit_signed_without_signing(records: Records) -> None:
    """The status follows the signature, never the other way round."""
    with pytest.raises(dbapi2.IntegrityError):
        records.visits.update(1, status=VisitStatus.SIGNED)


def test_an_amendment_stands_beside_what_was_signed(records: Records) -> None:
    """The first text is kept, the new one is what everybody reads, the reason is there, and nobody overtakes."""
    first = sign_visit(records, 1)
    changed = replace(first.document, sections={**TEXTS, Section.PLAN: "Ibuprofen 400 mg TID."})
    with pytest.raises(InputError, match="why"):
        records.signed_notes.amend(changed, first.id, "  ")
    second = records.signed_notes.amend(changed, first.id, "Dose as ordered")
    assert records.signed_notes.amend(changed, first.id, "Dose as ordered").id == second.id
    assert [note.document.sections[Section.PLAN] for note in records.signed_notes.history(1)] == [
        "Ibuprofen 600 mg TID.",
        "Ibuprofen 400 mg TID.",
    ]
    assert records.signed_notes.signed(1).reason == "Dose as ordered"
    with pytest.raises(AlreadySigned, match="meanwhile"):
        records.signed_notes.amend(replace(changed, sections={Section.PLAN: "Rest."}), first.id, "Another")


def test_a_co_signature_keeps_both_names(home: Path, records: Records) -> None:
    """The supervisor signs once after the author; nobody co-signs their own note."""
    signed = sign_visit(records, 1)
    with pytest.raises(InputError, match="somebody else"):
        records.signed_notes.cosign(signed.id)
    supervisor = add_user(home, "supervisor", Role.PROVIDER)
    with open_records(home, supervisor) as second:
        second.signed_notes.cosign(signed.id)
        second.signed_notes.cosign(signed.id)
    assert [(each.signer.name, each.role) for each in records.signed_notes.signed(1).document.signatures] == [
        ("Sample Owner", SignatureRole.AUTHOR),
        ("supervisor", SignatureRole.COSIGNER),
    ]


def test_addenda_have_author_and_time(records: Records) -> None:
    """Words added later stand below what was signed; an unsigned note takes none."""
    with pytest.raises(UnknownChoice, match="not signed yet"):
        records.signed_notes.add_addendum(1, "Later.")
    signed = sign_visit(records, 1)
    records.signed_notes.add_addendum(1, "Patient called (fictional): better.")
    with pytest.raises(InputError, match="empty"):
        records.signed_notes.add_addendum(1, " \n ")
    (addendum,) = records.signed_notes.signed(1).document.addenda
    assert (addendum.author.name, addendum.text) == ("Sample Owner", "Patient called (fictional): better.")
    assert records.signed_notes.signed(1).content_hash == signed.content_hash


def test_the_front_desk_reads_and_exports_signed_notes_only(home: Path, records: Records) -> None:
    """A draft is refused by every road; what is signed is read, exported, listed and marked as filed."""
    desk_id = add_user(home, "desk", Role.FRONT_DESK)
    with open_records(home, desk_id) as desk:
        for refused in (
            lambda: desk.notes.working(1),
            lambda: desk.visits.get(1),
            lambda: desk.signed_notes.record_export(1, "PDF", is_draft=True),
        ):
            with pytest.raises(NotPermitted):
                refused()
        for absent in (
            lambda: desk.signed_notes.signed(1),
            lambda: desk.signed_notes.record_export(1, "PDF"),
            lambda: desk.signed_notes.mark_filed(1, is_filed=True),
        ):
            with pytest.raises(UnknownChoice, match="no signed note"):
                absent()
        sign_visit(records, 1)
        assert desk.signed_notes.signed(1).document.sections[Section.PLAN] == TEXTS[Section.PLAN]
        desk.signed_notes.record_export(1, "PDF")
        desk.signed_notes.record_export(1, "Copied")
        desk.signed_notes.mark_filed(1, is_filed=True)
        assert [(each.what, each.user_name) for each in desk.signed_notes.exports(1)] == [
            ("Copied", "desk"),
            ("PDF", "desk"),
        ]
    actions = [row.action for row in records.audit.entries(AuditFilter(user_id=desk_id), limit=50).entries]
    assert {Action.EXPORTED, Action.COPIED, Action.DENIED} <= set(actions)


def test_the_audit_is_whole_after_all_of_it(home: Path, records: Records) -> None:
    """Signing, amending, adding and deciding keep the chain."""
    first = sign_visit(records, 1)
    records.signed_notes.amend(replace(first.document, sections={Section.PLAN: "Rest."}), first.id, "Shorter")
    records.signed_notes.add_addendum(1, "Later.")
    records.signed_notes.decide(1, "key", "kept")
    assert records.signed_notes.decided(1) == {"key"}
    assert finish(records.audit.verify()).is_whole
