"""An endpoint in the window: asked before the first send, streamed, and its failures never become a note."""

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.note import Section
from desktop.domain.visit import VisitStatus
from desktop.ui.section_pane import PaneState
from desktop.ui.send_dialog import SendChoice, SendDialog
from desktop.workflow import visits
from desktop.workflow.preview_send import SendPreview
from tests.gui.conftest import named
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import LOW_BACK_PAIN_NOTE


def test_all_four_sections_come_through_the_endpoint_and_are_stored(person):
    """The note streams in, is kept, and names the endpoint as its origin."""
    with OpenAIServer("ok") as server:
        visit_id = person.starts_visit()
        person.uses_endpoint(server)
        person.drafts()
    expected = {section: LOW_BACK_PAIN_NOTE[section.value] for section in Section}
    assert person.note.texts == expected
    records = person.workspace._session.records
    assert dict(visits.open_visit(records, visit_id).note.note.texts) == expected
    assert visits.versions(records, visit_id)[0].origin.startswith("endpoint: 127.0.0.1")


def test_nothing_is_sent_before_the_person_agrees(person, monkeypatch):
    """The question names the host; Cancel sends nothing, Draft on this device writes offline."""
    asked = []

    def _answer(choice):
        def _ask(_parent, preview):
            asked.append(preview.host)
            return choice

        monkeypatch.setattr("desktop.ui.visit_drafting.ask_to_send", _ask)

    with OpenAIServer("ok") as server:
        person.starts_visit()
        person.uses_endpoint(server, agreed=False)
        _answer(SendChoice.CANCEL)
        person.workspace.drafting.draft()
        person.qtbot.waitUntil(lambda: len(asked) == 1)
        assert person.note.run is None
        _answer(SendChoice.HERE)
        person.drafts()
        assert server.chats == []
        assert person.note.texts[Section.PLAN] == ""
        _answer(SendChoice.SEND_ALWAYS)
        person.drafts()
        assert len(server.chats) == 1
        person.drafts()
        assert len(server.chats) == 2
    assert asked == [f"127.0.0.1:{server.port}"] * 3


def test_the_question_says_what_is_sent_and_that_http_is_not_encrypted(person):
    """Which host gets what, in words."""
    preview = SendPreview("model.example", "m", 1234, ("transcript of the visit", "age"), False)
    dialog = SendDialog(person.page, preview)
    words = " ".join(label.text() for label in dialog.findChildren(type(person.page.saved)))
    assert "model.example" in words
    assert "1,234" in words
    assert "transcript of the visit" in words
    assert "NOT encrypted" in words
    named(dialog, QPushButton, "Send").click()
    assert dialog.choice is SendChoice.SEND


def test_a_cut_stream_is_shown_as_incomplete_and_never_stored(person):
    """After the one retry fails too, the partial text is greyed, not kept, and Retry writes the note."""
    with OpenAIServer("cut_midway", "cut_midway", "ok") as server:
        visit_id = person.starts_visit()
        person.uses_endpoint(server)
        person.drafts()
        states = {pane.state for pane in person.note.panes.values()}
        assert PaneState.INCOMPLETE in states
        records = person.workspace._session.records
        stored = visits.open_visit(records, visit_id)
        assert stored.note.note.is_empty
        assert stored.visit.status is VisitStatus.WAITING
        assert visits.versions(records, visit_id) == []
        assert person.page.transcript.text in stored.transcript_text
        with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=15_000):
            named(person.page.banner, QPushButton, "Retry").click()
    assert person.note.texts[Section.PLAN] == LOW_BACK_PAIN_NOTE["plan"]


def test_a_dead_endpoint_is_said_in_one_sentence_and_the_provider_can_type(person):
    """The transcript is kept and a note typed by hand is stored."""
    with OpenAIServer("ok") as server:
        pass
    visit_id = person.starts_visit()
    person.uses_endpoint(server)
    person.drafts()
    assert "127.0.0.1" in person.page.banner.words
    assert "transcript is kept" in person.page.banner.words
    person.pane(Section.PLAN).editor.insertPlainText("Rest.")
    person.is_stored()
    stored = visits.open_visit(person.workspace._session.records, visit_id)
    assert stored.note.note[Section.PLAN] == "Rest."


@pytest.mark.parametrize("script", ["hang_before_headers", "hang_midway"])
def test_stop_ends_a_draft_that_hangs_and_restores_what_stood_before(person, script):
    """Stop works while nothing arrives."""
    with OpenAIServer(script) as server:
        person.starts_visit()
        person.pane(Section.PLAN).editor.insertPlainText("Mine.")
        person.is_stored()
        person.uses_endpoint(server)
        person.workspace.drafting._begin((Section.SUBJECTIVE, Section.OBJECTIVE, Section.ASSESSMENT))
        person.qtbot.waitUntil(lambda: len(server.chats) == 1)
        with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=2000):
            named(person.page, QPushButton, "Stop drafting").click()
    assert person.note.texts == {**dict.fromkeys(Section, ""), Section.PLAN: "Mine."}


def test_typing_while_the_note_streams_is_kept_and_stored(person):
    """The provider's words win; the machine's are offered."""
    with OpenAIServer("ok", tokens_per_second=200) as server:
        visit_id = person.starts_visit()
        person.uses_endpoint(server)
        person.workspace.drafting.draft()
        subjective = person.pane(Section.SUBJECTIVE)
        person.qtbot.waitUntil(lambda: len(subjective.shown_text) > 10)
        person.qtbot.keyClicks(subjective.editor, "MINE ")
        typed = subjective.shown_text
        with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=15_000):
            pass
    assert subjective.text == typed
    assert person.note.texts[Section.PLAN] == LOW_BACK_PAIN_NOTE["plan"]
    person.is_stored()
    stored = visits.open_visit(person.workspace._session.records, visit_id)
    assert stored.note.note[Section.SUBJECTIVE] == typed
    assert stored.note.note[Section.PLAN] == LOW_BACK_PAIN_NOTE["plan"]
    assert "subjective" in stored.note.edited


def test_a_draft_that_ends_after_the_provider_moved_on_goes_to_its_own_visit(person):
    """The result belongs to the visit that asked, never to the one on screen."""
    with OpenAIServer("ok", tokens_per_second=150) as server:
        first = person.starts_visit()
        person.uses_endpoint(server)
        person.workspace.drafting.draft()
        person.qtbot.waitUntil(lambda: person.note.run is not None and bool(person.note.run.texts))
        with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=15_000):
            second = person.starts_visit("Another visit, with other words that belong to somebody else.")
    assert second != first
    assert not any(person.note.texts.values())
    records = person.workspace._session.records
    assert visits.open_visit(records, second).note.note.is_empty
    assert visits.open_visit(records, first).note.note[Section.PLAN] == LOW_BACK_PAIN_NOTE["plan"]


def test_returning_to_a_visit_whose_draft_is_on_its_way_joins_it(person):
    """What has arrived is shown, and the rest follows."""
    with OpenAIServer("ok", tokens_per_second=60) as server:
        first = person.starts_visit()
        person.uses_endpoint(server)
        person.workspace.drafting.draft()
        person.qtbot.waitUntil(lambda: person.note.run is not None and bool(person.note.run.texts))
        person.reopens(first)
        assert person.note.run is not None
        with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=20_000):
            pass
    assert person.note.texts[Section.PLAN] == LOW_BACK_PAIN_NOTE["plan"]


def test_markup_from_a_model_is_shown_as_its_characters(person):
    """No tag, link or image of an answer is ever interpreted."""
    with OpenAIServer("markup") as server:
        person.starts_visit()
        person.uses_endpoint(server)
        person.drafts()
        asked = len(server.requests)
    assert "<" in "".join(person.note.texts.values())
    assert asked == 1


def test_retry_is_offered_only_where_it_may_help(person):
    """A forbidden address or too few words are said without a button that would fail in the same way."""
    person.starts_visit("Hello.")
    person.drafts()
    assert "at least 50" in person.page.banner.words
    retry = [each for each in person.page.banner.findChildren(QPushButton) if each.text() == "Retry"]
    assert retry == []
