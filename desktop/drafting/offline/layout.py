"""Lays the statements of a section out as the template asks: its parts in order, problems numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.note import Section, Source
from desktop.domain.specialty import Part, Template
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.units import Unit
from desktop.language.words import sources_of

_HEADINGS: dict[Kind, re.Pattern[str]] = {
    Kind.COMPLAINT: re.compile(
        r"chief|complaint|reason|present(?:ing|ation) (?:problem|concern)|situation|signalment|indication|dispatch|referral"
    ),
    Kind.HISTORY: re.compile(
        r"history of (?:present|the (?:present|injury|problem))|present illness|hpi|interval|subjective|story|since (?:the )?last|pain and symptoms|symptoms|mechanism|presenting|current (?:problem|complaint)|"
        r"client report|owner|concern|reason|history"
    ),
    Kind.SYMPTOM_REVIEW: re.compile(r"review of systems|^ros|symptoms|associated"),
    Kind.PAST: re.compile(
        r"past|medical history|surgical|relevant history|health history|background|^history$|psychiatric history"
    ),
    Kind.MEDICATION: re.compile(r"medication|drug"),
    Kind.ALLERGY: re.compile(r"allerg"),
    Kind.FAMILY: re.compile(r"family"),
    Kind.SOCIAL: re.compile(r"social|substance|lifestyle|occupation|living|home and|habits"),
    Kind.VITALS: re.compile(r"vital|measure"),
    Kind.EXAM: re.compile(
        r"exam|observation|palpation|finding|inspection|assessment data|mental status|general"
    ),
    Kind.RESULT: re.compile(r"result|lab|imaging|test|radiograph|data|diagnostic|studies"),
    Kind.PROBLEM: re.compile(r"diagnos|problem|impression|assessment|clinical"),
    Kind.REASONING: re.compile(r"diagnos|problem|impression|assessment|clinical|reasoning|progress"),
    Kind.TREATMENT: re.compile(r"medication|treatment|intervention|prescri|therap|plan of care|plan"),
    Kind.TEST_ORDER: re.compile(r"test|investigat|lab|imaging|diagnostic|work-?up|orders?"),
    Kind.REFERRAL: re.compile(r"refer|coordination|consult"),
    Kind.ADVICE: re.compile(r"educat|advice|instruction|home|counsel|self|precaution|safety|lifestyle"),
    Kind.FOLLOW_UP: re.compile(r"follow|next|return|recheck|review"),
}
_WORD = re.compile(r"[a-z0-9'/#-]+")
_CUES_FIRST = frozenset(
    {Kind.HISTORY, Kind.EXAM, Kind.REASONING, Kind.TREATMENT, Kind.ADVICE, Kind.PAST, Kind.RESULT}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a section's text: a heading, or a statement with its sources."""

    text: str
    sources: tuple[Source, ...] | None = None


class Parts:
    """The parts of one section of a template, found by what a statement is about and by its words."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self._cues: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for n, part in enumerate(self.parts):
            for cue in (*part.cues, part.heading.lower()):
                words = tuple(_WORD.findall(cue.lower()))
                if words:
                    self._cues.setdefault(words[0], []).append((words, n))

    def place(self, unit: Unit) -> int:
        """The index of the part a statement belongs to."""
        headed = self._headed(unit.kind)
        scores = self.cue_scores(unit.text)
        if unit.kind in _CUES_FIRST and scores:
            best = max(scores, key=lambda n: (scores[n], n == headed, -n))
            if headed is None or scores[best] >= scores.get(headed, 0.0) + 1.5:
                return best
            return headed
        if headed is not None:
            return headed
        if scores:
            return max(scores, key=lambda n: (scores[n], -n))
        return self._fallback(unit.kind)

    def cue_scores(self, text: str) -> dict[int, float]:
        """Part index -> how strongly the words of a text point to it."""
        words = _WORD.findall(text.lower())
        scores: dict[int, float] = {}
        for n, word in enumerate(words):
            for cue, part in self._cues.get(word, ()):
                if tuple(words[n : n + len(cue)]) == cue:
                    scores[part] = scores.get(part, 0.0) + 0.5 + 0.5 * len(cue)
        return scores

    def _headed(self, kind: Kind) -> int | None:
        pattern = _HEADINGS[kind]
        best: tuple[int, int] | None = None
        for n, part in enumerate(self.parts):
            match = pattern.search(part.heading.lower())
            if match and (best is None or match.end() - match.start() > best[0] + 3):
                best = (match.end() - match.start(), n)
        return best[1] if best else None

    def _fallback(self, kind: Kind) -> int:
        if kind.section is Section.SUBJECTIVE:
            history = self._headed(Kind.HISTORY)
            return history if history is not None else 0
        return 0


def pieces_of(section: Section, units: Sequence[Unit], template: Template) -> list[Piece]:
    """The text of a section in pieces, in the order of the layout; empty when there is nothing to write."""
    if not units:
        return []
    problems = sum(unit.kind is Kind.PROBLEM for unit in units)
    if section is Section.ASSESSMENT and problems:
        return _by_problem(units)
    if section is Section.PLAN and len({unit.problem for unit in units}) > 1:
        return _by_problem(units)
    return _by_part(units, Parts(template.parts(section)))


def _by_part(units: Sequence[Unit], parts: Parts) -> list[Piece]:
    placed: dict[int, list[Unit]] = {}
    for unit in units:
        placed.setdefault(parts.place(unit), []).append(unit)
    headed = len(placed) > 1
    pieces: list[Piece] = []
    for n in sorted(placed):
        if pieces:
            pieces.append(Piece("\n"))
        if headed:
            pieces.append(Piece(f"{parts.parts[n].heading}: "))
        pieces.extend(_sentences(placed[n]))
    return pieces


def _sentences(units: Sequence[Unit]) -> list[Piece]:
    out: list[Piece] = []
    for unit in _denials_joined(units):
        if out:
            out.append(Piece(" "))
        out.append(Piece(unit.text, sources_of(unit.words)))
    return out


def _denials_joined(units: Sequence[Unit]) -> list[Unit]:
    """Denials that follow one another as one sentence: "Denies fever or chills; cough." Each keeps its sources."""
    out: list[Unit] = []
    for unit in units:
        last = out[-1] if out else None
        if (
            last is not None
            and unit.text.startswith("Denies ")
            and last.text.startswith("Denies ")
            and len(last.text) + len(unit.text) < 240
            and unit.text.count(".") == 1
            and last.text.count(".") == 1
        ):
            text = f"{last.text[:-1]}; {unit.text[len('Denies ') :]}"
            out[-1] = Unit(last.kind, text, last.words + unit.words, last.value, last.problem, last.facts)
        else:
            out.append(unit)
    return out


def _by_problem(units: Sequence[Unit]) -> list[Piece]:
    """Statements under the numbered problem they were said for; what was said before any problem comes first."""
    numbers = sorted({unit.problem for unit in units})
    pieces: list[Piece] = []
    for number in numbers:
        members = [unit for unit in units if unit.problem == number]
        if pieces:
            pieces.append(Piece("\n"))
        if number and any(n for n in numbers):
            pieces.append(Piece(f"{number}. "))
        heads = [unit for unit in members if unit.kind is Kind.PROBLEM]
        rest = [unit for unit in members if unit.kind is not Kind.PROBLEM]
        for unit in heads:
            pieces.append(
                Piece(finished(unit.text.rstrip("."), end=":" if rest else "."), sources_of(unit.words))
            )
            if rest:
                pieces.append(Piece(" "))
        pieces.extend(_sentences(rest))
    return pieces
