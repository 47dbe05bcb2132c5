"""Compares what a sentence states and denies with what was stated and denied."""

from __future__ import annotations

from functools import cache

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Section
from desktop.evidence.alignment import Alignment
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import BOILERPLATE, GROUP_MARK, Term, stem
from desktop.evidence.polarity import LOOSE_NEGATIONS, NEGATIONS, Polarity
from desktop.evidence.raising import LOOK, MUST, found, heard_there
from desktop.evidence.sentence import Sentence
from desktop.evidence.word_pairs import tells, word_pairs
from desktop.language.lexicon import Topic, lexicon
from desktop.language.number_words import word_set

_ABOUT = frozenset({Topic.SYMPTOM, Topic.DISEASE, Topic.FINDING, Topic.SOCIAL, Topic.DRUG, Topic.TREATMENT})
_ORDERED = frozenset({Topic.TEST, Topic.TREATMENT})
_TOO_WIDE = word_set(
    "flexion extension abduction adduction rotation dorsiflexion inversion eversion strength sensation sensory reflexes reflex pulses rhythm grip motor posture reactive symmetric oriented coffee gym job normal stable clear regular intact positive negative =within_normal_limits good equal soft alert"
)
_NOT_ABOUT = frozenset(
    GROUP_MARK + name
    for name in (
        "within normal limits", "improve", "worse", "follow up", "report", "deny", "review", "demonstrate", "educate",
        "continue", "start", "stop", "order", "refer", "physical examination", "symptoms", "medication", "diet", "exercise",
        "physician", "patient", "goal", "surgery", "bilateral", "auscultation", "palpation", "difficulty", "increase", "decrease",
        "past medical history", "low back", "abdomen", "lung", "heart", "kidney", "leg", "arm", "knee", "foot", "hand", "neck",
        "gait", "mood", "flexion", "extension", "abduction", "adduction", "rotation", "internal rotation", "external rotation",
        "plantar flexion", "deep tendon reflexes", "appetite", "range of motion", "blood pressure", "heart rate", "oxygen saturation", "temperature",
        "weight", "height", "twice", "extremities", "child", "father", "mother", "husband", "clear to auscultation",
    )
)  # fmt: skip
_FEWEST_WORDS = 6
_BESIDE = 9
_AROUND = 8
_AS_GOOD = 0.3
_MOST_PLACES = 40
_TELLING = 9
_MOSTLY = 0.75
_STATES = word_set(
    "reports report has have had having reveal reveals revealed shows show showed need needs see taking noticed notes endorses "
    "states experiencing experienced is was demonstrates"
)
_BE = word_set("is was are were be")
_ALLOWS_ANY = word_set("if whether when before should than without call unless until for with stop avoid")
RELATIVES = word_set(
    "mother father sister brother son daughter aunt uncle grandmother grandfather cousin maternal paternal sibling siblings parents family "
    "mum mom dad"
)
"""Words of relatives, whose illness is not the patient's."""
_RELATIVE_REACH = 16
_PLAIN_NO = word_set(
    "nope nah nothing nobody hardly rarely barely stopped stop stops stopping quit resolved lack instead unable except"
)
_SOFT_BEFORE = word_set(
    "if for rule evaluate screen monitor watch risk possible prevent avoid should return develops worsening decreased "
    "call contact notify seek asked ask whether"
)
_SOFT_AFTER = word_set("screening precautions risk resolved improved")


def _names_about(topics: frozenset[Topic]) -> frozenset[str]:
    """The terms of the lexicon's entries on these topics, where an entry is one term."""
    from desktop.evidence.meaning import terms_of  # noqa: PLC0415 - once, with the table
    from desktop.language.words import words_of  # noqa: PLC0415 - the same

    names: set[str] = set()
    for entries in lexicon().entries.values():
        for words, about in entries:
            if any(topic in topics for topic, _ in about):
                terms = terms_of(words_of(" ".join(words)))
                if len(terms) == 1:
                    names.add(terms[0].name)
    return frozenset(names - _NOT_ABOUT - {stem(word) for word in _TOO_WIDE} - BOILERPLATE)


@cache
def _clinical_names() -> frozenset[str]:
    """The terms that can be present or absent."""
    return _names_about(_ABOUT)


@cache
def _order_names() -> frozenset[str]:
    return _names_about(_ORDERED)


def is_order(term: Term) -> bool:
    """Whether a term is a test or a treatment that can be ordered."""
    return term.name in _order_names()


def is_telling(term: Term) -> bool:
    """Whether a term is a long word that is neither layout nor too wide: it tells something in any list or in none."""
    return len(term.name) >= _TELLING and term.name not in BOILERPLATE and term.name not in _NOT_ABOUT


def is_clinical(term: Term) -> bool:
    """Whether a term is something that a patient has or has not."""
    return term.name in _clinical_names() or term.is_drug


def polarity_not_said(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """What a sentence states though it was denied, and what it denies though it was stated."""
    if _is_word_for_word(sentence, heard):
        return []
    findings = []
    for term in heard.said_terms(sentence):
        denies_itself = sentence.words[term.start].lower in LOOSE_NEGATIONS  # NKDA
        if denies_itself or not is_clinical(term) or not heard.is_said(term.name):
            continue
        if term.start >= sentence.label_words:
            finding = _of_term(term, sentence, heard)
            findings += [finding] if finding is not None else []
    if not findings:
        findings += [] if "?" in sentence.text else _turned_pairs(sentence, alignment, heard)
    if not findings and alignment.windows and "?" not in sentence.text:
        for first, end in _clauses(sentence):
            finding = _of_clause(first, end, sentence, alignment, heard)
            finding = finding or _lost_no(first, end, sentence, heard)
            findings += [finding] if finding is not None else []
    if not findings and "?" not in sentence.text:
        findings += _bare_any(sentence, heard)
    return findings


def _is_word_for_word(sentence: Sentence, heard: Heard) -> bool:
    """Whether the sentence was said just so, and not as a question: then nothing in it is turned round."""
    words = [word.lower for word in sentence.words[sentence.label_words :]]
    while words and not words[-1][0].isalnum():
        words.pop()
    said = " ".join(words)
    return len(words) >= _FEWEST_WORDS and f" {said} " in heard.running and f" {said} ?" not in heard.running


def _bare_any(sentence: Sentence, heard: Heard) -> list[Finding]:
    """An "any" or "longer" that needs a "no" or "not" and has none: "reports any fever", "is longer taking it"."""
    for n, word in enumerate(sentence.words[1:], 1):
        before = sentence.words[n - 1].lower
        is_any = word.lower == "any" and before in _STATES
        if not is_any and not (word.lower == "longer" and before in _BE):
            continue
        if (
            sentence.polarity[n] is not Polarity.STATED
            or {each.lower for each in sentence.words[:n]} & _ALLOWS_ANY
        ):
            continue
        terms = [
            term
            for term in heard.said_terms(sentence)
            if n <= term.start <= n + 4 and heard.is_said(term.name)
        ]
        denied = [
            place
            for term in terms
            for place in heard.places[term.name]
            if heard.polarity[place] is not Polarity.STATED
        ]
        span = (sentence.words[n - 1].start, word.end)
        reason = f"“{sentence.text[slice(*span)]}”: a “no” or “not” may be missing."
        return [found(FindingKind.NEGATION, MUST if denied or not terms else LOOK, sentence, span, reason)]
    return []


def _lost_no(first: int, end: int, sentence: Sentence, heard: Heard) -> Finding | None:
    """A clause that states what every stretch of talk with its words has a "no" or "not" beside."""
    if {word.lower for word in sentence.words[first:end]} & (LOOSE_NEGATIONS | _SOFT_BEFORE):
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
    for place in heard.places[rarest][:_MOST_PLACES]:
        near = {name: heard.nearest(name, place) for name in inside}
        held = {name: at for name, at in near.items() if abs(at - place) <= _AROUND}
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
    reason = f"“{words}” may leave out a “no” or “not”. {heard_there(heard, *_clause(heard, low))}"
    span = (sentence.words[first].start, sentence.words[end - 1].end)
    return found(FindingKind.NEGATION, LOOK, sentence, span, reason, heard.sources(low, high))


def _holds_no(heard: Heard, low: int, high: int) -> bool:
    for n in range(low - 1, max(-1, low - 4), -1):
        if heard.lowers[n] in {".", "?", "!"}:
            break
        if heard.lowers[n] in NEGATIONS:
            return True
    return any(lower in NEGATIONS for lower in heard.lowers[low : high + 1])


def _best_places(term: Term, sentence: Sentence, heard: Heard) -> tuple[float, list[int]]:
    """Where a term was said in words most like the sentence's own, and how much of those words stand there."""
    around = {
        other.name
        for other in sentence.terms
        if other.name != term.name
        and other.start <= term.end + _AROUND
        and other.end >= term.start - _AROUND
        and heard.is_said(other.name)
    }
    scored = []
    for place in heard.places[term.name][:_MOST_PLACES]:
        worth = sum(heard.weight(name) for name in around if heard.distance(name, place) <= _BESIDE)
        scored.append((worth, place))
    best = max(scored)[0]
    return best, [place for worth, place in scored if worth >= best - _AS_GOOD]


def _of_term(term: Term, sentence: Sentence, heard: Heard) -> Finding | None:
    worth, places = _best_places(term, sentence, heard)
    meant = {heard.polarity[place] for place in places}
    span = sentence.span(term)
    words = sentence.text[slice(*span)]
    if sentence.polarity[term.start] is Polarity.STATED:
        denied = Polarity.DENIED in meant and Polarity.STATED not in meant
        if term.is_drug or not denied or _is_softened(sentence, term):
            return None
        first, last = _clause(
            heard, next(place for place in places if heard.polarity[place] is Polarity.DENIED)
        )
        reason = f"“{words}” was denied. {heard_there(heard, first, last)}"
        return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(first, last))
    cues = LOOSE_NEGATIONS if sentence.section is Section.OBJECTIVE else NEGATIONS | _PLAIN_NO
    stated = Polarity.STATED in meant and Polarity.DENIED not in meant
    if not stated or any(_has_cue(heard, place, 7, 5, cues) for place in places):
        return None
    first, last = _clause(heard, places[0])
    severity = LOOK if heard.is_chart(places[0]) or (term.is_drug and not worth) else MUST
    reason = f"“{words}” is denied here. {heard_there(heard, first, last)}"
    return found(FindingKind.NEGATION, severity, sentence, span, reason, heard.sources(first, last))


def _is_softened(sentence: Sentence, term: Term) -> bool:
    """Whether the sentence only asks, warns of or rules out what it names."""
    if any(word.text == "?" for word in sentence.words[term.end :]):
        return True
    before = {word.lower for word in sentence.words[max(0, term.start - 6) : term.start]}
    after = {word.lower for word in sentence.words[term.end : term.end + 4]}
    return bool(before & _SOFT_BEFORE or after & _SOFT_AFTER)


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """The words [first, end) of each clause: between marks and "but"."""
    cuts = [
        n for n, word in enumerate(sentence.words) if word.text in {",", ";", ":", "."} or word.lower == "but"
    ]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(sentence.words)]
    return [
        (first, end) for first, end in zip(starts, ends, strict=True) if end > first >= sentence.label_words
    ]


def _of_clause(
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
        inside = [term for term in inside if term.start > denials[0]][:3] or inside[-1:]
    elif any(word.lower in LOOSE_NEGATIONS for word in words):
        return None
    told: list[tuple[Polarity, int]] = []
    for term in inside:
        worth, places = _best_places(term, sentence, heard)
        near = [place for place in places if alignment.near(place, 3)]
        if near and (worth or len(heard.places[term.name]) <= 2):
            told += [(heard.polarity[place], place) for place in near]
    if not told or Polarity.OPEN in {polarity for polarity, _ in told}:
        return None
    denied = [place for polarity, place in told if polarity is Polarity.DENIED]
    if denials and not denied and not _is_of_relative(told[0][1], sentence, heard):
        cues = NEGATIONS | _PLAIN_NO
        if any(_has_cue(heard, place, 8, 6, cues) for _, place in told):
            return None
        return _turned(sentence, denials[0], denials[0] + 1, "was not said here", told[0][1], heard)
    inside = [term for term in inside if sentence.polarity[term.start] is Polarity.STATED]
    if not denials and len(inside) >= 2 and len(denied) >= 0.7 * len(told) and len(denied) >= 2:
        return _turned(sentence, first, end, "leaves out a “no” or “not”", denied[0], heard)
    return None


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
            supposed = {word.lower for word in sentence.words[max(0, n - 6) : n]} & _SOFT_BEFORE
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
            if stated and not _has_cue(heard, place, 6, 4, NEGATIONS | _PLAIN_NO):
                return [
                    _turned(sentence, n, min(n + 3, len(sentence.words)), "was not said here", place, heard)
                ]
    return []


def _turned(  # noqa: PLR0917 - a span, what is wrong with it, and where
    sentence: Sentence, first: int, end: int, what: str, place: int, heard: Heard
) -> Finding:
    span = (sentence.words[first].start, sentence.words[end - 1].end)
    begin, last = _clause(heard, place)
    reason = f"“{sentence.text[slice(*span)]}” {what}. {heard_there(heard, begin, last)}"
    return found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(begin, last))


def _has_cue(heard: Heard, place: int, before: int, after: int, cues: frozenset[str]) -> bool:
    """Whether a cue stands so many words before or after a place, without a full stop between."""
    for n in range(place - 1, max(-1, place - before - 1), -1):
        if heard.lowers[n] in {".", "!"}:
            break
        if heard.lowers[n] in cues:
            return True
    for n in range(place, min(len(heard.lowers), place + after + 1)):
        if heard.lowers[n] in {".", "!"}:
            break
        if heard.lowers[n] in cues:
            return True
    return False


def _clause(heard: Heard, place: int) -> tuple[int, int]:
    """The words around a place that a reason quotes, within its segment and its marks."""
    segment = heard.words[place].segment
    first = last = place
    while first > 0 and place - first < 8 and heard.words[first - 1].segment == segment:
        if heard.words[first - 1].text in {".", "?", ";"}:
            break
        first -= 1
    while last + 1 < len(heard.words) and last - place < 8 and heard.words[last + 1].segment == segment:
        if heard.words[last + 1].text in {".", "?", ";"}:
            break
        last += 1
    return first, last
