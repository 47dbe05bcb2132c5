"""Summarize the visits of a patient: from a file, or from notes that the caller read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from desktop.domain.endpoint import Endpoint
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section
from desktop.domain.summary import CarriedForward, MeasureSeries, NotePart, Purpose, Summary, VisitNotes
from desktop.network.ask_text import AskEvent
from desktop.summaries import endpoint as endpoint_summary
from desktop.summaries import offline
from desktop.summaries.formats import as_object, as_text, from_object
from desktop.summaries.visit_file import FORM, read_visits, visits_from_json

__all__ = [
    "FORM",
    "as_object",
    "as_text",
    "carried_forward",
    "from_object",
    "notes_of_visit",
    "overview",
    "summarize",
    "summarize_with_endpoint",
    "trends",
    "visits_of_bytes",
    "visits_of_file",
    "what_is_sent",
]

_PARTS: Mapping[Section, NotePart] = MappingProxyType(
    {section: NotePart(section.value) for section in Section}
)


def visits_of_file(file: Path) -> tuple[tuple[VisitNotes, ...], str]:
    """The visits of a JSON file and the focus it names, or "". Raises FileUnreadable."""
    return read_visits(file)


def visits_of_bytes(content: bytes, name: str) -> tuple[tuple[VisitNotes, ...], str]:
    """The same from bytes that came under `name`. Raises FileUnreadable."""
    return visits_from_json(content, name)


def notes_of_visit(visit_id: int, when: date, provider: str, note: Note) -> VisitNotes:
    """A stored visit's note as a summary reads it."""
    texts = {part: note[section] for section, part in _PARTS.items() if note[section].strip()}
    return VisitNotes(str(visit_id), when, provider, MappingProxyType(texts))


def summarize(
    visits: Iterable[VisitNotes], *, focus: str = "", purpose: Purpose = Purpose.PRE_VISIT
) -> Summary:
    """A summary by rules, on this device; the same visits give the same words."""
    return offline.summarize_offline(visits, focus=focus, purpose=purpose)


def summarize_with_endpoint(
    visits: Iterable[VisitNotes],
    endpoint: Endpoint,
    *,
    focus: str = "",
    purpose: Purpose = Purpose.PRE_VISIT,
    hide: Callable[[str], str] = str,
    restore: Callable[[str], str] = str,
) -> Job[AskEvent, Summary]:
    """A summary by a language model elsewhere, streamed; statements that the notes do not hold carry a doubt.

    hide: puts tokens in the place of what identifies people, in all text that leaves; restore: takes them back out.
    Raises EndpointError; what was shown before it is no summary.
    """
    return (
        yield from endpoint_summary.summarize_with_endpoint(
            visits,
            endpoint,
            focus=focus,
            purpose=purpose,
            hide=hide,
            restore=restore,
        )
    )


def what_is_sent(
    visits: Iterable[VisitNotes], *, focus: str, purpose: Purpose, hide: Callable[[str], str] = str
) -> str:
    """All text that summarize_with_endpoint would send."""
    return endpoint_summary.what_is_sent(visits, focus=focus, purpose=purpose, hide=hide)


def trends(visits: Iterable[VisitNotes]) -> tuple[MeasureSeries, ...]:
    """The dated series of every measure in the notes, for plotting."""
    return offline.measure_series(visits)


def carried_forward(
    visits: Iterable[VisitNotes],
) -> tuple[tuple[CarriedForward, ...], tuple[CarriedForward, ...]]:
    """The medicines and the allergies as the visits leave them, each with its sources."""
    return offline.carried_forward(visits)


def overview(
    visits: Iterable[VisitNotes],
) -> tuple[tuple[MeasureSeries, ...], tuple[CarriedForward, ...], tuple[CarriedForward, ...]]:
    """The trends, the medicines and the allergies of the same visits, reading them once."""
    return offline.overview(visits)
