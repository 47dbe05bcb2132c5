"""How a check puts what it found into a finding: its place, its words, its key and the sentence a person reads."""

from __future__ import annotations

import hashlib
import re

from desktop.domain.finding import Finding, FindingKind, Fix, Severity
from desktop.domain.note import Section, Source
from desktop.evidence.heard import Heard
from desktop.evidence.sentence import Sentence

MUST = Severity.MUST_DECIDE
LOOK = Severity.LOOK_AT
INFORMATION = Severity.INFORMATION
LONGEST_QUOTE = 90


def key_of(*parts: str) -> str:
    """The key of a finding or omission; capitals, blanks and marks at the ends do not change it."""
    plain = "\x1f".join(re.sub(r"[\W_]+", " ", part.casefold()).strip() or part for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:20]


def found(  # noqa: PLR0917 - the fields of a finding, in their order
    kind: FindingKind,
    severity: Severity,
    sentence: Sentence,
    span: tuple[int, int],
    reason: str,
    sources: tuple[Source, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """A finding at characters [span) of a sentence, counted from the sentence's start."""
    words = sentence.text[span[0] : span[1]]
    return Finding(
        kind,
        severity,
        sentence.section,
        sentence.start + span[0],
        sentence.start + span[1],
        words,
        reason,
        key_of(kind.value, sentence.section.value, words, sentence.text),
        fix,
        sources,
    )


def replacing(sentence: Sentence, span: tuple[int, int], text: str, label: str) -> Fix:
    """A fix of characters [span) of a sentence, counted from the sentence's start."""
    return Fix(sentence.start + span[0], sentence.start + span[1], text, label)


def in_section(  # noqa: PLR0917 - the fields of a finding, in their order
    kind: FindingKind,
    severity: Severity,
    section: Section,
    span: tuple[int, int],
    text: str,
    reason: str,
    fix: Fix | None = None,
) -> Finding:
    """A finding at characters [span) of a section's text."""
    words = text[span[0] : span[1]]
    around = text[max(0, span[0] - 20) : span[1] + 20]
    return Finding(
        kind,
        severity,
        section,
        *span,
        words,
        reason,
        key_of(kind.value, section.value, words, around),
        fix,
    )


def heard_there(heard: Heard, first: int, last: int) -> str:
    """What stands at words [first, last], for a reason: 'The transcript has “six hundred milligrams” at 00:41.'"""
    words = heard.quote(first, last)
    if len(words) > LONGEST_QUOTE:
        words = words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    who = "The chart has" if heard.is_chart(first) else "The transcript has"
    moment = "" if heard.is_chart(first) else f" {heard.moment(first)}"
    return f"{who} “{words}”{moment}."
