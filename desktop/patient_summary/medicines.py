"""A medicine of the plan as a patient takes it: name, how much, when, why, and what changed."""

from __future__ import annotations

import re

from desktop.language.lexicon import Topic, lexicon
from desktop.patient_summary.glossary import plain_words

_DOSE = re.compile(
    r"\b\d[\d,.]*(?:\s?(?:-|to)\s?\d[\d,.]*)?\s?(?:mg|mcg|µg|g|grams?|milligrams?|micrograms?|units?|ml|mL|meq|%|tablets?|capsules?|puffs?|drops?|sprays?)(?:/\w+)?(?!\w)"
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
    r"\bfor (?:(?:her|his|the|your|their) )?(?!(?:\w+(?: to \w+)?(?:-| )?(?:days?|weeks?|months?|doses?))\b|(?:the )?next\b|now\b|follow)(?P<why>[a-z][^.,;()]{2,60})",
    re.IGNORECASE,
)
_CHANGES = (
    ("Stop taking it.", r"stop|discontinue|d/c|hold|taper off|no longer take"),
    ("More than before.", r"increase[ds]?|raise[ds]?|titrate[ds]? up|up to"),
    ("Less than before.", r"decrease[ds]?|reduce[ds]?|lower(?:ed)?|titrate[ds]? down|taper"),
    ("Changed.", r"switch(?:ed)?|change[ds]?|replace[ds]?"),
    ("No change.", r"continue[ds]?|keep|maintain|refill(?:ed)?|remain|stay"),
    ("New.", r"start(?:ed)?|begin|initiate[ds]?|add(?:ed)?|prescribe[ds]?|trial of|new"),
)
_CHANGE = tuple((words, re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE)) for words, verbs in _CHANGES)
_OLD_AND_NEW = re.compile(r"\bfrom\s+(?P<old>[^,;.]{1,30}?)\s+to\s+(?P<new>\d[^,;.]*)", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:if|unless|consider\w*|may|might|could|would|either|instead|not|declin\w+|allerg\w+|was|were|has been|previously|until)\b",
    re.IGNORECASE,
)
"""Words with which a sentence is more than an order; it then stands whole."""


def medicine_line(sentence: str) -> str | None:
    """One line for the patient, or None when the sentence is not plainly about one medicine.

    Then the sentence stands as it is: a table made from half-understood words would be worse. Every figure is the
    note's. What the note does not say ("how much") is said to be missing, never filled in.
    """
    if _UNSURE.search(sentence):
        return None
    words = list(re.finditer(r"[A-Za-z][A-Za-z'-]*", sentence))
    drugs = [
        mention
        for mention in lexicon().mentions([word.group().lower() for word in words])
        if mention.topic is Topic.DRUG
    ]
    if len({drug.name.lower() for drug in drugs}) != 1:
        return None
    name = sentence[words[drugs[0].start].start() : words[drugs[0].end - 1].end()]
    change = next((text for text, verb in _CHANGE if verb.search(sentence)), "")
    if change == "Stop taking it.":
        return f"{_capital(name)}: {change}"
    doses = list(_DOSE.finditer(sentence))
    old_and_new = _OLD_AND_NEW.search(sentence)
    if len(doses) > 1 and old_and_new is None:
        return None
    parts = []
    if old_and_new is not None and doses:
        old = _DOSE.search(old_and_new["old"]) or re.search(r"\d[\d,.]*", old_and_new["old"])
        new = _DOSE.search(old_and_new["new"])
        if old is None or new is None:
            return None
        parts.append(f"{new.group()} (before: {old.group()})")
    else:
        parts.append(
            doses[0].group() if doses else "how much: as on the label or as told; the note does not say"
        )
    when = [found.group() for found in _WHEN.finditer(sentence)]
    if when:
        written = plain_words(", ".join(dict.fromkeys(when)))
        parts.append(written[0].lower() + written[1:])
    elif doses:
        parts.append("when: as on the label; the note does not say")
    why = _WHY.search(sentence, words[drugs[0].end - 1].end())
    line = f"{_capital(name)}: {', '.join(parts)}."
    if why is not None and not any(character.isdigit() for character in why["why"]):
        line += f" For {plain_words(why['why'].strip())}."
    return f"{line} {change}".strip()


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
