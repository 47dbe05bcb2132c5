"""Retention: what is listed, what goes, what a hold keeps, and that what went is in no page of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import InputError, NotPermitted, OnLegalHold
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.recording import RecordingState
from desktop.domain.retention import RetentionKind, RetentionRule, RetentionStart
from desktop.domain.sound import Sound
from desktop.domain.transcript import Segment, Transcript
from desktop.domain.user import Role
from desktop.domain.working_note import WorkingSection
from desktop.records import times
from desktop.records.database import Database
from desktop.records.recordings import Chunk
from desktop.records.records import DATABASE_NAME, Records
from tests.servers.clinic import DATA_KEY, add_user, make_records, open_records, sign_visit

SPOKEN, DRAFTED, SIGNED = "Zzspokenword", "Zzdraftedword", "Zzsignedword"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE_BYTES, RESERVED_BYTES = 4096, 80


class Clock:
    """The clock on the wall, which the test sets."""

    def __init__(self) -> None:
        self.now = BEGAN

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(times, "now", lambda: made.now)
    return made


@pytest.fixture
def records(tmp_path: Path, clock: Clock) -> Iterator[Records]:
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


def make_visit(records: Records, patient_id: int, *, is_signed: bool, minutes: int = 1) -> int:
    """A visit with sound, a transcript, a version and a note; drafted, and signed if it is to be."""
    visit_id = records.visits.create(patient_id, BEGAN).id
    assert visit_id is not None
    recording = records.recordings.begin(visit_id, "microphone", BEGAN)
    noise = bytes((index * 7919 >> 3) & 0xFF for index in range(32_000)) * 10
    chunks = [Chunk(Sound(number * 10_000, noise), BEGAN) for number in range(6 * minutes)]
    records.recordings.append(recording.id, chunks, state=RecordingState.FINISHED)
    records.transcripts.save(visit_id, Transcript((Segment(SPOKEN),)), SPOKEN)
    records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, DRAFTED)])
    records.notes.add_version(visit_id, "offline", records.notes.working(visit_id).note, (), BEGAN)
    if is_signed:
        records.notes.save_working(visit_id, [WorkingSection(Section.PLAN, SIGNED)])
        sign_visit(records, visit_id)
    return visit_id


def decrypted_pages(home: Path) -> bytes:
    """Every page of the file as SQLite sees it, free ones too: AES-256-CBC, the IV and the HMAC at the end of each."""
    content = (home / DATABASE_NAME).read_bytes()
    pages = []
    for start in range(0, len(content), PAGE_BYTES):
        page = content[start : start + PAGE_BYTES]
        body, iv = page[:-RESERVED_BYTES], page[-RESERVED_BYTES : -RESERVED_BYTES + 16]
        decryptor = Cipher(algorithms.AES(DATA_KEY), modes.CBC(iv)).decryptor()
        pages.append(decryptor.update(body[16:] if start == 0 else body))
    return b"".join(pages)


def count(records: Records, table: str) -> int:
    with records._database.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - the test's own


def test_sound_goes_a_week_after_signing_and_never_before(records: Records, clock: Clock) -> None:
    """The default: days are counted from the signature; a visit that nobody signed keeps its sound."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    signed = make_visit(records, patient.id, is_signed=True)
    unsigned = make_visit(records, patient.id, is_signed=False)
    assert records.retention.expires_at(signed) == {RetentionKind.AUDIO: BEGAN + timedelta(days=7)}
    assert records.retention.expires_at(unsigned) == {}
    clock.pass_days(6.9)
    assert finish(records.retention.run()) == 0
    clock.pass_days(0.2)
    (item,) = records.retention.preview(clock.now)
    assert (item.visit_id, item.patient_name, item.why) == (signed, "Sample", "7 days after signing")
    assert finish(records.retention.run()) == 1
    assert records.recordings.of_visit(signed) == []
    assert len(records.recordings.of_visit(unsigned)) == 1
    assert records.transcripts.load(signed).text
    (row,) = records.audit.entries(AuditFilter(action=Action.RETENTION_DELETED)).entries
    assert row.facts == {"kind": "audio", "rule": "7 days after signing"}


def test_what_was_deleted_is_in_no_page_and_its_space_is_given_back(
    tmp_path: Path, records: Records, clock: Clock
) -> None:
    """Words and sound of signed and unsigned visits, while the signed note stays word for word."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    signed = make_visit(records, patient.id, is_signed=True, minutes=3)
    make_visit(records, patient.id, is_signed=False)
    for kind in RetentionKind:
        records.retention.set_rule(RetentionRule(kind, 30, RetentionStart.VISIT))
    with records._database.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (sound,) = connection.execute("SELECT substr(flac, 3000, 24) FROM recording_chunks").fetchone()
    before, size = decrypted_pages(tmp_path), (tmp_path / DATABASE_NAME).stat().st_size
    assert all(word.encode() in before for word in (SPOKEN, DRAFTED, SIGNED))
    assert sound in before
    clock.pass_days(31)
    assert finish(records.retention.run()) == 2
    after = decrypted_pages(tmp_path)
    for word in (SPOKEN, DRAFTED):
        assert word.encode() not in after
        assert word.lower().encode() not in after
    assert sound not in after
    assert SIGNED.encode() in after
    assert records.notes.working(signed).note[Section.PLAN] == SIGNED
    assert (tmp_path / DATABASE_NAME).stat().st_size < size - 500_000
    assert count(records, "recording_chunks") == count(records, "segments") == 0
    assert count(records, "note_versions") == 0
    assert count(records, "signed_notes") == 1
    records.checks.full()


def test_a_legal_hold_keeps_everything_also_through_a_merge(records: Records, clock: Clock) -> None:
    """Held items are listed as held and stay; not even a person deletes the sound; released, they go."""
    held, other = (records.patients.add(Patient(family_name=name)).id for name in ("Held", "Other"))
    assert held is not None
    assert other is not None
    visit_id = make_visit(records, held, is_signed=True)
    with pytest.raises(InputError, match="why"):
        records.retention.set_hold(held, "  no  ")
    records.retention.set_hold(held, "letter of the court")
    records.merges.merge(other, held, clock.now)
    clock.pass_days(8)
    (item,) = records.retention.preview(clock.now)
    assert item.is_held
    assert "legal hold" in item.why
    assert finish(records.retention.run()) == 0
    (recording,) = records.recordings.of_visit(visit_id)
    with pytest.raises(OnLegalHold):
        records.recordings.delete(recording.id)
    assert list(records.recordings.sound(recording.id))
    hold = records.retention.hold(held)
    assert hold is not None
    assert hold.reason == "letter of the court"
    records.retention.release_hold(held)
    assert finish(records.retention.run()) == 1
    changed = records.audit.entries(AuditFilter(action=Action.LEGAL_HOLD_CHANGED)).entries
    assert [row.record_id for row in changed] == [held, held]
    assert all("court" not in repr(row) for row in changed)


def test_rules_are_the_clinics_and_have_limits(tmp_path: Path, records: Records) -> None:
    """Impossible days are refused; a provider changes no rule but lets the stored ones run."""
    for days in (-1, 366):
        with pytest.raises(InputError, match="0 to 365"):
            records.retention.set_rule(RetentionRule(RetentionKind.AUDIO, days))
    records.retention.set_rule(RetentionRule(RetentionKind.AUDIO, None))
    assert records.retention.rules()[0].words == "kept"
    with open_records(tmp_path, add_user(tmp_path, "provider", Role.PROVIDER)) as provider:
        with pytest.raises(NotPermitted):
            provider.retention.set_rule(RetentionRule(RetentionKind.AUDIO, 0))
        with pytest.raises(NotPermitted):
            provider.retention.preview(BEGAN)
        assert finish(provider.retention.run()) == 0


def test_a_clock_that_jumped_deletes_nothing_unattended(
    tmp_path: Path, records: Records, clock: Clock
) -> None:
    """After a gap of months, or a clock set back, an administrator has to let it run."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    make_visit(records, patient.id, is_signed=True)
    finish(records.retention.run())
    clock.pass_days(400)
    assert records.retention.needs_a_person()
    provider_id = add_user(tmp_path, "provider", Role.PROVIDER)
    with open_records(tmp_path, provider_id) as provider, pytest.raises(NotPermitted):
        finish(provider.retention.run())
    assert count(records, "recordings") == 1
    assert finish(records.retention.run()) == 1
    clock.pass_days(-30)
    assert records.retention.needs_a_person()


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    tmp_path: Path, records: Records, clock: Clock
) -> None:
    """Closed between two steps, what is left is due again and goes."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    for _ in range(3):
        make_visit(records, patient.id, is_signed=True)
    clock.pass_days(8)
    job = records.retention.run()
    next(job)
    next(job)
    job.close()
    assert count(records, "recordings") > 0
    finish(records.retention.run())
    assert count(records, "recordings") == count(records, "recording_chunks") == 0


def test_a_recording_under_way_is_never_deleted(records: Records, clock: Clock) -> None:
    """Whatever the rule says, sound that is being heard stays."""
    visit_id = records.visits.create(None, BEGAN).id
    assert visit_id is not None
    recording = records.recordings.begin(visit_id, "microphone", BEGAN)
    records.retention.set_rule(RetentionRule(RetentionKind.AUDIO, 0, RetentionStart.VISIT))
    clock.pass_days(1)
    assert finish(records.retention.run()) == 0
    records.recordings.set_state(recording.id, RecordingState.FINISHED)
    assert finish(records.retention.run()) == 1


def test_nothing_reaches_a_signed_note(tmp_path: Path, records: Records) -> None:
    """Notes have no rule, and the tables of signing refuse every deletion."""
    assert {kind.value for kind in RetentionKind} == {"audio", "transcripts", "drafts"}
    patient = records.patients.add(Patient(family_name="Sample"))
    assert patient.id is not None
    make_visit(records, patient.id, is_signed=True)
    records.close()
    database = Database(tmp_path / DATABASE_NAME, DATA_KEY)
    with pytest.raises(Exception, match="signed note never changes"), database.transaction() as connection:
        connection.execute("DELETE FROM signed_notes")
    database.close()
