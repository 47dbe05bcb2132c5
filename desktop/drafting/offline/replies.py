"""What an answer says to a question that can be answered yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, is_number, word_set

_AGREES = re.compile(r"\b(?:no (?:problem|problems|worries|bother|trouble)|not a problem)$")
"""Agreement that sounds like a denial, where nothing else is said."""


class Reply(Enum):
    """What an answer says to a question that can be answered yes or no."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NONE = "none"
    """Neither: the answer has to speak for itself."""


_NO = word_set("no nope nah none never negative neither nothing not")
_YES = word_set(
    "yes yeah yep yup yea correct sure absolutely definitely exactly mm-hmm uh-huh mhm affirmative right"
)
_SPARE = word_set(
    "okay oh well um uh so and but , . ! ; no not really at all none nothing whatsoever i do don't have haven't did "
    "am was is it he she they like that of those any nope thank thanks god goodness know sir ma'am doctor you that's "
    "can could will would yes yeah yep correct it's sure mm-hmm uh-huh right absolutely definitely exactly we has "
    "does never negative to me anything neither either noticed had been nah all currently recently not yet always "
    "every time ever"
)


def reply_of(lowers: Sequence[str]) -> tuple[Reply, int]:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """The reply at the start of an answer, and how many words it takes; the rest says something of its own.

    "no i have n't" is all reply; "no i've been sleeping like a log" replies with its first word.
    """
    words = list(lowers)
    n = 0
    while n < len(words) and words[n] in {
        "oh",
        "well",
        "um",
        "uh",
        "so",
        "and",
        "but",
        "okay",
        "actually",
        "honestly",
        "fortunately",
        "unfortunately",
        "luckily",
        "thankfully",
        *PUNCTUATION,
    }:
        n += 1
    if n >= len(words):
        return Reply.NONE, 0
    head = words[n : n + 4]
    if _AGREES.match(" ".join(words[n:])):
        return Reply.YES, n + 2
    if head[:3] in (["i", "do", "not"], ["not", "that", "i"]) and words[n + 3 : n + 4] == ["know"]:
        return (Reply.UNSURE, len(words)) if head[0] == "i" else (Reply.NO, _reply_end(words, n))
    if words[n : n + 5] == ["i", "do", "not", "think", "so"]:
        return Reply.NONE, 0  # doubtful: it stands as it was said
    if head[:2] == ["not", "sure"] or head[:4] == ["i", "am", "not", "sure"]:
        return Reply.UNSURE, len(words)
    if (
        head[0] in {"yes", "yeah", "yea", "yep"}
        and _taken_back_at_once(words[n + 1 :])
        and not _AGREES.search(" ".join(words))
    ):
        return Reply.NO, _reply_end(words, n)  # "yeah no"
    if head[0] in _NO:
        if head[0] == "not" and head[1:2] not in (
            ["really"],
            ["at"],
            ["that"],
            ["yet"],
            ["lately"],
            ["recently"],
            [],
        ):
            return Reply.NONE, 0
        if head[0] in {"nothing", "never", "none"} and len(words) > n + 5:
            return Reply.NONE, 0
        return Reply.NO, _reply_end(words, n)
    opens = words[n + 1 : n + 2] in (["so"], ["well"]) or words[n + 1 : n + 3] in (
        ["you", "know"],
        ["i", "mean"],
    )
    if head[0] in _YES and opens and len(words) > n + 8:
        return Reply.NONE, 0  # "yeah so when i was in the hospital ...": no answer yet
    if head[0] in _YES and not (head[0] == "right" and head[1:2] not in ([], [","])):
        return Reply.YES, _reply_end(words, n)
    rest = [word for word in words[n:] if word not in PUNCTUATION]
    if rest[:2] == ["that", "is"] and len(rest) == 3 and rest[2] in {"correct", "right", "true", "it"}:
        return Reply.YES, len(words)
    brief = len(rest) <= LONGEST_BRIEF and rest[0] in {"i", "it", "they", "we", "he", "she", "there"}
    if brief and rest[1:2] and rest[1] in AUXILIARIES and set(rest[2:]) <= _TAKES_UP:
        return (Reply.NO if "not" in head else Reply.YES), len(words)
    return Reply.NONE, 0


FIRST_WORDS = 7
LONGEST_BRIEF = 5
_TAKES_UP = word_set("not actually yes yeah definitely indeed no too still")
"""Words that may follow where an answer only takes up the verb: "i did yes"."""
_BETWEEN = word_set("i well um uh and but oh mean so actually") | PUNCTUATION
_ENDED = word_set("no not never quit stopped without deny used except except but nor none nothing")
_STEM_CHARS = 4


def is_mixed(answer: Sequence[str], question: Sequence[str]) -> bool:
    """Whether it is not plain what an answer replies: "no i yeah i do", "yes and no", "no i feel like taking it".

    answer: all words of the turn. question: what was asked, whose words a "no" without a stop may take up.
    """
    said: list[str] = []
    for n, word in enumerate(answer[:FIRST_WORDS]):
        if word in {"no", "nope", "nah"} or word in {"yes", "yeah", "yep", "yup"}:
            polar = "no" if word in {"no", "nope", "nah"} else "yes"
            follows = answer[n + 1 : n + 2]
            if said and polar == "no" and follows and follows[0] not in _BETWEEN | {"no", "yeah", "yes"}:
                break  # "yes, no fever": the no belongs to what follows
            said.append(polar)
        elif word not in _BETWEEN | AUXILIARIES:
            break
    if said[:2] == ["yes", "no"] and list(answer[:2]) in (["yeah", "no"], ["yeah", ","]):
        return False  # "yeah no" is a no
    if len(said) > 1 and said[0] != said[-1]:
        return True
    words = [w for w in answer if w not in {"um", "uh"}]
    if words[:2] != ["no", "i"] or len(words) < 4:
        return False
    if words[2] in AUXILIARIES:
        return words[3] == "i" and words[2] in {"do", "did", "have", "am"}  # "no i do i like to eat"
    stems = {w[:_STEM_CHARS] for w in question if len(w) > _STEM_CHARS}
    return not _ENDED & set(words[1:]) and any(
        w[:_STEM_CHARS] in stems for w in words[3:] if len(w) > _STEM_CHARS
    )


_DOUBTS = re.compile(
    r"\bnot sure\b|\bdo not (?:remember|recall)\b|\bor was it\b|\bi forget\b|\bor no\b|\bokay ,? ?more like\b"
)
LONGEST_DOUBTFUL = 20


def is_doubtful(answer: Sequence[str]) -> bool:
    """Whether a short answer gives a figure and casts doubt on it: "900, i think. or 600. i'm not sure"."""
    numbers = sum(is_number(word) for word in answer)
    other = any(word == "or" and is_number(after) for word, after in pairwise(answer))
    doubted = bool(_DOUBTS.search(" ".join(answer))) or (other and "think" in answer)
    return numbers > 0 and doubted and len(answer) <= LONGEST_DOUBTFUL


_MORE_REPLY = word_set("no yes yeah really sir ma'am doctor")
_NEW_SUBJECT = word_set(
    "i it my he she they we there the that this just but so well because everything sir really only mainly mostly"
)


_WEAK_NOT = word_set("really at that yet lately recently anymore exactly quite so")


def _taken_back_at_once(words: Sequence[str]) -> bool:
    """Whether what follows a yes makes it a no: "yeah no", "yeah, not really"; "yes, not eating much" stays a yes."""
    rest = [w for w in words if w not in PUNCTUATION]
    return rest[:1] in (["no"], ["nope"]) or (
        rest[:1] == ["not"] and (len(rest) == 1 or rest[1] in _WEAK_NOT)
    )


def _reply_end(words: Sequence[str], n: int) -> int:
    """Where the mere reply ends: everything if only reply words follow, else after the first yes or no."""
    if all(word in _SPARE or word in PUNCTUATION for word in words[n:]):
        return len(words)
    end = n + 1
    if (
        words[n] in {"no", "not", "never", "none"}
        and words[n + 1 : n + 2]
        and words[n + 1] not in PUNCTUATION
    ):
        while words[end : end + 1] == ["no"]:
            end += 1
        if end < len(words) and words[end] not in PUNCTUATION | _NEW_SUBJECT:
            return end - 1  # "no chest pain": the no belongs to what follows
    while end < len(words) and (words[end] in PUNCTUATION or words[end] in _MORE_REPLY):
        following = words[end + 1] if end + 1 < len(words) else ","
        if words[end] in {"no", "not"} and following not in PUNCTUATION | _NEW_SUBJECT | _MORE_REPLY:
            break  # "no, no weight loss": the second no belongs to what follows
        end += 1
    if words[end : end + 2] in (["i", "have"], ["i", "do"], ["i", "am"], ["it", "is"], ["it", "does"]):
        k = end + 2
        if words[k : k + 1] == ["not"]:
            k += 1
        if k < len(words) and words[k] in PUNCTUATION:
            end = k + 1
    return end
