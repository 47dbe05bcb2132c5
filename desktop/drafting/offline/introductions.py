"""Recognises the sentence with which a provider introduces the patient: age, what is known, why they come."""

from __future__ import annotations

import re

from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.speech import AUXILIARIES
from desktop.drafting.offline.units import Hearing
from desktop.language.words import Word, joined

INTRODUCTION_VALUE = 12.0
"""It opens the history whatever the length of the note."""
LATEST = 0.35
"""Share of the clauses after which nobody is introduced any more."""
_AGED = re.compile(
    r"\b(?:\d+|[a-z]+)(?:[- ][a-z]+)?[- ](?:year|yr|month|week|day)s?[- ]old\b|\b\d+ (?:y/?o|yo)\b"
)
_COMES = re.compile(
    r"\b(?:presents?|presented|presenting|is here|here (?:today )?(?:for|with|because|to)|comes? in|comes? (?:to|for|with|because)|coming in|came in|brought in|seen (?:today )?(?:for|with)|referred|"
    r"in (?:today )?(?:for|with)|complain(?:s|ing) of|returns?|returning|follow[- ]?up|evaluation)\b"
)
_KNOWN = re.compile(r"\b(?:history|pmh|hx|known (?:to have|for|case)|background of|who has|diagnosed with)\b")
_SEEN_BY = re.compile(
    r"^(?:(?:i|we) (?:have|have got|am seeing|are seeing|am here with)|here is|next is) (?=\S)"
)


def introduced(hearing: Hearing, n: int, words: list[Word]) -> bool:
    """Keep as the complaint, whole, who the patient is, as told before the history is taken: "Ann is a 40-year-old ... here for ..."."""
    if n > LATEST * len(hearing.clauses):
        return False
    core = words[without_lead([word.lower for word in words]) :]
    text = " ".join(word.lower for word in core)
    if not _AGED.search(text) or not (_COMES.search(text) or _KNOWN.search(text)):
        return False
    opening = _SEEN_BY.match(text)
    told = core[len(opening[0].split()) :] if opening else core
    if {"you", "your", "my"} & {word.lower for word in core} or told[0].lower in AUXILIARIES:
        return False  # "your 3-year-old", "i have a 5-year-old daughter with a history of ..."
    if opening and "," not in text:
        return False
    hearing.add(Kind.COMPLAINT, joined(word.text for word in told), words, INTRODUCTION_VALUE)
    return True
