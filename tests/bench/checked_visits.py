"""The visits that the checks are measured on: of ACI-Bench, made up, and made up with notes as a clinician types them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from made_visits import MADE_VISITS
from typed_visits import TYPED_VISITS
from typed_visits_later import LATER_TYPED_VISITS

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.headings import SECTION_OF
from desktop.transcripts import read_text

MADE = {"made": MADE_VISITS, "typed": TYPED_VISITS, "later": LATER_TYPED_VISITS}


class Visit(NamedTuple):
    """A transcript and a note of it."""

    name: str
    transcript: Transcript
    note: Note


def reference_note(text: str) -> Note:
    """The four sections of a note with headings in capitals."""
    parts: dict[Section, list[str]] = defaultdict(list)
    section = Section.SUBJECTIVE
    for line in text.splitlines():
        heading = line.strip().strip(":").lower()
        if line.strip() and line.strip().strip(":").isupper() and len(line) < 50:
            section = SECTION_OF.get(heading, None) or section
            continue
        parts[section].append(line)
    return Note({section: "\n".join(lines).strip() for section, lines in parts.items()})


def offline_note(transcript: Transcript) -> Note:
    """What the offline drafter writes."""
    catalog = load_catalog(None)
    specialty = catalog.specialty("generic")
    request = DraftRequest(transcript, specialty, catalog.template(specialty, "standard"), VisitContext())
    return finish(OfflineDrafter().draft(request))


def visits(file: Path, half: str, notes: str) -> Iterator[Visit]:
    """The visits of one half, or all that were made up."""
    if str(file) in MADE:
        for made in MADE[str(file)]:
            yield Visit(
                made.name,
                made.transcript,
                made.note if notes == "reference" else offline_note(made.transcript),
            )
        return
    with file.open(encoding="utf-8", newline="") as stream:
        for n, row in enumerate(csv.DictReader(stream)):
            if half != "all" and (n % 2 == 1) != (half == "report"):
                continue
            transcript = read_text(row["dialogue"])
            note = reference_note(row["note"]) if notes == "reference" else offline_note(transcript)
            yield Visit(row["encounter_id"], transcript, note)
