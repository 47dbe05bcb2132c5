"""The summary that rules write on this device: which blocks a purpose has, in which order and wording."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.summary import (
    BlockKind,
    CarriedForward,
    MeasureSeries,
    Purpose,
    Summary,
    SummaryBlock,
    SummaryStatement,
    VisitNotes,
)
from desktop.summaries.facts import Facts, facts_of
from desktop.summaries.focus import focused
from desktop.summaries.medication_lines import (
    allergy_statements,
    carried_allergies,
    change_statements,
    current_medicines,
    difference_statements,
)
from desktop.summaries.problem_lines import active_and_past, active_statements, past_statements
from desktop.summaries.visit_lines import loop_statements, timeline_statements, trend_statements
from desktop.summaries.wording import day

ORIGIN = "offline"
_LETTERS = frozenset({Purpose.REFERRAL, Purpose.TRANSITION, Purpose.PRIOR_AUTHORIZATION})
_K = BlockKind
_BLOCKS: dict[Purpose, tuple[tuple[BlockKind, str], ...]] = {
    Purpose.PRE_VISIT: (
        (_K.ACTIVE_PROBLEMS, "Active problems"),
        (_K.OPEN_LOOPS, "Open loops"),
        (_K.MEDICATION_CHANGES, "Medication changes"),
        (_K.CURRENT_MEDICATIONS, "Medications as last written"),
        (_K.ALLERGIES, "Allergies"),
        (_K.DIFFERENCES, "Differs between visits, to be clarified"),
        (_K.TRENDS, "Measured values"),
        (_K.PAST_PROBLEMS, "Resolved or not mentioned since"),
    ),
    Purpose.REFERRAL: (
        (_K.ACTIVE_PROBLEMS, "Problems and course"),
        (_K.CURRENT_MEDICATIONS, "Medications as last written"),
        (_K.ALLERGIES, "Allergies"),
        (_K.TRENDS, "Measured values"),
        (_K.OPEN_LOOPS, "Outstanding"),
        (_K.PAST_PROBLEMS, "Resolved or not mentioned since"),
        (_K.DIFFERENCES, "Differs between visits, to be clarified"),
    ),
    Purpose.TRANSITION: (
        (_K.ACTIVE_PROBLEMS, "Active problems and course"),
        (_K.CURRENT_MEDICATIONS, "Medications as last written"),
        (_K.MEDICATION_CHANGES, "Medication changes"),
        (_K.ALLERGIES, "Allergies"),
        (_K.OPEN_LOOPS, "Outstanding for the next team"),
        (_K.DIFFERENCES, "Differs between visits, to be clarified"),
        (_K.TRENDS, "Measured values"),
        (_K.PAST_PROBLEMS, "Resolved or not mentioned since"),
    ),
    Purpose.PRIOR_AUTHORIZATION: (
        (_K.ACTIVE_PROBLEMS, "Diagnoses and course"),
        (_K.MEDICATION_CHANGES, "Treatment so far"),
        (_K.CURRENT_MEDICATIONS, "Medications as last written"),
        (_K.TRENDS, "Measured values"),
        (_K.ALLERGIES, "Allergies and intolerances"),
        (_K.DIFFERENCES, "Differs between visits, to be clarified"),
    ),
    Purpose.TIMELINE: (
        (_K.VISITS, "Visits"),
        (_K.OPEN_LOOPS, "Open loops"),
        (_K.DIFFERENCES, "Differs between visits, to be clarified"),
    ),
}


def summarize_offline(
    visits: Iterable[VisitNotes], *, focus: str = "", purpose: Purpose = Purpose.PRE_VISIT
) -> Summary:
    """A summary of the visits, in any order, by rules: the same visits always give the same words.

    focus: a problem, medicine, measure or field; only what belongs to it is kept. Every statement names the
    places of the notes that it rests on. No visits give a summary without blocks.
    """
    facts = facts_of(visits)
    focus = " ".join(focus.split())
    quotes: tuple[SummaryStatement, ...] = ()
    notices: list[str] = []
    if focus:
        narrowed = focused(facts, focus)
        if narrowed.is_empty:
            notices.append(
                f"Nothing in these visits was found for the focus “{focus}”. Read the notes themselves."
            )
        elif narrowed.quotes:
            notices.append(
                f"No problem, medicine or value was found for the focus “{focus}”; these are the sentences that have its words."
            )
        shown, quotes = narrowed.facts, narrowed.quotes
    else:
        shown = facts
    empty = [visit for visit in facts.visits if visit.is_empty]
    if empty:
        notices.append(
            f"Without any text: {', '.join(day(visit.date) for visit in empty[:10])}{' …' if len(empty) > 10 else ''}."
        )
    if any(_is_not_english(visit) for visit in facts.visits):
        notices.append(
            "Some notes do not seem to be in English; these rules read English only, so much of them is missing here."
        )
    if quotes:
        blocks = [SummaryBlock(_K.TEXT, f"What the notes say of “{focus}”", quotes)]
    else:
        blocks = [
            SummaryBlock(kind, title, statements)
            for kind, title in _BLOCKS[purpose]
            if (statements := _statements(kind, shown, purpose, has_focus=bool(focus)))
        ]
    return Summary(purpose, focus, ORIGIN, header_of(facts.visits), tuple(blocks), tuple(notices))


def header_of(visits: tuple[VisitNotes, ...]) -> str:
    """How an offline summary was made, of how many visits and which days."""
    if not visits:
        return "There are no visits to summarize."
    count = "1 visit" if len(visits) == 1 else f"{len(visits)} visits"
    first, last = day(visits[0].date), day(visits[-1].date)
    span = f"on {first}" if first == last else f"from {first} to {last}"
    return (
        f"Written by rules from the notes of {count} {span}. It can miss or misread what the notes say; "
        "a person reviews it against them."
    )


def measure_series(visits: Iterable[VisitNotes]) -> tuple[MeasureSeries, ...]:
    """The dated series of every measure in the notes, for plotting."""
    return facts_of(visits).series


def carried_forward(
    visits: Iterable[VisitNotes],
) -> tuple[tuple[CarriedForward, ...], tuple[CarriedForward, ...]]:
    """The medicines and the allergies as the visits leave them, each with its sources."""
    facts = facts_of(visits)
    return current_medicines(facts), carried_allergies(facts)


def overview(
    visits: Iterable[VisitNotes],
) -> tuple[tuple[MeasureSeries, ...], tuple[CarriedForward, ...], tuple[CarriedForward, ...]]:
    """measure_series and carried_forward of the same visits, reading them once."""
    facts = facts_of(visits)
    return facts.series, current_medicines(facts), carried_allergies(facts)


def _statements(
    kind: BlockKind, facts: Facts, purpose: Purpose, *, has_focus: bool
) -> tuple[SummaryStatement, ...]:
    letter = purpose in _LETTERS
    active, past = active_and_past(facts)
    match kind:
        case BlockKind.ACTIVE_PROBLEMS:
            return tuple(active_statements(facts, active, letter=letter))
        case BlockKind.PAST_PROBLEMS:
            return tuple(past_statements(past, letter=letter))
        case BlockKind.CURRENT_MEDICATIONS:
            return tuple(medicine.statement for medicine in current_medicines(facts))
        case BlockKind.MEDICATION_CHANGES:
            return tuple(change_statements(facts, letter=letter))
        case BlockKind.ALLERGIES:
            return tuple(allergy_statements(facts))
        case BlockKind.DIFFERENCES:
            return tuple(difference_statements(facts))
        case BlockKind.OPEN_LOOPS:
            return tuple(loop_statements(facts, letter=letter))
        case BlockKind.TRENDS:
            return tuple(trend_statements(facts))
        case _:
            statements = timeline_statements(facts)
            return tuple(each for each in statements if each.spans or not has_focus)


_OTHER_WORDS = frozenset(
    ["el", "la", "los", "las", "de", "del", "que", "con", "sin", "por", "para", "una", "se", "le", "les", "des", "et", "du", "une", "dans", "avec", "pour", "est", "der", "die", "das", "und", "ist", "nicht", "mit", "ein", "eine", "von", "il", "di", "che", "non", "per", "della", "nel", "com", "não", "sem", "uma", "os", "na", "no", "dos"]
) - {"no", "per", "non", "die"}  # fmt: skip
"""Small words of other languages that English clinical text does not have."""
_LEAST_OTHER = 0.08
_LONG_ENOUGH_WORDS = 12


def _is_not_english(visit: VisitNotes) -> bool:
    words = [word for text in visit.texts.values() for word in text[:20_000].lower().split()]
    if len(words) < _LONG_ENOUGH_WORDS:
        return False
    foreign = sum(word in _OTHER_WORDS or (word[0] > "\u0370" and word[0].isalpha()) for word in words)
    return foreign > len(words) * _LEAST_OTHER
