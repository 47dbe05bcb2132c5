"""`soapstone summary PATIENT`: signs in, takes the one patient who is meant, and shows nobody more than they may see."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from desktop.cli.arguments import parse
from desktop.cli.run import FAILED, WRONG_USAGE, run
from desktop.domain.user import NewUser, Role
from desktop.workflow.session import begin
from tests.servers.clinic_patients import add_diabetes_patient

PASSWORD = "four unrelated garden words"
DESK_PASSWORD = "other unrelated garden words"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cheap_keys: None) -> Path:
    """A home with two fictional patients of the same family name."""
    folder = tmp_path_factory.mktemp("home")
    session, _ = begin(folder, PASSWORD, NewUser("owner", "Sample Owner"))
    session.records.users.add(
        NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK})), DESK_PASSWORD
    )
    add_diabetes_patient(session.records)
    add_diabetes_patient(session.records, "Fictional B", "00999")
    session.close()
    return folder


@pytest.fixture
def summary(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command in this process; returns the exit code, what it wrote and what it said."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # run() sets its own

    def run_it(*arguments: str, user: str = "owner", password: str = PASSWORD) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{password}\n".encode()), "utf-8"))
        signing_in = ("--user", user, "--password-stdin", "--home", str(home))
        return (run(parse(["summary", *arguments, *signing_in])), *capsys.readouterr())

    return run_it


@pytest.mark.parametrize("who", ["00418", "Fictional A", "#1"])
def test_a_patient_is_meant_by_number_name_or_id(summary, who: str) -> None:
    """Each names the same patient, and the statements name the days of the visits."""
    code, out, said = summary(who, "--focus", "diabetes")
    assert (code, said) == (0, "")
    assert "from the notes of 6 visits" in out
    assert "A1c 7.9 % (15 Jan 2026)" in out
    assert "Ibuprofen" not in out


def test_a_name_that_fits_two_patients_is_never_guessed(summary) -> None:
    """One sentence, wrong usage, nothing of either patient."""
    code, out, said = summary("Sample")
    assert (code, out) == (WRONG_USAGE, "")
    assert "More than one patient" in said


def test_json_names_the_visits_of_the_records(summary) -> None:
    """visit_ids are the numbers that `soapstone visits` lists."""
    code, out, _ = summary("00999", "--format", "json", "--purpose", "timeline")
    assert code == 0
    blocks = json.loads(out)["blocks"]
    ids = {visit_id for block in blocks for each in block["statements"] for visit_id in each["visit_ids"]}
    assert ids == {str(number) for number in range(7, 13)}


def test_the_front_desk_is_refused(summary) -> None:
    """Drafts are in a summary, so who may not read them gets none."""
    code, out, said = summary("00418", user="desk", password=DESK_PASSWORD)
    assert (code, out) == (FAILED, "")
    assert "may not do this" in said
