"""Names what an answer's "it" or "they" stands for, where the question before it says so plainly."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, word_set
from desktop.drafting.offline.standing import is_finite
from desktop.language.lexicon import Topic, lexicon

_PRONOUNS = word_set("it they that those these")
_DETERMINERS = word_set("your the that this those these which")
_AFTER_NAME = (
    AUXILIARIES
    | PUNCTUATION
    | word_set(
        "worse better on at in to from with for since when while running like today now lately going doing feel "
        "feeling get getting come go hurt bother affect over after before right out or and you radiate travel spread "
        "move wake keep stay"
    )
)
_MOST_WORDS = 5
_MOST_ELLIPTIC = 4
_DOES = word_set("gave made makes gives caused causes helped helps upset upsets")
_NAMED = frozenset({Topic.SYMPTOM, Topic.TEST, Topic.BODY, Topic.DISEASE, Topic.FINDING, Topic.TREATMENT})


def named_in(question: Sequence[str]) -> list[str]:
    """The one clinical thing that a question is about ("how bad is the pain" -> ["the", "pain"]), or []."""
    found: list[list[str]] = []
    for n, word in enumerate(question):
        if word not in _DETERMINERS:
            continue
        end = n + 1
        while end < len(question) and question[end] not in _AFTER_NAME and end - n <= _MOST_WORDS:
            end += 1
        name = list(question[n + 1 : end])
        if name and any(m.topic in _NAMED and m.end == len(name) for m in lexicon().mentions(name)):
            found.append(["the", *name])
    if len(found) != 1:
        return []
    return found[0] + (["at", "home"] if list(question[-2:]) == ["at", "home"] else [])


def name_asked(question: Sequence[str]) -> str:
    """What a question is about, as a label: "how is the sleep" and "sleep?" -> "sleep"; "" where that is not plain."""
    words = [
        w
        for w in question[without_lead(question) :]
        if w not in PUNCTUATION | {"any", "your", "the", "still"}
    ]
    known = lexicon().mentions(words)
    if (
        len(words) <= _MOST_ELLIPTIC
        and known
        and known[-1].end == len(words)
        and not set(words) & AUXILIARIES
    ):
        return " ".join(words)
    named = named_in(question)[1:]
    drugs = {m.name for m in known if m.topic is Topic.DRUG}
    return " ".join(named) or (drugs.pop() if len(drugs) == 1 else "")


def pronoun_named(answer: Sequence[str], question: Sequence[str]) -> list[str]:
    """What the pronoun that begins an answer stands for, or [] where that is not plain.

    A plural pronoun needs a plural name and the other way round.
    """
    if len(answer) < 3 or answer[0] not in _PRONOUNS or not is_finite(answer[1]):
        return []
    if answer[0] in {"it", "that"} and {"it", "that"} & set(question[:5]):
        return []  # "does it go down your leg?" "it stays in my back": not the leg
    if any(m.topic is Topic.DRUG for m in lexicon().mentions(question)) and answer[0] in {"it", "that"}:
        return []  # the medicine or the complaint: not plain
    asked = name_asked(question)
    name = named_in(question) or (["the", *asked.split()] if asked else [])
    if not name:
        return []
    if name[-1] in answer:
        return []
    head = name[-3] if name[-2:] == ["at", "home"] else name[-1]
    plural = head.endswith("s") and not head.endswith("ss")
    return name if plural == (answer[0] in {"they", "those", "these"}) else []


def drug_named(clause: Sequence[str], before: Sequence[str]) -> list[str]:
    """The one medicine named just before a clause such as "it gave me a headache", or []."""
    if len(clause) < 3 or clause[0] not in {"it", "that"} or clause[1] not in _DOES:
        return []
    drugs = {m.name for m in lexicon().mentions(before) if m.topic is Topic.DRUG}
    return [drugs.pop()] if len(drugs) == 1 else []
