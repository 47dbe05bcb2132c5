"""Requests and endpoints that tests of drafting share."""

from __future__ import annotations

from typing import Any

from desktop.domain.context import VisitContext
from desktop.domain.drafting import (
    ALL_SECTIONS,
    DraftEvent,
    DraftRequest,
    DraftRestarted,
    SectionStarted,
    TextAdded,
)
from desktop.domain.endpoint import Endpoint
from desktop.domain.note import Note, Section
from desktop.domain.specialty import Part, Specialty, Template
from desktop.domain.transcript import Segment, Transcript
from tests.servers.low_back_pain import LOW_BACK_PAIN
from tests.servers.openai_server import OpenAIServer

TEMPLATE = Template(
    id="standard",
    label="Standard visit",
    purpose="A visit note for the tests of drafting.",
    subjective=(Part(heading="Chief complaint", holds="Why the person came."),),
    objective=(Part(heading="Physical exam", holds="What was found."),),
    assessment=(Part(heading="Impression", holds="What the provider concluded."),),
    plan=(Part(heading="Treatment", holds="What was arranged."),),
)

SPECIALTY = Specialty(id="generic", label="Generic", role="clinician", templates=(TEMPLATE,))


def request(
    *texts: str,
    context: VisitContext = VisitContext(),  # noqa: B008 - frozen
    sections: tuple[Section, ...] = ALL_SECTIONS,
    note_so_far: Note | None = None,
    template: Template = TEMPLATE,
) -> DraftRequest:
    """A request for a note about the given segments; about low back pain if there are none."""
    segments = tuple(Segment(text) for text in texts or (LOW_BACK_PAIN,))
    return DraftRequest(Transcript(segments), SPECIALTY, template, context, sections, note_so_far)


def endpoint(server: OpenAIServer, **changes: Any) -> Endpoint:
    """An endpoint at the server, http allowed, with waits that fit a test."""
    settings: dict[str, Any] = {
        "allow_plain_http": True, "first_token_timeout_s": 20.0, "between_tokens_timeout_s": 20.0,
    }  # fmt: skip
    return Endpoint(server.base_url, "test-model", **(settings | changes))


def shown(events: list[DraftEvent]) -> dict[Section, str]:
    """What a screen that follows the events shows in the end."""
    panes: dict[Section, str] = {}
    for event in events:
        if isinstance(event, DraftRestarted):
            panes = {}
        elif isinstance(event, SectionStarted):
            panes[event.section] = ""
        elif isinstance(event, TextAdded):
            panes[event.section] += event.text
    return panes
