"""Compares whom a sentence is about with the patient: age, sex, and names of other people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from desktop.domain.context import Sex
from desktop.domain.finding import Finding, FindingKind
from desktop.domain.note import Section
from desktop.evidence.heard import Heard
from desktop.evidence.raising import LOOK, MUST, found, in_section, replacing
from desktop.evidence.sentence import Sentence
from desktop.language.number_words import word_set

_AGE = re.compile(r"[\s-]*(?:years?|yrs?)?[\s-]*(?:old\b|y/?o\b|of age\b)", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged?|age is|age:)\s*$", re.IGNORECASE)
_OF_RELATIVE = re.compile(
    r"\b(?:father|mother|brother|sister|son|daughter|wife|husband|at age|at the age|when|since|died|his|her)\b",
    re.IGNORECASE,
)
_SEX_WORDS = {
    Sex.FEMALE: word_set("female woman lady girl ma'am mrs ms miss gentlewoman"),
    Sex.MALE: word_set("male man gentleman boy sir mr"),
}
_PRONOUNS = {Sex.FEMALE: word_set("she her hers herself"), Sex.MALE: word_set("he him his himself")}
_SWAPPED = {"female": "male", "male": "female", "woman": "man", "man": "woman", "girl": "boy", "boy": "girl",
            "lady": "gentleman", "gentleman": "lady", "she": "he", "he": "she"}  # fmt: skip
_ONE_SEX = {
    Sex.FEMALE: word_set(
        "menopause menstrual hysterectomy ovarian uterus cervix vaginal pap gravida pregnant pregnancy menopausal"
    ),
    Sex.MALE: word_set("prostate testicular psa scrotal penile"),
}
_WHO = word_set("he she i patient")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.?\s+([A-Z][a-z'’-]+)")


def person_not_said(sentence: Sentence, heard: Heard, known_sex: Sex) -> list[Finding]:
    """Ages and sexes that the chart or the transcript contradicts or does not hold, and titled names of others."""
    return _ages(sentence, heard) + _sexes(sentence, known_sex, heard) + _titled(sentence, heard)


def _ages(sentence: Sentence, heard: Heard) -> list[Finding]:
    findings = []
    for amount in sentence.amounts:
        after = _AGE.match(sentence.text, amount.end)
        if not after and not _AGED.search(sentence.text[: amount.start]):
            continue
        span = (amount.start, after.end() if after else amount.end)
        written = sentence.text[slice(*span)]
        chart = heard.context.age_years
        if chart is not None and amount.value == chart:
            continue
        if chart is not None and not _OF_RELATIVE.search(sentence.text):
            fix = replacing(sentence, (amount.start, amount.end), str(chart), f"Use {chart}")
            reason = f"“{written}”: the chart has {chart} years."
            findings.append(found(FindingKind.AGE, MUST, sentence, span, reason, fix=fix))
            continue
        if not heard.has_words:
            continue
        said = [each for each in heard.amounts if each.amount.unit == "year" or _near_age(heard, each.first)]
        if any(each.amount.value == amount.value for each in said) or _is_near_old(amount.value, heard):
            continue
        old = [each for each in said if _near_age(heard, each.last)]
        reason = f"“{written}” was not said."
        use = None
        if old:
            reason += f" The transcript has “{heard.quote(old[0].first, old[0].last)}” {heard.moment(old[0].first)}."
            value = f"{old[0].amount.value.normalize():f}"
            if len({each.amount.value for each in old}) == 1 and not _OF_RELATIVE.search(sentence.text):
                use = replacing(sentence, (amount.start, amount.end), value, f"Use {value}")
        sources = heard.sources(old[0].first, old[0].last) if old else ()
        findings.append(found(FindingKind.AGE, MUST, sentence, span, reason, sources, use))
    return findings


def _near_age(heard: Heard, place: int) -> bool:
    near = heard.lowers[max(0, place - 4) : place + 5]
    return any(word in {"old", "age", "aged", "turned", "birthday"} or word.endswith("-old") for word in near)


def _is_near_old(value: Decimal, heard: Heard) -> bool:
    return any(
        _near_age(heard, place) or _told_of_person(heard, place) for place in heard.loose.get(value, ())
    )


def _told_of_person(heard: Heard, place: int) -> bool:
    """Whether a number stands alone after who somebody is: "he's four", "when she was two"."""
    before = heard.lowers[max(0, place - 2) : place]
    after = heard.lowers[place + 1] if place + 1 < len(heard.lowers) else "."
    is_alone = not after[0].isalnum() or after in {"and", "when", "now", "but"}
    return len(before) == 2 and before[0] in _WHO and before[1] in {"is", "was", "am"} and is_alone


def sex_of_patient(heard: Heard, pronouns: Sequence[str]) -> Sex:
    """The patient's sex by the chart, else by the transcript's plain words, else by the note's own pronouns."""
    if heard.context.sex in {Sex.FEMALE, Sex.MALE}:
        return heard.context.sex
    told = {
        sex: sum(lower in words or lower.removesuffix(".") in words for lower in heard.lowers)
        + sum(3 for lower in heard.lowers if lower in _ONE_SEX[sex])
        for sex, words in _SEX_WORDS.items()
    }
    female, male = told[Sex.FEMALE], told[Sex.MALE]
    if female != male and min(female, male) * 2 < max(female, male):
        return Sex.FEMALE if female > male else Sex.MALE
    by_note = {sex: sum(word in words for word in pronouns) for sex, words in _PRONOUNS.items()}
    female, male = by_note[Sex.FEMALE], by_note[Sex.MALE]
    if max(female, male) >= 2 and min(female, male) * 4 < max(female, male):
        return Sex.FEMALE if female > male else Sex.MALE
    return Sex.UNKNOWN


def _sexes(sentence: Sentence, known: Sex, heard: Heard) -> list[Finding]:
    if known not in {Sex.FEMALE, Sex.MALE}:
        return []
    wrong = Sex.MALE if known is Sex.FEMALE else Sex.FEMALE
    findings = []
    plain = {"male", "man", "gentleman", "boy"} if wrong is Sex.MALE else {"female", "woman", "lady", "girl"}
    for n, word in enumerate(sentence.words):
        before = {each.lower for each in sentence.words[max(0, n - 4) : n]}
        about_patient = (
            any("old" in each or each in {"patient", "is", "a", "an", "pleasant"} for each in before)
            or n == 0
        )
        if word.lower not in plain or not about_patient or _OF_RELATIVE.search(sentence.text[: word.start]):
            continue
        text = _SWAPPED[word.lower]
        reason = f"“{word.text}” does not fit: {'the chart has' if heard.context.sex is known else 'all else says'} {known.value}."
        is_sure = heard.context.sex is known
        fix = replacing(sentence, (word.start, word.end), text, f"Use {text}") if is_sure else None
        findings.append(found(FindingKind.SEX, MUST, sentence, (word.start, word.end), reason, fix=fix))
    return findings


def _titled(sentence: Sentence, heard: Heard) -> list[Finding]:
    findings = []
    own = {part.lower() for part in re.findall(r"[\w'’-]+", heard.context.name)}
    if not own and not heard.has_words:
        return []
    for match in _TITLED.finditer(sentence.text):
        name = match.group(1).lower().removesuffix("'s").removesuffix("’s")
        if name in own or name in heard.all_lowers or f"{name}'s" in heard.all_lowers:
            continue
        severity = MUST if own and heard.has_words else LOOK
        said = "was not said and " if heard.has_words else ""
        reason = f"“{match.group()}” {said}is not this patient's name."
        findings.append(found(FindingKind.OTHER_PATIENT, severity, sentence, match.span(), reason))
    return findings


def names_of_others(section: Section, text: str, others: Sequence[str], own: str) -> list[Finding]:
    """Full names of other patients, "Given Family" or "Family, Given", in a section's text."""
    findings = []
    mine = sorted(re.findall(r"\w+", own.casefold()))
    folded = text.casefold()
    if len(folded) != len(text):
        folded = text.lower()
    for name in others:
        parts = re.findall(r"[\w'’-]+", name.casefold())
        if len(parts) < 2 or sorted(parts) == mine or not all(part in folded for part in parts):
            continue
        straight = r"[\s,]+".join(map(re.escape, parts))
        turned = r"[\s,]+".join(map(re.escape, [*parts[1:], parts[0]]))
        back = r"[\s,]+".join(map(re.escape, [parts[-1], *parts[:-1]]))
        for match in re.finditer(rf"(?<!\w)(?:{straight}|{turned}|{back})(?!\w)", folded):
            reason = "This is the name of another patient in the records."
            findings.append(in_section(FindingKind.OTHER_PATIENT, MUST, section, match.span(), text, reason))
    return findings
