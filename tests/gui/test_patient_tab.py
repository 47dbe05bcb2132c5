"""The summary for the patient as a provider meets it: written from the note, edited, held against it, sent only when asked."""

from __future__ import annotations

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.ui.send_dialog import SendChoice
from desktop.workflow.samples import SAMPLE_VISITS
from tests.servers.openai_server import OpenAIServer

ANSWER = "What we found\n- Low back pain.\n\nYour medicines\n- Ibuprofen: 600 mg, 3 times a day with food.\n"


@pytest.fixture
def drafted(person):
    """The fictional visit for low back pain, drafted."""
    person.starts_visit(SAMPLE_VISITS[0].text())
    person.drafts()
    return person


def written(person) -> str:
    """Press Write and wait for the summary; returns the text on screen."""
    explaining = person.workspace.review.explaining
    before = explaining.summary
    person.workspace.review.patient.write.click()
    person.qtbot.waitUntil(
        lambda: explaining.summary not in (None, before) and explaining._lane.is_idle, timeout=10_000
    )
    return person.workspace.review.patient.editor.toPlainText()


def stored(person):
    return person.workspace._session.records.patient_summaries.load(person.page.visit_id)


def answer_with(text: str):
    def _script(chat):
        chat.begin()
        chat.say(text)
        chat.finish()

    return _script


def test_the_summary_is_written_on_this_device_and_kept(drafted):
    """Plain words with headings, the reading grade beside them, there again when the visit is opened again."""
    text = written(drafted)
    assert "Your medicines\n• Ibuprofen: 600 mg" in text
    tab = drafted.workspace.review.patient
    assert "Reading grade" in tab._words.text()
    visit_id = drafted.page.visit_id
    assert stored(drafted).text == text
    drafted.reopens(visit_id)
    drafted.qtbot.waitUntil(lambda: tab.editor.toPlainText() == text)


def test_an_edit_is_kept_and_held_against_the_note(drafted):
    """What the provider types stays; a dose that the note does not have is named with its reason."""
    text = written(drafted)
    tab = drafted.workspace.review.patient
    tab.editor.setPlainText(text.replace("600 mg", "900 mg"))
    tab.finish_edit()
    drafted.qtbot.waitUntil(lambda: drafted.workspace.review.explaining._lane.is_idle)
    assert "900 mg" in tab.editor.toPlainText()
    assert "900 mg" in tab._problems.text()
    assert stored(drafted).origin == "provider"
    assert [line.text for line in stored(drafted).lines if line.problem]


def test_a_note_that_changes_makes_stale_lines_stand_out(drafted):
    """After the dose in the note was changed, the summary's old dose is marked."""
    written(drafted)
    editor = drafted.pane(Section.PLAN).editor
    editor.setPlainText(editor.toPlainText().replace("600 mg", "400 mg"))
    tab = drafted.workspace.review.patient
    drafted.workspace.review.checking.check()
    drafted.qtbot.waitUntil(lambda: "600 mg" in tab._problems.text(), timeout=10_000)


def test_an_edit_goes_to_the_visit_it_was_made_for(drafted):
    """Opening another visit right after typing stores the edit under the first one."""
    text = written(drafted)
    visit_id = drafted.page.visit_id
    tab = drafted.workspace.review.patient
    tab.editor.setPlainText(text + "\n• Rest when you need to.")
    drafted.starts_visit("")
    drafted.qtbot.waitUntil(lambda: drafted.workspace.review.explaining._lane.is_idle)
    records = drafted.workspace._session.records
    assert "Rest when you need to." in records.patient_summaries.load(visit_id).text
    assert records.patient_summaries.load(drafted.page.visit_id) is None
    assert tab.editor.toPlainText() == ""


def test_nothing_is_sent_before_the_person_agrees(drafted, monkeypatch):
    """The endpoint is asked only after Send; Cancel leaves everything as it was."""
    asked = []

    def _ask(_parent, preview, _words):
        asked.append(preview)
        return SendChoice.CANCEL

    monkeypatch.setattr("desktop.ui.visit_explaining.ask_to_send", _ask)
    with OpenAIServer(answer_with(ANSWER)) as server:
        drafted.uses_endpoint(server, agreed=False)
        drafted.workspace.review.explaining.write()
        drafted.qtbot.waitUntil(lambda: len(asked) == 1)
        assert server.chats == []
    assert drafted.workspace.review.explaining.summary is None


def test_a_translation_is_marked_and_the_send_is_audited(drafted):
    """Another language needs the endpoint, says that a machine translated it, and leaves a row in the audit."""
    tab = drafted.workspace.review.patient
    assert not tab.language.isEnabled()
    with OpenAIServer(answer_with(ANSWER)) as server:
        drafted.uses_endpoint(server)
        assert tab.language.isEnabled()
        tab.language.setCurrentIndex(tab.language.findData("es"))
        written(drafted)
        assert "Spanish" in server.chats[0].text
    assert not tab._translated.isHidden()
    assert stored(drafted).is_translated
    entries = drafted.workspace._session.records.audit.entries(AuditFilter(action=Action.SENT)).entries
    (sent,) = entries
    assert sent.facts["what"] == "patient summary"
    assert sent.facts["host"] == f"127.0.0.1:{server.port}"
    assert sent.facts["characters"] > 500


def test_names_leave_as_tokens_and_come_back_as_words(drafted, monkeypatch):
    """To another computer the patient's name goes as a token; in the summary it is a name again, and the audit has the counts."""
    monkeypatch.setattr("desktop.ui.visit_explaining.leaves_this_computer", lambda _endpoint: True)
    page = drafted.page
    page._assign(Patient(None, "Sampleworth", "Fictional", None))
    drafted.qtbot.waitUntil(lambda: page.context.name == "Fictional Sampleworth")
    drafted.pane(Section.PLAN).editor.appendPlainText("Fictional Sampleworth comes back in 4 weeks.")
    with OpenAIServer(answer_with(ANSWER + "\nNext steps\n- {PATIENT-1}, come back in 4 weeks.\n")) as server:
        drafted.uses_endpoint(server)
        text = written(drafted)
        assert "Sampleworth" not in server.chats[0].text
    assert "Fictional Sampleworth, come back in 4 weeks." in text
    sent = drafted.workspace._session.records.audit.entries(AuditFilter(action=Action.SENT)).entries[0]
    assert sent.facts["tokens_patient"] == 1


def test_a_failed_answer_leaves_the_summary_from_before(drafted):
    """The server fails: the old summary stands, and a sentence says what happened."""
    text = written(drafted)
    tab = drafted.workspace.review.patient
    with OpenAIServer(answer_with("no headings here")) as server:
        drafted.uses_endpoint(server)
        tab.write.click()
        drafted.qtbot.waitUntil(lambda: "no summary" in tab._words.text(), timeout=10_000)
    assert tab.editor.toPlainText() == text
    assert stored(drafted).text == text


def test_print_asks_for_what_is_stored(drafted, qtbot):
    """Print hands on the visit once the last edit is in the records."""
    text = written(drafted)
    tab = drafted.workspace.review.patient
    tab.editor.setPlainText(text + "\n• One more line.")
    with qtbot.waitSignal(drafted.workspace.review.handout_asked) as asked:
        tab.print.click()
    assert asked.args == [drafted.page.visit_id]
    assert "One more line." in stored(drafted).text


def test_a_draft_by_an_endpoint_is_audited_before_it_is_sent(person):
    """A note that an endpoint wrote left a row with its host, its model and the number of characters."""
    with OpenAIServer("ok") as server:
        person.starts_visit()
        person.uses_endpoint(server)
        person.drafts()
    entries = person.workspace._session.records.audit.entries(AuditFilter(action=Action.SENT)).entries
    (sent,) = entries
    assert (sent.facts["what"], sent.facts["model"]) == ("note", "test-model")
    messages = server.chats[0].body["messages"]
    assert sent.facts["characters"] == sum(len(message["content"]) for message in messages)
