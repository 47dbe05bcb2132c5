"""Drafts the note of a visit from its words as they stand on screen."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.context import VisitContext
from desktop.domain.drafting import Drafter, DraftEvent, DraftRequest
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section
from desktop.domain.pseudonyms import NOTHING_KNOWN, KnownIdentifiers
from desktop.domain.specialty import Specialty, Template
from desktop.transcripts import read_text
from desktop.workflow.draft import draft_note
from desktop.workflow.pseudonyms import Vault, private_drafter


@dataclass(frozen=True, slots=True)
class VisitWords:
    """What a draft is made from: the transcript as typed, the layout, the context, the note so far.

    known: what identifies the people of this visit, for text that leaves this computer.
    """

    text: str
    specialty: Specialty
    template: Template
    context: VisitContext
    sections: tuple[Section, ...]
    note_so_far: Note
    known: KnownIdentifiers = NOTHING_KNOWN

    def request(self) -> DraftRequest:
        """The same as a drafter takes it. Reads the transcript, so not for the GUI thread."""
        return DraftRequest(
            transcript=read_text(self.text),
            specialty=self.specialty,
            template=self.template,
            context=self.context,
            sections=self.sections,
            note_so_far=self.note_so_far,
        )


def draft_visit(words: VisitWords, drafter: Drafter, vault: Vault | None = None) -> Job[DraftEvent, Note]:
    """Write the sections that are asked for. Raises as draft_note does.

    vault: where the drafter's endpoint is not on this computer; identifiers then leave as tokens.
    """
    return (
        yield from draft_note(words.request(), drafter if vault is None else private_drafter(drafter, vault))
    )
