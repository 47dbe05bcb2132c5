"""How a note leaves the command line while it is written: as text, as one JSON object, or as a line per event."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TextIO

from desktop.domain.drafting import (
    DraftEvent,
    DraftRequest,
    DraftRestarted,
    Notice,
    SectionDone,
    SectionStarted,
    TextAdded,
)
from desktop.domain.note import NOT_STATED, Note, Section

INCOMPLETE = "[Incomplete: the text above is not a note.]"
More = Callable[[Note], dict[str, Any]]


def _no_more(_note: Note) -> dict[str, Any]:
    return {}


class NoteFormat(Protocol):
    """Receives a drafter's events, then exactly one of done and failed."""

    def show(self, event: DraftEvent) -> None:
        """Write what there is to write about one event."""
        ...

    def done(self, note: Note) -> None:
        """Write what is left, now that the note is whole."""
        ...

    def failed(self, reason: str) -> None:
        """Mark what was written as no note. reason: one sentence."""
        ...


class TextFormat:
    """The sections under their headings, each as it arrives.

    Sections are written in order: words for a later section wait until the one before is done.
    """

    def __init__(
        self, out: TextIO, request: DraftRequest, after: Callable[[Note], str] | None = None
    ) -> None:
        """after: what to write below a whole note."""
        self._out = out
        self._after = after
        self._headings = {
            section: request.template.section_names.get(section, section.label)
            for section in request.sections
        }
        self._begin()

    def _begin(self) -> None:
        self._waiting = list(self._headings)
        self._texts = dict.fromkeys(self._headings, "")
        self._done: set[Section] = set()
        self._shown = ""  # what stands under the heading of the first waiting section
        self._has_heading = False

    def show(self, event: DraftEvent) -> None:
        """Write the words that are next in order."""
        match event:
            case SectionStarted(section):
                self._texts[section] = ""
            case TextAdded(section, text):
                self._texts[section] += text
            case SectionDone(section, text):
                self._texts[section] = text
                self._done.add(section)
            case DraftRestarted(reason):
                self._void(reason)
            case _:
                return
        self._write_on()

    def done(self, note: Note) -> None:
        """Write what is left, and what the drafter could not place."""
        for section in self._headings:
            self._texts[section] = note[section]
            self._done.add(section)
        self._write_on()
        if note.not_placed:
            self._out.write("Said, and not placed in a section\n")
            self._out.writelines(f"- {words}\n" for words in note.not_placed)
        if self._after is not None:
            self._out.write(self._after(note))
        self._out.flush()

    def failed(self, reason: str) -> None:
        """Say that the words above are not a note; the reason stands on standard error."""
        del reason
        if self._has_written:
            self._out.write(f"\n\n{INCOMPLETE}\n")
            self._out.flush()

    @property
    def _has_written(self) -> bool:
        return self._has_heading or len(self._waiting) < len(self._headings)

    def _void(self, reason: str) -> None:
        if self._has_written:
            self._out.write(f"\n\n[The text above is void and is written again: {reason}]\n\n")
        self._begin()

    def _write_on(self) -> None:
        while self._waiting:
            section = self._waiting[0]
            text = self._texts[section]
            is_done = section in self._done
            if not (text or is_done):
                break
            if not self._has_heading:
                self._out.write(f"{self._headings[section]}\n")
                self._has_heading = True
            if not text.startswith(self._shown.rstrip()):
                self._out.write("\n[The text above is void; this section is written again:]\n")
                self._shown = ""
            self._out.write(text[len(self._shown) :])
            self._shown = text
            if not is_done:
                break
            self._out.write("\n\n" if text else f"{NOT_STATED}\n\n")
            del self._waiting[0]
            self._shown, self._has_heading = "", False
        self._out.flush()


class JsonFormat:
    """Nothing until the note is whole, then one object."""

    def __init__(self, out: TextIO, request: DraftRequest, engine: str, more: More | None = None) -> None:
        """more: further fields of the object of a whole note."""
        self._out = out
        self._request = request
        self._engine = engine
        self._more = more or _no_more

    def show(self, event: DraftEvent) -> None:
        """Keep quiet: a piece of a note is not a note."""

    def done(self, note: Note) -> None:
        """Write the object."""
        json.dump(
            note_object(note, self._request, self._engine) | self._more(note),
            self._out,
            ensure_ascii=False,
            indent=2,
        )
        self._out.write("\n")
        self._out.flush()

    def failed(self, reason: str) -> None:
        """Write nothing."""


class NdjsonFormat:
    """One object per line and event; the last one says whether there is a note."""

    def __init__(self, out: TextIO, request: DraftRequest, engine: str, more: More | None = None) -> None:
        """more: further fields of the object of a whole note."""
        self._out = out
        self._request = request
        self._engine = engine
        self._more = more or _no_more

    def show(self, event: DraftEvent) -> None:
        """Write the event's line; waiting has none."""
        match event:
            case TextAdded(section, text):
                self._line({"section": section.value, "content": text})
            case SectionStarted(section):
                self._line({"event": "section_started", "section": section.value})
            case SectionDone(section, text):
                self._line({"event": "section_done", "section": section.value, "text": text})
            case DraftRestarted(reason):
                self._line({"event": "restarted", "reason": reason})
            case Notice(text):
                self._line({"event": "notice", "text": text})
            case _:
                pass

    def done(self, note: Note) -> None:
        """Write the last line of a note."""
        self._line(
            {"event": "done", "note": note_object(note, self._request, self._engine) | self._more(note)}
        )

    def failed(self, reason: str) -> None:
        """Write the last line of a failure."""
        self._line({"event": "failed", "reason": reason})

    def _line(self, data: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._out.flush()


def note_object(note: Note, request: DraftRequest, engine: str) -> dict[str, Any]:
    """A note with the names that note services use, as plain data for JSON.

    An empty section is an empty text. expires_at is null: the command line stores nothing.
    """
    return {
        "noteId": f"note_{secrets.token_hex(12)}",
        "status": "completed",
        "specialty": request.specialty.id,
        "template": request.template.id,
        "engine": engine,
        **{section.value: note[section] for section in Section},
        "not_placed": list(note.not_placed),
        "statements": [
            {
                "section": statement.section.value,
                "start": statement.start,
                "end": statement.end,
                "sources": [
                    {"segment": source.segment, "start": source.start, "end": source.end}
                    for source in statement.sources
                ],
            }
            for statement in note.statements
        ],
        "transcript": [
            {
                "speaker": segment.speaker.value,
                "text": segment.text,
                "start_ms": segment.start_ms,
                "end_ms": segment.end_ms,
            }
            for segment in request.transcript.segments
        ],
        "expires_at": None,
    }
