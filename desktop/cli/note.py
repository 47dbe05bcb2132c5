"""`soapstone note`: a note from the words in a file or on standard input. Nothing is stored."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.audio.decode import AUDIO_SUFFIXES
from desktop.cli.choices import notice, open_catalog
from desktop.cli.engine import settings_of
from desktop.cli.note_formats import JsonFormat, NdjsonFormat, NoteFormat, TextFormat
from desktop.domain.context import VisitContext
from desktop.domain.drafting import Drafter, DraftEvent, DraftRequest, Notice
from desktop.domain.errors import FileUnreadable, SoapstoneError
from desktop.domain.jobs import finish
from desktop.domain.note import Note
from desktop.domain.patient_summary import PatientSummary
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.transcript import Transcript
from desktop.transcripts import read_file, read_text
from desktop.transcripts.files import LARGEST_FILE_BYTES, LARGEST_TRANSCRIPT_CHARS
from desktop.workflow.choose_drafter import drafter_for
from desktop.workflow.context import read_context
from desktop.workflow.draft import check_words, draft_note
from desktop.workflow.explain import addressee_of, explain
from desktop.workflow.preview_send import preview_request
from desktop.workflow.pseudonyms import Vault, leaves_this_computer, private_drafter
from desktop.workflow.settings import Settings


def write_note(chosen: argparse.Namespace) -> int:
    """Draft the note and write it as it arrives. Raises SoapstoneError; what was written is then marked as no note."""
    catalog = open_catalog(chosen.home)
    specialty = catalog.specialty(chosen.specialty)
    template = catalog.template(specialty, chosen.template)
    context = VisitContext() if chosen.context is None else read_context(chosen.context)
    request = DraftRequest(transcript_of(chosen.file, chosen.home), specialty, template, context)
    settings = settings_of(chosen)
    drafter = drafter_for(settings)
    vault = None
    if not settings.is_offline and leaves_this_computer(settings.endpoint.endpoint):
        vault = Vault(KnownIdentifiers(patient_names=(context.name,)))
        drafter = private_drafter(drafter, vault)
    if not settings.is_offline:
        _say_what_is_sent(request, settings, vault)
    output = _format(chosen, request, drafter, lambda note: _explain(note, request, settings, vault))

    def show(event: DraftEvent) -> None:
        if isinstance(event, Notice):
            notice(event.text)
        output.show(event)

    try:
        note = finish(draft_note(request, drafter), show)
    except SoapstoneError as error:
        output.failed(error.sentence)
        raise
    except KeyboardInterrupt:
        output.failed("Stopped.")
        raise
    output.done(note)
    return 0


def transcript_of(file: str, home: Path | None) -> Transcript:
    """The words in a file, of an audio file, or on standard input ("-"). Raises SoapstoneError."""
    if Path(file).suffix.lower() in AUDIO_SUFFIXES:
        from desktop.cli.transcribe import words_of

        return words_of(Path(file), home)
    if file != "-":
        return read_file(Path(file))
    if sys.stdin.isatty():
        notice("type or paste the words of the visit, then end with Ctrl+D (on Windows Ctrl+Z and Enter).")
    content = sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable(
            "The words on standard input are not UTF-8 text; convert them and try again."
        ) from error
    if len(text) > LARGEST_TRANSCRIPT_CHARS:
        most = f"{LARGEST_TRANSCRIPT_CHARS:,}"
        raise FileUnreadable(f"Standard input has more than {most} characters; give the words of one visit.")
    return read_text(text)


def _say_what_is_sent(request: DraftRequest, settings: Settings, vault: Vault | None) -> None:
    check_words(request.transcript)  # what is refused is not sent
    notice(preview_request(request, settings, vault).sentence)


def _format(
    chosen: argparse.Namespace,
    request: DraftRequest,
    drafter: Drafter,
    explained: Callable[[Note], PatientSummary | None],
) -> NoteFormat:
    def more(note: Note) -> dict[str, Any]:
        from desktop.cli.codes_json import billing_codes

        fields: dict[str, Any] = {}
        if chosen.codes:
            fields["billing_codes"] = billing_codes(note, request.context)
        if chosen.patient_summary:
            summary = explained(note)
            fields["patient_summary"] = None if summary is None else summary.text
            fields["patient_summary_marked"] = [] if summary is None else marked_lines(summary)
        return fields

    def after(note: Note) -> str:
        from desktop.cli.codes import codes_text

        fields = more(note)
        parts = []
        if chosen.codes:
            parts.append(f"Codes to review\n{codes_text(fields['billing_codes'])}")
        if fields.get("patient_summary"):
            parts.append(f"For the patient\n\n{fields['patient_summary']}\n")
        return "\n".join(parts)

    match chosen.format:
        case "json":
            return JsonFormat(sys.stdout, request, drafter.engine, more)
        case "ndjson":
            return NdjsonFormat(sys.stdout, request, drafter.engine, more)
        case _:
            return TextFormat(sys.stdout, request, after)


def _explain(
    note: Note, request: DraftRequest, settings: Settings, vault: Vault | None
) -> PatientSummary | None:
    """The patient's summary; None, with a notice, where there is none. The note stands either way."""
    try:
        addressee = addressee_of(request.specialty.id, request.context.age_years)
        summary = finish(explain(note, settings, vault=vault, addressee=addressee))
    except SoapstoneError as error:
        notice(f"no summary for the patient: {error.sentence}")
        return None
    for line in marked_lines(summary):
        notice(f"check this line for the patient: {line['text']} {line['problem']}")
    return summary


def marked_lines(summary: PatientSummary) -> list[dict[str, str]]:
    """The lines that the note does not bear out, with the reason."""
    return [{"text": line.text, "problem": line.problem} for line in summary.lines if line.problem]
