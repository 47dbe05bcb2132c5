"""Finds what a patient was said not to tolerate, however it was said: "allergic to", "can't take", "gives me hives"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop.evidence.heard import Heard
from desktop.evidence.meaning import DRUG_MARK, EMPTY_WORDS, drug_named
from desktop.evidence.polarity import NEGATIONS, Polarity
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set


class Allergy(NamedTuple):
    """A thing, in lower case, that a patient does not tolerate, said at a place; drug: its term when it is a medicine.

    is_grave: a medicine, a contrast medium, latex, or what was called an allergy outright.
    is_reaction: an allergy or a reaction was spoken of, not only that the medicine cannot be taken.
    """

    place: int
    name: str
    drug: str | None
    is_grave: bool
    is_reaction: bool = True


_ALLERGIC = word_set(
    "allergic allergy allergies anaphylaxis anaphylactic intolerance intolerances intolerant"
)
_REACTION = word_set(
    "hives rash rashes swelled swelling swell swollen anaphylaxis anaphylactic itching itchy itch welts wheeze wheezing angioedema "
    "blisters throat lips tongue"
)
_GIVES = word_set(
    "gives gave made makes got get caused causes brought brings broke breaking break came come react reacts reacted"
)
_GRAVE = word_set(
    "penicillin penicillins cephalosporins sulfa sulpha sulfonamides latex contrast iodine shellfish peanuts peanut nuts nsaids opioids "
    "pcn nsaid macrolides quinolones fluoroquinolones sulfas sulfonamide sulphonamides cephalosporin opiates "
    "bee bees eggs antibiotics anesthesia anaesthetic plasters tape chlorhexidine"
)
_OTHER = word_set(
    "egg seafood adhesive gluten soy wheat dairy milk pollen dust mold mould cats cat dogs dog ragweed strawberries fish sesame "
    "nickel plaster wasp wasps kiwi grass"
)
_ALLERGENS = _GRAVE | _OTHER
_SEASONS = word_set("seasonal environmental hay")
_AGAINST = frozenset(
    DRUG_MARK + name
    for name in (
        "epinephrine", "diphenhydramine", "cetirizine", "loratadine", "fexofenadine", "montelukast", "fluticasone", "prednisone",
        "prednisolone", "levocetirizine", "desloratadine", "chlorphenamine", "azelastine", "mometasone", "hydroxyzine",
    )
)  # fmt: skip
_NO_THING = word_set(
    "any anything everything what something nothing it that this these those them some medication medications medicine "
    "medicines a an my your the all certain other drugs drug food foods things season seasonal environmental"
)
_TAKING = word_set("take takes taking took taken use uses using used started start prescribed")
_NEXT_HEADING = word_set("medications medication medicines meds current home drugs social family past")
_AND = frozenset(["and", ",", "/", "&"])
_NOTED_BY = re.compile(
    r"\b(?:allerg|anaphyla|intoleran|reaction|react|rash|hives|cannot t|can't t|unable to t|does not tolerate|avoid|ADR\b|swelling|swelled|swollen|itch|vomit|nausea|sick\b|diarrh|upset|wheez|cough|caus|gave\b|gives\b|made\b|makes\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:drug |known |medication )?allerg\w*(?: and \w+)?\s*:?", re.IGNORECASE)
_RELATIVES = word_set(
    "mother mum mom father dad sister brother wife husband aunt uncle grandmother grandfather"
)
_RELATIVE_REACH = 4
_AFTER_ALLERGIC = 14
_AFTER_CANNOT = 5
_BESIDE_REACTION = 9
_LIST_WORDS = 8


def allergies_heard(heard: Heard) -> list[Allergy]:
    """What was said not to be tolerated, in order, each once."""
    found: dict[str, Allergy] = {}
    for n, lower in enumerate(heard.lowers):
        told: list[Allergy] = []
        if lower in _ALLERGIC:
            told = _after_allergic(n, heard)
        elif lower in {"reaction", "reactions", "react", "reacted"} and heard.lowers[n + 1 : n + 4].count(
            "to"
        ):
            told = [] if _is_denied(heard, n) else _things(n + 1, n + _LIST_WORDS, heard)
        elif lower in {"take", "have", "tolerate", "stand", "touch"} and _cannot(n, heard):
            told = _things(n + 1, n + 1 + _AFTER_CANNOT, heard, only_drugs=True)
        elif (
            lower in _REACTION and set(heard.lowers[max(0, n - 7) : n]) & _GIVES and not _is_denied(heard, n)
        ):
            told = _things(max(0, n - _BESIDE_REACTION), n + 6, heard, within=n)
        if (
            lower in {"allergies", "allergy"}
            and n
            and heard.lowers[n - 1] in _SEASONS
            and not _is_denied(heard, n)
        ):
            told = [*told, Allergy(n, f"{heard.lowers[n - 1]} {lower}", None, is_grave=False)]
        for each in told:
            found.setdefault(each.drug or each.name, each)
    return list(found.values())


def _after_allergic(at: int, heard: Heard) -> list[Allergy]:
    if heard.polarity[at] is Polarity.DENIED or _is_of_relative(at, heard):
        return []
    told = []
    before = heard.lowers[at - 1] if at else ""
    beside = {*heard.lowers[max(0, at - 2) : at], *heard.lowers[at + 1 : at + 3]}
    if beside & _NEXT_HEADING and beside & _AND and heard.lowers[at] == "allergies":
        return []  # a heading of more than allergies
    if before in _ALLERGENS or drug_named(before):
        told += _things(at - 1, at, heard)
    last = at + _AFTER_ALLERGIC
    for place in range(at + 1, min(last, len(heard.lowers))):
        if heard.words[place].segment - heard.words[at].segment > (0 if heard.is_chart(at) else 2):
            break
        if heard.lowers[place] in _TAKING or (
            heard.lowers[place] in _NEXT_HEADING and heard.lowers[place - 1] in {".", ";"}
        ):
            break
        told += _things(place, place + 1, heard)
    if heard.lowers[at + 1 : at + 2] == ["to"] and at + 2 < len(heard.lowers):
        lower = heard.lowers[at + 2]
        if (
            lower.isalpha()
            and lower not in _NO_THING | EMPTY_WORDS
            and heard.polarity[at + 2] is not Polarity.DENIED
        ):
            told.append(Allergy(at + 2, lower, drug_named(lower), is_grave=True))
    return told


def _is_of_relative(at: int, heard: Heard) -> bool:
    """Whether an allergy is a relative's: "my mother is allergic to"; a child may be the patient."""
    before = [lower.removesuffix("'s") for lower in heard.lowers[max(0, at - _RELATIVE_REACH) : at]]
    return bool(_RELATIVES & set(before)) and not {"i", "i'm", "we"} & set(before)


def _cannot(n: int, heard: Heard) -> bool:
    """Whether a verb is one that the patient cannot: "can't take", "never could tolerate"; "you can't take" forbids it."""
    before = heard.lowers[max(0, n - 4) : n]
    if "you" in before and "?" not in heard.lowers[n : n + _LIST_WORDS]:
        return False
    able = {"can", "could", "cannot", "able"} & set(before)
    return (
        bool(able)
        and bool(NEGATIONS & set(before))
        and heard.words[n].segment == heard.words[max(0, n - 2)].segment
    )


def _is_denied(heard: Heard, n: int) -> bool:
    return heard.polarity[n] is not Polarity.STATED


def _things(
    first: int, end: int, heard: Heard, *, only_drugs: bool = False, within: int | None = None
) -> list[Allergy]:
    """The medicines and known allergens among words [first, end), those of one turn when a place in it is given."""
    told: list[Allergy] = []
    for place in range(max(0, first), min(end, len(heard.lowers))):
        if within is not None and heard.lowers[place] == ".":
            if place > within:
                break
            told = []
        lower = heard.lowers[place]
        drug = drug_named(lower)
        if within is not None and heard.words[place].segment != heard.words[within].segment:
            continue
        if (drug is None and (only_drugs or lower not in _ALLERGENS)) or drug in _AGAINST:
            continue
        if heard.polarity[place] is Polarity.DENIED and not only_drugs and not heard.is_chart(place):
            continue
        told.append(
            Allergy(
                place,
                lower,
                drug,
                is_grave=drug is not None or lower in _GRAVE or heard.is_chart(place),
                is_reaction=not only_drugs,
            )
        )
    return told if within is None else sorted(told, key=lambda each: abs(each.place - within))[:1]


def sentences_of_allergies(written: Sequence[Sentence]) -> list[str]:
    """The sentences of a note that speak of allergies and reactions, and those right under such a heading."""
    return [sentence.text for sentence in _about_allergies(written)]


def allergies_noted(written: Sequence[Sentence]) -> tuple[frozenset[str], frozenset[str]]:
    """The words and the terms of a note's sentences that speak of allergies, and of those under such a heading."""
    told = _about_allergies(written)
    words = frozenset(word.lower for sentence in told for word in sentence.words)
    return words, frozenset(name for sentence in told for name in sentence.names)


def _about_allergies(written: Sequence[Sentence]) -> list[Sentence]:
    told = []
    under = False
    for sentence in written:
        heads = _HEADING.fullmatch(sentence.text.strip()) is not None
        if heads or under or _NOTED_BY.search(sentence.text):
            told.append(sentence)
        under = heads or (under and sentence.text.rstrip().endswith((",", ";")))
    return told
