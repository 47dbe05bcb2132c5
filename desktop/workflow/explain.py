"""Explains a visit to the patient in plain words, on this device or through an endpoint, held against the note."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import Job, Waiting
from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import Addressee, PatientSummary
from desktop.network.ask_text import AskEvent
from desktop.patient_summary.check import checked
from desktop.patient_summary.offline import summarize_for_patient
from desktop.patient_summary.reading_grade import reading_grade
from desktop.workflow.pseudonyms import Vault
from desktop.workflow.settings import Settings

__all__ = ["LANGUAGES", "addressee_of", "explain", "explain_offline", "grade_in_words"]

LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "zh": "Chinese",
    "vi": "Vietnamese",
    "tl": "Tagalog",
    "ar": "Arabic",
    "fr": "French",
    "ko": "Korean",
    "ru": "Russian",
    "pt": "Portuguese",
    "de": "German",
    "ht": "Haitian Creole",
}
"""What an endpoint may be asked for: by use at home in the United States (US Census Bureau, ACS), and German."""


GROWN_YEARS = 12
"""Below this age the summary speaks to a parent, of "your child"."""


def addressee_of(specialty_id: str, age_years: int | None) -> Addressee:
    """Who reads the summary of such a visit. Without an age the patient is spoken to."""
    if specialty_id == "veterinary":
        return Addressee.OWNER
    return Addressee.PARENT if age_years is not None and age_years < GROWN_YEARS else Addressee.PATIENT


def explain_offline(note: Note, addressee: Addressee = Addressee.PATIENT) -> PatientSummary:
    """The summary by rules. Raises NothingClinical when the note has neither assessment nor plan."""
    summary = checked(summarize_for_patient(note, addressee), note)
    if not summary.lines:
        raise NothingClinical(
            "There is nothing to tell the patient yet: write the Assessment or the Plan first."
        )
    return summary


def explain(
    note: Note,
    settings: Settings,
    language: str = "en",
    vault: Vault | None = None,
    addressee: Addressee = Addressee.PATIENT,
) -> Job[AskEvent | Waiting, PatientSummary]:
    """The summary by the drafter that the settings choose. vault: as for draft_visit.

    Raises NothingClinical and EndpointError. Offline there is English only.
    """
    if settings.is_offline:
        yield Waiting(0)
        return explain_offline(note, addressee)
    from desktop.patient_summary.endpoint import ask_for_summary  # noqa: PLC0415 - only with an endpoint

    hidden = note if vault is None else Note({section: vault.hide(note[section]) for section in Section})
    summary = yield from ask_for_summary(
        settings.endpoint.endpoint, hidden, language, LANGUAGES[language], addressee
    )
    if vault is not None:
        summary = _restored(summary, vault)
    return checked(summary, note)


def _restored(summary: PatientSummary, vault: Vault) -> PatientSummary:
    return replace(
        summary, lines=tuple(replace(line, text=vault.restore(line.text)) for line in summary.lines)
    )


def grade_in_words(summary: PatientSummary) -> str:
    """How hard the summary is to read, for a screen; empty where the formula does not hold."""
    if summary.language.partition("-")[0] != "en":
        return ""
    grade = reading_grade("\n".join(line.text for line in summary.lines))
    return "" if grade is None else f"Reading grade about {grade:.0f}"
