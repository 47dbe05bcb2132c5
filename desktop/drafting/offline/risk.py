"""Answers that stand whole with their question, in the words of both: those about harm to oneself or others first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.replies import Reply, reply_of
from desktop.drafting.offline.units import Hearing
from desktop.language.words import Word, joined

RISK_VALUE = 12.0
LONGEST_ANSWER = 60
FEW_WORDS = 4

_ABOUT_HARM = re.compile(
    r"\b(?:suicid\w*|kill(?:ing)? (?:yourself|anyone|someone|somebody|him|her|them)|end(?:ing)? (?:your life|it all)|hurt(?:ing)? (?:yourself|anyone|someone|somebody|others)|"
    r"harm(?:ing)? (?:yourself|anyone|someone|others)|self[- ]harm|cut(?:ting)? yourself|better off dead|not wak(?:e|ing) up|life (?:is|was) not worth|do not want to (?:live|be here)|wish you were dead|"
    r"do you feel safe|safe at home|hit(?:ting)? you|guns?|firearms?|weapons?|full code|code status|resuscitat\w+|intubat\w+|life support|dnr|advance directives?|living will|proxy|power of attorney)\b"
)
_FURTHER = re.compile(r"\b(?:have|had|got|make|made) (?:a|any) plans?\b|\b(?:a|any) plan\b")


def is_about_harm(hearing: Hearing, n: int) -> bool:
    """Whether the question at n asks about harm, or about a plan right after such a question."""
    clauses = hearing.clauses
    if _ABOUT_HARM.search(" ".join(clauses[n].lowers)):
        return True
    near = [clause for clause in clauses[max(0, n - 8) : n] if clause.asked]
    return bool(_FURTHER.search(" ".join(clauses[n].lowers))) and any(
        _ABOUT_HARM.search(" ".join(clause.lowers)) for clause in near
    )


def answered_whole(hearing: Hearing, question: int, answer: int) -> bool:
    """Keep a question about harm with the whole answer, unless the answer is a mere yes or no."""
    clauses = hearing.clauses
    turn = [k for k in range(answer, len(clauses)) if clauses[k].turn == clauses[answer].turn]
    reply, used = reply_of(clauses[answer].lowers)
    asks_plan = not _ABOUT_HARM.search(" ".join(clauses[question].lowers))
    added = len(clauses[answer].words) - used
    if reply is not Reply.NONE and added <= FEW_WORDS and len(turn) == 1 and not asks_plan:
        return False
    return keep_whole(hearing, question, answer, RISK_VALUE)


def keep_whole(hearing: Hearing, question: int, answer: int, value: float) -> bool:
    """Keep a question and the whole turn that answers it in the words of both; not where the answer is very long."""
    clauses = hearing.clauses
    turn = [k for k in range(answer, len(clauses)) if clauses[k].turn == clauses[answer].turn]
    words = [word for k in turn for word in clauses[k].words]
    if not words or len(words) > LONGEST_ANSWER:
        return False
    asked = clauses[question].words[without_lead(clauses[question].lowers) :]
    remark = clauses[question].words[: clauses[question].remark]
    opened = f"{_plain(remark)}. " if remark else ""
    if remark:
        asked = clauses[question].words[len(remark) :]
    told = ". ".join(_sentence(clauses[k]) for k in turn)
    hearing.add(
        patient_kind(facts_of([w.lower for w in (*remark, *asked)])),
        f'asked "{opened}{_plain(asked)}?": "{told}"',
        [*clauses[question].words, *words],
        value,
    )
    for k in turn:
        hearing.used[k] = len(clauses[k].words)
    return True


def _sentence(clause: Clause) -> str:
    said = _plain(clause.words)
    return said[:1].upper() + said[1:]


def _plain(words: Sequence[Word]) -> str:
    return joined(word.text for word in words).strip(" ,.?!")
