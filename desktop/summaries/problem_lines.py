"""Problems as statements: how each moved, with the values, medicines and words of progress that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from desktop.domain.summary import MeasurePoint, NoteSpan, SummaryStatement
from desktop.summaries.facts import Facts
from desktop.summaries.medication_lines import change_phrases, dosing
from desktop.summaries.medications import Action, Medicine
from desktop.summaries.problems import Track
from desktop.summaries.wording import day, listed, lower_first, on, series_phrase, statement

_ONLY_WHEN_NAMED = frozenset({"pain", "temperature", "spo2", "pulse", "weight"})
"""Measures with many causes: they stand with a problem only in the visits that name it."""

_MOST_STATUSES = 4


def active_and_past(facts: Facts) -> tuple[tuple[Track, ...], tuple[Track, ...]]:
    """The problems that go on, and those that resolved or that later visits do not name any more.

    A lasting problem stays active until it is said to have resolved. Any other is active while the last visit
    with an assessment names it.
    """
    named = [mention.span.date for track in facts.tracks for mention in track.mentions]
    last = max(named, default=None)
    active, past = [], []
    for track in facts.tracks:
        if (
            (all(mention.past for mention in track.mentions) and not track.lasts)
            or track.is_resolved
            or not (track.lasts or track.last == last)
        ):
            past.append(track)
        else:
            active.append(track)
    return tuple(active), tuple(past)


def label_of(track: Track) -> str:
    """The problem's name: as its notes write it where they agree, otherwise the table's."""
    written = {mention.written.lower() for mention in track.mentions}
    label = (
        track.mentions[-1].written
        if len(written) == 1 and track.label.lower() not in written
        else track.label
    )
    if len(label) <= 4 and track.known is not None:
        label = track.known.label
    possible = [mention.possible for mention in track.mentions]
    if all(possible):
        hedge = possible[-1]
        return (
            f"{'Possible' if hedge in _PLAIN_HEDGES else hedge[:1].upper() + hedge[1:]} {lower_first(label)}"
        )
    return label


_PLAIN_HEDGES = frozenset({"differential", "differential diagnosis", "versus", "vs", "rule out", "rule-out", "r/o", "may be", "might be", "could be", "cannot exclude", "consider", "query", "concern for", "concerning for", "possibly", "suspect", "suspects"})  # fmt: skip


def drugs_of(track: Track, medicines: Sequence[Medicine]) -> list[Medicine]:
    """The medicines that belong to a problem: by the table, or named in the same entry of an assessment."""
    days = {mention.span.visit_id for mention in track.mentions}
    items = {(m.sentence.visit.id, m.sentence.part, m.sentence.item) for m in track.mentions}
    found = []
    for medicine in medicines:
        if track.known is not None:
            fits = medicine.key in track.known.drugs or not track.known.drugs.isdisjoint(medicine.key.split())
            if fits and (track.known.lasts or any(event.span.visit_id in days for event in medicine.events)):
                found.append(medicine)
        elif any(
            (event.span.visit_id, event.span.part, event.item) in items
            and (event.dose or event.action is not Action.NAMED)
            for event in medicine.events
        ):
            found.append(medicine)
    return found


def active_statements(facts: Facts, tracks: Sequence[Track], *, letter: bool) -> Iterator[SummaryStatement]:
    """One statement for each problem that goes on."""
    last = facts.visits[-1].date if facts.visits else None
    for track in tracks:
        yield _statement(track, facts, last, letter=letter)


def past_statements(tracks: Sequence[Track], *, letter: bool) -> Iterator[SummaryStatement]:
    """One statement for each problem that resolved or is not named any more; the second is not called resolved."""
    for track in tracks:
        label = label_of(track)
        spans = [track.mentions[0].span, track.mentions[-1].span]
        if track.is_resolved:
            status = track.statuses[-1]
            spans.append(status.span)
            words = f"stated {status.words}{on(status.span.date, letter=letter)}"
            if track.first != status.span.date:
                words += f", first noted {day(track.first)}"
        elif all(mention.past for mention in track.mentions):
            words = f"named as history{on(track.last, letter=letter)}"
        else:
            words = f"not mentioned since {day(track.last)}"
            if track.first != track.last:
                words += f", first noted {day(track.first)}"
        yield statement(f"{label}{', ' if letter else ': '}{words}{'.' if letter else ''}", spans)


def _statement(track: Track, facts: Facts, last: date | None, *, letter: bool) -> SummaryStatement:
    phrases: list[str] = []
    spans: list[NoteSpan] = [track.mentions[0].span, track.mentions[-1].span]
    for phrase, places in _measure_phrases(track, facts, letter=letter):
        phrases.append(phrase)
        spans += places
    if track.statuses:
        phrase, places = _status_phrase(track, letter=letter)
        phrases.append(phrase)
        spans += places
    for medicine in drugs_of(track, facts.medicines):
        phrase, places = _drug_phrase(medicine, letter=letter)
        phrases.append(phrase)
        spans += places
    label = label_of(track)
    is_old = track.last != last
    if letter:
        since = (
            f"noted on {day(track.last)}"
            if track.first == track.last
            else f"noted from {day(track.first)} to {day(track.last)}"
        )
        sentences = [f"{label}, {since}", *(phrase[:1].upper() + phrase[1:] for phrase in phrases)]
        return statement(" ".join(f"{sentence}." for sentence in sentences), spans)
    if is_old:
        phrases.append(f"last mentioned {day(track.last)}")
    elif not phrases or track.first == track.last:
        phrases.append(
            f"noted {day(track.last)}"
            if track.first == track.last
            else f"noted {day(track.first)} to {day(track.last)}"
        )
    return statement(f"{label}: {'; '.join(phrases)}", spans)


def _measure_phrases(track: Track, facts: Facts, *, letter: bool) -> Iterator[tuple[str, list[NoteSpan]]]:
    keys = track.known.measures if track.known else ("pain",) if "pain" in track.key.split() else ()
    days = {mention.span.visit_id for mention in track.mentions}
    for key in keys:
        for series in facts.series:
            if series.key != key:
                continue
            points: Sequence[MeasurePoint] = series.points
            if key in _ONLY_WHEN_NAMED:
                points = [point for point in points if point.span.visit_id in days]
            if points:
                yield series_phrase(series, points, letter=letter)


def _status_phrase(track: Track, *, letter: bool) -> tuple[str, list[NoteSpan]]:
    """The words of progress, a repeated one at its last date only."""
    kept = [
        status
        for status, following in zip(track.statuses, [*track.statuses[1:], None], strict=True)
        if following is None or following.words != status.words
    ][-_MOST_STATUSES:]
    words = [status.words + on(status.span.date, letter=letter) for status in kept]
    spans = [status.span for status in kept]
    if letter:
        return f"it was described as {listed(words)}", spans
    return " → ".join(words), spans


def _drug_phrase(medicine: Medicine, *, letter: bool) -> tuple[str, list[NoteSpan]]:
    changes = medicine.changes
    is_generic = medicine.label.lower() == medicine.key
    name = lower_first(medicine.label) if is_generic else medicine.label
    if changes:
        phrases = change_phrases(changes, letter=letter)
        words = listed(phrases) if letter else ", ".join(phrases)
        return f"{name}{' was' if letter else ''} {words}", medicine.spans_of_changes
    event = medicine.last_dose or medicine.events[-1]
    amounts = dosing(event)
    written = f"{name} {amounts}" if amounts else name
    return f"{written}{' was written' if letter else ''}{on(event.span.date, letter=letter)}", [event.span]
