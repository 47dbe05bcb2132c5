"""Where a provider's statement goes, by its grammar: one statement after another in the same short visit."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts.tagged_text import read_text

BEFORE = """D: Hello, what brings you in today?
P: I've been feeling off for about three weeks now.
D: Any fever?
P: No.
D: Any trouble sleeping?
P: Some.
"""
EXAMINED = """D: All right, let me examine you.
P: Okay.
D: Your heart sounds normal.
P: Good.
"""
AFTER = """P: Okay.
D: Any questions for me?
P: No.
"""


def _note(text: str) -> Note:
    specialty = load_catalog().specialty("generic")
    request = DraftRequest(read_text(text), specialty, specialty.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


def _sections_with(note: Note, words: str) -> set[Section]:
    return {section for section in Section if words.lower() in note[section].lower()}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("This is most likely a rotator cuff strain.", "rotator cuff strain"),
        ("I think what you've got is plantar fasciitis.", "plantar fasciitis"),
        ("This looks like classic shingles to me.", "shingles"),
        ("You've got a bit of bursitis in that hip.", "bursitis"),
        ("It's not gout, it's cellulitis.", "not gout, it is cellulitis"),
        ("There's nothing to suggest a fracture.", "nothing to suggest a fracture"),
        ("Your blood pressure isn't where I want it.", "not where I want it"),
        ("I'm not worried about a blood clot.", "not worried about a blood clot"),
        ("Your kidney function has dropped a little, which is probably from the ibuprofen.", "ibuprofen"),
        ("So I'd call this a moderate depression.", "moderate depression"),
        ("The good news is that the eczema is nearly gone.", "eczema is nearly gone"),
        ("What we're seeing here is early arthritis.", "early arthritis"),
        ("I reckon it's a chest infection.", "chest infection"),
        ("The thyroid is right on target.", "right on target"),
        ("I'm pleased with how your depression is doing.", "pleased with how the depression"),
    ],
)
def test_what_a_provider_concludes_is_the_assessment(said: str, words: str) -> None:
    """A diagnosis or a judgement stands in the assessment in whatever words it comes, and nowhere else."""
    note = _note(f"{BEFORE}{EXAMINED}D: {said}\n{AFTER}")

    assert _sections_with(note, words) == {Section.ASSESSMENT}


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("Is it broken?", "No, just a sprain.", "just a sprain"),
        ("Is it my chest?", "No, it's croup.", "croup"),
    ],
)
def test_the_answer_to_what_it_is_is_the_assessment(asked: str, said: str, words: str) -> None:
    """What a patient is told who asks what it is counts as a diagnosis."""
    note = _note(f"{BEFORE}{EXAMINED}P: {asked}\nD: {said}\n{AFTER}")

    assert _sections_with(note, words) == {Section.ASSESSMENT}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Let's get an MRI of the knee.", "MRI of the knee"),
        ("I would stay on the lisinopril for now.", "stay on the lisinopril"),
        ("Hold the metformin until Thursday.", "hold the metformin until Thursday"),
        ("We'll keep the sertraline at 50.", "sertraline at 50"),
        ("There's no need for an X-ray.", "no need for an X-ray"),
        ("Come back in six weeks.", "6 weeks"),
        ("Call us if the fever is over 102.", "102"),
        ("Go to the ER if you can't breathe.", "go to the ER"),
        ("I'll send you to Dr. Patel in orthopedics.", "Dr. Patel"),
        ("Why don't we bump the gabapentin up to 300 three times a day.", "gabapentin up to 300"),
        ("You ought to see the podiatrist about that nail.", "podiatrist"),
        ("I'd rather not give you antibiotics.", "rather not give the patient antibiotics"),
        ("Let's meet again in four weeks.", "4 weeks"),
        ("Sunscreen every day, please.", "sunscreen every day"),
    ],
)
def test_what_a_provider_orders_is_the_plan(said: str, words: str) -> None:
    """A short order stands in the plan, and nowhere else."""
    note = _note(f"{BEFORE}{EXAMINED}D: {said}\n{AFTER}")

    assert _sections_with(note, words) == {Section.PLAN}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("This can be caused by a lot of things.", "a lot of things"),
        ("Increased stool burden means that there's more stool in the colon.", "more stool"),
        ("The thyroid is a little gland in the neck.", "gland"),
        ("A stent is a small metal tube that props the artery open.", "metal tube"),
        ("Take a deep breath for me.", "breath"),
        ("Now push against my hand.", "push"),
    ],
)
def test_teaching_and_instructions_stand_nowhere(said: str, words: str) -> None:
    """What an illness is in general, and what a patient is to do for the examination, are no findings and no orders."""
    note = _note(f"{BEFORE}{EXAMINED}D: {said}\nP: Okay.\nD: I think this is a sprain.\n{AFTER}")

    assert not _sections_with(note, words)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Last time we checked your A1c it was 7.1.", "last time"),
        ("When we checked in March your A1c was 7.9.", "March"),
        ("In March you were 232 pounds.", "March"),
    ],
)
def test_an_earlier_result_keeps_its_time(said: str, words: str) -> None:
    """What was measured earlier is history with the time it was measured, never a present finding."""
    note = _note(f"{BEFORE}D: {said}\nP: Right.\n{EXAMINED}D: I think this is a sprain.\n{AFTER}")

    assert _sections_with(note, words) == {Section.SUBJECTIVE}


def test_findings_said_after_the_plan_began_stay_findings() -> None:
    """How a part of the body looks is a finding, wherever in the visit it is said."""
    note = _note(
        f"{BEFORE}{EXAMINED}D: I'm going to start cetirizine ten milligrams.\nP: Okay.\n"
        f"D: The face looks clear and your thinking is normal.\n{AFTER}"
    )

    assert "face looks clear" in note[Section.OBJECTIVE]
    assert "cetirizine 10 mg" in note[Section.PLAN]


def test_a_yes_with_less_is_no_denial() -> None:
    """A yes that is qualified with "not" stays a yes."""
    note = _note(
        f"D: Hello, what brings you in today?\nP: A cough for five days.\nD: Are you drinking enough?\nP: Yes, not eating much.\n"
        f"{EXAMINED}D: This is a sprain.\n{AFTER}"
    )

    assert "not drinking" not in note[Section.SUBJECTIVE].lower()
    assert "denies drinking" not in note[Section.SUBJECTIVE].lower()


def test_what_an_informant_asks_is_answered_by_the_assessment() -> None:
    """A parent who asks whether it is the chest is told the diagnosis, as a patient is."""
    note = _note(
        "Doctor: Hello, is this Ava?\nMum: Yes, she's had a cough for five days.\nDoctor: Any fever?\nMum: No.\n"
        "Doctor: Let me listen. Her chest is clear.\nMum: Is it her chest?\nDoctor: Not yet, it's just croup.\nMum: Phew.\n"
    )

    assert "croup" in note[Section.ASSESSMENT]
    assert "Phew" not in "".join(note[section] for section in Section)
