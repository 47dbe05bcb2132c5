"""Audits what is sent to an endpoint: written before the first character leaves, never a word of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.jobs import Job
from desktop.domain.pseudonyms import IdentifierKind
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.session import Session

E = TypeVar("E")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sent:
    """One send. what: "note", "patient summary" or "codes". characters: of all that is sent for it.

    replaced: how many different identifiers of each kind leave as tokens; None when nothing is replaced.
    """

    what: str
    host: str
    model: str
    characters: int
    replaced: Mapping[IdentifierKind, int] | None = None


def record_send(session: Session, visit_id: int, sent: Sent) -> None:
    """Note a send in the audit. Raises SignedOut and RecordsUnavailable; then nothing may be sent."""
    facts: dict[str, Fact] = {
        "what": sent.what,
        "host": sent.host,
        "model": sent.model,
        "characters": sent.characters,
        "replaced": sent.replaced is not None,
    }
    facts |= {f"tokens_{kind.name.lower()}": count for kind, count in (sent.replaced or {}).items()}
    session.records.audit.record(Action.SENT, RecordKind.VISIT, visit_id, facts)


def as_sent(what: str, preview: SendPreview) -> Sent:
    """A send as the audit has it, from what a person is shown before it. what: as in Sent."""
    return Sent(what, preview.host, preview.model, preview.characters, preview.replaced)


def recorded(session: Session, visit_id: int, measure: Callable[[], Sent], job: Job[E, R]) -> Job[E, R]:
    """A job that sends, run after its send is in the audit. measure: what will be sent, reckoned on the job's thread."""
    record_send(session, visit_id, measure())
    return (yield from job)
