"""What a clinician says only to lead into a question, and the question that then only points back at it."""

from __future__ import annotations

import re

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.person import without_lead

LONGEST_ASKED_FIRST = 5
LONGEST_POINTING = 8
_REMINDS = re.compile(r"^you (?:also |had |have )?(?:mentioned|said|told me|were telling me)\b")
_OF_OTHERS = re.compile(
    r"^(?:sometimes )?(?:(?:most|many|some|a lot of|lots of|plenty of|a few) (?:people|patients|men|women|parents|mums|moms|folks|kids|children|teenagers|teens|guys|couples|(?:of )?(?:us|my patients))|people|patients) (?!.*\byou\b)"
)


def with_lead_ins(clauses: list[Clause]) -> list[Clause]:
    """The clauses with each lead-in at its question.

    "Alcohol? You mentioned wine on flights." asks: the reminder is left out, so that the answer meets its question.
    "Some people feel sad after a birth. Have you felt like that?" becomes one question, to be kept in its words.
    """
    out: list[Clause] = []
    for n, clause in enumerate(clauses):
        before = out[-1] if out else None
        if before is None or before.turn != clause.turn or clause.speaker is Speaker.OTHER:
            out.append(clause)
        elif _is_reminder(clauses, n):
            before.led = True
        elif _points_back(clause) and not before.asked and _told_of_others(before):
            words = [*before.words, *clause.words]
            out[-1] = Clause(
                before.speaker, before.turn, words, asked=True, led=True, remark=len(before.words)
            )
        else:
            out.append(clause)
    return out


def _core(clause: Clause) -> list[str]:
    return clause.lowers[without_lead(clause.lowers) :]


def _is_reminder(clauses: list[Clause], n: int) -> bool:
    """Whether the clause at n only reminds of what was said, between a bare question and its answer."""
    before = clauses[n - 1]
    answered = n + 1 < len(clauses) and clauses[n + 1].turn != clauses[n].turn and not clauses[n + 1].asked
    bare = before.asked and len(before.lowers) <= LONGEST_ASKED_FIRST
    return bare and answered and not clauses[n].asked and bool(_REMINDS.search(" ".join(_core(clauses[n]))))


def _points_back(clause: Clause) -> bool:
    """Whether a question names nothing itself: "have you felt like that?", "is that you?", "how about you?"."""
    core = _core(clause)
    return clause.asked and "you" in core and len(core) <= LONGEST_POINTING and not facts_of(core).mentions


def _told_of_others(clause: Clause) -> bool:
    core = _core(clause)
    return bool(facts_of(core).mentions) and bool(_OF_OTHERS.search(" ".join(core)))
