"""Joins questions to their answers, so that each statement has the polarity of both."""

from __future__ import annotations

from desktop.drafting.offline.anaphora import name_asked
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, provider_voice, without_lead
from desktop.drafting.offline.questions import combined, label_of, topic_of
from desktop.drafting.offline.replies import Reply, is_mixed, reply_of
from desktop.drafting.offline.risk import answered_whole, is_about_harm, keep_whole
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, RELATIVES, is_number, word_set
from desktop.drafting.offline.stages import Stage, stage_after
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic
from desktop.language.words import joined

LONGEST_SHORT_ANSWER = 14
LONGEST_ECHO = 9
LONGEST_NAME = 3
UNTITLED_VALUE = 3.0
WHOLE_VALUE = 6.0
"""An answer that only the words of both give rightly is not left out for room."""
EXCHANGE_VALUE = 4.0
"""An answered question is worth as much as a drug with its dose."""

TURNS = word_set("some but just only except")
"""Words at which a denial turns into something affirmed: "no fever, some chills"."""
LONGEST_QUALIFIER = 10
_QUALIFIERS = word_set(
    "not since until lately recently anymore today yesterday sometimes occasionally once twice only better worse same less more"
)
_DENIABLE = frozenset({Topic.SYMPTOM, Topic.DISEASE, Topic.SOCIAL, Topic.DRUG, Topic.DRUG_CLASS})
_NEGATIONS = word_set("no not never denies none without nor neither")
_OWN_CLAUSE = word_set("i my it they we he she there that")
_TIME_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today tonight morning day days week weeks month months year years hour hours yesterday ago"
)
_ECHOES = frozenset(("i", verb) for verb in ("did", "do", "have", "had", "was", "am", "can", "used"))
"""Openings that only take up the verb of the question: "do you have asthma?" "i did as a kid"."""
_NEEDS_COMPLAINT = frozenset({"presents with", "reason for visit"})
_SAYS_NOTHING = word_set(
    "okay good fine well great the same about , not bad yes no right all sure pretty very much hi hello doing"
)
_MERELY_AGREES = word_set(
    "actually huh exactly definitely maybe really sometimes , . it does did is was a lot oh"
)
_WH = word_set("how when where which")
_NEEDS_TOPIC = frozenset({"duration", "frequency", "onset", "amount", "location", "which", "side"})
_COUNTS = frozenset({"frequency", "amount", "dose"})
"""Labels that say nothing without what is counted."""
_KIND_OF_LABEL = {
    "takes": Kind.MEDICATION,
    "medications": Kind.MEDICATION,
    "medication": Kind.MEDICATION,
    "dose": Kind.MEDICATION,
    "allergic to": Kind.ALLERGY,
    "cannot take": Kind.ALLERGY,
    "reacts to": Kind.ALLERGY,
    "reaction to": Kind.ALLERGY,
    "occupation": Kind.SOCIAL,
    "alcohol": Kind.SOCIAL,
    "smoking": Kind.SOCIAL,
    "allergies": Kind.ALLERGY,
}
_LIMITS = word_set("well except though although unless other besides")
"""Words that open what limits a "no" just given."""
_CONTRAST = word_set("but not never hard should supposed except until although though")
"""After a "yes" these turn the answer into something else than what was asked."""
_PRESSING = word_set("press push touch here hurt")


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
    if is_about_harm(hearing, last) and answered_whole(hearing, last, answer):
        return answer
    if is_mixed(_turn_words(hearing, answer), clauses[last].lowers) and keep_whole(
        hearing, last, answer, WHOLE_VALUE
    ):
        return answer
    if (
        _about_family(hearing, n, last)
        and _relative_affirmed(hearing, last, answer)
        and keep_whole(hearing, last, answer, WHOLE_VALUE)
    ):
        return answer
    reply, used = reply_of(clauses[answer].lowers)
    if (
        reply is Reply.NONE
        and _asks_of_several(clauses[last].lowers)
        and keep_whole(hearing, last, answer, WHOLE_VALUE)
    ):
        return answer
    untitled = reply is Reply.NONE and _counts_untitled(clauses[last].lowers, clauses[answer].lowers)
    if untitled and keep_whole(hearing, last, answer, UNTITLED_VALUE):
        return answer
    if reply is Reply.NONE:
        _short_answer(hearing, clauses[last], answer)
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
        _short_answer(hearing, clauses[last], answer)
    return answer


def _asks_of_several(question: list[str]) -> bool:
    """Whether a question names several habits, so that an answer without one of them may be of any: "alcohol, drugs?"."""
    habits = {m.name for m in facts_of(question).mentions if m.topic is Topic.SOCIAL}
    return len(habits) > 1 and bool({",", "or", "and"} & set(question))


def _relative_affirmed(hearing: Hearing, question: int, answer: int) -> bool:
    """Whether a relative is named without the illness that was asked about: "colon cancer?" "my father, he was 59"."""
    told = facts_of(_turn_words(hearing, answer))
    asked = facts_of(hearing.clauses[question].lowers).has(Topic.DISEASE)
    return asked and bool(RELATIVES & set(told.lowers)) and not told.has(Topic.DISEASE)


def _counts_untitled(question: list[str], answer: list[str]) -> bool:
    """Whether an answer gives a time, a number or a side to a question that no label stands for: "how long can you sit?"."""
    asked = question[without_lead(question) :]
    if asked[:1] == [] or asked[0] not in _WH or label_of(question) or name_asked(question):
        return False
    told = answer[without_lead(answer) :]
    counted = any(is_number(w) or w in _TIME_WORDS or w == "half" for w in told)
    if asked[0] in {"which", "where"}:
        counted = counted or bool({"left", "right"} & set(told))
    return counted and len(told) <= LONGEST_SHORT_ANSWER and "you" not in told and told[0] not in _OWN_CLAUSE


def _turn_words(hearing: Hearing, answer: int) -> list[str]:
    turn = hearing.clauses[answer].turn
    near = hearing.clauses[answer : answer + 4]
    return [word for clause in near if clause.turn == turn for word in clause.lowers]


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
    own = next((n for n, w in enumerate(rest) if n and w.lower in _OWN_CLAUSE), len(rest))
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
        or (any(is_finite(w) or w in _OWN_CLAUSE for w in rest) and not _is_scaled(rest))
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
    kind = _KIND_OF_LABEL.get(label, patient_kind(facts_of(question.lowers)))
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
    if (
        again
        and not numbers
        and {m.name[:4] for m in facts.mentions} <= asked
        and not _TIME_WORDS & set(rest)
    ):
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


def _names_one_of_several(hearing: Hearing, question: Clause, answer: int, begun: int) -> bool:
    """Keep an answer that itself names one of the things asked about: "latex and codeine?" "latex, yes"."""
    clause = hearing.clauses[answer]
    core = clause.words[begun:]
    while core and core[-1].lower in {*PUNCTUATION, "yes", "yeah", "yep"}:
        core = core[:-1]
    asked = [w for w in question.lowers if w not in PUNCTUATION]
    size = len(core)
    said_before = any(asked[k : k + size] == [w.lower for w in core] for k in range(len(asked)))
    joins = {"and", "or"} & set(asked)
    if not core or size > LONGEST_NAME or not said_before or not joins or not facts_of(asked).mentions:
        return False
    kind = Kind.ALLERGY if "allerg" in " ".join(question.lowers) else patient_kind(facts_of(question.lowers))
    said = joined(w.text for w in core)
    affirmed = len(core) < len(clause.words[begun:])
    hearing.add(
        kind,
        _affirmative(kind, said) if affirmed else said,
        question.words + clause.words[begun:],
        EXCHANGE_VALUE,
    )
    hearing.used[answer] = len(clause.words)
    return True


def _affirmative(kind: Kind, said: str) -> str:
    return f"allergic to {said}" if kind is Kind.ALLERGY else f"{said}: yes"


def _short_answer(hearing: Hearing, question: Clause, answer: int) -> None:  # noqa: C901 (what keeps an answer from a label, in order)
    """An answer that is only a phrase stands under the question's label: "duration: about 3 weeks"."""
    clause = hearing.clauses[answer]
    begun = hearing.used.get(answer, 0)
    begun += without_lead(clause.lowers[begun:])
    core = clause.lowers[begun:]
    if _names_one_of_several(hearing, question, answer, begun):
        return
    label = label_of(question.lowers)
    asked_of = [m for m in facts_of(question.lowers).mentions if m.topic is not Topic.BODY]
    if label in _COUNTS and asked_of:
        label = " ".join(question.lowers[asked_of[-1].start : asked_of[-1].end])
    named = "" if label else name_asked(question.lowers)
    label = (
        label
        or named
        or (
            provider_voice(topic_of(question.lowers), drop_subject=False)
            if facts_of(question.lowers).mentions
            else ""
        )
    )
    named = named or (label if label and not label_of(question.lowers) else "")
    topics = {m.topic for m in facts_of(question.lowers).mentions}
    if (
        named
        and {m.topic for m in facts_of(named.split()).mentions} == {Topic.BODY}
        and Topic.SYMPTOM in topics
    ):
        return  # "tingling in your feet?" "occasionally": not of the feet
    if (
        core
        and label
        and tuple(core[:2]) in _ECHOES
        and len(core) <= LONGEST_ECHO
        and "not" not in core
        and not facts_of(core).mentions
    ):
        words = clause.words[begun:]
        told = patient_voice([w.text for w in words])
        hearing.add(patient_kind(facts_of(question.lowers)), f"{label}: {told}", question.words + words, 3.0)
        hearing.used[answer] = len(clause.words)
        return
    names_complaint = label in _NEEDS_COMPLAINT and core[:1] == ["my"] and not any(map(is_finite, core))
    owned = bool(core) and core[0] in _OWN_CLAUSE and not names_complaint
    if not core or not label or len(core) > LONGEST_SHORT_ANSWER or owned:
        return
    if any(w in AUXILIARIES for w in core[:4]) or core[-1] in {"the", "a", "of", "to", "my", "and", "or"}:
        return
    if label in _NEEDS_COMPLAINT and not facts_of(core).mentions:
        return
    if set(core) <= _MERELY_AGREES:
        return
    if named and (set(core) <= _SAYS_NOTHING or any(is_finite(w) for w in core[:3])):
        return
    clinical = facts_of(question.lowers).mentions or facts_of(core).mentions or _TIME_WORDS & set(core)
    if label in _NEEDS_TOPIC and not clinical:
        return
    words = clause.words[begun:]
    kind = _KIND_OF_LABEL.get(label, patient_kind(facts_of(label.split())) if named else Kind.HISTORY)
    hearing.add(kind, f"{label}: {patient_voice([w.text for w in words])}", question.words + words, 3.0)
    hearing.used[answer] = len(clause.words)
