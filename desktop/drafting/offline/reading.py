"""Understands a conversation: goes through its clauses once, from the first to the last."""

from __future__ import annotations

from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.exchanges import question_answered
from desktop.drafting.offline.patient_says import patient_says
from desktop.drafting.offline.provider_says import provider_says
from desktop.drafting.offline.units import Hearing, Reading

BRIEF_VISIT_WORDS = 150


def read(clauses: list[Clause]) -> Reading:
    """Every statement that the clauses make, answers joined to their questions."""
    spoken = sum(len(clause.words) for clause in clauses)
    hearing = Hearing(clauses, brief=spoken < BRIEF_VISIT_WORDS)
    n = 0
    while n < len(clauses):
        hearing.at = n
        if hearing.is_provider(n):
            if clauses[n].asked:
                n = question_answered(hearing, n)
                continue
            provider_says(hearing, n)
        else:
            patient_says(hearing, n)
        n += 1
    hearing.reading.clauses = clauses
    return hearing.reading
