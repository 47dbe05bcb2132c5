"""Puts a clause into a note's voice: no "i", "you" or "my", and never a guessed "he" or "she"."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.speech import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    KIN,
    MARKERS,
    MODALS,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    UNMARKED_PASTS,
    WH_WORDS,
    third_person,
    word_set,
)
from desktop.language.words import joined

_NO_VERB = (
    WH_WORDS
    | PUNCTUATION
    | word_set(
        "a an the this that these those my your his her its our their in on at to of for from with by as and or but so if because than then there here not no any some all both "
        "up down back out off over under again yes yeah well okay too either myself yourself today yesterday tomorrow"
    )
)
_NEVER_VERBS = word_set(
    "first last next once twice only both sort kind more most less even soon maybe perhaps"
)
_BEFORE_SUBJECT = word_set("when if because while after before until since that and whenever as")
"""Words after which "you" is a subject, so that its verb follows."""
_OTHER_PASTS = word_set(
    "laid chose wrote grew blew froze stuck built paid sent meant led met won sold slid dealt knelt swept wound stung stood bought caught fought sought woke drove rode rose shot shut "
    "spread split burst bit hid dug hung held lent lit began sank sang rang drew flew threw wore tore swore bent spent crept slept wept burnt learnt dreamt cost ought slung flung clung swam wed bred bled shone spun swung rang hurt"
)


def _is_base_verb(word: str) -> bool:
    """Whether a word right after "i" is a verb in its base form."""
    return (
        word.isalpha()
        and len(word) > 1
        and word not in SUBJECTS
        and word not in _NEVER_VERBS
        and word not in _NO_VERB | _OTHER_PASTS | MODALS | AUXILIARIES | ADVERBS | UNMARKED_PASTS
        and word not in PASTS
        and not word.endswith(("ed", "ing", "ly"))
    )


def _conjugated(tokens: list[str], n: int, *, surely: bool = False) -> None:
    """Put the verb of a dropped or replaced "i"/"you" at n, adverbs skipped, into the third person, in place.

    surely: what stands at n is the verb, as after "i".
    """
    while n < len(tokens) and (tokens[n].lower() in ADVERBS or tokens[n] == ","):
        n += 1
    if n >= len(tokens):
        return
    verb = tokens[n].lower()
    if verb in {"am", "are"}:
        tokens[n] = "is"
    elif verb == "were":
        tokens[n] = "was"
    elif (
        verb in {"have", "do"}
        or (verb in BASE_VERBS and verb not in UNMARKED_PASTS)
        or (surely and _is_base_verb(verb))
    ):
        tokens[n] = third_person(verb)
        _conjugate_coordinated(tokens, n + 1)


_COORDINATED = word_set("take have get feel go eat drink need want do use see know wear keep")


def _conjugate_coordinated(tokens: list[str], n: int) -> None:
    """As in "takes metformin and use an inhaler": the second verb follows the first, when it is surely a verb."""
    for k in range(n, min(n + 12, len(tokens) - 1)):
        if tokens[k].lower() in {"i", "you", "to", "that", "when", "if"} or tokens[k].lower() in MODALS:
            return
        if tokens[k] in {",", "or"} and tokens[0].lower() in {"if", "when"} and _befalls(tokens, k):
            tokens[k + 1] = third_person(tokens[k + 1].lower())
            continue
        if tokens[k] == "," and tokens[k + 1].lower() in BASE_VERBS | {"please"}:
            return  # "if you get breathless, give us a ring or go to ..."
        if tokens[k].lower() in {"and", "or", "but"}:
            m = k + 1
            adverb = False
            while tokens[m].lower() in ADVERBS - {"not"} and m + 1 < len(tokens):
                adverb = True
                m += 1
            verb = tokens[m].lower()
            if verb in _COORDINATED or (adverb and verb in BASE_VERBS - UNMARKED_PASTS):
                tokens[m] = third_person(tokens[m].lower())
            return


_BEFALLING = word_set(
    "faint get have feel see notice vomit cough pass lose develop bleed fall hit throw collapse"
)
"""Verbs of what happens to a patient, which nobody is told to do."""


def _befalls(tokens: list[str], k: int) -> bool:
    """Whether a further condition follows at k + 1: "if you faint, get chest pain, or ..., call", "or vomit blood, go"."""
    verb = tokens[k + 1].lower()
    after = [token.lower() for token in tokens[k + 2 :]]
    goes_on = "," in after  # the order is still to come
    noun = verb in {"cough", "faint", "fall", "hit", "vomit"} and (
        not after or after[0] in PUNCTUATION | _NO_VERB - {"blood", "the", "your", "a"}
    )
    told = verb == "get" and after[:1] and after[0] in {"to", "help", "in", "seen", "yourself", "an", "back"}
    return verb in _BEFALLING and goes_on and not noun and not told


def without_lead(lowers: Sequence[str]) -> int:
    """How many leading words ("okay", "so", "and", "well", ...) a clause can do without."""
    n = 0
    while n < len(lowers):
        word = lowers[n]
        if list(lowers[n : n + 3]) in (["now", "and", "again"], ["now", "and", "then"]):
            return n  # how often, no opening
        if word == "doctor" and lowers[n + 1 : n + 2] == [","]:
            n += 2
        elif (
            word in PUNCTUATION
            or (word in MARKERS and word not in {"or", "also", "because", "then", "hey"})
            or (word in {"great", "good", "perfect"} and bool(MARKERS & set(lowers[n + 1 : n + 2])))
        ):
            n += 1
        elif word == "all" and lowers[n + 1 : n + 2] == ["right"]:
            n += 2
        elif word in {
            "actually",
            "basically",
            "obviously",
            "honestly",
            "just",
            "like",
            "again",
            "then",
            "right",
            "good",
        } and (n + 1 < len(lowers) and (lowers[n + 1] in {",", "i", "it", "so", "the", "we", "you", "my"})):
            n += 1
        else:
            return n
    return n


def patient_voice(tokens: Sequence[str]) -> str:  # noqa: C901 (a list of rules, tried in order)
    """A patient's clause in the third person: "i take my pills" -> "takes the pills".

    tokens: the words without their lead. A subject "i" at the start is left out, as notes do; "i"
    further on becomes "the patient", "we" and "our" become "they" and "their".
    """
    out = list(tokens)
    n = 0
    while n < len(out):
        word = out[n].lower()
        before = out[n - 1].lower() if n else ""
        if word == "i":
            if n == 0 or (
                before in {"and", "but", "then"} and n > 1 and out[0].lower() not in {"if", "when"}
            ):
                out[n] = ""
            else:
                out[n] = "the patient"
            inverted = before in AUXILIARIES and n == 1
            if not inverted:
                _conjugated(out, n + 1, surely=True)
        elif word == "me":
            owns = n == 0 and len(out) > 1 and out[1].lower() not in AUXILIARIES | _NO_VERB
            out[n] = "the" if owns else "the patient"  # "me chest": my
        elif word == "myself":
            out[n] = "themselves"
        elif word in {"my", "mine"}:
            out[n] = _possessive(out, n)
        elif word == "we":
            out[n] = "they"
        elif word == "us":
            out[n] = "them"
        elif word == "our":
            out[n] = "their"
        elif word == "ours":
            out[n] = "theirs"
        n += 1
    return _text(out)


def _possessive(tokens: list[str], n: int) -> str:
    """What "my" or "your" before the words at n + 1 becomes."""
    following = [token.lower() for token in tokens[n + 1 : n + 4]]
    if following and following[0] in {"own", "self"}:
        return "their"
    if any(word in KIN for word in following[:2]):
        return "" if n == 0 else "the patient's"
    return "the"


def provider_voice(tokens: Sequence[str], *, drop_subject: bool = True) -> str:
    """A provider's clause as the provider would write it: "you have some pain" -> "has some pain".

    "you" becomes "the patient" (left out at the start), "your" becomes "the"; the provider's "i" stays
    "I" except at the start before a verb in the past, "we" stays.
    """
    out = list(tokens)
    n = 0
    while n < len(out):
        word = out[n].lower()
        before = out[n - 1].lower() if n else ""
        if word == "yourself":
            done = before.endswith("ing") or before in BASE_VERBS
            out[n] = "themselves" if done or n >= 3 else ""
        elif word == "you":
            after = out[n + 1].lower() if n + 1 < len(out) else ""
            subject = after in AUXILIARIES or after in BASE_VERBS or after in ADVERBS or after.endswith("ed")
            inverted = before in {"do", "are", "have", "did", "can", "were"} and n == 1
            if n == 0 and drop_subject:
                out[n] = ""
                _conjugated(out, 1)
            elif inverted:
                out[n] = "the patient"
            else:
                out[n] = "the patient"
                if subject and before not in {
                    "help",
                    "make",
                    "let",
                    "see",
                    "have",
                    "for",
                    "to",
                    "with",
                    "of",
                    "on",
                    "want",
                }:
                    _conjugated(out, n + 1)
                elif before in _BEFORE_SUBJECT:
                    _conjugated(out, n + 1, surely=True)
        elif word in {"your", "yours"}:
            out[n] = _possessive(out, n)
        elif word == "i":
            out[n] = "I"
        n += 1
    return _text(out)


def _text(tokens: Sequence[str]) -> str:
    return joined(token for token in tokens if token)
