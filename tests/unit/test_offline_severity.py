"""A number that answers how bad a complaint is stands with the scale it was asked on, and only where nothing limits it."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.clauses import clauses_of
from desktop.drafting.offline.reading import read


def statements(question: str, answer: str) -> list[str]:
    said = Transcript((Segment(question, Speaker.PROVIDER), Segment(answer, Speaker.PATIENT)))
    return [unit.text for unit in read(clauses_of(said)).units]


@pytest.mark.parametrize(
    ("question", "answer", "noted"),
    [
        ("How bad is the pain on a scale of one to ten?", "It's a seven.", "Pain: 7/10."),
        ("on a scale of one to ten how severe is your pain", "it's a seven", "Pain: 7/10."),
        ("How would you rate your pain, zero to ten?", "Probably a six.", "Pain: probably 6/10."),
        ("How severe is your headache on a scale from 0 to 10?", "5 or 6.", "Headache: 5 to 6/10."),
        ("Scale of one to ten, where is your itching?", "Three.", "Itching: 3/10."),
        ("So nine out of ten?", "Yeah.", "Severity: 9/10."),
    ],
)
def test_a_score_stands_with_its_scale(question: str, answer: str, noted: str) -> None:
    """The words "a seven" say nothing without the ten that was asked."""
    assert noted in statements(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What's the pain out of ten with the ibuprofen?", "A two."),
        ("How bad was the pain last night, one to ten?", "A nine."),
        ("On a scale of one to ten, how motivated are you to quit?", "A nine."),
        ("How is the pain from one to ten?", "It went from an eight to a three."),
        ("So nine out of ten?", "No, more like a four."),
    ],
)
def test_what_limits_a_score_or_is_no_complaint_is_not_made_a_plain_score(question: str, answer: str) -> None:
    """A score under a medicine, at another time, of a motivation or of a course is not how bad it is now."""
    assert not any(text.endswith("/10.") and ":" in text for text in statements(question, answer))
