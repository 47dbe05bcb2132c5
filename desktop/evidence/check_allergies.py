"""Compares the medicines that a note gives with what the patient does not tolerate, by the visit, the chart and the note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from desktop.domain.finding import Finding, FindingKind, Severity
from desktop.domain.note import Section
from desktop.domain.transcript import Segment, Transcript
from desktop.evidence.allergies import Allergy, allergies_heard, sentences_of_allergies
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import DRUG_MARK, Term
from desktop.evidence.polarity import Polarity
from desktop.evidence.raising import LOOK, MUST, found
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_GIVES = word_set(
    "start starts starting started give gives giving given gave begin prescribe prescribed prescribing rx add adding take takes "
    "taking use uses using continue continues continued switch trial administer administered commence commenced renew refill"
)
_TAKEN = word_set(
    "on takes taking take medications medication meds medicines dh current currently home uses using"
)
_AVOIDS = word_set(
    "avoid avoids avoided avoiding stop stops stopped stopping discontinue discontinued discontinuing d/c hold held contraindicated "
    "declined declines refused refuses instead desensitization desensitisation desensitized challenge test testing tested "
    "delabel delabelled delabeling de-labelling previous previously prior past history cannot unable allergist switched changed"
)
_REACTS = word_set(
    "allergic allergy allergies intolerance intolerant intolerances reaction reactions reacts reacted anaphylaxis anaphylactic angioedema hives adr"
)
_REACTS_AFTER = _REACTS | word_set("caused causes cause gave gives made makes tolerated tolerates rash")
_IN_PLACE_OF = re.compile(
    r"\b(?:instead of|rather than|in place of|in lieu of|alternatives? to|other than|except|than|from|over|off|re|replac\w+|swap\w*|chang\w+)\s+(?:the |her |his |any |taking )*$",
    re.IGNORECASE,
)
_REACTED_TO = re.compile(
    r"\b(?:rash\w*|hives|swelling|itch\w*|wheez\w*|vomiting|nausea|diarrh\w+|angioedema|upset)\s+(?:with|from|to|after|on|due to|secondary to)\s+$",
    re.IGNORECASE,
)
_TOLERATED = re.compile(
    r"\btolerat|\bwithout (?:any |a )?(?:problem|trouble|reaction|issue|difficult)|\bno (?:problem|trouble|reaction|issue)|\b(?:fine|okay|ok|well) with\b|\b(?:was|were|been) (?:fine|okay|ok)\b",
    re.IGNORECASE,
)
_NOT_TOLERATED = re.compile(
    r"(?:\bnot|n't|\bnever|\bunable to|\bcannot|\bpoorly)(?: \w+)? tolerat", re.IGNORECASE
)
_NOT_ALLERGIC_AFTER_ALL = re.compile(
    r"\b(?:outgrew|used to be|outgrown|grew out|grown out|not (?:really |actually |truly )?(?:an? |a true )?allerg|isn't (?:really |actually )?(?:an? )?allerg|never (?:really )?(?:an? )?allerg|test(?:s|ed|ing)?(?: \w+)? (?:was |were )?negative|de-?label\w*|ruled out)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:NKD?A|(?:no|denies(?: any| having)?|without)(?: known)?(?: drug| medication| medicine| food)?(?: or (?:drug|medication|food))? allerg(?:y|ies)|allerg(?:y|ies)\s*[:–-]\s*(?:none|nil|no\b|denies|nkd?a)|not allergic to any(?:thing| medic\w+| drugs?)?)\b",
    re.IGNORECASE,
)
_NONE_BUT = re.compile(r"\b(?:other|except|besides|apart from|aside from|else|but)\b", re.IGNORECASE)
_OF_DRUGS = re.compile(r"\bNKDA\b|\b(?:drug|medication|medicine)\b", re.IGNORECASE)
_STOPS = frozenset([".", ";", ":", "?", "!"])
_DOSE_REACH = 5
_HEARD_REACH = 10
_QUOTED = 12


class _Group(NamedTuple):
    """Medicines that may be reacted to alike; decide and look hold terms."""

    name: str
    called: frozenset[str]
    decide: frozenset[str]
    look: frozenset[str]


class NotTolerated:
    """What a patient does not tolerate by a visit, read once."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard

    @cached_property
    def allergies(self) -> list[Allergy]:
        """The allergies and intolerances that were named."""
        return allergies_heard(self.heard)


def allergies_not_heeded(sentences: Sequence[Sentence], visit: NotTolerated) -> list[Finding]:
    """Medicines that the note gives though they, or ones of their group, are not tolerated; and denied allergies that are named."""
    told = sentences_of_allergies(sentences)
    in_note = _noted(tuple(told))
    known = [(allergy, visit.heard, False) for allergy in visit.allergies]
    known += [(allergy, in_note.heard, True) for allergy in in_note.allergies]
    if not known:
        return []
    return [*_given(sentences, known, visit.heard), *_denied(sentences, known)]


@lru_cache(maxsize=16)
def _noted(texts: tuple[str, ...]) -> NotTolerated:
    return NotTolerated(Heard(Transcript(tuple(Segment(text) for text in texts))))


_Known = list[tuple[Allergy, Heard, bool]]


def _given(sentences: Sequence[Sentence], known: _Known, visit: Heard) -> list[Finding]:
    findings = []
    tolerated = {
        term.name
        for sentence in sentences
        if _TOLERATED.search(sentence.text) and not _NOT_TOLERATED.search(sentence.text)
        for term in sentence.drugs
    }
    for sentence in sentences:
        for term, name in _medicines(sentence):
            if name in tolerated or not _is_given(sentence, term) or _was_tolerated(name, visit):
                continue
            raised = [
                (severity, allergy, where, in_note, group)
                for allergy, where, in_note in known
                for severity, group in [_against(name, allergy)]
                if severity is not None
            ]
            if not raised:
                continue
            severity, allergy, where, in_note, group = min(raised, key=lambda each: each[0] is not MUST)
            if _is_none_after_all(allergy, where):
                severity = LOOK
            findings.append(_finding(sentence, term, severity, allergy, where, group, in_note=in_note))
    return findings


def _medicines(sentence: Sentence) -> list[tuple[Term, str]]:
    """The medicines of a sentence, and the groups of medicines that it names, with what to compare."""
    groups = _ways_to_call()
    named = [(term, term.name) for term in sentence.drugs]
    taken = {n for term in sentence.drugs for n in range(term.start, term.end)}
    named += [
        (Term(word.lower, n, n + 1), word.lower)
        for n, word in enumerate(sentence.words)
        if word.lower in groups and n not in taken
    ]
    return named


def _finding(  # noqa: PLR0917 - what the reason is made of
    sentence: Sentence,
    term: Term,
    severity: Severity,
    allergy: Allergy,
    where: Heard,
    group: _Group | None,
    *,
    in_note: bool,
) -> Finding:
    span = sentence.span(term)
    written = sentence.text[slice(*span)]
    who = "the note" if in_note else "the chart" if where.is_chart(allergy.place) else "the transcript"
    moment = "" if in_note or where.is_chart(allergy.place) else f", {where.moment(allergy.place)}"
    same = f", of the same group ({group.name})" if group and severity is MUST else ""
    some = " Some patients react to both." if group and severity is not MUST else ""
    reason = f"“{written}” is given here, but {who} says that “{allergy.name}”{same} is not tolerated{moment}.{some}"
    sources = () if in_note else where.sources(*_around(where, allergy.place))
    return found(FindingKind.ALLERGY, severity, sentence, span, reason, sources)


def _against(name: str, allergy: Allergy) -> tuple[Severity | None, _Group | None]:
    """How grave it is to give a medicine in spite of an allergy, and the group that both belong to; None for not at all."""
    own = set(name.removeprefix(DRUG_MARK).split())
    if allergy.drug is not None and set(allergy.drug.removeprefix(DRUG_MARK).split()) & own - _NO_INGREDIENT:
        return MUST, None
    if not allergy.is_reaction:
        return None, None
    milder: tuple[Severity | None, _Group | None] = (None, None)
    for group in _groups():
        if allergy.name not in group.called and not _is_in(allergy.drug, group.decide):
            continue
        if name in group.called or _is_in(name, group.decide):
            return MUST, group
        if _is_in(name, group.look):
            milder = (LOOK, group)
    return milder


_NO_INGREDIENT = word_set("acid sodium sulfate hydrochloride xr oil vitamin and of hormone insulin")


def _is_in(name: str | None, terms: frozenset[str]) -> bool:
    return name is not None and name in terms


@cache
def _groups() -> tuple[_Group, ...]:
    text = files("resources").joinpath("clinical_words", "allergy_classes.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(
        _Group(
            name.strip(),
            frozenset(_ways(called)),
            frozenset(DRUG_MARK + way for way in _ways(decide)),
            frozenset(DRUG_MARK + way for way in _ways(look)),
        )
        for name, called, decide, look in rows
    )


@cache
def _ways_to_call() -> frozenset[str]:
    return frozenset(way for group in _groups() for way in group.called)


def _ways(cell: str) -> list[str]:
    return [way.strip().lower() for way in cell.split(",") if way.strip()]


def _is_given(sentence: Sentence, term: Term) -> bool:
    """Whether a sentence gives a medicine, and neither denies it, nor avoids it, nor tells how it was reacted to."""
    words = sentence.words
    if (
        sentence.polarity[term.start] is not Polarity.STATED
        or "?" in sentence.text[words[term.start].start :]
    ):
        return False
    ahead = sentence.text[: words[term.start].start]
    if _IN_PLACE_OF.search(ahead) or _REACTED_TO.search(ahead):
        return False
    first, end = term.start, term.end
    while first and words[first - 1].text not in _STOPS:
        first -= 1
    while end < len(words) and words[end].text not in _STOPS:
        end += 1
    before = [word.lower for word in words[first : term.start]]
    label = _label(sentence, first)
    after = [word.lower for word in words[term.end : end]]
    follows = range(words[term.end - 1].end, words[min(len(words), term.end + _DOSE_REACH) - 1].end)
    starts = [each.start for each in sentence.amounts] + [each.start for each in sentence.frequencies]
    dosed = any(start in follows for start in starts)
    gives = max((n for n, lower in enumerate(before) if lower in _GIVES), default=-1)
    avoids = max((n for n, lower in enumerate(before) if lower in _AVOIDS), default=-1)
    reacts = max((n for n, lower in enumerate(before) if lower in _REACTS), default=-1)
    if label & _REACTS and not label & _TAKEN:
        return False
    if avoids > gives or (reacts > gives and not (dosed and "," in before[reacts:])):
        return False
    close = after[: after.index(",")] if "," in after else after
    if (_AVOIDS | _REACTS_AFTER) & set(close[: _DOSE_REACH + 3]):
        return False
    if sentence.section is Section.PLAN:
        return True
    return gives >= 0 or dosed or bool(_TAKEN & (set(before) | label))


def _label(sentence: Sentence, first: int) -> set[str]:
    """The words before the colon right before a word: "Allergies" in "Allergies: amoxicillin"."""
    if not first or sentence.words[first - 1].text != ":":
        return set()
    return {word.lower for word in sentence.words[max(0, first - _DOSE_REACH) : first]}


def _was_tolerated(name: str, heard: Heard) -> bool:
    """Whether the visit says that the medicine was taken before and did no harm."""
    for place in heard.places.get(name, ()):
        low, high = max(0, place - _HEARD_REACH), min(len(heard.lowers), place + _HEARD_REACH)
        here = [
            heard.lowers[n]
            for n in range(low, high)
            if heard.words[n].segment == heard.words[place].segment and not heard.is_stop_between(n, place)
        ]
        said = " ".join(here)
        if _TOLERATED.search(said) and not _NOT_TOLERATED.search(said):
            return True
    return False


def _is_none_after_all(allergy: Allergy, where: Heard) -> bool:
    """Whether the words around an allergy take it back: outgrown, tested, ruled out."""
    low, high = max(0, allergy.place - 2 * _QUOTED), allergy.place + 2 * _QUOTED
    return bool(_NOT_ALLERGIC_AFTER_ALL.search(" ".join(where.lowers[low:high])))


def _denied(sentences: Sequence[Sentence], known: _Known) -> list[Finding]:
    """Sentences that say that there are no allergies, where one is named."""
    findings = []
    for sentence in sentences:
        match = _NONE.search(sentence.text)
        if match is None or _NONE_BUT.search(sentence.text):
            continue
        only_drugs = bool(_OF_DRUGS.search(match.group()))
        named = [
            each
            for each in known
            if each[0].is_grave
            and each[0].is_reaction
            and (not only_drugs or _is_medicine(each[0]))
            and not _is_none_after_all(each[0], each[1])
        ]
        if not named:
            continue
        allergy, where, in_note = min(named, key=lambda each: each[2])
        who = (
            "the note itself"
            if in_note
            else "the chart"
            if where.is_chart(allergy.place)
            else "the transcript"
        )
        moment = "" if in_note or where.is_chart(allergy.place) else f", {where.moment(allergy.place)}"
        reason = f"“{match.group()}” is written here, but {who} names an allergy to “{allergy.name}”{moment}."
        sources = () if in_note else where.sources(*_around(where, allergy.place))
        findings.append(found(FindingKind.ALLERGY, MUST, sentence, match.span(), reason, sources))
    return findings


def _is_medicine(allergy: Allergy) -> bool:
    return allergy.drug is not None or any(allergy.name in group.called for group in _groups())


def _around(heard: Heard, place: int) -> tuple[int, int]:
    segment = heard.words[place].segment
    first, last = place, place
    while first > 0 and place - first < _QUOTED and heard.words[first - 1].segment == segment:
        first -= 1
    while last + 1 < len(heard.words) and last - place < 4 and heard.words[last + 1].segment == segment:
        last += 1
    return first, last
