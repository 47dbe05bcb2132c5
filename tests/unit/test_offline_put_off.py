"""An order that its hearers put off, decline or move stands in the plan with the words that did so; fictional visits."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.put_right import put_right
from desktop.language.words import words_of

_SPEAKERS = {"D": Speaker.PROVIDER, "P": Speaker.PATIENT}


def drafted(said: str) -> Note:
    """The note of a visit with a tagged turn on each line, or of a dictation."""
    lines = [line.partition(": ") for line in said.split("\n")]
    segments = tuple(
        Segment(words, _SPEAKERS[tag]) if tag in _SPEAKERS else Segment(tag) for tag, _, words in lines
    )
    catalog = load_catalog()
    specialty = catalog.specialty("physician")
    template = catalog.template(specialty, "standard")
    return finish(
        OfflineDrafter().draft(DraftRequest(Transcript(segments), specialty, template, VisitContext()))
    )


OF_ANOTHER = [
    "Increase sertraline to 100 mg daily. We talked about adding trazodone and she prefers not to because of grogginess, so we won't.",
    "Start losartan 50 mg daily. Discussed an ultrasound of the kidneys but he would rather wait, so we will not.",
    "Order a chest x-ray. He asked about an inhaler, I don't think he needs it, so I won't.",
    "Continue metformin 1000 mg twice daily. Considered adding glipizide, but the hypoglycemia risk is high so we won't.",
    "Start melatonin 3 mg at night. I'd use trazodone in most people, but with his heart rhythm, no, we won't.",
    "Refer to physical therapy. Discussed a walker and he prefers not to, so we will not.",
    "Refer to physical therapy. I changed my mind about the orthotics, she wanted them.",
]


@pytest.mark.parametrize("said", OF_ANOTHER)
def test_an_order_stands_where_something_else_was_declined(said: str) -> None:
    """A retraction takes back nothing that its own sentence is not about."""
    assert not put_right([(Speaker.PROVIDER, words_of(said))]).taken_back


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (
            (
                "P: I get migraines.\nD: Use condoms, and I'll switch you to norethindrone 0.35 milligrams a day.\nP: Okay.\n"
                "D: For the next attack, sumatriptan 50 milligrams at the start.\nP: It made my chest tight.\nD: Okay, then let's not do that one."
            ),
            "switch to norethindrone 0.35 mg a day",
        ),
        (
            (
                "P: My back hurts.\nD: Start naproxen 500 milligrams twice a day.\nP: What about the muscle relaxer my wife takes?\n"
                "D: Cyclobenzaprine? It makes you sleepy and you drive a truck. Let's not do that.\nP: Okay."
            ),
            "Start naproxen 500 mg twice a day",
        ),
        (
            (
                "P: I'm here for my blood pressure.\nD: Increase the lisinopril to 20 milligrams. I know we talked about adding amlodipine last time.\n"
                "P: My ankles swell with that.\nD: Right, so we won't.\nP: Good."
            ),
            "Increase the lisinopril to 20 mg",
        ),
    ],
)
def test_an_earlier_order_stands_when_a_later_thing_is_called_off(said: str, stands: str) -> None:
    """What "that" means is what was said last, never an order before it."""
    note = drafted(said)
    assert stands in note[Section.PLAN]
    assert not any("taken back" in line for line in note.not_placed)


PUT_OFF = [
    (
        (
            "P: My heart races.\nD: I'd also start metoprolol, 25 milligrams twice a day.\nP: Will it make me tired? I'd really rather not take another one.\n"
            "D: It might. We can hold off on the metoprolol for now and see what the echo shows.\nP: Yes, I'd prefer that."
        ),
        ["start metoprolol", "rather not take another one", "hold off on the metoprolol for now"],
    ),
    (
        (
            "D: We should check the PSA. We could start a tablet, tamsulosin, to help the flow. Would you like that?\n"
            "P: Could we leave it till the tests are back?\nD: Yeah, of course. Leave it for now then. I'll text you a diary of what you drink."
        ),
        ["tamsulosin", "leave it till the tests are back", "Leave it for now"],
    ),
    (
        "D: I can offer you a cortisone shot today.\nP: Let's try something else first.\nD: Fine, we'll start with physical therapy.",
        ["cortisone shot", "try something else first"],
    ),
    (
        "D: And get an INR tomorrow at the clinic.\nP: Tomorrow I have my grandson.\nD: Could you do Thursday morning?\nP: Thursday's fine.",
        ["INR tomorrow", "Could you do Thursday morning", "Thursday's fine"],
    ),
    (
        "D: I'd recommend a colonoscopy.\nP: Not right now, my wife's in the hospital.\nD: I understand. We'll talk about it next visit.\nP: Okay.",
        ["colonoscopy", "Not right now", "next visit"],
    ),
    (
        "D: We should go up on the insulin, to 24 units.\nP: I keep going low at night though.\nD: Then let's stay at 20 for now.\nP: Good.",
        ["24 units", "stay at 20 for now"],
    ),
    (
        "D: Let's get you a mammogram this week.\nP: I'm away till the tenth.\nD: Then do it when you're back.\nP: Okay.",
        ["mammogram this week", "away till the tenth", "when you are back"],
    ),
    (
        "D: I'd start lisinopril 10 milligrams.\nP: I'd rather not take another pill.\nD: I understand, but with those numbers I really want you on it.\nP: Alright, I'll take it.",
        ["lisinopril 10", "rather not", "really want you on it", "I will take it"],
    ),
]


@pytest.mark.parametrize(("said", "beside"), PUT_OFF)
def test_an_order_put_off_is_never_printed_alone(said: str, beside: list[str]) -> None:
    """The order, what was answered and what was agreed are read in one place, in the words that were said."""
    plan = drafted(said)[Section.PLAN]
    quoted = next(line for line in plan.split("\n") if beside[0] in line)
    places = [quoted.find(words) for words in ["Advised: ", *beside]]
    assert -1 not in places
    assert places == sorted(places)
    assert plan.count(beside[0]) == 1


@pytest.mark.parametrize(
    ("said", "order"),
    [
        (
            "D: I'd start lisinopril 10 milligrams.\nP: Okay, I'll take it.\nD: Good.",
            "Start lisinopril 10 mg",
        ),
        (
            "D: Stop the hydrochlorothiazide. I'll check a basic metabolic panel.\nP: Should I get a brain scan?\nD: Your exam is normal, so we won't do that.",
            "Check a basic metabolic panel",
        ),
        (
            "P: I'm tired.\nD: We'll check a TSH and a CBC.\nP: My sister takes iron. Should I?\nD: Let's hold off on that until the CBC is back.",
            "Check a TSH and a CBC",
        ),
        (
            "D: I will order an ultrasound of the gallbladder. Do you have any questions for me?\nP: No, not at the moment.\nD: Okay.",
            "Order an ultrasound of the gallbladder",
        ),
    ],
)
def test_an_order_that_was_not_put_off_stands_as_an_order(said: str, order: str) -> None:
    """A yes, or a no to something else, leaves an order as it is."""
    plan = drafted(said)[Section.PLAN]
    assert order in plan
    assert "Advised" not in plan
