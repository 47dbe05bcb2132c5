"""Copy, export, print and send from the window: what is asked, what is said, what is written, what the audit holds."""

from __future__ import annotations

import json
import shutil

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.note import Section
from desktop.domain.patient_summary import Block, PatientSummary, SummaryLine
from desktop.domain.user import Role
from desktop.domain.working_note import WorkingSection
from desktop.ui import exporting, send_note_dialog
from desktop.ui.exporting import Exporting
from desktop.ui.printing import prepared
from desktop.ui.window import MainWindow
from desktop.workflow.documents import draft_document
from desktop.workflow.export_note import NO_LONGER_ENCRYPTED, ExportFormat
from desktop.workflow.session import enter
from desktop.workflow.settings import ClinicSettings, FhirServerSettings
from desktop.workflow.visits import now
from tests.gui.conftest import PASSWORD
from tests.servers.fhir_server import FhirTestServer

SECTIONS = {Section.SUBJECTIVE: "Back pain, 6/10.", Section.PLAN: "Ibuprofen 600 mg.\nRest."}


class Exporter:
    """A provider with one signed note and one draft."""

    def __init__(self, qtbot, window: MainWindow, folder) -> None:
        self.qtbot = qtbot
        self.workspace = window.workspace
        self.session = self.workspace.session
        self.records = self.session.records
        self.folder = folder
        self.draft = self._visit(signed=False)
        self.signed = self._visit(signed=True)
        self.exporting = self.workspace.out.signing.exporting
        self.said: list[tuple[str, str]] = []
        self.exporting.said.connect(lambda words, tone: self.said.append((words, tone)))

    def _visit(self, *, signed: bool) -> int:
        visit = self.records.visits.create(None, now())
        self.records.notes.save_working(visit.id, [WorkingSection(*each) for each in SECTIONS.items()])
        if signed:
            document = draft_document(self.session, self.records.visits.get(visit.id))
            self.records.signed_notes.sign(document, written=dict(SECTIONS))
        return visit.id

    def hears(self, words: str) -> str:
        self.qtbot.waitUntil(lambda: any(words in said for said, _ in self.said), timeout=15_000)
        return next(said for said, _ in self.said if words in said)

    @property
    def exports(self) -> list[str]:
        return [each.what for each in self.records.signed_notes.exports(self.signed)]


@pytest.fixture
def exporter(qtbot, home, new_records, open_application, monkeypatch) -> Exporter:
    shutil.copytree(new_records, home)
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    folder = home.parent / "exports"
    folder.mkdir()
    monkeypatch.setattr(Exporting, "_chosen_folder", lambda _: folder)
    return Exporter(qtbot, window, folder)


def picks(monkeypatch, folder) -> list[str]:
    """The file dialog gives what it offers, in a folder of the test's; returns the names that were offered."""
    offered: list[str] = []

    def choose(_parent, _title, start, _filter):
        offered.append(start.rpartition("/")[2])
        return str(folder / offered[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return offered


def agrees(monkeypatch, answer: bool = True) -> list[str]:
    """The person answers the question about encryption; returns what was asked."""
    asked: list[str] = []
    monkeypatch.setattr(
        exporting, "confirms", lambda _parent, _words, below, _act: asked.append(below) or answer
    )
    return asked


def test_the_warning_comes_once_and_no_means_no(exporter, monkeypatch):
    """Refused, nothing is written and nothing noted; accepted, it is not asked again in this session."""
    picks(monkeypatch, exporter.folder)
    asked = agrees(monkeypatch, answer=False)
    exporter.exporting.export([exporter.signed], ExportFormat.TEXT)
    assert asked == [NO_LONGER_ENCRYPTED]
    assert list(exporter.folder.iterdir()) == []
    asked = agrees(monkeypatch)
    exporter.exporting.export([exporter.signed], ExportFormat.TEXT)
    exporter.hears("Saved as")
    exporter.exporting.export([exporter.signed], ExportFormat.MARKDOWN)
    exporter.qtbot.waitUntil(lambda: len(list(exporter.folder.iterdir())) == 2, timeout=15_000)
    assert len(asked) == 1
    assert exporter.exports == ["Markdown", "Text"]


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_every_format_is_written_in_the_folder_that_was_chosen(exporter, monkeypatch, kind):
    """The file has the note's words, and what was done is said with its name and place."""
    agrees(monkeypatch)
    offered = picks(monkeypatch, exporter.folder)
    exporter.exporting.export([exporter.signed], kind)
    said = exporter.hears("Saved as")
    (file,) = exporter.folder.iterdir()
    assert offered == [file.name]
    assert file.name in said
    assert str(exporter.folder) in said
    if kind is ExportFormat.PDF:
        words = "".join(page.extract_text() for page in PdfReader(file).pages)
        assert "Ibuprofen 600 mg." in words
    elif kind in (ExportFormat.JSON, ExportFormat.FHIR, ExportFormat.FHIR_REFERENCE):
        assert json.loads(file.read_text())
    elif kind is not ExportFormat.WORD:
        assert "Ibuprofen 600 mg" in file.read_text()
    assert exporter.exports == [kind.label]


def test_a_draft_is_marked_in_every_way_out(exporter, monkeypatch):
    """Text, PDF and the clipboard say DRAFT; the list of exports of signed notes stays empty, the audit does not."""
    agrees(monkeypatch)
    picks(monkeypatch, exporter.folder)
    exporter.exporting.export([exporter.draft], ExportFormat.TEXT)
    exporter.hears("Saved as")
    (file,) = exporter.folder.iterdir()
    assert "DRAFT" in file.read_text()
    exporter.exporting.copy_note(exporter.draft)
    exporter.hears("Copied the whole note")
    assert "DRAFT" in QGuiApplication.clipboard().text()
    noted = exporter.records.audit.entries(AuditFilter(record_id=exporter.draft)).entries
    assert {(each.action, each.facts.get("draft")) for each in noted} >= {
        (Action.EXPORTED, True),
        (Action.COPIED, True),
    }


def test_nothing_is_written_when_the_audit_cannot_be(exporter, monkeypatch):
    """The export is noted before the file: when that fails there is no file."""
    agrees(monkeypatch)
    picks(monkeypatch, exporter.folder)
    exporter.records.users.change(1, "Sample Owner", "MD", frozenset({Role.ADMINISTRATOR}))
    exporter.exporting.export([exporter.signed], ExportFormat.TEXT)
    exporter.hears("may not do this")
    assert list(exporter.folder.iterdir()) == []


def test_one_key_walks_through_the_sections(exporter):
    """Each press copies the next section that is stated, says which, and begins again after the last."""
    clipboard = QGuiApplication.clipboard()
    for words, said in (
        ("Back pain, 6/10.", "Copied Subjective, 1 of 4"),
        ("Ibuprofen 600 mg.", "Copied Plan, 4 of 4"),
        ("Back pain, 6/10.", "Copied Subjective, 1 of 4"),
    ):
        exporter.said.clear()
        exporter.exporting.copy_next_section(exporter.signed)
        exporter.hears(said)
        assert words in clipboard.text()
    assert "\r\n" in clipboard.text() or "\n" not in clipboard.text().strip()


def test_print_draws_every_note_from_a_page_of_its_own(exporter, tmp_path):
    """Two notes are two pages, with their words; both are in the list as printed."""
    printer = prepared(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    prepared(printer)
    exporter.exporting.choose_printer = lambda _: printer
    exporter.exporting.print([exporter.signed, exporter.draft])
    exporter.hears("2 notes are printed")
    pages = PdfReader(tmp_path / "paper.pdf").pages
    assert len(pages) == 2
    assert "Ibuprofen 600 mg." in " ".join(pages[0].extract_text().split())
    assert "DRAFT" in pages[1].extract_text()
    assert exporter.exports == ["Printed"]


def test_what_would_be_sent_is_shown_and_sent_once(exporter, monkeypatch):
    """The dry run shows address and body; after the send, a second one reaches no server, and the audit has the send."""
    plans = []
    monkeypatch.setattr(exporting, "agrees_to_send", lambda _parent, plan: plans.append(plan) or True)
    with FhirTestServer() as server:
        fhir = FhirServerSettings.model_validate(
            {"base_url": server.base_url, "token": server.token, "allow_plain_http": True}
        )
        exporter.session.settings = exporter.session.settings.model_copy(update={"fhir": fhir})
        exporter.exporting.send(exporter.signed)
        exporter.hears("The note is stored on")
        exporter.said.clear()
        exporter.exporting.send(exporter.signed)
        exporter.hears("It was there already")
        assert len(server.creates) == 1
    first, second = plans
    assert first.request_line == f"POST {server.base_url}/DocumentReference"
    assert json.loads(first.body)["resourceType"] == "DocumentReference"
    assert first.sent_before is None
    assert second.sent_before is not None
    assert exporter.exports == ["Sent as FHIR"]
    assert exporter.records.audit.entries(AuditFilter(action=Action.SENT, record_id=exporter.signed)).entries


def test_the_dry_run_never_shows_the_token(exporter, qtbot):
    """The exact request is there to be read, the secret is not."""
    from desktop.workflow.send_note import plan_sending

    fhir = FhirServerSettings.model_validate(
        {"base_url": "https://fhir.example.com/r4", "token": "very-secret"}
    )
    exporter.session.settings = exporter.session.settings.model_copy(update={"fhir": fhir})
    dialog = send_note_dialog.SendNoteDialog(
        exporter.workspace.visit, plan_sending(exporter.session, exporter.signed)
    )
    qtbot.addWidget(dialog)
    shown = dialog.exact.toPlainText()
    assert "https://fhir.example.com/r4/DocumentReference" in shown
    assert "If-None-Exist" in shown
    assert "very-secret" not in shown


def test_a_file_name_follows_the_clinics_template_and_is_safe(exporter, monkeypatch):
    """The template of the settings names the file; the patient's name in it cannot leave the folder."""
    agrees(monkeypatch)
    offered = picks(monkeypatch, exporter.folder)
    clinic = ClinicSettings(file_name="CON {kind}/{visit}")
    exporter.session.settings = exporter.session.settings.model_copy(update={"clinic": clinic})
    exporter.exporting.export([exporter.signed], ExportFormat.TEXT)
    exporter.hears("Saved as")
    assert offered == [f"CON visit-note-{exporter.signed}.txt"]


def test_the_handout_is_written_as_pdf(exporter, monkeypatch):
    """The patient's summary as a page to take home, from the dialog that asks for the format."""
    agrees(monkeypatch)
    exporter.records.patient_summaries.save(
        exporter.draft, PatientSummary((SummaryLine(Block.DO, "Take ibuprofen with food."),))
    )
    exporter.workspace.out.export_handout(exporter.draft)
    exporter.workspace.out.handout.save.click()
    exporter.hears("Saved as")
    (file,) = exporter.folder.iterdir()
    assert "after-visit-handout" in file.name
    assert "Take ibuprofen with food." in PdfReader(file).pages[0].extract_text()
