"""Asks an endpoint for sections until it gives a whole answer, within a fixed number of further attempts.

For one answer there is at most one more attempt each after a cut stream, an answer that cannot be read, and a
"too many requests" with a short wait; and at most one for each optional feature that the server does not know.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.drafting import DraftEvent, DraftRequest, DraftRestarted, Notice, SectionDone, Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointUnreachable
from desktop.domain.jobs import Job
from desktop.domain.note import Section
from desktop.domain.transcript import Segment
from desktop.drafting.endpoint.board import Board
from desktop.drafting.endpoint.ending import Ending
from desktop.drafting.endpoint.exchange import POLL_S, exchange
from desktop.drafting.endpoint.features import Features
from desktop.drafting.endpoint.section_stream import SectionEvent, SectionStream
from desktop.drafting.endpoint.tokens import UNREAD_SHARE, least_tokens
from desktop.drafting.prompts import Message, render, repair

_LONGEST_WAIT_S = 20.0
_REPAIR_CHARS = 20_000
_TOO_MANY_REQUESTS = 429


class PromptTooLong(Exception):
    """The server says that the prompt does not fit; context_tokens: its size, None if it does not say.

    Never leaves this package: the drafter splits the visit and asks again.
    """

    def __init__(self, context_tokens: int | None) -> None:
        super().__init__("prompt too long")
        self.context_tokens = context_tokens


@dataclass(slots=True)
class _Attempts:
    """What was already tried once."""

    after_cut: bool = False
    after_busy: bool = False
    repair: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which of an answer's events are shown.

    All, where the visit is one part. Of several parts the first streams but its sections do not end yet, and the
    others stay hidden until they are whole. A restart voids this answer alone, so what is safe is shown again.
    """

    part: tuple[int, int]
    board: Board

    def of(self, events: Iterator[SectionEvent]) -> Iterator[DraftEvent]:
        number, count = self.part
        for event in events:
            if number > 1 or (count > 1 and isinstance(event, SectionDone)):
                continue
            if isinstance(event, DraftRestarted):
                yield from self.board.restart(event.reason)
            else:
                yield event


class Asker:
    """Asks one endpoint; remembers which features its server knows from one question to the next."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._features = Features(sections=())

    def ask(
        self, request: DraftRequest, segments: Sequence[Segment], part: tuple[int, int], board: Board
    ) -> Job[DraftEvent, dict[Section, str]]:
        """The text of each of the request's sections, streamed as it is written.

        Raises EndpointError, and PromptTooLong before anything was written.
        """
        attempts = _Attempts()
        while True:
            features = replace(self._features, sections=request.sections)
            messages = (
                *render(request, reply=features.reply, segments=segments, part=part),
                *attempts.repair,
            )
            stream = SectionStream(request.sections)
            ending = yield from self._stream(messages, features, stream, _Shown(part, board))
            if ending.http is not None:
                yield from self._after_error_status(ending, features, attempts)
                continue
            if ending.cut is not None or not _is_complete(ending, stream):
                if attempts.after_cut:
                    raise EndpointUnreachable(
                        f"The connection to {self._endpoint.host} was cut twice while the note was being written. "
                        "What was written is incomplete; try again."
                    ) from ending.cut
                attempts.after_cut = True
                yield from board.restart(
                    "The connection was cut in the middle of the note, so it is written again."
                )
                continue
            self._check(ending, messages, stream)
            try:
                yield from _Shown(part, board).of(stream.finish())
            except AnswerUnusable:
                if attempts.repair or not stream.problem:
                    raise
                answer = stream.answer[:_REPAIR_CHARS]
                attempts.repair = repair(answer, stream.problem, request, features.reply)
                yield from board.restart("The model's answer could not be read, so it was asked once more.")
                continue
            if stream.has_more:
                yield Notice(
                    "The model also wrote text outside the sections it was asked for; that text was left out."
                )
            return stream.texts

    def _stream(
        self, messages: Sequence[Message], features: Features, stream: SectionStream, shown: _Shown
    ) -> Job[DraftEvent, Ending]:
        """One request; its answer's text goes into stream."""
        answer = exchange(self._endpoint, messages, features)
        try:
            while True:
                try:
                    arrived = next(answer)
                except StopIteration as end:
                    ending: Ending = end.value
                    return ending
                if isinstance(arrived, Waiting):
                    yield arrived
                    continue
                silent = True
                for event in shown.of(stream.feed(arrived)):
                    silent = False
                    yield event
                if silent:
                    yield Waiting(0)  # text came that cannot be shown yet: the job stays cancellable
        finally:
            answer.close()

    def _after_error_status(
        self, ending: Ending, features: Features, attempts: _Attempts
    ) -> Iterator[DraftEvent]:
        """Prepare the next attempt, or raise what the status means."""
        failure = ending.http
        assert failure is not None
        if failure.is_too_long:
            raise PromptTooLong(failure.context_tokens)
        fewer = features.without_what_failed(failure.status, failure.about)
        if fewer is not None:
            self._features = fewer
            return
        wait_s = failure.retry_after_s
        may_wait = failure.status == _TOO_MANY_REQUESTS and not attempts.after_busy
        if may_wait and wait_s is not None and wait_s <= _LONGEST_WAIT_S:
            attempts.after_busy = True
            yield Notice(f"{self._endpoint.host} is busy; trying again in {wait_s:.0f} seconds.")
            yield from _wait(wait_s)
            return
        raise failure.as_error(self._endpoint.host, self._endpoint.model)

    def _check(self, ending: Ending, messages: Sequence[Message], stream: SectionStream) -> None:
        """Raise AnswerUnusable for an answer that says of itself that it is no whole answer."""
        if ending.refused or ending.finish_reason == "content_filter":
            raise AnswerUnusable(
                "The model declined to write this note. Try again or use another model.", stream.answer
            )
        if ending.finish_reason == "length":
            raise AnswerUnusable(
                "The note became too long for the model and ends in the middle, so it was not kept. "
                "Use a model with a larger context, or raise its limit on the server.",
                stream.answer,
            )
        seen = ending.prompt_tokens
        least = sum(least_tokens(message["content"]) for message in messages)
        if seen and seen < UNREAD_SHARE * least:
            raise AnswerUnusable(
                f"The model did not read the whole visit: it saw {seen} of at least {least} tokens. "
                "Raise the context size on the server, or enter it in Settings so that the visit is sent in parts.",
                stream.answer,
            )


def _is_complete(ending: Ending, stream: SectionStream) -> bool:
    """True when the server said that it finished, the answer is closed in itself, or there is none at all."""
    return bool(ending.finish_reason) or stream.is_closed or not stream.answer.strip()


def _wait(wait_s: float) -> Iterator[DraftEvent]:
    begun = time.monotonic()
    while (waited_s := time.monotonic() - begun) < wait_s:
        yield Waiting(round(1000 * waited_s))
        time.sleep(min(POLL_S, wait_s - waited_s))
