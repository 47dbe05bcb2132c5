"""Changes one thing in a note of a visit, by script, so that a check can be measured by what it finds of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from desktop.domain.note import Note, Section
from desktop.evidence.amounts import amounts_in, frequencies_in
from desktop.evidence.meaning import DRUG_MARK, drug_ways
from desktop.evidence.sentence import sentences_in

OTHER_PATIENT = "Marigold Testerson"
SWAPS = (
    "sertraline",
    "warfarin",
    "levetiracetam",
    "glipizide",
    "clonazepam",
    "methotrexate",
    "digoxin",
    "Eliquis",
)
ALIKE = {
    "hydralazine": "hydroxyzine", "hydroxyzine": "hydralazine", "metformin": "metronidazole", "lisinopril": "fosinopril",
    "amlodipine": "amiloride", "metoprolol": "metoclopramide", "lipitor": "lopid", "lasix": "luvox", "prednisone": "prednisolone",
    "celexa": "celebrex", "zoloft": "zocor", "norvasc": "navane", "tramadol": "trazodone", "ibuprofen": "ibandronate",
    "tylenol": "tindamax", "albuterol": "atenolol", "flonase": "flovent", "losartan": "lovastatin", "bumex": "buprenex",
    "gabapentin": "gemfibrozil", "toprol": "topamax", "aspirin": "asparaginase", "omeprazole": "esomeprazole",
    "synthroid": "symmetrel", "flexeril": "floxin", "coreg": "corgard", "protonix": "lotronex", "keflex": "keppra",
}  # fmt: skip
UNSAID = (
    (Section.SUBJECTIVE, "The patient reports hemoptysis and drenching night sweats."),
    (Section.OBJECTIVE, "Papilledema was noted on funduscopic examination."),
    (Section.ASSESSMENT, "Suspected temporal arteritis."),
    (Section.SUBJECTIVE, "She was exposed to tuberculosis while traveling abroad."),
    (Section.PLAN, "Arrange an urgent bone marrow biopsy."),
    (Section.OBJECTIVE, "Splenomegaly is palpable."),
)


class Change(NamedTuple):
    """A corrupted note: what was changed where; span None when something was taken out."""

    kind: str
    note: Note
    section: Section
    span: tuple[int, int] | None


def with_text(note: Note, section: Section, text: str) -> Note:
    """The note with another text in one section."""
    return Note({**dict(note.texts), section: text}, (), note.not_placed)


def put(  # noqa: PLR0917 - a replacement and its name
    note: Note, section: Section, start: int, end: int, text: str, kind: str
) -> Change:
    """The note with characters [start, end) of a section replaced."""
    old = note[section]
    return Change(
        kind, with_text(note, section, old[:start] + text + old[end:]), section, (start, start + len(text))
    )


def texts(note: Note) -> Iterator[tuple[Section, str]]:
    """The sections that have text."""
    return ((section, note[section]) for section in Section if note[section])


def numbers(note: Note, chance: random.Random) -> Iterator[Change]:
    """Another dose, another number, another unit."""
    for section, text in texts(note):
        often = [(each.start, each.end) for each in frequencies_in(text)]
        for amount in amounts_in(text):
            before = text[: amount.start]
            if re.search(r"(?:^|\n)\s*$", before) or not text[amount.start].isdigit():
                continue
            if any(start <= amount.start < end for start, end in often):
                continue
            if re.match(r"[-\s]*(?:years?|yrs?)[-\s]*old", text[amount.end :]):
                other = str(int(amount.value) + chance.choice((7, -9, 11)))
                yield put(note, section, amount.start, amount.end, other, "age")
                continue
            dose = amount.unit in {"mg", "mcg", "g", "unit", "mEq"}
            factor = chance.choice(("2", "10", "0.5") if dose else ("2", "3", "1.5"))
            value = amount.value * Decimal(factor)
            if amount.unit not in {"mg", "mcg", "g", "%"} and value != int(value):
                value = amount.value + 3
            value += 3 if value == amount.value else 0
            shown = f"{value.normalize():f}"
            kind = (
                "dose"
                if dose
                else "date or duration"
                if amount.unit in {"day", "week", "month", "year"}
                else "number"
            )
            yield put(note, section, amount.start, amount.end, shown, kind)
            unit = re.match(r"\s?(mg|mcg|g)\b", text[amount.end :])
            if unit:
                start = amount.end + unit.start(1)
                yield put(
                    note, section, start, start + len(unit[1]), {"mg": "mcg"}.get(unit[1], "mg"), "unit"
                )


def frequencies(note: Note, chance: random.Random) -> Iterator[Change]:
    """Taken more or less often than was said."""
    for section, text in texts(note):
        for each in frequencies_in(text):
            words = text[each.start : each.end].lower()
            if not re.search(
                r"\b(?:mg|mcg|tablets?|units?|puffs?)\b", text[max(0, each.start - 25) : each.start]
            ):
                continue
            other = {"1/day": "three times daily", "2/day": "four times daily"}.get(each.times, "twice daily")
            if words != other:
                yield put(note, section, each.start, each.end, other, "frequency")
    del chance


def sides(note: Note, chance: random.Random) -> Iterator[Change]:
    """Left becomes right and right left, also as a letter."""
    for section, text in texts(note):
        for match in re.finditer(
            r"\b(left|right)\b(?!-handed| now| away| before| after| there| here)", text, re.IGNORECASE
        ):
            if match[0] == "right" and re.search(r"\b(?:all|is|that's|sounds) $", text[: match.start()]):
                continue  # "all right" is no side
            other = {"left": "right", "right": "left"}[match[0].lower()]
            yield put(note, section, *match.span(), other, "side")
        for match in re.finditer(r"(?<!\d )\b[LR]\b(?= [A-Za-z]{2,})", text):
            yield put(note, section, *match.span(), {"L": "R", "R": "L"}[match[0]], "side")
    del chance


ANOTHER_NO = re.compile(r"(?:\w+ ){0,3}(?:no|not|never)\b|[^\w\s]", re.IGNORECASE)


def negations(note: Note, chance: random.Random) -> Iterator[Change]:
    """A denial becomes a statement and the other way round."""
    for section, text in texts(note):
        for match in re.finditer(r"\b(?:[Dd]enies|[Dd]enied|[Nn]egative for)\b(?: any)?", text):
            yield put(
                note,
                section,
                *match.span(),
                "Reports" if match[0][0].isupper() else "reports",
                "negation dropped",
            )
        for match in re.finditer(r"\b(?:There (?:is|was) no|No|no evidence of|no|without|not)\s+", text):
            if not ANOTHER_NO.match(text, match.end()):  # "No, I do not": without the "no" it says the same
                yield put(note, section, *match.span(), "", "negation dropped")
        for match in re.finditer(
            r"\b(?:[Rr]eports|[Ee]ndorses|[Cc]omplains of|[Pp]ositive for)\b(?! (?:that|she|he|no\b|not\b))",
            text,
        ):
            yield put(
                note,
                section,
                *match.span(),
                "Denies" if match[0][0].isupper() else "denies",
                "negation added",
            )
        for match in re.finditer(r"\b(?:is|was|has|are)\b(?! (?:no|not|never)\b)", text):
            if chance.random() < 0.15:
                yield put(note, section, match.end(), match.end(), " not", "negation added")


def drugs(note: Note, chance: random.Random) -> Iterator[Change]:
    """Another medicine, also one that sounds alike; and a sentence with a medicine or an allergy taken out."""
    known = drug_ways()
    for section, text in texts(note):
        for match in re.finditer(r"[A-Za-z]{5,}", text):
            name = known.get(match[0].lower())
            if name is None or name in {DRUG_MARK + "calcium", DRUG_MARK + "ferrous sulfate"}:
                continue
            other = chance.choice([swap for swap in SWAPS if known.get(swap.lower()) != name])
            yield put(note, section, *match.span(), other, "drug swapped")
            alike = ALIKE.get(match[0].lower())
            if alike and known.get(alike) != name:
                yield put(note, section, *match.span(), alike, "drug sounds alike")


def deletions(note: Note, chance: random.Random) -> Iterator[Change]:
    """Every mention of one medicine, or of an allergy, is gone."""
    known = drug_ways()
    named = {
        known[word.lower()]
        for _, text in texts(note)
        for word in re.findall(r"[A-Za-z]{5,}", text)
        if word.lower() in known
    }
    for name in sorted(named)[:3]:
        if name in {DRUG_MARK + "calcium", DRUG_MARK + "ferrous sulfate"}:
            continue
        ways = [way for way, drug in known.items() if drug == name]
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, ways))})\b", re.IGNORECASE)
        yield without(note, lambda text, pattern=pattern: bool(pattern.search(text)), "medication deleted")
    if any(
        is_allergy(sentence.text) for section, text in texts(note) for sentence in sentences_in(section, text)
    ):
        yield without(note, is_allergy, "allergy deleted")
    del chance


ALLERGY = re.compile(r"\b(?:allerg|react|intoleran|anaphyla|hives|rash from|cannot take)", re.IGNORECASE)
NO_ALLERGY = re.compile(r"\b(?:no|not|denies|none|nkda)\b", re.IGNORECASE)
THINGS = frozenset(
    [
        "latex",
        "penicillin",
        "sulfa",
        "shellfish",
        "peanuts",
        "nuts",
        "eggs",
        "contrast",
        "iodine",
        "bee",
        "plasters",
        "pollen",
        "seasonal",
    ]
)


def is_allergy(text: str) -> bool:
    """Whether a sentence names something that the patient is allergic to."""
    words = re.findall(r"[a-z]+", text.lower())
    named = any(word in THINGS or word in drug_ways() for word in words)
    return named and bool(ALLERGY.search(text)) and not NO_ALLERGY.search(text)


def without(note: Note, goes: Callable[[str], bool], kind: str) -> Change:
    """The note without the sentences that are to go."""
    kept = {}
    for section, text in texts(note):
        out = text
        for sentence in reversed(sentences_in(section, text)):
            if goes(sentence.text):
                out = out[: sentence.start] + out[sentence.end :]
        kept[section] = out
    return Change(kind, Note(kept, (), ()), Section.SUBJECTIVE, None)


def inserted(note: Note, chance: random.Random) -> Iterator[Change]:
    """A sentence that nobody said, another patient's name, a leftover, the other sex."""
    for section, sentence in chance.sample(UNSAID, 3):
        yield added(note, section, sentence, "finding not said")
    yield added(note, Section.PLAN, f"Discussed with {OTHER_PATIENT}.", "other patient's name")
    yield added(
        note,
        Section.ASSESSMENT,
        chance.choice(("[insert diagnosis]", "*** pending", "Dose XX mg")),
        "leftover",
    )
    for section, text in texts(note):
        for match in re.finditer(r"(?<=old )(male|female|man|woman)\b", text):
            other = {"male": "female", "female": "male", "man": "woman", "woman": "man"}[match[0]]
            yield put(note, section, *match.span(), other, "sex")


def added(note: Note, section: Section, sentence: str, kind: str) -> Change:
    """The note with a sentence at the end of a section."""
    text = note[section]
    lead = f"{text}\n" if text else ""
    return Change(kind, with_text(note, section, lead + sentence), section, (len(lead), len(lead + sentence)))


CHANGES: tuple[Callable[[Note, random.Random], Iterator[Change]], ...] = (
    numbers, frequencies, sides, negations, drugs, deletions, inserted,
)  # fmt: skip
