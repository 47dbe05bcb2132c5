"""A statement of a conversation stands under a heading only where its words or a general part say so."""

import pytest

from desktop.catalog import load_catalog
from desktop.domain.note import Section
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.layout import Parts, pieces_of
from desktop.drafting.offline.units import Unit
from desktop.language.words import words_of

STATEMENTS = [
    ("physician", Kind.EXAM, "The left eardrum is dull.", "Head and neck"),
    ("physician", Kind.EXAM, "Anterior drawer is negative.", "Extremities and musculoskeletal"),
    ("physician", Kind.EXAM, "Neck veins are distended.", "Cardiovascular"),
    ("physician", Kind.EXAM, "Is tender in the epigastric area.", "Abdomen"),
    ("physician", Kind.EXAM, "No bony tenderness over that ankle.", "Extremities and musculoskeletal"),
    ("physician", Kind.EXAM, "Has crackles at both bases.", "Lungs"),
    ("physician", Kind.EXAM, "It would be safer that way.", ""),
    ("physician", Kind.EXAM, "Levels were not elevated.", ""),
    ("physician", Kind.EXAM, "The one down there is rock solid.", ""),
    ("nurse_practitioner", Kind.EXAM, "No spots on the hands or the throat.", ""),
    ("podiatrist", Kind.EXAM, "The wound on the right heel is 2 cm.", "Skin and nails"),
    ("podiatrist", Kind.EXAM, "Pulses in the foot are palpable.", "Vascular"),
    ("podiatrist", Kind.EXAM, "All of it looks better.", ""),
    ("dentist", Kind.EXAM, "That is quite normal.", ""),
    ("chiropractor", Kind.EXAM, "That is quite normal.", ""),
    ("psychiatrist", Kind.EXAM, "That is quite normal.", ""),
    ("generic", Kind.EXAM, "That is quite normal.", "Physical examination"),
    ("veterinary", Kind.EXAM, "That is quite normal.", "Physical examination"),
    ("dietitian_nutritionist", Kind.HISTORY, "Usually has 2 a day.", ""),
    ("dietitian_nutritionist", Kind.HISTORY, "Had 2 helpings around 8.", ""),
    ("genetic_counselling", Kind.HISTORY, "It was a long drive.", ""),
    ("pharmacy", Kind.HISTORY, "Lisinopril: 10 mg, one a day.", "Medications as taken"),
    ("physician", Kind.HISTORY, "Amlodipine 10, and a baby aspirin.", "Medications"),
    ("physician", Kind.HISTORY, "Tylenol did not help.", "History of present illness"),
    ("physician", Kind.MEDICATION, "A friend was on warfarin and bled.", "History of present illness"),
    ("physician", Kind.SOCIAL, "Notices it more after wine.", "History of present illness"),
    ("physician", Kind.SOCIAL, "After dinner, mostly.", "History of present illness"),
    ("physician", Kind.SOCIAL, "Had the other one scoped in college.", "History of present illness"),
    ("physician", Kind.SOCIAL, "Is drinking, water and squash.", "History of present illness"),
    ("physician", Kind.SOCIAL, "Drinks 2 beers on weekends.", "Family and social history"),
    ("physician", Kind.SOCIAL, "Works nights as a baker.", "Family and social history"),
    ("psychiatrist", Kind.SOCIAL, "Drinks 2 beers on weekends.", "Substance use"),
    ("physician", Kind.PAST, "Was sent here by the hospital.", "History of present illness"),
    ("physician", Kind.PAST, "Has diabetes.", "Past medical and surgical history"),
    ("physician", Kind.TREATMENT, "Continue the ice.", "Plan by problem"),
    ("physician", Kind.TREATMENT, "Cut it to 40 once a day.", "Medications"),
    ("physical_therapy", Kind.TREATMENT, "We did the bike for 10 minutes, 3 sets of 10.", ""),
    ("psychotherapist", Kind.ADVICE, "Keep going.", ""),
    ("dentist", Kind.REASONING, "It should settle.", ""),
    ("dietitian_nutritionist", Kind.TREATMENT, "Do that for now.", ""),
]  # fmt: skip


def said(kind: Kind, text: str) -> Unit:
    """A statement of a conversation."""
    words = words_of(text)
    return Unit(kind, text, words, 1.0, facts=facts_of([word.lower for word in words]))


@pytest.mark.parametrize(("specialty", "kind", "text", "heading"), STATEMENTS)
def test_a_statement_stands_under_its_heading_or_none(
    specialty: str, kind: Kind, text: str, heading: str
) -> None:
    """A part that only catches what fits nowhere is worse than none."""
    parts = Parts(load_catalog().specialty(specialty).templates[0].parts(kind.section))

    at = parts.place_said(said(kind, text))

    assert (parts.parts[at].heading if at is not None else "") == heading


def test_what_no_part_holds_stands_last_and_what_points_back_stays() -> None:
    """A finding of "the left one" stands with the right one; what fits nowhere stands after the headed parts."""
    template = load_catalog().specialty("physician").templates[0]
    units = [
        said(Kind.EXAM, "The right eardrum is red."),
        said(Kind.EXAM, "The left one is a little pink."),
        said(Kind.EXAM, "Collaterals are stable."),
        said(Kind.EXAM, "All of it moves well."),
    ]

    text = "".join(piece.text for piece in pieces_of(Section.OBJECTIVE, units, template))

    assert text.split("\n") == [
        "Head and neck: The right eardrum is red. The left one is a little pink.",
        "Extremities and musculoskeletal: Collaterals are stable.",
        "All of it moves well.",
    ]
