"""`soapstone summary`: what several visits of one patient say together, of a file or of the records. Nothing is stored."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from desktop.domain.jobs import finish
from desktop.domain.pseudonyms import NOTHING_KNOWN
from desktop.domain.summary import Purpose, Summary
from desktop.workflow.summarize import as_object, as_text, summarize, visits_of_bytes, visits_of_file

_MOST_INPUT_BYTES = 32 * 1024 * 1024 + 1


def write_summary(chosen: argparse.Namespace) -> int:
    """Summarize the visits of a file, of standard input or of a patient in the records. Raises SoapstoneError."""
    if _is_file(chosen):
        summary = _of_file(chosen)
    else:
        from desktop.cli.summary_of_patient import summary_of_patient

        summary = summary_of_patient(chosen)
    if chosen.format == "json":
        json.dump(as_object(summary), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(as_text(summary))
    return 0


def _is_file(chosen: argparse.Namespace) -> bool:
    """True for what can only be a file. Who signs in asks for a patient."""
    what = chosen.visits
    if what == "-":
        return True
    if chosen.user or chosen.password_stdin:
        return False
    return Path(what).suffix.lower() == ".json" or os.sep in what or Path(what).is_file()


def _of_file(chosen: argparse.Namespace) -> Summary:
    if chosen.visits == "-":
        visits, focus = visits_of_bytes(sys.stdin.buffer.read(_MOST_INPUT_BYTES), "standard input")
    else:
        visits, focus = visits_of_file(Path(chosen.visits))
    focus = focus if chosen.focus is None else chosen.focus
    if chosen.engine == "offline":
        return summarize(visits, focus=focus, purpose=Purpose(chosen.purpose))
    from desktop.cli.choices import notice
    from desktop.cli.engine import settings_of
    from desktop.workflow.summarize_patient import SummaryWish, preview_wish, summarize_wish

    settings = settings_of(chosen)
    wish = SummaryWish(0, visits, focus, Purpose(chosen.purpose), NOTHING_KNOWN)
    notice(preview_wish(wish, settings).sentence)
    return finish(summarize_wish(wish, settings))
