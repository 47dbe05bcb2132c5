"""Video consultations in British style: many short turns, sounds, safety nets, and what a note must never make of them."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts import read_text


def note_of(*lines: str) -> Note:
    """The note of a short conversation, with a complaint and an answer around it."""
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    said = ("D: How can I help?", "P: I've had a cough for three days.", *lines, "P: Okay, thank you.")
    request = DraftRequest(
        read_text("\n".join(said)), specialty, catalog.template(specialty, "standard"), VisitContext()
    )
    return finish(OfflineDrafter().draft(request))


def whole(note: Note) -> str:
    """All that a note says."""
    return "\n".join(note[section] for section in Section)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (
            "If you get the pain and you've used the spray twice and it's still there after ten minutes, or you get it at rest, call 999.",
            ("used the spray twice and it is still there after 10 minutes", "at rest, call 999"),
        ),
        (
            "And if you notice any blood in the stool, or the pain gets really severe, or you can't keep any fluids down, then, um, you need to ring 111 or go to A&E.",
            ("blood in the stool, or the pain gets really severe, or the patient cannot keep any fluids down", "111"),
        ),
        (
            "If the rash spreads or she becomes drowsy or floppy and she won't feed, then take her straight to hospital.",
            ("rash spreads or she becomes drowsy or floppy and she will not feed", "hospital"),
        ),
    ],
)  # fmt: skip
def test_a_safety_net_stands_whole_in_the_plan(said: str, held: tuple[str, ...]) -> None:
    """What to look out for is never parted from where to turn."""
    plan = note_of(f"D: {said}")[Section.PLAN]
    sentence = next(s for s in plan.split(". ") if held[0] in s)
    for words in held:
        assert words in sentence


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I've had this, um, this headache for about, er, two weeks.", "this headache for about 2 weeks"),
        ("It started on, on Monday.", "on Monday"),
        ("I take, um, the blue inhaler.", "Takes the blue inhaler"),
        ("I gave up smoking, uh, five years ago.", "smoking 5 years ago"),
        ("It's like a, a crampy pain in my tummy.", "a crampy pain"),
        ("I've got, um, fever, um, headache, er, and vomiting.", "fever, headache"),
    ],
)
def test_a_sound_leaves_no_comma_behind(said: str, written: str) -> None:
    """The commas around a sound go with it; those of a list stay."""
    assert written in note_of("D: Tell me more.", f"P: {said}")[Section.SUBJECTIVE]


def test_marks_of_a_transcriber_are_not_printed() -> None:
    """Words marked as unsure stay, the marks go."""
    said = whole(note_of("D: Any pain?", "P: Yes, my <UNSURE>left knee</UNSURE> hurts when I walk. <UNIN/>"))
    assert "left knee" in said
    assert "UNSURE" not in said
    assert "UNIN" not in said


def test_an_allergen_is_never_listed_as_a_medication() -> None:
    """A question about allergies to medications asks for allergies."""
    note = note_of(
        "D: Any allergies to any medications?", "P: Um, penicillin. I came out in a rash when I was a kid."
    )
    listed = note[Section.SUBJECTIVE].split("Medications:")[-1].split("\n")[0]
    assert "enicillin" in note[Section.SUBJECTIVE]
    assert "Medications:" not in note[Section.SUBJECTIVE] or "enicillin" not in listed


def test_a_dose_said_after_a_full_stop_stays_with_its_medicine() -> None:
    """In "metformin. Five hundred, twice a day." the dose is that of the medicine."""
    note = note_of(
        "D: What tablets do you take?",
        "P: I take ramipril, ten milligrams, and metformin. Five hundred, twice a day.",
    )
    assert "metformin 500, twice a day" in note[Section.SUBJECTIVE].replace("metformin, 500", "metformin 500")


def test_names_and_birth_dates_are_not_repeated() -> None:
    """Who the patient is stands in the header, not in the history."""
    note = note_of(
        "D: Can I just confirm your name and date of birth please?",
        "P: Yeah, it's Jane Example, fourth of May nineteen seventy nine.",
    )
    assert "Example" not in whole(note)


def test_others_in_the_house_are_told_as_asked() -> None:
    """A yes about other people is no complaint of the patient, and a child's age is not theirs."""
    note = note_of(
        "D: Anyone else in the house with similar symptoms?",
        "P: Yeah, my little boy had a fever last week. He's four.",
    )
    assert "Reports anyone else" not in whole(note)
    assert "Is 4" not in whole(note)
    assert "little boy had a fever" in note[Section.SUBJECTIVE]


def test_a_yes_before_a_story_confirms_nothing() -> None:
    """After "tell me about it" a "yeah" only opens what is told."""
    note = note_of(
        "D: So tell me a bit more about the headache.", "P: Yeah, so it started on Sunday night after work."
    )
    assert "Reports tell me" not in whole(note)
    assert "started on Sunday night" in whole(note)


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ("So I can see a large red patch on your right shin.", "red patch on the right shin"),
        ("I can't see any blisters.", "o blisters"),
    ],
)
def test_what_is_seen_over_the_link_is_an_examination(said: str, finding: str) -> None:
    """Findings stand in Objective although nobody announced an examination."""
    note = note_of("D: I'll prescribe you some amoxicillin.", "P: Okay.", f"D: {said}")
    assert finding in note[Section.OBJECTIVE]
    assert finding not in note[Section.PLAN]
