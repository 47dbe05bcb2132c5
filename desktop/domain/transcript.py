"""A transcript: what was said in a visit, in order, as segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Speaker(StrEnum):
    """Who said a segment. UNKNOWN is an honest answer; it is never guessed away here."""

    PROVIDER = "provider"
    PATIENT = "patient"
    OTHER = "other"
    UNKNOWN = "unknown"


def clock(position_ms: int) -> str:
    """A moment of a recording as it is written: "00:04", "1:02:03"."""
    seconds = position_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes:02d}:{seconds % 60:02d}"


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

    def tagged(self) -> str:
        """The segment as a person edits it: "[00:04] Provider: What brings you in?".

        The time stands there when it is known; the tag when the speaker is, or to end the turn before.
        """
        if self.start_ms is None:
            unknown = self.speaker is Speaker.UNKNOWN
            return self.text if unknown else f"{self.speaker.value.capitalize()}: {self.text}"
        tag = "Speaker" if self.speaker is Speaker.UNKNOWN else self.speaker.value.capitalize()
        return f"[{clock(self.start_ms)}] {tag}: {self.text}"


_GAP = re.compile(r"\[gap \d+\.\d s\]")


def gap_mark(lasted_ms: int) -> str:
    """The text of a segment that says that sound is missing: "[gap 0.3 s]"."""
    return f"[gap {lasted_ms / 1000:.1f} s]"


@dataclass(frozen=True, slots=True)
class Transcript:
    """The ordered segments of one visit. A segment is named by its index."""

    segments: tuple[Segment, ...] = ()

    @property
    def without_gap_marks(self) -> Transcript:
        """The same segments, with no text in those that only say that sound is missing: nobody said that."""
        return Transcript(
            tuple(replace(each, text="") if _GAP.fullmatch(each.text) else each for each in self.segments)
        )

    @property
    def text(self) -> str:
        """The words alone, one segment a line, without speakers."""
        return "\n".join(segment.text for segment in self.segments)

    def tagged(self) -> str:
        """The text as a person edits it, a segment a line, as Segment.tagged gives it."""
        return "\n".join(segment.tagged() for segment in self.segments)
