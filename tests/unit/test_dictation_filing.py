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
