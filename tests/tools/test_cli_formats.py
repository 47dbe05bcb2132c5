"""How a note leaves the command line while it is written, whatever the order of a drafter's events."""

from __future__ import annotations

import io
import json

import pytest

from desktop.catalog import load_catalog
from desktop.cli.note_formats import INCOMPLETE, JsonFormat, NdjsonFormat, TextFormat
from desktop.domain.context import VisitContext
from desktop.domain.drafting import (
    DraftRequest,
    DraftRestarted,
    NoteDone,
    Notice,
    SectionDone,
    SectionStarted,
    TextAdded,
    Waiting,
)
from desktop.domain.note import NOT_STATED, Note, Section, Source, Statement
from desktop.domain.transcript import Segment, Speaker, Transcript

SUBJECTIVE, OBJECTIVE, ASSESSMENT, PLAN = Section
NOTE = Note(
    texts={SUBJECTIVE: "Back pain.", OBJECTIVE: "Tender.", PLAN: "Rest."},
    statements=(Statement(SUBJECTIVE, 0, 10, (Source(0, 0, 4),)),),
    not_placed=("penicillin",),
)


@pytest.fixture(scope="module")
def request_for_all():
    """A request for all four sections of the generic template."""
    catalog = load_catalog()
    generic = catalog.specialty("generic")
    transcript = Transcript((Segment("My back hurts.", Speaker.PATIENT),))
    return DraftRequest(transcript, generic, generic.templates[0], VisitContext())


@pytest.fixture
def out():
    return io.StringIO()


def whole(section: Section, text: str):
    """The events of a section written in two pieces."""
    middle = len(text) // 2
    pieces = [TextAdded(section, text[:middle]), TextAdded(section, text[middle:])]
    return [SectionStarted(section), *pieces, SectionDone(section, text)]


def test_text_stands_under_its_headings_as_it_arrives(request_for_all, out):
    """A person sees the words of a section before the section is done."""
    text = TextFormat(out, request_for_all)
    text.show(SectionStarted(SUBJECTIVE))
    text.show(TextAdded(SUBJECTIVE, "Back "))
    assert out.getvalue() == "Subjective\nBack "
    for event in (
        TextAdded(SUBJECTIVE, "pain."),
        SectionDone(SUBJECTIVE, "Back pain."),
        *whole(OBJECTIVE, "Tender."),
        SectionDone(ASSESSMENT, ""),
    ):
        text.show(event)
    for event in (*whole(PLAN, "Rest."), NoteDone(NOTE)):
        text.show(event)
    text.done(NOTE)
    assert out.getvalue() == (
        "Subjective\nBack pain.\n\nObjective\nTender.\n\n"
        f"Assessment\n{NOT_STATED}\n\nPlan\nRest.\n\nSaid, and not placed in a section\n- penicillin\n"
    )


def test_text_keeps_the_order_of_a_note(request_for_all, out):
    """A plan that arrives first is not printed under the subjective section, nor before it."""
    text = TextFormat(out, request_for_all)
    for event in (*whole(PLAN, "Rest."), *whole(SUBJECTIVE, "Back pain.")):
        text.show(event)
    assert out.getvalue() == "Subjective\nBack pain.\n\n"
    text.done(NOTE)
    assert out.getvalue().index("Tender.") < out.getvalue().index("Rest.")


def test_text_says_when_what_stands_above_is_void(request_for_all, out):
    """A terminal cannot take words back, so a restart is said and everything is written again."""
    text = TextFormat(out, request_for_all)
    for event in (
        *whole(SUBJECTIVE, "Back pain."),
        TextAdded(OBJECTIVE, "Ten"),
        DraftRestarted("The connection was cut."),
    ):
        text.show(event)
    text.done(NOTE)
    before, after = out.getvalue().split(
        "[The text above is void and is written again: The connection was cut.]"
    )
    assert before == "Subjective\nBack pain.\n\nObjective\nTen\n\n"
    assert after.count("Back pain.") == 1


def test_text_that_a_section_replaces_is_marked(request_for_all, out):
    """The finished section is what counts, even when other words were streamed."""
    text = TextFormat(out, request_for_all)
    for event in (
        SectionStarted(SUBJECTIVE),
        TextAdded(SUBJECTIVE, "Neck"),
        SectionStarted(SUBJECTIVE),
        TextAdded(SUBJECTIVE, "Back pain. "),
    ):
        text.show(event)
    text.show(SectionDone(SUBJECTIVE, "Back pain."))
    assert out.getvalue() == (
        "Subjective\nNeck\n[The text above is void; this section is written again:]\nBack pain. \n\n"
    )


def test_text_that_failed_is_marked_as_no_note(request_for_all, out):
    """A person who only sees the terminal cannot take a part for the whole."""
    text = TextFormat(out, request_for_all)
    text.failed("The server left.")
    assert out.getvalue() == ""
    text.show(TextAdded(SUBJECTIVE, "Back"))
    text.failed("The server left.")
    assert out.getvalue().endswith(f"{INCOMPLETE}\n")


def test_json_is_one_object_with_the_names_that_note_services_use(request_for_all, out):
    """A program that reads one service's note reads ours; a section not stated is an empty text."""
    output = JsonFormat(out, request_for_all, "offline")
    for event in (*whole(SUBJECTIVE, "Back pain."), Notice("Something to know."), Waiting(100)):
        output.show(event)
    assert out.getvalue() == ""
    output.done(NOTE)
    note = json.loads(out.getvalue())
    assert note.pop("noteId").startswith("note_")
    assert note == {
        "status": "completed",
        "specialty": "generic",
        "template": "standard",
        "engine": "offline",
        "subjective": "Back pain.",
        "objective": "Tender.",
        "assessment": "",
        "plan": "Rest.",
        "not_placed": ["penicillin"],
        "statements": [
            {
                "section": "subjective",
                "start": 0,
                "end": 10,
                "sources": [{"segment": 0, "start": 0, "end": 4}],
            }
        ],
        "transcript": [{"speaker": "patient", "text": "My back hurts.", "start_ms": None, "end_ms": None}],
        "expires_at": None,
    }


def test_json_of_a_failure_is_nothing(request_for_all, out):
    """Half an object would be worse than none."""
    output = JsonFormat(out, request_for_all, "offline")
    output.show(TextAdded(SUBJECTIVE, "Back"))
    output.failed("The server left.")
    assert out.getvalue() == ""


def test_ndjson_has_a_line_for_each_event_and_ends_with_the_note(request_for_all, out):
    """A consumer that appends content and drops it on section_started and restarted ends up with the note."""
    output = NdjsonFormat(out, request_for_all, "offline")
    events = (
        TextAdded(SUBJECTIVE, "Neck"),
        DraftRestarted("Cut."),
        *whole(SUBJECTIVE, "Back\npain."),
        Notice("In parts."),
        Waiting(100),
        NoteDone(NOTE),
    )
    for event in events:
        output.show(event)
    output.done(NOTE)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[:-1] == [
        {"section": "subjective", "content": "Neck"},
        {"event": "restarted", "reason": "Cut."},
        {"event": "section_started", "section": "subjective"},
        {"section": "subjective", "content": "Back\n"},
        {"section": "subjective", "content": "pain."},
        {"event": "section_done", "section": "subjective", "text": "Back\npain."},
        {"event": "notice", "text": "In parts."},
    ]
    assert lines[-1]["event"] == "done"
    assert lines[-1]["note"]["subjective"] == "Back pain."


def test_ndjson_of_a_failure_ends_without_a_note(request_for_all, out):
    """The last line says that there is none, and why."""
    output = NdjsonFormat(out, request_for_all, "offline")
    output.failed("The server left.")
    assert json.loads(out.getvalue()) == {"event": "failed", "reason": "The server left."}
