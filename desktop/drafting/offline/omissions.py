"""Finds what was said, matters, and stands in no sentence of the note: listed in the words that were said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.conclusions import concludes, names_illness
from desktop.drafting.offline.essential import RED_FLAGS, TIME_UNITS, facts_held
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.said_texts import said_texts
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.units import Reading, Unit
from desktop.drafting.offline.worth import is_chatter
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in, spoken_to_figures
from desktop.language.words import Word, joined

MOST_NOT_PLACED = 40
SHORT_VISIT_WORDS = 600
LEAST_RANK = 6
FEWEST_WORDS = 3

_NEXT_STEP = re.compile(
    r"\b(?:refer(?:ral|red|ring)?|follow[- ]?up|come back|return|see you (?:back|again|in)|recheck|appointment|call (?:me|us|the)|emergency|order(?:ed|ing)?|stop|start|increas\w*|decreas\w*|reduc\w*|doubl\w*|halv\w*)\b"
)
_GENERAL_TALK = re.compile(
    r"\b(?:can (?:be|cause|sometimes|often|actually)|people|patients|typically|in general|let us (?:talk|go)|going to (?:run|go) (?:down|over|through)|talk (?:about|a little)|you know)\b"
)
_SPARE = word_set("the a an of to in on for with and or is are was were be it that this i you my your")
_WORD = re.compile(r"[a-z0-9./%]+")
_STEM_CHARS = 5


@dataclass(frozen=True, slots=True)
class _Omission:
    rank: int
    place: int
    said: str


def not_placed(reading: Reading, units: Iterable[Unit], cut: Sequence[Unit] = ()) -> tuple[str, ...]:
    """What matters and is in no unit: at most MOST_NOT_PLACED clauses as said, the most harmful to lose first.

    cut: what was understood and left out for its length or likelihood: listed where it is clinical.

    An allergy or a warning sign comes before a medicine, that before a measured value, a diagnosis or
    finding, and last a test, a referral or a time to come back. A clause whose facts the note has in
    other words is not listed; of questions only those that name a medicine the note lacks. What was
    ordered and called off again stands first, marked so.
    """
    clauses = reading.clauses
    kept = list(units)
    note = " ".join(unit.text for unit in kept).lower()
    note_words = {word[:_STEM_CHARS] for word in _WORD.findall(note)}
    values = {str(quantity.value) for quantity in numbers_in(note)}
    covered = {(word.segment, word.start) for unit in (*kept, *reading.taken_back) for word in unit.words}
    found: dict[str, _Omission] = {}
    short = sum(len(clause.words) for clause in clauses) < SHORT_VISIT_WORDS
    for place, clause in enumerate(clauses):
        rest = [word for word in clause.words if (word.segment, word.start) not in covered]
        rank = _rank(rest, note, note_words, values, asked=clause.asked)
        if rank is None and clause.speaker is Speaker.PROVIDER and _diagnosed(rest, note_words):
            rank = 3
        facts = facts_of([word.lower for word in rest])
        told = short or (bool(facts.mentions) and _answers_clinically(clauses, place))
        if rank is None and told and _tells_something(clauses, place, rest, note_words):
            rank = LEAST_RANK
        if rank is None:
            continue
        said = joined(said_texts(clause.words[without_lead(clause.lowers) :]))
        if said and said not in found:
            found[said] = _Omission(rank, place, said)
    listed = " ".join(found)
    for unit in cut:
        said = joined(word.text for word in unit.words)
        if said and said not in listed and _is_clinical(unit, note_words):
            found[said] = _Omission(LEAST_RANK - bool(facts_held(unit)), unit.clause, said)
    ranked = sorted(found.values(), key=lambda omission: (omission.rank, omission.place))
    withdrawn = dict.fromkeys(
        f"taken back: {joined(w.text for w in unit.words)}" for unit in reading.taken_back
    )
    return (*withdrawn, *(omission.said for omission in ranked[: MOST_NOT_PLACED - len(withdrawn)]))


def _is_clinical(unit: Unit, note_words: set[str]) -> bool:
    """Whether a statement left out mentions anything clinical and says something that the note lacks."""
    if not facts_held(unit) and (not unit.facts.mentions or is_chatter(unit.facts)):
        return False
    telling = [word for word in _WORD.findall(unit.text.lower()) if word not in _SPARE]
    return not {word[:_STEM_CHARS] for word in telling} <= note_words


def _diagnosed(rest: list[Word], note_words: set[str]) -> bool:
    """Whether a provider's words left out say what is amiss in words that the note lacks."""
    facts = facts_of([word.lower for word in rest])
    if not names_illness(facts) or not concludes(facts, examining=False):
        return False
    return not {word[:_STEM_CHARS] for word in _WORD.findall(facts.text) if word not in _SPARE} <= note_words


def _tells_something(clauses: Sequence[Clause], place: int, rest: list[Word], note_words: set[str]) -> bool:
    """Whether words left out mention anything clinical, a number, or answer a clinical question: in a short visit listed."""
    facts = facts_of([word.lower for word in rest])
    answers = _answers_clinically(clauses, place)
    if (
        clauses[place].asked
        or len(rest) < FEWEST_WORDS
        or is_chatter(facts)
        or _GENERAL_TALK.search(facts.text)
    ):
        return False
    if facts.mentions and not facts.numbers and _all_in_note(facts, note_words):
        return False
    return bool(facts.mentions or facts.numbers or answers)


def _answers_clinically(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause answers a question that mentions anything clinical."""
    before = clauses[place - 1] if place else None
    asked = before is not None and before.asked and before.turn != clauses[place].turn
    return before is not None and asked and bool(facts_of(before.lowers).mentions)


def _rank(rest: list[Word], note: str, note_words: set[str], values: set[str], *, asked: bool) -> int | None:  # noqa: C901 (ranks, from the worst)
    """How harmful it is to lose these words, 0 the most; None when nothing of weight would be lost."""
    if not rest:
        return None
    facts = facts_of([word.lower for word in rest])
    told = {Topic.DRUG, Topic.DRUG_CLASS} if "allerg" in facts.text else {Topic.DRUG}
    if any(m.topic in told and m.name.lower() not in note for m in facts.mentions):
        return 1
    if asked:
        return None
    if any(flag not in note for flag in RED_FLAGS.findall(facts.text)):
        return 0
    if is_chatter(facts) or _GENERAL_TALK.search(facts.text):
        return None
    figures = spoken_to_figures(facts.text)
    measured = [quantity for quantity in numbers_in(figures) if str(quantity.value) not in values]
    if any(quantity.unit and quantity.unit not in TIME_UNITS for quantity in measured):
        return 2
    if measured and facts.has(Topic.TEST, Topic.DRUG, Topic.FINDING, Topic.SYMPTOM):
        return 2
    if _all_in_note(facts, note_words):
        return None
    if facts.has(Topic.DRUG_CLASS, Topic.DISEASE):
        return 3
    if _is_finding(facts):
        return 4
    if measured and _NEXT_STEP.search(facts.text):
        return 5
    return 5 if facts.has(Topic.TEST, Topic.TREATMENT) and _NEXT_STEP.search(facts.text) else None


def is_weighty(facts: Facts) -> bool:
    """Whether words name a medicine, or something amiss with a part of the body."""
    amiss = facts.has(Topic.SYMPTOM, Topic.DISEASE, Topic.FINDING)
    placed = facts.has(Topic.BODY) and bool({"left", "right"} & set(facts.lowers))
    return (
        facts.has(Topic.DRUG, Topic.TREATMENT)
        or "pregnan" in facts.text
        or placed
        or (amiss and (facts.has(Topic.BODY) or facts.numbers > 0))
    )


def _is_finding(facts: Facts) -> bool:
    """Whether a symptom or a finding at a place of the body is told."""
    return facts.has(Topic.SYMPTOM) or (facts.has(Topic.FINDING) and facts.has(Topic.BODY, Topic.TEST))


def _all_in_note(facts: Facts, note_words: set[str]) -> bool:
    """Whether the note has every clinical word of these already, by its stem."""
    names = {word for m in facts.mentions for word in _WORD.findall(m.name.lower())} - _SPARE
    return {name[:_STEM_CHARS] for name in names} <= note_words
