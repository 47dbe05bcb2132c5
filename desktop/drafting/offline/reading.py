"""Understands a conversation: goes through its clauses once, from the first to the last."""

from __future__ import annotations

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.commands import is_command, seen_after_command
from desktop.drafting.offline.doubts import settle
from desktop.drafting.offline.exchanges import question_answered
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.fragments import goes_on
from desktop.drafting.offline.lead_ins import with_lead_ins
from desktop.drafting.offline.mending import mend
from desktop.drafting.offline.orders import proposes, warns_of
from desktop.drafting.offline.patient_says import patient_says
from desktop.drafting.offline.problem_list import number_problems
from desktop.drafting.offline.provider_says import provider_says
from desktop.drafting.offline.put_off import quote_put_off
from desktop.drafting.offline.quoted import keep_lost_answers
from desktop.drafting.offline.readings import keep_readings
from desktop.drafting.offline.referents import name_referents, points_at_several
from desktop.drafting.offline.remarks import instructs
from desktop.drafting.offline.unfiled import unfiled_of
from desktop.drafting.offline.units import Hearing, Reading

BRIEF_VISIT_WORDS = 150


def read(clauses: list[Clause]) -> Reading:
    """Every statement that the clauses make, answers joined to their questions."""
    clauses = with_lead_ins(clauses)
    spoken = sum(len(clause.words) for clause in clauses)
    hearing = Hearing(clauses, brief=spoken < BRIEF_VISIT_WORDS)
    hearing.spoken_for = _is_spoken_for(clauses)
    hearing.unsure = name_referents(clauses)
    for n, clause in enumerate(clauses):
        facts = facts_of(clause.lowers)
        if clause.asked and hearing.is_provider(n) and (proposes(facts) or warns_of(facts)):
            clause.asked = False
    n = 0
    while n < len(clauses):
        hearing.at = n
        if not clauses[n].asked and (is_command(hearing, n) or seen_after_command(hearing, n)):
            pass  # "do a few heel raises. good, you got to 14": kept with what is seen, whoever is said to say it
        elif hearing.is_provider(n):
            if clauses[n].asked:
                n = question_answered(hearing, n)
                continue
            if not points_at_several(hearing, n):
                provider_says(hearing, n)
        elif instructs(facts_of(clauses[n].lowers), planning=False):
            pass  # "push against my hand", whoever is said to say it
        elif not goes_on(hearing, n):
            patient_says(hearing, n)
        hearing.heard[n] = (hearing.stage, hearing.problem, hearing.tested)
        n += 1
    keep_lost_answers(hearing)
    settle(hearing)
    quote_put_off(hearing)
    keep_readings(hearing)
    hearing.reading.unfiled = unfiled_of(hearing)
    mend(hearing)
    number_problems(hearing.reading.units)
    hearing.reading.clauses = clauses
    return hearing.reading


_SPOKEN_OF = frozenset(["he", "she", "him", "his", "her", "he's", "she's"])
_SPOKEN_TO = frozenset(["you", "your"])
LEAST_SPOKEN_OF = 6


def _is_spoken_for(clauses: list[Clause]) -> bool:
    """Whether people talk about the patient more than to one, as with a child or an animal."""
    if _patient_speaks(clauses):
        return False
    words = [word.lower for clause in clauses for word in clause.words]
    spoken_of = sum(word in _SPOKEN_OF for word in words)
    return spoken_of >= LEAST_SPOKEN_OF and spoken_of > sum(word in _SPOKEN_TO for word in words)


_OWN = frozenset(["i", "my", "me"])
LEAST_TOLD_BY_OTHERS = 3


def _patient_speaks(clauses: list[Clause]) -> bool:
    """Whether the patient speaks for himself beside another who speaks of him, so that his "I" is his own."""

    def counted(speaker: Speaker, among: frozenset[str]) -> int:
        return sum(w.lower in among for c in clauses if c.speaker is speaker for w in c.words)

    told = counted(Speaker.OTHER, _SPOKEN_OF) >= LEAST_TOLD_BY_OTHERS
    return told and counted(Speaker.PATIENT, _OWN) > counted(Speaker.PATIENT, _SPOKEN_OF)
