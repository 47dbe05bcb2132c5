"""A dose is compared with what was said of the same medicine, also where it changes."""

from __future__ import annotations

import pytest

from desktop.domain.finding import FindingKind, Severity
from desktop.domain.note import Note, Section
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text

RAISED = (
    "Doctor: You take carvedilol six and a quarter twice a day and lisinopril ten milligrams?\nPatient: Yes.\n"
    "Doctor: Weight is one hundred eighty six pounds. I'd like to go up on the carvedilol to twelve and a half twice a day."
)
CORRECTED = (
    "Doctor: So you take amlodipine ten?\nPatient: No, it's amlodipine five, and lisinopril forty.\n"
    "Doctor: Alright. Blood pressure is one thirty two seventy eight."
)
STEPPED = "Doctor: Take doxycycline two hundred milligrams today and then one hundred milligrams daily for four more days."
LATER = (
    "Doctor: He is on Concerta eighteen?\nMother: Yes. He eats a big dinner and takes an hour to settle at night, and his teacher says he stays in his seat.\n"
    "Doctor: Then I'd go up to twenty seven. Use melatonin one milligram half an hour before bed."
)


def raised(said: str, plan: str) -> list[tuple[FindingKind, str]]:
    """The numbers that must be decided in a plan."""
    result = NoteChecker(read_text(said)).check(Note({Section.PLAN: plan}))
    kinds = {FindingKind.DOSE, FindingKind.NUMBER, FindingKind.DATE, FindingKind.UNIT}
    return [
        (each.kind, each.words)
        for each in result.findings
        if each.severity is Severity.MUST_DECIDE and each.kind in kinds
    ]


@pytest.mark.parametrize(
    ("said", "plan", "dose"),
    [
        (RAISED, "Increase carvedilol to 6.25 mg BID.", "6.25"),
        (RAISED, "Carvedilol 6.25 mg BID.", "6.25"),
        (RAISED, "Lisinopril 100 mg daily.", "100 mg"),
        (CORRECTED, "Amlodipine 10 mg daily.", "10"),
        (STEPPED, "Doxycycline 200 mg today, then 200 mg daily for 4 days.", "200"),
    ],
)
def test_the_old_the_corrected_and_the_doubled_dose_are_raised(said, plan, dose) -> None:
    """A dose that was said, but not as the one that is to be taken, must be decided."""
    assert raised(said, plan) == [(FindingKind.DOSE, dose)]


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        (RAISED, "Increase carvedilol from 6.25 mg to 12.5 mg BID. Lisinopril 10 mg."),
        (RAISED, "Carvedilol 12.5 mg BID. Weight 186 lb."),
        (CORRECTED, "Amlodipine 5 mg, lisinopril 40 mg. BP 132/78."),
        (STEPPED, "Doxycycline 200 mg today, then 100 mg daily for 4 more days."),
        (LATER, "Increase Concerta to 27 mg. Melatonin 1 mg 30 min before bed."),
        ("Doctor: Call in two days. I gained half a stone. Ring in a week.", "Call in 48 h. Gained 1/2 stone. Ring 1/52."),
        ("Doctor: Vision is twenty twenty five and twenty fifty. Pain is about a two.", "VA 20/25, 20/50. Pain 2/10."),
        ("Doctor: You are two weeks out from surgery.", "POD 14."),
    ],
)  # fmt: skip
def test_the_dose_that_is_meant_raises_nothing_however_it_was_said(said, plan) -> None:
    """A change with both doses, one far from its medicine, and numbers as clinicians shorten them are right."""
    assert raised(said, plan) == []
