"""Signs a visit's note: read once more, nothing of the highest class open, the password entered again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.document import Document
from desktop.domain.errors import InputError
from desktop.domain.finding import Finding, NoteCheck, Omission, Severity
from desktop.domain.note import Note, Section
from desktop.domain.signing import SignedNote
from desktop.domain.visit import NoteVersion, Visit
from desktop.workflow.check import checker_for
from desktop.workflow.documents import draft_document
from desktop.workflow.session import Session
from desktop.workflow.visits import full_context

SIGNED_BY = "signed by "
"""How the origin of a signed version begins."""


@dataclass(frozen=True, slots=True)
class ReadyToSign:
    """What would be signed. open_findings: how many of the highest class are undecided; none may be left.

    other_findings: how many of the other classes are open in Checks; they do not stop signing.
    clock_warning: a sentence when this computer's clock is surely wrong, to be confirmed before signing.
    """

    document: Document
    open_findings: int
    clock_warning: str | None = None
    other_findings: int = 0


def prepare_to_sign(session: Session, visit_id: int) -> ReadyToSign:
    """Read and check the note as it stands in the records. Not for the GUI thread. Raises NotPermitted, UnknownChoice."""
    visit = session.records.visits.get(visit_id)
    check, decided = check_visit(session, visit_id), session.records.signed_notes.decided(visit_id)
    highest = check.open_keys(decided)
    raised: tuple[Finding | Omission, ...] = (*check.findings, *check.omissions)
    others = {
        each.key for each in raised if each.severity is not Severity.INFORMATION and each.key not in decided
    }.difference(highest)
    return ReadyToSign(
        draft_document(session, visit), len(highest), session.records.clock_warning(), len(others)
    )


def check_visit(session: Session, visit_id: int) -> NoteCheck:
    """Everything that the checks say of a visit's stored note."""
    records = session.records
    visit = records.visits.get(visit_id)
    patient = None if visit.patient_id is None else records.patients.get(visit.patient_id)
    context = full_context(records.contexts.load(visit_id), patient, visit)
    note = records.notes.working(visit_id).note
    checker = checker_for(records.transcripts.load(visit_id), context, other_patients(session, visit, note))
    return checker.check(note)


def other_patients(session: Session, visit: Visit, note: Note) -> tuple[str, ...]:
    """Full names of other patients in the records whose names stand among the words of a note."""
    text = "\n".join(note[section] for section in Section)
    named = session.records.patients.named_in(text)
    return tuple(sorted({patient.name for patient in named if patient.id != visit.patient_id}))


def sign(session: Session, ready: ReadyToSign, password: str) -> SignedNote:
    """Sign what was prepared and read. Pressed twice, it is signed once.

    Raises WrongPassword, SignInDelayed, NotPermitted, AlreadySigned, and InputError when something of the highest class
    is undecided or the note changed since it was read.
    """
    session.verify_password(password)
    again = prepare_to_sign(session, ready.document.visit.id) if not _is_signed(session, ready) else None
    if again is not None and again.open_findings:
        raise InputError(
            f"{again.open_findings} finding{'s' if again.open_findings > 1 else ''} must be decided before this note "
            "is signed. Open Checks and decide each."
        )
    written = {section: ready.document.sections.get(section, "") for section in Section}
    return session.records.signed_notes.sign(ready.document, written=written)


def amend(
    session: Session, signed: SignedNote, sections: dict[Section, str], reason: str, password: str
) -> SignedNote:
    """Sign a corrected text in the place of a signed note, which is kept. Raises as sign does."""
    session.verify_password(password)
    if all(signed.document.sections.get(section, "") == sections.get(section, "") for section in Section):
        raise InputError("Nothing was changed, so there is nothing to amend.")
    user = session.records.user
    document = replace(
        signed.document,
        title=f"{signed.document.kind.label}, amended",
        sections={section: text for section, text in sections.items() if text.strip()},
        author=replace(signed.document.author, name=user.display_name, credentials=user.credentials),
    )
    return session.records.signed_notes.amend(document, signed.id, reason)


def cosign(session: Session, signed: SignedNote, password: str) -> SignedNote:
    """Add the signed-in user's signature. Raises WrongPassword, NotPermitted, InputError."""
    session.verify_password(password)
    return session.records.signed_notes.cosign(signed.id)


def add_addendum(session: Session, visit_id: int, text: str) -> SignedNote:
    """Add words below a signed note; returns it with them. Raises NotPermitted, UnknownChoice, InputError."""
    session.records.signed_notes.add_addendum(visit_id, text)
    return session.records.signed_notes.signed(visit_id)


def signed_note(session: Session, visit_id: int) -> SignedNote:
    """The signed note as it stands. Raises NotPermitted, UnknownChoice."""
    return session.records.signed_notes.signed(visit_id)


def signed_versions(session: Session, visit_id: int) -> list[NoteVersion]:
    """Every signed state as a version of the note, newest first; its origin says who signed and why it was amended."""
    return [
        NoteVersion(
            id=-note.id,
            visit_id=visit_id,
            saved_at=note.signed_at,
            origin=f"{SIGNED_BY}{note.document.author.with_credentials}{f': {note.reason}' if note.reason else ''}",
            note=Note(dict(note.document.sections)),
        )
        for note in reversed(session.records.signed_notes.history(visit_id))
    ]


def _is_signed(session: Session, ready: ReadyToSign) -> bool:
    return bool(session.records.signed_notes.history(ready.document.visit.id))
