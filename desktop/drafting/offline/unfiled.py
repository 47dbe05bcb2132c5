"""Whole clauses of a long visit that no rule has filed: whether a note has them is left to the learned weights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.doubts import puts_right
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.learned import content
from desktop.drafting.offline.mending import mended
from desktop.drafting.offline.person import patient_voice, without_lead
from desktop.drafting.offline.planning import EXAM_ANNOUNCED, VAGUE, plan_kind
from desktop.drafting.offline.remarks import explains, instructs
from desktop.drafting.offline.replies import Reply, reply_of
from desktop.drafting.offline.speech import SUBJECTS, word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.standing import asks_inside, can_stand, is_finite
from desktop.drafting.offline.units import Hearing, Reading, Unit
from desktop.drafting.offline.wording import worded
from desktop.drafting.offline.worth import is_chatter, worth

FEWEST_WORDS = 4
FEWEST_TELLING = 2
MOST_WORDS = 28
MOST_COVERED = 0.2
"""A clause counts as unfiled when so little of it stands in any statement."""

_POINTING = word_set("it that this they he she those these there then which who")
_TURNED = word_set("no not nope nah yes yeah yep wait actually sorry oh but or")
"""Words that answer or turn what was said before, and say little by themselves."""
_CORRECTING = word_set("actually no wait sorry")
_POINTED_AT = word_set("it that this them those these there here one so too well good")
_BEGUN_TWICE = re.compile(
    r"\b(\w+ \w+) (?:\w+ )?\1\b|\b(\w+) (?:\w+ )?\2\b|\bi (?:the|a|an|my|you|,)|\b(?:is|are|was|were|have|has) (?:and|or|but)\b"
)
_TALK = re.compile(
    r"\b(?:you know|i mean|i guess|let (?:me|us)|going to (?:talk|go (?:over|ahead)|ask|look|take a look)|some people|most people|in general|"
    r"tell me|talk about|what i|hear you|sounds|makes sense|understand|questions?|okay|right now i|feel free|you see|kind of|sort of|and so|stuff|thing|things)\b"
)
_OF_PATIENT = word_set("you your patient")
_IN_FIRST = word_set("i my we our")


def unfiled_of(hearing: Hearing) -> list[Unit]:
    """Every clause that is whole and of which the statements have nothing, as it might stand in a note."""
    reading = hearing.reading
    covered = {
        (word.segment, word.start) for unit in (*reading.units, *reading.taken_back) for word in unit.words
    }
    found: list[Unit] = []
    for n, clause in enumerate(hearing.clauses):
        said = sum((word.segment, word.start) in covered for word in clause.words)
        if clause.asked or clause.tag or said > MOST_COVERED * len(clause.words) or hearing.used.get(n):
            continue
        unit = _candidate(hearing, n, clause)
        if unit is not None:
            found.append(unit)
    return found


def with_unfiled(reading: Reading) -> list[Unit]:
    """The statements and what no rule filed, in the order in which they were said."""
    return sorted([*reading.units, *reading.unfiled], key=lambda unit: unit.clause)


def refiled(unit: Unit, kind: Kind) -> None:
    """Put a provider's unfiled clause under another kind, in the wording of that kind, where it can stand in that."""
    text = _sentence(kind, worded(kind, [word.text for word in unit.words]))
    if text:
        unit.kind, unit.text = kind, text


def _candidate(hearing: Hearing, n: int, clause: Clause) -> Unit | None:
    lead = without_lead(clause.lowers)
    words = clause.words[lead:]
    lowers = [word.lower for word in words]
    if _CORRECTING & set(clause.lowers[:lead]):
        return None
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or not _says_something(lowers):
        return None
    facts = facts_of(lowers)
    if lowers[-1] in _POINTED_AT and not facts.mentions:
        return None
    if (
        explains(facts)
        or instructs(facts, planning=False)
        or is_chatter(facts)
        or puts_right(lowers)
        or asks_inside(lowers)
        or _denied(hearing, n)
    ):
        return None
    provider = hearing.is_provider(n)
    stage, problem, tested = hearing.heard[n]
    if provider:
        kind = _kind_at(stage, plan_kind(facts, intent=True))
        text = worded(kind, [word.text for word in words])
        if EXAM_ANNOUNCED.search(facts.text) or lowers[0] in VAGUE:
            return None
    elif _OF_PATIENT & set(lowers) or not _IN_FIRST & set(lowers):
        return None
    else:
        kind = patient_kind(facts)
        text = patient_voice([word.text for word in words])
    said = _sentence(kind, text)
    if not said:
        return None
    return Unit(
        kind,
        said,
        words,
        worth(facts, kind, from_patient=not provider),
        problem if kind.section.value in {"assessment", "plan"} else 0,
        facts,
        by_provider=provider,
        stage=stage,
        clause=n,
        unfiled=True,
        since_test=n - tested,
    )


def _sentence(kind: Kind, text: str) -> str:
    """The text as a whole sentence of a section, or "" where it cannot stand."""
    said = finished(text)
    return said if mended(said, kind.section) == said else ""


def _says_something(lowers: Sequence[str]) -> bool:
    """Whether words stand by themselves: nothing pointed at that is not said, nothing begun twice, no talk about talk."""
    text = " ".join(lowers)
    if lowers[0] in _POINTING | _TURNED or _TALK.search(text):
        return False
    if _BEGUN_TWICE.search(text) or len(set(content(text))) < FEWEST_TELLING:
        return False
    return can_stand(lowers, ()) and any(map(is_finite, lowers))


def _denied(hearing: Hearing, n: int) -> bool:
    """Whether the other speaker says no to it at once, or it only answers a question."""
    clauses = hearing.clauses
    after = clauses[n + 1] if n + 1 < len(clauses) else None
    if after is not None and after.turn != clauses[n].turn and reply_of(after.lowers)[0] is Reply.NO:
        return True
    before = clauses[n - 1] if n else None
    asked = before is not None and before.asked and before.turn != clauses[n].turn
    return asked and not SUBJECTS & set(clauses[n].lowers[:3])


def _kind_at(stage: Stage, planned: Kind | None) -> Kind:
    if stage is Stage.HISTORY:
        return Kind.HISTORY
    if stage is Stage.EXAM:
        return Kind.EXAM
    if stage is Stage.RESULTS:
        return Kind.RESULT
    return planned or Kind.REASONING
