"""Labels that no list knows are speakers where they head nearly every line; headings of a note stay headings."""

import pytest

from desktop.domain.transcript import Speaker
from desktop.transcripts import read_text

PROVIDER, PATIENT, UNKNOWN = Speaker.PROVIDER, Speaker.PATIENT, Speaker.UNKNOWN


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Pharma: How often?\nPatient: Once a day.\nPharma: Any cough?\nPatient: No.",
            [PROVIDER, PATIENT] * 2,
        ),
        ("Dr: How are you?\nGus: Sore.\nDr: Where?\nGus: My knee.", [PROVIDER, PATIENT] * 2),
        ("T: How are you?\nC: Sad.\nT: Since when?\nC: May.", [PROVIDER, PATIENT] * 2),
        ("PT: Any pain?\nPatient: No.\nPT: Bend it?\nPatient: It is stiff.", [PROVIDER, PATIENT] * 2),
    ],
)
def test_a_label_that_repeats_names_a_speaker(text: str, speakers: list[Speaker]) -> None:
    """The label does not stand in the words, and whoever asks, or talks to a known patient, is the provider."""
    segments = read_text(text).segments

    assert [segment.speaker for segment in segments] == speakers
    assert not any(":" in segment.text for segment in segments)


@pytest.mark.parametrize(
    "text",
    [
        "S: Knee pain.\nO: Swollen.\nA: Sprain.\nP: Rest.\nS: Cough.\nO: Clear.\nA: Cold.\nP: Fluids.",
        "Plan: rest\nLabs: none\nPlan: ice\nLabs: none",
        "Wound: clean\nDrain: out",
    ],
)
def test_headings_of_a_note_are_no_speakers(text: str) -> None:
    """Lines that begin with headings keep them, and nobody is said to have spoken."""
    segments = read_text(text).segments

    assert {segment.speaker for segment in segments} == {UNKNOWN}
    assert "\n".join(segment.text for segment in segments) == text
