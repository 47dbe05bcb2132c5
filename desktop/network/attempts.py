"""What is tried again, once each, when a server does not answer a question whole."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from desktop.domain.drafting import Notice
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable
from desktop.domain.jobs import Waiting
from desktop.network.ending import Ending, HttpFailure
from desktop.network.exchange import POLL_S
from desktop.network.features import Features
from desktop.network.message import Message
from desktop.network.tokens import UNREAD_SHARE, least_tokens

_LONGEST_WAIT_S = 20.0
_TOO_MANY_REQUESTS = 429


class PromptTooLong(Exception):
    """The server says that the prompt does not fit; context_tokens: its size, None if it does not say.

    Never reaches a person: whoever asked splits the text and asks again, or says so in words.
    """

    def __init__(self, context_tokens: int | None) -> None:
        super().__init__("prompt too long")
        self.context_tokens = context_tokens


class Attempts:
    """The attempts at one answer. features: what to ask of the server the next time.

    One more after a "too many requests" with a short wait, and one for each optional feature that the server
    does not know.
    """

    def __init__(self, endpoint: Endpoint, features: Features) -> None:
        self._endpoint = endpoint
        self._after_busy = False
        self.features = features

    def after_error_status(self, failure: HttpFailure) -> Iterator[Notice | Waiting]:
        """Prepare the next attempt, or raise what the status means: EndpointError or PromptTooLong."""
        if failure.is_too_long:
            raise PromptTooLong(failure.context_tokens)
        fewer = self.features.without_what_failed(failure.status, failure.about)
        if fewer is not None:
            self.features = fewer
            return
        wait_s = failure.retry_after_s
        may_wait = failure.status == _TOO_MANY_REQUESTS and not self._after_busy
        if may_wait and wait_s is not None and wait_s <= _LONGEST_WAIT_S:
            self._after_busy = True
            yield Notice(f"{self._endpoint.host} is busy; trying again in {wait_s:.0f} seconds.")
            yield from _wait(wait_s)
            return
        raise failure.as_error(self._endpoint.host, self._endpoint.model)


def check_ending(ending: Ending, messages: Sequence[Message], answer: str, what: str) -> None:
    """Raise AnswerUnusable for an answer that says of itself that it is no whole answer.

    what: that was asked for, in a word or two ("note"). answer: its text, kept with the error.
    """
    if ending.refused or ending.finish_reason == "content_filter":
        raise AnswerUnusable(
            f"The model declined to write this {what}. Try again or use another model.", answer
        )
    if ending.finish_reason == "length":
        raise AnswerUnusable(
            f"The {what} became too long for the model and ends in the middle, so it was not kept. "
            "Use a model with a larger context, or raise its limit on the server.",
            answer,
        )
    seen = ending.prompt_tokens
    least = sum(least_tokens(message["content"]) for message in messages)
    if seen and seen < UNREAD_SHARE * least:
        raise AnswerUnusable(
            f"The model did not read the whole visit: it saw {seen} of at least {least} tokens. "
            "Raise the context size on the server, or enter it in Settings so that the visit is sent in parts.",
            answer,
        )


def _wait(wait_s: float) -> Iterator[Waiting]:
    begun = time.monotonic()
    while (waited_s := time.monotonic() - begun) < wait_s:
        yield Waiting(round(1000 * waited_s))
        time.sleep(min(POLL_S, wait_s - waited_s))
