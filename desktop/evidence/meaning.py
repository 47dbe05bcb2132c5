"""Words as the check compares them: stems, ways to say the same thing, and medicines by their generic name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from desktop.language.number_words import NUMBER_WORDS, word_set
from desktop.language.words import Word

DRUG_MARK = "rx:"
"""Begins the name of a term that is a medicine."""
GROUP_MARK = "="
"""Begins the name of a term that has several ways to be said."""


class Term(NamedTuple):
    """What words [start, end) of a sequence mean; name is the same for every way to say it."""

    name: str
    start: int
    end: int

    @property
    def is_drug(self) -> bool:
        """Whether it names a medicine."""
        return self.name.startswith(DRUG_MARK)


EMPTY_WORDS = word_set(
    "a an the and or but if so as of in on at to from for with by about into onto over under than then that this these "
    "those there here it its is are was were be been being am do does did done doing have has had having will would can "
    "could should shall may might must i me my mine you your yours we us our he him his she her hers they them their "
    "what which who whom whose when where why how all any each every both few more most other some such only own same too "
    "very just also not no nor never none without again further once during while because until up down out off "
    "s t m re ve ll d n't um uh yeah yes okay ok well right like know mean really actually gon na gonna wan wanna kind "
    "sort thing things stuff little bit lot go going goes went got get gets getting let lets see say says said tell told "
    "think thought feel feels felt feeling come comes came take takes taking took taken make makes made making want wants "
    "need needs put one good great nice fine sure thank thanks please hi hello hey dragon day today now patient patients "
    "pt mr mrs ms miss dr doctor sir ma'am still much many even back way time times per via currently presents present "
    "presenting noted status state regarding due secondary given since before after "
    "mg mcg g kg ml dl l cm mm meq mmhg bpm percent degree degrees fahrenheit celsius milligram milligrams microgram "
    "micrograms gram grams unit units pound pounds inch inches second seconds minute minutes hour hours day "
    "days night nights week weeks month months year years old daily weekly monthly nightly tablet tablets pill pills "
    "capsule capsules once twice bid tid qid qd "
    "oh hmm mm-hmm alright all-right guess maybe probably basically gotta through "
    "he's she's it's i'm you're we're they're that's there's what's has hasn't had hadn't"
)
"""Words that carry no content of their own, in talk and in notes."""

BOILERPLATE = word_set(
    "note notes reports report denies deny states endorses subjective objective assessment plan history illness hpi "
    "ros pmh reasoning additional testing treatment education counseling agreements medical review systems exam "
    "understands agrees recommended discussed verbalized understanding questions answered section ask =report"
)
"""Words by which notes are laid out; they count little."""

_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A lower-case word without its common endings: "swollen" stays, "radiates" and "radiating" are "radiat"."""
    word = word.removesuffix("'s").removesuffix("'") or word
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWELS & set(rest):
            word = rest
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _lines(name: str) -> list[list[str]]:
    text = files("resources").joinpath("clinical_words", f"{name}.txt").read_text(encoding="utf-8")
    return [
        [way.strip() for way in line.split(",") if way.strip()]
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Ways to say something by the stem of their first word, the longest first."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for mark, name in ((DRUG_MARK, "same_drug"), (GROUP_MARK, "same_meaning")):
        for ways in _lines(name):
            for way in ways:
                phrase = tuple(stem(word) for word in way.lower().split())
                table.setdefault(phrase[0], {}).setdefault(phrase, mark + ways[0].lower())
    from desktop.language.lexicon import Topic, lexicon  # noqa: PLC0415 - read with the table, once

    for entries in lexicon().entries.values():
        for words, topics in entries:
            phrase = tuple(stem(word) for word in words)
            if any(topic is Topic.DRUG for topic, _ in topics):
                table.setdefault(phrase[0], {}).setdefault(phrase, DRUG_MARK + " ".join(words))
    return {first: sorted(ways.items(), key=lambda entry: -len(entry[0])) for first, ways in table.items()}


@cache
def drug_ways() -> dict[str, str]:
    """The stem of every one-word name of a medicine, with the term it is."""
    return {
        phrase[0]: name
        for ways in _phrases().values()
        for phrase, name in ways
        if len(phrase) == 1 and name.startswith(DRUG_MARK)
    }


def drug_named(lower: str) -> str | None:
    """The term of a medicine by one lower-case word of its name; None for any other word."""
    return drug_ways().get(lower) or drug_ways().get(stem(lower))


@lru_cache(maxsize=16_384)
def word_name(lower: str) -> str:
    """The term that a single lower-case word is: the name of its group, or its stem."""
    whole = stem(lower)
    if lower in EMPTY_WORDS:
        return whole
    return next((name for phrase, name in _phrases().get(whole, ()) if len(phrase) == 1), whole)


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in EMPTY_WORDS if len(word) > 3)


@cache
def red_flags() -> frozenset[str]:
    """The terms of symptoms that must not be left out."""
    names = [name for line in _lines("red_flags") for name in line]
    return frozenset(name_of(flag) for flag in names)


@cache
def name_of(words: str) -> str:
    """The term that a short phrase is."""
    from desktop.language.words import words_of  # noqa: PLC0415 - keeps the module's import list to what it compares

    terms = terms_of(words_of(words))
    return " ".join(term.name for term in terms) or words


_SPLIT = re.compile(r"[-–/]")


def terms_of(words: Sequence[Word], *, overlapping: bool = False) -> list[Term]:
    """The terms that words mean, in order.

    overlapping: also the words within a phrase, for the side of the comparison that is searched in.
    """
    stems = [stem(word.lower) for word in words]
    phrases = _phrases()
    found: list[Term] = []
    free_from = 0
    for n, word in enumerate(words):
        if n >= free_from or overlapping:
            is_empty = word.lower in EMPTY_WORDS
            for phrase, name in phrases.get(stems[n], ()):
                size = len(phrase)
                if size == 1 and is_empty:
                    continue  # "does" is no DOE, "not" no note
                if size > 1 and tuple(stems[n : n + size]) != phrase:
                    continue
                found.append(Term(name, n, n + size))
                free_from = max(free_from, n + size)
                if not overlapping:
                    break
        if n < free_from and not overlapping:
            continue
        found += [Term(part, n, n + 1) for part in _plain(word.lower, stems[n])]
    return found


def _plain(lower: str, whole: str) -> list[str]:
    if lower in EMPTY_WORDS or whole in _empty_stems() or lower in NUMBER_WORDS or not lower[0].isalpha():
        if not lower[0].isalnum() or lower[0].isdigit():
            parts = [part for part in _SPLIT.split(lower) if part.isalpha() and part not in EMPTY_WORDS]
            return [stem(part) for part in parts]
        return []
    if "-" in lower or "/" in lower:
        parts = [part for part in _SPLIT.split(lower) if part and part not in EMPTY_WORDS]
        names = []
        for part in parts:
            one = stem(part)
            grouped = [name for phrase, name in _phrases().get(one, ()) if len(phrase) == 1]
            names += grouped or (
                [one] if len(part) > 1 and part.isalpha() and part not in NUMBER_WORDS else []
            )
        return names
    return [whole] if len(whole) > 1 else []  # the "w" of "w/" and other single letters say nothing
