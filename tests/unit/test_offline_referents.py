"""What a pronoun, a bare number or a brief answer stands for is in the note: the medicine, the thing counted, the question."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter

WHO = {"D": Speaker.PROVIDER, "P": Speaker.PATIENT, "M": Speaker.OTHER}


def drafted(lines: str) -> dict[Section, str]:
    """The sections of the note of a visit whose lines begin with D, P or M (who came with the patient)."""
    segments = tuple(
        Segment(words, WHO[tag])
        for tag, _, words in (line.strip().partition(": ") for line in lines.strip().splitlines())
    )
    catalog = load_catalog()
    specialty = catalog.specialty("physician")
    request = DraftRequest(
        Transcript(segments), specialty, catalog.template(specialty, "standard"), VisitContext()
    )
    note = finish(OfflineDrafter().draft(request))
    return {section: note[section] for section in Section}


NAMED = {
    "that one, over a turn that names nothing": (
        """D: You are on lisinopril and amlodipine, right?
        P: Yes, both every morning. My ankles swell.
        D: There is pitting edema at both ankles. I think the amlodipine is doing that.
        P: Nobody told me.
        D: So stop that one today.""",
        "Stop the amlodipine today",
    ),
    "it, named in the patient's question": (
        """P: I was in the hospital for heart failure.
        D: Lungs are clear. No leg swelling. You are too dry.
        P: So I can stop the water pill?
        D: Not stop. Let's drop it to 40 once a day.""",
        "Drop the water pill to 40",
    ),
    "a medicine between its reason and its order": (
        """P: I can't pass water well.
        D: The belly is soft. I think this is your prostate. And the chlorphenamine you get from the chemist. That can
 make the waterworks slower, so I'd like you to stop it.""".replace("\n make", " make"),
        "stop the chlorphenamine",
    ),
    "them, after a count of days": (
        """P: I have three days of the ciprofloxacin left and my tendon hurts.
        D: The right Achilles tendon is tender. Don't finish them.""",
        "Do not finish the ciprofloxacin",
    ),
    "half of it": (
        """P: The propranolol makes me tired.
        D: Your pulse is 52. Cut it in half.""",
        "Cut the propranolol in half",
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_an_order_names_its_medicine(case: str) -> None:
    """An order with a pronoun for the one medicine that was named last has the medicine's name."""
    lines, expected = NAMED[case]

    assert expected.lower() in drafted(lines)[Section.PLAN].lower()


NOT_NAMED = {
    "smoking is what to stop": (
        """P: I take salbutamol and I smoke ten a day.
        D: There is a wheeze on both sides. Smoking makes that worse, so I'd like you to stop it.""",
        "stop the salbutamol",
    ),
    "another person's medicine": (
        """D: Your ECG shows atrial fibrillation. I'd recommend apixaban 5 milligrams twice a day.
        P: My neighbor was on warfarin and bled terribly.
        D: This one is safer that way.
        P: Okay, I'll take it.""",
        "take the warfarin",
    ),
    "a medicine that no list knows": (
        """P: I take lisinopril. My head hurts.
        D: Your neck moves freely. The Zolbrex is probably making it worse. I want you to stop it.""",
        "stop the lisinopril",
    ),
}


@pytest.mark.parametrize("case", NOT_NAMED)
def test_no_medicine_is_guessed(case: str) -> None:
    """A pronoun that may stand for something else never gets a medicine's name."""
    lines, never = NOT_NAMED[case]

    assert never not in " ".join(drafted(lines).values()).lower()


def test_an_order_of_one_of_two_medicines_is_quoted_with_both() -> None:
    """Where nobody can tell which of two medicines is meant, both sentences stand together as they were said."""
    plan = drafted(
        """D: What are you taking?
        P: Sertraline and trazodone. I feel so groggy in the morning.
        D: You look tired. Both sertraline and trazodone can do that.
        P: I see.
        D: I would like you to stop it."""
    )[Section.PLAN]

    assert '"Both sertraline and trazodone can do that. I would like you to stop it."' in plan


def test_a_bare_count_has_the_noun_of_its_question() -> None:
    """A count after "any wet nappies?" is one of nappies, not of what was eaten just before."""
    told = drafted(
        """D: Is she eating?
        M: She has had some juice and two biscuits.
        D: Any wet nappies?
        M: She's had four since this morning.
        D: Her abdomen is soft. This is viral gastroenteritis."""
    )[Section.SUBJECTIVE]

    assert "Wet nappies: she has had 4 since this morning" in told


def test_a_patients_question_keeps_its_brief_answer_in_the_plan() -> None:
    """What the provider answers in a phrase stands with what the patient asked, and never as history."""
    note = drafted(
        """P: I have had heartburn for two months.
        D: Any trouble swallowing?
        P: No.
        D: Belly is soft. This is reflux. I will start omeprazole 20 milligrams once a day.
        P: For how long?
        D: Eight weeks.
        P: And the ibuprofen?
        D: No more than two days a week.
        P: Does it affect the pill?
        D: No, unless you are being sick with it."""
    )

    assert 'about the omeprazole "For how long?": "8 weeks."' in note[Section.PLAN]
    assert '"The ibuprofen?": "No more than 2 days a week."' in note[Section.PLAN]
    assert '"Does it affect the pill?": "No, unless you are being sick with it."' in note[Section.PLAN]
    assert "8 weeks" not in note[Section.SUBJECTIVE]


def test_what_a_relative_confirms_stands_with_the_patients_answer() -> None:
    """A relative's remark is never read as the answer to a question that the patient answered, nor to the family's own."""
    told = drafted(
        """D: Any shortness of breath?
        P: No. I can climb the stairs now.
        M: That's true, she couldn't before.
        D: Lungs are clear. Keep the furosemide at 40 a day.
        M: With food?
        D: Either way. You can give it every morning.
        M: Oh, so I was giving it too late."""
    )[Section.SUBJECTIVE]

    assert '"No. I can climb the stairs now." Informant: "That is true' in told
    assert "With food" not in told


READ_AS_SAID = {
    "whether the patient needs": (
        """P: I have a sore throat.
        D: Your tonsils are red. This is bacterial tonsillitis. I will give you penicillin 500 milligrams four times a day.
        P: Do I need a sick note?
        D: You can self-certify for the first seven days.""",
        "Asked whether the patient needs a sick note",
    ),
    "every condition in the third person": (
        """P: My heart races.
        D: You have atrial fibrillation. If you faint, get chest pain, or any weakness, call 911.""",
        "If the patient faints, gets chest pain, or any weakness, call 911",
    ),
    "the order after a condition stays one": (
        """P: My stomach burns.
        D: This is reflux. If you see black stools or vomit blood, get help straight away.""",
        "vomits blood, get help",
    ),
    "still got": (
        """M: He has had a fever since Friday and his right ear hurts.
        D: The right eardrum is red. He has otitis media. If he's still got a fever after 48 hours, call me.""",
        "If he has still got a fever",
    ),
    "the name of a germ": (
        """P: I have had pain in the stomach for a month.
        D: Your belly is soft. I would like a stool test for H. pylori before you start the tablets.""",
        "stool test for H. pylori before",
    ),
    "the name of a drink": (
        """P: I drink two sodas a day.
        D: Your BMI is 34. This is obesity. Switch to Coke Zero and walk 20 minutes a day.""",
        "Coke Zero",
    ),
}


@pytest.mark.parametrize("case", READ_AS_SAID)
def test_the_plan_reads_as_it_was_meant(case: str) -> None:
    """Questions, conditions, contractions and names come out whole and in the third person."""
    lines, expected = READ_AS_SAID[case]

    assert expected in drafted(lines)[Section.PLAN]


def test_a_quotation_shows_which_word_was_put_into_it() -> None:
    """What stands between quotation marks was said; a name that was not said there stands in brackets."""
    plan = drafted(
        """D: I was going to start Bactrim for the urine.
        P: I'm worried about that.
        D: Don't stop it yourself without calling, and we could switch it to something else.
        P: I'd rather not take it.
        D: That's fine, we'll leave it for now."""
    )[Section.PLAN]
    assert '"Do not stop [the Bactrim] yourself without calling' in plan
    assert '"I would rather not take [the Bactrim]."' in plan
