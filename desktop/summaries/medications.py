"""Medicines over the visits: started, stopped, changed, continued, with doses, dates and what does not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.domain.summary import NotePart, NoteSpan
from desktop.summaries.cues import is_of_a_relative
from desktop.summaries.reading import Sentence
from desktop.summaries.vocabulary import Kind, Named


class Action(StrEnum):
    """What a note says was done with a medicine, in the words of a summary."""

    START = "started"
    STOP = "stopped"
    INCREASE = "increased"
    DECREASE = "decreased"
    CONTINUE = "continued"
    CHANGE = "changed"
    NAMED = "named"


_VERBS = (
    (Action.STOP, r"stop(?:ped|ping|s)?|discontinu(?:e|ed|ing|es|ation)|d/c(?:'d|ed)?|cease[ds]?|hold(?:ing)?|held|came off|come off|take(?:n)? off|no longer (?:taking|takes|on|using)|not taking|self-discontinued"),
    (Action.START, r"start(?:ed|ing|s)?|restart(?:ed|ing)?|resum(?:e|ed|ing)|begin(?:s|ning)?|began|begun|initiat(?:e|ed|ing|es)|prescrib(?:e|ed|ing|es)|prescription for|add(?:ed|ing|s)?|commenc(?:e|ed|ing)|trial of|rx|e-prescribed|sent in"),
    (Action.INCREASE, r"increas(?:e|ed|ing)|rais(?:e|ed|ing)|up-?titrat(?:e|ed|ing)|titrat(?:e|ed|ing) up|doubl(?:e|ed|ing)"),
    (Action.DECREASE, r"decreas(?:e|ed|ing)|reduc(?:e|ed|ing|tion)|lower(?:ed|ing)?|taper(?:ed|ing)?|wean(?:ed|ing)?|halv(?:e|ed|ing)|down-?titrat(?:e|ed|ing)|titrat(?:e|ed|ing) down"),
    (Action.CHANGE, r"switch(?:ed|ing)?|chang(?:e|ed|ing)|convert(?:ed)?|replac(?:e|ed|ing)|substitut(?:e|ed)|transition(?:ed)?"),
    (Action.CONTINUE, r"continu(?:e|ed|ing|es)|maintain(?:ed)?|remain(?:s|ed|ing)? on|stay(?:s|ed)? on|keep(?:s)? (?:on|taking)|refill(?:ed|s)?|renew(?:ed)?|taking|takes|tolerating|tolerates|on|using|uses|managed with|well on"),
)  # fmt: skip
_VERB = re.compile("|".join(rf"(?P<{action.name}>\b(?:{words})\b)" for action, words in _VERBS))
_DIRECTED = frozenset({Action.INCREASE, Action.DECREASE})
_REAL_ACTIONS = frozenset({Action.START, Action.STOP, Action.INCREASE, Action.DECREASE, Action.CHANGE})
_UNIT = r"(?:mg|mcg|µg|micrograms?|g|grams?|units?|iu|ml|mls|meq|mmol|puffs?|tablets?|tabs?|capsules?|caps?|drops?|sprays?|%)(?:/(?:\d+(?:\.\d+)?\s?)?(?:kg|ml|day|hr|actuation|dose))*(?:,?\s\d+(?:\.\d+)?\s?ml)?"
_DOSE = re.compile(
    rf"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:\s?[/-]\s?\d+(?:\.\d+)?)?\s?{_UNIT}(?!\w)", re.IGNORECASE
)
_FREQUENCY = re.compile(
    r"\b(?:(?:once|twice|one time|two times|three times|four times|\d times)(?: a | per |[- ])?(?:daily|day|week|weekly|nightly)?(?: (?:in the morning|at night|at bedtime))?|"
    r"daily|every (?:other )?(?:day|morning|evening|night|week)|nightly|weekly|at bedtime|at night|in the morning|every \d+(?:(?:-| to )\d+)? (?:hours|days|weeks|months)|"
    r"q ?\d+(?:-\d+)? ?h(?:rs?|ours)?|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?|qhs|qam|qpm|qd|tds|bd|od|qds|nocte|mane)(?!\w)(?:\s*(?:,? ?prn|,? ?as needed))?"
    r"|\b(?:prn|as needed)\b",
    re.IGNORECASE,
)
_COURSE = re.compile(r"\b(?:for|x|×)\s?(?:the next |another )?(?:\d+|one|two|three|five|seven|ten)[- ]?(?:more )?(?:days?|weeks?)\b", re.IGNORECASE)  # fmt: skip
_REASON = re.compile(
    r"\b(?:due to|because of|secondary to|given|for|owing to)\s+((?!\d)[^.;,()]{3,60})", re.IGNORECASE
)
_NOT_DONE = re.compile(
    r"\b(?:do not|don't|not|never|avoid(?:ing)?|declin(?:ed|es|ing)|refus(?:ed|es|ing)|consider(?:ing)?|could|would|may|might|if|unless|option(?:s)? (?:of|for|include)|hesitant|reluctant|discuss(?:ed)?|"
    r"candidate for|instead of|allerg\w*|intoleran\w+|anaphyla\w+|previously|formerly|used to|tried|failed|history of|in the past|prior|no|without|denies|contraindicat\w+|until|versus|ran out of|as opposed to|alternative\w*|counsel\w+ (?:on|about)|plan to discuss|missed|forgets?)\b"
)
_NOT_DONE_AFTER = re.compile(
    r"^[^.;,]{0,30}?\b(?:was declined|declined|allerg\w+|intoleran\w+|contraindicated|in the past|previously|may be considered|could be|would be|if )\b|^\s+(?:levels?|deficiency|resistance|studies|toxicity|test|monitoring|naive|use disorder|free)\b"
)
_EARLIER = re.compile(
    r"\b(?:last (?:visit|time|month|year|week)|(?:days?|weeks?|months?|years?) ago|previous(?:ly)? (?:visit|started|increased)|since (?:starting|the|her|his|their|last|increas)|since\b|at (?:the|her|his) (?:last|prior|previous))\b"
)
_STOPPED_EARLIER = re.compile(r"\b(?:not taking|no longer)\b")
_CLAUSE = re.compile(r"[;:]\s|\.\s|,?\s+(?:but|while|whereas|then)\s|,\s+(?=\w+(?:ed|e|ue|op|art|ing)\b)")
_AFTER_ENDS = re.compile(r"[;.]\s|,\s|\s+(?:and|but|while|then)\s|\(|\)")
_CONDITION = re.compile(
    r"\b(?:if|unless|in case|should (?:symptoms|pain|this|it|the|he|she|they|fever|her|his))\b"
)
_ALLERGY = re.compile(r"allerg|intoleran|anaphyla")
_TO = re.compile(r"\b(?:to|with|→|->|by)\b|→|->")
_FROM_TO = re.compile(r"\s*(?:[\w ]{0,14}?)(?:to|→|->|–>)\s*$")
_ALLERGY_HEADINGS = frozenset({"allergies", "drug allergies", "allergy", "intolerances", "adverse reactions"})
_PAST_HEADINGS = frozenset({"past medications", "previous medications", "prior medications", "medication trials", "discontinued"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What one sentence says of a medicine. dose, old_dose, frequency: as written, "" where not said.

    reported: by the patient. course: "for 7 days". reason: of a stop or change, as written. earlier: the sentence
    speaks of an earlier visit's doing. item: of its part that it stands in. old_span: where the old dose stands, if elsewhere.
    """

    drug: str
    written: str
    action: Action
    dose: str
    old_dose: str
    frequency: str
    course: str
    reason: str
    reported: bool
    earlier: bool
    item: int
    span: NoteSpan
    old_span: NoteSpan | None = None


@dataclass(slots=True)
class Medicine:
    """One medicine over the visits, its events in order."""

    key: str
    label: str
    events: list[Event] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        """True unless the last thing said is that it was stopped."""
        return self.events[-1].action is not Action.STOP

    @property
    def changes(self) -> list[Event]:
        """The events that changed something, once each visit; what only repeats an earlier visit is left out."""
        kept: list[Event] = []
        for event in self.events:
            is_course = event.action is Action.NAMED and event.course and not event.reported
            if event.earlier or not (event.action in _REAL_ACTIONS or is_course):
                continue
            same = [
                other
                for other in kept
                if other.action is event.action
                and other.span.visit_id == event.span.visit_id
                and (not event.dose or not other.dose or other.dose == event.dose)
            ]
            if same and (same[0].dose or not event.dose):
                continue
            if same:
                kept.remove(same[0])
            kept.append(event)
        return kept

    @property
    def spans_of_changes(self) -> list[NoteSpan]:
        """Where the changes stand, and the doses before them."""
        return [span for event in self.changes for span in (event.span, event.old_span) if span is not None]

    @property
    def last_dose(self) -> Event | None:
        """The last event that names a dose."""
        return next((event for event in reversed(self.events) if event.dose), None)


def medicines_of(sentences: Sequence[Sentence]) -> tuple[Medicine, ...]:
    """Every medicine that the notes say the patient takes, took, or is to take, by first mention."""
    found: dict[str, Medicine] = {}
    for sentence in sentences:
        if sentence.part is NotePart.OBJECTIVE or sentence.heading in _ALLERGY_HEADINGS | _PAST_HEADINGS:
            continue
        drugs = [named for named in sentence.named if named.kind is Kind.DRUG]
        if drugs and not is_of_a_relative(sentence):
            for event in _events(sentence, drugs):
                medicine = found.setdefault(event.drug, Medicine(event.drug, event.written))
                medicine.events.append(event)
                if event.written.lower() == event.drug:
                    medicine.label = event.written
    for medicine in found.values():
        medicine.events = list(_with_old_doses(medicine.events))
    return tuple(found.values())


def _with_old_doses(events: Sequence[Event]) -> Iterator[Event]:
    """The events, an increase or decrease with the dose that was written before it, where that fits its direction."""
    dosed: Event | None = None
    for event in events:
        changed = event
        is_directed = event.action in _DIRECTED and event.dose and not (event.old_dose or event.earlier)
        if dosed is not None and is_directed and _direction(dosed.dose, event.dose) is event.action:
            changed = replace(event, old_dose=dosed.dose, old_span=dosed.span)
        if event.dose:
            dosed = event
        elif event.action in _REAL_ACTIONS:
            dosed = None
        yield changed


def _events(sentence: Sentence, drugs: Sequence[Named]) -> Iterator[Event]:
    low, offset = sentence.lower, sentence.start
    places = [
        (sentence.words[named.start].start - offset, sentence.words[named.end - 1].end - offset, named.key)
        for named in drugs
    ]
    switched = _switch(low, places)
    for number, (start, end, key) in enumerate(places):
        next_start = places[number + 1][0] if number + 1 < len(places) else len(low)
        last_end = places[number - 1][1] if number else 0
        if number and key == places[number - 1][2]:
            continue
        clause_start = max((match.end() for match in _CLAUSE.finditer(low, 0, start)), default=0)
        before, after = low[clause_start:start], low[end:next_start]
        action = switched.get(number) or _action(low, clause_start, start, after)
        if action is Action.STOP and _STOPPED_EARLIER.search(before):
            pass
        elif _NOT_DONE.search(_last_words(before)) or _NOT_DONE_AFTER.match(after):
            continue
        if _CONDITION.search(low, 0, start) or _ALLERGY.search(low, 0, start):
            continue
        action = action or Action.NAMED
        near = after[: ending.start()] if (ending := re.search(r"[;]\s|\.\s|\b(?:and|,) (?=[a-z-]+ )", after)) and not _DOSE.match(after[ending.end() :]) else after  # fmt: skip
        dose, old, dose_end = _doses(sentence.text[end : end + len(near)], action)
        dose = dose or _dose_before(sentence.text[last_end:start])
        if old and action not in _REAL_ACTIONS:
            action = _direction(old, dose)
        frequency = _FREQUENCY.search(sentence.text, end + dose_end, end + len(near))
        course = _COURSE.search(sentence.text, end, next_start)
        reason = _REASON.search(sentence.text, end) if action in {Action.STOP, Action.CHANGE} else None
        written = sentence.text[start:end]
        yield Event(
            key,
            written[:1].upper() + written[1:],
            action,
            dose,
            old,
            _without_full_stop(frequency.group()) if frequency else "",
            course.group() if course else "",
            reason.group(0).strip() if reason and "mg" not in reason.group(0) else "",
            sentence.part is NotePart.SUBJECTIVE,
            action is not Action.STOP and _EARLIER.search(low) is not None,
            sentence.item,
            sentence.span(),
        )


def _last_words(before: str) -> str:
    """The words that can still deny or condition what follows: back to a comma or "and" behind which a verb stands."""
    verbs = list(_VERB.finditer(before))
    if not verbs:
        return before
    start = verbs[-1].start()
    lead = before[:start]
    cut = max(lead.rfind(", "), lead.rfind(" and "), lead.rfind("; "))
    return before[cut + 1 :]


def _action(low: str, clause_start: int, start: int, after: str) -> Action | None:
    """What is done with the medicine at `start`: a participle behind it, or the last verb before it."""
    ending = _AFTER_ENDS.search(after)
    behind = _VERB.search(after[: ending.start()] if ending else after)
    if behind is not None and behind.lastgroup and Action[behind.lastgroup] in _REAL_ACTIONS:
        return Action[behind.lastgroup]
    ahead = [match for match in _VERB.finditer(low, clause_start, start) if match.lastgroup]
    if not ahead:
        return Action[behind.lastgroup] if behind is not None and behind.lastgroup else None
    actions = [Action[str(match.lastgroup)] for match in ahead]
    if actions[-1] is Action.CONTINUE and ahead[-1].group() == "on" and len(actions) > 1:
        return actions[-2]  # "was started on lisinopril"
    return actions[-1]


def _switch(low: str, places: Sequence[tuple[int, int, str]]) -> dict[int, Action]:
    """Medicines that a sentence exchanges: "switch from sertraline to venlafaxine"."""
    verb = re.search(r"\b(?:switch|chang|convert|replac|substitut|transition)\w*\b", low)
    if verb is None:
        return {}
    behind = [number for number, (start, _, _) in enumerate(places) if start > verb.start()]
    if len(behind) >= 2 and places[behind[0]][2] != places[behind[1]][2]:
        between = low[places[behind[0]][1] : places[behind[1]][0]]
        if _TO.search(between):
            return {behind[0]: Action.STOP, behind[1]: Action.START}
    if (
        len(places) == 2
        and len(behind) == 1
        and re.search(r"\b(?:to|with|by)\b", low[verb.end() : places[1][0]])
    ):
        return {0: Action.STOP, 1: Action.START}
    if len(behind) == 1 and re.match(r"\s+(?:\w+ ){0,2}to\s+$", low[verb.end() : places[behind[0]][0]]):
        return {behind[0]: Action.START}
    return {}


def _without_full_stop(frequency: str) -> str:
    frequency = frequency.strip()
    return frequency if frequency.count(".") > 1 else frequency.rstrip(".")


def amount(dose: str) -> float | None:
    """The first number of a dose as written; None when there is none."""
    found = re.match(r"[\d,]*\.?\d+", dose)
    return float(found.group().replace(",", "")) if found else None


def _direction(old: str, new: str) -> Action:
    before, after = amount(old), amount(new)
    units = {re.sub(r"[\d.,\s]+", "", dose).lower() for dose in (old, new)}
    if before is None or after is None or before == after or len(units) > 1:
        return Action.CHANGE
    return Action.INCREASE if after > before else Action.DECREASE


def _doses(after: str, action: Action) -> tuple[str, str, int]:
    """The dose behind a medicine, of a change the one before it, and where in the text the first ends.

    The dose before keeps the frequency that stands with it: "500 mg OD increased to 500 mg BD".
    """
    doses = list(_DOSE.finditer(after))
    if not doses:
        return "", "", 0
    first = doses[0]
    if len(doses) > 1 and _FROM_TO.search(after[first.end() : doses[1].start()]):
        frequency = _FREQUENCY.search(after, first.end(), doses[1].start())
        old = after[first.start() : frequency.end()] if frequency else first.group()
        return doses[1].group(), old, doses[1].end()
    half = re.search(r"\bfrom\s+(\d[\d.,]*)\s+to\s+$", after[: first.start()], re.IGNORECASE)
    if half:
        return first.group(), half.group(1) + re.sub(r"^[\d.,/ -]+", " ", first.group()), first.end()
    if re.search(r"\bby\s+$", after[: first.start()]) and action in _DIRECTED:
        return "", "", 0
    return first.group(), "", first.end()


def _dose_before(text: str) -> str:
    found = next(reversed(list(_DOSE.finditer(text))), None)
    if found is None or not re.fullmatch(r"\s*(?:of |po |oral )?\s*", text[found.end() :], re.IGNORECASE):
        return ""
    return found.group()
