"""Vital signs inside a long stretch of speech, and what is told right before a question, are not lost with it."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.clauses import clauses_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.reading import read
from desktop.drafting.offline.units import Unit


def units(said: str) -> list[Unit]:
    return read(clauses_of(Transcript((Segment(said, Speaker.PROVIDER),)))).units


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        (
            "so i want to tell you the vital signs that the my assistant took when you came in your blood pressure is one thirty over sixty eight",
            "Blood pressure is 130/68.",
        ),
        (
            "so i do understand when you say that you have had some weight gain your you are doing pretty well your o2 sat is at a hundred percent",
            "O2 sat is at 100%.",
        ),
        ("okay before we start your bp was one eighteen over seventy four which is great", "BP was 118/74."),
    ],
)
def test_a_vital_sign_read_off_inside_a_longer_stretch_stands_for_itself(said: str, noted: str) -> None:
    """The stretch cannot stand; name and value can."""
    assert noted in [unit.text for unit in units(said) if unit.kind is Kind.VITALS]


@pytest.mark.parametrize(
    "said",
    [
        "and you know if you see that your blood pressure is one sixty over ninety when you are at your sister's then you",
        "so the thing is that at home your your blood pressure is one sixty over ninety and the and",
        "last time when the you were here your heart rate was one twenty and the",
        "we want your blood pressure at one thirty over eighty so that the",
    ],
)
def test_a_goal_a_condition_or_an_earlier_value_is_no_vital_sign_of_today(said: str) -> None:
    """Only what is measured now belongs under the vital signs."""
    assert not [unit for unit in units(said) if unit.kind is Kind.VITALS]


def test_what_is_told_right_before_a_question_is_kept() -> None:
    """The age stands in the note although the sentence ends as a question."""
    said = Transcript(
        (
            Segment("She is a 41-year-old female, and what brings you in today?", Speaker.PROVIDER),
            Segment("My knee hurts.", Speaker.PATIENT),
        )
    )
    texts = [unit.text for unit in read(clauses_of(said)).units]
    assert "She is a 41-year-old female." in texts
    assert any("knee hurts" in text for text in texts)
