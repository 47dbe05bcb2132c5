"""What no length and no likelihood takes out of a note: facts whose loss can harm, and the statements that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.conclusions import names_illness
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.observing import VITAL_NAMES
from desktop.drafting.offline.runs import is_whole_warning
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in, spoken_to_figures

RED_FLAGS = re.compile(
    r"\b(?:suicid\w*|kill (?:myself|herself|himself)|overdose|allerg(?:y|ic|ies)|anaphyla\w*|pregnan\w*|chest pain|"
    r"passed out|blacked out|faint(?:ed|ing)|blood in|coughing up blood|abuse|self[- ]harm|seizures?|stroke|full code|proxy|resuscitat\w*|transplant team|absent)\b"
)
"""What is worst to lose, by its words alone."""
TIME_UNITS = word_set("second minute hour day week month year")
_COUNTED = TIME_UNITS | word_set("time glass cup hundred thousand mile block flight step dollar")
"""What is counted in these is no measured value."""
_SIDE = re.compile(
    r"\b(?:left|right)(?:[- ](?:hand|sided?)\b| (?:(?!and\b|or\b|now\b|here\b|there\b)[\w-]+ )?(?:side|one|hip|knee|eye|ear|leg|arm|foot|hand|ankle|elbow|shoulder|wrist|breast|lung|kidney|flank|groin|thigh|calf|testic\w+|temple|cheek|jaw|chest|buttock|lower|upper|inner|outer|lobe|thumb|toe|finger|neck|nostril|ovary)\b)"
)
"""A side of the body, not "right" for "correct" or "just"."""
_FORBIDDEN = re.compile(
    r"\b(?:should|must|can|could|may|shall)(?: not|not|n't) (?:really |actually |now |ever )?(?:be (?:on|given|taking|using|prescribed|taken|having|started)|have|take|use|go (?:back )?on|start|combine|mix|drink|drive|fly|lift|donate|tolerate)\b|"
    r"\b(?:should|must) never\b|\bcontra-?indicat\w*|\bnot (?:safe|suitable|allowed|advised)\b"
)
_DENIES = re.compile(r"\b(?:no|not|never|denies|denied|without|none|nor|neither)\b|: no\b|\"no\b")
_ORDERED = frozenset({Kind.TREATMENT, Kind.TEST_ORDER, Kind.REFERRAL, Kind.ADVICE})
_WHOLE = frozenset({Kind.ALLERGY, Kind.PROBLEM, Kind.FOLLOW_UP, Kind.VITALS})
_SIGNS = word_set(
    "hurt hurts hurting ache aches pain pains painful blood sore sick ill problem problems fall eating walking mood worried stress stressed drinking sleep"
)
"""Words of the lexicon that name no symptom by themselves."""
_ANY_MEDICINE = word_set("medicine medicines medication medications pill pills cream drug drugs prescription")
_ANY_TEST = word_set("result results weight test tests testing")
_LET_KNOW = re.compile(
    r"\b(?:questions?|concerns|needs? (?:some|anything|any)|expensive|cost|insurance|problems? (?:with )?getting)\b"
)
LONGEST_PUT_BACK = 28
"""Words; what runs on for longer is listed as it was said."""
_STEM_CHARS = 5


def facts_held(unit: Unit) -> frozenset[str]:
    """The facts of a statement that a note must not lose, each by a name by which another statement of it is known.

    A medicine, a measured figure, a side, a red flag, a symptom or illness told or denied, a diagnosis, an order of
    something named, something forbidden; an allergy, a time to come back and when to turn to whom in their own words.
    """
    facts, kind, text = unit.facts, unit.kind, unit.facts.text
    denied = "no " if _DENIES.search(unit.text.lower()) else ""
    held = {f"drug {name}" for name in _names(unit, {Topic.DRUG, Topic.DRUG_CLASS}, _ANY_MEDICINE)}
    held |= {f"side {match[0]}" for match in _SIDE.finditer(text)}
    held |= {f"flag {denied}{match[0]}" for match in RED_FLAGS.finditer(text)}
    held |= set(_figures(unit))
    warns = kind is Kind.ADVICE and is_whole_warning(facts.lowers) and not _LET_KNOW.search(text)
    if warns or kind in _WHOLE or _FORBIDDEN.search(text):
        held.add(f"whole {text}")
    if kind.section is Section.SUBJECTIVE:
        held |= {f"{denied}{name}" for name in _names(unit, {Topic.SYMPTOM, Topic.DISEASE}, _SIGNS)}
    elif kind is Kind.REASONING and names_illness(facts):
        held |= {f"{denied}{name}" for name in _names(unit, {Topic.DISEASE}, _SIGNS)} or {f"whole {text}"}
    elif kind in _ORDERED:
        held |= {f"order {name}" for name in _names(unit, {Topic.TEST, Topic.TREATMENT}, _ANY_TEST)}
    return frozenset(held)


def put_back(kept: Sequence[Unit], cut: Iterable[Unit]) -> list[Unit]:
    """Of the statements cut, in their order, those that hold a fact which nothing kept holds."""
    told = {fact for unit in kept for fact in facts_held(unit)}
    found = []
    for unit in cut:
        facts = facts_held(unit)
        if not facts <= told and len(unit.text.split()) <= LONGEST_PUT_BACK:
            told |= facts
            found.append(unit)
    return found


def _figures(unit: Unit) -> Iterable[str]:
    """The figures with a unit other than of time, and those of a vital sign, a test or a medicine."""
    if not unit.facts.numbers:
        return
    named = VITAL_NAMES.search(unit.facts.text) or unit.facts.has(Topic.TEST, Topic.DRUG)
    for quantity in numbers_in(spoken_to_figures(unit.text)):
        if named or (quantity.unit and quantity.unit not in _COUNTED):
            yield f"figure {quantity.value} {quantity.unit}"


def _names(unit: Unit, topics: set[Topic], without: frozenset[str]) -> set[str]:
    """What a statement mentions of the topics, by the stems of the words, less what says too little."""
    names = {m.name.lower() for m in unit.facts.mentions if m.topic in topics} - without
    return {" ".join(word[:_STEM_CHARS] for word in name.split()) for name in names}
