"""A note from elsewhere as plain text: its sections by their headings, and the day of its visit when it says so."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from desktop.domain.errors import FileUnreadable
from desktop.domain.imports import DateOrder, PastNote
from desktop.domain.note import Section
from desktop.imports.dates import read_appointment_day
from desktop.imports.decoding import content_of, decoded
from desktop.language.headings import LETTER_SETS, ORDERS_OR_RESULTS, SECTION_OF
from desktop.language.plain_text import clean_text

LONGEST_NOTE_CHARS = 500_000

_HEADING = re.compile(
    r"\s*(?:#{1,6}\s*|\*\*)?([A-Za-z][A-Za-z&/ -]{0,40}?)\s*(?:\*\*)?\s*(?::(?:\*\*)?\s*(.*)|$)"
)
_NAMES_OF_SECTIONS = frozenset(section.value for section in Section)
_SOAP_LETTERS = LETTER_SETS[0]
_DATED = re.compile(
    r"\s*(?:date|date of (?:service|visit|encounter)|visit date|encounter date|dos|seen on)\s*[:-]\s*(.+?)\s*",
    re.IGNORECASE,
)
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_LINES_OF_THE_TOP = 20


def read_past_note(path: Path, order: DateOrder | None = None) -> PastNote:
    """The note in a text file; its text is taken as it is, none of it is left out.

    Text before the first heading, and a text without headings, stand under Subjective. order: what a person said
    about dates that can be read in two ways. Raises FileUnreadable.
    """
    content = content_of(path)
    text = clean_text(decoded(content)).strip()
    if len(text) > LONGEST_NOTE_CHARS:
        raise FileUnreadable(
            f"The file has more than {LONGEST_NOTE_CHARS:,} characters. A file may hold one visit: split it."
        )
    if not text:
        raise FileUnreadable("The file holds no text. Choose another one.")
    texts, has_headings = _sections(text)
    return PastNote(
        texts=texts,
        day=_day(text, path.stem, order),
        has_headings=has_headings,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _sections(text: str) -> tuple[dict[Section, str], bool]:
    lines: dict[Section, list[str]] = {section: [] for section in Section}
    section, has_headings = Section.SUBJECTIVE, False
    for line in text.split("\n"):
        found = _heading(line, section)
        if found is None:
            lines[section].append(line)
            continue
        section, is_section_name, rest = found
        has_headings = True
        # The name of a section is what the pane above the text says already; every other heading is part of the text.
        kept = rest if is_section_name else line
        if kept.strip():
            lines[section].append(kept)
    joined = {each: "\n".join(lines[each]).strip() for each in Section}
    return {each: words for each, words in joined.items() if words}, has_headings


def _heading(line: str, under: Section) -> tuple[Section, bool, str] | None:
    """(the section that follows, whether it is called by its own name, the words after the colon)."""
    match = _HEADING.fullmatch(line)
    if match is None:
        return None
    said, rest = " ".join(match[1].lower().split()), match[2]
    has_colon = rest is not None
    if has_colon and said in _SOAP_LETTERS:
        section = _SOAP_LETTERS[said]
        return None if section is None else (section, True, rest or "")
    if said not in SECTION_OF or (under is Section.PLAN and said in ORDERS_OR_RESULTS):
        return None
    section = SECTION_OF[said]
    return section or Section.SUBJECTIVE, said in _NAMES_OF_SECTIONS, rest or ""


def _day(text: str, name: str, order: DateOrder | None) -> date | None:
    for line in text.split("\n")[:_LINES_OF_THE_TOP]:
        if match := _DATED.fullmatch(line):
            return read_appointment_day(match[1], order)
    in_name = _DATE_IN_NAME.search(name)
    return read_appointment_day(in_name[1], order) if in_name else None
