"""`soapstone pseudonyms` as somebody types it: exactly what would leave this computer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.__main__ import main
from tests.servers.openai_server import OpenAIServer

_TEXT = "Provider: Hello Mr. Quartermaine.\nPatient: My wife Marguerite says my knee hurts, six out of ten. Call 555-201-3344.\n"


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    path = tmp_path / "visit.txt"
    path.write_text(_TEXT, encoding="utf-8")
    return path


def test_the_text_has_tokens_and_the_counts_stand_apart(
    visit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output is what would be sent; the counts and the limits go to standard error."""
    assert main(["pseudonyms", str(visit)]) == 0
    out, err = capsys.readouterr()
    assert "Quartermaine" not in out
    assert "six out of ten" in out
    assert "{PHONE-1}" in out
    assert "phone numbers 1" in err
    assert "not a HIPAA Safe Harbor" in err


def test_json_names_what_each_token_stands_for(
    visit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what the visit knows, the patient is the patient."""
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"patient_names": ["Quartermaine, Zebulon"]}), encoding="utf-8")
    assert main(["pseudonyms", str(visit), "--known", str(known), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["counts"] == {"patient": 1, "name": 1, "phone": 1}
    assert {"token": "{PATIENT-1}", "words": "Quartermaine"} in data["replaced"]
    assert "{PATIENT-1}" in data["text"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not valid JSON at line 1"),
        ('{"names": []}', "names is not as expected"),
        ('{"birth_date": "2999-01-01"}', "birth_date is not as expected"),
        ('{"patient_names": "Zebulon"}', "patient_names is not as expected"),
    ],
)
def test_an_unusable_file_of_names_is_one_sentence(
    visit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    """It says which field is wrong, and nothing is printed that might be taken for safe."""
    known = tmp_path / "known.json"
    known.write_text(content, encoding="utf-8")
    assert main(["pseudonyms", str(visit), "--known", str(known)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_a_note_from_an_endpoint_on_this_computer_sends_the_words(
    visit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text that does not leave is not changed."""
    with OpenAIServer() as server:
        arguments = [
            "--engine",
            "endpoint",
            "--base-url",
            server.base_url,
            "--model",
            "test-model",
            "--allow-http",
        ]
        assert main(["note", str(visit), *arguments]) == 0
        assert "Quartermaine" in server.chats[0].text
    assert "names that were spoken are part of the transcript" in capsys.readouterr().err
