"""A medicine that is given though the patient does not tolerate it, or one of its group, is raised; what is avoided is not."""

from __future__ import annotations

import pytest

from desktop.domain.context import VisitContext
from desktop.domain.finding import Finding, FindingKind, Severity
from desktop.domain.note import Note, Section
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text

ASKED = "Provider: Any allergies?\nPatient: {said}\nProvider: Alright, let me see what we can give you."


def raised(said: str, plan: str, subjective: str = "", context: VisitContext | None = None) -> list[Finding]:
    """What is raised about allergies on a note with these sections."""
    note = Note({Section.SUBJECTIVE: subjective, Section.PLAN: plan})
    result = NoteChecker(read_text(said), context).check(note)
    return [each for each in result.findings if each.kind is FindingKind.ALLERGY]


@pytest.mark.parametrize(
    ("said", "plan", "words"),
    [
        ("Penicillin gives me hives.", "Amoxicillin 500 mg TID x 7 days.", "Amoxicillin"),
        ("I'm allergic to amoxicillin.", "Start Augmentin 875 mg BID.", "Augmentin"),
        ("Yes, sulfa. I came out in a rash with it.", "Bactrim DS twice a day for 3 days.", "Bactrim"),
        ("Aspirin makes me wheeze.", "Naproxen 500 mg BID with food.", "Naproxen"),
        ("I can't take ibuprofen.", "Advil as needed for pain.", "Advil"),
        ("I had a reaction to codeine.", "Codeine 30 mg at night.", "Codeine"),
        ("I'm allergic to doxycycline.", "Doxycycline 100 mg BID.", "Doxycycline"),
        ("Lisinopril made my lips swell up.", "Start enalapril 5 mg daily.", "enalapril"),
        ("I'm allergic to penicillin.", "Allergic to penicillin, start flucloxacillin 500 mg QDS.", "flucloxacillin"),
        ("I'm allergic to NSAIDs.", "Rest. Ibuprofen for pain.", "Ibuprofen"),
        ("I'm allergic to keflex.", "Switch to cefdinir 300 mg BID.", "cefdinir"),
        ("Percocet gave me hives.", "Oxycodone 5 mg q6h as needed.", "Oxycodone"),
    ],
)  # fmt: skip
def test_what_is_not_tolerated_and_given_must_be_decided(said, plan, words) -> None:
    """The same medicine, the same ingredient and a medicine of the same group stop the signing."""
    found = raised(ASKED.format(said=said), plan)
    assert [(each.words, each.severity) for each in found] == [(words, Severity.MUST_DECIDE)]
    assert found[0].sources


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        ("I'm allergic to penicillin.", "Allergic to penicillin, so avoid amoxicillin. Azithromycin 500 mg daily."),
        ("I'm allergic to penicillin.", "Azithromycin instead of amoxicillin."),
        ("I'm allergic to penicillin.", "We will not use amoxicillin. No Augmentin."),
        ("I'm allergic to penicillin.", "Amoxicillin is contraindicated. Doxycycline 100 mg BID."),
        ("I'm allergic to penicillin.", "Penicillin allergy noted; refer to the allergist for penicillin testing."),
        ("I'm allergic to penicillin, but I've had amoxicillin since without any problems.", "Amoxicillin 500 mg TID."),
        ("Sulfa gives me a rash.", "Continue furosemide 40 mg daily and celecoxib 100 mg."),
        ("Codeine makes me itch, I'm allergic to it.", "Tramadol 50 mg as needed."),
        ("I can't take aspirin, my stomach bleeds.", "Meloxicam 7.5 mg daily."),
        ("No, none that I know of. My mother's allergic to penicillin.", "Amoxicillin 500 mg TID."),
        ("I'm allergic to shellfish and to latex.", "Amoxicillin 500 mg TID. Ibuprofen 400 mg."),
        ("I'm allergic to penicillin.", "Stop amoxicillin. Switched from amoxicillin to clindamycin 300 mg QID."),
        ("I'm allergic to penicillin.", "Amoxicillin caused a rash, discontinued last week."),
    ],
)  # fmt: skip
def test_what_is_avoided_or_tolerated_is_not_raised(said, plan) -> None:
    """A note that keeps away from the medicine, another group and a relative's allergy raise nothing."""
    assert raised(ASKED.format(said=said), plan) == []


def test_a_cephalosporin_beside_a_penicillin_allergy_is_to_be_looked_at() -> None:
    """Few patients react to both, so that it is no reason to stop the signing."""
    found = raised(ASKED.format(said="I'm allergic to penicillin."), "Cefuroxime 500 mg BID.")
    assert [each.severity for each in found] == [Severity.LOOK_AT]
    assert "Some patients react to both." in found[0].reason


def test_the_allergies_of_the_chart_count_also_without_a_word_said() -> None:
    """A note typed by hand is compared with the chart; the list of medicines counts like the plan."""
    chart = VisitContext(allergies=("Penicillin",))
    found = raised("", "Amoxicillin 500 mg TID.", "Medications: Augmentin 875 mg BID.", chart)
    assert [each.words for each in found] == ["Augmentin", "Amoxicillin"]
    assert all("the chart says" in each.reason for each in found)


@pytest.mark.parametrize(
    ("subjective", "plan", "words"),
    [
        ("Allergies: penicillin (hives). Cough for a week.", "Amoxicillin 500 mg TID.", ["Amoxicillin"]),
        ("Denies allergies. Penicillin causes hives.", "Doxycycline 100 mg BID.", ["Denies allergies"]),
        ("NKDA. Sulfa gave her a rash.", "Rest.", ["NKDA"]),
        ("NKDA. Allergic to shellfish.", "Rest.", []),
        ("No known allergies other than penicillin.", "Rest.", []),
        ("Allergic to penicillin. No other allergies.", "Rest.", []),
        ("Denies allergies. Took penicillin as a child.", "Rest.", []),
    ],
)
def test_a_note_does_not_contradict_itself_about_allergies(subjective, plan, words) -> None:
    """What the note itself names as an allergy is neither given nor denied elsewhere in it."""
    found = raised("", plan, subjective)
    assert [each.words for each in found] == words
    assert all(each.severity is Severity.MUST_DECIDE for each in found)


def test_a_denial_beside_an_allergy_that_was_said_must_be_decided() -> None:
    """A written "NKDA" and hives from penicillin in the visit do not go together."""
    found = raised(ASKED.format(said="Penicillin gives me hives."), "Rest.", "NKDA.")
    assert [(each.words, each.severity) for each in found] == [("NKDA", Severity.MUST_DECIDE)]


def test_an_allergy_that_was_taken_back_is_to_be_looked_at() -> None:
    """An allergy that a test ruled out, or that was outgrown, stops nothing."""
    said = ASKED.format(said="They said I'm allergic to penicillin, but I was tested negative last year.")
    assert [each.severity for each in raised(said, "Amoxicillin 500 mg TID.")] == [Severity.LOOK_AT]


@pytest.mark.parametrize(
    "subjective",
    [
        "Medications and allergies: Alendronate once a week. Latex gives the patient a rash.",
        "Rash with amoxicillin at age 2.",
        "Allergies: amoxicillin 2015, rash.",
    ],
)
def test_a_list_of_medicines_and_allergies_is_no_allergy_to_all_of_them(subjective) -> None:
    """What stands under a heading of both, and what names the reaction, is not given in spite of an allergy."""
    assert raised("", "Rest.", subjective) == []
