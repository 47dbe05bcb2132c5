"""An order that a later sentence or turn calls off is taken out, and what stays of it stays whole; fictional visits."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.put_right import put_right
from desktop.language.words import Word, joined, words_of

DOCTOR, PATIENT, OTHER = Speaker.PROVIDER, Speaker.PATIENT, Speaker.OTHER


def shown(words: list[Word]) -> str:
    return joined(word.text for word in words).replace(" . ", ". ")


def heard(*turns: tuple[Speaker, str]) -> tuple[list[str], list[str]]:
    """The words of each turn after withdrawals, and what was taken back."""
    found = put_right([(speaker, words_of(text, n)) for n, (speaker, text) in enumerate(turns)])
    return [shown(each) for each in found.words], [shown(each) for each in found.taken_back]


CALLED_OFF = [
    (
        "Order a CBC, a BMP and a renal ultrasound. Actually, scratch the renal ultrasound.",
        "Order a CBC and a BMP.",
        "a renal ultrasound",
    ),
    (
        "Order a CT of the head and an x-ray of the left hip. Actually, let's skip the CT.",
        "Order an x-ray of the left hip. let us skip the CT.",
        "a CT of the head",
    ),
    (
        "Start lisinopril 10 mg daily. Check a BMP. Actually, let's wait on the lisinopril.",
        "Check a BMP. let us wait on the lisinopril.",
        "Start lisinopril 10 mg daily",
    ),
    (
        "Order an MRI of the lumbar spine. Delete the MRI, he wants to wait.",
        "he wants to wait.",
        "Order an MRI of the lumbar spine",
    ),
    (
        "Refer to orthopaedics. Scrap the ortho referral, try the splint first.",
        "try the splint first.",
        "Refer to orthopaedics",
    ),
    (
        "Start atorvastatin 40 mg nightly. On second thought, let's hold the statin until his LFTs are back.",
        "let us hold the statin until his LFTs are back.",
        "Start atorvastatin 40 mg nightly",
    ),
    (
        "Start topiramate 25 mg at night. Wait, no, she has had kidney stones, so let's not use that, propranolol 40 mg twice a day instead.",
        "Start propranolol 40 mg twice a day. she has had kidney stones.",
        "Start topiramate 25 mg at night",
    ),
    (
        "Stop metoprolol. Actually, don't stop it, reduce it to 12.5 mg twice daily.",
        "reduce metoprolol to 12.5 mg twice daily.",
        "Stop metoprolol",
    ),
]


@pytest.mark.parametrize(("said", "stays", "gone"), CALLED_OFF)
def test_an_order_called_off_is_gone_and_the_rest_stays(said: str, stays: str, gone: str) -> None:
    """Nothing that was called off stands as ordered, and it is listed as taken back."""
    assert heard((DOCTOR, said)) == ([stays], [gone])


def test_an_order_called_off_after_the_patient_spoke() -> None:
    """What the patient says makes the provider choose another medicine, or another day."""
    turns, gone = heard(
        (DOCTOR, "I'll prescribe amoxicillin 500 milligrams three times a day."),
        (PATIENT, "I'm allergic to penicillin."),
        (DOCTOR, "Oh, okay. Then let's do azithromycin 250 milligrams instead."),
    )
    assert turns[0] == "I will prescribe azithromycin 250 milligrams."
    assert gone == ["I will prescribe amoxicillin 500 milligrams three times a day"]
    turns, gone = heard(
        (DOCTOR, "We'll do the vaccine today."),
        (PATIENT, "I'm running a fever."),
        (DOCTOR, "Then scrap that, we'll do it next month."),
    )
    assert turns[0] == ""
    assert turns[2] == "we will do the vaccine next month."
    assert gone == ["We will do the vaccine today"]


def test_a_change_of_dose_called_off_names_what_stays_as_it_is() -> None:
    """As in "keep it at fifty" after a raise: the raise is gone, and the medicine stands with the dose it keeps."""
    turns, gone = heard(
        (DOCTOR, "let us increase the losartan to one hundred milligrams"),
        (PATIENT, "i get dizzy"),
        (DOCTOR, "okay then let us keep it at fifty"),
    )
    assert turns == ["", "i get dizzy", "let us keep the losartan at fifty"]
    assert gone == ["let us increase the losartan to one hundred milligrams"]
    turns, gone = heard(
        (DOCTOR, "Increase the gabapentin to 600 at night. Hang on. Let's not. Stay on the 300.")
    )
    assert "600" not in turns[0]
    assert gone == ["Increase the gabapentin to 600 at night"]


NOT_CALLED_OFF = [
    "Increase losartan to 100 mg. If you get dizzy, stay on the 50.",
    "Continue losartan 50 mg. Keep it at 50.",
    "Increase fluids to 2 liters. Keep it at room temperature.",
    "Order a fasting glucose. Skip breakfast before the test. No food after midnight.",
    "Refer to surgery. You do not need surgery right away. No antibiotics for now.",
    "Order a CT of the abdomen. If the labs are normal, cancel the CT.",
    "Start at 25 mg for a week. If you tolerate it, make it 50 mg.",
    "Start lisinopril 10 mg. If you cough, stop the lisinopril and call me.",
    "Start metformin 500 mg. Stop the glipizide. Hold the lisinopril on sick days.",
    "Colonoscopy next month. No family history of colon cancer.",
    "Continue aspirin. No aspirin allergy. No, he has no bleeding.",
    "Start prednisone 40 mg. Hold off on driving while dizzy. Leave the dressing on for two days.",
    "Refer to physical therapy. Let's not forget the home exercises.",
    "Stop ibuprofen. Take acetaminophen 500 mg instead.",
    "Start azithromycin 250 mg. You can use Tylenol instead of ibuprofen.",
    "Order an echocardiogram. Actually, you had one in March, so we will use that.",
]


@pytest.mark.parametrize("said", NOT_CALLED_OFF)
def test_advice_conditions_and_denials_call_nothing_off(said: str) -> None:
    """What only sounds like a withdrawal leaves every word where it was."""
    assert heard((DOCTOR, said)) == ([shown(words_of(said))], [])


def test_a_patient_who_does_not_want_an_order_does_not_take_it_back() -> None:
    """Only who orders calls off."""
    turns = (
        (DOCTOR, "I will order an MRI."),
        (PATIENT, "Let's skip the MRI."),
        (DOCTOR, "I think you need it."),
    )
    assert heard(*turns)[0][0] == "I will order an MRI."
