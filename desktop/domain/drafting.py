"""What a drafter is asked for and what it says while it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.domain.context import VisitContext
from desktop.domain.jobs import Job
from desktop.domain.jobs import Waiting as Waiting  # noqa: PLC0414 - part of DraftEvent, exported here
from desktop.domain.note import Note, Section
from desktop.domain.specialty import Specialty, Template
from desktop.domain.transcript import Transcript

ALL_SECTIONS: tuple[Section, ...] = tuple(Section)


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """A visit's words, how its note is to be laid out, and what is known about the patient.

    sections: which to write; fewer than four when a provider regenerates one.
    note_so_far: the other sections as they stand, for a drafter that reads them when it regenerates.
    """

    transcript: Transcript
    specialty: Specialty
    template: Template
    context: VisitContext
    sections: tuple[Section, ...] = ALL_SECTIONS
    note_so_far: Note | None = None


@dataclass(frozen=True, slots=True)
class SectionStarted:
    """The drafter begins a section; its earlier text from this job, if any, is void."""

    section: Section


@dataclass(frozen=True, slots=True)
class TextAdded:
    """Text to append to the section as it stands."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class SectionDone:
    """The section is complete; text is all of it (empty: nothing was said for it)."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class DraftRestarted:
    """What was written so far in this job is void and is written again (a stream was cut, once)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One plain sentence for the person, about how the note is made. Holds no patient data."""

    text: str


@dataclass(frozen=True, slots=True)
class NoteDone:
    """The whole note is complete. Nothing before this event is a note."""

    note: Note


DraftEvent = SectionStarted | TextAdded | SectionDone | DraftRestarted | Notice | Waiting | NoteDone


class Drafter(Protocol):
    """Writes a note from a transcript: offline on this device, or an endpoint."""

    @property
    def engine(self) -> str:
        """How the screens and the records name it: "offline", or "endpoint: HOST, MODEL"."""
        ...

    def draft(self, request: DraftRequest) -> Job[DraftEvent, Note]:
        """Write the requested sections. The last event is NoteDone; its note is also returned.

        Raises InputError when there is nothing to write a note from, EndpointError when an endpoint
        fails. Text that was streamed before an error is incomplete and never a note.
        """
        ...
