"""What an examiner has a patient do, and what is seen of it: "Do a few heel raises. Good, you got to 14 on the right."."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import provider_voice, without_lead
from desktop.drafting.offline.speech import PUNCTUATION, is_number, word_set
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined

COMMAND_VALUE = 4.0
LONGEST_COMMAND = 12
LONGEST_SEEN = 24
_COMMAND = re.compile(
    r"^(?:(?:please|just|now|next|then|and|go ahead and|can you|could you|i want you to|i would like you to|let us have you|let us see you|try to|,) )*(?:do(?! (?:try|not|you|keep|make|think|want|have|so|remember|call|let|take|come|drink|eat|use|whatever|what|your best))|try(?! (?:and|to|not|a different)\b)|give me|let me see|show me|walk|march|hop|jump|squat|balance|repeat|count|spell|draw|name|step) "
)
_NO_COMMAND = re.compile(
    r"\b(?:daily|every|each|once|twice|times a|a day|per day|weeks?|days?|months?|hours?|morning|evening|night|home|if|when|until|as needed|with (?:food|meals))\b"
)
_PRAISE = word_set(
    "good great nice perfect excellent lovely wonderful okay alright fine well done yes brilliant right"
)
_SEEN = re.compile(
    r"^(?:you (?:\w+ly )?(?:got|did|made|held|hold|kept|managed|lost|had|reached|walked|went|wobbled|completed|finished|were|was|are|can|could|needed|missed|scored|named|remembered|favou?r|limp)\b|"
    r"(?:that|those|these|it) (?:is|was|were|are|looks?|looked|seems?) (?!(?:for|because|to|so|why|good for|covered|what)\b)|no \w+|a (?:little|bit)|\d)"
)
_COUNTED = word_set("a an some few couple of the your my more another me one full")
_OF_FINDING = re.compile(r"^(?:that|those|these|it) (?:is|was|were|are) ")


def seen_after_command(hearing: Hearing, n: int) -> bool:
    """Keep what is seen after the command in the clause before n, under what was to be done; whether it was so."""
    before = hearing.clauses[n - 1] if n else None
    clause = hearing.clauses[n]
    if before is None or before.turn != clause.turn or not is_command(hearing, n - 1):
        return False
    seen = _seen(clause.words)
    facts = facts_of([w.lower for w in seen])
    named = _named(before.words)
    pointed = _OF_FINDING.match(facts.text) if named else None
    told = provider_voice([w.text for w in seen[len(pointed.group().split()) if pointed else 0 :]])
    said = f"{named}: {told}" if named else told
    hearing.add(Kind.EXAM, said, [*before.words, *clause.words], COMMAND_VALUE, facts)
    return True


def is_command(hearing: Hearing, n: int) -> bool:
    """Whether the clause at n has the patient do something here and now, as what is said next of it shows."""
    clause = hearing.clauses[n]
    after = hearing.clauses[n + 1] if n + 1 < len(hearing.clauses) else None
    if after is None or after.turn != clause.turn or after.asked or len(after.lowers) > LONGEST_SEEN:
        return False
    core = clause.lowers[without_lead(clause.lowers) :]
    text = " ".join(core)
    facts = facts_of(core)
    if len(core) > LONGEST_COMMAND or not _COMMAND.search(text) or _NO_COMMAND.search(text):
        return False
    if facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST):
        return False
    return _shows(facts_of([w.lower for w in _seen(after.words)]))


def _shows(facts: Facts) -> bool:
    """Whether words tell what was just seen."""
    if not _SEEN.search(facts.text) or facts.has(Topic.DRUG):
        return False
    sided = bool({"left", "right"} & set(facts.lowers))
    weighty = facts.numbers > 0 or sided or facts.has(Topic.SYMPTOM, Topic.FINDING, Topic.BODY)
    return weighty or facts.text.startswith(("you ", "no ")) or _OF_FINDING.search(facts.text) is not None


def _seen(words: list[Word]) -> list[Word]:
    """Without the praise before what is seen."""
    n = 0
    while n < len(words) and (words[n].lower in _PRAISE or words[n].lower in PUNCTUATION):
        n += 1
    if n and words[n : n + 1] and words[n].lower in {"for", "with", "enough", "job", "to"}:
        return words
    return words[n:]


def _named(words: list[Word]) -> str:
    """What was to be done, as a label: "do a few heel raises" -> "heel raises"."""
    lowers = [w.lower for w in words]
    at = next((n for n, w in enumerate(lowers) if w in {"do", "try"}), None)
    if at is None:
        return ""
    rest = words[at + 1 :]
    while rest and (rest[0].lower in _COUNTED or is_number(rest[0].lower)):
        rest = rest[1:]
    told = joined(w.text for w in rest).strip(" ,.")
    told = re.sub(r"\b(?: for me| please| now| like that)+$", "", told)
    return told if 0 < len(told.split()) <= 5 else ""
