"""What keeps a finished sentence from standing in a note: a small grammar of closed classes, for conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from desktop.domain.note import Section
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.run_ons import run_on_at
from desktop.drafting.offline.speech import (
    AUXILIARIES,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    WH_WORDS,
    is_number,
    word_set,
)
from desktop.drafting.offline.standing import is_finite
from desktop.language.words import words_of


class Fault(Enum):
    """Why a sentence cannot stand as it is."""

    UNFINISHED = "ends in the middle"
    DETERMINER = "a determiner without its noun"
    PATIENT = "the patient where no patient can be"
    SPOKEN_TO = "speaks to somebody"
    ASKS = "has the order of a question"
    DISFLUENT = "sounds and asides of speech"
    REPEATED = "says words twice"
    RUN_ON = "a second sentence without a joiner"
    NO_VERB = "no verb where one is needed"
    NOTHING_THOUGHT = "a thought without its content"
    TWO_VERBS = "two verbs where one can be"
    TALK = "talk to the patient or an assistant"


_DETERMINERS = word_set("the a an")
_NOT_A_NOUN = (
    AUXILIARIES
    | word_set("to of with for from by into than because and or but if when i we it they he she you")
    | word_set("the a an my your our noticed said thought went had came took got them us me")
) - {"must", "might", "will", "can"}
_MODIFIERS = word_set(
    "still a an some any no this that his her little just bad good old new right left severe mild very really also in-of each every "
    "either both most of"
)
_NEVER_LAST = (
    word_set(
        "the a an and or but because if of to with from for at by into than as very my your our their his i we he she "
        "every some any unless while whether although about between during without like these those also"
    )
    | WH_WORDS - {"when", "where", "how"}
    | (
        AUXILIARIES
        - {"do", "does", "did", "is", "am", "are", "was", "were", "had", "has", "have", "may", "can"}
    )
)
_BEFORE_LAST_AUXILIARY = word_set("it they patient than as he she to we i that there")
_BEFORE_MONTH = word_set("in since last by of until for next this from")
_WANTS_A_FINDING = word_set(
    "showed shows revealed reveals demonstrated demonstrates indicated indicates including regarding"
)
_POINTS_AT_LAST = word_set("doing do try tried on with for about take taking there of at like")
_ASIDES = re.compile(
    r"\b(?:yeah|yep|oh|wow|haha|ha|hmm|hm|gosh|um|uh|erm|lol|gee|god|geez|alright|excuse me|you know|i mean|"
    r"awesome|anyways?|you see|what not|whatnot|bless|thank god|knock on wood|believe it or not)\b|^exactly\b|(?<!look )(?<!looks )(?<!is )(?<!are )(?<!was )(?<!be )(?<!been )(?<!feel )(?<!feels )(?<!seems )(?<!not )(?<!doing )(?<!pretty )\bokay\b"
)
BROKEN_OFF = re.compile(
    r"\b(?:(?:the|a|an|it|of|to|and|is|was|has|had|i|in|on|with|for) [-–]|(\w{3})\w* [-–] (?=\1\w)|(\w+) [-–] (?=(?:\w+ ){0,3}\2\b)|[-–] not [-–]|(?<![\w/])[a-z]{1,2} [-–] (?=[a-z]))"
)
"""A word left off at a dash and begun again: "dizzy - dizziness"."""
_ASKS = re.compile(
    r"(?<!so )(?<!nor )(?<!neither )(?<!as )(?<!than )(?<!not )(?<!only )(?<!that )(?<=[a-z,] )\b(?:(?:is|are|was|were|does|do|did|can|could|will|would|should) "
    r"(?:it|they|the patient|he|she|there|we|you|i)|(?:has|have|had) (?:you|i|we|there)|(?:has|have) (?:it|they) been)\b(?! (?:to|a|an|with|for|home|is|was|hurts?|feels?|makes?|gets?)\b)|"
    r"\b(?:what|how) (?:about|come)\b|\bwhat (?:kind|sort|else|is that|activities)\b.*|\bhow (?:long|many|much|often|bad|old|far) (?:is|are|do|does|did|have|has|was|will|can)\b|"
    r"\bis that (?:what (?:the patient|i|we|he|she) |right$|correct$|okay$)"
)
_SAID_TWICE = word_set("had very really so")
_BEFORE_THAT_THAT = word_set("think know say said hope believe surprised sure means feel thinks so")
_ASIDE_WORDS = word_set("yeah yes okay oh um uh like no well i mean")
_FRONTED = word_set("is are was were does do did has have can could will would should")
_SUBJECT_OPENS = word_set("it they there he she you i we anybody anyone somebody")
_REPORTS_THAT = re.compile(
    r"\b(?:have|has|had|hear|do|appreciate|take|takes|some|any) that (?:the (?!patient)|a|an|that|it|they)\b"
)
_TWO_VERBS = re.compile(
    r"\b(?:has|is|was|are|were) (?:may|might|can|could|will|would|should|does|did)\b|"
    r"\b(?:can|could|will|would|should|may|might) (?:can|could|will|would|should|are|were|has|does|did)\b|\bgets do\b"
)
_THOUGHT = word_set("thinks hopes guesses knows believes says supposes wonders figures")
_TALK = re.compile(
    r"^(?:just )?(?:let us (?:talk|go|see|look|take|start|do|move|get)|here is the|i (?:just )?(?:want|wanted|need|am going) to (?:go over|talk|touch|feel|press|look|listen|check|ask|examine|take a look|go ahead|pull)|"
    r"(?:add|put|remove|delete|insert|show|pull|open|bring|save|print|copy|update|include) (?:the |that |this |those |these |in |up |down )*(?:following|previous|note|notes|chart|order|orders|results?|records?|information|document\w*|pathology|it|that|this|picture|images?)\b|"
    r"send the order|have (?:those|the|that) results|write that (?:down|up)|type (?:that|it)|(?:make|made) a note|document (?:that|the|this)|"
    r"(?:take|have) (?:(?:a|some|another|few|nice|big|deep|slow|quick|,) )+(?:look|seat|listen|breaths?)\b|i am (?:just )?(?:going to|gonna) (?:have|take) a (?:quick |little )?(?:listen|look|feel)|pop (?:yourself|up|onto|your)|(?:hop|sit|lie|lay|jump) (?:up|down|back|on)|(?:that|it) (?:is|was) (?:a )?(?:good|great|awesome|funny|nice|wonderful|interesting)(?: question| idea| point| to hear)?\.?$)|"
    r"\b(?:is|are|was) (?:awesome|funny|hilarious|cute|phenomenal|cool)\b|\bnice to (?:see|meet)\b|\bgood (?:to see|luck)\b"
)
_IMPERATIVES = word_set(
    "place put raise lift squeeze push pull follow bend turn take open close breathe look stick hold touch lay lie sit stand walk swallow "
    "cough tell let show give keep wiggle straighten smile say grab relax lean kick flex point move stretch hop try do press go come"
)
_POSITIONS = word_set("sit lie look squeeze push follow breathe swallow wiggle hop relax press bend")
_PARTICIPLE = re.compile(
    r"^(?:looking|going|coming|talking|listening|taking|moving|checking|based|along|given|according|seeing|being|been|having|in terms)$"
)
_LONG_PARTICIPLE_START = 4
LONGEST_ELLIPSIS = 4
LONGEST_COMPLEMENT = 7


def fault_in(text: str, section: Section) -> Fault | None:
    """The first fault of a finished sentence of a conversation, or None. What is quoted is not judged."""
    if '"' in text:
        return None
    label, colon, rest = text.rpartition(": ")
    words = [word.lower for word in words_of(rest if colon else text)]
    if not words:
        return Fault.UNFINISHED
    if colon and _is_bare_echo(label, words):
        return Fault.UNFINISHED
    parts: list[list[str]] = [[]]
    for word in words:
        if word in {".", "!", "?", ";"}:
            parts.append([])
        else:
            parts[-1].append(word)
    for part in parts:
        found = _fault(part, section, labelled=bool(colon)) if part else None
        if found is not None:
            return found
    return _asked_label(label) if colon else None


def _is_bare_echo(label: str, words: Sequence[str]) -> bool:
    """As in "Lung exam: lungs."."""
    told = [word.rstrip("s") for word in words if word not in PUNCTUATION]
    return bool(told) and set(told) <= {word.rstrip("s") for word in label.lower().split()}


def _asked_label(label: str) -> Fault | None:
    """A label that is itself a question: "what about bruising"."""
    first = label.lower().split()[:2]
    return Fault.ASKS if first[:1] == ["what"] or first == ["how", "about"] else None


def _fault(words: list[str], section: Section, *, labelled: bool) -> Fault | None:  # noqa: C901 (the faults in order)
    text = " ".join(words)
    if _TALK.search(text) or (not labelled and _commands(words, section)):
        return Fault.TALK
    if (not labelled and _fronted(words)) or _ASKS.search(text):
        return Fault.ASKS
    if {"you", "your", "yours", "yourself"} & set(words):
        return Fault.SPOKEN_TO
    if _ASIDES.search(text) or BROKEN_OFF.search(text):
        return Fault.DISFLUENT
    if _repeats(words):
        return Fault.REPEATED
    if _determiner_alone(words) or _REPORTS_THAT.search(text):
        return Fault.DETERMINER
    if _patient_misplaced(words):
        return Fault.PATIENT
    if words[-1] in _NEVER_LAST if labelled else _unfinished(words):
        return Fault.UNFINISHED
    if _TWO_VERBS.search(text):
        return Fault.TWO_VERBS
    if run_on_at(words):
        return Fault.RUN_ON
    if not labelled and _lacks_verb(words):
        return Fault.NO_VERB
    if words[0] in _THOUGHT and not any(map(is_finite, words[1:])):
        return Fault.NOTHING_THOUGHT
    return None


def _commands(words: Sequence[str], section: Section) -> bool:
    """Whether the words tell somebody in the room to do something, as in an examination."""
    start = 1 if words[0] in {"just", "please", "now", "and", "also"} else 0
    if len(words) <= start + 1 or words[start + 1] in {"is", "are", "was", "of", "and", ","}:
        return False
    if section is Section.SUBJECTIVE:  # "put some ice on it" may be what the patient did
        return words[start] in _POSITIONS
    return section is Section.OBJECTIVE and words[start] in _IMPERATIVES


def _fronted(words: Sequence[str]) -> bool:
    """Whether the verb stands before its subject."""
    if words[0] not in _FRONTED or len(words) == 1:
        return False
    elliptic = (
        words[0] in {"did", "does", "has", "have"} and words[1] == "it"
    )  # "did it twice", the subject left out
    if words[1] in _SUBJECT_OPENS:
        return not elliptic or any(map(is_finite, words[2:4]))
    if list(words[1:3]) == ["the", "patient"]:
        return words[0] != "have"  # "have the patient come back"
    return words[1] in {"to", "have", "has"} and list(words[2:4]) == ["the", "patient"]


def _repeats(words: Sequence[str]) -> bool:
    """Whether words are said twice in a row, or again after one word: "that that", "20 yeah 20"."""
    for n in range(len(words) - 1):
        twice = words[n] == words[n + 1] and words[n] not in _SAID_TWICE and words[n] not in PUNCTUATION
        if twice and not (words[n] == "that" and n and words[n - 1] in _BEFORE_THAT_THAT):
            return True
    for size in (2, 3, 4):
        for n in range(len(words) - 2 * size + 1):
            first = list(words[n : n + size])
            if {",", "and", "or", "patient"} & set(first) or all(is_number(w) for w in first):
                continue
            at = n + size
            if list(words[at : at + size]) == first:
                return True
            again = list(words[at + 1 : at + 1 + size]) == first
            if (
                again
                and (size > 2 or words[at] in _ASIDE_WORDS)
                and words[at] not in {",", "and", "or", "to", "by"}
            ):
                return True
    return False


def _determiner_alone(words: Sequence[str]) -> bool:
    return any(
        word in _DETERMINERS
        and words[n + 1] in _NOT_A_NOUN
        and not (word == "a" and (words[n + 1] == "to" or list(words[n + 1 : n + 3]) == ["and", "e"]))
        for n, word in enumerate(words[:-1])
    )


def _patient_misplaced(words: Sequence[str]) -> bool:
    """As in "some the patient is", "just the patient progressed", "is, been"."""
    for n in range(1, len(words) - 1):
        if words[n : n + 2] == ["the", "patient"]:
            if words[n - 1] == "still" and n > 1:
                return True
            if words[n - 1] in _MODIFIERS - {"that", "also", "of", "right", "both", "still"}:
                return True
            if words[n - 1] in {"patient", "is", "was", "are", "has"} and n > 1:
                return True
            if (
                words[n - 1] == "to"
                and n > 1
                and words[n - 2] in {"has", "have", "is", "want", "going", "need", "like"}
            ):
                return True
    return any(
        word in {"is", "was", "has", "are"}
        and words[n + 1] == ","
        and words[n + 2] in {"been", "is", "was", "has"}
        for n, word in enumerate(words[:-2])
    )


def _unfinished(words: Sequence[str]) -> bool:  # noqa: C901 (ways to break off, in order)
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if (
        (last, before) == ("while", "a")
        or (last == "may" and before in _BEFORE_MONTH)
        or list(words[-3:-1]) == ["all", "of"]
    ):
        return False
    if last in _NEVER_LAST:
        return not (last in {"about", "by", "for", "with", "at", "like", "of"} and _relative_open(words))
    if last == "until" or last in _WANTS_A_FINDING or list(words[-2:]) == ["and", "see"]:
        return True
    if (
        words[0] == "that"
        and words[1:2]
        and words[1] in {"the", "i", "we", "they"}
        and sum(map(is_finite, words)) <= 2
    ):
        return len(words) < LONGEST_COMPLEMENT  # "that the patient can recall"
    if last in AUXILIARIES - {"had"} and len(words) <= LONGEST_ELLIPSIS and words[0] in SUBJECTS:
        return True  # "they actually did"
    if (
        last in {"that", "those", "these", "it"}
        and before in _POINTS_AT_LAST
        and len(words) <= 9
        and not facts_of(list(words)).mentions
    ):
        return True
    alone = last in AUXILIARIES and before not in AUXILIARIES | _BEFORE_LAST_AUXILIARY
    if alone and len(words) > 4:
        return True
    if (
        words[0] in AUXILIARIES
        and words[1:2]
        and words[1] in {"but", "and", "though", "because", "if", "when"}
    ):
        return True
    if words[-2:-1] == ["not"] and last in {"sometimes", "always", "usually"}:
        return True
    for n in range(2, len(words) - 1):
        if words[n] in {"when", "because", "if", "while"} and words[n - 1] in {"and", "but"}:
            tail = words[n + 1 :]
            return "," not in tail and sum(map(is_finite, tail)) < 2
    return any(
        word in {"had", "has", "have"} and words[n + 1] in {"because", "but"}
        for n, word in enumerate(words[:-1])
    )


def _relative_open(words: Sequence[str]) -> bool:
    """Whether a preposition may end the sentence, its noun standing before: "what it was for", "nothing to worry about"."""
    return bool({"what", "which", "that", "to", "nothing", "something"} & set(words[:-1])) and len(words) > 4


def _lacks_verb(words: Sequence[str]) -> bool:
    """Whether a sentence opens as one with a verb does and has none."""
    finite = [n for n, word in enumerate(words) if word in AUXILIARIES or word in PASTS or is_finite(word)]
    if _PARTICIPLE.match(words[0]) and len(words) > 1:
        return "," not in words and not [n for n in finite if n >= _LONG_PARTICIPLE_START]
    return False
