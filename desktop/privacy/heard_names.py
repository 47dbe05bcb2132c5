"""Names that the visit knows as they are called and heard: nicknames, spelled out, misheard by a letter, split in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from rapidfuzz.distance import Levenshtein

from desktop.privacy.strange_words import is_strange
from desktop.privacy.word_lists import TITLES_AND_DEGREES, word_lists

_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?")
_LETTERS = re.compile(r"(?<![\w'’])[^\W\d_](?:(?:[\s.,-]{1,3}| as in \w+[\s,]{1,2})[^\W\d_](?![\w'’]))+")
_AS_IN = re.compile(r" as in \w+", re.IGNORECASE)
_SHORTEST_MISHEARD = 5
_SHORTEST_MISHEARD_TWICE = 8
_SHORTEST_SPLIT = 6
_SHORTEST_SPELLED = 3


@cache
def _groups() -> dict[str, tuple[frozenset[str], ...]]:
    text = (resources.files("resources") / "identifiers" / "nicknames.txt").read_text(encoding="utf-8")
    groups: dict[str, tuple[frozenset[str], ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            group = frozenset(line.split())
            for name in group:
                groups[name] = (*groups.get(name, ()), group)
    return groups


def called(given: str) -> frozenset[str]:
    """What else the bearer of a given name is called: short forms, and the name that it is short for.

    >>> sorted(called("Mitch"))
    ['mitchell']
    """
    lower = given.casefold()
    return frozenset().union(*_groups().get(lower, ())) - {lower}


def heard_as(text: str, part: str) -> Iterator[tuple[int, int]]:
    """Where a text may hold a part of a name as somebody spelled it, or as a recognizer misheard it.

    A word that the program knows as an ordinary or clinical one is never taken for a misheard name.
    """
    lower = part.casefold()
    yield from _spelled_out(text, lower)
    if len(lower) < _SHORTEST_MISHEARD or not lower.isalpha():
        return
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        said = word.group().casefold()
        if _is_misheard(said, lower):
            yield word.span()
        elif before is not None and text[before.end() : word.start()] in {" ", "-"}:
            first = before.group().casefold()
            if _is_split(first, said, lower):
                yield before.start(), word.end()
        before = word


def _spelled_out(text: str, part: str) -> Iterator[tuple[int, int]]:
    if len(part) < _SHORTEST_SPELLED:
        return
    for found in _LETTERS.finditer(text):
        letters = re.sub(r"[^\w]", "", _AS_IN.sub("", found.group())).casefold()
        if part in letters:
            yield found.span()


def _is_misheard(said: str, part: str) -> bool:
    if abs(len(said) - len(part)) > 2 or said == part or len(said) < _SHORTEST_MISHEARD - 1:
        return False
    most = 2 if len(part) >= _SHORTEST_MISHEARD_TWICE else 1
    near = Levenshtein.distance(said, part, score_cutoff=most) <= most or _sound(said) == _sound(part)
    return near and is_strange(said) and said not in TITLES_AND_DEGREES


def _is_split(first: str, second: str, part: str) -> bool:
    joined = first + second
    if len(part) < _SHORTEST_SPLIT or abs(len(joined) - len(part)) > 1 or min(len(first), len(second)) < 2:
        return False
    ordinary = word_lists().ordinary
    both_words = first in ordinary and second in ordinary
    most = 0 if both_words else 1
    return Levenshtein.distance(joined, part, score_cutoff=most) <= most and not (
        both_words and min(len(first), len(second)) < 3
    )


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"^(?:kn|gn)", "n"), (r"^wr", "r"), (r"ck|qu|q|ch(?=[rl])", "k"), (r"c(?=[eiy])", "s"), (r"c(?!h)", "k"),
        (r"z", "s"), (r"x", "ks"), (r"gh(?=$|t)", ""), (r"tch", "ch"), (r"dge?", "j"), (r"(?<=[aeiou])h", ""), (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"), (r"a$", ""),
    )
)  # fmt: skip


@cache
def _sound(word: str) -> str:
    """A rough key of how a name sounds in English: equal for "Stephens" and "Stevens" but for the v."""
    key = word
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key.replace("v", "f")
