"""Reads the sections out of a plain answer with headings ("Subjective:") while it is still being written."""

from __future__ import annotations

import re

from desktop.domain.note import Section
from desktop.drafting.endpoint.reading import Reading

HEADING = re.compile(
    r"^[ \t]*(?:\#{1,6}[ \t]*)?(?:\*\*|__)?[ \t]*"
    r"(?:(?P<name>subjective|objective|assessment|plan)|(?-i:(?P<letter>[SOAP])(?=[ \t]*(?:\*\*|__)?[ \t]*:)))"
    r"[ \t]*(?:\([a-z]{1,12}\)[ \t]*)?(?:\*\*|__)?[ \t]*(?::[ \t]*(?:\*\*|__)?[ \t]*|$)",
    re.IGNORECASE | re.MULTILINE,
)
"""A section's name at the start of a line, followed by a colon or alone on the line, with or without Markdown.
"Assessment and Plan:" is deliberately none: what belongs to which of the two would be a guess."""

_START_OF_HEADING = re.compile(r"[ \t#*_]*(?P<letters>[a-z]*)[ \t*_]*(?:\([a-z]*\)?)?[ \t*_]*", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*```\w*[ \t]*$", re.MULTILINE)


def read_headings(written: str, *, whole: bool) -> Reading:
    """The sections so far; whole: no more text will come. Text before the first heading is left out."""
    if not whole:
        written = _without_open_line(written)
    written = _FENCE.sub("", written)
    found = list(HEADING.finditer(written))
    texts: dict[Section, str] = {}
    for index, heading in enumerate(found):
        section = _section(heading)
        if section in texts:
            return Reading({}, frozenset(), whole, problem=f"it has the heading {section.label} twice")
        end = found[index + 1].start() if index + 1 < len(found) else len(written)
        texts[section] = written[heading.end() : end]
    last = _section(found[-1]) if found and not whole else None
    return Reading(texts, frozenset(texts) - {last}, whole)


def _section(heading: re.Match[str]) -> Section:
    letter = (heading["name"] or heading["letter"])[0].lower()
    return next(section for section in Section if section.value.startswith(letter))


def _without_open_line(written: str) -> str:
    """Without a last line that may yet turn out to be a heading or the end of a fence."""
    start = written.rfind("\n") + 1
    line = written[start:]
    begun = _START_OF_HEADING.fullmatch(line)
    undecided = (begun is not None and _could_be_name(begun["letters"])) or line.strip(" \t").startswith("`")
    return written[:start] if undecided else written


def _could_be_name(letters: str) -> bool:
    return any(section.value.startswith(letters.casefold()) for section in Section)
