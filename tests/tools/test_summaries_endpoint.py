"""A summary by an endpoint: streamed, checked against the visits, and a plain sentence when it fails."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointError
from desktop.domain.jobs import finish
from desktop.domain.summary import NotePart, Summary, VisitNotes
from desktop.network.ask_text import AskEvent, TextArrived
from desktop.summaries.endpoint import summarize_with_endpoint
from desktop.summaries.formats import as_text
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import Script, streaming

VISITS = (
    VisitNotes("7", date(2026, 6, 11), "Dr Example", {NotePart.OBJECTIVE: "A1c 7.2 %."}),
    VisitNotes(
        "3",
        date(2026, 1, 15),
        "Dr Example",
        {NotePart.OBJECTIVE: "A1c 7.9 %.", NotePart.ASSESSMENT: "Diabetes."},
    ),
)
ANSWER = "Active problems:\n- Diabetes, A1c 7.9 % then 7.2 % [2026-01-15] [2026-06-11]\n- A1c was 5.5 % [2026-06-11]\n"


def ask(
    script: str | Script, visits: tuple[VisitNotes, ...] = VISITS
) -> tuple[list[AskEvent], Summary, OpenAIServer]:
    """The events and the summary of one run against a loopback server."""
    events: list[AskEvent] = []
    with OpenAIServer(script) as server:
        endpoint = Endpoint(server.base_url, "test-model", allow_plain_http=True)
        return events, finish(summarize_with_endpoint(visits, endpoint), events.append), server


def test_statements_link_to_their_visits_and_inventions_are_marked() -> None:
    """The supported statement has its visits; the invented number is marked in the text that a person reads."""
    events, summary, server = ask(streaming(ANSWER))
    good, bad = summary.blocks[0].statements
    assert (good.doubt, good.visit_ids) == ("", ("3", "7"))
    assert "5.5" in bad.doubt
    assert "1 of 2 statements" in summary.notices[0]
    assert "[NOT SUPPORTED:" in as_text(summary)
    assert "a person reviews it" in summary.header
    assert summary.origin.startswith("endpoint: 127.0.0.1")
    assert any(isinstance(event, TextArrived) for event in events)
    sent = server.chats[0].text
    assert sent.index("VISIT 2026-01-15") < sent.index("VISIT 2026-06-11")
    assert "Dr Example" not in sent


@pytest.mark.parametrize("script", ["cut_midway", "empty", "length"])
def test_half_an_answer_is_no_summary(script: str) -> None:
    """A cut, empty or unfinished answer ends in a sentence, never in half a summary."""
    with pytest.raises(EndpointError):
        ask(script)


def test_nothing_is_sent_without_notes() -> None:
    """Visits without text never reach the server."""
    with OpenAIServer(streaming(ANSWER)) as server:
        endpoint = Endpoint(server.base_url, "test-model", allow_plain_http=True)
        with pytest.raises(AnswerUnusable, match="nothing was sent"):
            finish(summarize_with_endpoint((VisitNotes("1", date(2026, 1, 1)),), endpoint))
        assert not server.requests
