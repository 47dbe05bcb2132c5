"""Whether a text holds anything that belongs in a clinical note."""

from __future__ import annotations

import re

from desktop.domain.transcript import Speaker, Transcript
from desktop.language.clinical_cues import CARE, COOKING, DRUG_NAME_ENDINGS, EVERYDAY, PROGRAMMING
from desktop.language.lexicon import Topic, lexicon
from desktop.language.numbers import spoken_to_figures

_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'’/+-]*[a-z0-9])?")
_DRUG_NAME = re.compile(rf"[a-z]{{3,}}(?:{'|'.join(DRUG_NAME_ENDINGS.split())})")
_NO_DRUGS = frozenset({"april", "cocaine", "romaine", "ukraine", "amab"})
_MEASURED = re.compile(
    r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|mEq|mmHg|bpm|mmol|mg/dL|IU)\b"
    r"|\b(?:[6-9]\d|1\d\d|2[0-4]\d)/(?:[3-9]\d|1[0-3]\d)\b(?!/)"
    r"|\b\d{1,2}/10\b"
    r"|\b[CTL]\d{1,2}-[CTLS]\d{1,2}\b"
    r"|#\d{1,2}\b(?= ?(?:MOD|MO|DO|O|B|L|crown|extraction))"
    r"|\b(?:year|month|week|day)s?[- ]old (?:male|female|man|woman|boy|girl|black|white|right|left)\b"
    r"|\b20/(?:20|25|30|40|50|60|70|80|100|200|400)\b"
)
_TIME_COURSE = re.compile(
    r"\b\d+(?:\.\d+)?\+? (?:(?:to|or) \d+ )?(?:minute|hour|day|night|week|month|year)s?\b"
    r"|\b(?:since|for (?:a|the (?:past|last)|several|a few|a couple of)|past|last few|every|last)\s"
    r"(?:day|night|morning|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|yesterday|january|february|march|april|may|june|july|august|september|october|november|december)s?\b"
)
_STRONG_TOPICS = frozenset(
    {Topic.SYMPTOM, Topic.DISEASE, Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT}
)
_MARKS_OF_CODE = re.compile(r"[{}();=<>\[\]_]")
_SHARE_OF_CODE = 0.04
_FEW = 3


def has_clinical_content(transcript: Transcript) -> bool:
    """False only where nothing in the words belongs in a note: a recipe, a song, small talk, a program.

    Made to err towards True. One word that is clinical anywhere is enough (a medicine, a disease, a
    finding of any of the specialties, a measured value). Everyday words (pain, sleep, heart) count when
    two different ones come with a time course; one is enough where speakers are known.
    """
    text = spoken_to_figures(transcript.text)
    words = _WORD.findall(text.lower())
    strong, weak = _clinical_words(words)
    strong |= {match.group() for match in _MEASURED.finditer(text)}
    if _is_recipe(words) or _is_code(text, words):
        return len(strong) >= _FEW
    if strong:
        return True
    if any(segment.speaker is not Speaker.UNKNOWN for segment in transcript.segments):
        return bool(weak)
    return len(weak) > 1 and _TIME_COURSE.search(text.lower()) is not None


def _clinical_words(words: list[str]) -> tuple[set[str], set[str]]:
    """The different words and phrases that are clinical anywhere, and those that only may be."""
    strong = {word for word in words if word in CARE and word not in EVERYDAY}
    strong |= {word for word in words if _DRUG_NAME.fullmatch(word) and word not in _NO_DRUGS}
    weak = {word for word in words if word in EVERYDAY}
    for mention in lexicon().mentions(words):
        phrase = " ".join(words[mention.start : mention.end])
        is_named_finding = (
            mention.topic is Topic.FINDING and mention.end - mention.start > 1
        )  # "anterior drawer"
        is_everyday = set(words[mention.start : mention.end]) <= EVERYDAY
        is_strong = (mention.topic in _STRONG_TOPICS or is_named_finding) and not is_everyday
        (strong if is_strong else weak).add(phrase)
    return strong, weak - strong


def _is_recipe(words: list[str]) -> bool:
    return len(COOKING.intersection(words)) > _FEW


def _is_code(text: str, words: list[str]) -> bool:
    marks = len(_MARKS_OF_CODE.findall(text))
    return marks > len(text) * _SHARE_OF_CODE and len(PROGRAMMING.intersection(words)) > 1
