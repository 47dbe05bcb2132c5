"""What arrives from an endpoint: text, signs of life, and how the answer ended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.domain.errors import EndpointError, EndpointNotAllowed, EndpointRefused

_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|context (?:length|window|size)|maximum context|too many tokens"
    r"|prompt is too long|input is too long|longer than the maximum model length",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:maximum context length (?:is|of)|context (?:size|length|window)(?: is| of)?|n_ctx\W+)\s*\(?(\d{3,7})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Alive:
    """A token that is not part of the answer arrived: the model is thinking."""


Arrived = str | Alive


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended, once its text was given.

    finish_reason: as the server says ("stop", "length", "content_filter"); empty if it never said.
    prompt_tokens: how much of the prompt the model saw; None if the server does not count.
    refused: the server marked the answer as a refusal. cut: the connection broke, and how to say so.
    http: the server answered with an error status instead.
    """

    finish_reason: str = ""
    prompt_tokens: int | None = None
    refused: bool = False
    cut: EndpointError | None = None
    http: HttpFailure | None = None


@dataclass(frozen=True, slots=True)
class HttpFailure:
    """An answer with an error status.

    about: the beginning of what the server said, to tell which of our wishes it does not know; it may quote
    the prompt and is never shown or logged. retry_after_s: how long it asks us to wait, None if it does not say.
    """

    status: int
    about: str
    retry_after_s: float | None

    @property
    def is_too_long(self) -> bool:
        """True when the prompt does not fit into the model's context."""
        return self.status in {400, 413, 422, 500} and _TOO_LONG.search(self.about) is not None

    @property
    def context_tokens(self) -> int | None:
        """The size of the context where the server names it."""
        found = _LIMIT.search(self.about)
        return int(found.group(1)) if found else None

    def as_error(self, host: str, model: str) -> EndpointError:
        """The sentence for an error status."""
        status = self.status
        if 300 <= status < 400:
            return EndpointNotAllowed(
                f"{host} redirects to another address. Nothing was sent there. Enter the final address in Settings."
            )
        sentences = {
            401: f"{host} does not accept the API key. Check the key in Settings.",
            403: f"{host} does not allow this key to use the model {model}. Ask whoever manages the account.",
            404: f"{host} does not know the model {model}, or the address is incomplete. Check both in Settings.",
            408: f"{host} gave up waiting. Try again.",
            413: f"The visit is too long for {host}. Use a model that reads more at once.",
            429: f"{host} is busy or the account's limit is reached. Wait a minute and try again.",
        }
        if status >= 500:
            sentence = f"{host} has a fault of its own (status {status}). Try again in a few minutes."
        else:
            sentence = sentences.get(
                status,
                f"{host} refused the request (status {status}). Check the address and model in Settings.",
            )
        return EndpointRefused(sentence, status)
