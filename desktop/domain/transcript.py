"""A transcript: what was said in a visit, in order, as segments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Who said a segment. UNKNOWN is an honest answer; it is never guessed away here."""

    PROVIDER = "provider"
    PATIENT = "patient"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of speech or typed text by one speaker.

    text: plain text, NFC, no control characters but newline and tab.
    start_ms, end_ms: milliseconds from the start of the recording; None where there is no recording.
    """

    text: str
    speaker: Speaker = Speaker.UNKNOWN
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """The ordered segments of one visit. A segment is named by its index."""

    segments: tuple[Segment, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, one segment a line, without speakers."""
        return "\n".join(segment.text for segment in self.segments)

    @property
    def is_dialogue(self) -> bool:
        """True when at least two different known speakers talk."""
        known = {segment.speaker for segment in self.segments} - {Speaker.UNKNOWN}
        return len(known) > 1

    def tagged(self) -> str:
        """The text as a person edits it: a speaker tag before each segment whose speaker is known."""
        return "\n".join(
            segment.text
            if segment.speaker is Speaker.UNKNOWN
            else f"{segment.speaker.value.capitalize()}: {segment.text}"
            for segment in self.segments
        )
