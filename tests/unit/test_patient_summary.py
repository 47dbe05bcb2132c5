"""The patient's summary says what the note says, in plain words, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import NothingClinical
from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import Block, PatientSummary, SummaryLine
from desktop.language.numbers import numbers_in
from desktop.patient_summary.check import checked
from desktop.patient_summary.glossary import plain_words
from desktop.patient_summary.offline import MOST_LINES, summarize_for_patient
from desktop.patient_summary.reading_grade import reading_grade, syllables
from desktop.workflow.explain import addressee_of, explain_offline, grade_in_words

_NOTE = Note(
    {
        Section.SUBJECTIVE: "42-year-old man (fictional) with low back pain for 3 weeks.",
        Section.ASSESSMENT: "1. Mechanical low back pain, likely muscular.\n2. Hypertension, uncontrolled.",
        Section.PLAN: (
            "1. Continue ibuprofen 600 mg TID with food for pain.\n"
            "2. Increase lisinopril from 10 mg to 20 mg daily.\n"
            "3. Stop naproxen.\n"
            "4. Refer to physical therapy.\n"
            "5. Follow-up in 4 weeks.\n"
            "6. The patient was advised to avoid heavy lifting.\n"
            "7. Return if fever, weakness or loss of bladder control.\n"
            "8. Total time spent 25 minutes."
        ),
    }
)


def _lines(note: Note, block: Block) -> list[str]:
    return [line.text for line in summarize_for_patient(note).of(block)]


def _plan(text: str) -> Note:
    return Note({Section.PLAN: text})


def test_each_part_of_the_note_stands_where_a_patient_looks_for_it() -> None:
    """Findings, medicines, advice, next steps and reasons to call, without billing."""
    assert _lines(_NOTE, Block.FOUND) == [
        "Low back pain from muscles and joints, probably muscular.",
        "High blood pressure (hypertension), not under control.",
    ]
    assert _lines(_NOTE, Block.MEDICINES) == [
        "Ibuprofen: 600 mg, three times a day with food. For pain. No change.",
        "Lisinopril: 20 mg (before: 10 mg), daily. More than before.",
        "Naproxen: Stop taking it.",
    ]
    assert _lines(_NOTE, Block.DO) == ["Avoid heavy lifting."]
    assert _lines(_NOTE, Block.NEXT) == [
        "We will refer you to physical therapy.",
        "Follow-up in 4 weeks.",
    ]
    assert _lines(_NOTE, Block.CALL) == ["Return if fever, weakness or loss of bladder control."]
    assert "25 minutes" not in summarize_for_patient(_NOTE).text


def test_every_line_names_its_place_in_the_note() -> None:
    """A provider can see what a line was made from."""
    for line in summarize_for_patient(_NOTE).lines:
        assert line.place is not None
        words = _NOTE[line.place.section][line.place.start : line.place.end]
        assert {quantity.value for quantity in numbers_in(line.text)} <= {
            quantity.value for quantity in numbers_in(words)
        } | {quantity.value for quantity in numbers_in(plain_words(words))}


@pytest.mark.parametrize(
    "sentence",
    [
        "If the strep test is positive, start amoxicillin 500 mg twice daily.",
        "Consider starting sertraline 50 mg daily.",
        "Metformin was not started because of kidney function.",
        "Use glipizide 5 mg daily instead of metformin 500 mg.",
        "Take ibuprofen 400 mg or acetaminophen 500 mg every 6 hours as needed.",
        "Patient declined the atorvastatin 20 mg.",
    ],
)
def test_an_order_with_a_condition_or_two_medicines_stands_whole(sentence: str) -> None:
    """Half an order would be another order."""
    (line,) = summarize_for_patient(_plan(sentence)).lines
    for word in ("if", "consider", "not", "or", "declined", "instead"):
        if f" {word} " in f" {sentence.lower()} ":
            assert f" {word} " in f" {line.text.lower()} "


def test_what_the_note_does_not_say_of_a_medicine_is_said_to_be_missing() -> None:
    """A dose is never filled in."""
    assert _lines(_plan("Start amoxicillin."), Block.MEDICINES) == [
        "Amoxicillin: New. How much and when: see the label; the note does not say."
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The patient is to rest the ankle.", "You are to rest the ankle."),
        ("The patient should drink more fluids.", "You should drink more fluids."),
        ("Advised to stop smoking.", "Stop smoking."),
        ("She should keep her leg elevated.", "You should keep your leg elevated."),
        ("Her mother should keep her hydrated with fluids.", "Her mother should keep her hydrated with fluids."),
    ],
)  # fmt: skip
def test_advice_speaks_to_the_patient_where_that_is_sure(said: str, told: str) -> None:
    """With another person in the sentence the words stay as they are."""
    assert _lines(_plan(said), Block.DO) == [told]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Stop if the patient wheezes.", "Stop if you wheeze."),
        ("No swimming until the patient has had it for a day.", "No swimming until you have had it for a day."),
        ("See the patient in 2 weeks.", "We will see you in 2 weeks."),
        ("Refer the patient to a dentist.", "We will refer you to a dentist."),
        ("Recheck blood pressure at home daily.", "Recheck blood pressure at home daily."),
        ("Follow up with me in a week.", "Follow up with us in a week."),
        ("Call if the patient is not better.", "Call if you are not better."),
        ("Pack a lunch 3 days a week.", "Pack a lunch 3 days a week."),
        ("Needs a crown.", "You need a crown."),
        ("Referring to physical therapy.", "We are referring you to physical therapy."),
        ("May return to work on Monday.", "You may return to work on Monday."),
    ],
)  # fmt: skip
def test_whoever_acts_is_named_as_the_patient_knows_them(said: str, told: str) -> None:
    """What the clinic does is no task for the patient, and no piece of the plan is dropped for its grammar."""
    assert [line.text for line in summarize_for_patient(_plan(said)).lines] == [told]


@pytest.mark.parametrize(
    "sentence",
    [
        "Start ofloxacin 0.3% ear drops, 5 drops in the right ear twice daily for 7 days.",
        "Move the escitalopram to the morning.",
        "Hold metformin for 48 hours.",
        "Called the prescriber about holding tonight's warfarin.",
    ],
)
def test_nothing_that_is_said_of_a_medicine_is_dropped(sentence: str) -> None:
    """A side, a place, a count or a time that the table has no column for keeps the whole sentence."""
    (line,) = summarize_for_patient(_plan(sentence)).of(Block.MEDICINES)
    assert line.text == sentence


def test_a_dose_by_weight_is_not_a_dose() -> None:
    """1 mg per kilogram is never 1 mg."""
    (line,) = _lines(_plan("Start maropitant 1 mg per kilogram once daily."), Block.MEDICINES)
    assert line == "Maropitant: 1 mg per kilogram, once daily. New."


def test_parents_and_owners_are_spoken_to() -> None:
    """An animal's diabetes is not its owner's, and a child's fever is not the mother's."""
    note = Note({Section.ASSESSMENT: "She has diabetes.", Section.PLAN: "Call if the patient is weak."})
    for specialty, age, who in (("veterinary", None, "your pet"), ("physician", 4, "your child")):
        summary = explain_offline(note, addressee_of(specialty, age))
        assert [line.text for line in summary.lines] == ["She has diabetes.", f"Call if {who} is weak."]
    assert explain_offline(note, addressee_of("physician", 40)).lines[0].text == "You have diabetes."


def test_the_reasoning_under_a_plan_is_what_was_found() -> None:
    """Notes that keep assessment and plan together lead to the same blocks."""
    plan = (
        "Migraine.\nMedical Reasoning: She has been well on sumatriptan and is sleeping better.\n"
        "Medical Treatment: Continue sumatriptan 50 mg as needed."
    )
    assert _lines(_plan(plan), Block.FOUND) == [
        "Migraine.",
        "You have been well on sumatriptan and are sleeping better.",
    ]
    assert _lines(_plan(plan), Block.MEDICINES) == ["Sumatriptan: 50 mg, as needed. No change."]


def test_what_was_done_at_the_visit_is_no_advice() -> None:
    """Documentation stays in the note."""
    assert not summarize_for_patient(
        _plan("Adjusted C5 and T4. I put on a thumb splint. Crisis line number given.")
    ).lines


def test_reasons_to_call_and_medicines_are_never_cut() -> None:
    """Long notes lose advice before they lose safety."""
    plan = "\n".join(
        [f"{n}. Return if new symptom number {n} gets worse." for n in range(1, 15)]
        + [f"Avoid lifting more than {n} kg." for n in range(1, 30)]
    )
    assert len(_lines(_plan(plan), Block.CALL)) == 14
    assert len(_lines(_plan(plan), Block.DO)) == MOST_LINES[Block.DO]


def test_numbers_medicines_and_instructions_that_the_note_lacks_are_marked() -> None:
    """Whoever wrote the summary."""
    said = (
        "Take 800 mg of ibuprofen.",
        "Take metformin with food.",
        "Skip breakfast before the visit.",
        "Ibuprofen: 600 mg, three times a day with food.",
    )
    summary = PatientSummary(tuple(SummaryLine(Block.DO, words) for words in said))
    problems = [line.problem for line in checked(summary, _NOTE).lines]
    assert problems[0] == "The note does not have “800”."
    assert "metformin" in problems[1]
    assert "skip" in problems[2]
    assert problems[3] == ""


def test_a_note_without_assessment_and_plan_gives_no_summary() -> None:
    """Nothing is made up to fill a page."""
    with pytest.raises(NothingClinical):
        explain_offline(Note({Section.SUBJECTIVE: "Low back pain."}))


def test_the_grade_of_known_texts() -> None:
    """Short common words read easily, long ones do not; too few words give no grade."""
    easy = "The cat sat on the mat. The dog ran to the big red barn. We like to go out and play in the sun."
    hard = (
        "Contemporary pharmacological interventions necessitate comprehensive individualized cardiovascular "
        "evaluation, notwithstanding considerable methodological heterogeneity across international "
        "investigations concerning antihypertensive combination therapies and longitudinal observational monitoring."
    )
    easy_grade, hard_grade = reading_grade(easy), reading_grade(hard)
    assert easy_grade is not None
    assert hard_grade is not None
    assert easy_grade < 3
    assert hard_grade > 16
    assert reading_grade("Too short.") is None
    assert [syllables(word) for word in ("blood", "pressure", "medicine", "table", "walked")] == [
        1,
        2,
        3,
        2,
        1,
    ]
    assert grade_in_words(summarize_for_patient(_NOTE)).startswith("Reading grade about ")


@given(st.text(max_size=200))
def test_any_plan_gives_a_summary_or_none_and_no_new_number(text: str) -> None:
    """Text of any kind is no reason to fail or to invent."""
    note = _plan(text)
    said = {quantity.value for quantity in numbers_in(f"{text}\n{plain_words(text)}")}
    for line in summarize_for_patient(note).lines:
        assert {quantity.value for quantity in numbers_in(line.text)} <= said
