"""The offline drafter as whoever runs it sees it: events, statements with sources, layout, honest refusals."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import (
    ALL_SECTIONS,
    DraftRequest,
    NoteDone,
    SectionDone,
    SectionStarted,
    TextAdded,
)
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.numbers import numbers_in

CATALOG = load_catalog()

VISIT = Transcript(
    (
        Segment("Good morning, what brings you in?", Speaker.PROVIDER),
        Segment(
            "I've had a sore throat and a fever of 101 for three days. I take metformin 500 mg twice a day. My mother has diabetes.",
            Speaker.PATIENT,
        ),
        Segment("Any cough or ear pain?", Speaker.PROVIDER),
        Segment("No.", Speaker.PATIENT),
        Segment(
            "On your throat exam there is erythema of the tonsils. Your rapid strep test is positive.",
            Speaker.PROVIDER,
        ),
        Segment(
            "I think this is strep throat. I'm going to prescribe amoxicillin 500 mg twice a day for ten days.",
            Speaker.PROVIDER,
        ),
    )
)
BACK = (
    "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks. Pain rated 6/10, worse with "
    "sitting. Ibuprofen provides moderate relief. Exam shows lumbar paraspinal tenderness L3-L5, ROM restricted at 40 "
    "degrees flexion. SLR negative bilaterally."
)


def request_for(
    transcript: Transcript, specialty: str = "generic", sections: tuple[Section, ...] = ALL_SECTIONS
) -> DraftRequest:
    chosen = CATALOG.specialty(specialty)
    return DraftRequest(transcript, chosen, chosen.templates[0], VisitContext(), sections)


def drafted(
    transcript: Transcript | str, specialty: str = "generic", sections: tuple[Section, ...] = ALL_SECTIONS
) -> Note:
    if isinstance(transcript, str):
        transcript = Transcript((Segment(transcript),))
    return finish(OfflineDrafter().draft(request_for(transcript, specialty, sections)))


def test_events_tell_the_note_section_by_section():
    """Started, text and done for each section in order; the text added is the text done; the last event is the note."""
    events = list(OfflineDrafter().draft(request_for(VISIT)))
    assert isinstance(events[-1], NoteDone)
    note = events[-1].note
    started = [event.section for event in events if isinstance(event, SectionStarted)]
    assert started == list(Section)
    for section in Section:
        added = "".join(e.text for e in events if isinstance(e, TextAdded) and e.section is section)
        done = [e.text for e in events if isinstance(e, SectionDone) and e.section is section]
        assert done == [added] == [note[section]]
    assert OfflineDrafter().engine == "offline"


def test_every_sentence_rests_on_words_of_the_transcript():
    """Each statement names characters of its section's text and spans that exist in the segments."""
    note = drafted(VISIT)
    assert len(note.statements) >= 6
    for statement in note.statements:
        sentence = note[statement.section][statement.start : statement.end]
        assert sentence.strip() == sentence != ""
        assert statement.sources
        for source in statement.sources:
            text = VISIT.segments[source.segment].text
            assert 0 <= source.start < source.end <= len(text)
    strep = next(s for s in note.statements if "amoxicillin" in note[s.section][s.start : s.end])
    cited = " ".join(VISIT.segments[s.segment].text[s.start : s.end] for s in strep.sources)
    assert "amoxicillin 500 mg twice a day for ten days" in cited
    denial = next(s for s in note.statements if note[s.section][s.start : s.end].startswith("Denies cough"))
    assert {source.segment for source in denial.sources} == {2, 3}


def test_the_same_request_gives_the_same_note():
    """Nothing depends on chance or on what was drafted before."""
    assert drafted(VISIT) == drafted(VISIT)


def test_only_the_sections_asked_for_are_written():
    """Regenerating one section writes no other."""
    note = drafted(VISIT, sections=(Section.PLAN,))
    assert set(note.texts) == {Section.PLAN}
    assert "amoxicillin" in note[Section.PLAN]


def test_a_dictated_visit_without_assessment_leaves_it_and_the_plan_empty():
    """The note keeps the provider's words, invents no assessment and puts no filler."""
    note = drafted(BACK, "nurse_practitioner")
    assert note[Section.SUBJECTIVE] == (
        "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks. Pain rated 6/10, worse with "
        "sitting. Ibuprofen provides moderate relief."
    )
    assert note[Section.OBJECTIVE] == (
        "Exam shows lumbar paraspinal tenderness L3-L5, ROM restricted at 40 degrees flexion. SLR negative bilaterally."
    )
    assert note[Section.ASSESSMENT] == ""
    assert note[Section.PLAN] == ""


def test_parts_stand_under_their_headings_in_the_order_of_the_template():
    """A section with several parts is laid out as its template says."""
    note = drafted(VISIT)
    headings = [part.heading for part in request_for(VISIT).template.parts(Section.SUBJECTIVE)]
    used = [line.split(":")[0] for line in note[Section.SUBJECTIVE].splitlines()]
    assert len(used) > 1
    assert used == [heading for heading in headings if heading in used]


@pytest.mark.parametrize(
    "text", ["", " \n ", "hello there how are you", "🙂🙂🙂", "testing one two three testing", "ok", "????"]
)
def test_words_without_anything_clinical_are_refused_in_words(text):
    """No note is made from nothing, and the refusal says what to do."""
    with pytest.raises(NothingClinical) as refused:
        drafted(text)
    assert "transcript" in refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "back pain",
        "PATIENT REPORTS CHEST PAIN FOR TWO DAYS. BLOOD PRESSURE 140 OVER 90.",
        "backpainforthreeweekswithoutfever" * 30 + " pain",
        "Le patient a mal au dos depuis trois semaines. Ibuprofen 400 mg.",
        "Пациент жалуется на боль. aspirin",
        "pain 🤕 in my 🦵 since monday 🙂 no fever",
        "pain " * 3000,
        "no " * 2000 + "fever",
        "? ! . , ; : - — pain",
        "\u202epain\u200b in the knee",
    ],
)
def test_odd_text_degrades_in_words_and_never_crashes(text):
    """Capitals, no spaces, other languages, symbols and repetition give a note or a plain refusal."""
    try:
        note = drafted(text)
    except NothingClinical:
        return
    assert not note.is_empty or note.not_placed


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Speaker)),
            st.lists(
                st.sampled_from(
                    [
                        "i",
                        "you",
                        "my",
                        "your",
                        "the",
                        "no",
                        "not",
                        "yes",
                        "any",
                        "do",
                        "have",
                        "are",
                        "pain",
                        "fever",
                        "knee",
                        "left",
                        "right",
                        "mg",
                        "10",
                        "twenty",
                        "point",
                        "five",
                        "over",
                        "mother",
                        "lisinopril",
                        "ibuprofen",
                        "exam",
                        "shows",
                        "order",
                        "mri",
                        "okay",
                        "so",
                        "and",
                        "but",
                        "if",
                        "because",
                        ".",
                        "?",
                        ",",
                        "-",
                        "hey",
                        "dragon",
                        "sorry",
                        "wait",
                        "scratch",
                        "that",
                        "subjective",
                        "assessment",
                        "plan",
                        "🙂",
                        "for",
                        "first",
                        "problem",
                        "of",
                        "denies",
                        "patient",
                        "tenderness",
                        "normal",
                    ]
                ),
                max_size=40,
            ),
        ),
        max_size=12,
    )
)
def test_no_arrangement_of_words_crashes_it_or_brings_in_a_number(turns):
    """Whatever is said, there is a note or a plain refusal, and no number that was not said."""
    transcript = Transcript(tuple(Segment(" ".join(words), speaker) for speaker, words in turns))
    try:
        note = drafted(transcript)
    except NothingClinical:
        return
    for statement in note.statements:
        for source in statement.sources:
            assert 0 <= source.start < source.end <= len(transcript.segments[source.segment].text)


def test_numbers_drugs_and_sides_of_the_note_were_all_said():
    """Every value in the note is a value of the transcript, and no drug or side appears that was not said."""
    note = drafted(VISIT)
    text = "\n".join(note[section] for section in Section)
    said = {quantity.value for quantity in numbers_in(VISIT.text)}
    assert {quantity.value for quantity in numbers_in(text)} <= said
    assert "left" not in text.lower()
    assert "right" not in text.lower()


def test_time_grows_in_step_with_the_words():
    """Four times the words take at most about four times as long: nothing in it is quadratic."""

    def seconds(times: int) -> float:
        transcript = Transcript(VISIT.segments * times)
        request = request_for(transcript)
        best = float("inf")
        for _ in range(3):
            begun = time.perf_counter()
            finish(OfflineDrafter().draft(request))
            best = min(best, time.perf_counter() - begun)
        return best

    seconds(2)
    assert seconds(100) < 4 * 3 * seconds(25)
