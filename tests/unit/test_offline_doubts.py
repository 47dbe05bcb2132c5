"""What was taken back, refused, put right or left unclear never reads as a plain statement or order; fictional visits."""

from __future__ import annotations

import re

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.replies import is_mixed
from desktop.transcripts import read_text


def note_of(said: str) -> Note:
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    template = catalog.template(specialty, "standard")
    return finish(OfflineDrafter().draft(DraftRequest(read_text(said), specialty, template, VisitContext())))


def whole(note: Note) -> str:
    return "\n".join(note[section] for section in Section)


WITHDRAWN = [
    (
        (
            "Doctor: Your pressure is high. I'm going to start you on lisinopril 10 milligrams daily.\nPatient: I coughed on that one before.\n"
            "Doctor: Oh, then no, let's not do that. We'll use losartan 50 milligrams instead.\nPatient: Fine."
        ),
        "lisinopril",
        "losartan 50 mg",
    ),
    (
        (
            "Doctor: On exam the heel is tender. I'll order a CT of the heel today. Actually, let's hold off on the CT. "
            "Use a heel cup for six weeks.\nPatient: Good."
        ),
        "order a CT",
        "heel cup",
    ),
    (
        (
            "A 40-year-old woman with migraine. Neuro exam normal. Start topiramate 25 mg at night. Wait, no, she has had kidney "
            "stones, so let's not use that, propranolol 40 mg twice a day instead. Return in six weeks."
        ),
        "topiramate",
        "propranolol 40 mg",
    ),
    (
        (
            "BP 130/80. Lungs clear. Impression gout flare. Start indomethacin 50 mg three times a day. On second thought his "
            "creatinine is 2.1, so not indomethacin, prednisone 40 mg for five days. Return in one week."
        ),
        "Start indomethacin",
        "prednisone 40 mg",
    ),
    (
        (
            "Exam normal. Plan: start warfarin 5 mg daily. Actually no, let's hold the warfarin, apixaban 5 mg twice daily instead. "
            "Return in a week."
        ),
        "warfarin 5 mg",
        "apixaban 5 mg",
    ),
]


@pytest.mark.parametrize(("said", "gone", "stays"), WITHDRAWN)
def test_an_order_taken_back_is_only_listed_as_taken_back(said: str, gone: str, stays: str) -> None:
    """Whoever reads the plan must not find an order that the provider called off."""
    note = note_of(said)
    assert gone.lower() not in whole(note).lower()
    assert stays in note[Section.PLAN]
    assert any(
        line.startswith("taken back: ") and gone.lower().split()[-1] in line.lower()
        for line in note.not_placed
    )


def test_of_an_order_of_two_things_only_the_one_called_off_is_taken_out() -> None:
    """The half that stays must not be lost and the half that goes must not stand as ordered."""
    note = note_of(
        "Doctor: Let's get an MRI of the shoulder and start naproxen 500 twice a day.\nPatient: I have an ulcer.\n"
        "Doctor: Scratch that, no naproxen then. Tylenol 1000 three times a day.\nPatient: Okay."
    )
    assert "MRI of the shoulder" in note[Section.PLAN]
    assert "naproxen 500" not in whole(note)
    assert any("naproxen 500" in line for line in note.not_placed if line.startswith("taken back: "))


PUT_RIGHT = [
    (
        "Hearing screen passed last month on both ears, no I'm sorry, passed on the right, referred on the left. Chest clear.",
        "both ears",
        "passed on the right, referred on the left",
    ),
    (
        (
            "sixty three year old woman with rheumatoid arthritis on exam wrist is swollen assessment rheumatoid arthritis plan "
            "continue methotrexate fifteen milligrams weekly folic acid increase to five milligrams weekly no scratch that leave the "
            "folic acid at one milligram daily return in three months"
        ),
        "increase",
        "folic acid at 1 mg",
    ),
    (
        "Doctor: Keep the metformin as it is. Glipizide, let's go up to 10, sorry, no, leave the glipizide at 5.\nPatient: Okay.",
        "up to 10",
        "glipizide at 5",
    ),
]


@pytest.mark.parametrize(("said", "gone", "stays"), PUT_RIGHT)
def test_words_said_again_after_a_correction_replace_what_they_put_right(
    said: str, gone: str, stays: str
) -> None:
    """A sentence taken up again after "no, sorry" says only what it was corrected to."""
    text = whole(note_of(said))
    assert gone not in text
    assert stays in text


UNRESOLVED = [
    (
        (
            "Tooth 30 non restorable. Two carpules of lidocaine, right inferior alveolar and buccal block. No wait, articaine was used "
            "for the buccal, half a carpule. Both roots out intact."
        ),
        ["lidocaine", "No wait, articaine was used"],
    ),
    (
        (
            "Doctor: What are you taking?\nPatient: Vitamin D, around 5000 units on Sundays, and two thous... or 50,000 units on Sundays, "
            "excuse me, and 2000 on the other days.\nDoctor: Okay."
        ),
        ["5000 units", "50,000 units on Sundays, excuse me"],
    ),
]


@pytest.mark.parametrize(("said", "both"), UNRESOLVED)
def test_a_correction_that_no_rule_resolves_is_quoted_whole(said: str, both: list[str]) -> None:
    """Neither the wrong nor the right value stands alone: one quotation holds both."""
    quotes = re.split(r"As said: |Asked ", whole(note_of(said)))[1:]
    assert any(all(words in quote for words in both) for quote in quotes)


REFUSED = [
    ("I'd like you to go to the emergency room now.", "I won't. I have to pick up my son.", "I will not"),
    (
        "I want to start you on atorvastatin 20 milligrams at night.",
        "No, I'd rather not take a statin.",
        "rather not take",
    ),
    ("You should have the flu shot today.", "No way. It made me sick last time.", "No way"),
    ("I want you to get a colonoscopy.", "I'm not doing that.", "I am not doing that"),
]


@pytest.mark.parametrize(("order", "answer", "shown"), REFUSED)
def test_a_refused_order_stands_only_with_its_refusal(order: str, answer: str, shown: str) -> None:
    """A plan never orders what the patient declined without saying so."""
    note = note_of(
        f"Doctor: On exam your heart is irregular. {order}\nPatient: {answer}\nDoctor: All right.\nPatient: Bye."
    )
    plan = note[Section.PLAN]
    assert plan.count("Advised: ") == 1
    assert shown in plan.split("Answer: ")[1]
    assert plan.startswith("Advised: ")


MIXED = [
    ("Have you been skipping your insulin?", "no i yeah i do sometimes at lunch", "Has not been skipping"),
    (
        "Are you taking any medicines?",
        "no i feel like taking the medicine makes me sleepy",
        "Feels like taking",
    ),
    ("Do you use drugs?", "Yes and no. I had an edible in July.", "Uses drugs"),
]


@pytest.mark.parametrize(("question", "answer", "never"), MIXED)
def test_an_answer_of_yes_and_no_is_quoted_with_its_question(question: str, answer: str, never: str) -> None:
    """Which of the two holds is for the reader to judge."""
    text = whole(note_of(f"Doctor: {question}\nPatient: {answer}\nDoctor: I see.\nPatient: My back hurts."))
    assert never not in text
    assert f'Asked "{question}": "' in text


def test_a_plain_yes_or_no_is_not_mixed() -> None:
    """Most answers are plain and must stay statements."""
    assert not is_mixed(["no", ",", "no", "fever"], ["any", "fever"])
    assert not is_mixed(["yes", ",", "no", "problem", "with", "that"], ["can", "you", "walk"])
    assert not is_mixed(["no", "i", "do", "not", "smoke"], ["do", "you", "smoke"])
    assert not is_mixed(["yeah", "no", "i", "am", "fine"], ["any", "pain"])
    assert is_mixed(["no", "well", "yeah", "when", "i", "run"], ["any", "pain"])


LABELS = [
    ("When did you stop smoking?", "A couple of years ago.", "Onset"),
    ("How long can you sit?", "Half an hour. It was ten minutes.", "Duration"),
    ("Any alcohol, drugs?", "More than usual. Half a bottle of whisky at night.", "Drugs:"),
    ("Which side is the new kidney?", "On the right.", "Side:"),
]


@pytest.mark.parametrize(("question", "answer", "label"), LABELS)
def test_an_answer_gets_no_label_that_the_question_did_not_ask_for(
    question: str, answer: str, label: str
) -> None:
    """A wrong label makes a true answer a wrong fact: the question stands with it instead."""
    text = whole(note_of(f"Doctor: {question}\nPatient: {answer}\nDoctor: I see.\nPatient: My back hurts."))
    assert label not in text
    assert f'Asked "{question}": "{answer.split(".", maxsplit=1)[0]}' in text.replace("Any a", "Any a")


def test_a_condition_stays_with_its_order() -> None:
    """An order that holds only if something happens never reads as one that holds now."""
    note = note_of(
        "Doctor: so your knee looks better today now if we're improving in two weeks then we'll move on and we will start adding some "
        "additional activity with the therapist and no running until then\nPatient: okay thank you\n"
        "Doctor: and i'll see you in two weeks\nPatient: okay"
    )
    for sentence in note[Section.PLAN].split(". "):
        if "additional activity" in sentence:
            assert "if" in note[Section.PLAN].lower().split("additional activity")[0]


def test_an_answer_that_somebody_else_contradicts_is_quoted_with_both() -> None:
    """A reader sees that the two accounts differ, and who gave which."""
    text = whole(
        note_of(
            "Doctor: Do you drink alcohol?\nPatient: Vodka, on weekends only.\nDaughter: Dad, that's not true, it's every night.\n"
            "Patient: Okay, most nights, one glass.\nDoctor: Any falls?\nPatient: No.\nDaughter: He did fall, twice in October.\n"
            "Doctor: I see."
        )
    )
    assert 'weekends only." Informant: "Dad, that is not true' in text
    assert "Denies falls" not in text


def test_a_diagnosis_said_in_answer_to_a_question_is_assessment() -> None:
    """An injury is a diagnosis too, although its words are those of a finding."""
    note = note_of(
        "Doctor: On exam there's an ulcer on the right foot. Let's talk about my assessment and plan. So you have a nonhealing "
        "ulcer of your right foot. I'd like the kidney doctor to see you this week. If it turns red, call me.\nPatient: Okay."
    )
    assert "nonhealing ulcer" in note[Section.ASSESSMENT]
    assert "kidney doctor" in note[Section.PLAN]


def test_code_status_and_family_history_are_kept_in_the_words_of_both() -> None:
    """What nobody may lose stands with its question."""
    text = whole(
        note_of(
            "Doctor: Any family history of colon cancer?\nPatient: My father, he was 59.\nDoctor: Are you a full code?\n"
            "Patient: Yes. Everything. But no long-term machine.\nDoctor: Your lungs are clear."
        )
    )
    assert 'Asked "Any family history of colon cancer?": "My father, he was 59' in text
    assert "But no long-term machine" in text


DICTATED = [
    (
        (
            "Patient seen for wart on right index finger, two months. No bleeding. 4 mm verrucous papule on the right index finger. "
            "Treated with liquid nitrogen. Come back in 3 weeks if still there."
        ),
        {Section.PLAN: ["Treated with liquid nitrogen", "Come back in 3 weeks"]},
    ),
    (
        (
            "Mrs. Dorn, 70, day two after hip replacement. She says her pain is three out of ten. Oriented times three. Temp 37.1, heart "
            "rate 80. Dressing dry. Risk for falls. Walk twice today, call the team if the pain rises."
        ),
        {
            Section.OBJECTIVE: ["Oriented times 3"],
            Section.ASSESSMENT: ["Risk for falls"],
            Section.PLAN: ["Walk twice today"],
        },
    ),
    (
        (
            "Lina, four years, referred for unclear speech. Standard score 75. Errors are fronting of k. Moderate phonological disorder. "
            "Good prognosis. Speech therapy twice a week, 30 minutes. Home practice five minutes a day."
        ),
        {
            Section.ASSESSMENT: ["phonological disorder"],
            Section.PLAN: ["Speech therapy twice a week", "Home practice"],
        },
    ),
    (
        "Objective. BP 150/90. Assessment. One, gout, not at goal. Two, hypertension. Plan. Return in six weeks.",
        {Section.ASSESSMENT: ["1. Gout", "2. Hypertension"], Section.PLAN: ["Return in 6 weeks"]},
    ),
]


@pytest.mark.parametrize(("said", "held"), DICTATED)
def test_a_dictation_without_headings_keeps_its_order(said: str, held: dict[Section, list[str]]) -> None:
    """Each sentence stands in the section it was dictated for, though no heading names it."""
    note = note_of(said)
    for section, parts in held.items():
        for part in parts:
            assert part in note[section], (section, note[section])


def test_a_medicine_changed_after_its_name_is_not_read_as_the_one_before_it() -> None:
    """In speech without stops a dose change belongs to the medicine named right before it."""
    plan = note_of(
        "seventy year old man with heart failure here for follow up lungs clear edema one plus impression heart failure plan continue "
        "carvedilol twelve point five twice a day furosemide go up to eighty daily lisinopril decrease to ten milligrams return in two weeks"
    )[Section.PLAN]
    assert "Furosemide go up to 80 daily" in plan
    assert "Lisinopril decrease to 10 mg" in plan
    assert "twice a day." in plan
