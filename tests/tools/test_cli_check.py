"""`soapstone check` from files: what it prints, in which shapes it reads a note, and how it ends."""

from __future__ import annotations

import json

import pytest

from desktop.cli.arguments import parse
from desktop.cli.run import run

TALK = (
    "Doctor: What brings you in?\nPatient: My left knee has hurt for two weeks. I'm allergic to penicillin.\n"
    "Doctor: Any fever?\nPatient: No.\nDoctor: Take ibuprofen six hundred milligrams three times a day.\n"
)
RIGHT = {
    "subjective": "Left knee pain for 2 weeks. Denies fever. Allergic to penicillin.",
    "objective": "",
    "assessment": "Left knee pain.",
    "plan": "Ibuprofen 600 mg TID.",
}


@pytest.fixture
def check(tmp_path, capsys):
    """Runs the command on a note as data and returns the exit code and what was printed."""

    def _check(note: object, *options: str, context: object = None) -> tuple[int, str]:
        (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
        (tmp_path / "note.json").write_text(json.dumps(note), encoding="utf-8")
        if context is not None:
            (tmp_path / "context.json").write_text(json.dumps(context), encoding="utf-8")
            options = (*options, "--context", str(tmp_path / "context.json"))
        code = run(parse(["check", str(tmp_path / "talk.txt"), str(tmp_path / "note.json"), *options]))
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return _check


def test_a_right_note_ends_with_0_and_a_wrong_one_with_3(check) -> None:
    """The exit code says whether something has to be decided."""
    assert check(RIGHT)[0] == 0
    code, text = check({**RIGHT, "plan": "Ibuprofen 800 mg TID."})
    assert code == 3
    assert "“800 mg” was not said." in text
    assert "Use 600 mg" in text


def test_json_has_class_severity_words_reason_fix_and_segments(check) -> None:
    """A program gets every field, and the segments that each sentence rests on."""
    code, text = check({"soap_note": {**RIGHT, "plan": "Ibuprofen 800 mg TID."}}, "--format", "json")
    data = json.loads(text)
    assert code == 3
    assert data["open"] == 1
    finding = next(each for each in data["findings"] if each["class"] == "dose")
    assert (finding["severity"], finding["section"], finding["words"]) == ("highest", "plan", "800 mg")
    assert finding["fix"]["text"] == "600"
    assert finding["segments"][0]["segment"] == 4
    assert all(each["segments"] for each in data["sentences"])


def test_omissions_and_names_of_others_are_in_it(check) -> None:
    """An allergy that is missing and a name that the context file gives as another patient's have to be decided."""
    note = {**RIGHT, "subjective": "Left knee pain for 2 weeks. Denies fever. Marigold Testerson is well."}
    code, text = check(note, "--format", "json", context={"other_patients": ["Marigold Testerson"]})
    data = json.loads(text)
    assert code == 3
    assert "allergy" in {each["class"] for each in data["omissions"]}
    assert "another patient's name" in {each["class"] for each in data["findings"]}


def test_a_file_that_is_no_note_is_refused_in_one_sentence(check) -> None:
    """Exit code 1, and what is wrong."""
    code, text = check({"title": "nothing"})
    assert code == 1
    assert "it has none of subjective, objective, assessment and plan" in text
