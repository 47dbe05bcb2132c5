"""Medicines, allergies and what does not agree between visits, as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from desktop.domain.summary import CarriedForward, NoteSpan, SummaryStatement
from desktop.summaries.allergies import RELATED, Allergy
from desktop.summaries.due import due_in
from desktop.summaries.facts import Facts
from desktop.summaries.medications import Action, Event, Medicine, amount
from desktop.summaries.wording import day, listed, on, statement

_TAKEN = frozenset({Action.START, Action.INCREASE, Action.DECREASE, Action.CONTINUE, Action.NAMED})
_CHANGED = frozenset({Action.INCREASE, Action.DECREASE, Action.CHANGE})
_HELD_ON = frozenset({Action.START, Action.CONTINUE, Action.INCREASE, Action.DECREASE})


def dosing(event: Event) -> str:
    """Dose, frequency and course as written: "500 mg TID for 7 days"."""
    return " ".join(part for part in (event.dose, event.frequency, event.course) if part)


def change_phrases(changes: Sequence[Event], *, letter: bool) -> list[str]:
    """The changes of one medicine: "started 10 mg daily (20 Feb 2026)", "increased to 20 mg (11 Jun 2026)".

    The dose before a change is named where the change before it does not name it already.
    """
    before = (None, *changes)
    return [
        _change_phrase(event, said=earlier is not None and event.old_span == earlier.span, letter=letter)
        for earlier, event in zip(before, changes, strict=False)
    ]


def _change_phrase(event: Event, *, said: bool, letter: bool) -> str:
    amounts = dosing(event)
    match event.action:
        case Action.NAMED:
            words = f"written as {amounts}" if letter else amounts
        case Action.STOP:
            words = f"{event.action} {event.reason}".strip()
        case Action.START:
            words = f"{event.action}{' at' if letter and event.dose else ''} {amounts}".strip()
        case _ if event.old_dose and not said:
            when = event.old_span.date if event.old_span else event.span.date
            dated = on(when, letter=letter) if when != event.span.date else ""
            words = f"{event.action} from {event.old_dose}{dated} to {amounts}"
        case _:
            words = f"{event.action} to {amounts}" if event.dose else event.action.value
    who = " as the patient reported" if letter else ", reported"
    return words + (who if event.reported else "") + on(event.span.date, letter=letter)


def change_statements(facts: Facts, *, letter: bool) -> Iterator[SummaryStatement]:
    """Each medicine with what was done with it and when."""
    for medicine in facts.medicines:
        changes = medicine.changes
        if not changes:
            continue
        phrases = change_phrases(changes, letter=letter)
        text = (
            f"{medicine.label} was {listed(phrases)}."
            if letter
            else f"{medicine.label}: {'; '.join(phrases)}"
        )
        yield statement(text, medicine.spans_of_changes)


def current_medicines(facts: Facts, *, letter: bool = False) -> tuple[CarriedForward, ...]:
    """The medicines that nothing says were stopped, with what was last written of each and when."""
    last_visit = facts.visits[-1].date if facts.visits else None
    found = []
    for medicine in facts.medicines:
        dosed, latest = medicine.last_dose, medicine.events[-1]
        if not medicine.is_current or (last_visit is not None and _is_over(latest, last_visit)):
            continue
        detail = dosing(dosed) if dosed else latest.frequency
        when = dosed.span.date if dosed else latest.span.date
        text = f"{medicine.label}{' ' + detail if detail else ''}{on(when, letter=letter)}"
        spans = [latest.span, *([dosed.span] if dosed else [])]
        if latest.span.date != when:
            text += f", last mentioned {day(latest.span.date)}"
        elif latest.span.date != last_visit:
            text += ", not mentioned since"
        found.append(
            CarriedForward(
                medicine.label, detail, medicine.events[0].span.date, latest.span.date, statement(text, spans)
            )
        )
    return tuple(found)


def _is_over(event: Event, when: date) -> bool:
    """True when a course of stated length ended before that day."""
    due = due_in(
        f"in {re.sub('^(?:for|x|×) *(?:the next |another )?', '', event.course.lower())}", event.span.date
    )
    return bool(event.course) and due is not None and due.last is not None and due.last < when


def carried_allergies(facts: Facts) -> tuple[CarriedForward, ...]:
    """The allergies with every reaction that was written, and the first and last visit that name them."""
    found = []
    for allergy in facts.allergies:
        reactions = dict.fromkeys(mention.reaction for mention in allergy.mentions if mention.reaction)
        first, last = allergy.mentions[0].span, allergy.mentions[-1].span
        detail = "; ".join(reactions)
        when = (
            day(first.date) if first.date == last.date else f"first {day(first.date)}, last {day(last.date)}"
        )
        text = f"{allergy.label}{': ' + detail if detail else ', no reaction written'} ({when})"
        found.append(
            CarriedForward(
                allergy.label,
                detail,
                first.date,
                last.date,
                statement(text, (m.span for m in allergy.mentions)),
            )
        )
    return tuple(found)


def allergy_statements(facts: Facts) -> Iterator[SummaryStatement]:
    """The allergies; or that the notes say there are none; or nothing when they do not speak of any."""
    for allergy in carried_allergies(facts):
        yield allergy.statement
    if not facts.allergies and facts.denials:
        dates = listed([day(when) for when in sorted({span.date for span in facts.denials})][-3:])
        yield statement(f"No known allergies, as written on {dates}", facts.denials[-3:])


def difference_statements(facts: Facts) -> Iterator[SummaryStatement]:
    """What one visit says and another contradicts, both shown: nothing is smoothed."""
    for medicine in facts.medicines:
        yield from _of_medicine(medicine)
    for allergy in facts.allergies:
        yield from _of_allergy(allergy, facts)


def _of_medicine(medicine: Medicine) -> Iterator[SummaryStatement]:
    name = medicine.label
    dosed: Event | None = None
    stopped: Event | None = None
    taken: Event | None = None
    for event in medicine.events:
        if event.earlier:
            continue
        if dosed is not None and event.dose:
            yield from _dose_difference(name, dosed, event)
        if stopped is not None and event.action is Action.CONTINUE:
            yield from _taken_after_stop(name, stopped, event)
        if taken is not None and event.action is Action.START:
            yield from _started_twice(name, taken, event)
        if event.action is Action.STOP:
            stopped, taken, dosed = event, None, None
            continue
        stopped = None
        if event.action in _HELD_ON and not event.course:
            taken = event
        if event.dose or event.action in _CHANGED:
            dosed = event if event.dose else None


def _taken_after_stop(name: str, stopped: Event, event: Event) -> Iterator[SummaryStatement]:
    if event.span.date > stopped.span.date:
        when, again = on(stopped.span.date, letter=False), on(event.span.date, letter=False)
        text = f"{name}: stopped{when}, but written as taken again{again}; no restart is described"
        yield statement(text, (stopped.span, event.span))


def _started_twice(name: str, taken: Event, event: Event) -> Iterator[SummaryStatement]:
    if event.span.date > taken.span.date and not (event.reported or event.course):
        when, again = on(taken.span.date, letter=False), on(event.span.date, letter=False)
        text = f"{name}: written as started{again}, but already {taken.action}{when}; no stop is described"
        yield statement(text, (taken.span, event.span))


def _dose_difference(name: str, before: Event, after: Event) -> Iterator[SummaryStatement]:
    old, new = amount(before.dose), amount(after.dose)
    units = {re.sub(r"[\d.,\s]+", "", event.dose).lower() for event in (before, after)}
    if old is None or new is None or len(units) > 1 or before.span == after.span:
        return
    stated = amount(after.old_dose) if after.old_dose else None
    spans = (before.span, after.span)
    was = f"{before.dose}{on(before.span.date, letter=False)}"
    if stated is not None and stated not in {old, new}:
        yield statement(
            f"{name}: {was}, but {after.action} from {after.old_dose}{on(after.span.date, letter=False)}",
            spans,
        )
    elif after.action is Action.INCREASE and new < old and not after.old_dose:
        yield statement(
            f"{name}: {was}, but written as increased to {after.dose}{on(after.span.date, letter=False)}",
            spans,
        )
    elif after.action is Action.DECREASE and new > old and not after.old_dose:
        yield statement(
            f"{name}: {was}, but written as decreased to {after.dose}{on(after.span.date, letter=False)}",
            spans,
        )
    elif (
        old != new
        and after.action in {Action.CONTINUE, Action.NAMED}
        and after.span.visit_id != before.span.visit_id
    ):
        text = f"{name}: {was} and {after.dose}{on(after.span.date, letter=False)}; no change is described between them"
        yield statement(text, spans)


def _of_allergy(allergy: Allergy, facts: Facts) -> Iterator[SummaryStatement]:
    first = allergy.mentions[0].span
    conflicting = [span for span in facts.denials if span.date > first.date]
    if conflicting:
        dates = listed([day(when) for when in sorted({span.date for span in conflicting})][:4])
        text = f"{allergy.label}: an allergy is recorded{on(first.date, letter=False)}, but no known allergies on {dates}"
        yield statement(text, (first, *conflicting[:4]))
    here = {mention.span.visit_id for mention in allergy.mentions}
    group = RELATED.get(re.sub(r"s$", "", allergy.key), RELATED.get(allergy.key, frozenset())) | {allergy.key}
    for medicine in facts.medicines:
        taken = [
            event
            for event in medicine.events
            if event.action in _TAKEN
            and (
                event.span.date > first.date or (event.span.visit_id in here and event.action is Action.START)
            )
        ]
        if medicine.key in group and taken:
            spans: list[NoteSpan] = [first, taken[0].span]
            text = f"{medicine.label}: named as a medicine{on(taken[0].span.date, letter=False)}, while an allergy to {allergy.label.lower()} is recorded{on(first.date, letter=False)}"
            yield statement(text, spans)
