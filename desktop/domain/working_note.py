"""The note of a visit while it is being written: each section as it stands on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop.domain.note import Note, Section, Statement


@dataclass(frozen=True, slots=True)
class WorkingSection:
    """One section as it stands. edited: a person changed its text since the machine wrote it.

    origin: who wrote it, as in NoteVersion ("offline", "endpoint: HOST, MODEL", "provider").
    statements: only those of this section.
    """

    section: Section
    text: str
    edited: bool = False
    origin: str = "provider"
    statements: tuple[Statement, ...] = ()


def _no_sections() -> Mapping[Section, WorkingSection]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class WorkingNote:
    """The sections saved so far (absent: never saved) and what the drafter could not place."""

    sections: Mapping[Section, WorkingSection] = field(default_factory=_no_sections)
    not_placed: tuple[str, ...] = ()

    @property
    def note(self) -> Note:
        """The same words as a Note."""
        written = [self.sections[section] for section in Section if section in self.sections]
        return Note(
            texts={each.section: each.text for each in written if each.text},
            statements=tuple(statement for each in written for statement in each.statements),
            not_placed=self.not_placed,
        )

    @property
    def edited(self) -> frozenset[str]:
        """Names of the sections that a person edited, as NoteVersion has them."""
        return frozenset(each.section.value for each in self.sections.values() if each.edited)
