"""Sections out of a streamed answer, wherever the stream is cut into pieces."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.drafting import ALL_SECTIONS, DraftRestarted, SectionDone, SectionStarted, TextAdded
from desktop.domain.errors import AnswerUnusable
from desktop.domain.note import Section
from desktop.drafting.endpoint.section_stream import NOTE_CHARS, SectionStream
from tests.servers.visits import shown

NOTE = {
    "subjective": "Chief complaint: back pain.\nPain 6/10, no fever.",
    "objective": 'BP 130/80. "Stiff", L3–L5 {tender}.',
    "assessment": "",
    "plan": "Ibuprofen 600 mg t.i.d.\n\nReturn in 4 weeks 🙂.",
}
SUBJECTIVE, OBJECTIVE, ASSESSMENT, PLAN = ALL_SECTIONS


def read(pieces, sections=ALL_SECTIONS):
    """All events and the final texts of an answer that arrives in these pieces."""
    stream = SectionStream(sections)
    events = [event for piece in pieces for event in stream.feed(piece)]
    events += stream.finish()
    return events, {section.value: text for section, text in stream.texts.items()}


def cut(text, places):
    """A text cut at the given places."""
    edges = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def feed_again_and_again(stream, pieces):
    for piece in pieces:
        list(stream.feed(piece))


def headings(note):
    return "\n".join(f"{name.capitalize()}:\n{text}" for name, text in note.items())


FORMS = {
    "object": json.dumps(NOTE),
    "unescaped": json.dumps(NOTE, ensure_ascii=False, indent=1),
    "fenced": f"Sure, here it is:\n```json\n{json.dumps(NOTE)}\n```\nAnything {{else}}?",
    "wrapped": json.dumps({"note": NOTE}),
    "capitals": json.dumps({name.capitalize(): text for name, text in NOTE.items()}),
    "extra keys": json.dumps({"title": "x", **NOTE, "codes": ["M54.5"]}),
    "lists": json.dumps({name: text.split("\n") for name, text in NOTE.items()}),
    "raw line ends": json.dumps(NOTE).replace("\\n", "\n"),
    "null": json.dumps(NOTE | {"assessment": None}),
    "headings": headings(NOTE),
    "markdown headings": "\n".join(f"## **{name.upper()}**\n{text}" for name, text in NOTE.items()),
    "letters": "\n".join(f"{name[0].upper()}: {text}" for name, text in NOTE.items()),
    "thought": f"<think>Plan: {{no}} </think>{json.dumps(NOTE)}",
}


@pytest.mark.parametrize("form", FORMS)
@given(places=st.lists(st.integers(0, 500), max_size=40))
def test_every_form_gives_the_same_note_however_it_is_cut(form, places) -> None:
    """Each form of answer that leaves no doubt is read, and what is shown only ever grows."""
    events, texts = read(cut(FORMS[form], places))
    assert texts == NOTE
    assert shown(events) == {Section(name): text for name, text in NOTE.items()}
    assert not any(isinstance(event, DraftRestarted) for event in events)
    assert [event.section for event in events if isinstance(event, SectionStarted)] == list(ALL_SECTIONS)
    assert [event.text for event in events if isinstance(event, SectionDone)] == list(NOTE.values())


def test_text_is_shown_while_it_arrives() -> None:
    """Each word of an object or of headings is on the screen one piece after it arrived, not at the end."""
    for answer in (FORMS["object"], FORMS["headings"]):
        stream = SectionStream(ALL_SECTIONS)
        before_plan = answer[: answer.lower().index("plan") + 20]
        events = [event for character in before_plan for event in stream.feed(character)]
        assert shown(events)[SUBJECTIVE] == NOTE["subjective"]
        assert sum(isinstance(event, TextAdded) for event in events) > 40


def test_sections_may_come_in_another_order() -> None:
    """Sections are shown in the order in which the model writes them."""
    events, texts = read([json.dumps(dict(reversed(NOTE.items())))])
    assert texts == NOTE
    assert [event.section for event in events if isinstance(event, SectionDone)] == [
        PLAN,
        ASSESSMENT,
        OBJECTIVE,
        SUBJECTIVE,
    ]


@given(
    st.dictionaries(st.sampled_from(sorted(NOTE)), st.text(max_size=60), min_size=4, max_size=4),
    st.lists(st.integers(0, 400), max_size=20),
)
def test_what_is_shown_is_always_the_final_text(note, places) -> None:
    """For any text a model may write, the screen ends up with exactly the note's text."""
    stream = SectionStream(ALL_SECTIONS)
    events = []
    try:
        for piece in cut(json.dumps(note), places):
            events += stream.feed(piece)
        events += stream.finish()
    except AnswerUnusable:
        return
    assert shown(events) == stream.texts


UNREADABLE = {
    "broken off": json.dumps(NOTE)[:-20],
    "missing section": json.dumps({name: NOTE[name] for name in ("subjective", "objective", "plan")}),
    "number": json.dumps(NOTE | {"plan": 7}),
    "list of objects": json.dumps(NOTE | {"plan": [{"drug": "x"}]}),
    "key twice": json.dumps(NOTE)[:-1] + ', "plan": "other"}',
    "prose": "The patient has back pain and should rest.",
    "heading twice": headings(NOTE) + "\nPlan:\nother",
    "combined heading": "Subjective:\nx\nObjective:\ny\nAssessment and Plan:\nz",
    "bare comma": json.dumps(NOTE)[:-1] + ",}",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_answer_in_doubt_is_never_a_note(kind) -> None:
    """What cannot be read without guessing is refused, with the model's words kept for reading."""
    stream = SectionStream(ALL_SECTIONS)
    with pytest.raises(AnswerUnusable, match="Could not read the model's answer") as failure:
        _ = [*stream.feed(UNREADABLE[kind]), *stream.finish()]
    assert failure.value.answer == UNREADABLE[kind].strip()
    assert stream.problem
    assert "back pain" not in failure.value.sentence


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot assist with this request.",
        "As an AI language model, I am unable to create medical records.",
        "Sorry, I won’t write this.",
        json.dumps(dict.fromkeys(NOTE, "") | {"subjective": "I can't provide medical notes."}),
    ],
)
def test_a_refusal_is_not_a_note(answer) -> None:
    """A model that declines, in words or in the form asked for, is reported as such."""
    with pytest.raises(AnswerUnusable, match="declined"):
        read([answer])


def test_a_patient_who_cannot_sleep_is_not_a_refusal() -> None:
    """Words that begin like a refusal but speak of the patient are a note."""
    note = dict.fromkeys(NOTE, "") | {"subjective": "I can't sleep, and I'm sorry for everything."}
    assert read([json.dumps(note)])[1] == note


@pytest.mark.parametrize("answer", ["", " \n\t", "<think>Plan: rest</think>", "<think>endless"])
def test_an_answer_without_words_is_a_failure(answer) -> None:
    """Nothing, white space or only thinking is no note."""
    with pytest.raises(AnswerUnusable, match="empty answer"):
        read([answer])


def test_four_empty_sections_are_a_failure_but_one_may_be_empty() -> None:
    """A whole note with no words is a failure; a single section that was asked for may have nothing to say."""
    with pytest.raises(AnswerUnusable, match="nothing in any section"):
        read([json.dumps(dict.fromkeys(NOTE, " "))])
    assert read(['{"plan": ""}'], (PLAN,))[1] == {"plan": ""}


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_thinking_is_never_shown(size) -> None:
    """Thinking is left out in the middle of a section too, wherever its tags are cut."""
    answer = json.dumps(
        NOTE | {"plan": "Rest.<THINK>hidden</think> Ice.<thinking>hidden</thinking> a < b <thin"}
    )
    events, texts = read([answer[at : at + size] for at in range(0, len(answer), size)])
    assert texts["plan"] == "Rest. Ice. a < b <thin"
    assert not any("hidden" in event.text for event in events if isinstance(event, TextAdded))


def test_thinking_without_its_opening_tag_voids_what_was_shown() -> None:
    """What turns out to have been thinking is taken back before the note is shown."""
    events, texts = read(
        ["Subjective: hidden\nPlan: hidden too\n", "so that is it</think>", json.dumps(NOTE)]
    )
    assert sum(isinstance(event, DraftRestarted) for event in events) == 1
    assert texts == NOTE
    assert shown(events)[SUBJECTIVE] == NOTE["subjective"]


def test_a_loop_is_stopped_by_the_fiftieth_repetition() -> None:
    """One sentence fifty times ends the stream, before the model has stopped by itself."""
    stream = SectionStream(ALL_SECTIONS)
    list(stream.feed('{"subjective": "'))
    with pytest.raises(AnswerUnusable, match="repeated itself"):
        feed_again_and_again(stream, ["Reports low back pain for three weeks. "] * 51)


@pytest.mark.parametrize("pattern", ["and then ", "\\n", " ", "pain in the leg and the back, "])
def test_a_loop_without_sentences_is_stopped(pattern) -> None:
    """Words or white space over and over end the stream as well."""
    stream = SectionStream(ALL_SECTIONS)
    list(stream.feed('{"subjective": "'))
    with pytest.raises(AnswerUnusable, match="repeated itself"):
        feed_again_and_again(stream, [pattern] * 5_000)


def test_a_long_exam_with_repeated_findings_is_no_loop() -> None:
    """Forty joints without tenderness are a normal exam."""
    note = NOTE | {
        "objective": "\n".join(f"Joint {n}: 4.5 cm. Not tender. Full range of motion." for n in range(40))
    }
    assert read(list(json.dumps(note)))[1] == note


def test_a_note_beyond_the_limit_is_stopped() -> None:
    """Reading ends at the limit with a message; what was read is kept for viewing, not as a note."""
    stream = SectionStream(ALL_SECTIONS)
    with pytest.raises(AnswerUnusable, match="more than 200,000 characters") as failure:
        feed_again_and_again(
            stream, ["".join(f"Item {n}.{m} is arranged. " for m in range(20)) for n in range(500)]
        )
    assert len(failure.value.answer) == NOTE_CHARS


def test_characters_nobody_sees_are_removed_and_counted(caplog) -> None:
    """Zero-width, bidirectional and tag characters never reach a section; the log has their number only."""
    caplog.set_level("INFO")
    note = NOTE | {"plan": "Res\u200bt\u202e and\U000e0041 i\ufeffce."}
    events, texts = read(list(json.dumps(note, ensure_ascii=False)))
    assert texts["plan"] == "Rest and ice."
    assert shown(events)[PLAN] == "Rest and ice."
    assert [record.getMessage() for record in caplog.records] == [
        "4 invisible characters removed from a model's answer"
    ]


def test_markup_stays_literal_text() -> None:
    """Tags, links and scripts are characters like others."""
    text = '<img src="http://x/"><script>a()</script>![](http://x) [b](file:///c) javascript:d'
    assert read([json.dumps(NOTE | {"plan": text})])[1]["plan"] == text


def test_text_outside_the_sections_is_noticed() -> None:
    """A model that answers more than was asked is read, and the person can be told."""
    stream = SectionStream(ALL_SECTIONS)
    list(stream.feed(FORMS["extra keys"]))
    list(stream.finish())
    assert stream.has_more
