"""Reads the words of a diagnosis the way codes are searched: one form for each word, and what is denied marked.

The table is built with the same reading, so that what is typed and what is indexed meet.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from desktop.language.number_words import word_set

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+[a-z]?(?![a-z\d])|\d+|[a-z]\d[a-z\d]*")
_NEGATES = frozenset({"without", "no", "not", "w/o"})
_NEGATES_NEXT = "non"
_ENDS_NEGATION = frozenset({",", ";", ".", "(", ")", "with"})
_TOKEN = re.compile(rf"w/o|[,;.()]|{_WORD.pattern}")
_LITTLE = word_set(
    "of in the a an and or to for due by on at from with as is be her his their this that which since "
    "into during per via patient pt has have had likely w her she he"
)
"""Words that say nothing about which code is meant."""

_KEPT_S = ("ss", "us", "is", "os", "ous", "sis", "tis")


class Term(NamedTuple):
    """One word in its searched form. denied: it stands after "without" or "no"."""

    word: str
    denied: bool


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEPT_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("aches"):
        return word[:-1]
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]


@cache
def _same() -> dict[str, str]:
    """Each other form to the one that is searched; both sides in the singular."""
    text = (resources.files("resources") / "codes" / "same_words.tsv").read_text(encoding="utf-8")
    same: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, others = line.split("\t")
            same.update(dict.fromkeys((_singular(other) for other in others.split()), _singular(word)))
    return same


@cache
def searched_form(word: str) -> str:
    """A lower-case word in the one form that is searched: singular, without 's, "renal" as "kidney"."""
    plain = _singular(word.removesuffix("'s").replace("'", ""))
    return _same().get(plain, plain)


def terms(text: str) -> list[Term]:
    """The words of a text that say which diagnosis is meant, in order, each in its searched form.

    >>> terms("Type II diabetes without complications")
    [Term(word='type', denied=False), Term(word='2', denied=False), Term(word='diabete', denied=False), Term(word='complication', denied=True)]
    """
    found: list[Term] = []
    denied = next_denied = False
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        if token in _NEGATES:
            denied = True
        elif token == _NEGATES_NEXT:
            next_denied = True
        elif token in _ENDS_NEGATION:
            denied = False
        elif token not in _LITTLE:
            found.append(Term(searched_form(token), denied or next_denied))
            next_denied = False
    return found
