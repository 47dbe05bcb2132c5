"""Whose worry, task, allergy and exercise a note tells: the clinician's, the patient's or another's."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter

SPEAKERS = {"D": Speaker.PROVIDER, "P": Speaker.PATIENT, "O": Speaker.OTHER}


def drafted(visit: str, specialty: str = "generic") -> Note:
    """The note of a fictional visit: one turn in a line, "D: ", "P: " or "O: " before it where it has a tag."""
    segments = []
    for line in visit.strip().split("\n"):
        tag, _, text = line.partition(": ")
        known = SPEAKERS.get(tag)
        segments.append(Segment(text if known else line, known or Speaker.UNKNOWN))
    catalog = load_catalog()
    chosen = catalog.specialty(specialty)
    template = catalog.template(chosen, "standard")
    request = DraftRequest(Transcript(tuple(segments)), chosen, template, VisitContext())
    return finish(OfflineDrafter().draft(request))


PHARMACIST = """
Hello Mr. Ortiz, I'm Dana, the pharmacist. What are you taking for pain?
Advil, about three a day.
And do you still take the lisinopril?
Every morning.
The one thing I'm worried about is the Advil with the lisinopril.
Oh.
Should I stop it?
Stop the Advil and use Tylenol. I'll phone your doctor this afternoon to ask about a different blood pressure pill.
Okay.
"""


def test_a_clinicians_worry_is_not_the_patients() -> None:
    """Without tags, what somebody weighs between two medicines is the clinician's concern."""
    note = drafted(PHARMACIST, "pharmacy")
    assert "worried" not in note[Section.SUBJECTIVE]
    assert "I am worried about is the Advil with the lisinopril" in note[Section.ASSESSMENT]


@pytest.mark.parametrize(
    "said",
    [
        "I'll phone your doctor this afternoon to ask about the dose.",
        "I'm going to call your cardiologist about the swelling today.",
        "I will speak to the lung specialist about the cough.",
        "Let me email your surgeon about the wound.",
    ],
)
def test_a_call_the_clinician_makes_is_no_instruction(said: str) -> None:
    """A call that the clinician undertakes keeps its "I", so that nobody reads it as the patient's task."""
    note = drafted(
        f"D: How have you been?\nP: I have had a cough for two weeks.\nD: Start amoxicillin 500 mg three times a day. {said}\nP: Okay."
    )
    plan = note[Section.PLAN].lower()
    for verb in ("phone", "call", "speak", "email"):
        assert plan.count(f"{verb} ") == plan.count(f"i will {verb} ")


FAMILY = """
D: Good morning Mr. Hale. How is the breathing?
P: Better. I slept flat last night.
O: He still gets up to cough, and he coughs after his dinner.
D: Any swelling?
P: My ankles are down. I can get my shoes on.
D: Are you allergic to anything?
O: I am, to penicillin. He isn't allergic to anything.
D: Do you smoke?
O: I do. He quit years ago.
D: No driving until I see you next week.
"""


def test_the_patient_speaks_for_himself_beside_his_family() -> None:
    """Where a relative speaks of him, the patient's own turns stay his own."""
    note = drafted(FAMILY)
    assert 'nformant: "I slept' not in note[Section.SUBJECTIVE]
    assert "Slept flat last night" in note[Section.SUBJECTIVE]
    assert "caregiver" not in note[Section.PLAN]


def test_a_relatives_allergy_and_smoking_are_not_the_patients() -> None:
    """What a relative says of herself stands neither among the allergies nor in the social history."""
    told = drafted(FAMILY)[Section.SUBJECTIVE]
    assert "penicillin" not in told
    assert "He is not allergic to anything" in told
    assert "Smokes" not in told
    assert "He quit years ago" in told


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (
            "Do a few heel raises. Good, you got to 14 on the right before you got tired.",
            "Heel raises: got to 14 on the right",
        ),
        ("Try ten sit to stands. You did them in 14 seconds.", "Sit to stands: did them in 14 seconds"),
        ("Do a single leg bridge. That's shaky on the left.", "Single leg bridge: shaky on the left"),
        ("Do three squats. Nice, no knee pain.", "Squats: no knee pain"),
    ],
)
def test_a_command_in_the_examination_stands_with_what_is_seen(said: str, seen: str) -> None:
    """What the patient is made to do is a finding, never an order."""
    note = drafted(
        f"D: How is it?\nP: My calf is sore.\nD: {said}\nP: Okay.\nD: See you in two weeks.",
        "physical_therapy",
    )
    assert seen in note[Section.OBJECTIVE]
    assert seen.split(":", maxsplit=1)[0].lower() not in note[Section.PLAN].lower()


def test_exercise_in_the_room_is_no_home_programme() -> None:
    """What is done today stands with the findings, what is to be done at home in the plan."""
    note = drafted(
        "D: How is the ankle?\nP: It is still a little sore.\nD: Strength is 4 out of 5.\nP: Okay.\n"
        "D: Today let's do the band work, three sets of 15, and the bike for six minutes.\nP: Alright.\n"
        "D: At home, do the balance twice a day.",
        "physical_therapy",
    )
    assert "Today: band work, 3 sets of 15" in note[Section.OBJECTIVE]
    assert "band work" not in note[Section.PLAN]
    assert "balance" in note[Section.PLAN]


def test_a_home_exercise_after_praise_stays_an_order() -> None:
    """An exercise with how often it is to be done is an order, whatever is said after it."""
    note = drafted(
        "D: How is it?\nP: My calf is sore.\nD: Do heel raises twice a day. That is fine on the left too.\nP: Okay."
    )
    assert "heel raises twice a day" in note[Section.PLAN].lower()


def test_what_happened_to_others_is_no_assessment() -> None:
    """A story of other people stands in no section."""
    note = drafted(
        "D: How is your energy?\nP: My energy is low.\nD: Your blood pressure is 130 over 80.\nP: Good.\n"
        "D: Some guys took huge doses. Then they would have a heart attack at 50.\nP: Wow.\nD: Take lisinopril 10 mg daily."
    )
    assert not any("heart attack" in note[section] for section in Section)


def test_how_it_was_before_now_is_no_denial() -> None:
    """A past that the "and now" after it ends, as in "I never got tired. And now I do", denies nothing."""
    note = drafted(
        "D: How is your energy?\nP: I never got tired on the stairs. And now I get tired on the first floor.\nD: Any fever?\nP: No."
    )
    assert "never got tired" not in note[Section.SUBJECTIVE].lower()
    assert "Gets tired on the first floor" in note[Section.SUBJECTIVE]


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        (
            "Alcohol? You mentioned using wine to get through flights.",
            "I had champagne at the wedding. Otherwise nothing in a month.",
            "nothing in a month",
        ),
        ("Smoking? You told me you had a few at parties.", "One at Christmas. Otherwise none.", "Otherwise none"),
        (
            "Lots of men get up at night to pass urine. Is that you?",
            "Once a night.",
            "Once a night",
        ),
        ("Most people have a glass of wine with dinner. How about you?", "No, never.", "never"),
    ],
)  # fmt: skip
def test_an_answer_survives_what_leads_into_its_question(asked: str, answer: str, kept: str) -> None:
    """The answer is kept with its question, and the lead-in is not told of the patient."""
    told = drafted(f"D: How is your sleep?\nP: I sleep badly.\nD: {asked}\nP: {answer}")[Section.SUBJECTIVE]
    assert kept in told
    assert "Mentioned using wine" not in told
    assert "Had a few" not in told


def test_encouragement_is_no_command_of_the_examination() -> None:
    """Advice that begins with "do try to" stays advice, whatever is said next of how the patient does."""
    note = drafted(
        "D: How is it?\nP: My knee is sore.\nD: Your knee is swollen.\nP: Okay.\n"
        "D: Do try to get back into the exercise routine. You were doing well with it.\nP: Okay."
    )
    assert "get back into the exercise routine" in note[Section.PLAN]
