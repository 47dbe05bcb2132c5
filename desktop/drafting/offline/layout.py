"""Lays the statements of a section out as the template asks: its parts in order, problems numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.note import Section, Source
from desktop.domain.specialty import Part, Template
from desktop.drafting.offline.denials import has_inner_negation
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.general_parts import (
    holds_medicines_only,
    is_general,
    is_general_care,
    is_medicine,
    kind_for_heading,
    points_back,
    region_heading,
    tells_of_substances,
    was_done,
)
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import kind_of_heading
from desktop.drafting.offline.units import Unit
from desktop.language.headings import shown
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
    Kind.RESULT: _patterns(r"result|\blabs?\b|laborator", r"imaging|radiograph|test|diagnostic|studies|data", r"monitor|exam|finding"),
    Kind.PROBLEM: _patterns(r"diagnos|problem|impression", r"assessment|clinical"),
    Kind.REASONING: _patterns(r"diagnos|problem|impression", r"assessment|clinical|reasoning|progress"),
    Kind.TREATMENT: _patterns(r"medication|treatment|prescri", r"intervention|therap|plan"),
    Kind.TEST_ORDER: _patterns(r"\btests?\b|investigat|\blabs?\b|imaging|diagnostic|work-?up", r"orders?|monitor"),
    Kind.REFERRAL: _patterns(r"refer", r"coordination|consult"),
    Kind.ADVICE: _patterns(r"educat|advice|instruction|counsel", r"home|self|precaution|safety|lifestyle"),
    Kind.FOLLOW_UP: _patterns(r"follow|next|return", r"recheck|review"),
}  # fmt: skip
_CARE = _patterns(
    r"^(?:plan|treatment|procedures?|points)\b", r"^(?!response|next).*(?:care given|treatment|intervention|procedure|therap)", r"care plan|actions"
)  # fmt: skip
"""Where treatment without a medicine stands."""
_SUBSTANCES = _patterns(r"substance")
NO_PART = -1
"""Stands after the parts, without a heading: a wrong one says more than none."""
PLAIN_SENTENCES = 3
"""A section of so few sentences needs no headings."""

_SYSTEM_PARTS = tuple(
    (names, re.compile(part))
    for names, part in (
        (r"gen|const|appear", r"general"), (r"heent|head|eye|ear|nose|throat|neck|mouth|oroph|thyroid", r"head|neck"), (r"heart|cardi|cv|hs", r"cardio|heart|circulat"),
        (r"lung|resp|pulm|chest", r"lung|respir|chest|breath"), (r"abd|gi\b|gastro", r"abdom"), (r"ext|msk|musc|back|spine|joint", r"extrem|musculo"), (r"skin|derm|integ", r"skin"),
        (r"neuro|cns|cranial", r"neuro"), (r"psych|mental|mood", r"mental|psych"), (r"vasc|pulse", r"vascular"),
        (r".*(?:ulcer|wound|incision|laceration|rash)", r"skin|wound"), (r".*strength", r"strength"),
    )
)  # fmt: skip
_SYSTEM = re.compile(
    r"(?:general(?: appearance)?|gen|constitutional|appearance|heent|head|eyes?|ears?|nose|throat|neck|mouth|oropharynx|thyroid|heart(?: sounds)?|cardiac|cardiovascular|cvs?|hs|lungs?|respiratory|resp|pulmonary|"
    r"chest|abdomen|abdominal|abd|gi|gastrointestinal|extremit(?:y|ies)|exts?|msk|musculoskeletal|back|spine|joints?|skin|derm|integumentary|neurologic(?:al)?|neuro|cns|cranial nerves|psych(?:iatric)?|mental status|vascular)"
    r"(?=:|,| (?:is|are|exam|clear|soft|normal)\b)|(?:the )?(?:\w+ ){0,2}(?:ulcer|wound|incision|laceration|rash|strength)\b", re.IGNORECASE,
)  # fmt: skip
"""The systems and regions that a finding may begin with, and the parts that hold them."""

_WHOLE_SECTION = frozenset(
    [
        "exam", "physical exam", "physical examination", "examination", "objective findings", "physical exam findings", "assessment and plan",
        "assessment & plan", "assessment/plan", "a&p", "a/p", "a and p", "impression and plan", "impression", "clinical impression", "diagnosis",
        "diagnoses", "treatment plan", "plan of care", "care plan", "recommendations", "recommendation", "pe", "history", "treatment", "management", "identifying information", "situation", "on examination", "exam findings",
        "final diagnosis", "final diagnoses", "discharge diagnosis", "discharge diagnoses", "problem list", "present illness",
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
        """The index of the part a statement belongs to; NO_PART for a dictated one that no part clearly holds."""
        headed = self._headed(unit.kind)
        if unit.dictated and unit.kind is Kind.TREATMENT and not unit.facts.has(Topic.DRUG, Topic.DRUG_CLASS):
            headed = self._headed_by(_CARE, headed)
        named = self._of_system(unit)
        if named is not None:
            return named
        scores = self.cue_scores(unit.text)
        by_words = unit.kind in _CUES_FIRST or (unit.dictated and self._is_split(headed, unit.kind))
        if by_words and scores:
            best = max(scores, key=lambda n: (scores[n], n == headed, -n))
            if headed is None or scores[best] >= scores.get(headed, 0.0) + self._margin(unit.kind, headed):
                return best
            return headed
        if headed is not None:
            return headed
        if scores:
            return max(scores, key=lambda n: (scores[n], -n))
        return self._fallback(unit.kind) if not unit.dictated or unit.kind is Kind.HISTORY else NO_PART

    def _is_split(self, headed: int | None, kind: Kind) -> bool:
        """Whether the template holds the social history in several parts, as housing and substance use."""
        return kind is Kind.SOCIAL and (headed is None or "social" not in self.parts[headed].heading.lower())

    def place_said(self, unit: Unit) -> int | None:
        """The index of the part for a statement of a conversation; None where no part clearly holds it."""
        scores = self.cue_scores(unit.text)
        own = self._headed(unit.kind)
        kind = kind_for_heading(unit, cued=own in scores if own is not None else bool(scores))
        if kind is not unit.kind and own is not None:
            scores.pop(own, None)
        if kind is Kind.TREATMENT and not is_medicine(unit):
            scores = {n: s for n, s in scores.items() if not holds_medicines_only(self.parts[n].heading)}
        headed = self._clearly_headed(kind, unit)
        if kind is Kind.EXAM and not scores:
            region = region_heading(unit.text)
            return self._headed_by((region,), headed) if region is not None else headed
        if scores and (kind in _CUES_FIRST or headed is None):
            best = max(scores, key=lambda n: (scores[n], n == headed, -n))
            if headed is None or scores[best] >= scores.get(headed, 0.0) + self._margin(kind, headed):
                return None if kind is Kind.TREATMENT and was_done(unit.text) else best
        if headed is None and kind.section is Section.SUBJECTIVE and kind is not Kind.HISTORY:
            return self._clearly_headed(Kind.HISTORY, unit)
        return headed

    def _clearly_headed(self, kind: Kind, unit: Unit) -> int | None:
        """The part whose heading says that it holds a statement of this kind, or that it is the general one."""
        headed = self._headed(kind)
        if kind is Kind.SOCIAL and tells_of_substances(unit.text):
            return self._headed_by(_SUBSTANCES, headed)
        if kind is Kind.TREATMENT and not is_medicine(unit):
            headed = self._headed_by(_CARE, None)
            return headed if headed is not None and is_general_care(self.parts[headed].heading) else None
        if headed is not None and is_general(kind, self.parts[headed].heading):
            return headed
        if kind not in _CUES_FIRST - {Kind.TREATMENT, Kind.PAST}:
            return None
        return next((n for n, part in enumerate(self.parts) if is_general(kind, part.heading)), None)

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
        sure = unit.kind in {Kind.TREATMENT, Kind.ADVICE} or self._of_system(unit) is not None
        return unit.kind not in _CUES_FIRST or sure or bool(self.cue_scores(unit.text))

    def _margin(self, kind: Kind, headed: int) -> float:
        """How much stronger words must point elsewhere than the heading does that fits the kind."""
        if kind is Kind.EXAM and "general" in self.parts[headed].heading.lower():
            return 0.0  # the general appearance is no place for findings of a region that has its own
        return {Kind.HISTORY: 2.5, Kind.SOCIAL: 1.0}.get(kind, 1.5)

    def _of_system(self, unit: Unit) -> int | None:
        """The index of the part for the system that a finding names first, as "Lungs: clear"."""
        match = _SYSTEM.match(unit.text)
        if match is None or unit.kind is not Kind.EXAM or not unit.dictated:
            return None
        said = match.group().lower()
        patterns = (part for names, part in _SYSTEM_PARTS if re.match(names, said))
        return next(
            (at for at in (self._headed_by((pattern,), None) for pattern in patterns) if at is not None), None
        )

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
        return self._headed_by(_HEADINGS[kind], None)

    def _headed_by(self, patterns: Sequence[re.Pattern[str]], otherwise: int | None) -> int | None:
        for pattern in patterns:
            for n, part in enumerate(self.parts):
                if pattern.search(part.heading.lower()):
                    return n
        return otherwise

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
    before: Kind | None = None
    placed_last = NO_PART
    said_last = 0
    for unit in units:
        at = parts.own(unit)
        if at is None and unit.heading and unit.heading.lower() not in _WHOLE_SECTION:
            at = own.setdefault(shown(unit.heading), len(parts.parts) + len(own))
        if at is None:
            alike = before is unit.kind or unit.kind is not Kind.RESULT
            goes_on = unit.dictated and alike and last is not None and not parts.says_where(unit)
            if unit.dictated:
                at = last if goes_on and last is not None else parts.place(unit)
            elif before is unit.kind and unit.clause - said_last <= 1 and points_back(unit.text):
                at = placed_last
            else:
                found = parts.place_said(unit)
                at = found if found is not None else NO_PART
            last = at if unit.kind in _CUES_FIRST else None
            before = unit.kind
        placed_last, said_last = at, unit.clause
        placed.setdefault(at, []).append(unit)
    headings = [part.heading for part in parts.parts] + list(own)
    headed = len(placed) > 1
    pieces: list[Piece] = []
    for n in sorted(placed, key=lambda at: (at == NO_PART, at)):
        if pieces:
            pieces.append(Piece("\n"))
        heading = headings[n] if headed and n != NO_PART else ""
        if heading:
            pieces.append(Piece(f"{heading}: "))
        bare = [_without_label(unit, heading) for unit in placed[n]]
        pieces.extend(_sentences(_labelled(bare) if _COMPOUND.search(heading) else bare))
    return pieces


_MEASURED = frozenset({Kind.VITALS, Kind.EXAM, Kind.RESULT})
_COMPOUND = re.compile(r",| and ")


def _labelled(units: Sequence[Unit]) -> list[Unit]:
    """Dictated statements of a part for several things, each thing under the heading it was dictated under."""
    out: list[Unit] = []
    before = ""
    for unit in units:
        heading = unit.heading.lower()
        begins = (
            heading and heading != before and heading not in _WHOLE_SECTION and unit.kind not in _MEASURED
        )
        before = heading
        out.append(replace(unit, text=f"{shown(heading)}: {unit.text}") if begins else unit)
    return out


def _without_label(unit: Unit, heading: str) -> Unit:
    """A short answer without its label ("Medications: aspirin.") where the part's heading says it already."""
    label, colon, rest = unit.text.partition(": ")
    vitals = unit.kind is Kind.VITALS and label.lower() in {"vitals", "vital signs", "vs"}
    if not colon and heading:
        said = re.match(
            rf"{re.escape(heading)}(?:,| (?=none\b|nil\b|no known\b)) ?", unit.text, re.IGNORECASE
        )
        label, colon, rest = (heading, ":", unit.text[said.end() :]) if said else (label, colon, rest)
    if not colon or not (label.lower() in heading.lower() or vitals):
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
