"""A dictation without headings, or with a few, is filed sentence by sentence in the order of a note."""

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter

CATALOG = load_catalog()
SUBJECTIVE, OBJECTIVE, ASSESSMENT, PLAN = Section


def drafted(text: str, specialty: str) -> Note:
    chosen = CATALOG.specialty(specialty)
    request = DraftRequest(Transcript((Segment(text),)), chosen, chosen.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


DICTATED = [
    (
        "registered_nurse",
        {
            SUBJECTIVE: ["She says her ankle feels tight under the bandage.", "Ate half of her lunch."],
            OBJECTIVE: [
                "Temp 37.4, pulse 90, BP 118/70.",
                "Skin tear on the right forearm 3 cm, edges approximated.",
            ],
            ASSESSMENT: ["At risk for infection."],
            PLAN: [
                "Wound cleansed with saline and a foam dressing applied.",
                "Instructed to keep the arm elevated.",
            ],
        },
    ),
    (
        "podiatrist",
        {
            SUBJECTIVE: ["She has had burning between the toes for 2 months."],
            OBJECTIVE: ["Positive Mulder click on the left, pedal pulses palpable."],
            ASSESSMENT: ["Morton neuroma, left third interspace."],
            PLAN: ["Metatarsal pads dispensed.", "Recheck in 4 weeks."],
        },
    ),
    (
        "physician",
        {
            SUBJECTIVE: [
                "53-year-old woman with 2 days of left flank pain.",
                "PMH kidney stones and GERD.",
                "She is a bus driver and smokes half a pack a day.",
            ],
            OBJECTIVE: [
                "Temp 37.1, BP 142/88.",
                "Left CVA tenderness, abdomen soft.",
                "Urinalysis shows large blood and no nitrites.",
            ],
            ASSESSMENT: ["Probable left ureteral colic."],
            PLAN: ["Ketorolac 30 mg IM given.", "Return if fever or vomiting."],
        },
    ),
]


@pytest.mark.parametrize(("specialty", "told"), DICTATED, ids=[name for name, _ in DICTATED])
def test_sentences_without_headings_go_to_their_sections(specialty: str, told: dict[Section, list[str]]):
    """What is told, found, concluded and planned is told apart by its words and its place among the others."""
    note = drafted(" ".join(text for texts in told.values() for text in texts), specialty)

    for section, texts in told.items():
        for text in texts:
            assert text in note[section], section


def test_an_examination_under_the_last_heading_of_the_history_is_not_history():
    """Where no later heading closes "Allergies", the sentences after it are filed by themselves."""
    note = drafted(
        "HPI: Sore throat for three days. Allergies: penicillin. Temp 38.2, pulse 96. Tonsils red with exudate. Likely strep pharyngitis. "
        "Start cephalexin 500 mg twice daily for ten days.",
        "physician",
    )

    assert "Tonsils red with exudate" in note[OBJECTIVE]
    assert "strep pharyngitis" in note[ASSESSMENT]
    assert "cephalexin 500 mg" in note[PLAN]


def test_a_headed_part_keeps_what_was_dictated_under_it():
    """A heading that is closed by the next one is not overruled by the words."""
    note = drafted(
        "Subjective: BP at home 150/90, she will check it daily. Objective: BP 142/84. Assessment: Hypertension. Plan: Continue lisinopril.",
        "physician",
    )

    assert "150/90" in note[SUBJECTIVE]
    assert "142/84" in note[OBJECTIVE]
    assert "lisinopril" in note[PLAN]


def test_several_tablets_of_a_dose_keep_their_count_in_words():
    """A count before a dose is never run into it: two tablets of 500 are not 2,500."""
    note = drafted(
        "Plan: Take two 500 mg tablets twice daily. Wound closed with five 5-0 nylon sutures.", "physician"
    )

    assert "two 500 mg tablets" in note[PLAN]
    assert "five 5-0 nylon" in note[PLAN]


def test_capitals_throughout_still_have_their_headings():
    """A dictation typed in capitals is laid out as any other, and what is said twice of two things stays twice."""
    note = drafted(
        "HPI: CUT HIS LEFT THUMB ON A CAN. PMH: NONE. MEDS: NONE. ALLERGIES: NKDA. EXAM: 2 CM LACERATION, SENSATION INTACT. "
        "DIAGNOSIS: THUMB LACERATION. PLAN: SUTURES OUT IN 10 DAYS.",
        "physician",
    )

    assert "Medications: None." in note[SUBJECTIVE]
    assert "Allergies: NKDA." in note[SUBJECTIVE]
    assert "2 cm laceration, sensation intact" in note[OBJECTIVE]
    assert note[ASSESSMENT] == "Thumb laceration."
    assert note[PLAN] == "Sutures out in 10 days."


def test_problems_that_are_counted_aloud_are_numbered_with_their_orders():
    """Problems said as "number one ... number two" under one heading makes problems, each with what is planned for it."""
    note = drafted(
        "physical exam colon blood pressure one thirty over eighty period impression and plan colon number one right knee osteoarthritis "
        "period start physical therapy period number two hypertension comma controlled period continue amlodipine five milligrams daily period",
        "physician",
    )

    assert note[ASSESSMENT] == "1. Right knee osteoarthritis.\n2. Hypertension, controlled."
    assert note[PLAN] == "1. Start physical therapy.\n2. Continue amlodipine 5 mg daily."


def test_numbered_medicines_are_parted_after_an_abbreviation():
    """An item of a list may end in an abbreviation: "b.i.d. 3."."""
    note = drafted(
        "MEDICATIONS: 1. Aspirin 81 mg daily. 2. Metformin 1000 mg b.i.d. 3. Insulin glargine 10 units. PLAN: Continue.",
        "physician",
    )

    assert "3." not in note[SUBJECTIVE]
    assert "b.i.d. Insulin glargine 10 units." in note[SUBJECTIVE]


@pytest.mark.parametrize(
    "frame",
    [
        "This is Dr. Vale dictating a progress note on Ann Example. {}",
        "this is doctor vale dictating period {}",
        "{} End of dictation.",
        "{}\nDictated by Dr. Vale",
    ],
)
def test_who_dictates_is_no_part_of_the_note(frame: str):
    """What a provider says of the dictation itself is left out, and nothing else with it."""
    note = drafted(
        frame.format("Subjective: Cough for a week. Assessment: Bronchitis. Plan: Rest and fluids."),
        "physician",
    )
    text = "\n".join(note.texts.values())

    assert "ictat" not in text
    assert "Cough for a week." in text
    assert "Rest and fluids." in text


def test_a_sentence_that_names_what_it_holds_stands_there():
    """What "Past medical history significant for" begins, inside the history, is past history, and a finding stands with its system."""
    note = drafted(
        "HPI: Three days of cough. Past medical history significant for asthma. Allergies none. Exam: General, well. Lungs, scattered wheeze. "
        "Ext: no edema. ECG sinus rhythm. Impression: Asthma. Plan: Albuterol.",
        "physician",
    )

    assert (
        "Past medical and surgical history: Past medical history significant for asthma." in note[SUBJECTIVE]
    )
    assert "Allergies: None." in note[SUBJECTIVE]
    assert (
        "Lungs: Scattered wheeze." in note[OBJECTIVE] or "Lungs: Lungs, scattered wheeze." in note[OBJECTIVE]
    )
    assert "Data reviewed: ECG sinus rhythm." in note[OBJECTIVE]
