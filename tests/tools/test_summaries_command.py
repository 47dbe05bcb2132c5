"""`soapstone summary`: visits in a file or on standard input become a summary; what is wrong is one sentence."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from desktop.cli.arguments import parse
from desktop.cli.run import FAILED, run

VISITS = {
    "visits": [
        {
            "visit_date": "2026-06-11",
            "soap_note": {
                "objective": "A1c 7.2 %. BP 128/78",
                "assessment": "Diabetes, improving. Hypertension.",
            },
        },
        {
            "visit_date": "15 Jan 2026",
            "provider": "Dr Example",
            "soap_note": {
                "objective": "A1c 7.9 %.",
                "assessment": "Type 2 diabetes.",
                "plan": "Start metformin 500 mg BID.",
            },
        },
    ],
    "focus": "diabetes",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The fictional visits in a file."""
    path = tmp_path / "visits.json"
    path.write_text(json.dumps(VISITS), encoding="utf-8")
    return path


def test_text_keeps_to_the_files_focus_unless_another_is_asked_for(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file's focus holds; an empty --focus shows everything."""
    assert run(parse(["summary", str(file)])) == 0
    focused = capsys.readouterr().out
    assert "Before the visit: diabetes" in focused
    assert "A1c 7.9 % (15 Jan 2026) → 7.2 % (11 Jun 2026)" in focused
    assert "Hypertension" not in focused
    assert run(parse(["summary", str(file), "--focus", ""])) == 0
    assert "Hypertension" in capsys.readouterr().out


def test_json_links_each_statement_to_its_visits(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blocks hold statements with dates and spans whose characters are in the given texts."""
    assert run(parse(["summary", str(file), "--format", "json", "--purpose", "referral"])) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["purpose"], summary["focus"], summary["origin"]) == ("referral", "diabetes", "offline")
    statement = summary["blocks"][0]["statements"][0]
    assert statement["visits"] == ["2026-01-15", "2026-06-11"]
    by_id = {str(number): visit for number, visit in enumerate(VISITS["visits"], start=1)}
    for span in statement["spans"]:
        text = by_id[span["visit_id"]]["soap_note"][span["part"]]  # type: ignore[index]
        assert text[span["start"] : span["end"]].strip()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dash stands for standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(VISITS).encode())))
    assert run(parse(["summary", "-"])) == 0
    assert "metformin started 500 mg BID" in capsys.readouterr().out


def test_a_wrong_file_is_one_sentence_without_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 and a sentence that names the field."""
    path = tmp_path / "visits.json"
    path.write_text('{"visits": [{"visit_date": "sometime", "summary": "secret"}]}', encoding="utf-8")
    assert run(parse(["summary", str(path)])) == FAILED
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.count("\n") == 1
    assert "visits.1.visit_date" in captured.err
    assert "secret" not in captured.err
