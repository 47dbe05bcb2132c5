"""What opens a clause: phrases that nearly always do, and a subject with its verb."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.speech import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    WH_WORDS,
    phrases,
    word_set,
)
from desktop.language.lexicon import lexicon

NEVER_AFTER = (
    AUXILIARIES
    | WH_WORDS
    | word_set(
        "and but or if when because since that than as like the a an your my his her their our of in to for with at "
        "on by from into over under about think thought know knew hope see feel felt guess believe said says say "
        "saying told tell mean wish sure glad thing things way all everything anything something while once until "
        "till before after though although unless whenever wherever whatever not also then just still maybe so okay "
        "well whether moment last every each any some no without afraid worried happy noticed notice feeling "
        "understand reason remember knows thinks recommend suggest suggested means sounds looks seems this these "
        "those let make makes help helps want wants lets having between only even really very too give gives giving "
        "get gets send show ask call around keep put"
    )
)
"""Words that ask for what follows them: no clause begins right after one."""

_STRONG = phrases(
    "i am going to|we are going to|i want|i would like|i will|we will|let us|let me|there is|there are|there was|there were|do you|have you|"
    "did you|are you|i think|i reviewed|what i am|what we are|for your first|for your second|for your third|for your next|for your last|"
    "i do not|i also|we can|you can|you should|you need|any other|it is|it was|that is why|how is|how are|how about|what about|what happened|"
    "what brings|what is going|tell me|please|we need|we should|is there|does it|does that|i have|i had|i was|they are|they were|he is|she is|"
    "you have|you do|you are|we have|i am|you were|we did|i did|i can|my plan|hey dragon|i hear|i appreciate|i see|i recommend|i prescribe|"
    "follow up with|do not take|do not stop|do not use|do not give|stay out of|stay off|continue on|continue the|continue to|continue your|continue with|stop taking|start taking|keep taking|weigh yourself|go home|"
    "everything looks|everything is|everything was|no i|no there|is those|are those|is that the|is that right|can you|could you|if you have any questions|so far so good|how bad|how long|how often|how many|how much|how severe"
)
_STRONG_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _start in _STRONG:
    _STRONG_BY_FIRST.setdefault(_start[0], []).append(_start)
_ORDINALS = word_set("first second third fourth fifth sixth next last other final")
_EXAMINED = word_set(
    "lungs heart abdomen belly neck skin tonsils pulses sensation reflexes strength extremities gait uvula thyroid "
    "temperature respirations oxygen vitals capillary"
)
SEEMS = word_set("looks look feels shows sounds seems hurts reveals showed looked")


def _verb_follows(lowers: Sequence[str], n: int, reach: int) -> bool:
    """An auxiliary (or "looks", "feels", ...) within reach words from n, before any new subject."""
    for word in lowers[n : n + reach]:
        if word in AUXILIARIES or word in SEEMS:
            return True
        if (
            word in PUNCTUATION
            or word in SUBJECTS
            or word in {"so", "and", "but", "which", "if", "when", "because", "what", "how"}
        ):
            return False
    return False


def starts_strongly(lowers: Sequence[str], n: int) -> bool:
    """A phrase stands at n that nearly always opens a clause."""
    if n >= len(lowers):
        return False
    for phrase in _STRONG_BY_FIRST.get(lowers[n], ()):
        if tuple(lowers[n : n + len(phrase)]) == phrase:
            return True
    if lowers[n] == "any":
        return _asks_elliptically(lowers, n)
    if lowers[n] == "your":
        return _verb_follows(lowers, n + 1, 4)
    if lowers[n] in _EXAMINED:
        return _verb_follows(lowers, n + 1, 3)
    if lowers[n] == "on" and {"exam", "examination"} & set(lowers[n + 1 : n + 4]):
        return True
    if lowers[n] in {"on", "for"} and lowers[n + 1 : n + 2] == ["your"]:
        ahead = lowers[n + 2 : n + 8]
        return (
            bool({"exam", "examination"} & set(ahead))
            if lowers[n] == "on"
            else bool(_ORDINALS & set(ahead[:2]))
        )
    return False


def _asks_elliptically(lowers: Sequence[str], n: int) -> bool:
    """As in "no blood any fever": a question without a verb, after something that does not ask for an object."""
    before = lowers[n - 1] if n else ""
    if list(lowers[max(0, n - 2) : n]) == ["not", "since"]:
        return True  # "not since" ends what was said: "any shortness of breath" asks anew
    if before in AUXILIARIES | BASE_VERBS | PASTS | NEVER_AFTER or before.endswith(("ing", "ed")):
        return False
    return bool(lexicon().mentions(lowers[n + 1 : n + 5])) or lowers[n + 1 : n + 2] == ["other"]


def starts_subject(lowers: Sequence[str], n: int) -> bool:
    """A subject with its verb stands at n."""
    if n >= len(lowers):
        return False
    word = lowers[n]
    if word in {"i", "we", "you", "he", "she", "they"}:
        k = n + 1
        while k < len(lowers) and lowers[k] in ADVERBS:
            k += 1
        verb = lowers[k] if k < len(lowers) else ""
        return (
            verb in AUXILIARIES
            or verb in BASE_VERBS
            or verb in PASTS
            or (verb.endswith("ed") and len(verb) > 3)
        )
    if word in {"it", "that", "this", "there", "everything", "nothing"}:
        return _verb_follows(lowers, n + 1, 3)
    if word in {"my", "your", "the", "his", "her", "our", "their"}:
        return _verb_follows(lowers, n + 1, 5)
    return False
