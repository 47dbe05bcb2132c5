"""Finds what cannot stand without a "no" or "not": words that were only denied, "any" after "reports", "if better, operate"."""

from __future__ import annotations

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Section
from desktop.evidence.clinical_terms import is_clinical, may_be_denied
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import GROUP_MARK, Term
from desktop.evidence.polarity import LOOSE_NEGATIONS, NEGATIONS, Polarity
from desktop.evidence.raising import LOOK, MUST, found, heard_there
from desktop.evidence.said_places import clause_at
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_STATES = word_set(
    "reports report has have had having reveal reveals revealed shows show showed need needs see taking noticed notes endorses "
    "states experiencing experienced is was demonstrates"
)
_SURELY_STATES = word_set("reports reported endorses states experiencing experienced having")
_STATES_REACH = 4
_BE = word_set("is was are were be")
ALLOWS_ANY = word_set("if whether when before should than without call unless until for with stop avoid")
"""Before these an "any" needs no denial."""
_ALTERNATIVES = word_set(
    "if whether when either worse better with without after during before prn for than unless until should may might can could possible "
    "possibly likely versus vs suspected probable question consider rule r/o ? avoid watch return call seek monitor evaluate screen risk "
    "concern concerning differential about approximately take use every per times today used using takes ordered order recommend "
    "recommended discussed follow follow-up such"
)
_IMPROVES = frozenset([GROUP_MARK + "improve", "resolv", "subsid", "respond"])
_WITH_NUMBERS = word_set("now currently about approximately only also at")
_MORE_TESTS = frozenset(GROUP_MARK + name for name in ("mri", "ct", "surgery", "injection", "x-ray"))
_IF_REACH = 8
_HEARD_IF_REACH = 12
_CONDITION = word_set("if unless")
_STILL = word_set(
    "still worse worsening continues persists persist keeps fails failed no not n't isn't doesn't hasn't aren't don't without"
)
_ALSO_REACH = 12
_ONLY_DENIED = 0.5
_TALK_REACH = 9
_WHO = word_set("i you we they he she it that this who and also really just")
_MOST_PLACES = 15
_SUPPOSED = word_set(
    "if for rule evaluate screen monitor watch risk possible prevent avoid should return develops call contact notify seek asked ask whether until unless r/o last past previous previously prior former history hx childhood"
)


def lost_denials(sentence: Sentence, heard: Heard) -> list[Finding]:
    """The first thing that a sentence states and that cannot stand so."""
    if "?" in sentence.text:
        return []
    return (
        _bare_any(sentence, heard)
        or _only_denied(sentence, heard)
        or _bare_or(sentence, heard)
        or _better_and_treated(sentence, heard)
        or _numbers_denied(sentence, heard)
        or _only_also(sentence)
    )


def _bare_any(sentence: Sentence, heard: Heard) -> list[Finding]:
    """An "any" or "longer" that needs a "no" or "not" and has none: "reports any fever", "is longer taking it"."""
    for n, word in enumerate(sentence.words[1:], 1):
        before = sentence.words[n - 1].lower
        near = {each.lower for each in sentence.words[max(0, n - _STATES_REACH) : n]}
        is_any = word.lower == "any" and (before in _STATES or bool(near & _SURELY_STATES))
        if not is_any and not (word.lower == "longer" and before in _BE):
            continue
        if (
            sentence.polarity[n] is not Polarity.STATED
            or {each.lower for each in sentence.words[:n]} & ALLOWS_ANY
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
        follows = sentence.words[n + 1].lower if n + 1 < len(sentence.words) else ""
        is_sure = denied or not terms or (word.lower == "longer" and follows.endswith("ing"))
        return [found(FindingKind.NEGATION, MUST if is_sure else LOOK, sentence, span, reason)]
    return []


def _numbers_denied(sentence: Sentence, heard: Heard) -> list[Finding]:
    """A number with a "not" right before it, where none stands before it in what was said: "is not 5.1 on the last check"."""
    for n, word in enumerate(sentence.words[:-1]):
        if word.lower not in {"not", "n't"} or {each.lower for each in sentence.words[:n]} & ALLOWS_ANY:
            continue
        at = n + 2 if sentence.words[n + 1].lower in _WITH_NUMBERS else n + 1
        for amount in sentence.amounts:
            if sentence.word_at(amount.start) != at:
                continue
            places = heard.loose.get(amount.value, ())
            if any(NEGATIONS & set(heard.lowers[max(0, place - _IF_REACH) : place]) for place in places):
                continue
            span = (word.start, amount.end)
            reason = f"“{sentence.text[slice(*span)]}”: that this is not so was not said."
            return [found(FindingKind.NEGATION, MUST, sentence, span, reason)]
    return []


def _only_also(sentence: Sentence) -> list[Finding]:
    """An "only ..., but also" without its "not"."""
    lowers = [word.lower for word in sentence.words]
    for n, lower in enumerate(lowers):
        after = lowers[n + 1 : n + 1 + _ALSO_REACH]
        if lower != "only" or "but" not in after[:-1] or set(lowers[max(0, n - 2) : n]) & NEGATIONS:
            continue
        at = after.index("but")
        if after[at + 1] == "also" and not set(after[:at]) & {".", ";"}:
            span = (sentence.words[n].start, sentence.words[n + at + 2].end)
            reason = f"“{sentence.text[slice(*span)]}”: a “not” may be missing."
            return [found(FindingKind.NEGATION, MUST, sentence, span, reason)]
    return []


def clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """The words [first, end) of each clause: between marks and "but"."""
    cuts = [
        n for n, word in enumerate(sentence.words) if word.text in {",", ";", ":", "."} or word.lower == "but"
    ]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(sentence.words)]
    return [
        (first, end) for first, end in zip(starts, ends, strict=True) if end > first >= sentence.label_words
    ]


def _only_denied(sentence: Sentence, heard: Heard) -> list[Finding]:
    """A clause most of whose words were said only where they were denied: "tics" of "any tics? no"."""
    for first, end in clauses(sentence):
        lowers = {word.lower for word in sentence.words[first:end]}
        if lowers & (LOOSE_NEGATIONS | _SUPPOSED) or any(lower.startswith("ex-") for lower in lowers):
            continue
        told = [
            term
            for term in heard.said_terms(sentence)
            if first <= term.start and term.end <= end and heard.is_said(term.name) and may_be_denied(term)
        ]
        denied = [term for term in told if _is_only_denied(term, sentence, heard)]
        whole = sum(heard.weight(term.name) for term in told)
        if not denied or sum(heard.weight(term.name) for term in denied) < _ONLY_DENIED * whole:
            continue
        term = denied[0]
        place = heard.places[term.name][0]
        span = (sentence.words[first].start, sentence.words[end - 1].end)
        reason = f"“{sentence.text[slice(*span)]}” was denied. {heard_there(heard, *clause_at(heard, place))}"
        return [
            found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(*clause_at(heard, place)))
        ]
    return []


def _is_only_denied(term: Term, sentence: Sentence, heard: Heard) -> bool:
    places = heard.places[term.name]
    return (
        len(places) <= _MOST_PLACES
        and not term.is_drug
        and sentence.polarity[term.start] is Polarity.STATED
        and all(
            heard.polarity[place] is Polarity.DENIED and not _is_command(heard, place) for place in places
        )
    )


def _is_command(heard: Heard, place: int) -> bool:
    """Whether a denial is advice and denies no finding: "don't change the dose"."""
    for n in range(place - 1, max(1, place - _TALK_REACH), -1):
        if heard.lowers[n] in {"n't", "not"}:
            return heard.lowers[n - 1] in {"do", "let"} and heard.lowers[n - 2] not in _WHO
    return False


def _bare_or(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Findings in a row with "or" that nothing denies or supposes: "reports rashes or lesions"."""
    lowers = [word.lower for word in sentence.words]
    for n, lower in enumerate(lowers):
        if lower != "or" or sentence.polarity[n] is not Polarity.STATED:
            continue
        first, end = next(((a, b) for a, b in clauses(sentence) if a <= n < b), (0, len(lowers)))
        if set(lowers[:end]) & (_ALTERNATIVES | NEGATIONS) or any(
            first <= sentence.word_at(each.start) < end for each in sentence.amounts
        ):
            continue
        before = [
            term
            for term in sentence.terms
            if n - 3 <= term.start < n and is_clinical(term) and not term.is_drug
        ]
        after = [
            term
            for term in sentence.terms
            if n < term.start <= n + 3 and is_clinical(term) and not term.is_drug
        ]
        if not before or not after:
            continue
        span = (sentence.words[before[0].start].start, sentence.words[after[0].end - 1].end)
        stated = any(
            heard.polarity[place] is Polarity.STATED
            for term in (before[-1], after[0])
            for place in heard.places.get(term.name, ())
        )
        reason = f"“{sentence.text[slice(*span)]}”: a “no” or “not” may be missing."
        return [found(FindingKind.NEGATION, LOOK if stated else MUST, sentence, span, reason)]
    return []


def _better_and_treated(sentence: Sentence, heard: Heard) -> list[Finding]:
    """A condition of getting better, where the visit only spoke of not getting better: "MRI if improved"."""
    if sentence.section not in {Section.PLAN, Section.ASSESSMENT}:
        return []
    for n, word in enumerate(sentence.words):
        if word.lower not in _CONDITION:
            continue
        here = sentence.words[n + 1 : n + 1 + _IF_REACH]
        stop = next((k for k, each in enumerate(here) if each.text in {",", ".", ";"}), len(here))
        term = next(
            (term for term in sentence.terms if n < term.start <= n + stop and term.name in _IMPROVES), None
        )
        if term is None or {each.lower for each in here[:stop]} & (
            _STILL | LOOSE_NEGATIONS - {"resolved", "well", "good"}
        ):
            continue
        worse = _conditions(heard)
        if not worse and {each.name for each in sentence.terms if each.start > term.start} & _MORE_TESTS:
            span = (word.start, sentence.words[term.end - 1].end)
            reason = f"“{sentence.text[slice(*span)]}”: a “not” may be missing."
            return [found(FindingKind.NEGATION, MUST, sentence, span, reason)]
        if not worse or any(not is_denied for _, is_denied in worse):
            continue
        place = worse[0][0]
        last = term.end - 1
        span = (word.start, sentence.words[last].end)
        first, end = clause_at(heard, place)
        reason = f"“{sentence.text[slice(*span)]}” may leave out a “not”. {heard_there(heard, first, end)}"
        return [found(FindingKind.NEGATION, MUST, sentence, span, reason, heard.sources(first, end))]
    return []


def _conditions(heard: Heard) -> list[tuple[int, bool]]:
    """Where the visit speaks of what happens if it gets better, each with whether it means not better."""
    told = []
    for name in _IMPROVES & heard.places.keys():
        for place in heard.places[name]:
            low = max(0, place - _HEARD_IF_REACH)
            before = heard.lowers[low:place]
            ifs = [k for k, lower in enumerate(before) if lower in _CONDITION]
            if ifs and not heard.is_stop_between(low + ifs[-1], place):
                told.append((place, bool(set(before[ifs[-1] :]) & _STILL) or before[ifs[-1]] == "unless"))
    return sorted(told)
