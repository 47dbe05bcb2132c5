"""What a half-written answer is known to say."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.note import Section


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an answer so far, or at its end.

    texts: each section that has begun, in the answer's order. finished: those that will not change any more.
    whole: the answer is closed. problem: why it can never be read as a note, in words; empty when it can.
    has_more: it holds text outside the sections that were asked for.
    """

    texts: dict[Section, str]
    finished: frozenset[Section]
    whole: bool = False
    problem: str = ""
    has_more: bool = False
