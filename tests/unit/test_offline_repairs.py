"""What the noise filter must never eat: no, not, left, right, numbers, units, the spoken point."""

from __future__ import annotations

import pytest

from desktop.drafting.offline.corrections import corrections_obeyed
from desktop.drafting.offline.repairs import without_noise
from desktop.language.words import joined, words_of


def cleaned(text: str) -> str:
    return joined(word.text for word in without_noise(words_of(text)))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no focal , motor , or sensory deficit", "no focal, motor, or sensory deficit"),
        ("it is on the right , not the left", "it is on the right, not the left"),
        ("pain in the right right knee", "pain in the right knee"),
        ("no no chest pain", "no no chest pain"),
        ("i take 1,000 mg of metformin", "i take 1,000 mg of metformin"),
        ("it is point five centimeters", "it is point five centimeters"),
        ("five five two", "five five two"),
        ("twenty, not forty milligrams", "twenty, not forty milligrams"),
        ("her temperature is ninety eight . six", "her temperature is ninety eight . six"),
        ("it feels like a knife", "it feels like a knife"),
        ("i do not know what it is", "i do not know what it is"),
    ],
)
def test_facts_survive_the_filter(said, kept):
    """Each of these was once eaten by a filter somewhere."""
    assert cleaned(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("um i i was , uh , walking", "i was walking"),
        ("n- nothing helps", "nothing helps"),
        ("you know it hurts", "it hurts"),
        ("we get a we get a headache", "we get a headache"),
        ("the right knee no wait the left knee hurts", "the left knee hurts"),
        ("ten milligrams no sorry twenty milligrams", "twenty milligrams"),
        ("my right knee hurts , no wait , my left knee", "my left knee hurts"),
        ("pain in the right hip since may , sorry , the left", "pain in the left hip since may"),
        ("it started tuesday no wait wednesday", "it started wednesday"),
    ],
)
def test_noise_and_what_was_taken_back_go(said, kept):
    """Sounds, stutters and corrected words leave the rest as it was."""
    assert cleaned(said) == kept


def test_a_correction_that_is_not_plain_is_left_in_the_words_said():
    """Where nothing parallel was corrected nothing is removed."""
    assert cleaned("my knee hurts i mean it really hurts").startswith("my knee hurts")


def test_a_dictated_correction_of_a_dose_keeps_the_drug():
    """As in "scratch that" before a new figure takes back the figure alone."""
    said = "She takes lisinopril ten milligrams daily scratch that twenty milligrams daily and metformin."
    assert corrections_obeyed(said) == "She takes lisinopril twenty milligrams daily and metformin."


def test_opened_contractions_keep_their_place_in_the_text():
    """Both halves of "don't", "do n't" and "gon na" point at the characters they came from."""
    for text in ("i don't smoke", "i do n't smoke", "i'm gon na order it"):
        for word in words_of(text):
            assert 0 <= word.start < word.end <= len(text)
    assert [w.lower for w in words_of("i do n't")] == ["i", "do", "not"]
    assert [w.lower for w in words_of("it's been")] == ["it", "has", "been"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("L4-5 left, I mean right.", "L4-5 right."),
        ("Pelvic exam deferred, no, performed, normal.", "Pelvic exam performed, normal."),
        ("Transfers with maximal assist, no sorry, moderate.", "Transfers with moderate assist."),
        ("A bruise over the left eyebrow, no, sorry, the right eyebrow.", "A bruise over the right eyebrow."),
        ("BP 120 over 80, correction, 130 over 80.", "BP 130 over 80."),
        ("Father, sorry, mother had breast cancer.", "mother had breast cancer."),
        ("Left knee swollen, not right.", "Left knee swollen, not right."),
        ("She denies left, right or central pain.", "She denies left, right or central pain."),
        ("No fever, no chills, no rash.", "No fever, no chills, no rash."),
        ("Tender on the left, no right tenderness.", "Tender on the left, no right tenderness."),
        ("4/5 on the left no right weakness", "4/5 on the left no right weakness"),
        ("Pain on the left. No, the right is fine.", "Pain on the left. No, the right is fine."),
        ("lateral border of the left no the right hallux", "lateral border of the right hallux"),
        ("apply silvadene no scratch that bacitracin daily", "apply bacitracin daily"),
    ],
)
def test_what_was_put_right_replaces_only_what_it_puts_right(said: str, meant: str) -> None:
    """The wrong half never stays, the right half always does, and a plain contrast is left alone."""
    assert corrections_obeyed(said) == meant
