"""Joins questions to their answers, so that each statement has the polarity of both."""

from __future__ import annotations

import re

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.anaphora import name_asked
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.doubts import puts_right
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, provider_voice, without_lead
from desktop.drafting.offline.questions import combined, label_of, topic_of
from desktop.drafting.offline.replies import Reply, is_doubtful, is_mixed, reply_of
from desktop.drafting.offline.requests import asks_identity, asks_of_others, asks_to_tell
from desktop.drafting.offline.risk import answered_whole, is_about_harm, keep_whole
from desktop.drafting.offline.severity import scored
from desktop.drafting.offline.short_answers import (
    EXCHANGE_VALUE,
    KIND_OF_LABEL,
    LONGEST_SHORT_ANSWER,
    OWN_CLAUSE,
    TIME_WORDS,
    asks_of_several,
    counts_untitled,
    short_answer,
)
from desktop.drafting.offline.speech import PUNCTUATION, RELATIVES, is_number, word_set
from desktop.drafting.offline.stages import Stage, stage_after
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic

UNTITLED_VALUE = 3.0
WHOLE_VALUE = 6.0
"""An answer that only the words of both give rightly is not left out for room."""

TURNS = word_set("some but just only except")
"""Words at which a denial turns into something affirmed: "no fever, some chills"."""
LONGEST_QUALIFIER = 10
_QUALIFIERS = word_set(
    "not since until lately recently anymore today yesterday sometimes occasionally once twice only better worse same less more"
)
_DENIABLE = frozenset({Topic.SYMPTOM, Topic.DISEASE, Topic.SOCIAL, Topic.DRUG, Topic.DRUG_CLASS})
_NEGATIONS = word_set("no not never denies none without nor neither")
_LIMITS = word_set("well except though although unless other besides")
"""Words that open what limits a "no" just given."""
_CONTRAST = word_set("but not never hard should supposed except until although though")
"""After a "yes" these turn the answer into something else than what was asked."""
_PRESSING = word_set("press push touch here hurt")


_OF_SELF = re.compile(
    r"^(?:(?:yes|yeah|no|well|oh|,) )*i (?:do|did|am|was|have|had|can|used to)(?: (?:not|too|myself))*(?: ,.*)?$"
)


def _told_of_self(hearing: Hearing, answer: int) -> bool:
    """Whether someone beside the patient answers of themselves: "do you smoke?" "I do. He quit years ago."."""
    clause = hearing.clauses[answer]
    if clause.speaker is not Speaker.OTHER or hearing.spoken_for:
        return False
    return bool(_OF_SELF.search(" ".join(clause.lowers)))


def question_answered(hearing: Hearing, n: int) -> int:  # noqa: C901, PLR0912 (the ways to answer, in order)
    """Join the question at n, and those asked in the same breath, to the answer; return where to go on."""
    clauses = hearing.clauses
    last = n
    while last + 1 < len(clauses) and clauses[last + 1].asked and hearing.is_provider(last + 1):
        last += 1
    for k in range(n, last + 1):
        hearing.stage = stage_after(hearing.stage, facts_of(clauses[k].lowers), asked=True)
    answer = last + 1
    if answer >= len(clauses) or hearing.is_provider(answer):
        return answer
    if clauses[last].led and keep_whole(hearing, last, answer, WHOLE_VALUE):
        return answer
    if _told_of_self(hearing, answer):
        return answer + 1
    if asks_identity(clauses[last].lowers):
        return _left_out(hearing, answer)
    if is_about_harm(hearing, last) and answered_whole(hearing, last, answer):
        return answer
    if scored(hearing, last, answer):
        return answer
    if is_mixed(_turn_words(hearing, answer), clauses[last].lowers) and keep_whole(
        hearing, last, answer, WHOLE_VALUE
    ):
        return answer
    doubtful = any(puts_right(clause.lowers) for clause in _turn(hearing, answer)) or is_doubtful(
        _turn_words(hearing, answer)
    )
    if doubtful and keep_whole(hearing, last, answer, WHOLE_VALUE):
        return answer
    if (
        _about_family(hearing, n, last)
        and _relative_affirmed(hearing, last, answer)
        and keep_whole(hearing, last, answer, WHOLE_VALUE)
    ):
        return answer
    if asks_of_others(clauses[last].lowers) and keep_whole(hearing, last, answer, WHOLE_VALUE):
        return answer
    reply, used = reply_of(clauses[answer].lowers)
    if reply is Reply.YES and asks_to_tell(clauses[last].lowers):
        return answer  # "yeah, so it started on sunday": the yes only opens what is told
    if (
        reply is Reply.NONE
        and asks_of_several(clauses[last].lowers)
        and keep_whole(hearing, last, answer, WHOLE_VALUE)
    ):
        return answer
    untitled = reply is Reply.NONE and counts_untitled(clauses[last].lowers, clauses[answer].lowers)
    if untitled and keep_whole(hearing, last, answer, UNTITLED_VALUE):
        return answer
    if reply is Reply.NONE:
        short_answer(hearing, clauses[last], answer)
        return answer
    hearing.used[answer] = used
    if reply is Reply.YES and _allergen_told(hearing, clauses[last], answer):
        return answer
    family = _about_family(hearing, n, last)
    kept = len(hearing.reading.units)
    for k in range(n, last + 1):
        # "any fever? any cough?" "yes": which one is not known
        if k == last or (reply is not Reply.YES and topic_of(clauses[k].lowers)):
            _keep_exchange(hearing, k, answer, reply, family=family)
    if reply is Reply.NO and len(hearing.reading.units) == kept:
        _limited_denial(hearing, clauses[last], answer)
    elif reply is Reply.NO:
        _denied_again(hearing, n, last, answer)
    if reply is Reply.YES:
        _dose_told(hearing, clauses[last], answer)
    asked = clauses[last].lowers
    if reply is not Reply.NO and clauses[answer].lowers[used:] and not combined(asked, reply):
        short_answer(hearing, clauses[last], answer)
    return answer


_ANY_KIND = word_set(
    "problem problems condition conditions issue issues illness illnesses medications medicines meds tablets drugs"
)


def _asks_generally(question: list[str]) -> bool:
    """Whether a question names no illness and no medicine: "do you have any medical problems?"."""
    return all(m.name.split()[-1] in _ANY_KIND for m in facts_of(question).mentions)


def _left_out(hearing: Hearing, answer: int) -> int:
    """Use up an answer that no note has; return where to go on."""
    turn = hearing.clauses[answer].turn
    while answer < len(hearing.clauses) and hearing.clauses[answer].turn == turn:
        hearing.used[answer] = len(hearing.clauses[answer].words)
        answer += 1
    return answer


def _relative_affirmed(hearing: Hearing, question: int, answer: int) -> bool:
    """Whether a relative is named without the illness that was asked about: "colon cancer?" "my father, he was 59"."""
    told = facts_of(_turn_words(hearing, answer))
    asked = facts_of(hearing.clauses[question].lowers).has(Topic.DISEASE)
    return asked and bool(RELATIVES & set(told.lowers)) and not told.has(Topic.DISEASE)


def _turn(hearing: Hearing, answer: int) -> list[Clause]:
    turn = hearing.clauses[answer].turn
    return [clause for clause in hearing.clauses[answer : answer + 4] if clause.turn == turn]


def _turn_words(hearing: Hearing, answer: int) -> list[str]:
    return [word for clause in _turn(hearing, answer) for word in clause.lowers]


def _allergen_told(hearing: Hearing, question: Clause, answer: int) -> bool:
    """Keep what a yes to "are you allergic to anything?" names: "yes sulfa i broke out in hives"."""
    clause, used = hearing.clauses[answer], hearing.used[answer]
    asked = facts_of(question.lowers)
    begun = used + without_lead(clause.lowers[used:])
    rest = clause.words[begun:]
    named = facts_of([w.lower for w in rest[:4]]).mentions
    if "allerg" not in asked.text or asked.has(Topic.DRUG) or not rest:
        return False
    if not named or named[0].start > 1 or named[0].topic not in {Topic.DRUG, Topic.DRUG_CLASS}:
        return False
    own = next((n for n, w in enumerate(rest) if n and w.lower in OWN_CLAUSE), len(rest))
    said = patient_voice([w.text for w in rest[:own]])
    after = patient_voice([w.text for w in rest[own:]])
    hearing.add(
        Kind.ALLERGY,
        f"{said}: {after}" if after else f"allergic to {said}",
        question.words + rest,
        EXCHANGE_VALUE,
    )
    hearing.used[answer] = len(clause.words)
    return True


def _keep_exchange(hearing: Hearing, k: int, answer: int, reply: Reply, *, family: bool) -> None:
    """The statement that the question at k and the reply make together, where they make one."""
    question, used = hearing.clauses[k], hearing.used[answer]
    said = combined(question.lowers, reply)
    rest = hearing.clauses[answer].lowers[used : used + LONGEST_SHORT_ANSWER]
    turned = _CONTRAST & set(rest) and not any(is_number(w) for w in rest[:2])
    own = [w.lower for w in hearing.clauses[answer].words[used:]]
    if reply is Reply.YES and _asks_generally(question.lowers) and facts_of(own).mentions:
        return  # "any medical problems?" "yes, i have asthma": what is told says it
    if reply is Reply.YES and turned:
        return  # "yeah, but it is hard": the answer's own words say it
    if not said or (reply is Reply.NO and _taken_back(hearing, question.lowers, answer)):
        return
    if family and not said.startswith("family"):
        topic = " ".join(topic_of(question.lowers))
        if not topic:
            return
        said = f"family history of {topic}: {reply.value}"
    said += _qualified(hearing, answer, reply)
    if _said_again(said, hearing.clauses[answer].lowers[used:]):
        return
    words = question.words + hearing.clauses[answer].words[: max(hearing.used[answer], 1)]
    kind = Kind.FAMILY if family else _kind_of_exchange(hearing, said, question.lowers)
    hearing.add(kind, said, words, EXCHANGE_VALUE)


def _qualified(hearing: Hearing, answer: int, reply: Reply) -> str:
    """What the answer adds without a verb of its own: "no, not since march", "yes, a hundred milligrams a day"."""
    clause, used = hearing.clauses[answer], hearing.used[answer]
    begun = used + without_lead(clause.lowers[used:])
    rest = clause.lowers[begun:]
    if (
        not used
        or not rest
        or len(rest) > LONGEST_QUALIFIER
        or (any(is_finite(w) or w in OWN_CLAUSE for w in rest) and not _is_scaled(rest))
    ):
        return ""
    timed = rest[0] in _QUALIFIERS
    dosed = reply is Reply.YES and (any(is_number(w) for w in rest) or facts_of(rest).has(Topic.DRUG))
    if not timed and not dosed:
        return ""
    hearing.used[answer] = len(clause.words)
    return ", " + patient_voice([w.text for w in clause.words[begun:]])


def _is_scaled(rest: list[str]) -> bool:
    """Whether the words begin with a figure and say when it holds: "three out of ten when i squeeze"."""
    return is_number(rest[0]) and bool({"when", "if", "after", "with"} & set(rest))


def _about_family(hearing: Hearing, n: int, last: int) -> bool:
    """Whether the questions from n to last ask about relatives: "any family history? migraines or cancer?"."""
    clauses = hearing.clauses
    first = n
    if n and hearing.is_provider(n - 1) and clauses[n - 1].turn == clauses[n].turn:
        first = n - 1
    words = [set(clauses[k].lowers) for k in range(first, last + 1)]
    if not any({"family", *RELATIVES} & found for found in words):
        return False
    return not any(
        "you" in clauses[k].lowers[:3] and "family" not in clauses[k].lowers for k in range(n, last + 1)
    )


def _affirmed(lowers: list[str]) -> list[str]:
    """The words of a clause that no negation stands before."""
    at = next((n for n, word in enumerate(lowers) if word in _NEGATIONS), len(lowers))
    turned = next((n for n, word in enumerate(lowers) if n > at and word in TURNS), len(lowers))
    return lowers[:at] + lowers[turned:]


def _taken_back(hearing: Hearing, question: list[str], answer: int) -> bool:
    """Whether the answer goes on to affirm some of what its "no" seems to deny: "no ... i do drink socially"."""
    used = hearing.used[answer]
    if used == 0:
        return True  # the no belongs to the words after it, which speak for themselves
    asked = facts_of(question).mentions
    stems = {m.name[:4] for m in asked if m.topic in _DENIABLE}
    habits = any(m.topic is Topic.SOCIAL for m in asked)
    turn = hearing.clauses[answer].turn
    for n in range(answer, min(answer + 4, len(hearing.clauses))):
        clause = hearing.clauses[n]
        if clause.turn != turn:
            break
        if _qualifies(clause, used if n == answer else 0):
            return True
        mentions = facts_of(_affirmed(clause.lowers[used if n == answer else 0 :])).mentions
        if any(m.name[:4] in stems or (habits and m.topic is Topic.SOCIAL) for m in mentions):
            return True
    return False


def _qualifies(clause: Clause, used: int) -> bool:
    """Whether the words after a "no" limit it: "well, a bit in my thumb", "except shellfish"."""
    rest = [w for w in clause.lowers[used:] if w not in PUNCTUATION]
    return len(rest) > 1 and (rest[0] in _LIMITS or rest[:2] in (["a", "bit"], ["a", "little"]))


def _dose_told(hearing: Hearing, question: Clause, answer: int) -> None:
    """Keep a dose after a yes with the one medicine that was asked about: "the amlodipine?" "yes, 5 milligrams"."""
    clause, used = hearing.clauses[answer], hearing.used[answer]
    begun = used + without_lead(clause.lowers[used:])
    drugs = {m.name for m in facts_of(question.lowers).mentions if m.topic is Topic.DRUG}
    if begun >= len(clause.words) or not is_number(clause.lowers[begun]) or len(drugs) != 1:
        return
    rest = clause.words[begun:]
    said = f"{drugs.pop()}: {patient_voice([w.text for w in rest])}"
    hearing.add(Kind.MEDICATION, said, question.words + rest, EXCHANGE_VALUE)
    hearing.used[answer] = len(clause.words)


def _limited_denial(hearing: Hearing, question: Clause, answer: int) -> None:
    """Keep a "no" that is limited at once with its limit, as said: "allergic to: no, well, shellfish"."""
    label = label_of(question.lowers) or " ".join(topic_of(question.lowers)) or name_asked(question.lowers)
    clause, used = hearing.clauses[answer], hearing.used[answer]
    limit = answer if _qualifies(clause, used) else answer + 1
    if not used or not label or limit >= len(hearing.clauses) or hearing.clauses[limit].turn != clause.turn:
        return
    further = hearing.clauses[limit]
    if limit != answer and not _qualifies(further, 0):
        return
    words = clause.words if limit == answer else clause.words[:used] + further.words
    rest = [w.text for w in words[used:]]
    corrected = rest[0].lower() == "well"  # "no. well, a bit": what follows stands instead of the no
    told = rest[1:] if corrected else [*(w.text for w in clause.words[:used]), ",", *rest]
    told = told[1:] if told[0] == "," else told
    kind = KIND_OF_LABEL.get(label, patient_kind(facts_of(question.lowers)))
    hearing.add(
        kind,
        f"{provider_voice(label.split(), drop_subject=False)}: {patient_voice(told)}",
        question.words + words,
        EXCHANGE_VALUE,
    )
    for n in {answer, limit}:
        hearing.used[n] = len(hearing.clauses[n].words)


def _said_again(said: str, rest: list[str]) -> bool:
    """Whether the answer goes on to deny the same itself: "chest pain?" "no, no chest pain"."""
    topic = {m.name for m in facts_of(said.split()).mentions}
    return bool(topic) and "no" in rest[:2] and topic <= {m.name for m in facts_of(rest).mentions}


def _denied_again(hearing: Hearing, n: int, last: int, answer: int) -> None:
    """Use up an answer that goes on to deny only what was asked: "any numbness?" "no, i have no numbness"."""
    rest = hearing.clauses[answer].lowers[hearing.used[answer] :]
    facts = facts_of(rest)
    again = facts.has(*_DENIABLE) and bool({"no", "not"} & set(rest[:4])) and not set(_affirmed(rest)) & TURNS
    asked = {m.name[:4] for k in range(n, last + 1) for m in facts_of(hearing.clauses[k].lowers).mentions}
    numbers = any(is_number(w) for w in rest)
    if again and not numbers and {m.name[:4] for m in facts.mentions} <= asked and not TIME_WORDS & set(rest):
        kept = hearing.reading.units[-1]
        kept.words = kept.words + hearing.clauses[answer].words[hearing.used[answer] :]
        hearing.used[answer] = len(hearing.clauses[answer].words)


def _kind_of_exchange(hearing: Hearing, said: str, question: list[str]) -> Kind:
    facts, asked = facts_of(said.lower().split()), facts_of(question)
    pressed = bool(_PRESSING & set(question))
    if hearing.stage is Stage.EXAM and pressed and facts.has(Topic.BODY, Topic.SYMPTOM, Topic.FINDING):
        return Kind.EXAM
    kind = patient_kind(asked)
    if {"family", *RELATIVES} & set(question):
        return Kind.FAMILY
    if kind is Kind.HISTORY and said.startswith(("denies", "reports")):
        if facts.has(Topic.SYMPTOM):
            return Kind.SYMPTOM_REVIEW
        return Kind.PAST if facts.has(Topic.DISEASE) else Kind.HISTORY
    return kind
