"""Speakers are tagged where the words tell and left unknown where they do not."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.speech.speakers import speakers_of_voices, tag_segment, tag_speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Good morning. What brings you in today?", Speaker.PROVIDER),
        ("Are you taking any medication for that?", Speaker.PROVIDER),
        ("Any fever, chills or numbness?", Speaker.PROVIDER),
        ("I'm going to press on your back, tell me where it is tender.", Speaker.PROVIDER),
        ("I would like you to take ibuprofen with food.", Speaker.PROVIDER),
        ("Your blood pressure is 128 over 82.", Speaker.PROVIDER),
        ("My lower back has been hurting for two weeks.", Speaker.PATIENT),
        ("I took ibuprofen and it helped a little.", Speaker.PATIENT),
        ("No, nothing like that.", Speaker.PATIENT),
        ("Okay.", Speaker.UNKNOWN),
        ("Two weeks.", Speaker.UNKNOWN),
        ("Good morning.", Speaker.UNKNOWN),
        ("She says it is worse at night.", Speaker.UNKNOWN),
        ("I have had it for a week, what do you think, should I follow up in a month?", Speaker.UNKNOWN),
    ],
)
def test_clear_words_are_tagged_and_others_are_not(text: str, speaker: Speaker) -> None:
    """A wrong tag puts words into somebody's mouth, so doubt stays unknown."""
    assert tag_segment(Segment(text)).speaker is speaker


def test_known_speakers_texts_and_times_stay() -> None:
    """Tagging adds speakers and touches nothing else."""
    transcript = Transcript(
        (
            Segment("My back hurts.", Speaker.OTHER, 0, 900),
            Segment("My back hurts.", Speaker.UNKNOWN, 900, 1_800),
        )
    )
    tagged = tag_speakers(transcript)
    assert tagged.segments[0] == transcript.segments[0]
    assert tagged.segments[1] == Segment("My back hurts.", Speaker.PATIENT, 900, 1_800)


def test_a_voice_is_judged_by_all_it_said() -> None:
    """A voice that asks twice is the provider's, with its short remarks; one that says little stays unknown."""
    voices = speakers_of_voices(
        [
            ("A", "What brings you in today?"),
            ("B", "My back hurts."),
            ("A", "Okay."),
            ("A", "How long have you had this?"),
            ("B", "I noticed it two weeks ago."),
            ("C", "Hello."),
            ("patient", "Hello."),
            ("", "What brings you in today?"),
        ]
    )
    assert voices == {
        "A": Speaker.PROVIDER,
        "B": Speaker.PATIENT,
        "C": Speaker.UNKNOWN,
        "patient": Speaker.PATIENT,
        "": Speaker.UNKNOWN,
    }
