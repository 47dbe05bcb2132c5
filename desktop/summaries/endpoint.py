"""The summary that a language model elsewhere writes, streamed, with every statement checked against its visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable
from desktop.domain.jobs import Job
from desktop.domain.summary import BlockKind, Purpose, Summary, SummaryBlock, VisitNotes
from desktop.network.ask_text import AskEvent, TextArrived, ask_text
from desktop.summaries.citations import CheckedVisits
from desktop.summaries.prompts import render
from desktop.summaries.reading import in_order
from desktop.summaries.wording import day

_HEADINGS = {
    "active problems": BlockKind.ACTIVE_PROBLEMS,
    "resolved problems": BlockKind.PAST_PROBLEMS,
    "medication changes": BlockKind.MEDICATION_CHANGES,
    "current medications": BlockKind.CURRENT_MEDICATIONS,
    "allergies": BlockKind.ALLERGIES,
    "trends": BlockKind.TRENDS,
    "open loops": BlockKind.OPEN_LOOPS,
    "visits": BlockKind.VISITS,
}
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_OUTER_MARKS = re.compile(r"^[#*\s]+|[*:\s]+$")


def summarize_with_endpoint(
    visits: Iterable[VisitNotes],
    endpoint: Endpoint,
    *,
    focus: str = "",
    purpose: Purpose = Purpose.PRE_VISIT,
    hide: Callable[[str], str] = str,
    restore: Callable[[str], str] = str,
) -> Job[AskEvent, Summary]:
    """Ask a model for a summary; its words arrive as TextArrived, and the summary is the job's result.

    hide: puts tokens in the place of what identifies people, in all text that leaves; restore: takes them back out.
    Each statement that the checks of citations.py cannot find in the visits it names carries its doubt. Raises
    EndpointError, also when the answer holds no statement; what was shown before is then no summary.
    """
    ordered = tuple(visit for visit in in_order(visits) if not visit.is_empty)
    if not ordered:
        raise AnswerUnusable("There are no notes to summarize, so nothing was sent.")
    focus = " ".join(focus.split())
    messages = render([_hidden(visit, hide) for visit in ordered], focus=hide(focus), purpose=purpose)
    asking = ask_text(endpoint, messages, what="summary")
    answer = restore((yield from _restored(asking, restore)))
    blocks = read_answer(answer, ordered)
    statements = [statement for block in blocks for statement in block.statements]
    if not statements:
        raise AnswerUnusable(
            "The model gave no summary that could be read. Try again or use another model.", answer
        )
    doubted = sum(bool(statement.doubt) for statement in statements)
    first, last = day(ordered[0].date), day(ordered[-1].date)
    origin = f"endpoint: {endpoint.host}, {endpoint.model}"
    header = (
        f"Written by the language model {endpoint.model} at {endpoint.host} from the notes of {len(ordered)} visit"
        f"{'' if len(ordered) == 1 else 's'}, {first} to {last}. It can be wrong or leave things out; a person reviews it against the notes."
    )
    notices = (
        (
            f"{doubted} of {len(statements)} statements were not found in the visits they name; they are marked.",
        )
        if doubted
        else ()
    )
    return Summary(purpose, focus, origin, header, blocks, notices)


def what_is_sent(
    visits: Iterable[VisitNotes], *, focus: str, purpose: Purpose, hide: Callable[[str], str] = str
) -> str:
    """All text that summarize_with_endpoint would send, but for the random number of its markers."""
    ordered = [_hidden(visit, hide) for visit in in_order(visits) if not visit.is_empty]
    messages = render(ordered, focus=hide(" ".join(focus.split())), purpose=purpose)
    return "\n\n".join(message["content"] for message in messages)


def _hidden(visit: VisitNotes, hide: Callable[[str], str]) -> VisitNotes:
    return replace(visit, texts={part: hide(text) for part, text in visit.texts.items()})


def _restored(asking: Job[AskEvent, str], restore: Callable[[str], str]) -> Job[AskEvent, str]:
    """The same job, with its words as a person may read them."""
    try:
        while True:
            try:
                event = next(asking)
            except StopIteration as end:
                answer: str = end.value
                return answer
            yield TextArrived(restore(event.text)) if isinstance(event, TextArrived) else event
    finally:
        asking.close()


def read_answer(answer: str, visits: Sequence[VisitNotes]) -> tuple[SummaryBlock, ...]:
    """The blocks of an answer: its headings and, checked against the visits, each other line as a statement."""
    checked = CheckedVisits(visits)
    blocks: list[SummaryBlock] = []
    kind, title = BlockKind.TEXT, "Summary"
    for line in answer.splitlines():
        bare = _OUTER_MARKS.sub("", line)
        if not bare:
            continue
        if bare.lower() in _HEADINGS or (line.rstrip(" *").endswith(":") and not _BULLET.match(line)):
            kind, title = _HEADINGS.get(bare.lower(), BlockKind.TEXT), bare[:1].upper() + bare[1:]
            continue
        statement = checked.check(_BULLET.sub("", line).strip())
        if blocks and blocks[-1].title == title:
            blocks[-1] = SummaryBlock(kind, title, (*blocks[-1].statements, statement))
        else:
            blocks.append(SummaryBlock(kind, title, (statement,)))
    return tuple(blocks)
