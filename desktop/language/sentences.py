"""Splits the text of a note into its sentences: lines, list items and full stops that end one."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])[\"”')\]]*(?=\s+(?:[\"“'(\[]*[A-Z0-9•*-]))|\n+|;(?=\s)")
_NOT_AN_END = re.compile(
    # After a figure "g.", "L." and "min." are units, and "no." means number only before one.
    r"(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|vs|nos?(?=\.\s+\d)|approx|e\.g|i\.e|etc|fig|jr|sr|inc|max|mt|(?<!\d\s)(?:min|[A-Z]))\.(?=\s|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\s*(?:(?:[-*•–]|\(?\d{1,2}[.)]|[a-z]\))\s+)?")


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The spans [start, end) of the sentences, without list marks and numbering before and blanks around them."""
    spans: list[tuple[int, int]] = []
    begun = 0
    for match in _END.finditer(text):
        if match.group()[:1] not in {"\n", ";"} and (
            _is_abbreviated(text, begun, match.start()) or _is_numbering(text[begun : match.start()])
        ):
            continue
        _add(spans, text, begun, match.end())
        begun = match.end()
    _add(spans, text, begun, len(text))
    return spans


def _is_abbreviated(text: str, begun: int, end: int) -> bool:
    """True when the stop before end belongs to an abbreviation; what follows it is looked at too."""
    last = text.rfind(" ", begun, end) if end > begun else begun
    at = max(begun, last)
    found = _NOT_AN_END.search(text, max(begun, at - 2), end + 8)
    return found is not None and found.end() == end


def _is_numbering(text: str) -> bool:
    return re.fullmatch(r"\s*\d{1,2}\.", text) is not None


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in text[start:end]):
        spans.append((start, end))
