"""Compares what a sentence states and denies with what was stated and denied."""

from __future__ import annotations

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Section
from desktop.evidence.alignment import Alignment
from desktop.evidence.clinical_terms import is_clinical
from desktop.evidence.heard import Heard
from desktop.evidence.lost_denials import lost_denials
from desktop.evidence.meaning import Term
from desktop.evidence.polarity import LOOSE_NEGATIONS, NEGATIONS, PLAIN_NO, Polarity
from desktop.evidence.raising import LOOK, MUST, found, heard_there
from desktop.evidence.said_places import ANYWHERE, best_places, clause_at, has_cue, is_told, of_its_part
from desktop.evidence.sentence import Sentence
from desktop.evidence.turned_phrases import turned_phrases
from desktop.evidence.turned_wording import SOFT_BEFORE, is_word_for_word, turned_wording
from desktop.language.number_words import word_set

_OFTEN = 3
_CLOSE = 2
_ASKED_REACH = 6
_USE_REACH = 6
_USED = word_set("on taking take takes continue refill keep using use uses")
_MARKS = frozenset(".,;")
_DENIES = word_set("no denies denied without not")
_CHANGED = word_set(
    "other new further current currently today more additional longer personal family since recent"
)
_SOFT_AFTER = word_set("screening precautions risk resolved improved previously formerly unlikely excluded")
_LONG_AGO = word_set("last past previous prior former history hx previously childhood remote")


def polarity_not_said(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """What a sentence states though it was denied, and what it denies though it was stated."""
    if is_word_for_word(sentence, heard):
        return []
    findings = []
    for term in heard.said_terms(sentence):
        denies_itself = sentence.words[term.start].lower in LOOSE_NEGATIONS  # NKDA
        if denies_itself or not is_clinical(term) or not heard.is_said(term.name):
            continue
        if term.start >= sentence.label_words:
            finding = _of_term(term, sentence, heard)
            findings += [finding] if finding is not None else []
    if any(finding.severity is MUST for finding in findings):
        return findings
    return (
        turned_phrases(sentence, alignment, heard)
        or findings
        or turned_wording(sentence, alignment, heard)
        or lost_denials(sentence, heard)
    )


def _of_term(term: Term, sentence: Sentence, heard: Heard) -> Finding | None:
    said = of_its_part(term, sentence, heard)
    if not said:
        return None
    worth, places = best_places(term, sentence, heard, said)
    meant = {heard.polarity[place] for place in places}
    span = sentence.span(term)
    words = sentence.text[slice(*span)]
    if sentence.polarity[term.start] is Polarity.STATED:
        denied = Polarity.DENIED in meant and Polarity.STATED not in meant
        denied = denied or _is_denied_outright(said, heard)
        if term.is_drug or not denied or _is_softened(sentence, term):
            return None
        first, last = clause_at(
            heard, next(place for place in places if heard.polarity[place] is Polarity.DENIED)
        )
        reason = f"“{words}” was denied. {heard_there(heard, first, last)}"
        return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(first, last))
    cues = LOOSE_NEGATIONS if sentence.section is Section.OBJECTIVE else NEGATIONS | PLAIN_NO
    stated = Polarity.STATED in meant and Polarity.DENIED not in meant
    if _is_told_often(term, sentence, heard):
        first, last = clause_at(heard, next(each for each in said if heard.polarity[each] is Polarity.STATED))
        reason = f"“{words}” is denied here. {heard_there(heard, first, last)}"
        return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(first, last))
    told = Polarity.DENIED not in meant and any(is_told(heard, place) for place in places)
    if not told and (not stated or any(has_cue(heard, place, 7, 5, cues) for place in places)):
        return None
    first, last = clause_at(heard, places[0])
    is_loose = term.is_drug and not worth and not _is_of_use(term, heard)
    severity = LOOK if heard.is_chart(places[0]) or is_loose else MUST
    reason = f"“{words}” is denied here. {heard_there(heard, first, last)}"
    return found(FindingKind.NEGATION, severity, sentence, span, reason, heard.sources(first, last))


def _is_told_often(term: Term, sentence: Sentence, heard: Heard) -> bool:
    """Whether what a sentence denies plainly, and nothing narrows down, was stated again and again."""
    if term.name in ANYWHERE or term.is_drug:
        return False
    meant = [heard.polarity[place] for place in heard.places[term.name] if not heard.is_chart(place)]
    stated, denied = meant.count(Polarity.STATED), meant.count(Polarity.DENIED)
    follows = sentence.words[term.end].text if term.end < len(sentence.words) else "."
    before = {word.lower for word in sentence.words[max(0, term.start - _CLOSE) : term.start]}
    return (
        stated >= _OFTEN
        and stated >= _OFTEN * denied
        and follows in _MARKS
        and bool(before & _DENIES)
        and not any(word.lower in _CHANGED for word in sentence.words)
    )


def _is_denied_outright(said: list[int], heard: Heard) -> bool:
    """Whether a "no" stands right before the word, and wherever it was not denied, a "no" follows as to a question."""
    denied = [place for place in said if heard.polarity[place] is Polarity.DENIED]
    asked = [place for place in said if heard.polarity[place] is Polarity.STATED]
    return any("no" in heard.lowers[max(0, place - 2) : place] for place in denied) and all(
        "no" in heard.lowers[place : place + _ASKED_REACH] and not is_told(heard, place) for place in asked
    )


def _is_of_use(term: Term, heard: Heard) -> bool:
    """Whether a medicine was spoken of as taken, each time it was named: "continue you on your allopurinol"."""
    return all(
        set(heard.lowers[max(0, place - _USE_REACH) : place]) & _USED for place in heard.places[term.name]
    )


def _is_softened(sentence: Sentence, term: Term) -> bool:
    """Whether the sentence only asks, warns of or rules out what it names."""
    if any(word.text == "?" for word in sentence.words[term.end :]):
        return True
    if sentence.words[term.start].lower.startswith("ex-"):
        return True
    before = {word.lower for word in sentence.words[max(0, term.start - 6) : term.start]}
    after = {word.lower for word in sentence.words[term.end : term.end + 4]}
    return bool(before & SOFT_BEFORE or after & _SOFT_AFTER or (before | after) & _LONG_AGO)
