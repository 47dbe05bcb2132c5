"""Finds a "no" or "not" that was lost or put in, by the wording: pairs of words, clauses, what cannot stand without it."""

from __future__ import annotations

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.alignment import Alignment
from desktop.evidence.clinical_terms import may_be_denied, parts_of_body
from desktop.evidence.heard import Heard
from desktop.evidence.lost_denials import ALLOWS_ANY, clauses
from desktop.evidence.polarity import LOOSE_NEGATIONS, NEGATIONS, PLAIN_NO, Polarity
from desktop.evidence.raising import LOOK, MUST, found, heard_there
from desktop.evidence.said_places import AROUND, MOST_PLACES, best_places, clause_at, has_cue, of_its_part
from desktop.evidence.sentence import Sentence
from desktop.evidence.word_pairs import tells, word_pairs
from desktop.language.number_words import word_set

SOFT_BEFORE = word_set(
    "if for rule evaluate screen monitor watch risk possible prevent avoid should return develops worsening decreased "
    "precautions resolution resolving safety-net safety-netted "
    "call contact notify seek asked ask whether abstinent abstains abstaining quit stopped r/o ruled exclude ?"
)
_FEWEST_WORDS = 6
_NOTS = word_set("not n't never")
_WELL_SUPPORTED = 0.7
_DENIED_WORDS = 5
_AROUND_WINDOW = 5
_PLEASANT = word_set("well good okay great perfect healthy stable fine normal clear")
_GONE = word_set("resolved unlikely excluded absent")
_MOSTLY = 0.75
RELATIVES = word_set(
    "mother father sister brother son daughter aunt uncle grandmother grandfather cousin maternal paternal sibling siblings parents family "
    "mum mom dad"
)
"""Words of relatives, whose illness is not the patient's."""
_RELATIVE_REACH = 16


def turned_wording(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """The first kind of wording that shows a lost or an added "no" or "not"; nothing for a question."""
    if "?" in sentence.text:
        return []
    findings = _turned_pairs(sentence, alignment, heard)
    if not findings and alignment.windows:
        for first, end in clauses(sentence):
            finding = _of_clause(first, end, sentence, alignment, heard)
            finding = finding or _lost_no(first, end, sentence, heard)
            findings += [finding] if finding is not None else []
    return findings or _no_without_one(sentence, alignment, heard)


def _no_without_one(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """A "not" of a well supported sentence, where nothing around the words that it rests on is denied in any way."""
    at = next((n for n, word in enumerate(sentence.words) if word.lower in _NOTS), None)
    if at is None or alignment.support < _WELL_SUPPORTED or not alignment.windows:
        return []
    lowers = [word.lower for word in sentence.words]
    if _is_supposed(at, sentence) or len({*lowers} & (LOOSE_NEGATIONS | PLAIN_NO)) > 1:
        return []
    denied = [
        term
        for term in sentence.terms
        if at < term.start <= at + _DENIED_WORDS and heard.is_said(term.name) and may_be_denied(term)
    ]
    cues = NEGATIONS | PLAIN_NO
    if not denied or any(
        has_cue(heard, place, 10, 6, cues) for term in denied for place in heard.places[term.name]
    ):
        return []
    for window in alignment.windows:
        low, high = max(0, window.first - _AROUND_WINDOW), window.last + _AROUND_WINDOW
        if set(heard.lowers[low:high]) & (LOOSE_NEGATIONS - _PLEASANT | PLAIN_NO):
            return []
    return [
        _turned(
            sentence, at, min(at + 3, len(lowers)), "was not said here", alignment.windows[0].first, heard
        )
    ]


def is_word_for_word(sentence: Sentence, heard: Heard) -> bool:
    """Whether the sentence was said just so, and not as a question: then nothing in it is turned round."""
    words = [word.lower for word in sentence.words[sentence.label_words :]]
    while words and not words[-1][0].isalnum():
        words.pop()
    said = f" {' '.join(words)} "
    if len(words) < _FEWEST_WORDS or said not in heard.running or f"{said}?" in heard.running:
        return False
    at = heard.running.find(said)
    while at >= 0:  # what was said after a "no" was not said just so
        if heard.running[:at].rpartition(" ")[2] not in NEGATIONS:
            return True
        at = heard.running.find(said, at + 1)
    return False


def _lost_no(first: int, end: int, sentence: Sentence, heard: Heard) -> Finding | None:
    """A clause that states what every stretch of talk with its words has a "no" or "not" beside."""
    if {word.lower for word in sentence.words[first:end]} & (LOOSE_NEGATIONS | SOFT_BEFORE):
        return None
    inside = {
        term.name: heard.weight(term.name)
        for term in heard.said_terms(sentence)
        if first <= term.start and term.end <= end and heard.is_said(term.name)
    }
    total = sum(inside.values())
    if (
        len(inside) < 2
        or total < 1
        or any(sentence.polarity[n] is not Polarity.STATED for n in range(first, end))
    ):
        return None
    rarest = min(inside, key=lambda name: len(heard.places[name]))
    best: list[tuple[int, int]] = []
    most = 0.0
    for place in heard.places[rarest][:MOST_PLACES]:
        near = {name: heard.nearest(name, place) for name in inside}
        held = {name: at for name, at in near.items() if abs(at - place) <= AROUND}
        worth = sum(inside[name] for name in held)
        if worth < _MOSTLY * total or len(held) < 2 or worth < most:
            continue
        best = (
            [*best, (min(held.values()), max(held.values()))]
            if worth == most
            else [(min(held.values()), max(held.values()))]
        )
        most = worth
    if not best or not all(_holds_no(heard, low, high) for low, high in best):
        return None
    words = sentence.text[sentence.words[first].start : sentence.words[end - 1].end]
    low, high = best[0]
    reason = f"“{words}” may leave out a “no” or “not”. {heard_there(heard, *clause_at(heard, low))}"
    span = (sentence.words[first].start, sentence.words[end - 1].end)
    return found(FindingKind.NEGATION, LOOK, sentence, span, reason, heard.sources(low, high))


def _holds_no(heard: Heard, low: int, high: int) -> bool:
    for n in range(low - 1, max(-1, low - 4), -1):
        if heard.lowers[n] in {".", "?", "!"}:
            break
        if heard.lowers[n] in NEGATIONS:
            return True
    return any(lower in NEGATIONS for lower in heard.lowers[low : high + 1])


def _of_clause(  # noqa: C901 - a denial or a statement, each with what excuses it
    first: int, end: int, sentence: Sentence, alignment: Alignment, heard: Heard
) -> Finding | None:
    """A clause that turns round what was said in the same words, whatever it is about."""
    inside = [
        term
        for term in sentence.terms
        if first <= term.start and term.end <= end and heard.is_said(term.name)
    ]
    words = sentence.words[first:end]
    denials = [n for n in range(first, end) if sentence.words[n].lower in NEGATIONS]
    if denials:
        later = [term for term in sentence.terms if denials[0] < term.start < end]
        before = [term for term in inside if term.start not in denials]
        inside = [term for term in inside if term.start > denials[0]][:3] if later else before[-1:]
        inside = [term for term in inside if term.name not in parts_of_body()]
        if not inside:
            return None  # "no neck pain" for "the neck is okay"
        if _is_supposed(denials[0], sentence):
            return None
    elif any(word.lower in LOOSE_NEGATIONS for word in words):
        return None
    told: list[tuple[Polarity, int]] = []
    for term in inside:
        of_part = of_its_part(term, sentence, heard)
        if not of_part:
            continue
        worth, places = best_places(term, sentence, heard, of_part)
        near = [place for place in places if alignment.near(place, 3)]
        if near and (worth or len(heard.places[term.name]) <= 2):
            told += [(heard.polarity[place], place) for place in near]
    if not told or Polarity.OPEN in {polarity for polarity, _ in told}:
        return None
    denied = [place for polarity, place in told if polarity is Polarity.DENIED]
    if denials and not denied and not _is_of_relative(told[0][1], sentence, heard):
        cues = LOOSE_NEGATIONS if sentence.words[denials[0]].lower in _GONE else NEGATIONS | PLAIN_NO
        if any(has_cue(heard, place, 8, 6, cues) for _, place in told):
            return None
        return _turned(sentence, denials[0], denials[0] + 1, "was not said here", told[0][1], heard)
    inside = [term for term in inside if sentence.polarity[term.start] is Polarity.STATED]
    if not denials and len(inside) >= 2 and len(denied) >= 0.7 * len(told) and len(denied) >= 2:
        return _turned(sentence, first, end, "leaves out a “no” or “not”", denied[0], heard)
    return None


def _is_supposed(n: int, sentence: Sentence) -> bool:
    """Whether a "no" or "not" is only supposed: "injection if no improvement"."""
    return bool({word.lower for word in sentence.words[max(0, n - 4) : n]} & ALLOWS_ANY)


def _is_of_relative(place: int, sentence: Sentence, heard: Heard) -> bool:
    """Whether words were said of a relative, and the sentence is not about one: "my sister had cancer"."""
    first, last = max(0, place - _RELATIVE_REACH), place + _RELATIVE_REACH
    segment = heard.words[place].segment
    near = {word.lower for word in heard.words[first:last] if word.segment == segment}
    return bool(near & RELATIVES) and not {word.lower for word in sentence.words} & RELATIVES


def _turned_pairs(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """Two words that stood around or after a "not" and now stand without it, or the other way round."""
    mine = word_pairs(sentence.words)
    said = heard.pairs
    for pair, (n, *_) in mine.plain.items():
        if n >= sentence.label_words and pair in said.negated and pair not in mine.negated and tells(pair):
            place = next((at for at in said.negated[pair] if alignment.near(at, 10)), said.negated[pair][0])
            if any(alignment.near(at, 10) for at in said.plain.get(pair, ())):
                continue
            supposed = {word.lower for word in sentence.words[max(0, n - 6) : n]} & SOFT_BEFORE
            if alignment.near(place, 10) and not supposed and sentence.polarity[n] is Polarity.STATED:
                return [
                    _turned(
                        sentence,
                        n,
                        min(n + 2, len(sentence.words)),
                        "leaves out a “no” or “not”",
                        place,
                        heard,
                    )
                ]
    for pair, (n, *_) in mine.negated.items():
        if pair in said.plain and pair not in said.negated and tells(pair):
            place = next((at for at in said.plain[pair] if alignment.near(at, 10)), said.plain[pair][0])
            stated = heard.polarity[place] is Polarity.STATED and alignment.near(place, 10)
            if stated and not has_cue(heard, place, 6, 4, NEGATIONS | PLAIN_NO):
                return [
                    _turned(sentence, n, min(n + 3, len(sentence.words)), "was not said here", place, heard)
                ]
    return []


def _turned(  # noqa: PLR0917 - a span, what is wrong with it, and where
    sentence: Sentence, first: int, end: int, what: str, place: int, heard: Heard
) -> Finding:
    span = (sentence.words[first].start, sentence.words[end - 1].end)
    begin, last = clause_at(heard, place)
    reason = f"“{sentence.text[slice(*span)]}” {what}. {heard_there(heard, begin, last)}"
    return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(begin, last))
