"""The drafter that lets a language model elsewhere write the note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from desktop.domain.drafting import ALL_SECTIONS, DraftEvent, DraftRequest, NoteDone, Notice, SectionDone
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable
from desktop.domain.jobs import Job
from desktop.domain.note import Note
from desktop.drafting.endpoint.asking import Asker
from desktop.drafting.endpoint.board import Board
from desktop.drafting.endpoint.parts import Segments, split_to_fit, what_is_new
from desktop.drafting.prompts import render
from desktop.network.address import check_address
from desktop.network.attempts import PromptTooLong
from desktop.network.features import Reply
from desktop.network.tokens import most_tokens

_SPLITS = 3
"""How often a visit is split anew when the server still says that it is too long."""


class EndpointDrafter:
    """Writes a note with an OpenAI-compatible endpoint: the whole note in one request, or section by section.

    Section by section where the template asks for it and when fewer than four sections are wanted. The note
    carries no statements: what a sentence of it rests on is not known.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._asker = Asker(endpoint)
        self._context_tokens = (
            endpoint.context_tokens
        )  # made smaller when the server says that a prompt is too long

    @property
    def engine(self) -> str:
        """How the screens and the records name it."""
        return f"endpoint: {self._endpoint.host}, {self._endpoint.model}"

    def draft(self, request: DraftRequest) -> Job[DraftEvent, Note]:
        """Write the requested sections; see Drafter. Raises EndpointError."""
        check_address(self._endpoint)
        board = Board()
        by_section = request.template.section_by_section or len(request.sections) < len(ALL_SECTIONS)
        groups = [(section,) for section in request.sections] if by_section else [request.sections]
        for group in groups:
            yield from self._write(replace(request, sections=group), board)
        note = Note(texts=MappingProxyType({section: board.texts[section] for section in request.sections}))
        yield NoteDone(note)
        return note

    def _write(self, request: DraftRequest, board: Board) -> Iterator[DraftEvent]:
        """Write the request's sections from the whole visit, in parts if it does not fit."""
        for _ in range(_SPLITS):
            parts = split_to_fit(request, self._context_tokens)
            if len(parts) > board.parts_announced:
                board.parts_announced = len(parts)
                yield Notice(
                    "This visit is longer than the model can read at once, so it is drafted in "
                    f"{len(parts)} parts and merged. Check for repeats."
                )
            try:
                yield from self._write_parts(request, parts, board)
            except PromptTooLong as error:
                self._context_tokens = _smaller(error.context_tokens, self._context_tokens, request)
                for section in request.sections:
                    board.texts.pop(section, None)
                yield from board.restart("The visit is longer than the model can read at once.")
            else:
                return
        raise AnswerUnusable(
            f"The visit is too long for {self._endpoint.model}, even in parts. Use a model with a larger context."
        )

    def _write_parts(
        self, request: DraftRequest, parts: tuple[Segments, ...], board: Board
    ) -> Iterator[DraftEvent]:
        """The first part streams; what the later ones add is shown when each is complete and checked."""
        for number, segments in enumerate(parts, start=1):
            part = (number, len(parts))
            texts = yield from self._asker.ask(request, segments, part, board)
            for section in request.sections:
                if number == 1:
                    board.texts[section] = texts[section]
                else:
                    yield from board.append(section, what_is_new(board.texts[section], texts[section]))
        for section in request.sections:
            board.close(section)
            if len(parts) > 1:
                yield SectionDone(section, board.texts[section])


def _smaller(named: int | None, tried: int | None, request: DraftRequest) -> int:
    """The context to split for, after the server said that the prompt was too long.

    What the server names; where it names none, or one that was kept to already, three quarters of what was tried.
    """
    if tried is None:
        tried = sum(most_tokens(message["content"]) for message in render(request, reply=Reply.TEXT))
    return named if named is not None and named < tried else tried * 3 // 4
