"""Open loops, measured values and the visits one by one, as statements."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.summary import NotePart, NoteSpan, SummaryStatement, VisitNotes
from desktop.summaries.facts import Facts
from desktop.summaries.medication_lines import dosing
from desktop.summaries.medications import Action, Event
from desktop.summaries.open_loops import FOLLOW_UP, Loop
from desktop.summaries.problem_lines import label_of
from desktop.summaries.vocabulary import Kind
from desktop.summaries.wording import day, listed, lower_first, on, point_text, series_phrase, statement

_MOST_TREND_POINTS = 8


def loop_statements(facts: Facts, *, letter: bool) -> Iterator[SummaryStatement]:
    """What was ordered, referred or due without a result in these visits."""
    for loop in facts.loops:
        spans = [loop.span, *loop.again, *loop.not_done]
        if loop.target == FOLLOW_UP:
            start = "A follow-up visit is " if letter else "Follow-up visit: "
            yield statement(f"{start}{_due(loop)}{'.' if letter else ''}", spans)
            continue
        when = on(loop.span.date, letter=letter)
        if not letter:
            words = f"{_target(loop)}: {loop.what}{when}"
        elif loop.what == "referred":
            target = f"for {lower_first(loop.written)}" if loop.kind is Kind.TEST else f"to {loop.target}"
            words = f"Referral {target}{when}"
        else:
            words = f"{_target(loop)} was {loop.what}{when}"
        if loop.again:
            words += f", again {listed([day(span.date) for span in loop.again])}"
        if loop.due is not None:
            words += f", {_due(loop)}"
        if loop.not_done:
            words += f"; not done by {day(loop.not_done[-1].date)}"
        yield statement(f"{words}; no result in these visits{'.' if letter else ''}", spans)


def _target(loop: Loop) -> str:
    written = loop.written if loop.kind is Kind.TEST else loop.target
    return written[:1].upper() + written[1:]


def _due(loop: Loop) -> str:
    """When it is due: the day that was reckoned and the words it was reckoned from."""
    due = loop.due
    if due is None:
        return "due"
    latest = loop.again[-1].date if loop.again else loop.span.date
    if due.first is None or due.last is None:
        return f"due {due.written}"
    if due.first == due.last:
        when = f"about {day(due.first)}"
    else:
        when = f"between {day(due.first)} and {day(due.last)}"
    return f"due {when} (“{due.written}” on {day(latest)})"


def trend_statements(facts: Facts) -> Iterator[SummaryStatement]:
    """Each measure with its dated values: those with several first."""
    for series in sorted(facts.series, key=lambda series: len(series.points) < 2):
        text, spans = series_phrase(series, series.points, letter=False, most=_MOST_TREND_POINTS)
        yield statement(text.replace(f"{series.label} ", f"{series.label}: ", 1), spans)


def timeline_statements(facts: Facts) -> Iterator[SummaryStatement]:
    """One statement for each visit: its problems, values, changes of medicines and orders."""
    for visit in facts.visits:
        phrases: list[str] = []
        spans: list[NoteSpan] = []
        for words, places in (_problems(facts, visit), _values(facts, visit), _changes(facts, visit)):
            if words:
                phrases.append(words)
                spans += places
        who = f", {visit.provider}" if visit.provider else ""
        text = (
            "; ".join(phrases)
            if phrases
            else (
                "nothing was written"
                if visit.is_empty
                else "no problem, value or change was found in the note"
            )
        )
        if not spans:
            part = next((part for part in NotePart if visit[part].strip()), NotePart.SUBJECTIVE)
            spans = [NoteSpan(visit.date, visit.id, part, 0, len(visit[part]))]
        yield statement(f"{day(visit.date)}{who}: {text}", spans)


def _problems(facts: Facts, visit: VisitNotes) -> tuple[str, list[NoteSpan]]:
    named, spans = [], []
    for track in facts.tracks:
        here = [mention for mention in track.mentions if mention.span.visit_id == visit.id]
        if here:
            status = next((status for status in track.statuses if status.span.visit_id == visit.id), None)
            named.append(label_of(track) + (f" ({status.words})" if status else ""))
            spans += [here[0].span, *([status.span] if status else [])]
    return ", ".join(named), spans


def _values(facts: Facts, visit: VisitNotes) -> tuple[str, list[NoteSpan]]:
    found = [
        (f"{series.label} {point_text(point, series.key)}", point.span)
        for series in facts.series
        for point in series.points
        if point.span.visit_id == visit.id
    ]
    return ", ".join(text for text, _ in found), [span for _, span in found]


def _change(event: Event) -> str:
    """A change within its own visit: the dose before it only where that visit names it."""
    is_here = event.old_dose and (event.old_span is None or event.old_span.visit_id == event.span.visit_id)
    was = f"from {event.old_dose} to" if is_here else ""
    what = "" if event.action is Action.NAMED else event.action.value
    return " ".join(filter(None, (what, was, dosing(event))))


def _changes(facts: Facts, visit: VisitNotes) -> tuple[str, list[NoteSpan]]:
    phrases, spans = [], []
    for medicine in facts.medicines:
        for event in medicine.changes:
            if event.span.visit_id == visit.id:
                phrases.append(f"{lower_first(medicine.label)} {_change(event)}".strip())
                spans.append(event.span)
    for loop in facts.loops:
        if loop.span.visit_id == visit.id and loop.target != FOLLOW_UP:
            phrases.append(f"{lower_first(loop.written)} {loop.what}, no result in these visits")
            spans.append(loop.span)
    return "; ".join(phrases), spans
