"""Dictations in capitals, without any stops, with labels in one line, and bare diagnoses without headings."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Transcript
from desktop.drafting.offline.dictated_headings import with_said_headings
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.capitals import without_capitals

CATALOG = load_catalog()


def drafted(text: str, specialty: str = "generic") -> Note:
    chosen = CATALOG.specialty(specialty)
    request = DraftRequest(Transcript((Segment(text),)), chosen, chosen.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


def test_headings_open_without_any_stops():
    """A recogniser without punctuation: each heading that is said opens its part, and sentences end within it."""
    note = drafted(
        "chief complaint cough and fever history of present illness 32 year old woman with four days of productive cough and fever up to 102 "
        "she has tried acetaminophen with some relief past medical history asthma medications albuterol as needed allergies penicillin "
        "social history she does not smoke physical exam temperature 101 pulse 96 lungs crackles at the right base assessment "
        "community acquired pneumonia plan azithromycin 500 mg today then 250 mg daily for four days follow up in one week"
    )
    assert "Chief complaint: Cough and fever." in note[Section.SUBJECTIVE]
    assert "Past medical history: Asthma." in note[Section.SUBJECTIVE]
    assert "Medications: Albuterol as needed." in note[Section.SUBJECTIVE]
    assert "Allergies: Penicillin." in note[Section.SUBJECTIVE]
    assert "She has tried acetaminophen with some relief." in note[Section.SUBJECTIVE]
    assert "Temperature 101" in note[Section.OBJECTIVE]
    assert note[Section.ASSESSMENT] == "Community acquired pneumonia."
    assert "Azithromycin 500 mg today then 250 mg daily for 4 days" in note[Section.PLAN]


@pytest.mark.parametrize(
    "said",
    [
        "she ran out of her blood pressure medications last week and we plan to restart them after the risk assessment is done",
        "he has seasonal allergies and a family history of diabetes and we discussed the treatment plan of the clinic",
        "on physical exam there is swelling and no history of present illness was given by the patient today",
    ],
)
def test_names_of_headings_within_sentences_open_nothing(said: str):
    """Words that only sound like a heading stay in their sentence."""
    assert with_said_headings(said) == said


def test_a_denial_without_stops_stays_with_all_it_denies():
    """Without stops nothing that is denied may come to stand without its denial, and no pressure is parted."""
    note = drafted(
        "history of present illness forty year old man with a headache for two days he denies fever chills nausea vomiting neck stiffness "
        "objective blood pressure 138 over 82 pulse 70 neck supple assessment tension headache plan acetaminophen 500 mg as needed"
    )
    told = note[Section.SUBJECTIVE]
    denied = told[told.lower().index("denies") :].split(".")[0].lower()
    assert all(word in denied for word in ("fever", "chills", "nausea", "vomiting", "neck stiffness"))
    assert "138/82" in note[Section.OBJECTIVE]


@pytest.mark.parametrize(
    ("shouted", "shown"),
    [
        ("SEEN IN THE ER, S/P CABG, HX OF T2DM.", "Seen in the ER, s/p CABG, hx of T2DM."),
        ("HEPARIN 5000 UNITS, NS 500 ML IV.", "Heparin 5000 units, NS 500 mL IV."),
        ("INR 2.4, BNP 340 PG/ML. 12-LEAD ECG: NSR.", "INR 2.4, BNP 340 pg/mL. 12-lead ECG: NSR."),
        ("CKD STAGE III. DISC AT L4-L5. 5 CM X 3 CM.", "CKD stage III. Disc at L4-L5. 5 cm x 3 cm."),
        ("WHY IS SHE DRY? DR. OLSEN CALLED ON MONDAY.", "Why is she dry? Dr. Olsen called on Monday."),
    ],
)
def test_words_in_capitals_keep_those_of_acronyms_and_units(shouted: str, shown: str):
    """Small letters where capitals say nothing, and the usual ones for acronyms and units."""
    assert without_capitals(shouted) == shown


def test_labels_in_one_line_are_headings_and_an_empty_one_is_not_printed():
    """Short labels before a colon head what follows, whatever their case; nothing is said of one that holds nothing."""
    note = drafted(
        "CC: sore throat. Medical hx: asthma. Medications: PE: T 38.1, pharynx red. Dx: viral pharyngitis. Tx: fluids. F/u: as needed."
    )
    assert "Past medical history: Asthma." in note[Section.SUBJECTIVE]
    assert "edications" not in note[Section.SUBJECTIVE]
    assert note[Section.ASSESSMENT] == "Viral pharyngitis."
    assert "Fluids." in note[Section.PLAN]
    assert "As needed." in note[Section.PLAN]


def test_a_quotation_keeps_both_its_marks():
    """The mark that closes a quotation after its full stop stays."""
    note = drafted(
        'HPI: She says "my knee gives way." It began in May. Exam: Knee stable. Assessment: Sprain. Plan: Rest.'
    )
    assert '"my knee gives way."' in note[Section.SUBJECTIVE]


@pytest.mark.parametrize(
    "diagnosis",
    [
        "Left plantar fasciitis, improving.",
        "Hypertension, stable.",
        "Type 2 diabetes, not at goal.",
        "Upper respiratory illness, possible pertussis.",
    ],
)
def test_a_bare_diagnosis_after_the_findings_is_the_assessment(diagnosis: str):
    """Without headings a disease that is only named between findings and orders is what the provider concludes."""
    note = drafted(
        f"54-year-old woman here for a follow-up visit. She feels better this week. BP 132/84, pulse 70. Lungs clear to auscultation. {diagnosis} "
        "Continue current medicines. Return in six weeks."
    )
    assert diagnosis in note[Section.ASSESSMENT]


@pytest.mark.parametrize(
    "state",
    [
        "Monitor sinus tachycardia at 128.",
        "Cast on left arm clean and dry.",
        "Culture grew E. coli.",
        "Stool guaiac negative.",
        "Splint in place, fingers warm.",
    ],
)
def test_the_state_of_a_thing_is_no_order(state: str):
    """A monitor, a cast or a culture that shows something is a finding."""
    note = drafted(
        f"70-year-old woman with palpitations since noon. BP 128/70. Alert and oriented. {state} Metoprolol 5 mg given. Transported to the hospital."
    )
    assert state in note[Section.OBJECTIVE]


def test_what_no_part_of_the_template_holds_stands_without_a_heading():
    """A wrong heading says more than none: how somebody lives is not filed under the first part of a dietitian's template."""
    note = drafted(
        "52-year-old woman referred for prediabetes. Skips breakfast, coffee with sugar three times a day. Works night shifts. "
        "Metformin 500 mg daily. Weight 88 kg, height 165 cm. Obesity class one. Recheck A1c in three months.",
        "dietitian_nutritionist",
    )
    line = next(line for line in note[Section.SUBJECTIVE].splitlines() if "Works night shifts." in line)
    assert "Reason for visit" not in line
    assert "Food and drink" not in line


def test_how_somebody_lives_is_social_history_without_a_heading():
    """A sentence that begins with how the patient lives is filed as that amid the history."""
    note = drafted(
        "58-year-old man with knee pain for a year. Pain is worse on stairs. He lives alone in a second floor flat. He smokes ten cigarettes a day. "
        "BP 130/80. Right knee crepitus, no effusion. Osteoarthritis of the right knee. Physical therapy referral."
    )
    line = next(line for line in note[Section.SUBJECTIVE].splitlines() if "smokes" in line)
    assert line.startswith("Social history:")
    assert "He lives alone" in line
