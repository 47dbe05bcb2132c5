"""How much must have been said before a note can honestly be made from it."""

from __future__ import annotations

from desktop.domain.errors import TranscriptTooShort
from desktop.domain.transcript import Transcript

MINIMUM_TRANSCRIPT_CHARS = 50
"""Characters without speaker tags, runs of blanks counted as one."""


def require_enough(transcript: Transcript) -> None:
    """Raise TranscriptTooShort when the transcript has fewer than MINIMUM_TRANSCRIPT_CHARS characters."""
    count = len(" ".join(transcript.text.split()))
    if count < MINIMUM_TRANSCRIPT_CHARS:
        raise TranscriptTooShort(
            f"The transcript has {count} characters and a note needs at least {MINIMUM_TRANSCRIPT_CHARS}; "
            "add what was said in the visit."
        )
