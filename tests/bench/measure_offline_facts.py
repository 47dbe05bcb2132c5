"""What the offline drafter keeps of the numbers and medicines of ACI-Bench, and what it would invent.

    python tests/bench/measure_offline_facts.py TRAIN_CSV     (columns encounter_id, dialogue, note)

Kept: of the numbers with a unit, and of the medicines, that the written note has and the visit said.
Invented: numbers and medicines of our note that were not said. Overlap: words in common (F1, one by one).
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.lexicon import Topic, lexicon
from desktop.language.numbers import numbers_in, spoken_to_figures
from desktop.transcripts import read_text

_WORD = re.compile(r"[a-z0-9]+")


def values(text: str) -> set[str]:
    """The values of the numbers with a unit."""
    return {str(found.value) for found in numbers_in(spoken_to_figures(text)) if found.unit}


def every_value(text: str) -> set[str]:
    """The values of all numbers."""
    return {str(found.value) for found in numbers_in(spoken_to_figures(text))}


def medicines(text: str) -> set[str]:
    """The medicines named."""
    words = _WORD.findall(text.lower())
    return {m.name.lower() for m in lexicon().mentions(words) if m.topic is Topic.DRUG}


def overlap(ours: str, theirs: str) -> float:
    """Words in common, as F1."""
    a, b = Counter(_WORD.findall(ours.lower())), Counter(_WORD.findall(theirs.lower()))
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))


def main() -> None:
    """Draft every visit of the file and print the shares."""
    csv.field_size_limit(10**8)
    if len(sys.argv) != 2:
        raise SystemExit("Give the path of an ACI-Bench csv with the columns dialogue and note.")
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    counts: Counter[str] = Counter()
    shared = 0.0
    for row in rows:
        said = row["dialogue"]
        request = DraftRequest(read_text(said), specialty, specialty.templates[0], VisitContext())
        try:
            note = finish(OfflineDrafter().draft(request))
            text = "\n".join(note[section] for section in Section)
        except NothingClinical:
            text = ""
        for name, of, wide in (("numbers", values, every_value), ("medicines", medicines, medicines)):
            wanted = of(row["note"]) & wide(said)
            counts[f"{name} wanted"] += len(wanted)
            counts[f"{name} kept"] += len(wanted & wide(text))
            counts[f"{name} written"] += len(of(text))
            counts[f"{name} invented"] += len(of(text) - wide(said))
        counts["words"] += len(text.split())
        shared += overlap(text, row["note"])
    print(
        f"{len(rows)} visits, {counts['words'] / len(rows):.0f} words a note, overlap {shared / len(rows):.1%}"
    )
    for name in ("numbers", "medicines"):
        print(
            f"{name}: kept {counts[f'{name} kept']} of {counts[f'{name} wanted']}, "
            f"invented {counts[f'{name} invented']} of {counts[f'{name} written']}"
        )


if __name__ == "__main__":
    main()
