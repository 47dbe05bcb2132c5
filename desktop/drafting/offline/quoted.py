"""Answers that no rule turned into a statement: kept with their question, both as they were said."""

from __future__ import annotations

import re

from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, PUNCTUATION
from desktop.drafting.offline.units import Hearing, Unit
from desktop.drafting.offline.worth import is_chatter
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in, spoken_to_figures
from desktop.language.words import joined

QUOTED_VALUE = 2.0
LONGEST_QUESTION = 14
LONGEST_ANSWER = 24
FEWEST_OPEN = 5
_OPEN = re.compile(
    r"\b(?:what (?:brings|brought|happened|is going on|is wrong|made you|can i)|how (?:was|has|did) (?:your|the|that|it|things)|"
    r"how have (?:you|things)|what (?:do|did|does) (?:you|he|she) (?:eat|drink))\b"
)
"""Questions that ask for everything."""
MOST_COVERED = 0.2
"""An answer counts as lost when so little of it stands in any statement."""


def keep_lost_answers(hearing: Hearing) -> None:
    """Add, in its place, every clinical answer of which the statements have nothing."""
    covered = {(word.segment, word.start) for unit in hearing.reading.units for word in unit.words}
    clauses = hearing.clauses
    found: list[Unit] = []
    for n in range(1, len(clauses)):
        question = clauses[n - 1]
        if not question.asked or clauses[n].turn == question.turn or clauses[n].asked:
            continue
        if not hearing.is_provider(n - 1) or hearing.is_provider(n):
            continue
        answer = _turn(clauses, n)
        words = [word for clause in answer for word in clause.words]
        said = sum((word.segment, word.start) in covered for word in words)
        if said <= MOST_COVERED * len(words) and _is_clinical(question, answer):
            found.append(_quoted(question, answer, n))
    units = hearing.reading.units
    for unit in found:
        at = next((k for k, other in enumerate(units) if other.clause > unit.clause), len(units))
        units.insert(at, unit)


def _turn(clauses: list[Clause], n: int) -> list[Clause]:
    end = n
    while end < len(clauses) and clauses[end].turn == clauses[n].turn and not clauses[end].asked:
        end += 1
    return clauses[n:end]


def _is_clinical(question: Clause, answer: list[Clause]) -> bool:
    """Whether question and answer are short enough to quote, and tell something of weight."""
    words = [word.lower for clause in answer for word in clause.words]
    told = [word for word in words if word not in ACKNOWLEDGEMENTS | PUNCTUATION]
    asked = facts_of(question.lowers[without_lead(question.lowers) :])
    facts = facts_of(words)
    if len(words) > LONGEST_ANSWER or not told or len(asked.lowers) > LONGEST_QUESTION:
        return False
    if is_chatter(asked) or is_chatter(facts) or "you" in words:
        return False
    if _OPEN.search(asked.text):
        return len(told) >= FEWEST_OPEN
    counted = bool(numbers_in(spoken_to_figures(facts.text)))
    weighty = (
        Topic.DRUG,
        Topic.DRUG_CLASS,
        Topic.SYMPTOM,
        Topic.DISEASE,
        Topic.BODY,
        Topic.SOCIAL,
        Topic.TEST,
        Topic.TREATMENT,
    )
    return counted or facts.has(*weighty) or asked.has(*weighty)


def _quoted(question: Clause, answer: list[Clause], n: int) -> Unit:
    asked = question.words[without_lead(question.lowers) :]
    told = ". ".join(_sentence(joined(word.text for word in clause.words)) for clause in answer)
    words = [*question.words, *(word for clause in answer for word in clause.words)]
    text = f'Asked "{_sentence(joined(word.text for word in asked))}?": "{told}."'
    kind = patient_kind(facts_of([word.lower for word in words]))
    facts = facts_of([word.lower for word in words])
    return Unit(
        Kind.HISTORY if kind is Kind.PAST else kind,
        text,
        words,
        QUOTED_VALUE,
        0,
        facts,
        by_provider=False,
        clause=n,
    )


def _sentence(text: str) -> str:
    said = text.strip(" ,.?!")
    return said[:1].upper() + said[1:]
