"""Names the medicine that an order or an answer points at with "it", "that one" or "them", where it is plain which one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined

LONGEST_QUOTED = 40
ORDER_VALUE = 4.0
FURTHEST_TURNS = 2
"""Turns back to which a pronoun may point over turns that name nothing."""
_VERBS = (
    r"(?:(?:stop|start|restart|resume|continue|discontinue|quit)(?: (?:taking|using|giving))?|keep (?:taking|using|giving)|(?:stopped|started|restarted|skip|pause|finish|double|halve|refill|renew|"
    r"increase|reduce|decrease|taking|tak(?:e|es|en)|took|tried|off|come off|go up on|stay on|keep on))"
)
_CHANGED = r"(?:drop|bump|cut|bring|put|up)"
_ORDER = re.compile(
    rf"\b(?:{_VERBS} (?P<taken>it|that one|this one|those|them|that)"
    r"|(?:do|use|try|have|give) (?P<one>that one|this one)"
    rf"|{_CHANGED} (?P<dosed>it|that|that one|this one)(?= (?:to \d|to (?:one|two|three|four|five|ten|twenty|thirty|forty|fifty|half)\b|down\b|back\b|up\b|in half\b|by \w+)))"
    r"(?!\w)(?! (?:easy|out of|dry|clean|away|out|off|on|hurts?|is|was|the|a|your|my|long|slow|happen\w*|from|up with|in mind)\b)"
)
"""A verb of taking medicines with a pronoun for its object."""
_STARTED_TALK = re.compile(r"\b(?:stop|start|continue|keep) (?:it|that) (?:from|happening)\b")
_STOPPABLE = frozenset({Topic.DRUG, Topic.DRUG_CLASS, Topic.SOCIAL, Topic.TREATMENT, Topic.TEST})
_MEDICINES = frozenset({Topic.DRUG, Topic.DRUG_CLASS})
_KNOWN_THINGS = frozenset(Topic)
_GOES_ON = word_set("it that this they which those these nobody both there he she we i you")
_DETERMINERS = word_set("the your my a an his her")
_SIDES = word_set("left right")
_FORMS = word_set("pill pills tablet tablets medicine medicines medication medications capsule capsules shot")
"""Names that need the words around them to say which is meant: "a pill with estrogen"."""
_LIKENS = word_set("like instead than versus similar unlike except not")


def name_referents(clauses: Sequence[Clause]) -> dict[int, int]:
    """Put a medicine's name in place of the pronoun that stands for it, in place, wherever only one can be meant.

    Returns, for each clause whose pronoun may stand for one of several medicines, the clause that names them.
    """
    unsure: dict[int, int] = {}
    for n, clause in enumerate(clauses):
        if clause.asked:
            continue
        lowers = clause.lowers
        text = " ".join(lowers)
        found = _ORDER.search(text)
        if found is None or _STARTED_TALK.search(text):
            continue
        group = next(name for name in ("taken", "one", "dosed") if found[name])
        at = len(text[: found.start(group)].split())
        if (
            found[group] == "that"
            and lowers[at + 1 : at + 2]
            and lowers[at + 1].isalpha()
            and group == "taken"
            and lowers[at + 1] not in _AFTER_THAT
        ):
            continue  # "stop that cream": its own noun follows
        if any(m.topic in _STOPPABLE for m in facts_of(lowers[:at]).mentions) or (
            _merges(lowers, at) and _named_just_before(clauses, n)
        ):
            continue
        source = _source(clauses, n)
        if source is None:
            continue
        named = _names(clauses[source])
        if named is None:
            if not clauses[source].asked and len(_medicines(clauses[source].lowers) - _FORMS) > 1:
                unsure[n] = source
            continue
        pronoun = clause.words[at]
        size = len(found[group].split())
        clause.words[at : at + size] = [pronoun._replace(text=word.text, lower=word.lower) for word in named]
    return unsure


_AFTER_THAT = word_set(
    "today tomorrow tonight now years months weeks and or but if when for until till at in once every before after completely altogether straight right then , ."
)


def _merges(lowers: Sequence[str], at: int) -> bool:
    """Whether the order only adds to the one before it how a medicine is taken: "take it with food"."""
    return lowers[at - 1] in {"take", "taking", "start"}


def _named_just_before(clauses: Sequence[Clause], n: int) -> bool:
    return n > 0 and clauses[n - 1].turn == clauses[n].turn and bool(_medicines(clauses[n - 1].lowers))


def _medicines(lowers: Sequence[str]) -> set[str]:
    return {m.name for m in facts_of(lowers).mentions if m.topic in _MEDICINES}


def _source(clauses: Sequence[Clause], n: int) -> int | None:
    """The clause before n that names a medicine last, None where something else may be meant."""
    for k in range(n - 1, -1, -1):
        clause = clauses[k]
        if clauses[n].turn - clause.turn > FURTHEST_TURNS:
            return None
        if _of_another(clause):
            return None
        if any(m.topic in _STOPPABLE for m in facts_of(clause.lowers).mentions):
            return k if _medicines(clause.lowers) else None
        if not _goes_on(clause):
            return None
    return None


_ONES = re.compile(r"\b(?:this|that|another|other|new|first|second) one\b")


def _of_another(clause: Clause) -> bool:
    """Whether a clause tells of another person's medicine, or points itself at one: "my neighbor was on warfarin", "this one is safer"."""
    lowers = clause.lowers[without_lead(clause.lowers) :]
    if _ONES.search(" ".join(lowers)):
        return True
    owned = lowers[:1] in (["my"], ["our"], ["her"], ["his"])
    return owned and not any(m.start <= 1 and m.topic in _MEDICINES for m in facts_of(lowers).mentions)


def _goes_on(clause: Clause) -> bool:
    """Whether a clause names nothing of its own that could be meant."""
    lowers = clause.lowers
    begun = without_lead(lowers)
    if lowers[begun : begun + 1] and lowers[begun] in {
        "it",
        "that",
        "this",
        "they",
        "which",
        "those",
        "these",
    }:
        return True
    facts = facts_of(lowers)
    known = {n for m in facts.mentions if m.topic in _KNOWN_THINGS for n in range(m.start, m.end)}
    for n, word in enumerate(clause.words):
        after = n + 1
        while word.lower in _DETERMINERS and after < len(lowers) and lowers[after] in _SIDES:
            after += 1
        if word.lower in _DETERMINERS and after < len(lowers) and after not in known:
            return False
        if n > begun and word.text[:1].isupper() and word.lower != "i" and n not in known:
            return False
    return True


def _names(clause: Clause) -> list[Word] | None:
    """The one medicine that a clause names, as it names it; None where it names more or likens one to another."""
    lowers = clause.lowers
    facts = facts_of(lowers)
    mentions = [m for m in facts.mentions if m.topic in _MEDICINES]
    other = {m.name for m in facts.mentions if m.topic in {Topic.SOCIAL, Topic.TREATMENT}} - {
        m.name for m in mentions
    }
    begun = without_lead(lowers)
    if len({m.name for m in mentions}) != 1 or other or lowers[begun : begun + 1] in (["it"], ["they"]):
        return None
    first = mentions[0]
    if lowers[first.start - 1 : first.start] and lowers[max(first.start - 2, 0)] in _LIKENS | {
        "other",
        "another",
    }:
        return None
    if lowers[max(first.start - 1, 0)] in _LIKENS | {"other", "another"}:
        return None
    words = clause.words[first.start : first.end]
    if words[-1].lower in _FORMS and first.topic is Topic.DRUG_CLASS and len(words) == 1:
        words = _form_told(clause, first.start, first.end)
    if not words:
        return None
    if first.start <= begun and words[0].text.istitle():
        words = [
            words[0]._replace(text=words[0].lower),
            *words[1:],
        ]  # a capital only because it opened its sentence
    article = words[0]._replace(text="the", lower="the")
    return [article, *words]


def _form_told(clause: Clause, start: int, end: int) -> list[Word]:
    """A bare form with what tells which: "pill with estrogen", "combined pill"; [] where nothing does."""
    lowers = clause.lowers
    if lowers[end : end + 1] == ["with"] and lowers[end + 1 : end + 2]:
        return clause.words[start : end + 2]
    if (
        start
        and lowers[start - 1] not in _DETERMINERS | {"that", "this", "of", "one", "any", "some"}
        and lowers[start - 1].isalpha()
    ):
        return clause.words[start - 1 : end]
    return []


def points_at_several(hearing: Hearing, n: int) -> bool:
    """Keep a provider's order of one of several medicines with the clause that names them, as both were said."""
    source = hearing.unsure.get(n)
    clause = hearing.clauses[n]
    early = hearing.stage < Stage.EXAM and n < len(hearing.clauses) / 2
    if source is None or early or len(clause.words) > LONGEST_QUOTED:
        return False
    told = " ".join(f"{_sentence(hearing.clauses[k])}." for k in (source, n))
    hearing.add(
        Kind.TREATMENT, f'As said: "{told}"', [*hearing.clauses[source].words, *clause.words], ORDER_VALUE
    )
    return True


def _sentence(clause: Clause) -> str:
    said = joined(word.text for word in clause.words[without_lead(clause.lowers) :]).strip(" ,.?!")
    return (said[:1].upper() + said[1:]).replace(" i ", " I ")
