"""What an endpoint would be sent, before the first send."""

from __future__ import annotations

from desktop.domain.drafting import DraftRequest
from desktop.drafting.endpoint.preview import SendPreview, what_is_sent
from desktop.workflow.draft_visit import VisitWords
from desktop.workflow.pseudonyms import Vault, hidden_request
from desktop.workflow.settings import Settings

__all__ = ["SendPreview", "preview_request", "preview_send", "preview_text"]


def preview_send(words: VisitWords, settings: Settings, vault: Vault | None = None) -> SendPreview:
    """Which host and model would get what, to the letter. Nothing is sent.

    vault: as for draft_visit; what is shown then has the tokens that would be sent.
    """
    return preview_request(words.request(), settings, vault)


def preview_text(
    text: str, kinds: tuple[str, ...], settings: Settings, vault: Vault | None = None
) -> SendPreview:
    """The same for a text as it is sent. kinds: what is in it, in words. vault: that hid what identifies people."""
    endpoint = settings.endpoint.endpoint
    return SendPreview(
        host=endpoint.host,
        model=endpoint.model,
        characters=len(text),
        kinds=kinds,
        encrypted=endpoint.base_url.lower().startswith("https:"),
        text=text,
        replaced=None if vault is None else vault.counts,
    )


def preview_request(request: DraftRequest, settings: Settings, vault: Vault | None = None) -> SendPreview:
    """The same for a request that is already there."""
    if vault is None:
        return what_is_sent(request, settings.endpoint.endpoint)
    hidden = hidden_request(request, vault)
    return what_is_sent(hidden, settings.endpoint.endpoint, replaced=vault.counts)
