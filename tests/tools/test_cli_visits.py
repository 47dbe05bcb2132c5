"""`soapstone visits`: signs in, lists and searches, and shows nobody more than they may see."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.cli.arguments import parse
from desktop.cli.run import run
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.records.records import Records
from desktop.workflow.session import begin
from tests.servers.clinic import sign_visit

PASSWORD = "four unrelated garden words"
DESK_PASSWORD = "other unrelated garden words"
BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BY_OWNER = ("--user", "owner", "--password-stdin")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: object
    out: str
    err: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cheap_keys: None) -> Path:
    """A home with two visits: Ada's draft, and Ben's signed note a day later."""
    folder = tmp_path_factory.mktemp("home")
    session, _ = begin(folder, PASSWORD, NewUser("owner", "Sample Owner"))
    records = session.records
    records.users.add(NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK})), DESK_PASSWORD)
    for number, name in enumerate(("Ada", "Ben")):
        _add_visit(records, number, name)
    session.close()
    return folder


def _add_visit(records: Records, number: int, name: str) -> None:
    patient = records.patients.add(Patient(None, "Sample", name, mrn=f"M-{number}"))
    visit = records.visits.create(patient.id, BEGAN + timedelta(days=number))
    assert visit.id is not None
    records.notes.save_working(visit.id, [WorkingSection(Section.PLAN, f"Colchicine for {name}")])
    records.notes.add_version(visit.id, "provider", records.notes.working(visit.id).note, (), BEGAN)
    records.visits.update(visit.id, status=VisitStatus.DRAFT)
    if number:
        sign_visit(records, visit.id)


class Visits:
    """Runs `soapstone visits` in this process, with text on standard input."""

    def __init__(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._home, self._monkeypatch, self._capsys = home, monkeypatch, capsys

    def __call__(self, *arguments: str, stdin: str = f"{PASSWORD}\n") -> Ended:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        code: object
        try:
            code = run(parse(["visits", "--home", str(self._home), *arguments]))
        except SystemExit as left:
            code = left.code
        return Ended(code, *self._capsys.readouterr())

    def listed(self, *arguments: str, user: str = "owner", password: str = PASSWORD) -> list[str]:
        """The patients of the visits that the command lists."""
        ended = self(
            "--user", user, "--password-stdin", "--format", "json", *arguments, stdin=f"{password}\n"
        )
        assert (ended.code, ended.err) == (0, "")
        return [each["patient"] for each in json.loads(ended.out)["visits"]]


@pytest.fixture
def visits(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Visits:
    """The command in that home."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # run() sets its own
    return Visits(home, monkeypatch, capsys)


def test_visits_are_listed_newest_first(visits: Visits) -> None:
    """As a person reads them."""
    ended = visits(*BY_OWNER)
    first, second = ended.out.splitlines()
    assert first.split("  ")[1:] == ["#2", "Sample, Ben", "MRN M-1", "signed", "Colchicine for Ben"]
    assert second.startswith("2026-03-02 09:30  #1  Sample, Ada")


def test_visits_are_narrowed(visits: Visits) -> None:
    """By patient, by day, by words, and to a number."""
    assert visits.listed("--patient", "m-0") == ["Sample, Ada"]
    assert visits.listed("--day", "2026-03-03..2026-03-09") == ["Sample, Ben"]
    assert visits.listed("--search", "colch ada") == ["Sample, Ada"]
    assert visits.listed("--limit", "1") == ["Sample, Ben"]
    assert visits.listed("--search", 'NEAR("') == []


def test_what_was_found_is_shown_with_its_place(visits: Visits) -> None:
    """The words as plain text, and where to highlight them."""
    ended = visits(*BY_OWNER, "--format", "json", "--search", "colch ben")
    (visit,) = json.loads(ended.out)["visits"]
    assert visit["excerpts"] == [
        {"place": "plan", "text": "Colchicine for Ben", "spans": [[0, 10], [15, 18]]}
    ]


def test_the_front_desk_is_shown_signed_visits_alone(visits: Visits) -> None:
    """In the list and in the search."""
    as_desk = {"user": "desk", "password": DESK_PASSWORD}
    assert visits.listed(**as_desk) == ["Sample, Ben"]
    assert visits.listed("--search", "colchicine", **as_desk) == ["Sample, Ben"]
    assert visits.listed("--patient", "m-0", **as_desk) == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "sentence"),
    [
        (("--user", "owner", "--password-stdin"), "wrong password here\n", 1, "password"),
        (("--user", "nobody", "--password-stdin"), f"{PASSWORD}\n", 1, "password"),
        (("--user", "owner", "--password-stdin"), "", 1, "no password in its first line"),
        (("--password-stdin",), f"{PASSWORD}\n", 2, "needs --user"),
        (("--user", "owner"), "", 1, "no terminal"),
        (("--user", "owner", "--password-stdin", "--patient", "sample"), f"{PASSWORD}\n", 2, "More than one"),
        (("--user", "owner", "--day", "2026-02-30"), "", 2, "as in 2026-11-20"),
        (("--user", "owner", "--limit", "0"), "", 2, "from 1 to"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    visits: Visits, arguments: tuple[str, ...], stdin: str, code: int, sentence: str
) -> None:
    """With its exit code, without a patient's name, and nothing on standard output."""
    ended = visits(*arguments, stdin=stdin)
    assert (ended.code, ended.out) == (code, "")
    assert sentence in ended.err
    assert len(ended.err.splitlines()) == 1
    assert "Ada" not in ended.err
