"""Drafts a note from the words of a visit: the one road that the window and the command line take."""

from __future__ import annotations

from desktop.domain.drafting import Drafter, DraftEvent, DraftRequest
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import Job
from desktop.domain.note import Note
from desktop.domain.transcript import Transcript
from desktop.language.clinical import has_clinical_content
from desktop.transcripts import require_enough


def check_words(transcript: Transcript) -> None:
    """Refuse words that no note can honestly be made from. Raises TranscriptTooShort or NothingClinical."""
    require_enough(transcript)
    if not has_clinical_content(transcript):
        raise NothingClinical(
            "Nothing in these words belongs in a clinical note; check that this is the right transcript, or type the note."
        )


def draft_note(request: DraftRequest, drafter: Drafter) -> Job[DraftEvent, Note]:
    """Write the sections that the request asks for, after check_words: nothing is sent or written before it.

    Raises as check_words and the drafter do; text that was streamed before an error is incomplete and never a note.
    """
    check_words(request.transcript)
    return (yield from drafter.draft(request))
