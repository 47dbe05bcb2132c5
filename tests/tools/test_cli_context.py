"""The context file of the command line: its fields reach the drafter, and mistakes are named in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.domain.context import Sex, VisitContext
from desktop.domain.errors import FileUnreadable
from desktop.workflow.context import FORM, LARGEST_FILE_BYTES, read_context


@pytest.fixture
def write(tmp_path):
    """Writes data as JSON and returns the file."""

    def _write(data: object) -> Path:
        file = tmp_path / "context.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return _write


def refusal(file: Path) -> str:
    with pytest.raises(FileUnreadable) as caught:
        read_context(file)
    return caught.value.sentence


def test_every_field_arrives(write):
    """Nothing that a clinic sends along is dropped on the way to the drafter."""
    context = read_context(
        write(
            {
                "patient_info": {
                    "name": "Fictional Person",
                    "age": 42,
                    "gender": "Male",
                    "medical_history": "Hypertension.",
                    "medications": ["Lisinopril 10 mg", "Ibuprofen"],
                    "allergies": ["Penicillin"],
                },
                "patient_history": "Seen in spring.",
                "chat_messages": [{"role": "patient", "content": "My back hurts again."}],
                "custom_instructions": "Short sentences.",
            }
        )
    )
    assert context == VisitContext(
        name="Fictional Person",
        age_years=42,
        sex=Sex.MALE,
        history="Hypertension.\nSeen in spring.\npatient: My back hurts again.",
        medications=("Lisinopril 10 mg", "Ibuprofen"),
        allergies=("Penicillin",),
        instructions="Short sentences.",
    )


def test_every_field_may_be_left_out_or_null(write):
    """An empty object and one full of nulls both mean that nothing is known."""
    assert read_context(write({})) == VisitContext()
    patient = dict.fromkeys(("age", "gender", "medical_history", "medications", "allergies"))
    assert read_context(write({"patient_info": patient, "custom_instructions": None})) == VisitContext()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"patient_info": {"alergies": ["Latex"]}}, "patient_info.alergies: there is no field of this name"),
        ({"patient_info": {"age": "forty"}}, "patient_info.age: it must be a whole number of years"),
        ({"patient_info": {"age": -1}}, "patient_info.age: it must be at least 0"),
        ({"patient_info": {"age": 131}}, "patient_info.age: it must be at most 130"),
        (
            {"patient_info": {"gender": "x"}},
            "patient_info.gender: it must be one of female, male, other and unknown",
        ),
        (
            {"patient_info": {"medications": ["a", 7]}},
            "patient_info.medications.2: it must be text in quotes",
        ),
        (
            {"patient_info": {"allergies": {"a": 1}}},
            "patient_info.allergies: it must be a list in square brackets",
        ),
        ({"patient_info": []}, "patient_info: it must be an object in curly brackets"),
        ({"chat_messages": [{"role": "patient"}]}, "chat_messages.1.content: it is missing"),
        ([], "it must be an object in curly brackets"),
    ],
)
def test_a_wrong_field_is_named_with_the_reason(write, data, said):
    """A misspelt allergy list must not be read as no allergies."""
    sentence = refusal(write(data))
    assert sentence.startswith("The context file context.json cannot be used: ")
    assert said in sentence


def test_a_sentence_about_a_mistake_repeats_nothing_of_the_patient(write):
    """The values of the file are patient data, and the sentence may end up on a screen or in a log."""
    assert "Zebra" not in refusal(
        write({"patient_info": {"age": "Zebra", "gender": "Zebra", "name": ["Zebra"]}})
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"patient_info": ', "it is not valid JSON at line 1"),
        (b"\xff\xfe{}", "it is not UTF-8 text"),
        (b"[" * 100_000, "its brackets are nested too deeply"),
        (b" " * (LARGEST_FILE_BYTES + 1), "it is larger than 1 MB"),
        (b"1" * 5000, "it holds a number that is too long"),
    ],
)
def test_a_file_that_is_no_json_is_said_to_be_none(tmp_path, content, said):
    """Whatever the bytes are, the answer is one sentence."""
    file = tmp_path / "context.json"
    file.write_bytes(content)
    assert said in refusal(file)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    """The person sees which path was meant."""
    assert "nowhere.json cannot be used: there is no such file" in refusal(tmp_path / "nowhere.json")
    assert "it cannot be read" in refusal(tmp_path)


def test_invisible_characters_do_not_get_in(write):
    """A bidirectional control in a medicine's name could show another dose than the drafter reads."""
    context = read_context(
        write({"patient_info": {"medications": ["Aspirin\u202e 001\u0000"], "name": "\ud800x"}})
    )
    assert context.medications == ("Aspirin 001",)
    assert context.name == "\ufffdx"


def test_the_form_that_the_help_shows_is_accepted(tmp_path):
    """What a person copies from the help and fills in is read."""
    file = tmp_path / "context.json"
    file.write_text(FORM.replace("female | male | other | unknown", "female"), encoding="utf-8")
    assert read_context(file).sex is Sex.FEMALE
