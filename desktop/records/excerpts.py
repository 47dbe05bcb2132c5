"""Cuts one line out of a text around what a search found in it."""

from __future__ import annotations

import re

from desktop.domain.history import Excerpt, Place

OPEN, CLOSE = "\x02", "\x03"
"""Around each find, as the index is told to mark them. No stored text holds them: clean_text removes control characters."""

_BEFORE_CHARS = 60
_AFTER_CHARS = 120
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_SPACE = re.compile(r"\s")


def excerpt(place: Place, marked: str) -> Excerpt:
    """The words around the first find of a text that has one."""
    first = marked.index(OPEN)
    begin, end = max(0, first - _BEFORE_CHARS), min(len(marked), first + _AFTER_CHARS)
    end = max(end, marked.find(CLOSE, first) + 1)
    if begin:
        begin = _after_space(marked, begin, first)
    if end < len(marked):
        end = max(_before_space(marked, end), marked.find(CLOSE, first) + 1)
    window = _SPACE.sub(" ", marked[begin:end])
    text, spans, position = "…" if begin else "", [], 0
    for match in _MARKED.finditer(window):
        text += _unmarked(window[position : match.start()])
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        position = match.end()
    text += _unmarked(window[position:]) + ("…" if end < len(marked) else "")
    return Excerpt(place, text, tuple(spans))


def _after_space(text: str, begin: int, limit: int) -> int:
    """The first beginning of a word from begin on; begin itself in a text without spaces."""
    space = _SPACE.search(text, begin, limit)
    return space.end() if space else begin


def _before_space(text: str, end: int) -> int:
    """The last end of a word before end; end itself in a text without spaces."""
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    return space if space > end - _BEFORE_CHARS else end


def _unmarked(text: str) -> str:
    """Without the mark of a find that the cut took the other mark from."""
    return text.replace(OPEN, "").replace(CLOSE, "")
