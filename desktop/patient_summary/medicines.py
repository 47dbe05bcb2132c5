"""A medicine of the plan as a patient takes it: name, how much, when, why, and what changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.language.lexicon import Topic, lexicon
from desktop.patient_summary.glossary import plain_words

_DOSE = re.compile(
    r"\b\d[\d,.]*(?:\s?(?:-|to)\s?\d[\d,.]*)?\s?(?:mg|mcg|µg|g|grams?|milligrams?|micrograms?|units?|ml|mL|meq|%|tablets?|capsules?|puffs?|drops?|sprays?)(?:\s?(?:/|per)\s?\w+)?(?!\w)"
    r"(?:\s\w+ (?:tablets?|capsules?))?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:(?:once|twice|\w+ times)(?: (?:a|per) (?:day|week|month)| daily| weekly)?|every (?:other )?(?:\w+ )?(?:to \w+ )?(?:hours?|days?|weeks?|morning|evening|night|day|month)(?: \w+ hours)?|daily|nightly|weekly|monthly"
    r"|at (?:bedtime|night)|in the (?:morning|evening)|with (?:food|meals|breakfast|dinner)|(?:before|after) (?:meals|breakfast|eating|bed)|as needed|when needed|for (?:the next )?\w+(?:-| to \w+)? ?(?:days?|weeks?|months?)|bid|tid|qid|prn|qhs|q\d+h|tds|bd|od|qds)"
    r"(?:,? (?:as needed|when needed|prn|with (?:food|meals)|at bedtime|in the morning|for (?:the next )?\w+(?: to \w+)? (?:days?|weeks?|months?)))*",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bfor (?:(?:her|his|the|your|their) )?(?!(?:\w+(?: to \w+)?(?:-| )?(?:days?|weeks?|months?|doses?))\b|(?:the )?next\b|now\b|follow)(?P<why>[a-z][^.,;()\d]{2,60})(?![^.,;()]*\d)",
    re.IGNORECASE,
)
_STOP = "Stop taking it."
_CHANGES = (
    (_STOP, r"stop|discontinue|d/c|hold|taper off|no longer take"),
    ("More than before.", r"increase[ds]?|raise[ds]?|titrate[ds]? up|up to"),
    ("Less than before.", r"decrease[ds]?|reduce[ds]?|lower(?:ed)?|titrate[ds]? down|taper"),
    ("Changed.", r"switch(?:ed)?|change[ds]?|replace[ds]?"),
    ("No change.", r"continue[ds]?|keep|maintain|refill(?:ed)?|remain|stay"),
    ("New.", r"start(?:ed)?|begin|initiate[ds]?|add(?:ed)?|prescribe[ds]?|trial of|new"),
)
_CHANGE = tuple((words, re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE)) for words, verbs in _CHANGES)
_OLD_AND_NEW = re.compile(r"\bfrom\s+(?P<old>[^,;.]{1,30}?)\s+to\s+(?P<new>\d[^,;.]*)", re.IGNORECASE)
_ROUTE = re.compile(r"\b(?:by mouth|orally|p\.?o\.?)(?!\w)", re.IGNORECASE)
_FILLERS = frozenset(
    (
        *(
            "a",
            "an",
            "be",
            "dose",
            "for",
            "her",
            "his",
            "is",
            "it",
            "of",
            "patient",
            "please",
            "rx",
            "take",
            "takes",
        ),
        *("taking", "the", "their", "to", "use", "we", "will", "you", "your"),
    )
)
"""Words that say nothing which the line does not say otherwise."""
_UNSURE = re.compile(
    r"\b(?:if|unless|consider\w*|may|might|could|would|either|instead|not|declin\w+|allerg\w+|was|were|has been|previously|until)\b",
    re.IGNORECASE,
)
"""Words with which a sentence is more than an order; it then stands whole."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What a sentence says of one medicine. left_over: words or figures that none of the parts holds."""

    name: str
    change: str
    doses: tuple[re.Match[str], ...]
    old_and_new: re.Match[str] | None
    routes: tuple[re.Match[str], ...]
    times: tuple[re.Match[str], ...]
    why: re.Match[str] | None
    left_over: bool


def medicine_line(sentence: str) -> str | None:
    """One line for the patient, or None when the sentence is not plainly about one medicine.

    Then the sentence stands as it is: a table made from half-understood words would be worse, and half an order
    would be another order. Every figure is the note's. What the note does not say ("how much") is said to be
    missing, never filled in.
    """
    order = None if _UNSURE.search(sentence) else _read(sentence)
    if order is None or order.left_over or (len(order.doses) > 1 and order.old_and_new is None):
        return None
    if order.change == _STOP:
        is_more = order.doses or order.times or order.routes or order.why
        return None if is_more else f"{order.name}: {_STOP}"
    amount = _amount(order)
    when = ", ".join(dict.fromkeys(found.group() for found in order.times))
    if amount is None:
        return None
    if not amount and not when:
        return f"{order.name}: {order.change or 'Take it.'} How much and when: see the label; the note does not say."
    parts = [amount or "how much: see the label"]
    parts += ["by mouth"] if order.routes else []
    parts.append(_lowered(plain_words(when)) if when else "when: see the label")
    why = f" For {plain_words(order.why['why'].strip())}." if order.why else ""
    return f"{order.name}: {', '.join(parts)}.{why} {order.change}".strip()


def _read(sentence: str) -> _Order | None:
    """The parts of a sentence that names exactly one medicine."""
    words = list(re.finditer(r"[A-Za-z][A-Za-z'-]*", sentence))
    drugs = [
        mention
        for mention in lexicon().mentions([word.group().lower() for word in words])
        if mention.topic is Topic.DRUG
    ]
    if len({drug.name.lower() for drug in drugs}) != 1:
        return None
    name = sentence[words[drugs[0].start].start() : words[drugs[0].end - 1].end()]
    change, verb = next(
        ((text, found) for text, each in _CHANGE if (found := each.search(sentence))), ("", None)
    )
    doses, routes, times = (tuple(form.finditer(sentence)) for form in (_DOSE, _ROUTE, _WHEN))
    old_and_new = _OLD_AND_NEW.search(sentence)
    why = _WHY.search(sentence, words[drugs[0].end - 1].end())
    said = [words[at].span() for drug in drugs for at in range(drug.start, drug.end)]
    said += [found.span() for found in (verb, old_and_new, why, *doses, *routes, *times) if found is not None]
    left_over = any(
        word.group().lower() not in _FILLERS and not any(start <= word.start() < end for start, end in said)
        for word in re.finditer(r"\w[\w'-]*", sentence)
    )
    return _Order(_capital(name), change, doses, old_and_new, routes, times, why, left_over)


def _amount(order: _Order) -> str | None:
    """How much, with what it was before; empty when the note does not say, None when it is not plain."""
    if order.old_and_new is None or not order.doses:
        return order.doses[0].group() if order.doses else ""
    old = _DOSE.search(order.old_and_new["old"]) or re.search(r"\d[\d,.]*", order.old_and_new["old"])
    new = _DOSE.search(order.old_and_new["new"])
    return None if old is None or new is None else f"{new.group()} (before: {old.group()})"


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
