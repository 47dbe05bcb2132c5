"""A drafter that sends only pseudonyms: identifiers leave as tokens, and the note comes back with the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.domain.drafting import (
    Drafter,
    DraftEvent,
    DraftRequest,
    DraftRestarted,
    NoteDone,
    Notice,
    SectionDone,
    SectionStarted,
    TextAdded,
)
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section
from desktop.privacy.vault import RestoringStream, Vault


def hidden_request(request: DraftRequest, vault: Vault) -> DraftRequest:
    """The request as it may leave: the words of the visit, the chart and the note so far with tokens in them."""
    context = request.context
    so_far = request.note_so_far
    return replace(
        request,
        transcript=replace(
            request.transcript,
            segments=tuple(
                replace(segment, text=vault.hide(segment.text)) for segment in request.transcript.segments
            ),
        ),
        context=replace(
            context,
            name="",
            history=vault.hide(context.history),
            medications=tuple(map(vault.hide, context.medications)),
            allergies=tuple(map(vault.hide, context.allergies)),
            instructions=vault.hide(context.instructions),
        ),
        note_so_far=None
        if so_far is None
        else Note({section: vault.hide(so_far[section]) for section in Section}),
    )


@dataclass(frozen=True, slots=True)
class PseudonymDrafter:
    """Wraps a drafter whose endpoint is not on this computer. The vault belongs to the visit."""

    inner: Drafter
    vault: Vault

    @property
    def engine(self) -> str:
        """As the wrapped drafter is named."""
        return self.inner.engine

    def draft(self, request: DraftRequest) -> Job[DraftEvent, Note]:
        """As Drafter.draft. A token that the vault does not know stays in the note, where the checks mark it."""
        events = self.inner.draft(hidden_request(request, self.vault))
        streams: dict[Section, RestoringStream] = {}
        try:
            while True:
                try:
                    event = next(events)
                except StopIteration as end:
                    note: Note = end.value
                    return self._restored(note)
                yield from self._shown(event, streams)
        finally:
            events.close()

    def _shown(self, event: DraftEvent, streams: dict[Section, RestoringStream]) -> Iterator[DraftEvent]:
        match event:
            case SectionStarted(section):
                streams[section] = RestoringStream(self.vault)
                yield event
            case TextAdded(section, text):
                words = streams.setdefault(section, RestoringStream(self.vault)).feed(text)
                if words:
                    yield TextAdded(section, words)
            case SectionDone(section, text):
                rest = streams.pop(section).finish() if section in streams else ""
                if rest:
                    yield TextAdded(section, rest)
                yield SectionDone(section, self.vault.restore(text))
            case DraftRestarted():
                streams.clear()
                yield event
            case NoteDone(note):
                restored = self._restored(note)
                if any(self.vault.unknown_tokens(restored[section]) for section in Section):
                    yield Notice(
                        "The model wrote a placeholder that stands for nobody in this visit. It is left in the note "
                        "in braces: put the right words in its place."
                    )
                yield NoteDone(restored)
            case _:
                yield event

    def _restored(self, note: Note) -> Note:
        """The note with words for tokens. An endpoint traces no statements, so no place in the text moves."""
        return Note(
            {section: self.vault.restore(note[section]) for section in Section if note[section]},
            not_placed=tuple(map(self.vault.restore, note.not_placed)),
        )
