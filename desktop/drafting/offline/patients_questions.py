"""A patient's question and the provider's answer: reported, or where the answer leans on it both as they were said."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.conclusions import answers_whether, names_illness
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, provider_voice, without_lead
from desktop.drafting.offline.said_texts import said_texts
from desktop.drafting.offline.speech import PUNCTUATION, is_number, third_person, word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing
from desktop.drafting.offline.worth import is_chatter
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined

LONGEST_ASKED = 12
LONGEST_TOLD = 28
LONGEST_QUESTION = 14
LONGEST_ANSWER = 24
ANSWER_VALUE = 4.0
_MAY = word_set("can could should may do does will")
_YES_OR_NO = word_set("yes yeah yep no nope not")
_OPENS_BARE = word_set("only just either until till once after before about every unless if when")
_CONDITIONS = word_set("if unless until till once before after when")
_TIMES = word_set(
    "today tomorrow tonight now later week weeks month months day days year years hours never soon"
)
_SIZE_OF_OPENING = 6
_OF_TAKING = word_set(
    "and so okay for how long often much many when what time in the morning at night with or without on an empty stomach food before after meals every day do i take it ? ,"
)
"""Words of a question that only asks how what was just named is taken."""
_WHO = {Speaker.PATIENT: "Patient", Speaker.OTHER: "Informant"}


def whether(question: Sequence[Word]) -> str:
    """A patient's yes/no question as reported: "do i need a note" -> "the patient needs a note"."""
    asked = [word.text for word in question]
    auxiliary, subject, rest = asked[0].lower(), asked[1], asked[2:]
    subject = "the patient" if subject.lower() == "i" else subject
    if auxiliary in {"do", "does"}:
        third = rest and subject.lower() not in {"we", "they", "you"}
        rest = [third_person(rest[0].lower()), *rest[1:]] if third else rest
        return patient_voice([subject, *rest])
    return patient_voice([subject, auxiliary, *rest])


def answered_whether(hearing: Hearing, n: int) -> bool:
    """Keep what the patient is allowed or told in answer to "can i ...?" under what was asked."""
    question, answer = hearing.clauses[n - 1], hearing.clauses[n]
    asked = question.lowers[without_lead(question.lowers) :]
    if not (n and question.asked and question.speaker is not Speaker.PROVIDER):
        return False
    if (
        asked[:1] == []
        or asked[0] not in _MAY
        or asked[1:2] == []
        or asked[1] not in {"i", "he", "she", "we"}
    ):
        return False
    told = answer.lowers[without_lead(answer.lowers) :]
    if names_illness(facts_of(told)) and answers_whether(" ".join(asked), " ".join(answer.lowers)):
        return False  # "do i need antibiotics, is it strep?" "no, it's viral"
    weight = facts_of(asked).mentions or facts_of(told).mentions or facts_of(told).numbers
    if (
        not weight
        or not told
        or len(asked) > LONGEST_ASKED
        or len(told) > LONGEST_TOLD
        or is_chatter(facts_of(told))
    ):
        return False
    said_by = question.words[len(question.words) - len(asked) :]
    said = provider_voice([w.text for w in answer.words[len(answer.words) - len(told) :]])
    if "yourself" in told:
        said = f'"{_sentence(answer)}."'  # "do not stop it yourself"
    hearing.add(
        Kind.ADVICE, f"asked whether {whether(said_by)}: {said}", question.words + answer.words, ANSWER_VALUE
    )
    return True


def answered_briefly(hearing: Hearing, n: int) -> bool:
    """Keep an answer that says nothing without the patient's question together with it, both as they were said."""
    clauses = hearing.clauses
    first = next(k for k in range(n + 1) if clauses[k].turn == clauses[n].turn)
    if n > first and clauses[n - 1].asked and clauses[n - 1].words[0].segment != clauses[n].words[0].segment:
        first = n  # a line that answers the line before, whoever is said to have asked
    question = clauses[first - 1] if first else None
    if question is None or not question.asked or clauses[n].speaker is not Speaker.PROVIDER:
        return False
    early = hearing.stage < Stage.EXAM and n < len(clauses) / 2
    if early or (question.speaker is Speaker.PROVIDER and first != n):
        return False
    if n > first:
        return _ends_so(clauses[n]) and _leans(clauses[first].lowers)  # told with the first
    weighty = _matters(question, clauses[n]) or _of_what(hearing, first)
    if not _leans(clauses[n].lowers) or not weighty or question.turn < clauses[n].turn - 1:
        return False
    answer = [clauses[n]]
    while (
        n + len(answer) < len(clauses)
        and _ends_so(clauses[n + len(answer)])
        and clauses[n + len(answer)].turn == clauses[n].turn
    ):
        answer.append(clauses[n + len(answer)])
    who = _WHO.get(question.speaker, "")
    told = ". ".join(_sentence(clause) for clause in answer)
    asked = f"{who} asked" if who else "Asked"
    text = f'{asked}{_of_what(hearing, first)} "{_sentence(question)}?": "{told}."'
    words = [*question.words, *(word for clause in answer for word in clause.words)]
    hearing.add(Kind.ADVICE, text, words, ANSWER_VALUE)
    return True


def _leans(lowers: Sequence[str]) -> bool:
    """Whether an answer has no sentence of its own: "no more than two days", "no, unless ...", "three weeks"."""
    told = lowers[without_lead(lowers) :]
    if not told or len(told) > LONGEST_ANSWER:
        return False
    if told[0] in _YES_OR_NO:
        end = told.index(",") if "," in told else len(told)
        own = told[end + 1 :]
        return not own or own[0] in _CONDITIONS or not any(is_finite(word) for word in own[:_SIZE_OF_OPENING])
    if list(told[:3]) == ["i", "would", "say"]:
        told = told[3:]
    return told[0] in _OPENS_BARE or not any(is_finite(word) for word in told[:_SIZE_OF_OPENING])


def _ends_so(clause: Clause) -> bool:
    """As in "if you are not better, then yes"."""
    return clause.lowers[-2:] in (["then", "yes"], ["then", "no"])


def _matters(question: Clause, answer: Clause) -> bool:
    asked = facts_of(question.lowers[without_lead(question.lowers) :])
    told = facts_of(answer.lowers)
    if len(asked.lowers) > LONGEST_QUESTION or is_chatter(asked) or is_chatter(told):
        return False
    if names_illness(told) and answers_whether(asked.text, told.text):
        return False
    said = [w for w in told.lowers if w not in PUNCTUATION]
    if set(said) <= {"yes", "yeah", "yep", "okay", "sure", "correct", "exactly", "right"}:
        return bool(asked.mentions)
    weighty = bool(_CONDITIONS & set(said)) or any(is_number(w) or w in _TIMES for w in said)
    return weighty or bool(asked.mentions or told.mentions)


def _of_what(hearing: Hearing, first: int) -> str:
    """The one medicine that is talked of, for a question that names nothing: "for how long?"."""
    question, before = hearing.clauses[first - 1], hearing.clauses[first - 2] if first > 1 else None
    if before is None or not set(question.lowers) <= _OF_TAKING:
        return ""
    drugs = {m.name for m in facts_of(before.lowers).mentions if m.topic is Topic.DRUG}
    return f" about the {drugs.pop()}" if len(drugs) == 1 else ""


def _sentence(clause: Clause) -> str:
    said = joined(said_texts(clause.words[without_lead(clause.lowers) :])).strip(" ,.?!")
    return (said[:1].upper() + said[1:]).replace(" i ", " I ")
