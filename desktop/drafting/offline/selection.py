"""Chooses what is kept of what was understood."""

from __future__ import annotations

import re

from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic

WORDS_ALWAYS = 110
SHARE_OF_SPEECH = 0.26
"""A note keeps about 110 words and a quarter of what was said; short visits are kept whole."""
SHORT_VISIT_WORDS = 700

_WORD = re.compile(r"[a-z0-9./%]+")
_EMPTY = word_set(
    "the a an of to in on for with and or is are was were be been has have had that this it as at by from patient i "
    "also just does do did so then some any"
)
_NEGATIVE = word_set("no not denies never without none nothing negative")


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.lower()) if word not in _EMPTY)


def without_repeats(units: list[Unit]) -> list[Unit]:
    """The units without those that say what another of the same section says as fully."""
    kept: list[tuple[Unit, frozenset[str]]] = []
    for unit in units:
        words = _content(unit.text)
        repeated = False
        for n, (other, others) in enumerate(kept):
            if (other.kind is Kind.PROBLEM) != (unit.kind is Kind.PROBLEM) or other.problem != unit.problem:
                continue
            if other.heading != unit.heading:
                continue  # "none" is said of medicines and of allergies
            if other.kind.section is not unit.kind.section or bool(words & _NEGATIVE) != bool(
                others & _NEGATIVE
            ):
                continue
            if words <= others:
                repeated = True
                break
            if others < words and unit.kind is not Kind.PROBLEM:
                kept[n] = (unit, words)
                repeated = True
                break
        if not repeated:
            kept.append((unit, words))
    return [unit for unit, _ in kept]


def _must_stay(unit: Unit) -> bool:
    """Whether a statement is kept whatever its length: an allergy, or a medicine with its dose."""
    return unit.kind is Kind.ALLERGY or (unit.facts.has(Topic.DRUG) and unit.facts.numbers > 0)


def within_length(units: list[Unit], spoken_words: int) -> list[Unit]:
    """The units worth most, in their order, up to the length a note of so many spoken words has."""
    if spoken_words <= SHORT_VISIT_WORDS:
        return units
    room = WORDS_ALWAYS + SHARE_OF_SPEECH * spoken_words
    always = {n for n, unit in enumerate(units) if _must_stay(unit)}
    room -= sum(len(units[n].text.split()) for n in always)
    ranked = sorted(range(len(units)), key=lambda n: -units[n].value)
    chosen: set[int] = set(always)
    for n in ranked:
        if n in always:
            continue
        size = len(units[n].text.split())
        if room - size < 0:
            continue
        room -= size
        chosen.add(n)
    return [unit for n, unit in enumerate(units) if n in chosen]
