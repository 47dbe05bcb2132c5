"""Checks a note against what was said and what the chart holds: the one road that the window and the command line take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.domain.context import VisitContext
from desktop.domain.errors import FileUnreadable
from desktop.domain.finding import NoteCheck, Severity
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.evidence.checker import NoteChecker
from desktop.language.json_text import NotUsable
from desktop.language.plain_text import clean_text
from desktop.workflow.json_file import name_of, read_json

LARGEST_NOTE_BYTES = 4 * 1024 * 1024


def checker_for(
    transcript: Transcript, context: VisitContext | None = None, other_patients: Sequence[str] = ()
) -> NoteChecker:
    """A checker that has read the visit once; give it the note each time its text changes.

    Building takes some 10 ms for a visit of 1,500 words and a check some 30 ms, less when one section changed:
    both belong off the GUI thread. Build another one when the transcript, the chart or the names change.
    """
    return NoteChecker(transcript, context, other_patients)


def check_note(
    note: Note,
    transcript: Transcript,
    context: VisitContext | None = None,
    other_patients: Sequence[str] = (),
) -> NoteCheck:
    """Check a note once."""
    return checker_for(transcript, context, other_patients).check(note)


def read_note(file: Path) -> Note:
    """The note in a JSON file: the four sections at the top or under "soap_note", as `soapstone note` writes them.

    A section may be a text, a list of texts, or an object of texts under their headings. Raises FileUnreadable.
    """
    try:
        data = read_json(file, LARGEST_NOTE_BYTES)
    except NotUsable as error:
        raise _unusable(file, error.reason) from error
    if isinstance(data, dict) and isinstance(data.get("note"), dict):
        data = data["note"]
    if isinstance(data, dict) and isinstance(data.get("soap_note"), dict):
        data = {**data, **data["soap_note"]}
    sections = {section: data.get(section.value) for section in Section} if isinstance(data, dict) else {}
    if not any(value is not None for value in sections.values()):
        raise _unusable(file, "it has none of subjective, objective, assessment and plan")
    not_placed = data.get("not_placed") or ()
    texts = {section: _text(value) for section, value in sections.items()}
    return Note(
        {section: text for section, text in texts.items() if text},
        (),
        tuple(_text(each) for each in not_placed) if isinstance(not_placed, list) else (),
    )


def _text(value: Any) -> str:
    match value:
        case str():
            return clean_text(value).strip()
        case list():
            return "\n".join(text for text in map(_text, value) if text)
        case dict():
            return "\n".join(
                f"{str(heading).replace('_', ' ').capitalize()}: {text}"
                for heading, each in value.items()
                if (text := _text(each))
            )
        case None:
            return ""
        case _:
            return clean_text(str(value))


def _unusable(file: Path, reason: str) -> FileUnreadable:
    return FileUnreadable(f"The note file {name_of(file)} cannot be used: {reason}.")


def in_words(severity: Severity) -> str:
    """A class of findings as the command line names it in JSON: "highest", "middle", "information"."""
    return {Severity.MUST_DECIDE: "highest", Severity.LOOK_AT: "middle"}.get(severity, "information")
