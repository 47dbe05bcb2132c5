"""How names and record numbers are compared: without case, accents, punctuation or Unicode form."""

from __future__ import annotations

import re
import unicodedata

from desktop.language.plain_text import clean_text

_LONGEST_QUERY_CHARS = 300  # no name is longer; a pasted page is not a search
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, base letters only, single spaces; punctuation becomes spaces."""
    return _SPACE.sub(" ", " ".join(_words(text))).strip()


def stored_terms(*texts: str) -> frozenset[str]:
    """Every term under which the texts are found: "O'Brien" as obrien, o and brien."""
    terms: set[str] = set()
    for text in texts:
        for token in text.split():
            words = _words(token)
            terms.update(words)
            terms.add("".join(words))
    return frozenset(terms - {""})


def query_terms(text: str) -> tuple[str, ...] | None:
    """The terms that must each begin a stored term. None: there is nothing to search for.

    An empty tuple means that something was typed in which there is no letter, digit or symbol.
    """
    if not text.strip():
        return None
    joined = ("".join(_words(token)) for token in clean_text(text[:_LONGEST_QUERY_CHARS]).split())
    return tuple(dict.fromkeys(term for term in joined if term))


def _words(text: str) -> list[str]:
    """Runs of folded characters between punctuation and spaces."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (
        " " if unicodedata.category(char)[0] in "PZC" else char
        for char in decomposed
        if unicodedata.category(char) not in ("Mn", "Cf")
    )
    return "".join(kept).translate(_WITHOUT_DECOMPOSITION).split()
