"""A visit in plain words for the patient, every line of it resting on a place of the note."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.note import Section


class Block(StrEnum):
    """The parts of a summary, in the order in which a patient reads them."""

    FOUND = "found"
    MEDICINES = "medicines"
    DO = "do"
    NEXT = "next"
    CALL = "call"

    @property
    def heading(self) -> str:
        """As the patient reads it."""
        return _HEADINGS[self]


_HEADINGS = {
    Block.FOUND: "What we found",
    Block.MEDICINES: "Your medicines",
    Block.DO: "What to do",
    Block.NEXT: "Next steps",
    Block.CALL: "When to call",
}


class Addressee(StrEnum):
    """Who reads the summary: the patient, a child's parent, or the owner of an animal."""

    PATIENT = "patient"
    PARENT = "parent"
    OWNER = "owner"

    @property
    def patient(self) -> str:
        """What the patient is called to the one who reads."""
        return {Addressee.PATIENT: "you", Addressee.PARENT: "your child", Addressee.OWNER: "your pet"}[self]


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Characters [start, end) of a section's text."""

    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line. place: the words of the note it rests on; None when nobody traced it.

    problem: why the note does not bear this line out, in words; empty when it does as far as the checks see.
    """

    block: Block
    text: str
    place: NotePlace | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """lines: in the order of the blocks. origin: "offline", "endpoint: HOST, MODEL" or "provider".

    language: of the words, as a BCP 47 tag. is_translated: a model wrote it in that language.
    """

    lines: tuple[SummaryLine, ...]
    origin: str = "offline"
    language: str = "en"
    is_translated: bool = False

    def of(self, block: Block) -> tuple[SummaryLine, ...]:
        """The lines of one block."""
        return tuple(line for line in self.lines if line.block is block)

    @property
    def text(self) -> str:
        """The whole as plain text: headings, and a bullet for each line."""
        parts = [
            "\n".join((block.heading, *(f"• {line.text}" for line in self.of(block))))
            for block in Block
            if self.of(block)
        ]
        return "\n\n".join(parts)
