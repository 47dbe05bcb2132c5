"""Mends a conversation's sentences that cannot stand; what cannot be mended is quoted whole if it matters, else left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.note import Section
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.grammar import Fault, fault_in
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.pointing import named, tells_nothing
from desktop.drafting.offline.quoted import asked_and_answered, asks_for_everything, is_clinical
from desktop.drafting.offline.run_ons import run_on_at
from desktop.drafting.offline.said_texts import said_texts
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, PUNCTUATION, is_number, word_set
from desktop.drafting.offline.units import Hearing, Unit
from desktop.language.lexicon import Topic
from desktop.language.words import joined, words_of

LONGEST_QUOTED = 40
"""Words; what is longer is not quoted but listed as not placed."""
QUOTED_VALUE = 3.0
MOST_MENDS = 4
LEAST_WORDS = 2
FEWEST_SHARED = 3
"""Letters that a word broken off shares with the word said whole."""

_ASIDES = re.compile(
    r"(?:^|(?<=[ ,]))(?:yeah|yep|okay|oh|wow|haha|ha|hmm|hm|gosh|um|uh|erm|lol|gee|god|geez|alright|excuse me|you know|i mean|"
    r"^exactly so|anyways?|you see|believe it or not)(?=[ ,.]|$) ?,? ?",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"\b(\w+) [-–] (?=(\w+))")
_KNOWN = re.compile(
    r"^(?:(?:and|so|but) )?(?:i (?:also )?(?:know|see|recognize|understand|can see|can tell|noticed|hear|do know|also know)(?: that)?|it (?:says|looks like)(?: here)?(?: that)?) the patient (?=has|had|is|was|does|did|\w+s |\w+ed )",
    re.IGNORECASE,
)
_KNOWN_ASIDE = re.compile(
    r"^(?:\w+, )?the patient knows?,? |,? (?:the patient knows|the patient guesses|i think|i guess)\.?$",
    re.IGNORECASE,
)
_TOOK_UP = re.compile(
    r"^(it|they|there) (?:(?:really|just|actually|honestly|seems?|is|was|are) ){1,2}(?=\1 )", re.IGNORECASE
)
"""A beginning that is begun again: "it really is it is very stiff"."""
_DETERMINED_TWICE = re.compile(
    r"\b(have|has|had|hear|see|appreciate) that (?=(?:a|an) )|\b(the|a|an) (?=(?:the|a|an|any|some|my|his|her|noticed|said|thought|had|went|came|took) )",
    re.IGNORECASE,
)
_HAS_MAY = re.compile(r"\b(?:has|have|is|does|do) (?=(?:may|might|could|would|should) )", re.IGNORECASE)
_AGREES = (
    (re.compile(r"\bthe patient are\b"), "the patient is"),
    (re.compile(r"\bthe patient do not\b"), "the patient does not"),
    (re.compile(r"^Does have "), "Has "),
    (re.compile(r"\b(is|has),? been "), "has been "),
)
_JOINERS_AT_END = word_set("and but so because though which or while well then like")
_DROPPABLE = word_set("and but so because while which")
_SHORT_WORDS = word_set(
    "a i an am as at be by do go he if in is it me my no of on or so to up us we ok mg ml cm mm kg"
)
_TURNING = word_set("no not never without none unless if except left right only until")
_NEVER_QUOTED = frozenset({Fault.NO_VERB, Fault.NOTHING_THOUGHT})
_QUOTED_FOR_FIGURES = frozenset({Fault.TALK, Fault.ASKS, Fault.SPOKEN_TO})
_WEIGHTY = frozenset({Topic.DRUG, Topic.DRUG_CLASS, Topic.SYMPTOM, Topic.DISEASE})
_MEASURED = re.compile(
    r"\d ?(?:%|mg|mcg|g|ml|mm|cm|units?|puffs?|tablets?|percent|degrees|pounds|kg)(?![a-z])|\d[/.]\d|\d,\d{3}|\b\d{2,}-\d{2,}"
)
"""A figure with a unit, a ratio or a range."""


def mend(hearing: Hearing) -> None:
    """Go through the statements once more: each is whole, or mended, or quoted, or out."""
    units = hearing.reading.units
    kept: list[Unit] = []
    for n, unit in enumerate(units):
        text = mended(unit.text, unit.kind.section)
        text = named(hearing, replace(unit, text=text), kept) if text else ""
        text = _as_complaint(hearing, unit, text)
        if text:
            kept.append(unit if text == unit.text else replace(unit, text=text))
            continue
        others = [*kept, *units[n + 1 :]]
        quoted = _quoted(hearing, unit, others)
        if quoted is not None:
            kept.append(quoted)
    hearing.reading.units = kept


_IT_IS_THE = re.compile(r"^It is (?:about |just |mainly )?(the [^,.]+)\.$")


def _as_complaint(hearing: Hearing, unit: Unit, text: str) -> str:
    """As in "what can i do for you?" "it's my back": what somebody comes for."""
    match = _IT_IS_THE.match(text)
    question = hearing.question_of(unit.clause) if match else None
    if match is None or question is None or not asks_for_everything(question.lowers):
        return text
    facts = facts_of(match[1].split())
    return f"Presents with: {match[1]}." if facts.has(Topic.BODY) else text


def mended(text: str, section: Section) -> str:
    """The sentence as it can stand, or "" where no rule mends it. What stands already comes back as it is."""
    if '"' in text:
        return text
    said = text
    if section in {Section.SUBJECTIVE, Section.OBJECTIVE}:
        said = _ended(_KNOWN.sub("", said))
    said = _TOOK_UP.sub("", said)
    for wrong, right in _AGREES:
        said = wrong.sub(right, said)
    said = _ended(said)
    for _ in range(MOST_MENDS):
        fault = fault_in(said, section)
        if fault is None:
            return said
        better = _mended_once(said, fault, section)
        if not better or better == said:
            return ""
        said = better
    return ""


def _ended(text: str) -> str:
    return text[:1].upper() + text[1:]


def _whole(text: str) -> str:
    """With a capital and a full stop; the figures stand already."""
    return _ended(text.strip(" ,;:-.")) + "."


def _mended_once(text: str, fault: Fault, section: Section) -> str:
    label, colon, body = text.rpartition(": ")
    body = body.rstrip(".") if colon else text.rstrip(".")
    if fault is Fault.DISFLUENT:
        body = _without_asides(body)
    elif fault is Fault.REPEATED:
        body = _said_once(body)
    elif fault is Fault.RUN_ON and not colon:
        return _in_two(body, section)
    elif fault is Fault.TWO_VERBS:
        body = _HAS_MAY.sub("", body)
    elif fault is Fault.DETERMINER:
        body = _DETERMINED_TWICE.sub(lambda m: f"{m[1]} " if m[1] else "", body)
    elif fault is Fault.UNFINISHED and not colon:
        body = _without_loose_end(body)
    else:
        return ""
    if len(body.split()) < LEAST_WORDS:
        return ""
    said = f"{label}: {body}" if colon else body
    return finished(said) if fault is Fault.REPEATED else _whole(said)


def _without_asides(body: str) -> str:
    """Without sounds and asides, and without a word broken off before it is said whole: "a de - swelling"."""
    said = _KNOWN_ASIDE.sub("", _ASIDES.sub("", body))
    said = _CUT_OFF.sub(_broken_off, said)
    return said.strip(" ,")


def _broken_off(match: re.Match[str]) -> str:
    """Nothing for a word that the next one says whole, or for a sound that is no word."""
    piece, whole = match[1].lower(), match[2].lower()
    if is_number(piece) or piece in _TURNING:
        return match[0]
    again = whole.startswith(piece[:FEWEST_SHARED]) and len(piece) >= FEWEST_SHARED
    sound = len(piece) < FEWEST_SHARED and piece not in _SHORT_WORDS
    return "" if again or sound else match[0]


def _said_once(body: str) -> str:
    """Words said twice in a row said once: "four four days", "it is it is"."""
    words = body.split()
    for size in (5, 4, 3, 2, 1):
        n = 0
        while n + 2 * size <= len(words):
            first = [w.lower().strip(",") for w in words[n : n + size]]
            second = [w.lower().strip(",") for w in words[n + size : n + 2 * size]]
            if first == second and not (size == 1 and first[0] in {"had", "very", "really", "so", "that"}):
                words = words[:n] + words[n + size :]
            else:
                n += 1
    return " ".join(words)


def _in_two(body: str, section: Section) -> str:
    """A run-on as two sentences; where only one half can stand, that half if the other says nothing of weight."""
    words = words_of(body)
    lowers = [word.lower for word in words]
    at = run_on_at(lowers)
    if not at:
        return ""
    first, second = _whole(body[: words[at].start]), _whole(body[words[at].start :])
    if tells_nothing(second):
        return mended(first, section)
    one, two = mended(first, section), mended(second, section)
    if one and two:
        return f"{one} {two}"
    if one and not _says_anything(lowers[at:]):
        return one
    return two if two and not _says_anything(lowers[:at]) else ""


def _says_anything(lowers: Sequence[str]) -> bool:
    """Whether words hold anything that a note may not lose."""
    facts = facts_of(lowers)
    return bool(facts.mentions or facts.numbers or _TURNING & set(lowers))


def _without_loose_end(body: str) -> str:
    """Without a clause that was begun and left off at the end, where nothing of weight was begun in it."""
    words = [word.text for word in words_of(body)]
    lowers = [word.lower() for word in words]
    while words and lowers[-1] in _JOINERS_AT_END | PUNCTUATION:
        words, lowers = words[:-1], lowers[:-1]
    if len(words) < len(words_of(body)):
        return joined(words)
    at = next((n for n in range(len(words) - 1, 2, -1) if lowers[n] in _DROPPABLE), 0)
    if not at or _says_anything(lowers[at:]):
        return ""
    return joined(words[:at])


def _quoted(hearing: Hearing, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The words a statement was made of, quoted, if they hold what stands nowhere else; None to leave it out."""
    fault = fault_in(unit.text, unit.kind.section)
    if fault in _NEVER_QUOTED:
        return None
    answered = _answer_quoted(hearing, unit) if fault not in _QUOTED_FOR_FIGURES else None
    if answered is not None or tells_nothing(unit.text):
        return answered
    if not _holds_more(unit, others, figures_only=fault in _QUOTED_FOR_FIGURES, leans=fault is None):
        return None
    clauses = [clause for clause in _clauses_of(hearing, unit) if not clause.asked]
    said = {word for clause in clauses for word in clause.lowers} - ACKNOWLEDGEMENTS - PUNCTUATION - {"no"}
    if not said or sum(len(clause.words) for clause in clauses) > LONGEST_QUOTED:
        return None
    words = [word for clause in clauses for word in clause.words]
    told = ". ".join(_sentence(clause) for clause in clauses)
    return replace(unit, text=f'As said: "{told}."', words=words, value=max(unit.value, QUOTED_VALUE))


def _answer_quoted(hearing: Hearing, unit: Unit) -> Unit | None:
    """A patient's answer that leans on its question, quoted with it; None where it answers none, or nothing clinical."""
    clauses = hearing.clauses
    places = {(word.segment, word.start) for word in unit.words}
    answer = [
        n
        for n, clause in enumerate(clauses)
        if not clause.asked and any((word.segment, word.start) in places for word in clause.words)
    ]
    if not answer or answer[0] == 0 or hearing.is_provider(answer[0]) or not clauses[answer[0] - 1].asked:
        return None
    question, told = clauses[answer[0] - 1], [clauses[n] for n in answer]
    if not hearing.is_provider(answer[0] - 1) or not is_clinical(question, told):
        return None
    quoted = asked_and_answered(question, told, answer[0])
    return replace(unit, text=quoted.text, words=quoted.words, value=max(unit.value, QUOTED_VALUE))


def _sentence(clause: Clause) -> str:
    said = joined(said_texts(clause.words[without_lead(clause.lowers) :])).strip(" ,.?!")
    return (said[:1].upper() + said[1:]).replace(" i ", " I ")


def _clauses_of(hearing: Hearing, unit: Unit) -> list[Clause]:
    places = {(word.segment, word.start) for word in unit.words}
    return [
        clause
        for clause in hearing.clauses
        if any((word.segment, word.start) in places for word in clause.words)
    ]


def _holds_more(unit: Unit, others: Sequence[Unit], *, figures_only: bool, leans: bool) -> bool:
    """Whether a statement holds a medicine, a complaint, a finding or a measured figure that no other statement has."""
    note = " ".join(other.text.lower() for other in others)
    figures = {match[0] for match in _MEASURED.finditer(unit.text.lower())}
    if any(figure not in note for figure in figures):
        return True
    if figures_only:
        return False
    facts = facts_of([word.lower for word in words_of(unit.text)])
    weighty = _WEIGHTY | {Topic.FINDING} if unit.kind.section is Section.OBJECTIVE and not leans else _WEIGHTY
    return any(m.topic in weighty and m.name.lower() not in note for m in facts.mentions)
