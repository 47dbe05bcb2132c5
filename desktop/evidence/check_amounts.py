"""Compares the numbers of a sentence with those that were said about the same thing."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Source
from desktop.evidence.alignment import Alignment
from desktop.evidence.amounts import Amount, is_same_amount, units_agree
from desktop.evidence.belonging import is_dose, is_surely_meant, last_medicine, medicine_at, said_instead
from desktop.evidence.check_dates import figures_of_dates_and_names
from desktop.evidence.check_dose_changes import dose_before_the_change, is_changed_to
from desktop.evidence.check_pairs import pair_not_said, partner_of
from desktop.evidence.heard import Heard, HeardAmount
from desktop.evidence.raising import LOOK, MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

DOSE_UNITS = word_set(
    "mg mcg g mL cc unit mEq puff tablet capsule pill drop spray patch teaspoon tablespoon dose %"
)
_BABY_ASPIRIN_MG = 81
_MONOFILAMENT_G = 10
_MONOFILAMENT = re.compile(r"\s?g(?:ram)? monofilament", re.IGNORECASE)
_RIGHT_AFTER = 3
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?%")
_PER_LITRE = re.compile(r"\b(?:hb|ha?emoglobin)\b[^.;,]{0,20}$", re.IGNORECASE)
_MEASURED = word_set("mg mcg g mL unit mEq %")
_HOW_OFTEN = word_set(
    "once twice daily weekly monthly both pair first second third fourth fifth couple a an single double"
)
TIME_UNITS = word_set("second minute hour day night week month year")
NEAR_DRUG = 30
NEAR_TERM = 22
RIVAL_REACH = 14
_UNIT_TEXT = re.compile(r"[\s-]?(?:[A-Za-z]+|%|°\s?[FC]?)")
_AGE = re.compile(r"[\s-]*(?:years?|yrs?|months?|weeks?|days?)?[\s-]*(?:old\b|y/?o\b)", re.IGNORECASE)
_TO = re.compile(r"(?:\s?[A-Za-z]{1,10})?\s*(?:\bto\b|-|–)\s*")

_IN_MICROGRAMS = frozenset(
    (
        "levothyroxine", "liothyronine", "fentanyl", "digoxin", "cholecalciferol", "cyanocobalamin", "folic acid", "albuterol",
        "levalbuterol", "fluticasone", "fluticasone salmeterol", "fluticasone vilanterol", "budesonide", "budesonide formoterol",
        "mometasone", "beclomethasone", "salmeterol", "tiotropium", "ipratropium", "clonidine", "desmopressin", "misoprostol",
        "calcitriol", "octreotide", "epoetin", "filgrastim", "buprenorphine", "levonorgestrel", "estradiol",
    )
)  # fmt: skip


def amounts_not_said(sentence: Sentence, alignment: Alignment, heard: Heard) -> list[Finding]:
    """Numbers, doses, units and durations of a sentence that were not said, or not about what it says."""
    passed = [(each.start, each.end) for each in sentence.frequencies]
    passed += figures_of_dates_and_names(sentence.text)
    findings = []
    for amount in sentence.amounts:
        inside = any(start <= amount.start < end for start, end in passed)
        if (
            inside
            or _AGE.match(sentence.text, amount.end)
            or sentence.word_at(amount.start) < sentence.label_words
        ):
            continue
        partner = partner_of(amount, sentence)
        if partner is not None and not any(start <= partner.start < end for start, end in passed):
            passed.append((partner.start, partner.end))
            pair = pair_not_said(amount, partner, sentence, heard)
            findings += [pair] if pair is not None else []
            continue
        finding = _of_amount(amount, sentence, alignment, heard)
        if finding is not None:
            findings.append(finding)
    return findings


def same_number_twice(sentence: Sentence) -> list[Finding]:
    """Ranges and changes with the same number at both ends: a mistake whatever was said."""
    return [each for amount in sentence.amounts if (each := _same_ends(amount, sentence)) is not None]


def anchor_drug(sentence: Sentence, start: int) -> str | None:
    """The medicine that a number at a character belongs to: the last before it, else the first after it."""
    at = sentence.word_at(start)
    if start < len(sentence.text) and _PERCENT.match(sentence.text, start):  # "1% lidocaine"
        right_after = next((term for term in sentence.drugs if 0 < term.start - at <= _RIGHT_AFTER), None)
        if right_after is not None:
            return right_after.name
    before = [term for term in sentence.drugs if term.start < at]
    after = [term for term in sentence.drugs if term.start > at and term.start - at <= 5]
    return before[-1].name if before else after[0].name if after else None


def _of_amount(  # noqa: C901 - one reading of the number after the other
    amount: Amount, sentence: Sentence, alignment: Alignment, heard: Heard
) -> Finding | None:
    if amount.value == _MONOFILAMENT_G and _MONOFILAMENT.match(sentence.text, amount.end):
        return None
    drug = anchor_drug(sentence, amount.start)
    doses = amount.unit in DOSE_UNITS or (
        drug is not None and not amount.unit and _follows_drug(sentence, amount)
    )
    drug = drug if doses else None
    at = sentence.word_at(amount.start)
    names = frozenset({drug} if drug else {
        term.name for term in sentence.terms if at - 7 <= term.end and term.start <= at + 7
    })  # fmt: skip
    known = frozenset(name for name in names if heard.is_said(name) and len(heard.places[name]) < 40)
    reach = NEAR_DRUG if drug else NEAR_TERM
    said, other_unit = _places(amount, heard)
    twice = _same_ends(amount, sentence)
    if twice is not None:
        return twice
    rival = _of_another(amount, drug, said, heard) if drug else said_instead(amount, said, sentence, heard)
    if rival is not None and not _is_derived(amount, sentence, heard):
        return _instead(amount, rival, drug, sentence, heard, is_of_drug=doses, said=bool(said))
    near_units = [each for each in other_unit if drug and medicine_at(heard, each.first) == drug]
    near_said = [
        place
        for place in said
        if heard.near(known, place, reach)
        or (drug and last_medicine(heard, place) == drug and is_changed_to(place, heard))
    ]
    if near_units and not any(medicine_at(heard, place) == drug for place in near_said):
        return _other_unit(amount, near_units[0], sentence, heard)
    if near_said or (said and not known):
        return _unusual_unit(amount, drug, sentence, heard) or dose_before_the_change(
            amount, drug, sentence, heard
        )
    if said and not drug and alignment.is_supported and any(alignment.near(place, 12) for place in said):
        return None
    span, written = _with_unit(amount, sentence)
    kind = _kind(amount, doses)
    close_unit = [each for each in other_unit if heard.near(known, each.first, reach) or not known]
    if close_unit and not said:
        return _other_unit(amount, close_unit[0], sentence, heard)
    rival = _rival(amount, known, heard)
    if said and rival is None:
        if drug is None or _is_derived(amount, sentence, heard):
            return None
        reason = f"“{written}” was said, but not near {_shown(drug)}."
        others = all(medicine_at(heard, place) not in {drug, None} for place in said)
        severity = MUST if others and heard.is_said(drug) else LOOK
        return found(kind, severity, sentence, span, reason, heard.sources(said[0], said[0]))
    if _is_derived(amount, sentence, heard):
        return None
    if rival is None:
        return found(
            kind, MUST, sentence, span, f"“{written}” was not said.", _best_sources(alignment, heard)
        )
    return _instead(amount, rival, drug, sentence, heard, is_of_drug=doses, said=bool(said))


def _instead(
    amount: Amount,
    rival: HeardAmount,
    drug: str | None,
    sentence: Sentence,
    heard: Heard,
    *,
    is_of_drug: bool,
    said: bool = True,
) -> Finding:
    """Another number was said about the same thing."""
    span, written = _with_unit(amount, sentence)
    value = _figures(rival.amount.value)
    fix = (
        replacing(
            sentence, (amount.start, amount.end), value, f"Use {value}{written[amount.end - amount.start :]}"
        )
        if is_surely_meant(rival, amount, drug, sentence, heard, said=said)
        else None
    )
    about = "" if not said else f" of {_shown(drug)}" if drug else " here"
    reason = f"“{written}” was not said{about}. {heard_there(heard, rival.first, _unit_end(heard, rival))}"
    sources = heard.sources(rival.first, rival.last)
    return found(_kind(amount, is_of_drug), MUST, sentence, span, reason, sources, fix)


def _other_unit(amount: Amount, each: HeardAmount, sentence: Sentence, heard: Heard) -> Finding:
    span, written = _with_unit(amount, sentence)
    reason = f"“{written}” was not said. {heard_there(heard, each.first, _unit_end(heard, each))}"
    return found(FindingKind.UNIT, MUST, sentence, span, reason, heard.sources(each.first, each.last + 1))


def _of_another(amount: Amount, drug: str, said: list[int], heard: Heard) -> HeardAmount | None:
    """The dose that was said of a medicine, where the dose of the note was said of other medicines only."""
    if any(last_medicine(heard, place) == drug and is_changed_to(place, heard) for place in said):
        return None
    if any(
        medicine_at(heard, place) in {drug, None}
        for place in said
        if heard.distance(drug, place) <= NEAR_DRUG
    ):
        return None
    doses = [
        each
        for each in heard.amounts
        if (each.amount.unit == amount.unit or (not each.amount.unit and each.amount.value >= 1))
        and each.amount.value != amount.value
        and not is_same_amount(amount, each.amount)
        and medicine_at(heard, each.first) == drug
    ]
    return min(doses, key=lambda each: heard.distance(drug, each.first), default=None)


def _same_ends(amount: Amount, sentence: Sentence) -> Finding | None:
    """A range or a change with the same number at both ends."""
    for other in sentence.amounts:
        between = sentence.text[amount.end : other.start] if other.start >= amount.end else ""
        if between and other.value == amount.value and _TO.fullmatch(between):
            span = (amount.start, other.end)
            words = sentence.text[slice(*span)]
            return found(
                _kind(amount, amount.unit in DOSE_UNITS),
                MUST,
                sentence,
                span,
                f"“{words}” has the same number twice.",
            )
    return None


def _unusual_unit(amount: Amount, drug: str | None, sentence: Sentence, heard: Heard) -> Finding | None:
    """Micrograms that nobody said, of something that is hardly ever given or measured in them."""
    if amount.unit != "mcg" or "mcg" in heard.units or (drug is not None and _shown(drug) in _IN_MICROGRAMS):
        return None
    span, written = _with_unit(amount, sentence)
    reason = f"“{written}”: micrograms were not said."
    fix = replacing(sentence, (span[0], span[1]), written.replace("mcg", "mg"), "Use mg")
    return found(FindingKind.UNIT, MUST, sentence, span, reason, fix=fix)


def _follows_drug(sentence: Sentence, amount: Amount) -> bool:
    at = sentence.word_at(amount.start)
    return any(0 <= at - term.end <= 1 for term in sentence.drugs)


def _places(amount: Amount, heard: Heard) -> tuple[list[int], list[HeardAmount]]:
    """Where the amount was said, and where its value was said with a unit that contradicts it."""
    said = [each.first for each in heard.amounts if is_same_amount(amount, each.amount)]
    other = [
        each
        for each in heard.amounts
        if each.amount.value == amount.value and not units_agree(amount.unit, each.amount.unit)
    ]
    wrong = {place for each in other for place in range(each.first, each.last + 1)}
    loose = [place for place in heard.loose.get(amount.value, ()) if place not in wrong]
    if amount.unit in _MEASURED:
        loose = [place for place in loose if heard.lowers[place] not in _HOW_OFTEN]
    if amount.unit in _MEASURED:
        loose = [place for place in loose if not _is_part_of_another(amount, place, heard)]
    if amount.unit in TIME_UNITS:
        loose = [
            place
            for place in loose
            if any(lower.startswith(amount.unit) for lower in heard.lowers[place : place + 7])
        ]
    said += loose
    return said, other


def _is_part_of_another(amount: Amount, place: int, heard: Heard) -> bool:
    """Whether a reading is only a part of a longer number: the hundred of "one hundred eighty six"."""
    at = bisect_right(heard.amount_places, place) - 1
    if at < 0:
        return False
    each = heard.amounts[at]
    return each.first < each.last and place <= each.last and each.amount.value != amount.value


def _rival(amount: Amount, names: frozenset[str], heard: Heard) -> HeardAmount | None:
    """Another number of the same kind that was said about the same thing, the nearest to it."""
    best: tuple[int, HeardAmount] | None = None
    for each in heard.amounts:
        alike = each.amount.unit == amount.unit or (
            amount.unit in DOSE_UNITS and not each.amount.unit and each.amount.value >= 1
        )
        if not alike or each.amount.value == amount.value or is_same_amount(amount, each.amount):
            continue
        if amount.unit not in DOSE_UNITS and is_dose(each.first, heard):
            continue
        away = min((heard.distance(name, each.first) for name in names), default=1_000_000)
        away += 0 if each.amount.unit == amount.unit else 3
        if away <= RIVAL_REACH and (best is None or away < best[0]):
            best = (away, each)
    return best[1] if best else None


def _kind(amount: Amount, is_of_drug: bool) -> FindingKind:
    if is_of_drug:
        return FindingKind.DOSE
    return FindingKind.DATE if amount.unit in TIME_UNITS else FindingKind.NUMBER


def _with_unit(amount: Amount, sentence: Sentence) -> tuple[tuple[int, int], str]:
    end = amount.end
    if amount.unit and (match := _UNIT_TEXT.match(sentence.text, end)):
        end = match.end()
    return (amount.start, end), sentence.text[amount.start : end]


def _unit_end(heard: Heard, each: HeardAmount) -> int:
    last = each.last + (1 if each.amount.unit else 0)
    return (
        last
        if last < len(heard.words) and heard.words[last].segment == heard.words[each.last].segment
        else each.last
    )


def _figures(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return f"{value:,}" if value >= 1000 and "." not in text else text


def _shown(drug: str) -> str:
    return drug.partition(":")[2]


def _best_sources(alignment: Alignment, heard: Heard) -> tuple[Source, ...]:
    return heard.sources(alignment.windows[0].first, alignment.windows[0].last) if alignment.windows else ()


def _is_derived(amount: Amount, sentence: Sentence, heard: Heard) -> bool:
    """Whether the number follows from what was said: tablets times strength, or a body mass index."""
    if amount.unit in DOSE_UNITS:
        counts = [each for each in heard.amounts if each.amount.unit in {"tablet", "pill", "capsule", "puff"}]
        for strength in heard.amounts:
            for count in counts:
                if abs(count.first - strength.first) <= 10 and strength.amount.unit not in {
                    "",
                    "tablet",
                    "pill",
                }:
                    product = Amount(0, 0, strength.amount.value * count.amount.value, strength.amount.unit)
                    if is_same_amount(amount, product) and count is not strength:
                        return True
    lowered = sentence.text.lower()
    if amount.unit == "%" and amount.value / 100 == Decimal("0.5") and Decimal("0.5") in heard.loose:
        return True  # "half her bottles"
    if amount.value == _BABY_ASPIRIN_MG and "baby aspirin" in heard.running:
        return True
    if _PER_LITRE.search(sentence.text, 0, amount.start) and amount.value / 10 in heard.loose:
        return True  # haemoglobin in g/L that was said in g/dL
    return "bmi" in lowered and heard.is_said("=weight") and heard.is_said("=height")
