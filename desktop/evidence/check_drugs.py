"""Finds medicines in a sentence that nobody named and the chart does not hold, and names that sound like one that was."""

from __future__ import annotations

import re

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.alignment import Alignment
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import DRUG_MARK, EMPTY_WORDS, Term, drug_named, stem
from desktop.evidence.raising import MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence
from desktop.language.clinical_cues import DRUG_NAME_ENDINGS
from desktop.language.lexicon import lexicon
from desktop.language.number_words import word_set

_ENDINGS = tuple(DRUG_NAME_ENDINGS.split())
_NO_DRUG = word_set(
    "control alcohol glycol menthol ethanol phenol protocol cholesterol april barbecue statin statins diuretic medicine "
    "determine examine routine caffeine define combine decline spine fine line mine nine online vaccine urine "
)
SOUNDS_ALIKE = 72
"""From this likeness (0 to 100) on, two names are close enough to be taken for each other."""
SURELY_ALIKE = 80
"""From here on, and with no other medicine meant, the one that was said is offered in its place."""
_HEARD_WRONG = 84
_SURE_SOUND = 6
_FOR_A_DRUG = word_set(
    "medication medicine treatment current these those other their regular steroid inhaler antibiotic"
)
_TAKING = word_set(
    "take takes taking taken prescribed prescribe prescription using with start starting started continue"
)
_AFTER_NAME = re.compile(
    r"\s+(?:daily|once|twice|nightly|as needed|for pain|and [a-z]+ for)\b|\s*,? but it\b", re.IGNORECASE
)
_DOSE_AFTER = re.compile(
    r"\s+(?:XR |ER |XL |SR )?\d[\d,.]*\s*(?:mg|mcg|g|units?|mL|puffs?|tablets?)\b", re.IGNORECASE
)


def drugs_not_said(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Medicines of a sentence that were not said. Nutrients and groups of medicines count as medicines only with a dose."""
    findings = [_unsaid(term, sentence, heard) for term in sentence.drugs if not _is_said(term.name, heard)]
    return findings + _unknown_names(sentence, heard)


def _is_said(name: str, heard: Heard) -> bool:
    if heard.is_said(name):
        return True
    parts = name.removeprefix(DRUG_MARK).split()
    if len(parts) > 1 and all(part in heard.all_lowers or heard.is_said(DRUG_MARK + part) for part in parts):
        return True
    return any(set(parts) <= set(said.removeprefix(DRUG_MARK).split()) for said in heard.drugs)


def _unsaid(term: Term, sentence: Sentence, heard: Heard) -> Finding:
    span = sentence.span(term)
    written = sentence.text[slice(*span)]
    name = written.lower()
    likeness, place = _most_alike(name, heard)
    if place is not None and likeness >= SOUNDS_ALIKE:
        said = heard.quote(place, place)
        reason = f"“{written}” was not said. {heard_there(heard, place, place)[:-1]}, which sounds alike."
        text = lexicon().spelling.get(said.lower(), said.lower())
        text = (
            text[:1].upper() + text[1:]
            if written[0].isupper() and sentence.text.startswith(written)
            else text
        )
        is_sure = likeness >= SURELY_ALIKE and said.lower() not in {word.lower for word in sentence.words}
        fix = replacing(sentence, span, text, f"Use {text}") if is_sure else None
        return found(FindingKind.DRUG, MUST, sentence, span, reason, heard.sources(place, place), fix)
    likeness, place = _misheard(name, heard)
    if place is not None:
        reason = f"“{written}” was not said. {heard_there(heard, place, place)[:-1]}, which may be the same."
        return found(FindingKind.DRUG, MUST, sentence, span, reason, heard.sources(place, place))
    return found(FindingKind.DRUG, MUST, sentence, span, f"“{written}” was not said and is not in the chart.")


def _most_alike(name: str, heard: Heard) -> tuple[float, int | None]:
    """The medicine that was named and is most like this name in spelling or sound."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when a name has to be compared

    best: tuple[float, int | None] = (0.0, None)
    for places in heard.drugs.values():
        for place in places[:3]:
            said = heard.lowers[place]
            likeness = max(fuzz.ratio(name, said), fuzz.ratio(sound_of(name), sound_of(said)) - 4)
            if likeness > best[0]:
                best = (likeness, place)
    return best


def _misheard(name: str, heard: Heard) -> tuple[float, int | None]:
    """Words that are no medicine and sound like the name: speech recognition may have missed it."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when a name has to be compared

    sound = sound_of(name)
    best: tuple[float, int | None] = (0.0, None)
    lowers = heard.lowers
    for n, lower in enumerate(lowers):
        if not lower[0].isalpha() or lower[0] not in {name[0], *_LIKE_FIRST.get(name[0], "")}:
            continue
        joined = ""
        for size in (1, 2, 3):
            if n + size > len(lowers) or not lowers[n + size - 1][0].isalpha():
                break
            joined += lowers[n + size - 1]
            if drug_named(joined) or len(joined) < 4:
                continue
            likeness = fuzz.ratio(sound, sound_of(joined))
            if likeness > best[0] and (len(sound) >= _SURE_SOUND or joined == name):
                best = (likeness, n)
    return best if best[0] >= _HEARD_WRONG else (best[0], None)


_LIKE_FIRST = {"c": "ks", "k": "cq", "s": "cz", "z": "xs", "f": "p", "x": "z", "g": "j", "j": "g", "p": "f"}
_SOUNDS = (
    (re.compile(r"ph"), "f"), (re.compile(r"[cq](?=[eiy])"), "s"), (re.compile(r"ch|ck|[cq]"), "k"), (re.compile(r"x"), "ks"),
    (re.compile(r"z"), "s"), (re.compile(r"th"), "t"), (re.compile(r"gh|h"), ""), (re.compile(r"w"), "v"),
    (re.compile(r"j|g(?=[eiy])"), "j"), (re.compile(r"(?<=.)[aeiouy]+"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def sound_of(name: str) -> str:
    """How a name sounds, roughly: consonants by sound, vowels after the first letter all alike."""
    for pattern, replaced in _SOUNDS:
        name = pattern.sub(replaced, name)
    return name


def names_put_in_place(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """Words no list holds that stand just where a medicine was said, in the same words around it."""
    findings = []
    mine = {word.lower for word in sentence.words}
    places = [
        place
        for name, places in heard.drugs.items()
        if name not in sentence.names
        for place in places
        if alignment.near(place, 6) and heard.lowers[place] not in mine
    ]
    for n, word in enumerate(sentence.words):
        lower = word.lower
        known = lower in heard.all_lowers or lower in EMPTY_WORDS or lower in lexicon().entries
        if known or len(lower) < 5 or not lower.isalpha() or heard.is_said(stem(lower)) or drug_named(lower):
            continue
        before = sentence.words[n - 1].lower if n else ""
        after = sentence.words[n + 1].lower if n + 1 < len(sentence.words) else ""
        for place in places:
            same_before = before and place and heard.lowers[place - 1] == before
            same_after = after[:1].isalnum() and heard.lowers[place + 1 : place + 2] == [after]
            if same_before and (same_after or not after[:1].isalnum()) and lower not in _FOR_A_DRUG:
                said = heard.quote(place, place)
                reason = f"“{word.text}” was not said. {heard_there(heard, place, place)}"
                span = (word.start, word.end)
                fix = replacing(sentence, span, said, f"Use {said}")
                findings.append(
                    found(FindingKind.DRUG, MUST, sentence, span, reason, heard.sources(place, place), fix)
                )
                break
    return findings


def _unknown_names(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Names no list holds that end like a medicine or stand before a dose, and that nobody said."""
    findings = []
    known = {n for term in sentence.drugs for n in range(term.start, term.end)}
    for n, word in enumerate(sentence.words):
        lower = word.lower
        if n in known or len(lower) < 5 or not lower.isalpha() or lower in _NO_DRUG:
            continue
        if lower in heard.all_lowers or heard.is_said(stem(lower)):
            continue
        ends_like_one = lower.endswith(_ENDINGS) and len(lower) > 6
        before_dose = _DOSE_AFTER.match(sentence.text, word.end)
        taken = (
            n > 0 and sentence.words[n - 1].lower in _TAKING and _AFTER_NAME.match(sentence.text, word.end)
        )
        if not (ends_like_one or before_dose or taken) or lower in lexicon().entries or lower in EMPTY_WORDS:
            continue
        span = (word.start, word.end)
        findings.append(
            found(
                FindingKind.DRUG, MUST, sentence, span, f"“{word.text}” was not said and is not in the chart."
            )
        )
    return findings
