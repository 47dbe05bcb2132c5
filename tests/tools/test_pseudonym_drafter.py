"""What an endpoint really receives when identifiers are replaced, and what comes back."""

from __future__ import annotations

import json

from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftEvent, DraftRequest, Notice, SectionDone, SectionStarted, TextAdded
from desktop.domain.endpoint import Endpoint
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.endpoint.drafter import EndpointDrafter
from desktop.privacy.drafter import PseudonymDrafter
from desktop.privacy.vault import Vault
from desktop.workflow.pseudonyms import leaves_this_computer
from tests.servers.chat import Chat
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import streaming
from tests.servers.visits import request as plain_request

_WORDS = (
    "Good morning Mr. Quartermaine, how is the back pain?",
    "My wife Marguerite says I should call Dr. Voss at 555-201-3344. It is six out of ten.",
)


def _request() -> DraftRequest:
    asked = plain_request(
        context=VisitContext(name="Zebulon Quartermaine", history="Seen by Dr. Voss in 2020.")
    )
    segments = tuple(Segment(words, Speaker.PATIENT) for words in _WORDS)
    return DraftRequest(Transcript(segments), asked.specialty, asked.template, asked.context)


def _draft(script: object) -> tuple[str, list[DraftEvent], dict[Section, str]]:
    events: list[DraftEvent] = []
    with OpenAIServer(script) as server:  # type: ignore[arg-type]
        endpoint = Endpoint(server.base_url, "test-model", allow_plain_http=True)
        vault = Vault(KnownIdentifiers(patient_names=("Quartermaine, Zebulon",)))
        note = finish(PseudonymDrafter(EndpointDrafter(endpoint), vault).draft(_request()), events.append)
        return server.chats[0].text, events, {section: note[section] for section in Section}


def _echo(chat: Chat) -> None:
    """A model that writes the visit's words, tokens included, into the note."""
    said = [
        line.removeprefix("Patient: ") for line in chat.prompt.splitlines() if line.startswith("Patient: ")
    ]
    streaming(json.dumps({**dict.fromkeys(chat.sections, ""), "subjective": " ".join(said)}))(chat)


def test_no_identifier_leaves_and_the_note_has_the_words() -> None:
    """The bytes on the wire hold tokens only; the provider reads names."""
    sent, events, note = _draft(_echo)
    for word in ("Quartermaine", "Zebulon", "Marguerite", "Voss", "555-201"):
        assert word not in sent
    assert "six out of ten" in sent
    assert note[Section.SUBJECTIVE] == " ".join(_WORDS)
    shown = ""
    for event in events:
        match event:
            case SectionStarted(Section.SUBJECTIVE):
                shown = ""
            case TextAdded(Section.SUBJECTIVE, text):
                shown += text
            case SectionDone(Section.SUBJECTIVE, text):
                assert shown == text
    assert "{" not in shown


def test_an_invented_token_stays_visible_and_is_said() -> None:
    """The note keeps the braces, so that nobody signs over them."""

    def invent(chat: Chat) -> None:
        streaming(json.dumps({**dict.fromkeys(chat.sections, ""), "plan": "Refer to {NAME-99}."}))(chat)

    _, events, note = _draft(invent)
    assert note[Section.PLAN] == "Refer to {NAME-99}."
    assert any(isinstance(event, Notice) and "placeholder" in event.text for event in events)


def test_only_an_endpoint_on_this_computer_gets_the_words_themselves() -> None:
    """The local network is not this computer."""
    assert not leaves_this_computer(Endpoint("http://127.0.0.1:11434/v1", "m"))
    assert not leaves_this_computer(Endpoint("http://localhost:1234/v1", "m"))
    assert leaves_this_computer(Endpoint("http://192.168.1.20:8000/v1", "m"))
    assert leaves_this_computer(Endpoint("http://127.example.com/v1", "m"))
    assert leaves_this_computer(Endpoint("https://api.example.com/v1", "m"))
    assert leaves_this_computer(Endpoint("http://localhost.example.com/v1", "m"))
