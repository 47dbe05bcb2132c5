"""The patient's summary of the visit on screen: shown before it is sent, audited, kept, edited and held against the note."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.jobs import Job, Waiting
from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import Addressee, PatientSummary
from desktop.network.ask_text import AskEvent, TextArrived
from desktop.patient_summary.check import checked
from desktop.workflow.explain import LANGUAGES, addressee_of, explain
from desktop.workflow.preview_send import SendPreview, preview_text
from desktop.workflow.pseudonyms import Vault
from desktop.workflow.record_send import as_sent, recorded
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings

__all__ = [
    "LANGUAGES",
    "Asked",
    "TextArrived",
    "addressee_of",
    "checked",
    "edited_summary",
    "keep_patient_summary",
    "load_patient_summary",
    "preview_summary",
    "write_summary",
]

PROVIDER = "provider"
"""The origin of a summary that a person edited."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a summary is written from. vault: where the endpoint is not on this computer."""

    visit_id: int
    note: Note
    settings: Settings
    language: str = "en"
    vault: Vault | None = None
    addressee: Addressee = Addressee.PATIENT


def preview_summary(asked: Asked) -> SendPreview:
    """Which host and model would get what, to the letter. Nothing is sent."""
    from desktop.patient_summary.endpoint import text_to_send  # noqa: PLC0415 - only with an endpoint

    note, vault = asked.note, asked.vault
    if vault is not None:
        note = Note({section: vault.hide(note[section]) for section in Section})
    text = text_to_send(note, LANGUAGES[asked.language], asked.addressee)
    return preview_text(text, ("the note of the visit",), asked.settings, vault)


def write_summary(session: Session, asked: Asked) -> Job[AskEvent | Waiting, PatientSummary]:
    """Write the summary; an endpoint is asked only after the send is in the audit. Raises as explain does."""
    job = explain(asked.note, asked.settings, asked.language, asked.vault, asked.addressee)
    if asked.settings.is_offline:
        return job

    return recorded(session, asked.visit_id, lambda: as_sent("patient summary", preview_summary(asked)), job)


def edited_summary(text: str, before: PatientSummary, note: Note) -> PatientSummary:
    """What a person made of the summary, read back by its headings and held against the note again."""
    from desktop.patient_summary.endpoint import read_lines  # noqa: PLC0415 - not needed before somebody edits

    places = {(line.block, line.text): line.place for line in before.lines}
    lines = tuple(replace(line, place=places.get((line.block, line.text))) for line in read_lines(text))
    return checked(replace(before, lines=lines, origin=PROVIDER), note)


def keep_patient_summary(session: Session, visit_id: int, summary: PatientSummary) -> None:
    """Keep the summary of a visit. Raises AlreadySigned, TextTooLong, NotPermitted."""
    session.records.patient_summaries.save(visit_id, summary)


def load_patient_summary(session: Session, visit_id: int) -> PatientSummary | None:
    """The summary that is kept for a visit. Raises NotPermitted."""
    return session.records.patient_summaries.load(visit_id)
