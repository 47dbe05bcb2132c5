"""`soapstone export`: writes a visit's note in another format, into a file, a folder or standard output."""

from __future__ import annotations

import argparse
import sys

from desktop.cli.sign_in import signed_in
from desktop.domain.errors import UnknownChoice
from desktop.domain.note import Section
from desktop.workflow.export_note import (
    ExportFormat,
    PageSize,
    export_note,
    exported_bytes,
    prepare_pdf_without_window,
)


def export(chosen: argparse.Namespace) -> int:
    """Sign in, and write what was asked for. Raises SoapstoneError."""
    kind = ExportFormat(chosen.format)
    section = None if chosen.section is None else Section(chosen.section)
    page_size = None if chosen.page_size is None else PageSize(chosen.page_size)
    if section is not None and kind is not ExportFormat.TEXT:
        raise UnknownChoice("--section is for --format text.")
    if chosen.out is None and kind in (ExportFormat.PDF, ExportFormat.WORD) and sys.stdout.isatty():
        raise UnknownChoice(f"A {kind.label} file is not for a terminal. Name a file or a folder with --out.")
    with signed_in(chosen) as session:
        kept = prepare_pdf_without_window() if kind is ExportFormat.PDF else None
        if chosen.out is None:
            rendered = exported_bytes(session, chosen.visit, kind, page_size=page_size, section=section)
            sys.stdout.flush()
            sys.stdout.buffer.write(rendered.content)
            notices = rendered.notices
        else:
            saved = export_note(session, chosen.visit, kind, chosen.out, page_size=page_size, section=section)
            print(f"Saved as {saved.path.name} in {saved.path.parent}.", file=sys.stderr)
            notices = (*saved.notices, "This file is not encrypted.")
        del kept
    for notice in notices:
        print(notice, file=sys.stderr)
    return 0
