"""What a draft has shown so far, so that it can be shown again after a restart."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.drafting import DraftEvent, DraftRestarted, SectionDone, SectionStarted, TextAdded
from desktop.domain.note import Section


class Board:
    """The sections, or first parts of sections, that are safe: written whole and checked.

    parts_announced: in how many parts the person was told that the visit is drafted; 1 when nothing was said.
    """

    def __init__(self) -> None:
        self.texts: dict[Section, str] = {}
        self.parts_announced = 1
        self._done: set[Section] = set()

    def restart(self, reason: str) -> Iterator[DraftEvent]:
        """Void what is shown, and show again what is safe."""
        yield DraftRestarted(reason)
        for section, text in self.texts.items():
            yield SectionStarted(section)
            if text:
                yield TextAdded(section, text)
            if section in self._done:
                yield SectionDone(section, text)

    def append(self, section: Section, text: str) -> Iterator[DraftEvent]:
        """Add what a further part of the visit says to a section that was begun."""
        if not text:
            return
        before = self.texts[section]
        addition = f"\n{text}" if before else text
        self.texts[section] = before + addition
        yield TextAdded(section, addition)

    def close(self, section: Section) -> None:
        """Mark a section as complete: nothing is added to it any more."""
        self._done.add(section)
