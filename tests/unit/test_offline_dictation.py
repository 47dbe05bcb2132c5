"""Dictations keep the provider's words: commands obeyed, headings followed, figures for spoken numbers."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter

CATALOG = load_catalog()


def drafted(text: str, specialty: str, speaker: Speaker = Speaker.UNKNOWN) -> Note:
    chosen = CATALOG.specialty(specialty)
    transcript = Transcript((Segment(text, speaker),))
    return finish(
        OfflineDrafter().draft(DraftRequest(transcript, chosen, chosen.templates[0], VisitContext()))
    )


def test_spoken_headings_marks_numbers_and_corrections():
    """A dictation as a recogniser writes it: no punctuation but the spoken one."""
    note = drafted(
        "subjective colon the patient is a fifty eight year old woman here for follow up of hypertension period she reports home blood "
        "pressures around one thirty eight over eighty two period denies chest pain comma shortness of breath or leg swelling period she "
        "takes lisinopril ten milligrams daily scratch that twenty milligrams daily period objective blood pressure one forty four over "
        "eighty six comma pulse seventy two period lungs clear to auscultation bilaterally period assessment colon hypertension comma not at "
        "goal period plan increase lisinopril to forty milligrams daily period follow up in three months period",
        "physician",
    )
    assert "138/82" in note[Section.SUBJECTIVE]
    assert "Denies chest pain, shortness of breath or leg swelling." in note[Section.SUBJECTIVE]
    assert "She takes lisinopril 20 mg daily." in note[Section.SUBJECTIVE]
    assert "10 mg" not in note[Section.SUBJECTIVE]
    assert (
        note[Section.OBJECTIVE] == "Blood pressure 144/86, pulse 72. Lungs clear to auscultation bilaterally."
    )
    assert note[Section.ASSESSMENT] == "Hypertension, not at goal."
    assert "Increase lisinopril to 40 mg daily." in note[Section.PLAN]
    assert "Follow up in 3 months." in note[Section.PLAN]
    assert "period" not in " ".join(note.texts.values())


WITHOUT_HEADINGS = {
    "dentist": (
        (
            "Patient presents with pain on the lower right. Allergic to penicillin. Intraoral exam shows a fractured MOD amalgam on #30. Cold test "
            "positive, percussion negative. Cracked tooth #30 with reversible pulpitis. Plan is crown on #30. Return in 2 weeks for crown delivery."
        ),
        ("lower right", "fractured MOD amalgam on #30", "reversible pulpitis", "crown on #30"),
    ),
    "psychiatrist": (
        (
            "Client is a 29 year old woman seen for medication management. She reports mood is better on sertraline 100 mg. Denies suicidal ideation. "
            "Alert, cooperative, good eye contact. PHQ-9 score is 8, down from 15. Major depressive disorder, improving. Continue sertraline 100 mg daily. "
            "Return in 6 weeks."
        ),
        (
            "Denies suicidal ideation",
            "good eye contact",
            "Major depressive disorder, improving",
            "Continue sertraline 100 mg daily",
        ),
    ),
    "veterinary": (
        (
            "Bella is a 4 year old spayed female Labrador presented for limping on the left hind leg for 3 days. No vomiting or diarrhea. Weight 31.2 kg, "
            "temperature 101.5. Left stifle has mild effusion. Suspect cranial cruciate ligament rupture, left. Start carprofen 75 mg by mouth every 12 "
            "hours for 7 days."
        ),
        ("left hind leg", "31.2 kg", "Suspect cranial cruciate ligament rupture", "carprofen 75 mg"),
    ),
    "slp": (
        (
            "Patient seen for swallow treatment. Wife reports coughing with thin liquids. Tolerated nectar thick liquids in 9 of 10 trials without overt "
            "signs of aspiration. Moderate oropharyngeal dysphagia, improving. Repeat modified barium swallow in 3 weeks."
        ),
        (
            "coughing with thin liquids",
            "9 of 10 trials",
            "Moderate oropharyngeal dysphagia",
            "modified barium swallow",
        ),
    ),
    "paramedic": (
        (
            "Dispatched for a 71 year old male with chest pain. Patient states pain started at 13:30, radiating to the left arm. No known drug allergies. "
            "BP 158/94, pulse 104, SpO2 94% on room air. 12 lead shows ST elevation in II, III and aVF. Suspected inferior STEMI. Aspirin 324 mg given at "
            "14:16. Transported to county hospital."
        ),
        ("chest pain", "158/94", "Suspected inferior STEMI", "Aspirin 324 mg given at 14:16"),
    ),
    "physical_therapy": (
        (
            "S: Patient states the right knee feels looser, pain 3/10 down from 5/10. O: Knee flexion 118 degrees. Quad strength 4/5. A: Progressing well "
            "toward goals. P: Continue PT 2 times a week for 4 weeks."
        ),
        ("down from 5/10", "118 degrees", "Progressing well toward goals", "2 times a week for 4 weeks"),
    ),
}


@pytest.mark.parametrize("specialty", WITHOUT_HEADINGS)
def test_note_language_is_filed_without_headings_in_six_fields(specialty):
    """One fact of each section stands in that section, word for word."""
    text, facts = WITHOUT_HEADINGS[specialty]
    note = drafted(text, specialty)
    for section, fact in zip(Section, facts, strict=True):
        assert fact in note[section], section


@pytest.mark.parametrize("specialty", WITHOUT_HEADINGS)
def test_no_word_of_a_dictation_is_lost(specialty):
    """Every sentence of the dictation stands in the note."""
    text, _ = WITHOUT_HEADINGS[specialty]
    note = drafted(text, specialty)
    everything = " ".join(note.texts.values())
    for word in text.replace("S: ", "").replace("O: ", "").replace("A: ", "").replace("P: ", "").split():
        assert word.strip(".,") in everything


def test_a_provider_speaking_note_language_is_a_dictation():
    """The tag of a single speaker does not turn a dictation into a conversation."""
    note = drafted(
        "Patient reports cough for 5 days. Lungs clear. Acute bronchitis. Follow up in 1 week.",
        "physician",
        Speaker.PROVIDER,
    )
    assert note[Section.SUBJECTIVE] == "Patient reports cough for 5 days."
    assert note[Section.OBJECTIVE] == "Lungs clear."
    assert note[Section.ASSESSMENT] == "Acute bronchitis."
    assert note[Section.PLAN] == "Follow up in 1 week."


def test_a_dictation_without_any_punctuation_is_still_divided():
    """Headings said without a colon and the openings of note language show where sentences begin."""
    note = drafted(
        "patient is a 63 year old diabetic man here for his foot check he reports numbness in both feet for two years denies any ulcers exam shows "
        "dorsalis pedis pulses two plus bilaterally monofilament absent on the right foot no open wounds assessment type two diabetes with peripheral "
        "neuropathy plan debrided callus today continue gabapentin three hundred milligrams at night return in three months",
        "podiatrist",
    )
    assert "numbness in both feet for 2 years" in note[Section.SUBJECTIVE]
    assert "enies any ulcers" in note[Section.SUBJECTIVE]
    assert "monofilament absent on the right foot" in note[Section.OBJECTIVE]
    assert note[Section.ASSESSMENT].startswith("Type 2 diabetes with peripheral neuropathy")
    assert "ontinue gabapentin 300 mg at night" in note[Section.PLAN]
    assert "eturn in 3 months" in note[Section.PLAN]


def test_capitals_throughout_are_read_like_any_other_text():
    """A dictation typed in capitals becomes ordinary sentences."""
    note = drafted(
        "PATIENT REPORTS COUGH FOR FIVE DAYS. DENIES FEVER. LUNGS CLEAR. ACUTE BRONCHITIS. START BENZONATATE 100 MG THREE TIMES A DAY.",
        "physician",
    )
    assert note[Section.SUBJECTIVE] == "Patient reports cough for 5 days. Denies fever."
    assert note[Section.OBJECTIVE] == "Lungs clear."
    assert note[Section.PLAN] == "Start benzonatate 100 mg 3 times a day."
