"""A side is bound to its part of the body, its finding and its number, however the visit points at it."""

from __future__ import annotations

import pytest

from desktop.domain.finding import FindingKind, Severity
from desktop.domain.note import Note, Section
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text

KNEES = (
    "Doctor: Which knee is it?\nPatient: The right one. The left one is fine.\n"
    "Doctor: The right knee has an effusion. The left knee has no effusion. Flexion is ninety degrees on the right, one thirty on the left."
)
HIPS = (
    "Patient: The left hip is a lot better. Now it's the other one, it hurts at night.\n"
    "Doctor: The left hip has full motion, the right hip is tender."
)
MIXED = "Patient: I fell on my left shoulder.\nDoctor: The left shoulder is tender. The hip has a bruise on the right."


def sides(said: str, text: str) -> list[str]:
    """The words of the sides that must be decided."""
    result = NoteChecker(read_text(said)).check(Note({Section.OBJECTIVE: text}))
    return [
        each.words
        for each in result.findings
        if each.kind is FindingKind.SIDE and each.severity is Severity.MUST_DECIDE
    ]


@pytest.mark.parametrize(
    ("said", "right", "wrong", "words"),
    [
        (KNEES, "Right knee: effusion.", "Left knee: effusion.", ["Left"]),
        (KNEES, "Left knee: no effusion.", "Right knee: no effusion.", ["Right"]),
        (KNEES, "Flexion 90 degrees right, 130 degrees left.", "Flexion 90 degrees left, 130 degrees right.", ["left", "right"]),
        (KNEES, "R knee effusion.", "L knee effusion.", ["L"]),
        (HIPS, "Left hip better.", "Right hip better.", ["Right"]),
        (HIPS, "R hip tender, L hip full motion.", "L hip tender, R hip full motion.", ["L", "R"]),
        (MIXED, "Left shoulder contusion. Right hip contusion.", "Left shoulder contusion. Left hip contusion.", ["Left"]),
    ],
)  # fmt: skip
def test_the_other_side_is_found_where_both_were_said(said, right, wrong, words) -> None:
    """What was said of one side is raised at the other, and the true note raises nothing."""
    assert sides(said, right) == []
    assert sides(said, wrong) == words


@pytest.mark.parametrize(
    "text", ["2 L oxygen by nasal cannula.", "1.5 L of fluid a day.", "Both knees examined.", "L4 tender."]
)
def test_litres_and_vertebrae_are_no_sides(text) -> None:
    """An L that is no left is passed."""
    said = f"{KNEES}\nDoctor: You are on two liters of oxygen, drink one and a half liters a day. L four is tender."
    assert sides(said, text) == []
