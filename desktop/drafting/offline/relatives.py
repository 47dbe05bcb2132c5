"""Whose illness is told: "my sister had cancer. she was 38" is the sister's, and the note says so."""

from __future__ import annotations

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.person import patient_voice
from desktop.drafting.offline.speech import word_set
from desktop.language.lexicon import Topic
from desktop.language.words import Word

_FEMALE = word_set(
    "mother mom mum mommy sister aunt grandmother grandma cousin niece daughter wife girlfriend girl"
)
_MALE = word_set("father dad daddy brother uncle grandfather grandpa cousin nephew son husband boyfriend boy")
AT_HOME = word_set("son daughter boy girl husband wife boyfriend girlfriend")
"""People whose age and doings say nothing of the patient's family history."""
_PRONOUNS = {"she": _FEMALE, "her": _FEMALE, "he": _MALE, "his": _MALE}


def relative_of(clause: Clause, earlier: list[Clause]) -> tuple[str, list[Word]] | None:
    """The relative that the "she", "he", "her" or "his" at the head of a patient's clause stands for, and where it was said.

    earlier: the clauses before it, the last first. Looked for in the same turn and its question only.
    """
    lowers = clause.lowers
    if clause.speaker is not Speaker.PATIENT or not lowers or lowers[0] not in _PRONOUNS:
        return None
    for before in earlier[:6]:
        if before.turn < clause.turn - 2:
            return None
        for word in reversed(before.words):
            if word.lower in _PRONOUNS[lowers[0]]:
                return word.lower, [word]
    return None


def told_of(relative: str, words: list[Word]) -> str:
    """A clause with its pronoun replaced: "she had breast cancer" -> "sister had breast cancer"."""
    owner = words[0].lower in {"her", "his"}
    return patient_voice([f"{relative}'s" if owner else relative, *(w.text for w in words[1:])])


def about_relative(facts: Facts) -> bool:
    """Whether the one who has the allergy or illness that a clause tells is a relative: "his sister is allergic to egg"."""
    at = next((n for n, word in enumerate(facts.lowers) if word.removesuffix("'s") in _FEMALE | _MALE), None)
    if at is None or at > 3:
        return False
    told = [m.start for m in facts.mentions if m.topic is Topic.DISEASE]
    told += [n for n, word in enumerate(facts.lowers) if word.startswith("allerg")]
    return any(start > at for start in told)
