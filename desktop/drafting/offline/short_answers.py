"""Answers that are only a phrase: under the label their question gives them, or quoted with it where it gives none."""

from __future__ import annotations

from desktop.drafting.offline.anaphora import name_asked
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, provider_voice, without_lead
from desktop.drafting.offline.questions import label_of, topic_of
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, is_number, word_set
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined

LONGEST_SHORT_ANSWER = 14
LONGEST_ECHO = 9
LONGEST_NAME = 3
EXCHANGE_VALUE = 4.0
"""An answered question is worth as much as a drug with its dose."""

OWN_CLAUSE = word_set("i my it they we he she there that")
TIME_WORDS = word_set(
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
KIND_OF_LABEL = {
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


def asks_of_several(question: list[str]) -> bool:
    """Whether a question names several habits, so that an answer without one of them may be of any: "alcohol, drugs?"."""
    habits = {m.name[:4] for m in facts_of(question).mentions if m.topic is Topic.SOCIAL}
    return len(habits) > 1 and bool({",", "or", "and"} & set(question))


def counts_untitled(question: list[str], answer: list[str]) -> bool:
    """Whether an answer gives a time, a number or a side to a question that no label stands for: "how long can you sit?"."""
    asked = question[without_lead(question) :]
    if asked[:1] == [] or asked[0] not in _WH or label_of(question) or name_asked(question):
        return False
    told = answer[without_lead(answer) :]
    counted = any(is_number(w) or w in TIME_WORDS or w == "half" for w in told)
    if asked[0] in {"which", "where"}:
        counted = counted or bool({"left", "right"} & set(told))
    return counted and len(told) <= LONGEST_SHORT_ANSWER and "you" not in told and told[0] not in OWN_CLAUSE


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


_DEGREES = (
    ("a", "bit"), ("a", "little"), ("a", "lot"), ("a", "touch"), ("bit",), ("slightly",), ("sometimes",), ("occasionally",), ("now", "and"), ("on", "and", "off"), ("off", "and", "on"),
    ("every", "so", "often"), ("every", "now"), ("once", "in"), ("rarely",), ("hardly", "ever"), ("mostly",), ("mainly",), ("usually",), ("only", "when"), ("only", "if"), ("only", "at"), ("just", "when"), ("just", "at"),
    ("at", "night"), ("in", "the", "morning"), ("in", "the", "evening"), ("in", "the", "mornings"), ("all", "the", "time"), ("constantly",), ("most", "days"), ("most", "nights"), ("quite", "a", "bit"), ("quite", "a", "lot"), ("from", "time"),
)  # fmt: skip
_YES_AGAIN = word_set("yes yeah yep yup")


def _symptom_asked(question: list[str], answer: list[str]) -> str:
    """The one complaint that a yes/no question asks about, where the answer says how much or how often: "a bit, yeah"."""
    asked = question[without_lead(question) :]
    degree = any(tuple(answer[: len(degree)]) == degree for degree in _DEGREES)
    if not degree or not asked or asked[0] not in AUXILIARIES or asked[1:2] != ["you"]:
        return ""
    complaints = {
        " ".join(asked[m.start : m.end]) for m in facts_of(asked).mentions if m.topic is Topic.SYMPTOM
    }
    return complaints.pop() if len(complaints) == 1 else ""


def _used_to(hearing: Hearing, question: Clause, answer: int, begun: int) -> bool:
    """Keep "i used to" with the verb of its question: "do you smoke?" -> "used to smoke"."""
    clause = hearing.clauses[answer]
    asked = question.words[without_lead(question.lowers) :]
    lowers = [w.lower for w in asked]
    if clause.lowers[begun : begun + 3] != ["i", "used", "to"] or lowers[:2] != ["do", "you"]:
        return False
    rest = clause.lowers[begun + 3 : begun + 4]
    if (rest and rest[0] not in PUNCTUATION | OWN_CLAUSE | {"but", "and"}) or not facts_of(lowers).mentions:
        return False
    asked_of = [w.text for w in asked[2:] if w.lower not in {"at", "all", "any", "ever", "still"}]
    said = provider_voice(asked_of, drop_subject=False)
    hearing.add(
        patient_kind(facts_of(lowers)),
        f"used to {said}",
        [*question.words, *clause.words[begun : begun + 3]],
        EXCHANGE_VALUE,
    )
    hearing.used[answer] = begun + 3
    return True


def without_yes(words: list[Word]) -> list[Word]:
    """Words without a "yeah" between or after commas, which only says again that it is so."""
    out: list[Word] = []
    for word in words:
        if word.lower in _YES_AGAIN and out and out[-1].lower == ",":
            out.pop()
            continue
        out.append(word)
    return out


_AFTER_COUNT = word_set(
    "since today yesterday in a an per so this last over or to maybe about times , . overnight every each now already"
)
_MOST_ELLIPTIC = 4
_ASKS_SHORTLY = word_set("any and so how about what many the your his her")


def _counted(hearing: Hearing, question: Clause, answer: int, begun: int, label: str) -> bool:
    """Keep a count without its noun under the noun of its question: "wet diapers?" "he's had three since last night"."""
    clause = hearing.clauses[answer]
    words = clause.words[begun:]
    core = [w.lower for w in words]
    at = next((n for n, word in enumerate(core[:6]) if is_number(word)), 0)
    if not at or not set(core[:at]) <= OWN_CLAUSE | AUXILIARIES | {
        "about",
        "like",
        "maybe",
        ",",
        "only",
        "just",
        "got",
    }:
        return False
    if core[at + 1 : at + 2] and core[at + 1] not in _AFTER_COUNT:
        return False
    asked = [w for w in question.words if w.lower not in PUNCTUATION | _ASKS_SHORTLY]
    bare = len(asked) <= _MOST_ELLIPTIC and not any(w.lower in AUXILIARIES | {"you"} for w in asked)
    name = label if label and label not in _NEEDS_TOPIC else joined(w.text for w in asked) if bare else ""
    if not name or len(core) > LONGEST_SHORT_ANSWER:
        return False
    told = patient_voice([w.lower if w.lower in OWN_CLAUSE - {"i"} else w.text for w in words])
    kind = patient_kind(facts_of(question.lowers))
    hearing.add(kind, f"{name.lower()}: {told}", question.words + words, EXCHANGE_VALUE)
    hearing.used[answer] = len(clause.words)
    return True


def short_answer(hearing: Hearing, question: Clause, answer: int) -> None:  # noqa: C901 (what keeps an answer from a label, in order)
    """An answer that is only a phrase stands under the question's label: "duration: about 3 weeks"."""
    clause = hearing.clauses[answer]
    begun = hearing.used.get(answer, 0)
    begun += without_lead(clause.lowers[begun:])
    core = clause.lowers[begun:]
    if _names_one_of_several(hearing, question, answer, begun) or _used_to(hearing, question, answer, begun):
        return
    label = label_of(question.lowers) or _symptom_asked(question.lowers, core)
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
    owned = bool(core) and core[0] in OWN_CLAUSE and not names_complaint
    if owned and _counted(hearing, question, answer, begun, label):
        return
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
    clinical = facts_of(question.lowers).mentions or facts_of(core).mentions or TIME_WORDS & set(core)
    if label in _NEEDS_TOPIC and not clinical:
        return
    words = clause.words[begun:]
    kind = KIND_OF_LABEL.get(label, patient_kind(facts_of(label.split())) if named else Kind.HISTORY)
    hearing.add(
        kind, f"{label}: {patient_voice([w.text for w in without_yes(words)])}", question.words + words, 3.0
    )
    hearing.used[answer] = len(clause.words)
