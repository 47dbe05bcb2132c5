"""What a patient (or whoever speaks for one) states: into the third person, or left out whole."""

from __future__ import annotations

import re

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.anaphora import drug_named, pronoun_named
from desktop.drafting.offline.denials import one_denial
from desktop.drafting.offline.exchanges import TURNS
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, without_lead
from desktop.drafting.offline.relatives import AT_HOME, relative_of, told_of
from desktop.drafting.offline.speech import ADVERBS, PUNCTUATION, SUBJECTS, is_number, phrases, word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.standing import can_stand, is_finite
from desktop.drafting.offline.units import Hearing
from desktop.drafting.offline.worth import is_chatter, is_course, worth
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in
from desktop.language.words import Word, joined

_ALLERGY = re.compile(r"\ballerg|\bcan not take\b|\breact(?:ion)?s? to\b|\bbad reaction\b")
LONGEST_DENIAL = 14
LATE_IN_VISIT = 0.7
"""Share of the clauses after which a patient's remarks on the plan are worth less."""

_WEAK_SUBJECTS = word_set("it that this they he she those these")
_LIMITERS = word_set("no just only mostly mainly some a")
_KNOWING = phrases("i would say that|i know that|i would say|i mean|i know")
_SUBJECT_AFTER_NO = word_set("i it my he she they we there the")
_OWN = word_set("i my we our me")


LONGEST_BARE = 3
_POINTING = word_set("the my that this those these")
_IT_WAS = re.compile(r"^(?:it|that) (?:is|was) (?:a|an|the) \w+$")


def patient_says(hearing: Hearing, n: int) -> None:
    """Keep what the clause at n states, if it can stand and is worth it."""
    clause = hearing.clauses[n]
    _side_put_right(hearing, n)
    words = clause.words[hearing.used.get(n, 0) :]
    words = words[without_lead([w.lower for w in words]) :]
    if len(words) > 2 and words[0].lower == "no" and words[1].lower in _SUBJECT_AFTER_NO:
        words = words[1:]  # "no i take it daily": the no answered, the rest states
    lowers = [w.lower for w in words]
    if not lowers or clause.asked or _no_longer(hearing, n, lowers):
        return
    facts = facts_of(lowers)
    kind = _kind(hearing, n, facts)
    value = _value(hearing, n, facts, kind)
    another = kind is Kind.ALLERGY and _allergic_self(hearing, n, lowers)
    if another or not _worth_keeping(hearing, n, facts) or not _can_be_kept(hearing, n, lowers, facts):
        return
    speaks_for = clause.speaker is Speaker.OTHER or hearing.spoken_for
    if speaks_for and _OWN & set(lowers):
        # whose "i" and "my" these are is not known
        hearing.add(kind, f'informant: "{joined(w.text for w in words)}"', words, value - 0.5, facts)
        return
    if _of_relative(hearing, n, words, facts, value) or _doses_before(hearing, n, words, facts):
        return
    turned = next((k for k, w in enumerate(lowers) if k > 1 and w in TURNS and lowers[0] == "no"), 0)
    if turned:
        _partly_denied(hearing, words, turned, kind, value)
        return
    named = antecedent(hearing, n, lowers)
    if named:
        said = joined([*named, *patient_voice([w.text for w in words[1:]]).split()])
        hearing.add(kind, said, _words_named(hearing, n, words), value, facts)
        return
    said, denied = _worded(words, lowers, facts)
    medicine = _dose_of(hearing, n, facts)
    if medicine:
        said, kind = f"{medicine}: {said}", Kind.MEDICATION
    if denied and kind is Kind.HISTORY:
        kind = Kind.SYMPTOM_REVIEW
    hearing.add(kind, said, words, value, facts)


_NEGATED = word_set("not never no")
_PAST_TIME = word_set("used before past ago until usually")


def _no_longer(hearing: Hearing, n: int, lowers: list[str]) -> bool:
    """Whether a denial tells how it was before the "and now" that follows: "I haven't gotten tired. And now I get tired."."""
    after = hearing.clauses[n + 1] if n + 1 < len(hearing.clauses) else None
    if after is None or after.turn != hearing.clauses[n].turn or _PAST_TIME & set(lowers):
        return False
    opening = [w for w in after.lowers[:4] if w not in PUNCTUATION | {"and", "but", "so"}]
    if opening[:1] != ["now"] or not _NEGATED & set(lowers[:4]):
        return False
    return "now" not in lowers and not _NEGATED & set(after.lowers)


_OF_PATIENT = word_set("he she him her his hers it they them mom mum dad")


def _allergic_self(hearing: Hearing, n: int, lowers: list[str]) -> bool:
    """Whether someone beside the patient tells of an allergy of their own: "I am, to sulfa. He is not."."""
    beside = hearing.clauses[n].speaker is Speaker.OTHER or hearing.spoken_for
    told = lowers[: lowers.index(",")] if "," in lowers[2:] else lowers
    return beside and lowers[0] in {"i", "mine", "me"} and not _OF_PATIENT & set(told)


_CORRECTS = word_set("sorry no wait actually oh")
_SIDES = word_set("left right")
LONGEST_CORRECTION = 8


def _side_put_right(hearing: Hearing, n: int) -> None:
    """Put the other side into what was said before, where an echoed side is put right: "the left?" "sorry, no, the right"."""
    lowers = hearing.clauses[n].lowers
    echo = hearing.clauses[n - 1] if n else None
    told = _SIDES & set(lowers[:LONGEST_CORRECTION])
    if echo is None or not echo.asked or lowers[0] not in _CORRECTS or len(told) != 1:
        return
    wrong = _SIDES & set(echo.lowers)
    if len(wrong) != 1 or wrong == told:
        return
    old, new = next(iter(wrong)), next(iter(told))
    for unit in reversed(hearing.reading.units[-4:]):
        words = set(unit.text.lower().replace(".", "").split())
        if not unit.by_provider and old in words and new not in words:
            unit.text = re.sub(rf"\b{old}\b", new, unit.text)
            unit.words = unit.words + hearing.clauses[n].words
            hearing.used[n] = len(hearing.clauses[n].words)
            return


def _kind(hearing: Hearing, n: int, facts: Facts) -> Kind:
    """What a statement is about; what an answer about allergies adds stays with them."""
    question = hearing.question_of(n)
    if question is not None and _ALLERGY.search(" ".join(question.lowers)):
        told = facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.SYMPTOM) or facts.lowers[0] in _WEAK_SUBJECTS
        if told and not facts.has(Topic.TEST):
            return Kind.ALLERGY
    kind = patient_kind(facts)
    if kind is Kind.SOCIAL and _FLUIDS.search(facts.text):
        return Kind.HISTORY  # no alcohol
    if (
        question is not None
        and kind is Kind.HISTORY
        and not facts.has(Topic.SYMPTOM, Topic.DISEASE, Topic.DRUG)
    ):
        asked = {m.topic for m in facts_of(question.lowers).mentions}
        return Kind.SOCIAL if asked == {Topic.SOCIAL} else kind  # "do you smoke?" "i packed it in last year"
    return kind


_FLUIDS = re.compile(
    r"\bdrink(?:s|ing)? (?:plenty|okay|fine|well|enough|lots|a lot of (?:water|fluids?)|water|fluids?|squash|normally|loads)\b|\b(?:eating|food) and drinking\b"
)


def _worth_keeping(hearing: Hearing, n: int, facts: Facts) -> bool:
    """Whether a statement has weight: all that is clinical, or that answers a clinical question."""
    lowers = facts.lowers
    bare = len(lowers) <= LONGEST_BARE and not any(map(is_finite, lowers)) and not facts.numbers
    if bare and lowers[0] in _POINTING and not (n and hearing.clauses[n - 1].asked):
        return False  # "the migraines."
    if _IT_WAS.match(facts.text) and not facts.mentions and not facts.numbers:
        return False  # "it was a pack": of what is not said
    if facts.mentions or is_course(facts) or numbers_in(facts.text):
        return True
    question = hearing.question_of(n)
    return question is not None and bool(facts_of(question.lowers).mentions)


def antecedent(hearing: Hearing, n: int, lowers: list[str]) -> list[str]:
    """What the "it" or "they" that opens the clause at n stands for, in words said just before; [] if not plain."""
    question = hearing.question_of(n)
    if n == 0 or lowers[0] not in _WEAK_SUBJECTS:
        return []
    if question is not None and hearing.answers(n):
        return pronoun_named(lowers, question.lowers)
    return drug_named(lowers, hearing.clauses[n - 1].lowers)


def _dose_of(hearing: Hearing, n: int, facts: Facts) -> str:
    """The one medicine that the question named, where the answer changes "it" to another dose; else ""."""
    question = hearing.question_of(n)
    if question is None or not facts.numbers or "it" not in facts.lowers[1:4] or facts.has(Topic.DRUG):
        return ""
    drugs = {m.name for m in facts_of(question.lowers).mentions if m.topic is Topic.DRUG}
    return drugs.pop() if len(drugs) == 1 else ""


def _of_relative(hearing: Hearing, n: int, words: list[Word], facts: Facts, value: float) -> bool:
    """Keep what a clause tells of the relative named before it as family history; of people at home only what they suffer."""
    clause = hearing.clauses[n]
    if len(words) != len(clause.words):
        return False
    relative = relative_of(clause, hearing.clauses[max(0, n - 6) : n][::-1])
    if relative is None:
        return False
    if relative[0] in AT_HOME and not facts.has(Topic.DISEASE, Topic.SYMPTOM):
        return True  # "my little boy had it. he is four": nothing of the patient
    hearing.add(Kind.FAMILY, told_of(relative[0], words), relative[1] + words, value + 1.0, facts)
    return True


def _doses_before(hearing: Hearing, n: int, words: list[Word], facts: Facts) -> bool:
    """Put a bare dose to the medicine named last in the sentence before it: "metformin. Five hundred, twice a day."."""
    last = hearing.reading.units[-1] if hearing.reading.units else None
    bare = (
        is_number(facts.lowers[0])
        and not any(map(is_finite, facts.lowers))
        and len(facts.lowers) <= LONGEST_DOSE
    )
    if (
        last is None
        or not bare
        or last.clause != n - 1
        or facts.has(Topic.DRUG, Topic.SYMPTOM, Topic.BODY, Topic.SOCIAL)
    ):
        return False
    said = facts_of([w.lower for w in hearing.clauses[n - 1].words])
    ends = [m for m in said.mentions if m.topic is Topic.DRUG and m.end == len(said.lowers)]
    if (
        not ends
        or not _HOW_MUCH.search(facts.text)
        or not last.text.lower().rstrip(".").endswith(ends[0].name.lower())
    ):
        return False
    last.text = finished(f"{last.text.rstrip('.')} {joined(w.text for w in words)}")
    last.words = last.words + words
    last.kind = Kind.MEDICATION
    return True


_HOW_MUCH = re.compile(
    r"^[\w.-]+(?: [\w.-]+)? ?(?:$|,|mg|milligrams?|mcg|micrograms?|units?|mls?|puffs?|tablets?|(?:,? ?(?:once|twice|two|three|four|a day|daily|at night|in the|every|times|per)))"
)
LONGEST_DOSE = 9


def _words_named(hearing: Hearing, n: int, words: list[Word]) -> list[Word]:
    """The words of a statement whose subject the clause before it names."""
    return hearing.clauses[n - 1].words + words


def _value(hearing: Hearing, n: int, facts: Facts, kind: Kind) -> float:
    value = worth(facts, kind, from_patient=True)
    if hearing.stage is Stage.PLAN and n > LATE_IN_VISIT * len(hearing.clauses):
        value -= 1.5
    if facts.lowers[0] in _WEAK_SUBJECTS and not facts.has(Topic.DRUG):
        value -= 0.5
    return value + 0.5 * hearing.answers(n)


def _can_be_kept(hearing: Hearing, n: int, lowers: list[str], facts: Facts) -> bool:
    """Whether the words are whole, of the patient, and plain in what they deny."""
    if not can_stand(lowers, facts.mentions) or is_chatter(facts) or "you" in lowers or "your" in lowers:
        return False
    if "let" in lowers[:2]:
        return False
    topics = {m.topic for m in facts.mentions}
    if not antecedent(hearing, n, lowers) and (
        (topics == {Topic.FINDING} and lowers[0] in _WEAK_SUBJECTS and not is_course(facts))
        or (topics <= {Topic.BODY} and lowers[0] == "no")
    ):
        return False  # "it was normal", "no blood": of what is not said
    finite = any(is_finite(w) for w in lowers)
    dosed = facts.has(Topic.DRUG) and facts.numbers > 0
    if hearing.used.get(n) and not finite and not dosed and lowers[0] not in _LIMITERS:
        return False  # "no, chest pain": what the no denies is not plain
    unpunctuated = not PUNCTUATION & set(lowers)
    if lowers[0] == "no" and unpunctuated and (len(lowers) > LONGEST_DENIAL or SUBJECTS & set(lowers[2:])):
        return False  # "no fever kind of feel like i am ...": where the no ends is not plain
    if finite or lowers[0] == "no":
        return True
    if lowers[0] in ADVERBS | {"besides", "or"} or not facts.has(Topic.SYMPTOM, Topic.DRUG, Topic.DISEASE):
        return False
    return hearing.answers(n) or len(facts.mentions) > 1


def _partly_denied(hearing: Hearing, words: list[Word], turned: int, kind: Kind, value: float) -> None:
    """As in "no fever, some chills": the one is denied, the other reported."""
    denied = [w.text for w in words[1:turned]]
    hearing.add(Kind.SYMPTOM_REVIEW, "denies " + patient_voice(denied), words[:turned], value)
    rest = words[turned:] if words[turned].lower == "some" else words[turned + 1 :]
    if facts_of([w.lower for w in rest]).mentions and len(rest) < 8:
        hearing.add(kind, "reports " + patient_voice([w.text for w in rest]), rest, value)


def _worded(words: list[Word], lowers: list[str], facts: Facts) -> tuple[str, bool]:
    """The clause in a note's words, and whether it denies a symptom."""
    texts = [w.text for w in words]
    if (
        lowers[0] in {"no", "denies"}
        and facts.has(Topic.SYMPTOM, Topic.DISEASE)
        and len(lowers) <= LONGEST_DENIAL
    ):
        rest = texts[1:]
        while rest and rest[0].lower() in {"no", ",", "any"}:
            rest = rest[1:]
        if rest and rest[0].lower() not in {"i", "it", "my", "the", "not", "that"}:
            listed = one_denial(rest)
            return ("denies " + patient_voice(listed), True) if listed else (patient_voice(texts), True)
        return patient_voice(rest), False
    if lowers[:4] == ["i", "do", "not", "have"] and _denies_plainly(lowers, facts):
        rest = texts[5:] if lowers[4] == "any" else texts[4:]
        listed = one_denial(rest)
        return ("denies " + patient_voice(listed), True) if listed else (patient_voice(texts), True)
    return patient_voice(_without_knowing(texts)), False


def _denies_plainly(lowers: list[str], facts: Facts) -> bool:
    """As in "i do not have (any) fever": the symptom follows at once, so that nothing between changes the meaning."""
    at = 5 if lowers[4:5] in (["any"], ["a"]) else 4
    return any(m.start == at and m.topic in {Topic.SYMPTOM, Topic.DISEASE} for m in facts.mentions)


def _without_knowing(tokens: list[str]) -> list[str]:
    """Without "i know that" and the like before what is known."""
    lowers = tuple(token.lower() for token in tokens[:4])
    for lead in _KNOWING:
        if lowers[: len(lead)] == lead and len(tokens) > len(lead) + 2:
            return tokens[len(lead) :]
    return tokens
