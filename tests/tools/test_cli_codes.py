"""`soapstone codes` and `soapstone note --codes` as somebody types them."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.coding.table import icd10cm
from desktop.domain.coding import REVIEW_SENTENCE, Existence


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_a_phrase_lists_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """The best code first, with the release and the request to review."""
    text = said(capsys, "codes", "left knee pain")
    assert text.startswith("M25.562   Pain in left knee\n")
    assert icd10cm().release in text
    assert REVIEW_SENTENCE in text
    data = json.loads(said(capsys, "codes", "left knee pain", "--format", "json"))
    assert data["codes"][0]["code"] == "M25.562"
    assert "No code fits" in said(capsys, "codes", "qqqq zzzz")


def test_a_code_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """An old code comes with its leaves, an unknown one is called unknown."""
    data = json.loads(said(capsys, "codes", "m54.5", "--format", "json"))
    assert data["existence"] == Existence.NEEDS_MORE.value
    assert [leaf["code"] for leaf in data["leaves"]] == ["M54.50", "M54.51", "M54.59"]
    assert "is not a code" in said(capsys, "codes", "Z99.99")
    assert "is a billable code" in said(capsys, "codes", "I10")


def test_a_file_with_an_assessment_or_a_note(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A text is read as an assessment; JSON is read as a note, its plan included."""
    text = tmp_path / "assessment.txt"
    text.write_text("1. Hypertension\n2. Suspected gout\n", encoding="utf-8")
    shown = said(capsys, "codes", str(text))
    assert "I10" in shown
    assert "from “Hypertension” (assessment)" in shown
    assert "not coded: “Suspected gout”" in shown
    note = tmp_path / "note.json"
    note.write_text(
        json.dumps({"assessment": "Migraine", "plan": "Hypertension: continue lisinopril."}), encoding="utf-8"
    )
    data = json.loads(said(capsys, "codes", str(note), "--format", "json"))
    assert [one["code"] for one in data["icd10"]] == ["G43.909", "I10"]


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"{", b'{"assessment": 4}', b"\xff\xfe\x00"])
def test_a_wrong_file_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    """No traceback, no words of the file."""
    file = tmp_path / "note.json"
    file.write_bytes(content)
    error = said(capsys, "codes", str(file), code=1)
    assert error.startswith("soapstone: note.json is not ")
    assert error.count("\n") == 1


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_a_note_with_codes(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """With --codes the note has billing_codes whose codes exist and whose words stand in it; without, it has none."""
    visit = str(resources.files("resources") / "samples" / "fictional-low-back-pain.visit.txt")
    lines = said(capsys, "note", visit, "--format", form, "--codes")
    note = json.loads(lines) if form == "json" else json.loads(lines.splitlines()[-1])["note"]
    suggested = note["billing_codes"]["icd10"]
    assert "M54.50" in [one["code"] for one in suggested]
    for one in suggested:
        words = one["words"]
        assert note[words["section"]][words["start"] : words["end"]] == words["text"]
        assert icd10cm().validate(one["code"]).existence is Existence.BILLABLE
    plain = said(capsys, "note", visit, "--format", form)
    assert "billing_codes" not in plain


def test_a_note_as_text_with_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """The codes stand below the note under a heading of their own."""
    visit = str(resources.files("resources") / "samples" / "fictional-low-back-pain.visit.txt")
    text = said(capsys, "note", visit, "--codes")
    assert "\nCodes to review\n" in text
    assert REVIEW_SENTENCE in text.split("Codes to review")[1]
