"""`soapstone visits`: lists visits, by patient, day and words."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from desktop.cli.sign_in import signed_in
from desktop.domain.history import Excerpt, VisitFilter
from desktop.domain.visit import VisitSummaryLine
from desktop.records.records import Records
from desktop.workflow.find_patient import the_patient
from desktop.workflow.history import list_visits, search_visits


def show_visits(chosen: argparse.Namespace) -> int:
    """Sign in and print what was asked for. Raises SoapstoneError."""
    with signed_in(chosen) as session:
        only = _filter(session.records, chosen)
        found: list[tuple[VisitSummaryLine, Sequence[Excerpt]]]
        if chosen.search is None:
            page = list_visits(session.records, only, limit=chosen.limit)
            found, more = [(line, ()) for line in page.lines], page.next_key is not None
        else:
            hits = search_visits(session.records, chosen.search, only, limit=chosen.limit)
            found, more = [(hit.line, hit.excerpts) for hit in hits.hits], hits.next_key is not None
    if chosen.format == "json":
        print(
            json.dumps(
                {"visits": [_as_json(*each) for each in found], "more": more}, ensure_ascii=False, indent=2
            )
        )
        return 0
    for line, excerpts in found:
        print(_as_text(line))
        for excerpt in excerpts:
            print(f"    {excerpt.place}: {excerpt.text}")
    if not found:
        print("No visit was found.")
    elif more:
        print(f"There are more than {chosen.limit}; narrow the list or raise --limit.")
    return 0


def _filter(records: Records, chosen: argparse.Namespace) -> VisitFilter:
    first, last = chosen.day or (None, None)
    return VisitFilter(
        patient_id=None if chosen.patient is None else the_patient(records, chosen.patient).id,
        first_day=first,
        last_day=last,
    )


def _as_text(line: VisitSummaryLine) -> str:
    visit = line.visit
    who = line.patient_name or "no patient yet"
    facts = (f"{visit.started_at:%Y-%m-%d %H:%M}", f"#{visit.id}", who, f"MRN {line.mrn}" if line.mrn else "")
    return "  ".join(fact for fact in (*facts, visit.status.value, line.title) if fact)


def _as_json(line: VisitSummaryLine, excerpts: Sequence[Excerpt]) -> dict[str, Any]:
    visit = line.visit
    return {
        "id": visit.id,
        "started_at": visit.started_at.isoformat(),
        "patient": line.patient_name,
        "mrn": line.mrn,
        "status": visit.status.value,
        "specialty": visit.specialty_id,
        "template": visit.template_id,
        "title": line.title,
        "excerpts": [
            {"place": each.place.value, "text": each.text, "spans": [list(span) for span in each.spans]}
            for each in excerpts
        ],
    }
