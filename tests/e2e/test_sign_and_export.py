"""A provider signs in one process; a front-desk user exports in another, and gets nothing of a draft by any command."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document as WordDocument
from pypdf import PdfReader

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.domain.working_note import WorkingSection
from desktop.domain.worklist import WorklistFilter
from desktop.workflow import sign
from desktop.workflow.export_note import export_list
from desktop.workflow.session import begin, enter
from desktop.workflow.settings import ClinicSettings, save_settings
from desktop.workflow.visits import now
from tests.e2e.soapstone_process import Soapstone, assert_one_sentence

PASSWORD = "four unrelated garden words"
DESK_PASSWORD = "other unrelated garden words"
SECRET = "Sentineldraft"
TEXTS = {Section.ASSESSMENT: "Gout (fictional).", Section.PLAN: "Allopurinol was stopped."}
DESK = ("--user", "desk", "--password-stdin")
OWNER = ("--user", "owner", "--password-stdin")
FORMATS = {"text": "txt", "md": "md", "pdf": "pdf", "docx": "docx", "json": "json", "fhir": "fhir.json"}


@dataclass(frozen=True, slots=True)
class Clinic:
    """A home after the provider's day. signed, draft: visit numbers."""

    soapstone: Soapstone
    home: Path
    signed: int
    draft: int


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """The provider's process: two visits, one signed with the password, and a patient whose name is no file name."""
    folder = tmp_path_factory.mktemp("clinic")
    soapstone = Soapstone(folder)
    soapstone.home.mkdir()
    session, _ = begin(soapstone.home, PASSWORD, NewUser("owner", "Sample Owner", "MD"))
    records = session.records
    records.users.add(NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK})), DESK_PASSWORD)
    patient = records.patients.add(Patient(None, "CON", "a/b\\..", mrn="=1+1"))
    numbers = []
    for texts in (TEXTS, {Section.PLAN: f"{SECRET} 5 mg."}):
        visit = records.visits.create(patient.id, now())
        records.notes.save_working(visit.id, [WorkingSection(*each) for each in texts.items()])
        numbers.append(visit.id)
    save_settings(
        records, session.settings.model_copy(update={"clinic": ClinicSettings(file_name="{patient} {visit}")})
    )
    for finding in sign.check_visit(session, numbers[0]).open_keys(frozenset()):
        records.signed_notes.decide(numbers[0], finding, "kept")
    sign.sign(session, sign.prepare_to_sign(session, numbers[0]), PASSWORD)
    session.close()
    return Clinic(soapstone, soapstone.home, *numbers)


def test_the_front_desk_exports_every_format(clinic, tmp_path):
    """Each file holds the note's words, is named safely, and the audit has a row for it by the desk."""
    for kind, extension in FORMATS.items():
        ended = clinic.soapstone(
            "export", clinic.signed, "--format", kind, "--out", tmp_path, *DESK, stdin=DESK_PASSWORD
        )
        assert ended.returncode == 0, ended.stderr
        assert "not encrypted" in ended.stderr
        (file,) = [
            each for each in tmp_path.iterdir() if each.name.endswith(f".{extension}") and each.is_file()
        ][:1]
        assert file.parent == tmp_path
        assert "Allopurinol was stopped" in _words(file), kind
        assert not file.name.upper().startswith("CON.")
        file.unlink()
    session = enter(clinic.home, "owner", PASSWORD)
    exports = session.records.signed_notes.exports(clinic.signed)
    session.close()
    assert {(each.what, each.user_name) for each in exports} >= {
        ("PDF", "Sample Desk"),
        ("Word", "Sample Desk"),
    }


def _words(file: Path) -> str:
    match file.suffix:
        case ".pdf":
            return " ".join("".join(page.extract_text() for page in PdfReader(file).pages).split())
        case ".docx":
            return "\n".join(paragraph.text for paragraph in WordDocument(str(file)).paragraphs)
        case ".json":
            return json.dumps(json.loads(file.read_text(encoding="utf-8")))
        case _:
            return file.read_text(encoding="utf-8")


def test_one_section_goes_to_standard_output(clinic):
    """For a script that pastes it elsewhere: this section and no other."""
    ended = clinic.soapstone("export", clinic.signed, "--section", "plan", *DESK, stdin=DESK_PASSWORD)
    assert ended.returncode == 0, ended.stderr
    assert "Allopurinol was stopped." in ended.stdout
    assert "Gout" not in ended.stdout


def test_the_front_desk_gets_no_draft_by_any_command(clinic, tmp_path):
    """Export by id in each format, visits by search: one sentence, no word of the draft, no file, a row in the audit."""
    for kind in FORMATS:
        ended = clinic.soapstone(
            "export", clinic.draft, "--format", kind, "--out", tmp_path / "x", *DESK, stdin=DESK_PASSWORD
        )
        assert ended.returncode != 0
        assert_one_sentence(ended.stderr)
        assert SECRET not in ended.stdout + ended.stderr
    listed = clinic.soapstone("visits", "--format", "json", *DESK, stdin=DESK_PASSWORD)
    assert [each["id"] for each in json.loads(listed.stdout)["visits"]] == [clinic.signed]
    searched = clinic.soapstone("visits", "--search", SECRET, *DESK, stdin=DESK_PASSWORD)
    assert SECRET not in searched.stdout
    assert list(tmp_path.iterdir()) == []
    session = enter(clinic.home, "owner", PASSWORD)
    denied = session.records.audit.entries(AuditFilter(action=Action.DENIED, record_id=clinic.draft)).entries
    session.close()
    assert denied


def test_a_providers_draft_says_so(clinic):
    """What nobody signed is marked, whoever exports it."""
    ended = clinic.soapstone("export", clinic.draft, *OWNER, stdin=PASSWORD)
    assert ended.returncode == 0, ended.stderr
    assert "DRAFT" in ended.stdout
    assert SECRET in ended.stdout


def test_a_list_for_a_spreadsheet_runs_no_formula(clinic, tmp_path):
    """A record number that begins with = stays text."""
    session = enter(clinic.home, "desk", DESK_PASSWORD)
    lines = session.records.worklist.page(WorklistFilter()).lines
    saved = export_list(session, lines, tmp_path / "list.csv")
    session.close()
    (_, row) = csv.reader(io.StringIO(saved.path.read_text(encoding="utf-8-sig")))
    assert "'=1+1" in row


def test_wrong_usage_is_said_in_one_sentence(clinic):
    """A section of a PDF makes no sense."""
    ended = clinic.soapstone(
        "export", clinic.signed, "--format", "pdf", "--section", "plan", *DESK, stdin=DESK_PASSWORD
    )
    assert ended.returncode == 2
    assert_one_sentence(ended.stderr)
