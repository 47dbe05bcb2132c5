"""Keeps summaries of a patient's visits as versions, opens them again, and writes them to files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from desktop.domain.summary import KeptSummary, Summary
from desktop.export.write import replace_file
from desktop.records.records import Records
from desktop.records.summaries import StoredSummary
from desktop.workflow.summarize import as_object, as_text, from_object


class SummaryFormat(StrEnum):
    """What a summary is written as; the value is the file's ending without its dot."""

    TEXT = "txt"
    JSON = "json"


def keep_summary(records: Records, summary: Summary, visit_ids: Iterable[int]) -> KeptSummary:
    """Keep a summary as it is, beside those kept before. visit_ids: the visits it was made of.

    Raises NotPermitted, TextTooLong, InputError when the visits are not one patient's any more.
    """
    content = json.dumps(as_object(summary), ensure_ascii=False)
    stored = records.summaries.keep(
        purpose=summary.purpose.value,
        focus=summary.focus,
        origin=summary.origin,
        content=content,
        visit_ids=visit_ids,
    )
    return _opened(stored)


def kept_summaries(records: Records, patient_id: int) -> tuple[KeptSummary, ...]:
    """The summaries kept of this patient, the last one first. Raises NotPermitted."""
    return tuple(map(_opened, records.summaries.of_patient(patient_id)))


def copied_summary(records: Records, patient_id: int, summary: Summary) -> str:
    """The text to put on the clipboard, after the audit noted that it leaves. Raises NotPermitted."""
    records.summaries.record_export(patient_id, "Copied")
    return as_text(summary)


def export_summary(
    records: Records, patient_id: int, summary: Summary, path: Path, form: SummaryFormat
) -> Path:
    """Write a summary to a file that a person chose: whole or not at all. Raises NotPermitted, FileNotWritten."""
    records.summaries.record_export(patient_id, form.value)
    if form is SummaryFormat.JSON:
        text = json.dumps(as_object(summary), ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_text(summary)
    return replace_file(path, text.encode())


def _opened(stored: StoredSummary) -> KeptSummary:
    return KeptSummary(
        stored.id, from_object(json.loads(stored.content)), stored.made_at, stored.made_by, stored.visit_ids
    )
