"""Clinical words into plain ones, by a table of our own."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_SIGNS = (
    (re.compile(r"\s*≥\s*"), " at least "),
    (re.compile(r"\s*≤\s*"), " at most "),
    (re.compile(r"\s*→\s*"), " to "),
)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    text = files("resources").joinpath("plain_words", "glossary.tsv").read_text(encoding="utf-8")
    plain = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    entries = "|".join(re.escape(entry) for entry in sorted(plain, key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?:{entries})(?![\w-])", re.IGNORECASE), plain


def plain_words(text: str) -> str:
    """The text with plain words for the clinical ones that the table has. Numbers and names stay as they are.

    A word is explained in brackets the first time only. An abbreviation in capitals that is also an ordinary
    word ("PO", "OD") is taken for the abbreviation.
    """
    pattern, plain = _table()
    explained: set[str] = set()

    def replaced(found: re.Match[str]) -> str:
        words = plain[found.group().lower()]
        if words in explained:
            words = re.sub(r" \([^)]*\)$", "", words)
        explained.add(words)
        starts = found.start() == 0 or text[: found.start()].rstrip()[-1:] in {".", ":", "\n"}
        is_capital = found.group()[0].isupper() and starts
        return words[0].upper() + words[1:] if is_capital else words

    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    return " ".join(pattern.sub(replaced, text).split())
