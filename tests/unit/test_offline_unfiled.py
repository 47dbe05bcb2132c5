"""What no rule files in a long visit: only whole clauses are offered to the learned weights, and only those decide."""

from __future__ import annotations

from array import array

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.clauses import clauses_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.learned import BUCKETS, Place, Weights, shipped_weights
from desktop.drafting.offline.reading import read
from desktop.drafting.offline.refiling import reconsidered
from desktop.drafting.offline.unfiled import with_unfiled
from desktop.drafting.offline.units import Reading

UNDECIDED = Weights(array("b", bytes(BUCKETS * len(Place))), 1.0, bytes(BUCKETS))
"""Weights that find every place equally likely, so that a note has four statements in five."""


def reading_of(*turns: tuple[Speaker, str]) -> Reading:
    return read(clauses_of(Transcript(tuple(Segment(text, who) for who, text in turns))))


def unfiled(*turns: tuple[Speaker, str]) -> list[str]:
    return [unit.text for unit in reading_of(*turns).unfiled]


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        (
            "I was moving boxes from the truck into the house.",
            "Was moving boxes from the truck into the house.",
        ),
        ("I own an auto repair shop.", "Owns an auto repair shop."),
        (
            "Well, we were raking leaves in the yard all Saturday.",
            "They were raking leaves in the yard all Saturday.",
        ),
    ],
)
def test_a_circumstance_that_no_rule_files_is_offered_in_the_third_person(said: str, noted: str) -> None:
    """What the patient was doing belongs to the story, though it names nothing clinical."""
    assert unfiled((Speaker.PATIENT, said)) == [noted]


@pytest.mark.parametrize(
    "said",
    [
        "It was moving all over the place.",
        "You should see my garden these days.",
        "I was and I am moving in with them.",
        "Actually I was painting the fence.",
        "I was going to the,",
        "I have no questions for you.",
    ],
)
def test_what_points_elsewhere_or_is_not_whole_is_never_offered(said: str) -> None:
    """A clause that leans on another, is begun twice, corrects, breaks off or is talk cannot stand in a note."""
    assert unfiled((Speaker.PATIENT, said)) == []


def test_what_the_other_speaker_denies_at_once_is_not_offered() -> None:
    """A provider's assumption that the patient rejects is no fact."""
    said = ((Speaker.PROVIDER, "You were playing tennis on Saturday."), (Speaker.PATIENT, "No."))
    assert unfiled(*said) == []


def test_what_was_called_off_does_not_come_back() -> None:
    """An order that is taken back stays out."""
    said = "I'll order a chest x-ray. Actually, let's not do the x-ray."
    reading = reading_of((Speaker.PROVIDER, said))
    assert not any("x-ray" in unit.text.lower() for unit in reading.unfiled)


def test_an_unfiled_clause_is_kept_only_when_the_weights_find_it_likely() -> None:
    """The rules alone never print what they did not understand; what they understood stays without the weights."""
    reading = reading_of(
        (Speaker.PATIENT, "I was moving boxes from the truck into the house. My knee hurts when I walk.")
    )
    told = with_unfiled(reading)
    assert [unit.unfiled for unit in told] == [True, False]
    assert reconsidered(told, 2, UNDECIDED) == told
    never = Weights(
        array("b", [50 if n % len(Place) == Place.NOWHERE.value else 0 for n in range(BUCKETS * len(Place))]),
        0.05,
        bytes(BUCKETS),
    )
    assert not any(unit.unfiled for unit in reconsidered(told, 2, never))


def test_a_dose_and_an_allergy_are_kept_however_unlikely() -> None:
    """What could harm when lost is not for the weights to drop."""
    reading = reading_of(
        (Speaker.PROVIDER, "Any allergies?"),
        (Speaker.PATIENT, "I'm allergic to penicillin. I take lisinopril 20 milligrams every day."),
    )
    never = Weights(
        array(
            "b", [100 if n % len(Place) == Place.NOWHERE.value else 0 for n in range(BUCKETS * len(Place))]
        ),
        0.5,
        bytes(BUCKETS),
    )
    kept = " ".join(unit.text for unit in reconsidered(with_unfiled(reading), 3, never))
    assert "penicillin" in kept
    assert "20 mg" in kept


def test_the_shipped_weights_tell_a_finding_from_small_talk() -> None:
    """A denial of chest pain is likelier in a note than the weather."""
    reading = reading_of(
        (Speaker.PROVIDER, "Any chest pain?"),
        (Speaker.PATIENT, "No. I was watching the rain at the window all day."),
    )
    told = with_unfiled(reading)
    likely = shipped_weights().probabilities(told, 3)
    in_note = {unit.kind: 1.0 - found[Place.NOWHERE] for unit, found in zip(told, likely, strict=True)}
    assert in_note[Kind.SYMPTOM_REVIEW] > in_note[Kind.HISTORY]
