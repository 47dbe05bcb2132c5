"""Every verb of every store, tried in the name of every role: what is refused, and that the audit says so."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.audit import Action, AuditFilter, RecordKind
from desktop.domain.coding import CodeListFile, CodeSystem, VisitCodes
from desktop.domain.context import VisitContext
from desktop.domain.document import Author, Document, DocumentKind, DocumentVisit
from desktop.domain.errors import InputError, NotPermitted, SignedOut, SoapstoneError
from desktop.domain.history import VisitFilter
from desktop.domain.imports import ImportFile
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.patient import Patient
from desktop.domain.patient_summary import Block, PatientSummary, SummaryLine
from desktop.domain.recording import RecordingState, Transcription
from desktop.domain.retention import RetentionKind, RetentionRule
from desktop.domain.transcript import Segment, Transcript
from desktop.domain.user import NewUser, Right, Role, rights_of
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingNote, WorkingSection
from desktop.records import keys
from desktop.records.database import Database
from desktop.records.keys import Cost
from desktop.records.records import DATABASE_NAME, Records, create_records
from tests.servers.clinic import DATA_KEY, OWNER, add_user, make_records, open_records, sign_visit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRET = "Sentinelword"
PASSWORD = "seven quiet rivers"


def _keep_summary(records: Records) -> Any:
    return records.summaries.keep(
        purpose="pre-visit", focus="", origin="offline", content="{}", visit_ids=[1]
    )


EVERYBODY = None
VERBS: dict[str, tuple[Right | None, Callable[[Records], Any]]] = {
    "patients.add": (Right.EDIT_PATIENTS, lambda r: r.patients.add(Patient(family_name="Sample"))),
    "patients.update": (Right.EDIT_PATIENTS, lambda r: r.patients.update(Patient(1, "Sample"))),
    "patients.get": (Right.READ_PATIENTS, lambda r: r.patients.get(1)),
    "patients.search": (Right.READ_PATIENTS, lambda r: r.patients.search("sample")),
    "visits.create": (Right.WRITE_CLINICAL, lambda r: r.visits.create(1, NOON)),
    "visits.get": (Right.READ_CLINICAL, lambda r: r.visits.get(1)),
    "visits.update": (Right.WRITE_CLINICAL, lambda r: r.visits.update(1, template_id="standard")),
    "visits.assign_patient": (Right.WRITE_CLINICAL, lambda r: r.visits.assign_patient(1, 1)),
    "visits.recent": (Right.READ_SIGNED, lambda r: r.visits.recent()),
    "contexts.save": (Right.WRITE_CLINICAL, lambda r: r.contexts.save(1, VisitContext())),
    "contexts.load": (Right.READ_CLINICAL, lambda r: r.contexts.load(1)),
    "transcripts.save": (
        Right.WRITE_CLINICAL,
        lambda r: r.transcripts.save(1, Transcript((Segment(SECRET),)), SECRET),
    ),
    "transcripts.load": (Right.READ_CLINICAL, lambda r: r.transcripts.load(1)),
    "transcripts.typed_text": (Right.READ_CLINICAL, lambda r: r.transcripts.typed_text(1)),
    "notes.save_working": (
        Right.WRITE_CLINICAL,
        lambda r: r.notes.save_working(1, [WorkingSection(Section.PLAN, SECRET)]),
    ),
    "notes.working": (Right.READ_CLINICAL, lambda r: r.notes.working(1)),
    "notes.add_version": (
        Right.WRITE_CLINICAL,
        lambda r: r.notes.add_version(1, "provider", Note({Section.PLAN: SECRET}), [], NOON),
    ),
    "notes.versions": (Right.READ_CLINICAL, lambda r: r.notes.versions(1)),
    "notes.latest": (Right.READ_CLINICAL, lambda r: r.notes.latest(1)),
    "patients.named_in": (Right.READ_PATIENTS, lambda r: r.patients.named_in("Sample")),
    "patient_summaries.save": (
        Right.WRITE_CLINICAL,
        lambda r: r.patient_summaries.save(1, PatientSummary((SummaryLine(Block.DO, SECRET),))),
    ),
    "patient_summaries.load": (Right.READ_CLINICAL, lambda r: r.patient_summaries.load(1)),
    "signed_notes.sign": (
        Right.SIGN,
        lambda r: r.signed_notes.sign(_document(), written={Section.PLAN: SECRET}),
    ),
    "signed_notes.amend": (Right.SIGN, lambda r: r.signed_notes.amend(_document(), 77, "reason")),
    "signed_notes.cosign": (Right.SIGN, lambda r: r.signed_notes.cosign(77)),
    "signed_notes.add_addendum": (Right.SIGN, lambda r: r.signed_notes.add_addendum(1, SECRET)),
    "signed_notes.signed": (Right.READ_SIGNED, lambda r: r.signed_notes.signed(1)),
    "signed_notes.history": (Right.READ_SIGNED, lambda r: r.signed_notes.history(1)),
    "signed_notes.record_export": (Right.EXPORT_SIGNED, lambda r: r.signed_notes.record_export(1, "PDF")),
    "signed_notes.record_listed": (Right.EXPORT_SIGNED, lambda r: r.signed_notes.record_listed(1)),
    "signed_notes.exports": (Right.READ_SIGNED, lambda r: r.signed_notes.exports(1)),
    "signed_notes.mark_filed": (Right.EXPORT_SIGNED, lambda r: r.signed_notes.mark_filed(1, is_filed=True)),
    "signed_notes.decide": (Right.WRITE_CLINICAL, lambda r: r.signed_notes.decide(1, "key", "kept")),
    "signed_notes.decided": (Right.READ_CLINICAL, lambda r: r.signed_notes.decided(1)),
    "sendings.announce": (Right.EXPORT_SIGNED, lambda r: r.sendings.announce(1, "localhost")),
    "sendings.add": (Right.EXPORT_SIGNED, lambda r: r.sendings.add(1, "http://localhost", "urn:x", "")),
    "sendings.of_visit": (Right.READ_SIGNED, lambda r: r.sendings.of_visit(1)),
    "worklist.page": (Right.READ_SIGNED, lambda r: r.worklist.page()),
    "worklist.providers": (Right.READ_SIGNED, lambda r: r.worklist.providers()),
    "spoken_words.add": (Right.WRITE_CLINICAL, lambda r: r.spoken_words.add(1, [])),
    "spoken_words.of_recording": (Right.READ_CLINICAL, lambda r: r.spoken_words.of_recording(1)),
    "search.find": (Right.READ_CLINICAL, lambda r: r.search.find(SECRET)),
    "history.page": (Right.READ_SIGNED, lambda r: r.history.page(VisitFilter())),
    "history.count": (Right.READ_SIGNED, lambda r: r.history.count()),
    "merges.candidates": (Right.READ_PATIENTS, lambda r: r.merges.candidates()),
    "merges.keep_apart": (Right.EDIT_PATIENTS, lambda r: r.merges.keep_apart(1, 2)),
    "merges.merge": (Right.EDIT_PATIENTS, lambda r: r.merges.merge(1, 2, NOON)),
    "merges.undo": (Right.EDIT_PATIENTS, lambda r: r.merges.undo(1, NOON)),
    "merges.of_patient": (Right.READ_PATIENTS, lambda r: r.merges.of_patient(1)),
    "imports.imported_at": (Right.READ_PATIENTS, lambda r: r.imports.imported_at("ab" * 32)),
    "imports.mark": (Right.EDIT_PATIENTS, lambda r: r.imports.mark("ab" * 32, "patients", NOON)),
    "imports.plan": (Right.READ_PATIENTS, lambda r: r.imports.plan(_no_rows())),
    "imports.carry_out": (
        Right.EDIT_PATIENTS,
        lambda r: r.imports.carry_out(_no_rows(), [], leave_out_refused=True, imported_at=NOON),
    ),
    "settings.get": (EVERYBODY, lambda r: r.settings.get("key")),
    "settings.set": (Right.MANAGE_CLINIC, lambda r: r.settings.set("key", 1)),
    "settings.personal": (EVERYBODY, lambda r: r.settings.personal("key")),
    "settings.set_personal": (EVERYBODY, lambda r: r.settings.set_personal("key", 1)),
    "consents.give": (Right.WRITE_CLINICAL, lambda r: r.consents.give(1, "agreed", NOON, "owner")),
    "consents.of_visit": (Right.READ_CLINICAL, lambda r: r.consents.of_visit(1)),
    "recordings.begin": (Right.WRITE_CLINICAL, lambda r: r.recordings.begin(1, "microphone", NOON)),
    "recordings.append": (Right.WRITE_CLINICAL, lambda r: r.recordings.append(1, [])),
    "recordings.set_state": (
        Right.WRITE_CLINICAL,
        lambda r: r.recordings.set_state(1, RecordingState.FINISHED),
    ),
    "recordings.set_transcription": (
        Right.WRITE_CLINICAL,
        lambda r: r.recordings.set_transcription(1, Transcription.NONE),
    ),
    "recordings.get": (Right.READ_CLINICAL, lambda r: r.recordings.get(1)),
    "recordings.of_visit": (Right.READ_CLINICAL, lambda r: r.recordings.of_visit(1)),
    "recordings.in_states": (
        Right.READ_CLINICAL,
        lambda r: r.recordings.in_states(RecordingState.RECORDING),
    ),
    "recordings.imported_from": (Right.READ_CLINICAL, lambda r: r.recordings.imported_from("ab" * 32)),
    "recordings.gaps": (Right.READ_CLINICAL, lambda r: r.recordings.gaps(1)),
    "recordings.sound": (Right.READ_CLINICAL, lambda r: list(r.recordings.sound(1))),
    "recordings.wave": (Right.READ_CLINICAL, lambda r: r.recordings.wave(1)),
    "recordings.delete": (Right.WRITE_CLINICAL, lambda r: r.recordings.delete(77)),
    "codes.load": (Right.READ_CLINICAL, lambda r: r.codes.load(1)),
    "codes.save": (Right.WRITE_CLINICAL, lambda r: r.codes.save(1, VisitCodes())),
    "code_lists.replace": (
        Right.MANAGE_CLINIC,
        lambda r: r.code_lists.replace(CodeListFile(CodeSystem.CPT, "2026", ()), NOON),
    ),
    "code_lists.lists": (Right.READ_PATIENTS, lambda r: r.code_lists.lists()),
    "code_lists.find": (Right.READ_PATIENTS, lambda r: r.code_lists.find("99213")),
    "code_lists.search": (Right.READ_PATIENTS, lambda r: r.code_lists.search("visit")),
    "users.me": (EVERYBODY, lambda r: r.users.me()),
    "users.all": (EVERYBODY, lambda r: r.users.all()),
    "users.get": (EVERYBODY, lambda r: r.users.get(1)),
    "users.add": (Right.MANAGE_USERS, lambda r: r.users.add(NewUser("new", "New"), PASSWORD)),
    "users.change": (Right.MANAGE_USERS, lambda r: r.users.change(1, "Owner", "", OWNER.roles)),
    "users.disable": (Right.MANAGE_USERS, lambda r: r.users.disable(2)),
    "users.enable": (Right.MANAGE_USERS, lambda r: r.users.enable(2, PASSWORD)),
    "users.change_my_password": (EVERYBODY, lambda r: r.users.change_my_password(PASSWORD, PASSWORD + "s")),
    "users.reset_password": (Right.MANAGE_USERS, lambda r: r.users.reset_password(1, PASSWORD)),
    "users.check_my_password": (EVERYBODY, lambda r: r.users.check_my_password(PASSWORD)),
    "users.reissue_recovery_key": (Right.MANAGE_USERS, lambda r: r.users.reissue_recovery_key()),
    "audit.record": (EVERYBODY, lambda r: r.audit.record(Action.PRINTED, RecordKind.VISIT, 1)),
    "audit.entries": (Right.READ_AUDIT, lambda r: r.audit.entries()),
    "audit.verify": (EVERYBODY, lambda r: finish(r.audit.verify())),
    "audit.export_csv": (Right.READ_AUDIT, lambda r: r.audit.export_csv(r.home / "audit.csv")),
    "backups.make": (Right.BACK_UP, lambda r: finish(r.backups.make(r.home / "backups"))),
    "backups.in_folder": (Right.BACK_UP, lambda r: r.backups.in_folder(r.home / "backups")),
    "backups.prune": (Right.BACK_UP, lambda r: r.backups.prune(r.home / "backups")),
    "backups.verify": (Right.BACK_UP, lambda r: finish(r.backups.verify(r.home / "none"))),
    "checks.quick": (EVERYBODY, lambda r: r.checks.quick()),
    "checks.full": (EVERYBODY, lambda r: r.checks.full()),
    "checks.last_full": (EVERYBODY, lambda r: r.checks.last_full()),
    "checks.is_full_due": (EVERYBODY, lambda r: r.checks.is_full_due()),
    "retention.rules": (EVERYBODY, lambda r: r.retention.rules()),
    "retention.set_rule": (
        Right.MANAGE_CLINIC,
        lambda r: r.retention.set_rule(RetentionRule(RetentionKind.DRAFTS)),
    ),
    "retention.preview": (Right.MANAGE_CLINIC, lambda r: r.retention.preview(NOON)),
    "retention.expires_at": (Right.READ_CLINICAL, lambda r: r.retention.expires_at(1)),
    "retention.hold": (Right.READ_PATIENTS, lambda r: r.retention.hold(1)),
    "retention.set_hold": (Right.MANAGE_CLINIC, lambda r: r.retention.set_hold(2, "asked for by a court")),
    "retention.release_hold": (Right.MANAGE_CLINIC, lambda r: r.retention.release_hold(2)),
    "retention.last_run": (EVERYBODY, lambda r: r.retention.last_run()),
    "retention.needs_a_person": (EVERYBODY, lambda r: r.retention.needs_a_person()),
    "retention.run": (EVERYBODY, lambda r: finish(r.retention.run())),
    "signed_notes.reopen": (Right.WRITE_CLINICAL, lambda r: r.signed_notes.reopen(1, "finding")),
    "signed_notes.decisions": (Right.READ_CLINICAL, lambda r: r.signed_notes.decisions(1)),
    "summaries.notes_of": (Right.READ_CLINICAL, lambda r: r.summaries.notes_of(1)),
    "summaries.keep": (Right.WRITE_CLINICAL, _keep_summary),
    "summaries.of_patient": (Right.READ_CLINICAL, lambda r: r.summaries.of_patient(1)),
    "summaries.record_export": (Right.EXPORT_DRAFT, lambda r: r.summaries.record_export(1, "text")),
    "summaries.record_send": (Right.WRITE_CLINICAL, lambda r: r.summaries.record_send(1, "localhost", 1)),
    "notices.pending": (EVERYBODY, lambda r: r.notices.pending()),
    "notices.mark_seen": (EVERYBODY, lambda r: r.notices.mark_seen([1])),
}
"""Each verb: the right it asks for, and a call."""

NOT_STORES = {"access", "disk_reserve"}
ROLES = [*({role} for role in Role), set(Role)]


def _document() -> Document:
    visit = DocumentVisit(1, "0" * 32, NOON)
    return Document(
        DocumentKind.VISIT_NOTE, Patient(), visit, Author("Owner"), sections={Section.PLAN: SECRET}
    )


def _no_rows() -> ImportFile:
    fields = inspect.signature(ImportFile).parameters
    given: dict[str, Any] = {"rows": (), "sha256": "cd" * 32}
    return ImportFile(**{name: given.get(name, False) for name in fields})


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Records with two patients, and a drafted visit with a recording; closed."""
    records, _ = create_records(tmp_path, PASSWORD, OWNER)
    records.close()
    # The keys of the test's own ring are others; the file is made anew with them.
    (tmp_path / DATABASE_NAME).unlink()
    make_records(tmp_path)
    add_user(tmp_path, "third", Role.PROVIDER)
    with open_records(tmp_path) as owner:
        owner.patients.add(Patient(family_name="Sample"))
        owner.patients.add(Patient(family_name="Other"))
        owner.visits.create(1, NOON)
        owner.notes.save_working(1, [WorkingSection(Section.PLAN, SECRET)])
        owner.notes.add_version(1, "provider", Note({Section.PLAN: SECRET}), [], NOON)
        owner.visits.update(1, status=VisitStatus.DRAFT)
        owner.recordings.begin(1, "microphone", NOON)
    return tmp_path


def _stores(records: Records) -> set[str]:
    verbs = set()
    for name, store in vars(records).items():
        if name.startswith("_") or name in NOT_STORES or not type(store).__module__.startswith("desktop."):
            continue
        verbs |= {
            f"{name}.{verb}"
            for verb, _ in inspect.getmembers(type(store), inspect.isfunction)
            if not verb.startswith("_")
        }
    return verbs


def test_the_table_of_verbs_is_complete(home: Path) -> None:
    """A new verb, or a new store, needs a line above that says who may."""
    with open_records(home) as records:
        assert _stores(records) == set(VERBS)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)))
def test_each_role_does_what_it_may_and_nothing_else(home: Path, roles: set[Role]) -> None:
    """Every verb: refused without the right, with a row in the audit, and never refused with it."""
    user_id = add_user(home, "tried", *roles)
    rights = rights_of(roles)
    with open_records(home, user_id) as records:
        for verb, (right, call) in VERBS.items():
            try:
                call(records)
            except NotPermitted:
                assert right is not EVERYBODY, verb
                assert right not in rights, verb
            except SoapstoneError:
                assert right is EVERYBODY or right in rights, verb
            else:
                assert right is EVERYBODY or right in rights, verb
    refused = sum(right is not EVERYBODY and right not in rights for right, _ in VERBS.values())
    with open_records(home) as owner:
        denied = owner.audit.entries(AuditFilter(user_id=user_id, action=Action.DENIED), limit=1000).entries
    assert bool(denied) == bool(refused)
    assert {each.facts["right"] for each in denied} == {
        right.value for right, _ in VERBS.values() if right is not EVERYBODY and right not in rights
    }


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_user_disabled_elsewhere_fails_at_the_next_action(home: Path, verb: str) -> None:
    """Whatever is tried next ends the session."""
    user_id = add_user(home, "leaving", *Role)
    with open_records(home, user_id) as records, open_records(home) as owner:
        owner.users.disable(user_id)
        with pytest.raises(SignedOut, match="disabled"):
            VERBS[verb][1](records)


def test_the_front_desk_sees_no_word_and_no_line_of_a_draft(home: Path) -> None:
    """Lists leave unsigned visits out; a signed one is listed without words of its text, and opened by id."""
    desk = add_user(home, "desk", Role.FRONT_DESK)
    with open_records(home, desk) as records:
        assert records.visits.recent() == []
        assert records.history.page().lines == ()
        assert records.history.count() == 0
        with pytest.raises(NotPermitted):
            records.visits.get(1)
        with open_records(home) as owner:
            sign_visit(owner, 1)
        (line,) = records.visits.recent()
        assert SECRET not in line.title
        assert SECRET not in repr(records.history.page())
        assert records.visits.get(1).status is VisitStatus.SIGNED
        with pytest.raises(NotPermitted):
            records.notes.working(1)


def test_emergency_access_reads_and_never_writes_and_is_announced(home: Path) -> None:
    """A reason is required; each view is in the audit; administrators are told once; the lock ends it."""
    desk = add_user(home, "desk", Role.FRONT_DESK)
    reason = "The provider is away and the ambulance asks"
    with open_records(home, desk) as records:
        with pytest.raises(InputError, match="at least"):
            records.emergency("  why  ")
        with pytest.raises(NotPermitted):
            records.notes.working(1)
        records.emergency(reason)
        for _ in range(3):
            assert isinstance(records.notes.working(1), WorkingNote)
        with pytest.raises(NotPermitted):
            records.notes.save_working(1, [WorkingSection(Section.PLAN, "changed")])
        assert records.notices.pending() == ()
        records.access.end_emergency()
        with pytest.raises(NotPermitted):
            records.notes.working(1)
    with open_records(home) as owner:
        (begun,) = owner.audit.entries(AuditFilter(action=Action.EMERGENCY)).entries
        assert (begun.user, begun.reason) == ("desk", reason)
        viewed = owner.audit.entries(AuditFilter(user_id=desk, action=Action.VIEWED)).entries
        assert len([each for each in viewed if each.facts == {"emergency": True}]) == 3
        assert owner.audit.entries(AuditFilter(action=Action.EMERGENCY_ENDED)).entries
        (notice,) = owner.notices.pending()
        assert reason in notice.sentence
        owner.notices.mark_seen([notice.id])
        assert owner.notices.pending() == ()


def test_roles_changed_elsewhere_hold_from_the_next_action_on(home: Path) -> None:
    """A provider who becomes front desk reads no draft any more, without signing in again."""
    user_id = add_user(home, "provider", Role.PROVIDER)
    with open_records(home, user_id) as records, open_records(home) as owner:
        assert records.notes.working(1).note[Section.PLAN] == SECRET
        owner.users.change(user_id, "Provider", "", frozenset({Role.FRONT_DESK}))
        with pytest.raises(NotPermitted):
            records.notes.working(1)


def test_nothing_is_stored_that_was_refused(home: Path) -> None:
    """The database holds what it held, but for the row that says so."""
    desk = add_user(home, "desk", Role.FRONT_DESK)
    with open_records(home, desk) as records:
        with pytest.raises(NotPermitted):
            records.notes.save_working(1, [WorkingSection(Section.PLAN, "changed")])
        with pytest.raises(NotPermitted):
            records.settings.set("settings", {"engine": "endpoint"})
    database = Database(home / DATABASE_NAME, DATA_KEY)
    with database.reading() as connection:
        assert connection.execute("SELECT text FROM working_sections").fetchall() == [(SECRET,)]
        assert connection.execute("SELECT count(*) FROM settings").fetchone() == (0,)
    database.close()
