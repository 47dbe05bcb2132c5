"""Notes from an endpoint over a real socket: what good servers of every kind give."""

from __future__ import annotations

import json

import pytest

from desktop.domain.drafting import (
    ALL_SECTIONS,
    DraftRestarted,
    NoteDone,
    Notice,
    SectionDone,
    SectionStarted,
    TextAdded,
    Waiting,
)
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.endpoint.drafter import EndpointDrafter
from tests.servers.low_back_pain import LOW_BACK_PAIN_NOTE
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import context_exceeded
from tests.servers.visits import TEMPLATE, endpoint, request, shown


def draft(server, asked=None, **settings):
    """The note and the events of one draft."""
    events = []
    note = finish(EndpointDrafter(endpoint(server, **settings)).draft(asked or request()), events.append)
    return note, events


GOOD = [
    "ok",
    "ok_in_one_piece",
    "plain_headings",
    "no_schema_400",
    "object_only",
    "fenced",
    "think",
    "think_without_opening",
    "reasoning_field",
    "extra_keys",
    "lists",
    "zero_width",
    "no_finish_reason",
]


@pytest.mark.parametrize("script", GOOD)
def test_each_kind_of_good_server_gives_the_same_note(script) -> None:
    """Schema or none, stream or none, fences, thinking, lists: the four sections come out the same."""
    with OpenAIServer(script) as server:
        note, events = draft(server)
    assert {section.value: text for section, text in note.texts.items()} == LOW_BACK_PAIN_NOTE
    assert shown(events) == note.texts
    assert events[-1] == NoteDone(note)
    assert note.statements == ()


@pytest.mark.parametrize("script", ["think", "reasoning_field"])
def test_thinking_is_never_shown(script) -> None:
    """Thinking that is marked as such, in tags or in its own field, is not on the screen for a moment."""
    with OpenAIServer(script) as server:
        _, events = draft(server)
    assert "secret" not in "".join(event.text for event in events if isinstance(event, TextAdded))


def test_sections_stream_in_order_while_the_server_is_still_writing() -> None:
    """Subjective is on the screen long before the plan is written, and each section starts, grows and ends."""
    with OpenAIServer("ok", tokens_per_second=400) as server:
        _, events = draft(server)
    for section in ALL_SECTIONS:
        mine = [event for event in events if getattr(event, "section", None) is section]
        assert isinstance(mine[0], SectionStarted)
        assert isinstance(mine[-1], SectionDone)
        assert len([event for event in mine if isinstance(event, TextAdded)]) >= 4
    assert [event.section for event in events if isinstance(event, SectionDone)] == list(ALL_SECTIONS)


def test_one_request_with_a_strict_schema_and_no_name() -> None:
    """The whole note is one streamed request that holds every section to a string and asks for the token count."""
    with OpenAIServer() as server:
        draft(server)
        (received,) = server.requests
    schema = received.body["response_format"]["json_schema"]
    assert received.path == "/v1/chat/completions"
    assert received.body["model"] == "test-model"
    assert received.body["stream"] is True
    assert received.body["stream_options"] == {"include_usage": True}
    assert schema["strict"] is True
    assert schema["schema"]["required"] == [section.value for section in ALL_SECTIONS]
    assert schema["schema"]["additionalProperties"] is False


def test_only_needed_headers_are_sent_whatever_the_environment_says(monkeypatch) -> None:
    """The client's own version headers, and organization or custom headers of the environment, stay here."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-environment")
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Extra: of-the-environment")
    with OpenAIServer() as server:
        draft(server, api_key="my-key")
        headers = server.requests[0].headers
    assert headers["authorization"] == "Bearer my-key"
    assert set(headers) <= {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "content-type",
        "content-length",
        "authorization",
        "user-agent",
    }
    assert "environment" not in json.dumps(dict(headers))


def test_azure_gets_its_query_and_its_key_header() -> None:
    """An address with api-version keeps it on the path of the deployment, and the key goes into api-key alone."""
    with OpenAIServer() as server:
        base = server.base_url.removesuffix("/v1") + "/openai/deployments/notes?api-version=2024-10-21"
        events = []
        settings = endpoint(server, api_key="azure-key")
        drafter = EndpointDrafter(type(settings)(base, "notes", api_key="azure-key", allow_plain_http=True))
        finish(drafter.draft(request()), events.append)
        received = server.requests[0]
    assert received.path == "/openai/deployments/notes/chat/completions?api-version=2024-10-21"
    assert received.headers["api-key"] == "azure-key"
    assert "authorization" not in received.headers


def test_what_a_server_does_not_know_is_asked_only_once() -> None:
    """The second visit to the same server goes straight to the form that worked."""
    with OpenAIServer("no_schema_400") as server:
        drafter = EndpointDrafter(endpoint(server))
        finish(drafter.draft(request()))
        first = len(server.chats)
        finish(drafter.draft(request()))
        assert first > 1
        assert len(server.chats) == first + 1


def test_one_section_is_regenerated_with_the_others_in_view() -> None:
    """Fewer than four sections: one request for each, no other section touched, the note as it stands is given."""
    so_far = Note({Section.SUBJECTIVE: "Knee pain since Tuesday.", Section.PLAN: "Old plan."})
    with OpenAIServer() as server:
        note, events = draft(server, request(sections=(Section.PLAN,), note_so_far=so_far))
        (received,) = server.chats
    assert dict(note.texts) == {Section.PLAN: LOW_BACK_PAIN_NOTE["plan"]}
    assert {event.section for event in events if isinstance(event, SectionStarted)} == {Section.PLAN}
    assert "Knee pain since Tuesday." in received.text
    assert "Old plan." not in received.text


@pytest.mark.parametrize("script", ["ok", "plain_headings"])
def test_a_template_can_ask_for_its_sections_one_by_one(script) -> None:
    """Four requests, one section each, and the same note."""
    by_section = TEMPLATE.model_copy(update={"section_by_section": True})
    with OpenAIServer(script) as server:
        note, events = draft(server, request(template=by_section))
        assert len(server.chats) == 4
    assert {section.value: text for section, text in note.texts.items()} == LOW_BACK_PAIN_NOTE
    assert shown(events) == note.texts


def test_a_cut_in_the_third_section_shows_the_first_two_again() -> None:
    """A restart voids everything shown, so what was whole is shown again before the cut section is."""
    by_section = TEMPLATE.model_copy(update={"section_by_section": True})
    with OpenAIServer("ok", "ok", "cut_midway", "ok") as server:
        note, events = draft(server, request(template=by_section))
    (restart,) = [index for index, event in enumerate(events) if isinstance(event, DraftRestarted)]
    assert [event.section for event in events[restart:] if isinstance(event, SectionDone)] == list(
        ALL_SECTIONS
    )
    assert shown(events) == note.texts
    assert {section.value: text for section, text in note.texts.items()} == LOW_BACK_PAIN_NOTE


LONG_VISIT = tuple(
    f"Sentence {number} of the visit is about the left knee and its swelling." for number in range(300)
)


def test_a_visit_beyond_the_context_is_drafted_in_parts_and_merged() -> None:
    """Every segment is sent, no request outgrows the context, and the person is told to check for repeats."""
    with OpenAIServer(context_exceeded(4_000)) as server:
        note, events = draft(server, request(*LONG_VISIT), context_tokens=4_000)
        sent = [received.text for received in server.chats]
    assert len(sent) > 1
    assert all(any(said in text for text in sent) for said in LONG_VISIT)
    (notice,) = [event.text for event in events if isinstance(event, Notice)]
    assert f"drafted in {len(sent)} parts and merged. Check for repeats." in notice
    assert {section.value: text for section, text in note.texts.items()} == LOW_BACK_PAIN_NOTE
    assert shown(events) == note.texts
    assert [event.section for event in events if isinstance(event, SectionDone)] == list(ALL_SECTIONS)


def test_a_server_that_says_too_long_leads_to_parts() -> None:
    """Where the context is not known, the server's refusal names it and the visit is split to fit."""
    with OpenAIServer(context_exceeded(4_000)) as server:
        note, events = draft(server, request(*LONG_VISIT))
        sent = [received.text for received in server.chats[1:]]
    assert len(sent) > 1
    assert all(any(said in text for text in sent) for said in LONG_VISIT)
    assert any("parts and merged" in event.text for event in events if isinstance(event, Notice))
    assert shown(events) == note.texts


def test_parts_are_announced_once_and_the_context_is_learned_once() -> None:
    """Section by section, the server says only once that the visit is too long, and the person hears it once."""
    by_section = TEMPLATE.model_copy(update={"section_by_section": True})
    with OpenAIServer(context_exceeded(4_000)) as server:
        note, events = draft(server, request(*LONG_VISIT, template=by_section))
        refused = sum("Sentence 0 " in chat.text and "Sentence 299 " in chat.text for chat in server.chats)
    assert refused == 1
    assert len([event for event in events if isinstance(event, Notice)]) == 1
    assert shown(events) == note.texts


def test_what_only_a_later_part_says_is_added() -> None:
    """Lines of later parts are added below those of earlier ones, without those that repeat word for word."""

    def answer(chat) -> None:
        later = "part 1" not in chat.prompt
        lines = ["Rest."] if not later else ["Rest.", "Return in a week."]
        chat.begin()
        chat.say(json.dumps(dict.fromkeys(chat.sections, "\n".join(lines))))
        chat.finish()

    with OpenAIServer(answer) as server:
        note, events = draft(server, request(*LONG_VISIT), context_tokens=4_000)
    assert set(note.texts.values()) == {"Rest.\nReturn in a week."}
    assert [event.section for event in events if isinstance(event, SectionStarted)] == list(ALL_SECTIONS)
    assert shown(events) == note.texts


def test_a_cut_in_a_later_part_keeps_the_first_on_the_screen() -> None:
    """After a restart the first part is shown again and the cut part is asked for once more."""
    with OpenAIServer("ok", "cut_midway", "ok") as server:
        note, events = draft(server, request(*LONG_VISIT), context_tokens=4_000)
    assert any(isinstance(event, DraftRestarted) for event in events)
    assert shown(events) == note.texts


def test_waiting_is_reported_at_least_every_tenth_of_a_second() -> None:
    """While a slow server thinks, the job keeps yielding, so that it can be stopped."""

    def slow(chat) -> None:
        chat.pause(0.5)
        chat.begin()
        chat.say(chat.note_json)
        chat.finish()

    with OpenAIServer(slow) as server:
        _, events = draft(server)
    first_text = next(index for index, event in enumerate(events) if isinstance(event, SectionStarted))
    assert len([event for event in events[:first_text] if isinstance(event, Waiting)]) >= 4


def test_the_engine_names_host_and_model_and_no_key() -> None:
    """Screens and records name where the note came from; the key appears nowhere."""
    with OpenAIServer() as server:
        settings = endpoint(server, api_key="secret-key")
        assert EndpointDrafter(settings).engine == f"endpoint: 127.0.0.1:{server.port}, test-model"
        assert "secret-key" not in repr(settings)
