"""Holds a patient's summary against the note: no number, medicine or instruction that the note does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import PatientSummary, SummaryLine
from desktop.language.lexicon import Topic, lexicon
from desktop.language.numbers import numbers_in
from desktop.patient_summary.glossary import plain_words

_INSTRUCTION = re.compile(
    r"\b(?:stop|start|avoid|(?<!you )(?:do not|don't)|never|double|skip|increase|decrease|reduce|fast|limit|rest|ice|elevate|drink|exercise|quit)\b",
    re.IGNORECASE,
)
_SAME = {
    "don't": "do not",
    "quit": "stop",
    "discontinue": "stop",
    "begin": "start",
    "initiate": "start",
    "hold": "stop",
}


def checked(summary: PatientSummary, note: Note) -> PatientSummary:
    """The summary with a problem on each line that the note does not bear out."""
    facts = _Facts(note)
    return replace(
        summary,
        lines=tuple(replace(line, problem=line.problem or facts.problem_of(line)) for line in summary.lines),
    )


class _Facts:
    """What the note has, in its own words and in plain ones."""

    def __init__(self, note: Note) -> None:
        text = "\n".join(note[section] for section in Section)
        both = f"{text}\n{plain_words(text)}"
        self._numbers = {quantity.value for quantity in numbers_in(both)}
        self._drugs = _drugs(both)
        self._instructions = {_SAME.get(word, word) for word in _instructions(both)}
        self._said = both.lower()

    def problem_of(self, line: SummaryLine) -> str:
        """Why the note does not bear the line out, in one sentence; empty when it does."""
        for quantity in numbers_in(line.text):
            if quantity.value not in self._numbers:
                return f"The note does not have “{line.text[quantity.start : quantity.end]}”."
        for name in sorted(_drugs(line.text)):
            if name not in self._drugs:
                return f"The note does not name “{name}”."
        for word in _instructions(line.text):
            if _SAME.get(word, word) not in self._instructions and word not in self._said:
                return f"The note does not tell the patient to “{word}”."
        return ""


def _drugs(text: str) -> set[str]:
    words = re.findall(r"[a-z][a-z'-]*", text.lower())
    return {mention.name.lower() for mention in lexicon().mentions(words) if mention.topic is Topic.DRUG}


def _instructions(text: str) -> Iterator[str]:
    for found in _INSTRUCTION.finditer(text):
        yield found.group().lower()
