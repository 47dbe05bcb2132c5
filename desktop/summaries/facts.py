"""Everything that the rules find in a set of visits, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.summary import MeasureSeries, NoteSpan, VisitNotes
from desktop.summaries.allergies import Allergy, allergies_of
from desktop.summaries.measures import series_of, values_in
from desktop.summaries.medications import Medicine, medicines_of
from desktop.summaries.open_loops import Loop, open_loops
from desktop.summaries.problems import Track, tracks_of
from desktop.summaries.reading import Sentence, in_order, sentences_of


@dataclass(frozen=True, slots=True)
class Facts:
    """The visits in order and what their notes say. denials: where they say that there are no allergies."""

    visits: tuple[VisitNotes, ...]
    sentences: tuple[Sentence, ...]
    series: tuple[MeasureSeries, ...]
    tracks: tuple[Track, ...]
    medicines: tuple[Medicine, ...]
    allergies: tuple[Allergy, ...]
    denials: tuple[NoteSpan, ...]
    loops: tuple[Loop, ...]


def facts_of(visits: Iterable[VisitNotes]) -> Facts:
    """Read the visits, in whatever order they come."""
    ordered = in_order(visits)
    sentences = sentences_of(ordered)
    values = values_in(sentences)
    allergies, denials = allergies_of(sentences)
    return Facts(
        ordered,
        sentences,
        series_of(values),
        tracks_of(sentences),
        medicines_of(sentences),
        allergies,
        denials,
        open_loops(ordered, sentences, values),
    )
