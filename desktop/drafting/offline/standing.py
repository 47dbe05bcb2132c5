"""Whether a clause can stand in a note by itself. What cannot is left out whole; it is never clipped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.speech import (
    AUXILIARIES,
    BASE_VERBS,
    MODALS,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    WH_WORDS,
    word_set,
)
from desktop.language.lexicon import Mention

MOST_WORDS = 36
FEWEST_IN_SENTENCE = 3

_UNFINISHED_END = (
    AUXILIARIES
    | WH_WORDS
    | word_set(
        "the a an of to with in on at for from by and or but my your their not i you we it if because than as about "
        "into very really some any also so just like going want no based again really little more most his her "
        "our its every give get put let make kind sort feel seems been being having taking using around between "
        "during without look looks sounds say says said means mean"
    )
) - {"do", "does", "did", "am", "is", "are", "was", "were", "had", "it", "more", "this"}
_BEFORE_THAT = word_set("so is was know think say said see showed shows sure means mean noticed told")
_DANGLING_AUXILIARY = word_set("is are was were has have had will would could should can may might am be")
_QUESTION_INSIDE = re.compile(
    r"\b(?:do|did|are|were) you\b|\bdoes (?:it|that|this)\b|\bhave you (?:been|had|ever|noticed|tried|taken|experienced|seen|felt|gotten|done|got|hit|fallen|lost)\b|\bis (?:it|that|those|there) (?:like|the|a|more|worse|better|hard|just|your|any)\b|"
    r"\b(?:did|do|am|was|can|should|will|could|would) i\b|\bwhat (?:happened|else)\b|\b(?:has|have|is|does|did) (?:anyone|anybody)\b|\bis that (?:right|correct)\b"
)
_ASKS_NOTHING = re.compile(r"\b(?:news|thing|point|fact|problem|feeling|concern|worry|hope) is that\b")
_RESTART = re.compile(
    r"\b(?:i|we|they|it|a|an|the|my|your|of|to|with|for|is|are|was|have|has|do|does|in|on) (?:i|we|they|he|she) (?!you)|"
    r"\b(?:the|a|an|my|your) (?:the|a|an|my|is|are|was|it|and|you|i|we|does|do)\b(?! lot| little| few| bit| couple)|\bof (?:is|are|was|and|i|we|does|do)\b|"
    r"\b(?:keeps|keep|like) , (?:it|i|the|you|we)\b|\b(?:and|but|or|so) (?:and|but|or)\b|\b(?:is|are|was) (?:is|are|was|do|does|have|has|had)\b|\b(?:we|they|i|you) (?:to|of|in|at|the|a|an|my|your|our)\b|\bdo does\b|\bnot (?:i|we|he|she|the patient) (?:can|do|did|have|was|am|will|would|think)\b|\byou you\b|\bof of\b"
)
_NEEDS_MORE = word_set(
    "or not because than which who whom whose where what how until unless even as nor whether though although like"
)
_WEAKENERS = word_set(
    "otherwise and really just mostly mainly probably maybe only especially usually even sometimes"
)
_SUBORDINATE = word_set("if when while since once before after whenever")
_MAIN_CLAUSE = re.compile(
    r"\b(?:we|i|you|it|they|he|she|there|patient|pain|that) (?:also |just |usually |really |definitely )?(?:can|will|could|may|might|should|would|need|needs|want|am going|are going|is going|"
    r"hurts?|gets? |feels?|has|have|had|got|took|started|went|do|does|did)\b|\b(?:please|call|ring|bring|seek|come|give|let me know|go to|stop|start|take|return|follow)\b|, (?:\w+ ){2}"
)
_OWN_SUBJECT = re.compile(
    r"\b(?:i|we|you|they|he|she|patient) (?:also )?(?:work|works|need|needs|have|has|should|must|can|could|will|would|are|am|is|live|lives|take|takes|had|want|wants)\b"
)
_PREPOSITIONS = word_set(
    "to of with from in at for by about over under into through during without between up down"
)


_NO_VERBS = word_set("hundred naked bed red feed seed biped indeed")


def is_finite(word: str) -> bool:
    """Whether a word looks like a verb with a tense."""
    return (
        word in AUXILIARIES
        or word in BASE_VERBS
        or word in PASTS
        or word in _ORDERS
        or word in _SHOWS
        or (len(word) > 3 and word.endswith("ed") and word not in _NO_VERBS)
        or (word.endswith("s") and (word[:-1] in BASE_VERBS or word[:-2] in BASE_VERBS))
    )


_INVERTED = word_set("did do does is are has have was were can could would will")
_SHOWS = word_set("shows show showed reveals revealed looks looked seems seemed")
_ORDERS = word_set(
    "order prescribe refer start continue stop increase decrease schedule refill switch recommend obtain repeat "
    "recheck get return follow monitor apply avoid consider discuss add begin resume hold elevate ice limit encourage "
    "send set swap use keep place perform proceed bring put inject administer titrate reduce strengthen stay remain write try wear print"
)


def asks_inside(lowers: Sequence[str]) -> bool:
    """Whether a statement has a question in it, as when two people's words run together."""
    ordered = (
        list(lowers[:1]) == ["do"]
        and list(lowers[1:2]) in (["the"], ["these"], ["this"])
        and "you" not in lowers
    )
    if (
        list(lowers[:1])
        and not ordered
        and lowers[0] in _INVERTED
        and len(lowers) > 1
        and lowers[1] in SUBJECTS | {"the", "your", "my", "any"}
    ):
        return True
    return bool(_QUESTION_INSIDE.search(_ASKS_NOTHING.sub("", " ".join(lowers))))


def can_stand(lowers: Sequence[str], mentions: Sequence[Mention]) -> bool:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """Whether the words (without their lead) are whole: nothing begun twice, nothing missing at either end."""
    words = [w for w in lowers if w not in PUNCTUATION or w == ","]
    if not words or len(words) > MOST_WORDS:
        return False
    last = words[-1]
    if last == "may" and words[-2:-1] and words[-2] in {"in", "since", "last", "by", "of", "until", "for"}:
        last = "month"
    if last in _UNFINISHED_END or (last in _DANGLING_AUXILIARY and len(words) > 4):
        return False
    if last == "that" and words[-2:-1] and words[-2] in _BEFORE_THAT:
        return False
    text = " ".join(words).replace("a one c", "a1c").replace("a 1 c", "a1c").replace("a and e", "casualty")
    if _QUESTION_INSIDE.search(text) or _RESTART.search(text):
        return False
    while len(words) > 1 and words[0] in _WEAKENERS:
        words = words[1:]
    first = words[0]
    if {"yeah", "excuse", "sorry", "interesting", "weird", "funny", "gosh", "anyway"} & set(words[1:]):
        return False
    if "let" in words[1:] and re.search(r" let (?:me|us|the patient)\b", text):
        return False
    main = words[words.index(",") + 1 :] if first == "because" and "," in words else []
    if main and main[0] not in _NEEDS_MORE | _SUBORDINATE and _subjects(words[words.index(",") :]):
        return True  # "because you are allergic to it, i would suggest ..."
    if first == "because" and words.count("because") == 1 and len(_OWN_SUBJECT.findall(text)) > 1:
        return True  # "because you work in a nursery you need to stay off"
    if words[:2] == ["because", "of"] and _subjects(words):
        return True  # "because of the fall i want an x-ray"
    if first in _NEEDS_MORE or (first == "that" and len(words) > 2 and words[2] in WH_WORDS):
        return False
    if (
        first in {"before", "after", "since"}
        and words[1:2]
        and words[1] not in SUBJECTS | {"the", "my", "your"}
    ):
        return _subjects(words) >= 1
    if first in _SUBORDINATE:
        return bool(_MAIN_CLAUSE.search(" ".join(words[3:])))
    if first in _PREPOSITIONS:
        return (_subjects(words) >= 1 and "," not in words[1:5] and words[1:2] != ["the"]) or (
            first == "in" and _subjects(words) >= 1
        )
    if any(is_finite(w) for w in words):
        return True
    return bool(mentions) and mentions[0].start <= 6 and len(words) <= 14


_MAY_END = word_set(
    "little more less again really some any very also mean it again up down off on over out in about around to kind sort"
)
"""Words at which speech often breaks off, and a punctuated sentence may well end."""


def sentence_can_stand(lowers: Sequence[str]) -> bool:
    """Whether a punctuated sentence is whole: not broken off, begun twice or asking something."""
    words = [w for w in lowers if w not in PUNCTUATION or w == ","]
    if words[:2] == ["not", "yet"]:
        words = words[2:]
    while words and words[0] == ",":
        words = words[1:]
    if len(words) < FEWEST_IN_SENTENCE or len(words) > MOST_WORDS:
        return False
    left_out = words[-1] in MODALS and words[-2] in SUBJECTS  # "every week if you can"
    if (words[-1] in _UNFINISHED_END - _MAY_END and not left_out) or words[0] in _NEEDS_MORE - {
        "what",
        "how",
    }:
        return False
    text = " ".join(words)
    return not (_RESTART.search(text) or _QUESTION_INSIDE.search(_ASKS_NOTHING.sub("", text)))


def _subjects(words: Sequence[str]) -> int:
    """How many subjects with a verb there are; an imperative after a comma counts."""
    found = 0
    for n, word in enumerate(words[:-1]):
        following = words[n + 1]
        if (
            (
                word in SUBJECTS
                and (is_finite(following) or (following in {"also", "just", "really", "still"}))
            )
            or (word in {"my", "your", "the"} and any(w in AUXILIARIES for w in words[n + 1 : n + 6]))
            or (word == "," and following in BASE_VERBS | {"please"})
            or word in {"please", "then"}
            or (n > 3 and word == "call" and following in {"me", "us", "the"})
        ):
            found += 1
    return found
