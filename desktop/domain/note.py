"""A SOAP note: four sections of plain text, and what each sentence of them rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

NOT_STATED = "Not stated in this visit."
"""What a screen or a printout shows, greyed, for a section with no text. It is never stored as text."""


class Section(StrEnum):
    """The four sections, in the order in which they are written."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"

    @property
    def label(self) -> str:
        """The section's name on screen."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Source:
    """A span of one transcript segment: characters [start, end) of segments[segment].text."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a section, at characters [start, end) of the section's text, and its sources."""

    section: Section
    start: int
    end: int
    sources: tuple[Source, ...] = ()


def _no_texts() -> Mapping[Section, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Note:
    """The text of each section (absent or empty: not stated) and the statements a drafter traced.

    not_placed: things said that matter (a drug, a dose, an allergy, a red flag, a date) and that the
    drafter could not file under a section, in the words that were said.
    """

    texts: Mapping[Section, str] = field(default_factory=_no_texts)
    statements: tuple[Statement, ...] = ()
    not_placed: tuple[str, ...] = ()

    def __getitem__(self, section: Section) -> str:
        return self.texts.get(section, "")

    @property
    def is_empty(self) -> bool:
        """True when no section holds a word."""
        return not any(text.strip() for text in self.texts.values())
