"""`soapstone note`: a note from the words in a file or on standard input. Nothing is stored."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from desktop.audio.decode import AUDIO_SUFFIXES
from desktop.cli.choices import notice, open_catalog
from desktop.cli.note_formats import JsonFormat, NdjsonFormat, NoteFormat, TextFormat
from desktop.domain.context import VisitContext
from desktop.domain.drafting import Drafter, DraftEvent, DraftRequest, Notice
from desktop.domain.errors import FileUnreadable, SoapstoneError
from desktop.domain.jobs import finish
from desktop.domain.note import Note
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.transcript import Transcript
from desktop.transcripts import read_file, read_text
from desktop.transcripts.files import LARGEST_FILE_BYTES, LARGEST_TRANSCRIPT_CHARS
from desktop.workflow.choose_drafter import drafter_for
from desktop.workflow.context import read_context
from desktop.workflow.draft import check_words, draft_note
from desktop.workflow.preview_send import preview_request
from desktop.workflow.pseudonyms import Vault, leaves_this_computer, private_drafter
from desktop.workflow.settings import EndpointSettings, Settings

KEY_VARIABLE = "SOAPSTONE_API_KEY"


def write_note(chosen: argparse.Namespace) -> int:
    """Draft the note and write it as it arrives. Raises SoapstoneError; what was written is then marked as no note."""
    catalog = open_catalog(chosen.home)
    specialty = catalog.specialty(chosen.specialty)
    template = catalog.template(specialty, chosen.template)
    context = VisitContext() if chosen.context is None else read_context(chosen.context)
    request = DraftRequest(_transcript(chosen.file, chosen.home), specialty, template, context)
    settings = _settings(chosen)
    drafter = drafter_for(settings)
    vault = None
    if not settings.is_offline and leaves_this_computer(settings.endpoint.endpoint):
        vault = Vault(KnownIdentifiers(patient_names=(context.name,)))
        drafter = private_drafter(drafter, vault)
    if not settings.is_offline:
        _say_what_is_sent(request, settings, vault)
    output = _format(chosen, request, drafter)

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


def _transcript(file: str, home: Path | None) -> Transcript:
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


def _settings(chosen: argparse.Namespace) -> Settings:
    endpoint = EndpointSettings(
        base_url=chosen.base_url or "",
        model=chosen.model or "",
        api_key=SecretStr(os.environ.get(KEY_VARIABLE, "")),
        allow_plain_http=chosen.allow_http,
    )
    return Settings(engine=chosen.engine, endpoint=endpoint)


def _say_what_is_sent(request: DraftRequest, settings: Settings, vault: Vault | None) -> None:
    check_words(request.transcript)  # what is refused is not sent
    notice(preview_request(request, settings, vault).sentence)


def _format(chosen: argparse.Namespace, request: DraftRequest, drafter: Drafter) -> NoteFormat:
    def more(note: Note) -> dict[str, Any]:
        from desktop.cli.codes_json import billing_codes

        return {"billing_codes": billing_codes(note, request.context)} if chosen.codes else {}

    def after(note: Note) -> str:
        from desktop.cli.codes import codes_text

        return f"Codes to review\n{codes_text(more(note)['billing_codes'])}" if chosen.codes else ""

    match chosen.format:
        case "json":
            return JsonFormat(sys.stdout, request, drafter.engine, more)
        case "ndjson":
            return NdjsonFormat(sys.stdout, request, drafter.engine, more)
        case _:
            return TextFormat(sys.stdout, request, after)
