"""Has an endpoint summarize a patient's visits: with tokens for names where it is elsewhere, noted before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.jobs import Job
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.domain.summary import Purpose, Summary, VisitNotes
from desktop.network.ask_text import AskEvent, TextArrived
from desktop.records.records import Records
from desktop.workflow.preview_send import SendPreview
from desktop.workflow.pseudonyms import Vault, leaves_this_computer
from desktop.workflow.settings import Settings
from desktop.workflow.summarize import summarize_with_endpoint, what_is_sent

__all__ = ["AskEvent", "SummaryWish", "TextArrived", "preview_wish", "summarize_wish", "write_with_endpoint"]


@dataclass(frozen=True, slots=True)
class SummaryWish:
    """What is to be summarized, and what identifies the people in it."""

    patient_id: int
    visits: Sequence[VisitNotes]
    focus: str
    purpose: Purpose
    known: KnownIdentifiers


def preview_wish(wish: SummaryWish, settings: Settings) -> SendPreview:
    """Which host would get what. Nothing is sent."""
    endpoint = settings.endpoint.endpoint
    vault = _vault(wish, settings)
    hide = str if vault is None else vault.hide
    text = what_is_sent(wish.visits, focus=wish.focus, purpose=wish.purpose, hide=hide)
    return SendPreview(
        host=endpoint.host,
        model=endpoint.model,
        characters=len(text),
        kinds=("the notes of the chosen visits, with their dates", "the focus, if there is one"),
        encrypted=endpoint.base_url.lower().startswith("https:"),
        text=text,
        replaced=None if vault is None else vault.counts,
    )


def write_with_endpoint(records: Records, wish: SummaryWish, settings: Settings) -> Job[AskEvent, Summary]:
    """Note in the audit that the notes leave, send them, and return the checked summary.

    Raises NotPermitted before anything is sent, EndpointError; what was shown before it is no summary.
    """
    records.summaries.record_send(wish.patient_id, settings.endpoint.endpoint.host, len(wish.visits))
    return (yield from summarize_wish(wish, settings))


def summarize_wish(wish: SummaryWish, settings: Settings) -> Job[AskEvent, Summary]:
    """The same for visits that are in no records. Raises EndpointError."""
    vault = _vault(wish, settings)
    return (
        yield from summarize_with_endpoint(
            wish.visits,
            settings.endpoint.endpoint,
            focus=wish.focus,
            purpose=wish.purpose,
            hide=str if vault is None else vault.hide,
            restore=str if vault is None else vault.restore,
        )
    )


def _vault(wish: SummaryWish, settings: Settings) -> Vault | None:
    return Vault(wish.known) if leaves_this_computer(settings.endpoint.endpoint) else None
