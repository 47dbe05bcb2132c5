"""Names what a sentence points at with "it" or "they" where the words just before say so plainly, and finds what tells nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.speech import AUXILIARIES, word_set
from desktop.drafting.offline.units import Hearing, Unit
from desktop.drafting.offline.worth import is_course
from desktop.language.lexicon import Topic
from desktop.language.words import words_of

FURTHEST = 3
"""Clauses back to which a pronoun may point at what another statement of the note says."""

_PRONOUNS = word_set("it they that those these this them")
_SUBJECT_PRONOUNS = word_set("it they that those these this")
_PLURAL = word_set("they those these them")
_NAMING = frozenset(
    {
        Topic.SYMPTOM, Topic.DISEASE, Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT, Topic.BODY, Topic.SOCIAL,
    }
)  # fmt: skip
_VERBS = AUXILIARIES | word_set(
    "looks look seems seem feels feel sounds sound hurts started began comes gets"
)
_BEFORE_COMPLEMENT = word_set("so say think mean know and said told sure hope")
_AFTER_OBJECT = word_set(
    ". , for in on at every once twice and but when if as about sometimes daily because before after again with now off out up down back"
)
_COURSE = word_set(
    "well fine better worse same good stable normal unchanged controlled okay healthy unremarkable clear intact bad awful constant"
)
LEAST_CONTENT = 2
LONGEST_BARE = 5
_ONLY_HURTS = word_set("hurt hurts hurting painful sore")
_EMPTY = AUXILIARIES | word_set(
    "the a an it they that those these this patient just not never really sometimes usually always and or but to of in on at for there i so very "
    "thing things one some any then also too still get gets got go goes went . , pretty quite kind like know knows think thinks actually "
    "probably maybe yes no correct hoping hopes sure guess guesses"
)


def named(hearing: Hearing, unit: Unit, kept: Sequence[Unit]) -> str:
    """The statement's sentence with what its pronoun stands for; "" if it tells nothing or points at nothing plain."""
    text = unit.text
    if '"' in text or ": " in text or unit.clause >= len(hearing.clauses):
        return text
    facts = facts_of([word.lower for word in words_of(text)])
    if tells_nothing(text):
        return ""
    if facts.has(*_NAMING):
        return text
    at = _leans_at(facts)
    if at < 0 or (unit.kind.section is Section.SUBJECTIVE and is_course(facts)):
        return text
    if at == 0 and "all" in facts.lowers[1:4] and unit.kind.section is not Section.SUBJECTIVE:
        return ""  # of more than one thing
    name = _name_before(hearing, unit, facts, at)
    if name:
        return _with_name(text, facts.lowers[at], name, opening=at == 0)
    near = any(
        0 <= unit.clause - other.clause <= FURTHEST
        and other.kind.section is unit.kind.section
        and other.facts.has(*_NAMING)
        for other in kept[-3:]
    )
    return text if near else ""


def _leans_at(facts: Facts) -> int:
    """The place of a pronoun that stands for something the sentence does not name, or -1."""
    words = facts.lowers
    if words[0] in _SUBJECT_PRONOUNS and len(words) > 1 and words[1] in _VERBS:
        return 0
    for n, word in enumerate(words):
        if n and word in {"the", "a", "an"} and words[n + 1 : n + 2] != ("patient",):
            return -1  # a noun of its own stands before
        followed = n + 1 == len(words) or words[n + 1] in _AFTER_OBJECT
        if n and word in _PRONOUNS and words[n - 1] not in _BEFORE_COMPLEMENT and followed:
            return -1 if words[0] in {"the", "a", "an"} else n
    return -1


def _name_before(hearing: Hearing, unit: Unit, facts: Facts, at: int) -> str:
    """The one thing that the clauses just before name and the pronoun at a place can stand for; "" if that is not plain.

    A provider's "it" that opens a finding may stand for a part of the body or a test, one that is taken for a medicine.
    """
    if not unit.by_provider:
        return ""
    taken = at > 0 and facts.lowers[at - 1] in _TAKEN
    fitting = (
        {Topic.DRUG}
        if taken
        else {Topic.TEST, Topic.BODY}
        if at == 0 and unit.kind.section is Section.OBJECTIVE
        else set()
    )
    clauses = hearing.clauses
    said = {(word.segment, word.start) for word in unit.words}
    first = next(
        (n for n, clause in enumerate(clauses) if any((w.segment, w.start) in said for w in clause.words)),
        unit.clause,
    )
    if not fitting or first == 0 or clauses[first - 1].turn != clauses[first].turn:
        return ""
    before = clauses[first - 1].lowers
    found = {
        (" ".join(before[m.start : m.end]), m.topic)
        for m in facts_of(before).mentions
        if m.topic in _NAMING | {Topic.FINDING}
    }
    if len(found) != 1:
        return ""
    name, topic = found.pop()
    plural = name.endswith("s") and not name.endswith(("ss", "is", "us"))
    return name if topic in fitting and plural == (facts.lowers[at] in _PLURAL) else ""


_TAKEN = word_set("take takes taking start continue stop restart")


def _with_name(text: str, pronoun: str, name: str, *, opening: bool) -> str:
    if opening:
        return re.sub(rf"^{pronoun}\b", f"The {name}", text, count=1, flags=re.IGNORECASE)
    return re.sub(rf" {pronoun}\b", f" the {name}", text, count=1)


def tells_nothing(text: str) -> bool:
    """Whether a few words tell nothing by themselves: "does not sometimes", "the inside", "it is new"."""
    facts = facts_of([word.lower for word in words_of(text)])
    told = [word for word in facts.lowers if word not in _EMPTY]
    if told and set(told) <= _ONLY_HURTS and not facts.numbers and len(facts.lowers) < LONGEST_BARE:
        return True  # "that hurts": of what is not said
    if facts.mentions or facts.numbers or is_course(facts) or _COURSE & set(told):
        return False
    denied = "not" in facts.lowers and bool(told)  # "cannot eat"
    return len(told) < LEAST_CONTENT and not denied
