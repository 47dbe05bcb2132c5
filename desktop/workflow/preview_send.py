"""What an endpoint would be sent, before the first send."""

from __future__ import annotations

from desktop.drafting.endpoint.preview import SendPreview, what_is_sent
from desktop.workflow.draft_visit import VisitWords
from desktop.workflow.settings import Settings

__all__ = ["SendPreview", "preview_send"]


def preview_send(words: VisitWords, settings: Settings) -> SendPreview:
    """Which host and model would get what kinds of information. Nothing is sent."""
    return what_is_sent(words.request(), settings.endpoint.endpoint)
