"""`soapstone summary`: what several visits of one patient say together. Nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop.domain.summary import Purpose
from desktop.workflow.summarize import as_object, as_text, summarize, visits_of_bytes, visits_of_file

_MOST_INPUT_BYTES = 32 * 1024 * 1024 + 1


def write_summary(chosen: argparse.Namespace) -> int:
    """Summarize the visits of a file, or of standard input. Raises FileUnreadable."""
    if chosen.visits == "-":
        visits, focus = visits_of_bytes(sys.stdin.buffer.read(_MOST_INPUT_BYTES), "standard input")
    else:
        visits, focus = visits_of_file(Path(chosen.visits))
    wanted = focus if chosen.focus is None else chosen.focus
    summary = summarize(visits, focus=wanted, purpose=Purpose(chosen.purpose))
    if chosen.format == "json":
        json.dump(as_object(summary), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(as_text(summary))
    return 0
