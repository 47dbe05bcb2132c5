"""The form of `soapstone summary` that opens the records: apart, so that a summary of a file loads none of them."""

from __future__ import annotations

import argparse

from desktop.cli.choices import notice
from desktop.cli.engine import settings_of
from desktop.cli.sign_in import signed_in
from desktop.domain.jobs import finish
from desktop.domain.summary import Purpose, Summary
from desktop.workflow.find_patient import the_patient
from desktop.workflow.patient_file import known_of, patient_notes
from desktop.workflow.summarize import summarize
from desktop.workflow.summarize_patient import SummaryWish, preview_wish, write_with_endpoint


def summary_of_patient(chosen: argparse.Namespace) -> Summary:
    """Sign in and summarize the visits of the one patient who is meant. Raises SoapstoneError."""
    with signed_in(chosen) as session:
        records = session.records
        patient = the_patient(records, chosen.visits)
        assert patient.id is not None
        visits = patient_notes(records, patient.id)
        focus, purpose = chosen.focus or "", Purpose(chosen.purpose)
        settings = settings_of(chosen)
        if settings.is_offline:
            return summarize(visits, focus=focus, purpose=purpose)
        wish = SummaryWish(patient.id, visits, focus, purpose, known_of(patient, visits))
        notice(preview_wish(wish, settings).sentence)
        return finish(write_with_endpoint(records, wish, settings))
