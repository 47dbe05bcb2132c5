"""The offline drafter: a note from a transcript on this device, with nothing in it that was not said."""

from __future__ import annotations

from types import MappingProxyType

from desktop.domain.drafting import DraftEvent, DraftRequest, NoteDone, SectionDone, SectionStarted, TextAdded
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import Job
from desktop.domain.note import Note, Section, Statement
from desktop.domain.transcript import Transcript
from desktop.drafting.offline.clauses import clauses_in
from desktop.drafting.offline.conversations import conversation_in
from desktop.drafting.offline.dictated import is_dictation, read_dictation
from desktop.drafting.offline.essential import put_back
from desktop.drafting.offline.facts import facts_of, forget_facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.layout import pieces_of
from desktop.drafting.offline.learned import Weights, shipped_weights
from desktop.drafting.offline.omissions import is_weighty, not_placed
from desktop.drafting.offline.reading import read
from desktop.drafting.offline.refiling import reconsidered
from desktop.drafting.offline.selection import SHORT_VISIT_WORDS, within_length, without_repeats
from desktop.drafting.offline.unfiled import with_unfiled
from desktop.drafting.offline.units import Reading, Unit, withdrawn


class OfflineDrafter:
    """Writes notes by rules, without a network. The same request gives the same note.

    weights: what was learned about statements; the shipped weights unless given.
    """

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights

    @property
    def engine(self) -> str:
        """As in "offline"."""
        return "offline"

    def draft(self, request: DraftRequest) -> Job[DraftEvent, Note]:
        """Write the requested sections, statement by statement.

        Raises NothingClinical when nothing that was said belongs in a note.
        """
        try:
            return (yield from self._drafted(request))
        finally:
            forget_facts()

    def _drafted(self, request: DraftRequest) -> Job[DraftEvent, Note]:
        said = request.transcript.without_gap_marks
        reading = understood(said)
        weights = self._weights or shipped_weights()
        units, cut = _chosen(reading, said, weights)
        texts: dict[Section, str] = {}
        statements: list[Statement] = []
        for section in Section:
            if section not in request.sections:
                continue
            yield SectionStarted(section)
            text = ""
            for piece in pieces_of(
                section, [u for u in units if u.kind.section is section], request.template
            ):
                if piece.sources is not None:
                    statements.append(
                        Statement(section, len(text), len(text) + len(piece.text), piece.sources)
                    )
                text += piece.text
                yield TextAdded(section, piece.text)
            texts[section] = text
            yield SectionDone(section, text)
        note = Note(MappingProxyType(texts), tuple(statements), not_placed(reading, units, cut))
        yield NoteDone(note)
        return note


def understood(transcript: Transcript) -> Reading:
    """What a transcript says, clause by clause. Raises NothingClinical when nothing belongs in a note."""
    if is_dictation(transcript):
        reading = read_dictation(transcript)
    else:
        conversation = conversation_in(transcript)
        reading = read(clauses_in(conversation))
        reading.taken_back[:0] = withdrawn(conversation.taken_back)
    told = any(unit.facts.mentions or unit.kind is not Kind.HISTORY for unit in reading.units)
    if not told and not any(is_weighty(facts_of(clause.lowers)) for clause in reading.clauses):
        raise NothingClinical(
            "Nothing in these words belongs in a clinical note. Check that this is the right transcript, or type the note."
        )
    return reading


def _chosen(reading: Reading, transcript: Transcript, weights: Weights) -> tuple[list[Unit], list[Unit]]:
    """The statements of the note, and those that were understood and left out for their length or likelihood."""
    if reading.dictated:
        return without_repeats(reading.units), []
    spoken = sum(len(segment.text.split()) for segment in transcript.segments)
    if spoken <= SHORT_VISIT_WORDS:  # the weights were learned from long visits; a short one is kept whole
        return without_repeats(reading.units), reading.unfiled
    likely = reconsidered(with_unfiled(reading), len(reading.clauses), weights)
    chosen = within_length(without_repeats(likely), spoken)
    told = {id(unit) for unit in (*chosen, *put_back(chosen, reading.units))}
    kept = without_repeats([unit for unit in with_unfiled(reading) if id(unit) in told])
    stays = {id(unit) for unit in kept}
    return kept, [unit for unit in with_unfiled(reading) if id(unit) not in stays]
