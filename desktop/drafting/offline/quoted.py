"""Answers that no rule turned into a statement: kept with their question, both as they were said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.requests import asks_identity
from desktop.drafting.offline.said_texts import said_texts
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, PUNCTUATION, is_number, word_set
from desktop.drafting.offline.units import Hearing, Unit
from desktop.drafting.offline.worth import is_chatter
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in, spoken_to_figures
from desktop.language.words import joined

QUOTED_VALUE = 2.0
LONGEST_QUESTION = 14
LONGEST_ANSWER = 24
FEWEST_OPEN = 5
_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today january february march april may june july august september october november december"
)
_INJURED = re.compile(r"\b(?:hit|hurt|injure|pass(?:ed)? out|lose consciousness|fall|safe|threaten)\b")
_OPEN = re.compile(
    r"\b(?:what (?:brings|brought|happened|is going on|is wrong|made you|can i)|how (?:was|has|did) (?:your|the|that|it|things)|"
    r"how have (?:you|things)|what (?:do|did|does) (?:you|he|she) (?:eat|drink))\b"
)
"""Questions that ask for everything."""
MOST_COVERED = 0.2
MOST_COVERED_OTHER = 0.5
"""An answer counts as lost when so little of it stands in any statement."""


def keep_lost_answers(hearing: Hearing) -> None:
    """Add, in its place, every clinical answer of which the statements have nothing."""
    covered = {(word.segment, word.start) for unit in hearing.reading.units for word in unit.words}
    clauses = hearing.clauses
    found: list[Unit] = []
    for n in range(1, len(clauses)):
        question = _question_before(hearing, n)
        if asks_identity(question.lowers):
            continue
        if not question.asked or clauses[n].turn == question.turn or clauses[n].asked:
            continue
        if hearing.is_provider(n) or clauses[n].turn == clauses[n - 1].turn:
            continue
        answer = _turn(clauses, n)
        words = [word for clause in answer for word in clause.words]
        said = sum((word.segment, word.start) in covered for word in words)
        most = MOST_COVERED_OTHER if clauses[n].speaker is Speaker.OTHER else MOST_COVERED
        if said <= most * len(words) and is_clinical(question, answer):
            found.append(
                asked_and_answered(question, answer, n)
                if clauses[n - 1].asked
                else _borne_out(question, _turn_at(clauses, n - 1), answer, n)
            )
    units = hearing.reading.units
    for unit in found:
        at = next((k for k, other in enumerate(units) if other.clause > unit.clause), len(units))
        units.insert(at, unit)


def _question_before(hearing: Hearing, n: int) -> Clause:
    """The clause before n; where a relative adds to a patient's answer, the provider's question that the patient answered."""
    clauses = hearing.clauses
    before = clauses[n - 1]
    if clauses[n].speaker is not Speaker.OTHER or before.speaker is not Speaker.PATIENT or before.asked:
        return before
    k = n - 1
    while k > 0 and clauses[k].turn == before.turn:
        k -= 1
    return clauses[k] if hearing.is_provider(k) else before


def _turn_at(clauses: list[Clause], n: int) -> list[Clause]:
    """Every clause of the turn of the clause at n, up to it."""
    return [clause for clause in clauses[: n + 1] if clause.turn == clauses[n].turn]


def _borne_out(question: Clause, told: list[Clause], added: list[Clause], n: int) -> Unit:
    """A patient's answer with what a relative adds to it: neither is read without the other."""
    unit = asked_and_answered(question, added, n)
    said = ". ".join(_sentence(joined(said_texts(clause.words))) for clause in told)
    text = unit.text.replace(': informant: "', f': "{said}." Informant: "', 1)
    return replace(
        unit,
        text=text,
        words=[*question.words, *(w for c in told for w in c.words), *unit.words[len(question.words) :]],
    )


def _turn(clauses: list[Clause], n: int) -> list[Clause]:
    end = n
    while end < len(clauses) and clauses[end].turn == clauses[n].turn and not clauses[end].asked:
        end += 1
    return clauses[n:end]


def asks_for_everything(lowers: Sequence[str]) -> bool:
    """Whether a question asks what is the matter, as at the beginning of a visit."""
    text = " ".join(lowers)
    return bool(_OPEN.search(text) or _HELPS.search(text))


_HELPS = re.compile(
    r"\bwhat (?:can|could|may) (?:i|we) (?:do for|help)|\bhow (?:can|could|may) (?:i|we) help|\bwhat (?:is|seems to be) the (?:problem|matter|trouble)|\bwhat (?:has|is) (?:brought|bringing)"
)


def is_clinical(question: Clause, answer: list[Clause]) -> bool:
    """Whether question and answer are short enough to quote, and tell something of weight."""
    words = [word.lower for clause in answer for word in clause.words]
    told = [word for word in words if word not in ACKNOWLEDGEMENTS | PUNCTUATION]
    asked = facts_of(question.lowers[without_lead(question.lowers) :])
    facts = facts_of(words)
    if len(words) > LONGEST_ANSWER or not told or len(asked.lowers) > LONGEST_QUESTION:
        return False
    if is_chatter(asked) or is_chatter(facts) or "you" in words:
        return False
    counted = bool(numbers_in(spoken_to_figures(facts.text))) or any(
        w in _DAYS or is_number(w) for w in words
    )
    if _OPEN.search(asked.text):
        return len(told) >= FEWEST_OPEN and (counted or bool(facts.mentions))
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
    named = (
        Topic.SYMPTOM,
        Topic.DISEASE,
        Topic.DRUG,
        Topic.DRUG_CLASS,
        Topic.TREATMENT,
        Topic.TEST,
        Topic.SOCIAL,
    )
    sided = bool({"left", "right"} & set(words))
    return (
        counted
        or sided
        or facts.has(*weighty)
        or asked.has(*named)
        or _INJURED.search(asked.text) is not None
    )


def asked_and_answered(question: Clause, answer: list[Clause], n: int) -> Unit:
    """The answer that begins at clause n with its question, both as they were said."""
    asked = question.words[without_lead(question.lowers) :]
    told = ". ".join(_sentence(joined(said_texts(clause.words))) for clause in answer)
    words = [*question.words, *(word for clause in answer for word in clause.words)]
    by = "informant: " if answer[0].speaker is Speaker.OTHER else ""
    text = f'Asked "{_sentence(joined(said_texts(asked)))}?": {by}"{told}."'
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
