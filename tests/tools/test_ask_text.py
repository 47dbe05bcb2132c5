"""Running text from an endpoint: whole, without the model's thinking, or a sentence that says why not."""

from __future__ import annotations

import itertools

import pytest

from desktop.domain.drafting import Notice
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointNotAllowed, EndpointRefused, EndpointUnreachable
from desktop.domain.jobs import finish
from desktop.network.ask_text import AskEvent, TextArrived, ask_text
from desktop.network.message import Message
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import Script, status, streaming, too_many_requests

_QUESTION: tuple[Message, ...] = ({"role": "user", "content": "Summarize three fictional visits."},)
_TEXT = "Blood pressure fell from 150/90 to 128/78. Lisinopril was raised in June."


def _ask(*scripts: str | Script, tokens_per_second: float = 0.0) -> tuple[list[AskEvent], str]:
    events: list[AskEvent] = []
    with OpenAIServer(*scripts, tokens_per_second=tokens_per_second) as server:
        endpoint = Endpoint(server.base_url, "test-model", allow_plain_http=True)
        return events, finish(ask_text(endpoint, _QUESTION, what="summary"), events.append)


def test_text_streams_and_is_returned_whole() -> None:
    """The reader sees the answer grow, and what is returned is what the server wrote."""
    # Slower than the reader, which takes what has queued up in one piece.
    events, text = _ask(streaming(_TEXT), tokens_per_second=40)
    shown = [event.text for event in events if isinstance(event, TextArrived)]
    assert text == _TEXT
    assert len(shown) > 1
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(shown))


def test_thinking_aloud_is_not_part_of_the_text() -> None:
    """A reasoning block never reaches a person as text."""
    _, text = _ask(streaming(f"<think>The patient may be lying.</think>\n{_TEXT}"))
    assert text == _TEXT


def test_a_cut_stream_is_asked_again_once_and_its_text_is_void() -> None:
    """What came before the cut is taken back before the second answer is shown."""
    events, text = _ask("cut_midway", streaming(_TEXT))
    assert text == _TEXT
    assert TextArrived("") in events
    assert any(isinstance(event, Notice) and "cut" in event.text for event in events)


def test_two_cuts_are_a_failure() -> None:
    """Half a text is never returned."""
    with pytest.raises(EndpointUnreachable, match="cut twice while the summary"):
        _ask("cut_midway")


def test_a_busy_server_is_asked_again() -> None:
    """A short wait that the server asks for is kept, and the person is told."""
    events, text = _ask(too_many_requests("0.2"), streaming(_TEXT))
    assert text == _TEXT
    assert any(isinstance(event, Notice) and "busy" in event.text for event in events)


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ("length", AnswerUnusable, "ends in the middle"),
        ("content_filter", AnswerUnusable, "declined"),
        ("empty", AnswerUnusable, "empty answer"),
        ("loop", AnswerUnusable, "repeated itself"),
        (status(401), EndpointRefused, "API key"),
        (status(500), EndpointRefused, "fault of its own"),
    ],
)
def test_what_is_no_whole_answer_is_one_sentence(
    script: str | Script, error: type[Exception], words: str
) -> None:
    """Each way to fail has its reason and keeps no half text."""
    with pytest.raises(error, match=words):
        _ask(script)


def test_a_public_address_without_encryption_is_refused() -> None:
    """The rules on hosts hold for every question, not only for notes."""
    endpoint = Endpoint("http://203.0.114.7/v1", "test-model", allow_plain_http=True)
    with pytest.raises(EndpointNotAllowed):
        finish(ask_text(endpoint, _QUESTION, what="summary"))
