"""What a note states and denies is compared with what was said of the same thing, in other words and of the same part."""

from __future__ import annotations

import pytest

from desktop.domain.finding import FindingKind, Severity
from desktop.domain.note import Note, Section
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text

ASKED = (
    "Doctor: Any tics? Headaches?\nMother: No tics. He had headaches the first week.\nDoctor: Does the mole itch, does it bleed?\n"
    "Patient: It itches sometimes. It's never bled.\nDoctor: Neck okay?\nPatient: Yes. The shoulder is painful, it's been hurting for weeks.\n"
    "Doctor: You've got asthma, haven't you?\nPatient: As a kid. Not since.\nDoctor: Come back in a week if you're not better. Sensation is intact in the hand."
)


def negations(text: str, section: Section = Section.SUBJECTIVE, said: str = ASKED) -> bool:
    """Whether a turned denial must be decided."""
    result = NoteChecker(read_text(said)).check(Note({section: text}))
    return any(
        each.kind is FindingKind.NEGATION and each.severity is Severity.MUST_DECIDE
        for each in result.findings
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("No tics.", "Reports tics."),
        ("Pruritus of the mole at times, no bleeding.", "Pruritus of the mole at times, bleeding."),
        ("Denies any bleeding of the mole.", "Reports any bleeding of the mole."),
    ],
)
def test_a_denial_turned_round_must_be_decided(right, wrong) -> None:
    """A word that was only denied is not stated, and what was stated is not denied; the true sentence raises nothing."""
    assert not negations(right)
    assert negations(wrong)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Return in 1 week if not improved.", "Return in 1 week if improved."),
        ("Follow up in a week if no better.", "Follow up in a week if better."),
    ],
)
def test_a_condition_turned_round_must_be_decided(right, wrong) -> None:
    """A visit that says "if not better" has no "if better" in its note."""
    assert not negations(right, Section.PLAN)
    assert negations(wrong, Section.PLAN)


@pytest.mark.parametrize(
    "text",
    [
        "No neck pain.",
        "Childhood asthma.",
        "Injection if no improvement.",
        "Shoulder pain, fracture unlikely.",
        "Itching on and off, R/O melanoma.",
    ],
)
def test_a_denial_of_another_part_and_a_supposed_one_raise_nothing(text) -> None:
    """Pain of the shoulder says nothing of the neck, "as a kid" is no denial, and a condition denies nothing."""
    assert not negations(text)


def test_findings_joined_by_or_need_a_denial() -> None:
    """A written "reports rashes or blisters" is a lost denial where neither was stated."""
    said = "Doctor: Any rashes, any blisters, anything on the skin?\nPatient: No.\nDoctor: Good."
    assert negations("Skin: Reports rashes or blisters.", said=said)
    assert not negations("Skin: Denies rashes or blisters.", said=said)


def test_what_is_reported_and_was_never_said_must_be_decided() -> None:
    """A symptom after "reports" that nobody named is raised; one that was paraphrased is not."""
    said = "Patient: I've been puffed out on the stairs and my ankles are swollen since last week."
    for text, is_raised in (
        ("Reports dysphagia and ankle edema.", True),
        ("Reports ankle edema since last week.", False),
    ):
        result = NoteChecker(read_text(said)).check(Note({Section.SUBJECTIVE: text}))
        assert any(each.severity is Severity.MUST_DECIDE for each in result.findings) is is_raised, text


SAID_SO = (
    "Doctor: How is the arm?\nPatient: Karen has been having this twitch in it. I do feel a little nauseous, no fever.\n"
    "Doctor: Are you back on your skis?\nPatient: No, I cannot.\nDoctor: I do not hear any carotid bruits. Your A1c is 5.1 on the last check, "
    "there is no need for a further A1c. Keep an eye on stress, not only at work but also at home. We'll continue you on your allopurinol."
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Karen has been having this twitch.", "Karen has not been having this twitch."),
        ("Reports nausea, no fever.", "Denies nausea."),
        ("Is not back on skis.", "Is back on skis."),
        ("I do not hear any carotid bruits.", "I do hear carotid bruits."),
        ("A1c is 5.1 on the last check.", "A1c is not 5.1 on the last check."),
        ("No need for a further A1c.", "There is need for a further A1c."),
        (
            "Watch stress, not only at work, but also at home.",
            "Watch stress, only at work, but also at home.",
        ),
        ("He takes allopurinol.", "He denies taking allopurinol."),
    ],
)
def test_a_phrase_is_compared_with_the_no_it_was_said_with(right, wrong) -> None:
    """Words that were said with a "no" or "not" do not stand without it, and the other way round, whatever they are about."""
    assert not negations(right, said=SAID_SO)
    assert negations(wrong, said=SAID_SO)
