"""The documents of a visit: its note, signed or a draft, a referral letter, a handout for the patient."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.document import (
    Author,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    DocumentVisit,
)
from desktop.domain.errors import UnknownChoice
from desktop.domain.history import VisitFilter
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.patient_summary import Block as SummaryBlock
from desktop.domain.patient_summary import PatientSummary
from desktop.domain.summary import Summary, SummaryStatement
from desktop.domain.visit import Visit, VisitStatus
from desktop.export.dates import day_text
from desktop.workflow.session import Session

HANDOUT_NOTICE = "Made from your visit note to help you remember. If anything here is not clear, or you feel worse, ask your clinic."

_MOST_VISITS = 2_000


def note_document(session: Session, visit_id: int) -> Document:
    """The visit's note as it stands: what was signed, with co-signatures and addenda, or the draft, marked as one.

    Raises UnknownChoice, and NotPermitted for a draft where only signed notes may be read.
    """
    visit = session.records.visits.get(visit_id)
    return (
        signed_document(session, visit_id)
        if visit.status is VisitStatus.SIGNED
        else draft_document(session, visit)
    )


def signed_document(session: Session, visit_id: int) -> Document:
    """What was signed, on the clinic's paper. Raises UnknownChoice when nobody signed it, NotPermitted."""
    document = session.records.signed_notes.signed(visit_id).document
    return replace(document, letterhead=session.settings.clinic.letterhead)


def draft_document(session: Session, visit: Visit) -> Document:
    """The working note as a document, in the name of the signed-in user: what they would sign."""
    assert visit.id is not None
    records = session.records
    note = records.notes.working(visit.id).note
    summary = records.patient_summaries.load(visit.id)
    return Document(
        kind=DocumentKind.VISIT_NOTE,
        patient=_patient(session, visit),
        visit=_visit(session, visit),
        author=_author(session),
        letterhead=session.settings.clinic.letterhead,
        sections={section: note[section] for section in Section if note[section].strip()},
        codes=records.codes.load(visit.id).accepted,
        patient_summary="" if summary is None else summary.text,
    )


def handout_document(session: Session, visit_id: int, summary: PatientSummary) -> Document:
    """The patient's summary as a page to take home."""
    visit = session.records.visits.get(visit_id)
    blocks = [
        each
        for block in SummaryBlock
        if summary.of(block)
        for each in (
            Block(BlockKind.HEADING, block.heading),
            *(Block(BlockKind.BULLET, line.text) for line in summary.of(block)),
        )
    ]
    notice = HANDOUT_NOTICE
    if summary.is_translated:
        notice = f"Machine translation; a person who reads this language has to check it. {notice}"
    return Document(
        kind=DocumentKind.AFTER_VISIT_HANDOUT,
        patient=_patient(session, visit),
        visit=_visit(session, visit),
        author=_author(session),
        letterhead=session.settings.clinic.letterhead,
        title="After your visit",
        blocks=(*blocks, Block(BlockKind.PARAGRAPH, notice)),
    )


def handout_of_visit(session: Session, visit_id: int) -> Document:
    """The handout from the summary that is stored. Raises UnknownChoice when there is none, NotPermitted."""
    summary = session.records.patient_summaries.load(visit_id)
    if summary is None:
        raise UnknownChoice("This visit has no summary for the patient yet. Write it first.")
    return handout_document(session, visit_id, summary)


def referral_document(
    session: Session, patient_id: int, summary: Summary, recipient: tuple[str, ...]
) -> Document:
    """A letter about a patient from the summary of several visits. recipient: lines of whom it is to.

    It is dated and numbered by the newest of the visits that the summary rests on, or else by the patient's newest
    visit. Raises UnknownChoice when the patient has no visit, NotPermitted.
    """
    visit_ids = sorted(
        {
            int(visit_id)
            for block in summary.blocks
            for statement in block.statements
            for visit_id in statement.visit_ids
            if visit_id.isdecimal()
        }
    )
    lines = session.records.history.page(VisitFilter(patient_id=patient_id), limit=_MOST_VISITS).lines
    visits = [line.visit for line in lines if not visit_ids or line.visit.id in visit_ids]
    if not visits:
        raise UnknownChoice("This patient has no visit to write a letter about.")
    blocks = [Block(BlockKind.PARAGRAPH, line) for line in (summary.header, *summary.notices) if line]
    for part in summary.blocks:
        blocks.append(Block(BlockKind.HEADING, part.title))
        blocks += (Block(BlockKind.BULLET, _stated(statement)) for statement in part.statements)
    return Document(
        kind=DocumentKind.REFERRAL_LETTER,
        patient=session.records.patients.get(patient_id),
        visit=_visit(session, visits[0]),
        author=_author(session),
        letterhead=session.settings.clinic.letterhead,
        title=f"{summary.purpose.label}: {summary.focus}" if summary.focus else summary.purpose.label,
        recipient=recipient,
        blocks=tuple(blocks),
    )


def _stated(statement: SummaryStatement) -> str:
    """The statement with the dates it rests on, and the doubt of a check where there is one."""
    days = [day_text(when) for when in statement.dates]
    missing = [f"[{when}]" for when in days if when not in statement.text]
    doubt = f"[NOT SUPPORTED: {statement.doubt}]" if statement.doubt else ""
    return " ".join(part for part in (statement.text, *missing, doubt) if part)


def _patient(session: Session, visit: Visit) -> Patient:
    return Patient() if visit.patient_id is None else session.records.patients.get(visit.patient_id)


def _author(session: Session) -> Author:
    user = session.records.user
    return Author(user.display_name, user.credentials)


def _visit(session: Session, visit: Visit) -> DocumentVisit:
    assert visit.id is not None
    specialty = session.catalog.specialty(visit.specialty_id)
    template = session.catalog.template(specialty, visit.template_id)
    return DocumentVisit(
        id=visit.id,
        records_id=session.records.signed_notes.records_id,
        started_at=visit.started_at,
        specialty=specialty.label,
        template=template.label,
        section_names=template.section_names,
    )
