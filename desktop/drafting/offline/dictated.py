"""Reads a dictation: the provider's own words, filed by spoken headings or, without them, sentence by sentence."""

from __future__ import annotations

import re

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker, Transcript
from desktop.drafting.offline.filing import facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import note_kind
from desktop.drafting.offline.units import Reading, Unit
from desktop.language.words import Word, words_of

_ADDRESS = frozenset(["you", "your"])
_SPEAKING_OF_SELF = re.compile(
    r"\b(?:i have|i've|i feel|i felt|my|i am having|i'm having|i was|me|i took|i take|i noticed)\b"
)


def is_dictation(transcript: Transcript) -> bool:
    """Whether one person dictates a note rather than two people talking."""
    speakers = {segment.speaker for segment in transcript.segments}
    if Speaker.PATIENT in speakers or len(speakers - {Speaker.UNKNOWN}) > 1:
        return False
    text = transcript.text.lower()
    words = text.split()
    if not words:
        return False
    asked = text.count("?") + len(re.findall(r"\b(?:do|have|are|did) you\b", text))
    addressed = sum(word.strip(".,?!") in _ADDRESS for word in words)
    own = len(_SPEAKING_OF_SELF.findall(text))
    per_hundred = 100.0 / len(words)
    if asked * per_hundred > 1.0 or addressed * per_hundred > 2.5:
        return False
    return own * per_hundred <= 2.5 or any(s is Speaker.PROVIDER for s in speakers)


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z0-9#\"'(])|\n+")
_NOT_AN_END = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|approx|no|st|e\.g|i\.e|etc)\.|\b[A-Z]\.)\s*$", re.IGNORECASE
)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a punctuated text."""
    spans: list[tuple[int, int]] = []
    begun = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _NOT_AN_END.search(
            text[max(begun, match.start() - 8) : match.start()]
        ):
            continue
        spans.append((begun, match.start()))
        begun = match.end()
    spans.append((begun, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def read_dictation(transcript: Transcript) -> Reading:
    """Every sentence of a dictation under its section."""
    reading = Reading()
    before: Section | None = None
    for n, segment in enumerate(transcript.segments):
        for start, end in _sentences(segment.text):
            said = segment.text[start:end].strip()
            words = [
                w._replace(start=w.start + start, end=w.end + start)
                for w in words_of(segment.text[start:end], n)
            ]
            facts = facts_of([w.lower for w in words])
            kind = note_kind(facts, before)
            before = kind.section
            text = finished(said, figures_too=False)
            if text:
                reading.units.append(Unit(kind, text, words, 5.0, 0, facts))
    return reading


def has_clinical_words(words: list[Word]) -> bool:
    """Whether any word of a list is clinical."""
    return bool(facts_of([w.lower for w in words]).mentions)


__all__ = ["Kind", "has_clinical_words", "is_dictation", "read_dictation"]
