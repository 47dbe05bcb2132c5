"""Corrections hold whoever the tags say is speaking: tags right, swapped, missing, or all of it in one line; fictional visits."""

from __future__ import annotations

import pytest

from desktop.domain.note import Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.conversations import conversation_in
from desktop.drafting.offline.drafter import understood
from desktop.language.words import joined

DOCTOR, PATIENT = Speaker.PROVIDER, Speaker.PATIENT
Turn = tuple[Speaker, str]

BEFORE: tuple[Turn, ...] = (
    (DOCTOR, "Good morning, what brings you in today?"),
    (PATIENT, "I've had a cough for about two weeks and I get short of breath on the stairs."),
    (DOCTOR, "Are you bringing anything up when you cough?"),
    (PATIENT, "Yes, my phlegm is yellow, and my chest hurts at night."),
    (DOCTOR, "Do you smoke?"),
    (PATIENT, "No, I gave up years ago."),
)
AFTER: tuple[Turn, ...] = (
    (DOCTOR, "I'm going to listen to your lungs. You have some crackles at the base."),
    (DOCTOR, "I would like you to have a chest x-ray, and I will see you again in a week."),
    (PATIENT, "Okay, thank you doctor, I will do that."),
)
TAGS = ["right", "swapped", "none", "one line"]


def visit(tags: str, *turns: Turn) -> Transcript:
    """A visit around some turns, with its tags as named."""
    said = (*BEFORE, *turns, *AFTER)
    if tags == "one line":
        return Transcript((Segment(" ".join(text for _, text in said)),))
    if tags == "none":
        return Transcript(tuple(Segment(text) for _, text in said))
    other = {DOCTOR: PATIENT, PATIENT: DOCTOR}
    return Transcript(tuple(Segment(text, who if tags == "right" else other[who]) for who, text in said))


def meant(transcript: Transcript) -> tuple[str, list[str]]:
    """All that is said after corrections, in lower case, and what was taken back."""
    found = conversation_in(transcript)
    said = joined(word.lower for stretch in found.stretches for word in stretch.words)
    return said.replace(" . ", ". "), [joined(word.lower for word in words) for words in found.taken_back]


@pytest.mark.parametrize("tags", TAGS)
@pytest.mark.parametrize(
    "answer",
    [
        "No. Actually, no atorvastatin today, I forgot it.",
        "No, hold on. Skip the atorvastatin, that one gave me cramps.",
        "Just the one. No, let's leave out the atorvastatin if I can.",
    ],
)
def test_what_a_patient_says_of_a_medicine_takes_nothing_out_of_the_list(tags: str, answer: str) -> None:
    """Only a provider calls an order off: the medicine that a patient takes stays what was said, and stands in the note."""
    transcript = visit(
        tags,
        (DOCTOR, "Which medicines do you take?"),
        (PATIENT, "Atorvastatin, 20."),
        (DOCTOR, "And are you taking anything else?"),
        (PATIENT, answer),
    )
    said, gone = meant(transcript)
    assert "atorvastatin, 20" in said
    assert not gone
    assert "atorvastatin, 20" in " ".join(unit.text.lower() for unit in understood(transcript).units)


@pytest.mark.parametrize("tags", TAGS)
def test_a_patient_who_does_not_want_what_is_ordered_does_not_call_it_off(tags: str) -> None:
    """The order stays as it was given; a person decides."""
    said, gone = meant(
        visit(
            tags,
            (DOCTOR, "I'm going to order an MRI of your back."),
            (PATIENT, "Actually, let's skip the MRI, I am scared of it."),
            (DOCTOR, "You do need it, I want you to have it."),
        )
    )
    assert "order an mri of your back" in said
    assert not gone


@pytest.mark.parametrize("tags", TAGS)
def test_a_provider_who_orders_something_else_takes_the_first_order_back(tags: str) -> None:
    """The medicine called off is listed as taken back and stands nowhere in the plan."""
    transcript = visit(
        tags,
        (DOCTOR, "Let's start amoxicillin 500 milligrams three times a day."),
        (PATIENT, "I am allergic to penicillin, it gave me a rash."),
        (DOCTOR, "Oh, okay. Then let's do azithromycin 250 milligrams instead."),
    )
    said, gone = meant(transcript)
    assert "start azithromycin 250 milligrams" in said
    assert [order.startswith("let us start amoxicillin") for order in gone] == [True]
    plan = " ".join(u.text.lower() for u in understood(transcript).units if u.kind.section is Section.PLAN)
    assert "azithromycin" in plan
    assert "amoxicillin" not in plan


@pytest.mark.parametrize("tags", TAGS)
def test_a_value_put_right_reaches_its_own_speaker(tags: str) -> None:
    """A later "it was Tuesday", a dose said again and a side that another puts right change what was said before."""
    said, _ = meant(
        visit(
            tags,
            (DOCTOR, "When did it start?"),
            (PATIENT, "It started on Monday."),
            (DOCTOR, "What makes it worse?"),
            (PATIENT, "Bending. Oh, and I said Monday, it was Tuesday."),
            (DOCTOR, "How much metformin do you take?"),
            (PATIENT, "I take metformin 500 mg twice a day. Sorry, 1000 mg twice a day."),
            (DOCTOR, "So you hurt your right leg on Friday."),
            (PATIENT, "No, it was the left leg."),
            (DOCTOR, "Right, the left leg, sorry."),
        )
    )
    assert "it started on tuesday" in said
    assert "monday" not in said
    assert "metformin 1000 mg twice a day" in said
    assert "500" not in said
    assert "you hurt your left leg on friday" in said
    assert "right leg" not in said


def test_without_stops_or_tags_a_side_is_still_put_right() -> None:
    """In one run of words nobody can tell for sure who goes on, and the wrong side is nowhere all the same."""
    transcript = visit("one line", (DOCTOR, "So you hurt your right leg on Friday."), (PATIENT, "No, it was the left leg."))  # fmt: skip
    bare = "".join(c for c in transcript.text.lower() if c.isalpha() or c in " '-")
    said, _ = meant(Transcript((Segment(bare),)))
    assert "hurt your left leg on friday" in said
    assert "right leg" not in said
