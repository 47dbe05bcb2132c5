"""Cuts an assessment into the phrases that may name a diagnosis, each with its place and how sure the writer is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.note import Section


class Standing(StrEnum):
    """How a phrase stands in the note."""

    CONFIRMED = "confirmed"
    DENIED = "denied or ruled out"
    UNCERTAIN = "uncertain"
    RELATIVE = "of a relative"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters [start, end) of a section's text.

    problem: the line it stands in, counted from 1. sentence: phrases of one sentence share its start. heads: its
    sentence begins the line.
    """

    section: Section
    start: int
    end: int
    text: str
    standing: Standing
    problem: int
    sentence: int
    heads: bool


_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-•*–]|\(?\d{1,2}[.)]|#\d{0,2}|[A-Z]\d[\dA-Z]?(?:\.[\dA-Z]{1,4})?\s*[-:])\s*")
_SENTENCE = re.compile(r"(?:[^.;:!?()]|\.(?=\d)|(?<=\d):(?=\d))+[?]?")
_LABEL = re.compile(
    r"\s*(?:assessment|impression|diagnos[ie]s|dx|working diagnosis|clinical impression|problem(?: list)?|differential"
    r"|primary|secondary|medical reasoning|medical treatment|additional testing|patient (?:education|instructions?).*|specialist referrals?"
    r"|plan|follow[- ]up|medications?|labs?|imaging|goals?|prognosis|rationale|risk)\s*:",
    re.IGNORECASE,
)
_NOT_DIAGNOSES = re.compile(
    r"\s*(?:medical treatment|additional testing|patient (?:education|instruction)|specialist referral|plan|follow[- ]up|medication|lab|imaging"
    r"|goal|prognosis|patient agreements|differential)",
    re.IGNORECASE,
)
_JOINTS = re.compile(r",|\band\b|\bas well as\b|\bplus\b|\balong with\b|\bbut\b|&|/(?=\s)", re.IGNORECASE)

_DENIED = re.compile(
    r"\b(?:no (?:evidence|sign|signs|history|concern|indication|suggestion|current|acute|clinical)|denie[sd]|negative for|without evidence"
    r"|absence of|ruled out|free of|not (?:consistent|suggestive|concerning|have|has)|does not|doesn't|no|not|unlikely|never|rather than)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\b(?:(?:was|were|is|has been|have been)? ?(?:ruled out|excluded|unlikely|not (?:present|seen|suspected|likely)))\b",
    re.IGNORECASE,
)
_UNCERTAIN = re.compile(
    r"\b(?:probabl[ey]|possibl[ey]|suspect(?:ed|s|ing)?|suspicious for|suspicion (?:of|for)|questionable|likely|may (?:be|have|represent)|might|could (?:be|have)"
    r"|consistent with|compatible with|suggestive of|suggests?|indicative of|concern(?:ing|ed)? (?:for|about)|presum(?:ed|ptive|ably)|appears? to"
    r"|rule[- ]?out|r/o|versus|vs\.?|differential|working diagnosis|consider(?:ing)?|cannot (?:rule out|exclude)|perhaps|seems?|evaluate for|eval for"
    r"|screen for|believe|monitor for|watch for|risk (?:of|for)|at risk|prevent(?:ion)?|prophylaxis|if)\b|\?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:family history|fhx|fh of|(?:his|her|their|patient's)? ?(?:mother|father|brother|sister|parents?|siblings?|aunt|uncle|grand(?:mother|father)|cousin)"
    r"(?:'s)? (?:has|had|with|died|was|is|who))\b",
    re.IGNORECASE,
)
_ONLY_STANDING = re.compile(
    r"\s*(?:(?:now|has|have|been|was|were|is|fully|completely|currently)\s+)*"
    r"(?:resolved|ruled out|excluded|unlikely|suspected|possible|probable|likely|questionable|presumed)[\s.?]*",
    re.IGNORECASE,
)
_RESOLVED = re.compile(r"\b(?:resolved|has cleared|no longer)\b", re.IGNORECASE)


def phrases_of(section: Section, text: str) -> Iterator[Phrase]:
    """The phrases of a section in order. Of a Plan only what heads a line with a colon is read."""
    for problem, line in enumerate(_LINE.finditer(text), start=1):
        start = line.start()
        bullet = _BULLET.match(text, start, line.end())
        start = bullet.end() if bullet else start
        label = _LABEL.match(text, start, line.end())
        if label and _NOT_DIAGNOSES.match(text, start, line.end()):
            continue
        start = label.end() if label else start
        end = line.end()
        if section is Section.PLAN:
            colon = text.find(":", start, end)
            if colon < 0 or colon - start > 70:
                continue
            end = colon
        heads = True
        for sentence in _SENTENCE.finditer(text, start, end):
            yield from _of_sentence(section, text, sentence.start(), sentence.end(), problem, heads=heads)
            heads = False


def _of_sentence(
    section: Section, text: str, start: int, end: int, problem: int, *, heads: bool
) -> Iterator[Phrase]:
    """The parts of a sentence. A doubt or denial holds for its part and for what a comma or "and" joins to it."""
    cuts = [*_JOINTS.finditer(text, start, end), None]
    edges = [start, *(joint.end() for joint in cuts if joint)]
    spans = [(at, joint.start() if joint else end) for at, joint in zip(edges, cuts, strict=True)]
    carried: Standing | None = None
    for number, ((at, stop), joint) in enumerate(zip(spans, cuts, strict=True)):
        part = text[at:stop]
        following = text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        standing = _standing(part)
        if standing is Standing.CONFIRMED and _ONLY_STANDING.fullmatch(following):
            standing = _standing(following)
        if standing is Standing.CONFIRMED and carried in {
            Standing.DENIED,
            Standing.UNCERTAIN,
            Standing.RELATIVE,
        }:
            standing = carried
        words = part.strip(" .?*\t")
        if words and not _ONLY_STANDING.fullmatch(part):
            first = at + part.index(words)
            yield Phrase(section, first, first + len(words), words, standing, problem, start, heads)
            heads = False
        goes_on = joint is not None and joint.group().lower() in {"and", "&", "/", ","}
        carried = standing if goes_on and standing is not Standing.RESOLVED else None


def _standing(part: str) -> Standing:
    if _RELATIVE.search(part):
        return Standing.RELATIVE
    if _DENIED_AFTER.search(part):
        return Standing.DENIED
    if _RESOLVED.search(part):
        return Standing.RESOLVED
    if _UNCERTAIN.search(part):
        return Standing.UNCERTAIN
    denied = _DENIED.search(part)
    if denied and not part[: denied.start()].strip(" ,"):
        return Standing.DENIED
    return Standing.CONFIRMED


def uncertain_from(part: str) -> int:
    """Where in a phrase the doubt begins: words before it stand as they are. len(part) when there is none."""
    found = _UNCERTAIN.search(part)
    return found.start() if found else len(part)


def without_doubt(part: str) -> str:
    """A phrase without its words of doubt, for naming what is doubtful."""
    return " ".join(_UNCERTAIN.sub(" ", _DENIED_AFTER.sub(" ", part)).split())
