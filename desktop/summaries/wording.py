"""How dates, values and enumerations are written in a summary: as list entries or as sentences of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from desktop.domain.summary import MeasurePoint, MeasureSeries, NoteSpan, SummaryStatement
from desktop.summaries.measures import with_unit

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(when: date) -> str:
    """A date that cannot be misread: "2 Sep 2026"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def on(when: date, *, letter: bool) -> str:
    """The date behind what happened on it."""
    return f" on {day(when)}" if letter else f" ({day(when)})"


def listed(words: Sequence[str]) -> str:
    """The words as an enumeration with commas and "and" before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def statement(text: str, spans: Iterable[NoteSpan]) -> SummaryStatement:
    """A statement with its places in order, each once."""
    return SummaryStatement(text, tuple(sorted(set(spans))))


def point_text(point: MeasurePoint, key: str) -> str:
    """A value with its unit."""
    return with_unit(point.written, point.unit, key)


def chosen_points(points: Sequence[MeasurePoint], most: int) -> tuple[tuple[MeasurePoint, ...], bool]:
    """At most so many points: the first and the last ones; and whether some between them were left out."""
    if len(points) <= most:
        return tuple(points), False
    return (points[0], *points[-(most - 1) :]), True


def series_phrase(
    series: MeasureSeries, points: Sequence[MeasurePoint], *, letter: bool, most: int = 4
) -> tuple[str, list[NoteSpan]]:
    """The values of a measure with their dates, and the places they stand in.

    As an entry "A1c 7.9 % (15 Jan 2026) → 7.2 % (11 Jun 2026)", as a sentence "A1c was 7.9 % on 15 Jan 2026 and ...".
    """
    shown, is_cut = chosen_points(points, most)
    values = [point_text(point, series.key) + on(point.date, letter=letter) for point in shown]
    if is_cut and not letter:
        values.insert(1, "…")
    spans = [point.span for point in shown]
    if letter:
        if is_cut:
            return f"{series.label} was {values[0]} and, after further values, {listed(values[1:])}", spans
        return f"{series.label} was {listed(values)}", spans
    return f"{series.label} {' → '.join(values)}", spans


def lower_first(text: str) -> str:
    """A label inside a sentence: "type 2 diabetes", but "COPD" and "A1c" as they are."""
    first = text.split(" ", 1)[0]
    keeps = len(first) > 1 and not (first[1:].replace("-", "").isalpha() and first[1:].islower())
    return text if keeps else text[:1].lower() + text[1:]
