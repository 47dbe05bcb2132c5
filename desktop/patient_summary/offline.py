"""Writes the patient's summary from the note by rules: sorted, in plain words, to the patient, nothing added.

Only the assessment and the plan are used: what the patient said and what was measured is known to them, and what
it means stands in the assessment. Every line names the place of the note it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import Addressee, Block, NotePlace, PatientSummary, SummaryLine
from desktop.language.sentences import sentences_of
from desktop.patient_summary.addressing import addressed
from desktop.patient_summary.glossary import plain_words
from desktop.patient_summary.medicines import medicine_line
from desktop.patient_summary.sorting import block_of

MOST_LINES = {Block.FOUND: 8, Block.MEDICINES: 12, Block.DO: 8, Block.NEXT: 8, Block.CALL: 5}
"""What fits on one printed page in large print."""

_LABEL = re.compile(r"(?:[A-Z][A-Za-z/-]*(?: (?:and |of |for |& )?[A-Za-z/-]+){0,4}):\s+(?=\S)")
"""A label before a sentence ("Additional Testing:"); the sentence is what counts."""

_MORE = "More was said about this; please ask."


def summarize_for_patient(note: Note, addressee: Addressee = Addressee.PATIENT) -> PatientSummary:
    """The summary; without lines when the note has neither assessment nor plan."""
    lines: dict[Block, list[SummaryLine]] = {block: [] for block in Block}
    for line in _lines(note, addressee):
        if line.text not in {other.text for other in lines[line.block]}:
            lines[line.block].append(line)
    return PatientSummary(tuple(line for block in Block for line in _fitting(block, lines[block])))


def _fitting(block: Block, lines: list[SummaryLine]) -> list[SummaryLine]:
    """The first lines; medicines and reasons to call are never cut, for leaving one out could harm."""
    most = MOST_LINES[block]
    if len(lines) <= most or block in {Block.MEDICINES, Block.CALL}:
        return lines
    return [*lines[: most - 1], SummaryLine(block, _MORE)]


def _lines(note: Note, addressee: Addressee) -> Iterator[SummaryLine]:
    for section in (Section.ASSESSMENT, Section.PLAN):
        text = note[section]
        for begun, end in sentences_of(text):
            lead = _LABEL.match(text, begun, end)
            start = begun if lead is None else lead.end()
            sentence = text[start:end].strip()
            label = "" if lead is None else lead.group().strip(" :")
            block = None if sentence.endswith(":") else block_of(section, sentence, label)
            if block is None:
                continue
            words = medicine_line(sentence) if block is Block.MEDICINES else None
            if words is None:
                words = plain_words(addressed(sentence, addressee))
            words = words.rstrip(";,: ")
            words = words if words.endswith((".", "!", "?")) else f"{words}."
            yield SummaryLine(block, words[:1].upper() + words[1:], NotePlace(section, start, end))
