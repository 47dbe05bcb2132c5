"""Lays the statements of a section out as the template asks: its parts in order, problems numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.note import Section, Source
from desktop.domain.specialty import Part, Template
from desktop.drafting.offline.denials import has_inner_negation
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import kind_of_heading
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic
from desktop.language.words import sources_of


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in texts)


_HEADINGS: dict[Kind, tuple[re.Pattern[str], ...]] = {
    Kind.COMPLAINT: _patterns(r"chief|complaint|reason for", r"present|situation|signalment|indication|dispatch|referral", r"concern"),
    Kind.HISTORY: _patterns(
        r"history of (?:present|the (?:present|injury|problem))|present illness|hpi|interval", r"since (?:the )?last|pain and symptoms|mechanism|presenting|owner|client report",
        r"current|subjective|story|symptoms|concern|reason", r"history",
    ),
    Kind.SYMPTOM_REVIEW: _patterns(r"review of systems|^ros\b", r"symptoms|associated", r"present illness|history of present|interval"),
    Kind.PAST: _patterns(r"past|medical history|health history", r"surgical|relevant history|background|psychiatric history|^history$"),
    Kind.MEDICATION: _patterns(r"medication|drug"),
    Kind.ALLERGY: _patterns(r"allerg"),
    Kind.FAMILY: _patterns(r"family|pedigree"),
    Kind.SOCIAL: _patterns(r"social", r"substance|lifestyle|occupation|living|home and|habits|support"),
    Kind.VITALS: _patterns(r"vital", r"measure|weight"),
    Kind.EXAM: _patterns(r"exam", r"observation|palpation|finding|inspection", r"assessment|general|mental status"),
    Kind.RESULT: _patterns(r"result|\blabs?\b|laborator", r"imaging|radiograph|test|diagnostic|studies|data"),
    Kind.PROBLEM: _patterns(r"diagnos|problem|impression", r"assessment|clinical"),
    Kind.REASONING: _patterns(r"diagnos|problem|impression", r"assessment|clinical|reasoning|progress"),
    Kind.TREATMENT: _patterns(r"medication|treatment|prescri", r"intervention|therap|plan"),
    Kind.TEST_ORDER: _patterns(r"\btests?\b|investigat|\blabs?\b|imaging|diagnostic|work-?up", r"orders?|monitor"),
    Kind.REFERRAL: _patterns(r"refer", r"coordination|consult"),
    Kind.ADVICE: _patterns(r"educat|advice|instruction|counsel", r"home|self|precaution|safety|lifestyle"),
    Kind.FOLLOW_UP: _patterns(r"follow|next|return", r"recheck|review"),
}  # fmt: skip
PLAIN_SENTENCES = 3
"""A section of so few sentences needs no headings."""

_WHOLE_SECTION = frozenset(
    [
        "exam", "physical exam", "physical examination", "examination", "objective findings", "physical exam findings", "assessment and plan",
        "assessment & plan", "assessment/plan", "a&p", "a/p", "a and p", "impression and plan", "impression", "clinical impression", "diagnosis",
        "diagnoses", "treatment plan", "plan of care", "care plan", "recommendations", "recommendation", "pe", "history",
        *"soapdbir",
    ]
)  # fmt: skip
"""Dictated headings that say no more than the section does."""
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
            if headed is None or scores[best] >= scores.get(headed, 0.0) + self._margin(unit.kind, headed):
                return best
            return headed
        if headed is not None:
            return headed
        if scores:
            return max(scores, key=lambda n: (scores[n], -n))
        return self._fallback(unit.kind)

    def own(self, unit: Unit) -> int | None:
        """The index of the part that a dictated heading names, None where it names none or a whole section."""
        heading = unit.heading.casefold()
        for n, part in enumerate(self.parts):
            if heading and part.heading.casefold() == heading:
                return n
        kind = kind_of_heading(unit.kind.section, heading)
        return self._headed(kind) if kind is not None else None

    def says_where(self, unit: Unit) -> bool:
        """Whether the words or the kind of a statement point to a part, rather than leaving it to where one stands."""
        names_drug = unit.kind is Kind.TREATMENT and unit.facts.has(Topic.DRUG)
        return unit.kind not in _CUES_FIRST or names_drug or bool(self.cue_scores(unit.text))

    def _margin(self, kind: Kind, headed: int) -> float:
        """How much stronger words must point elsewhere than the heading does that fits the kind."""
        if kind is Kind.EXAM and "general" in self.parts[headed].heading.lower():
            return 0.0  # the general appearance is no place for findings of a region that has its own
        return 2.5 if kind is Kind.HISTORY else 1.5

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
        for pattern in _HEADINGS[kind]:
            for n, part in enumerate(self.parts):
                if pattern.search(part.heading.lower()):
                    return n
        return None

    def _fallback(self, kind: Kind) -> int:
        if kind.section is Section.SUBJECTIVE:
            history = self._headed(Kind.HISTORY)
            return history if history is not None else 0
        if kind.section is Section.OBJECTIVE:
            unmeasured = (n for n, part in enumerate(self.parts) if "vital" not in part.heading.lower())
            return next(unmeasured, 0)
        return 0


def pieces_of(section: Section, units: Sequence[Unit], template: Template) -> list[Piece]:
    """The text of a section in pieces, in the order of the layout; empty when there is nothing to write."""
    if not units:
        return []
    problems = sum(unit.kind is Kind.PROBLEM for unit in units)
    numbered = section in {Section.ASSESSMENT, Section.PLAN} and len({unit.problem for unit in units}) > 1
    if numbered or (section is Section.ASSESSMENT and problems):
        return _by_problem(units)
    return _by_part(units, Parts(template.parts(section)))


def _by_part(units: Sequence[Unit], parts: Parts) -> list[Piece]:
    if len(units) <= PLAIN_SENTENCES and not any(unit.heading for unit in units):
        return _sentences(units)
    placed: dict[int, list[Unit]] = {}
    own: dict[str, int] = {}
    last: int | None = None
    for unit in units:
        at = parts.own(unit)
        if at is None and unit.heading and unit.heading.lower() not in _WHOLE_SECTION:
            at = own.setdefault(unit.heading, len(parts.parts) + len(own))
        if at is None:
            goes_on = unit.dictated and last is not None and not parts.says_where(unit)
            at = last if goes_on and last is not None else parts.place(unit)
            last = at if unit.kind in _CUES_FIRST else None
        placed.setdefault(at, []).append(unit)
    headings = [part.heading for part in parts.parts] + list(own)
    headed = len(placed) > 1
    pieces: list[Piece] = []
    for n in sorted(placed):
        if pieces:
            pieces.append(Piece("\n"))
        if headed:
            pieces.append(Piece(f"{headings[n]}: "))
        heading = headings[n] if headed else ""
        shown = [_without_label(unit, heading) for unit in placed[n]]
        pieces.extend(_sentences(_labelled(shown) if _COMPOUND.search(heading) else shown))
    return pieces


_COMPOUND = re.compile(r",| and ")


def _labelled(units: Sequence[Unit]) -> list[Unit]:
    """Dictated statements of a part for several things, each thing under the heading it was dictated under."""
    out: list[Unit] = []
    before = ""
    for unit in units:
        begins = unit.heading and unit.heading != before
        before = unit.heading
        out.append(replace(unit, text=f"{unit.heading}: {unit.text}") if begins else unit)
    return out


def _without_label(unit: Unit, heading: str) -> Unit:
    """A short answer without its label ("Medications: aspirin.") where the part's heading says it already."""
    label, colon, rest = unit.text.partition(": ")
    if not colon or label.lower() not in heading.lower():
        return unit
    return Unit(unit.kind, finished(rest), unit.words, unit.value, unit.problem, unit.facts, unit.heading)


def _sentences(units: Sequence[Unit]) -> list[Piece]:
    out: list[Piece] = []
    for unit in _denials_joined(units):
        if out:
            out.append(Piece(" "))
        out.append(Piece(unit.text, sources_of(unit.words)))
    return out


def _denials_joined(units: Sequence[Unit]) -> list[Unit]:
    """Denials that follow one another as one sentence: "Denies fever or chills, cough." Each keeps its sources."""
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
            and not has_inner_negation(unit.text)
            and not has_inner_negation(last.text)
        ):
            denied = set(unit.text[len("Denies ") : -1].lower().split())
            if denied <= set(last.text.lower().replace(",", "").replace(".", "").split()):
                out[-1] = Unit(
                    last.kind, last.text, last.words + unit.words, last.value, last.problem, last.facts
                )
                continue
            text = f"{last.text[:-1]}, {unit.text[len('Denies ') :]}"
            out[-1] = Unit(last.kind, text, last.words + unit.words, last.value, last.problem, last.facts)
        else:
            out.append(unit)
    return out


def _by_problem(units: Sequence[Unit]) -> list[Piece]:
    """Statements under the numbered problem they were said for; what was said for none comes first, coming back last."""
    groups = [
        (number, [u for u in units if u.problem == number and (number or u.kind is not Kind.FOLLOW_UP)])
        for number in sorted({unit.problem for unit in units})
    ]
    groups.append((0, [u for u in units if not u.problem and u.kind is Kind.FOLLOW_UP]))
    numbers = [number for number, members in groups if members]
    pieces: list[Piece] = []
    for number, members in groups:
        if not members:
            continue
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
