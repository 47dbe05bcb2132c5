"""Reads whether a condition is there now, was there once, or is a relative's, and which code says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import NamedTuple

from desktop.coding.fitting import within


class Whose(StrEnum):
    """Whose condition it is, and when."""

    NOW = "the patient's"
    SAID_AS_HISTORY = "history of"
    PAST = "the patient's once"
    RELATIVE = "a relative's"


class Said(NamedTuple):
    """Whose condition is named, and the words that name it alone."""

    whose: Whose
    condition: str


_KIN = (
    r"(?:mothers?|mom|mum|mother|fathers?|dad|parents?|brothers?|sisters?|siblings?|half[- ](?:brother|sister)|twin|sons?|daughters?|aunts?|uncles?"
    r"|cousins?|nephews?|nieces?|grand(?:mothers?|fathers?|parents?|aunts?|uncles?|ma|pa)|m\.?g\.?[mf]\.?|p\.?g\.?[mf]\.?|family members?|(?:first|second)[- ]degree relatives?|relatives?)"
)
_FAMILY = re.compile(
    r"\b(?:(?:strong(?:ly)? |positive |significant )*(?:family (?:medical )?(?:history|hx)|fhx|fh)\b(?: is| was)?(?: (?:strongly )?(?:positive|significant|remarkable|notable))?(?: (?:for|of))?:?"
    rf"|(?:(?:his|her|their|the|patient's|multiple|many|several|one|two|three|four|five|a|both|maternal|paternal|older|younger|late) )*{_KIN}\b"
    r"|(?:on|in|from) (?:the |his |her |both )?(?:maternal|paternal|mother's|father's|mom's|dad's|sides?)(?: sides?)?(?: of (?:the |his |her )?family)?"
    r"|(?:maternal|paternal)(?: sides?)?|(?:runs )?in (?:the|his|her|my) family)(?=\W|$)"
)
_NOT_KIN = re.compile(
    r"\b(?:death|loss|los[te]|grie\w*|bereav\w*|conflict|lives?|living|caring|cares?|caregiver|carer|abus\w+|argu\w+|relationship|relational|estrange\w*|separat\w+"
    r"|neglect|maltreatment|pregnan\w*|newborn|breast ?feed\w*|worried|birth|counsel\w*|stress\w*|discord|problems? with|exposure|smok\w+ (?:around|in))\b"
)
_KIN_VERBS = re.compile(
    r"\b(?:has|have|had|with|(?:passed away|died|dying|deceased)(?: (?:of|from|due to|with))?|was|were|is|are|who|also|an?|diagnosed(?: with)?|suffer(?:s|ed)?(?: from)?|history of|h/o"
    r"|complications (?:of|from)|at (?:the )?age (?:of )?\d+|age \d+|in (?:his|her|their|the)? ?\d0'?s|unknown type|positive for|significant for|affecting|an)\b"
)
_STRONG = re.compile(
    r"\b(?:(?:remote|distant|past|prior|previous)(?: (?:medical )?history of)?|previously|formerly|former|(?:in|from) the (?:distant |remote |recent )?past|(?:many |several |some |\d+ )?years? ago"
    r"|(?:some )?(?:time|long) ago|as a (?:child|kid|teen\w*)|in childhood|no longer|(?:now |has |have )?resolved|(?:successfully |was )?treated (?:by|with) (?:radiation|surgery|chemo\w*|resection)"
    r"|(?:but )?quit(?: (?:in \d{4}|drinking|alcohol|using))?|in (?:full |sustained |early )*remission)\b|^old "
)
_HISTORY = re.compile(
    r"\b(?:(?:personal )?(?:medical )?history (?:of|for)|hx (?:of|for)|personal history)\b|^(?:history|hx) (?!and\b)|\bstatus[- ]post\b"
)
_LASTS = "lasts"
_NONE = "-"


class _Becomes(NamedTuple):
    extent: str
    relative: str
    past: str
    lasts: bool


@cache
def _table() -> tuple[_Becomes, ...]:
    text = (resources.files("resources") / "codes" / "history_codes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_Becomes(row[0], row[1], row[2], _LASTS in row[3:]) for row in rows)


def said_of(text: str) -> Said:
    """Whose condition an opened phrase names.

    >>> said_of("father had prostate malignant neoplasm")
    Said(whose=<Whose.RELATIVE: "a relative's">, condition='prostate malignant neoplasm')
    """
    if _FAMILY.search(text) and not _NOT_KIN.search(text):
        condition = _tidy(_KIN_VERBS.sub(" ", _FAMILY.sub(" ", text)))
        return Said(Whose.RELATIVE, condition) if condition else Said(Whose.NOW, text)
    for pattern, whose in ((_STRONG, Whose.PAST), (_HISTORY, Whose.SAID_AS_HISTORY)):
        if pattern.search(text):
            condition = _tidy(_HISTORY.sub(" ", _STRONG.sub(" ", text)))
            return Said(whose, condition) if condition else Said(Whose.NOW, text)
    return Said(Whose.NOW, text)


def _tidy(text: str) -> str:
    return " ".join(re.sub(r"^[\s,.:;-]+|[\s,.:;-]+$", "", text).split())


def code_then(code: str, whose: Whose) -> str | None:
    """What a condition's code becomes; None where it stays as it is or the classification has nothing for it."""
    fitting = [row for row in _table() if within(code, row.extent)]
    if whose is Whose.NOW or not fitting:
        return None
    row = fitting[-1]
    if whose is Whose.RELATIVE:
        return None if row.relative == _NONE else row.relative
    if row.past == _NONE or (row.lasts and whose is Whose.SAID_AS_HISTORY):
        return None
    return row.past


def all_codes() -> Iterable[str]:
    """Every code that the table leads to, for checking that each exists."""
    return sorted({code for row in _table() for code in (row.relative, row.past) if code != _NONE})
