"""Finds what was said and is not in the note, ranked by the harm that leaving it out may do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.domain.finding import Omission, OmissionKind
from desktop.domain.note import Section
from desktop.evidence.allergies import allergies_heard, allergies_noted
from desktop.evidence.amounts import is_same_amount
from desktop.evidence.check_amounts import DOSE_UNITS
from desktop.evidence.heard import Heard, HeardAmount
from desktop.evidence.meaning import DRUG_MARK, GROUP_MARK, Term, red_flags
from desktop.evidence.polarity import Polarity
from desktop.evidence.raising import INFORMATION, LOOK, MUST, key_of
from desktop.evidence.sentence import Sentence
from desktop.language.lexicon import Topic, lexicon
from desktop.language.number_words import word_set

_ORDER = list(OmissionKind)
_STARTS = word_set("start starting started begin increase increasing decrease decreasing stop stopping discontinue switch change "
                   "prescribe prescribing add adding raise lower reduce double taper give prescribed hold refill order")  # fmt: skip
_TAKES = word_set(
    "take takes taking takin on use uses using used continue continued daily milligrams mg tablet pill dose took tried try trying given recommend "
    "recommended put still been need needs apply"
)
_NO_DRUG = frozenset(DRUG_MARK + name for name in (
    "iron", "calcium", "zinc", "magnesium", "ferrous sulfate", "nicotine", "potassium chloride", "lithium", "testosterone", "progesterone",
    "estradiol", "oxytocin", "botulinum toxin", "folic acid", "cholecalciferol", "multivitamin", "lidocaine",
))  # fmt: skip
_FOLLOW = word_set(
    "follow see back return recheck visit appointment again come schedule scheduled weeks' followup follow-up"
)
_TO_COME = re.compile(
    r"\b(?:in|within|after|next)\s+(?:about |another |the next |a couple |approximately )?\S*$", re.IGNORECASE
)
_ORDERING = word_set(
    "order ordering refer referring referral schedule get obtain send repeat recommend sending check set prescribe check"
)
_MEASURES = (
    "=blood pressure", "=heart rate", "=oxygen saturation", "=temperature", "=hemoglobin a1c", "=blood sugar", "=respiratory rate",
    "creatinin", "=ejection fraction", "hemoglobin", "potassium", "sodium", "=white blood cell count",
)  # fmt: skip


def omissions_of(
    heard: Heard, sentences: Sequence[Sentence], not_placed: Sequence[str]
) -> tuple[Omission, ...]:
    """What was said and neither a sentence nor the list of what was not placed holds, the most harmful first."""
    extra = [sentence for text in not_placed for sentence in _as_sentences(text)]
    written = [*sentences, *extra]
    names = frozenset(name for sentence in written for name in sentence.names)
    found = [
        *_allergies(heard, written),
        *_medications(heard, names),
        *_changed_doses(heard, written),
        *_red_flags(heard, names),
        *_values(heard, written, names),
        *_follow_ups(heard, written),
        *_orders(heard, names),
    ]
    allergies = {
        word for each in found if each.kind is OmissionKind.ALLERGY for word in each.reason.lower().split()
    }
    found = [
        each
        for each in found
        if each.kind is not OmissionKind.MEDICATION or not set(each.reason.lower().split()[:1]) & allergies
    ]
    unique = {omission.key: omission for omission in found}
    return tuple(sorted(unique.values(), key=lambda each: _ORDER.index(each.kind)))


def _as_sentences(text: str) -> list[Sentence]:
    return [Sentence(Section.SUBJECTIVE, 0, len(text), text)]


def _omission(
    kind: OmissionKind, heard: Heard, place: int, what: str, section: Section, *, must: bool | None = False
) -> Omission:
    first, last = _stretch(heard, place)
    words = heard.quote(first, last)
    severity = INFORMATION if must is None else MUST if must else LOOK
    reason = f"{what} is not in the note. It was said {heard.moment(place)}."
    sentence = _ready(words)
    sources = heard.sources(first, last)
    return Omission(kind, severity, words, reason, section, sentence, sources, key_of(kind.value, what))


def _ready(words: str) -> str | None:
    if len(words.split()) < 3 or words.endswith("?"):
        return None
    text = re.sub(r"\s+([.,?!;:])", r"\1", words).strip(" ,")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _stretch(heard: Heard, place: int) -> tuple[int, int]:
    segment = heard.words[place].segment
    first = last = place
    while first > 0 and place - first < 12 and heard.words[first - 1].segment == segment:
        if heard.words[first - 1].text in {".", "?", "!"}:
            break
        first -= 1
    while last + 1 < len(heard.words) and last - place < 14 and heard.words[last + 1].segment == segment:
        last += 1
        if heard.words[last].text in {".", "?", "!"}:
            break
    return first, last


def _spoken(heard: Heard, places: Iterable[int]) -> list[int]:
    return [place for place in places if not heard.is_chart(place)]


def _allergies(heard: Heard, written: Sequence[Sentence]) -> list[Omission]:
    words, names = allergies_noted(written)
    return [
        _omission(
            OmissionKind.ALLERGY,
            heard,
            each.place,
            f"An allergy to {each.name}",
            Section.SUBJECTIVE,
            must=each.is_grave,
        )
        for each in allergies_heard(heard)
        if not set(each.name.split()) <= words and each.drug not in names
    ]


def _medications(heard: Heard, names: frozenset[str]) -> list[Omission]:
    written = {part for name in names if name.startswith(DRUG_MARK) for part in name[3:].split()}
    found = []
    for name, everywhere in heard.drugs.items():
        places = _spoken(heard, everywhere)
        if name in names or name in _NO_DRUG or not places or set(name[3:].split()) & written:
            continue
        parts = heard.lowers[places[0]]
        if len(parts) < 4:
            continue
        stated = [place for place in places if heard.polarity[place] is Polarity.STATED]
        if not stated:
            asked = [place for place in places if heard.polarity[place] is Polarity.OPEN]
            if asked:
                found.append(
                    _omission(
                        OmissionKind.MEDICATION, heard, asked[0], name[3:].capitalize(), Section.SUBJECTIVE
                    )
                )
            continue
        changed = [place for place in stated if _has_near(heard, place, _STARTS, 7)]
        dosed = [
            place
            for place in stated
            if any(0 <= each.first - place <= 6 and each.amount.unit in DOSE_UNITS for each in heard.amounts)
        ]
        place = (changed or dosed or stated)[0]
        section = Section.PLAN if changed else Section.SUBJECTIVE
        taken = changed or dosed or [at for at in stated if _has_near(heard, at, _TAKES, 6)]
        found.append(
            _omission(
                OmissionKind.MEDICATION,
                heard,
                place,
                name[3:].capitalize(),
                section,
                must=bool(taken) or len(stated) > 1,
            )
        )
    return found


def _changed_doses(heard: Heard, written: Sequence[Sentence]) -> list[Omission]:
    """Doses that a change was said for, of medicines that the note names without that dose."""
    found = []
    for name, everywhere in heard.drugs.items():
        holding = [sentence for sentence in written if name in sentence.names]
        if not holding:
            continue
        for place in _spoken(heard, everywhere):
            if not _has_near(heard, place, _STARTS, 6) or heard.polarity[place] is not Polarity.STATED:
                continue
            for each in heard.amounts:
                if 0 <= each.first - place <= 7 and each.amount.unit in {"mg", "mcg", "g", "unit", "mL"}:
                    if any(
                        is_same_amount(amount, each.amount)
                        for sentence in written
                        for amount in sentence.amounts
                    ):
                        continue
                    what = f"{name[3:].capitalize()} {heard.quote(each.first, each.last)}"
                    found.append(_omission(OmissionKind.MEDICATION, heard, place, what, Section.PLAN))
    return found


def _red_flags(heard: Heard, names: frozenset[str]) -> list[Omission]:
    found = []
    for name in red_flags():
        places = _spoken(heard, heard.places.get(name, ()))
        if not places or name in names:
            continue
        stated = [place for place in places if heard.polarity[place] is Polarity.STATED]
        denied = [place for place in places if heard.polarity[place] is Polarity.DENIED]
        shown = name.removeprefix(GROUP_MARK).capitalize()
        if stated:
            found.append(_omission(OmissionKind.RED_FLAG, heard, stated[0], shown, Section.SUBJECTIVE))
        elif denied:
            what = f"That {shown.lower()} was denied"
            found.append(
                _omission(OmissionKind.RED_FLAG, heard, denied[0], what, Section.SUBJECTIVE, must=None)
            )
    return found


def _values(heard: Heard, written: Sequence[Sentence], names: frozenset[str]) -> list[Omission]:
    found = []
    noted = {amount.value for sentence in written for amount in sentence.amounts}
    for name in _MEASURES:
        for place in _spoken(heard, heard.places.get(name, ())):
            near = [
                each
                for each in heard.amounts
                if 0 < each.first - place <= 8
                and each.amount.unit in {"", "%", "mmHg", "bpm", "degree", "°F", "mg"}
                and each.amount.value > 3
            ]
            if near and not any(each.amount.value in noted for each in near):
                what = (
                    f"{name.removeprefix(GROUP_MARK).capitalize()} {heard.quote(near[0].first, near[0].last)}"
                )
                found.append(_omission(OmissionKind.VALUE, heard, place, what, Section.OBJECTIVE))
                break
    del names
    return found


def _follow_ups(heard: Heard, written: Sequence[Sentence]) -> list[Omission]:
    found = []
    noted = [amount for sentence in written for amount in sentence.amounts]
    for each in heard.amounts:
        if each.amount.unit not in {"day", "week", "month", "year"} or heard.is_chart(each.first):
            continue
        if not _is_to_come(heard, each) or not _has_near(heard, each.first, _FOLLOW, 10):
            continue
        if any(is_same_amount(amount, each.amount) for amount in noted):
            continue
        said = heard.quote(each.first, min(each.last + 1, len(heard.words) - 1))
        found.append(_omission(OmissionKind.FOLLOW_UP, heard, each.first, f"“{said}”", Section.PLAN))
    return found


def _is_to_come(heard: Heard, each: HeardAmount) -> bool:
    before = heard.lowers[max(0, each.first - 4) : each.first]
    return bool({"in", "within", "after"} & set(before)) and "last" not in before and "past" not in before


def _orders(heard: Heard, names: frozenset[str]) -> list[Omission]:
    found = []
    seen: set[str] = set()
    for mention in lexicon().mentions(heard.lowers):
        place = mention.start
        if (
            mention.topic is not Topic.TEST
            or heard.is_chart(place)
            or not _has_before(heard, place, _ORDERING, 7)
        ):
            continue
        said = {term.name for term in _terms_at(heard, mention.start, mention.end)}
        if said & names or mention.name in seen or heard.polarity[place] is Polarity.DENIED:
            continue
        seen.add(mention.name)
        found.append(_omission(OmissionKind.ORDER, heard, place, mention.name.capitalize(), Section.PLAN))
    return found


def _terms_at(heard: Heard, first: int, end: int) -> list[Term]:
    return [term for term in heard.terms if term.start >= first and term.end <= end]


def _has_near(heard: Heard, place: int, words: frozenset[str], reach: int) -> bool:
    return any(lower in words for lower in heard.lowers[max(0, place - reach) : place + reach + 1])


def _has_before(heard: Heard, place: int, words: frozenset[str], reach: int) -> bool:
    return any(lower in words for lower in heard.lowers[max(0, place - reach) : place])
