"""Asks an endpoint for sections until it gives a whole answer, within a fixed number of further attempts.

For one answer there is at most one more attempt each after a cut stream, an answer that cannot be read, and a
"too many requests" with a short wait; and at most one for each optional feature that the server does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.drafting import DraftEvent, DraftRequest, DraftRestarted, Notice, SectionDone, Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointUnreachable
from desktop.domain.jobs import Job
from desktop.domain.note import Section
from desktop.domain.transcript import Segment
from desktop.drafting.endpoint.board import Board
from desktop.drafting.endpoint.section_stream import SectionEvent, SectionStream
from desktop.drafting.prompts import render, repair
from desktop.network.attempts import Attempts, check_ending
from desktop.network.ending import Ending
from desktop.network.exchange import exchange
from desktop.network.features import Features
from desktop.network.message import Message

_REPAIR_CHARS = 20_000


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
        self._features = Features()

    def ask(
        self, request: DraftRequest, segments: Sequence[Segment], part: tuple[int, int], board: Board
    ) -> Job[DraftEvent, dict[Section, str]]:
        """The text of each of the request's sections, streamed as it is written.

        Raises EndpointError, and PromptTooLong before anything was written.
        """
        names = tuple(section.value for section in request.sections)
        attempts = Attempts(self._endpoint, replace(self._features, names=names))
        repairs: tuple[Message, ...] = ()
        was_cut = False
        while True:
            features = attempts.features
            messages = (
                *render(request, reply=features.reply, segments=segments, part=part),
                *repairs,
            )
            stream = SectionStream(request.sections)
            ending = yield from self._stream(messages, features, stream, _Shown(part, board))
            if ending.http is not None:
                yield from attempts.after_error_status(ending.http)
                self._features = attempts.features
                continue
            if ending.cut is not None or not _is_complete(ending, stream):
                if was_cut:
                    raise EndpointUnreachable(
                        f"The connection to {self._endpoint.host} was cut twice while the note was being written. "
                        "What was written is incomplete; try again."
                    ) from ending.cut
                was_cut = True
                yield from board.restart(
                    "The connection was cut in the middle of the note, so it is written again."
                )
                continue
            check_ending(ending, messages, stream.answer, "note")
            try:
                yield from _Shown(part, board).of(stream.finish())
            except AnswerUnusable:
                if repairs or not stream.problem:
                    raise
                answer = stream.answer[:_REPAIR_CHARS]
                repairs = repair(answer, stream.problem, request, features.reply)
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


def _is_complete(ending: Ending, stream: SectionStream) -> bool:
    """True when the server said that it finished, the answer is closed in itself, or there is none at all."""
    return bool(ending.finish_reason) or stream.is_closed or not stream.answer.strip()
