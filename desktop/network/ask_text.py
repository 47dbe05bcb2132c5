"""Asks an endpoint for running text: streamed, without the model's thinking, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.drafting import Notice
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointUnreachable
from desktop.domain.jobs import Job, Waiting
from desktop.language.plain_text import clean_text
from desktop.network.address import check_address
from desktop.network.attempts import Attempts, PromptTooLong, check_ending
from desktop.network.ending import Ending
from desktop.network.exchange import exchange
from desktop.network.features import Features, Reply
from desktop.network.loops import LoopDetector
from desktop.network.message import Message
from desktop.network.reasoning import ReasoningFilter


@dataclass(frozen=True, slots=True)
class TextArrived:
    """The answer so far, all of it: shorter than before when the server had to be asked again."""

    text: str


AskEvent = TextArrived | Notice | Waiting


def ask_text(
    endpoint: Endpoint, messages: Sequence[Message], *, what: str, limit_chars: int = 50_000
) -> Job[AskEvent, str]:
    """Ask, and return the whole answer as plain text.

    what: is asked for, in a word or two, for the sentences of failures ("summary"). limit_chars: a longer answer
    is stopped. Raises EndpointError; what was shown before it is incomplete and is not to be kept.
    """
    check_address(endpoint)
    attempts = Attempts(endpoint, Features(reply=Reply.TEXT))
    was_cut = False
    while True:
        answer = _Answer(what, limit_chars)
        ending = yield from _stream(endpoint, messages, attempts.features, answer)
        if ending.http is not None:
            try:
                yield from attempts.after_error_status(ending.http)
            except PromptTooLong as error:
                raise AnswerUnusable(
                    f"The text is longer than the model at {endpoint.host} can read at once. "
                    "Choose fewer visits or a model with a larger context."
                ) from error
            continue
        if ending.cut is not None or (answer.text and not ending.finish_reason):
            if was_cut:
                raise EndpointUnreachable(
                    f"The connection to {endpoint.host} was cut twice while the {what} was being written. "
                    "What was written is incomplete; try again."
                ) from ending.cut
            was_cut = True
            yield TextArrived("")
            yield Notice(f"The connection was cut in the middle of the {what}, so it is written again.")
            continue
        answer.finish()
        check_ending(ending, messages, answer.text, what)
        if not answer.text.strip():
            raise AnswerUnusable("The model gave an empty answer. Try again or use another model.")
        return answer.text.strip()


def _stream(
    endpoint: Endpoint, messages: Sequence[Message], features: Features, answer: _Answer
) -> Job[AskEvent, Ending]:
    """One request; its text goes into answer."""
    pieces = exchange(endpoint, messages, features)
    try:
        while True:
            try:
                arrived = next(pieces)
            except StopIteration as end:
                ending: Ending = end.value
                return ending
            if isinstance(arrived, Waiting):
                yield arrived
            else:
                answer.feed(arrived)
                yield TextArrived(answer.text)
    finally:
        pieces.close()


class _Answer:
    """The visible text of one answer while it arrives."""

    def __init__(self, what: str, limit_chars: int) -> None:
        self._what = what
        self._limit_chars = limit_chars
        self._reasoning = ReasoningFilter()
        self._loops = LoopDetector()
        self._visible = ""

    @property
    def text(self) -> str:
        return clean_text(self._visible)

    def feed(self, text: str) -> None:
        visible = self._reasoning.feed(text)
        if self._reasoning.started_over:
            self._visible = ""
        self._visible += visible
        if len(self._visible) > self._limit_chars:
            raise AnswerUnusable(
                f"The model wrote more than {self._limit_chars:,} characters, which is no {self._what}. "
                "It was stopped there.",
                self.text[: self._limit_chars],
            )
        if self._loops.feed(text):
            raise AnswerUnusable(
                "The model repeated itself without end and was stopped. Try again or use another model.",
                self.text,
            )

    def finish(self) -> None:
        self._visible += self._reasoning.finish()
