"""Introductions open the history; orders, conclusions and figures that a question or a pause would hide are kept."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.words import words_of

WHO = {"D": Speaker.PROVIDER, "P": Speaker.PATIENT}


def drafted(lines: str) -> Note:
    """The note of a fictional visit; each line opens with its speaker."""
    pairs = (line.strip().partition(": ") for line in lines.strip().splitlines())
    transcript = Transcript(tuple(Segment(words, WHO[tag]) for tag, _, words in pairs))
    specialty = load_catalog().specialty("physician")
    request = DraftRequest(transcript, specialty, specialty.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


@pytest.mark.parametrize(
    "said",
    [
        "Ann is a 62-year-old female with a past medical history significant for hypertension who presents for a follow-up of her lung mass.",
        "So this is a 70-year-old gentleman with past medical history of COPD and diabetes presenting with a cough.",
        "Mrs. Hill is a 33-year-old female, past medical history significant for migraine, who presents today for evaluation of knee pain.",
        "Ben is an 8-year-old boy with eczema brought in by his mother for an earache.",
        "I have Mr. Poe here, a 58-year-old man with a history of atrial fibrillation, who comes in because of nosebleeds.",
        "Kay is a 5 week old baby girl with a history of reflux who is here for a weight check.",
    ],
)
def test_introduction_opens_the_history(said: str) -> None:
    """Who the patient is and why they come stands first under Subjective, and nowhere else."""
    note = drafted(f"D: {said}\nP: It started on Monday.\nD: Any fever?\nP: No.")
    words = said.rstrip(".").split()[-2:]
    assert " ".join(words) in note[Section.SUBJECTIVE].split(". It ")[0]
    assert not note[Section.OBJECTIVE]


def test_a_child_of_the_patient_is_no_introduction() -> None:
    """The provider's words about somebody else's age do not open the note."""
    note = drafted(
        "D: You said your 3-year-old has a history of asthma.\nP: Yes. I've had a cough for a week."
    )
    assert "cough" in note[Section.SUBJECTIVE]
    assert not note[Section.SUBJECTIVE].startswith("You said")


@pytest.mark.parametrize(
    ("said", "drug"),
    [
        (
            "I'm not sure what stage this is but I then recommend chemotherapy with cisplatin and taxol.",
            "cisplatin",
        ),
        ("What stage this is will decide things I then recommend chemotherapy with cisplatin.", "cisplatin"),
        ("Whether it comes back we will see and I would like to start you on apixaban.", "apixaban"),
        ("What the cause is we don't know yet, I'll start you on prednisolone 30 mg.", "prednisolone"),
    ],
)
def test_order_after_an_indirect_question(said: str, drug: str) -> None:
    """An order is not taken for a question because of the words before it."""
    note = drafted(f"D: Your scan shows a mass in the right lung.\nP: Okay.\nD: {said}\nP: Okay.")
    assert drug in note[Section.PLAN]


@pytest.mark.parametrize(
    ("lines", "figure"),
    [
        ("D: Let me look at your potassium.\nP: Is it okay?\nD: It's 3.8 today.", "3.8"),
        (
            "D: I've got your haemoglobin result here.\nP: Oh right.\nD: It was 98, so that's low.",
            "aemoglobin 98",
        ),
        (
            "D: I'm just checking your blood pressure now.\nP: Okay.\nD: Your pressure's 126 over 70.",
            "126/70",
        ),
        ("D: Now your temperature.\nP: Sure.\nD: That's 38.2.", "38.2"),
    ],
)
def test_figure_goes_with_the_test_named_before(lines: str, figure: str) -> None:
    """A figure read out after a short reply stands under Objective with what was measured."""
    note = drafted(f"P: I've been tired.\n{lines}\nD: We'll carry on with ramipril.")
    assert figure in note[Section.OBJECTIVE]


def test_time_is_no_reading() -> None:
    """How long ago a test was is not taken for its value."""
    note = drafted("P: I've been tired.\nD: You had a potassium test.\nP: Yes.\nD: It was 2 weeks ago.")
    assert "otassium 2" not in note[Section.OBJECTIVE]


@pytest.mark.parametrize("germ", ["H. pylori", "E. coli", "C. difficile"])
def test_name_of_a_germ_is_not_cut(germ: str) -> None:
    """The point of a shortened first name ends no sentence."""
    note = drafted(f"P: I've had tummy pain.\nD: The stool test came back positive for {germ}.\nP: Oh.")
    assert germ in note[Section.OBJECTIVE]


@pytest.mark.parametrize(
    "said",
    [
        "What you're describing fits with acid reflux.",
        "What you're telling me sounds like carpal tunnel syndrome.",
        "What you've described is consistent with migraine.",
    ],
)
def test_what_was_described_fits_with_a_diagnosis(said: str) -> None:
    """A conclusion that opens with "what you" is no question and stands under Assessment."""
    note = drafted(f"P: It has been going on for weeks.\nD: {said}\nP: I see.\nD: I'd start with rest.")
    assert said.rsplit(maxsplit=1)[-1].rstrip(".") in note[Section.ASSESSMENT]


@pytest.mark.parametrize("said", ["What you taking for it?", "What are you describing?", "What is it like"])
def test_questions_stay_questions(said: str) -> None:
    """What the provider asks does not become a statement."""
    note = drafted(f"P: I have a rash.\nD: {said}\nP: It itches.")
    assert " ".join(w.text for w in words_of(said)[:3]) not in "\n".join(note.texts.values())


def test_orders_without_a_verb_after_an_order() -> None:
    """Once something is ordered, a medicine, a test or a time named next is part of the plan."""
    note = drafted(
        "P: My back hurts and naproxen burns my stomach.\n"
        "D: I'd like you to stop the naproxen. Paracetamol for the back instead.\n"
        "P: Okay.\nD: I'm going to start flucloxacillin 500 mg. Four times a day. For seven days."
    )
    assert "Paracetamol for the back instead" in note[Section.PLAN]
    assert "500 mg, 4 times a day, for 7 days" in note[Section.PLAN]
    assert not note.not_placed
