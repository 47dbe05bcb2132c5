"""The problems of a visit, numbered with what is thought of each and what is done about it."""

from __future__ import annotations

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts.tagged_text import read_text

OPENING = """D: Good morning. What can I do for you?
P: My knee hurts, my sugars are up and I have a rash.
D: How long has the knee hurt?
P: A month.
D: Let me examine you.
P: Okay.
D: There's some crepitus under the kneecap.
P: It clicks.
"""


def _note(text: str) -> Note:
    specialty = load_catalog().specialty("generic")
    request = DraftRequest(read_text(text), specialty, specialty.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


def test_problems_that_are_only_turned_to_are_numbered() -> None:
    """Turning to "the knee", "as far as your sugar goes" and "now the rash" opens problems, each with its orders."""
    note = _note(
        f"{OPENING}D: So, for the knee, I think this is patellofemoral pain. No need for an X-ray.\nP: All right.\n"
        "D: As far as your sugar goes, it isn't where I want it. Let's push the metformin up to 1000 twice a day.\nP: Okay.\n"
        "D: Now the rash. I'll give you triamcinolone cream, twice a day for ten days.\nP: Thanks.\n"
    )

    first, second, third = note[Section.ASSESSMENT].splitlines()
    assert first.startswith("1. Knee: ")
    assert "patellofemoral pain" in first
    assert second.startswith("2. Sugar: ")
    assert "not where I want it" in second
    assert third == "3. Rash."
    plan = note[Section.PLAN].splitlines()
    assert plan[0].startswith("1. ")
    assert "X-ray" in plan[0]
    assert plan[1].startswith("2. ")
    assert "metformin up to 1000" in plan[1]
    assert "triamcinolone" in plan[2]


def test_problems_nobody_names_as_such_are_numbered() -> None:
    """Two illnesses discussed one after the other are two problems, and coming back is for the whole visit."""
    note = _note(
        f"{OPENING}D: So your diabetes isn't where I want it. Let's push the metformin up to 1000 twice a day.\nP: Okay.\n"
        "D: The eczema is doing really well. Keep going with the hydrocortisone at night.\nP: Sure.\n"
        "D: I'll see you again in three months.\nP: Thanks.\n"
    )

    assert [line[:2] for line in note[Section.ASSESSMENT].splitlines()] == ["1.", "2."]
    diabetes, eczema, last = note[Section.PLAN].splitlines()
    assert diabetes.startswith("1. ")
    assert "metformin" in diabetes
    assert eczema.startswith("2. ")
    assert "hydrocortisone" in eczema
    assert "3 months" in last
    assert last[0].isalpha()


def test_orders_given_after_all_problems_stay_without_numbers() -> None:
    """Orders are never put under the last problem only because they were said last."""
    note = _note(
        f"{OPENING}D: So your diabetes isn't where I want it. The eczema is doing really well.\nP: Okay.\n"
        "D: Let's push the metformin up to 1000 twice a day. Keep going with the hydrocortisone at night.\nP: Sure.\n"
    )

    assert [line[:2] for line in note[Section.ASSESSMENT].splitlines()] == ["1.", "2."]
    assert "2." not in note[Section.PLAN]


def test_what_is_ruled_out_is_no_problem_of_its_own() -> None:
    """A diagnosis and what it is not are one problem."""
    note = _note(
        f"{OPENING}D: This is a sprain. I don't think it's a fracture. There's nothing to suggest gout.\nP: Okay.\n"
        "D: Let's get you a knee brace.\nP: Sure.\n"
    )

    assert "sprain" in note[Section.ASSESSMENT]
    assert "1." not in note[Section.ASSESSMENT]


def test_a_warning_that_opens_with_any_is_no_question() -> None:
    """What to do about "any chest pain" is an instruction, and no denial, whatever the patient answers."""
    note = _note(
        f"{OPENING}D: I think this is a sprain.\nP: Okay.\nD: Any chest pain, you call 911.\nP: No problem.\n"
    )

    assert "call" in note[Section.PLAN]
    assert "911" in note[Section.PLAN]
    assert "chest pain" not in note[Section.SUBJECTIVE]
