"""Finds where a provider names a problem: "for your first problem of knee pain ...", "as for your diabetes"."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, SUBJECTS, phrases, word_set
from desktop.language.lexicon import Topic, lexicon

_ORDINALS = word_set(
    "first second third fourth fifth sixth next last other final number main primary secondary"
)
_OPENERS = phrases("for|as for|as far as|in terms of|in regards to|regarding|with regards to|with regard to|in regard to")  # fmt: skip
_STOPS = (
    SUBJECTS
    | AUXILIARIES
    | PUNCTUATION
    | word_set(
        "so let what because which who now where go continue if and-then okay goes concerned again since"
    )
)
_MOST_WORDS = 12
LONGEST_PLACE = 3
_GOES_ON = word_set("i we it that this you he she let there goes")
"""What follows a topic that was named: "the hand, that's ...", "as far as the sugar goes"."""


def _standpoint(lowers: Sequence[str], n: int) -> tuple[int, int] | None:
    """As in "from an asthma standpoint, ...": the place of "asthma"."""
    if lowers[n : n + 1] != ["from"] or lowers[n + 1 : n + 2] not in (["a"], ["an"], ["your"], ["the"]):
        return None
    for end in range(n + 3, min(n + 8, len(lowers))):
        if lowers[end] in {"standpoint", "perspective"}:
            named = lexicon().mentions(lowers[n + 2 : end])
            is_problem = any(m.topic in {Topic.DISEASE, Topic.SYMPTOM} for m in named)
            return (n + 2, end) if is_problem else None
    return None


def _is_of_a_place(lowers: Sequence[str], end: int) -> bool:
    """Whether what follows a topic shows that it was one: "for the knee, ...", "as far as your sugar goes ..."."""
    return lowers[end : end + 1] == [","] or (bool(set(lowers[end : end + 1]) & _GOES_ON))


def _fronted(lowers: Sequence[str], n: int) -> tuple[int, int] | None:
    """As in "the hand, that's carpal tunnel" and "now the rash.": the place of what is talked about from here on."""
    if lowers[n : n + 1] not in (["the"], ["your"], ["that"], ["this"], ["his"], ["her"]):
        return None
    end = n + 1
    while end < len(lowers) and lowers[end] not in _STOPS and end - n <= LONGEST_PLACE:
        end += 1
    alone = end == len(lowers)
    if not alone and not (lowers[end] == "," and set(lowers[end + 1 : end + 2]) & _GOES_ON):
        return None
    mentions = lexicon().mentions(lowers[n + 1 : end])
    told = {m.topic for m in mentions}
    if not told & {Topic.DISEASE, Topic.SYMPTOM, Topic.BODY, Topic.TEST} or Topic.DRUG in told:
        return None
    return n + 1, end


def problem_named(lowers: Sequence[str], *, in_plan: bool) -> tuple[int, int] | None:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """The words [start, end) that name a problem at the head of a clause, or None.

    "for your second problem, hypertension, i want ..." gives the place of "hypertension".
    """
    n = without_lead(lowers)
    while n < len(lowers) and lowers[n] in {"and", "then", "so", "now", ","}:
        n += 1
    start = n
    named = _standpoint(lowers, n) or (_fronted(lowers, n) if in_plan else None)
    if named is not None:
        return named
    for opener in _OPENERS:
        if tuple(lowers[n : n + len(opener)]) == opener:
            n += len(opener)
            break
    else:
        if lowers[n : n + 1] != ["your"] or not set(lowers[n + 1 : n + 2]) & _ORDINALS:
            return None
    if n < len(lowers) and lowers[n] in {"your", "you", "the", "her", "his"}:
        n += 1
    elif n == start or lowers[start] == "for":
        return None
    announced = False
    if n < len(lowers) and lowers[n] in _ORDINALS:
        ahead = list(lowers[n : n + 3])
        for word in ("problem", "issue", "concern", "diagnosis", "thing", "one", "complaint"):
            if word in ahead:
                n += ahead.index(word) + 1
                announced = True
                break
        else:
            n += 1
        while n < len(lowers) and lowers[n] in {
            "of",
            "is",
            "for",
            "your",
            "the",
            ",",
            "with",
            "which",
            "a",
            "-",
            "uh",
            "that",
            "regarding",
            "here",
            "about",
            "problem",
            "this",
            ":",
            "as",
            "far",
            "you",
            "have",
            "an",
        }:
            n += 1
    elif not in_plan:
        return None
    end = n
    while end < len(lowers) and lowers[end] not in _STOPS and end - n < _MOST_WORDS:
        end += 1
    if end == n or end - n >= _MOST_WORDS:
        return None
    title = lowers[n:end]
    mentions = lexicon().mentions(title)
    wanted = {Topic.DISEASE, Topic.SYMPTOM}
    if announced:
        wanted |= {Topic.TEST, Topic.BODY, Topic.TREATMENT}
    elif end - n <= LONGEST_PLACE and _is_of_a_place(lowers, end):
        wanted |= {Topic.TEST, Topic.BODY}  # "for the knee, i think ..."
    if not any(m.topic in wanted for m in mentions):
        return None
    while title and title[-1] in {"and", "of", "the", "your", "a", "for", "with"}:
        end -= 1
        title = lowers[n:end]
    if {"if", "to", "week", "weeks", "days", "refill", "symptoms"} & set(title):
        return None
    return n, end
