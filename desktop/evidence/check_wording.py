"""Finds what no note may hold whatever was said: leftovers of templates, unknown pseudonyms, another language, repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.finding import Finding, FindingKind, Fix
from desktop.domain.note import Section
from desktop.domain.pseudonyms import IdentifierKind
from desktop.evidence.amounts import is_same_amount
from desktop.evidence.check_amounts import DOSE_UNITS, anchor_drug
from desktop.evidence.clinical_terms import is_clinical
from desktop.evidence.meaning import EMPTY_WORDS, Term, stem
from desktop.evidence.polarity import Polarity
from desktop.evidence.raising import INFORMATION, LOOK, MUST, found, in_section
from desktop.evidence.sentence import Sentence
from desktop.evidence.turned_wording import RELATIVES
from desktop.language.number_words import word_set

_KINDS = "|".join(kind.value for kind in IdentifierKind)
_PSEUDONYM = re.compile(rf"\{{\s*(?:{_KINDS})\s*[-_ ]\s*\d{{1,4}}\s*\}}|\b(?:{_KINDS})[-_]\d{{1,4}}\b")
_LEFTOVER = re.compile(
    r"\*{3,}|_{3,}|\[{1,2}[^\[\]\n]{0,80}\]{1,2}|\{\{?[^}\n]{0,80}\}\}?|<(?:insert|name|date|patient|your|enter|todo)[^>\n]{0,60}>"
    r"|\bLorem ipsum\b[^\n.]*|\b[Ll]orem\b|\bX{2,}\b|\bx{3,}\b|\b(?:TBD|TODO|FIXME|TKTK|XXX)\b"
    r"|\b(?:[Nn]ot stated in this visit|[Ii]nsert (?:text|name|date|here)|[Nn]ot (?:stated|provided|specified) in (?:the )?transcript|N/?A\b(?=\s*(?:$|\n|\.)))"
    r"|(?:^|(?<=[\s.]))@[A-Z_]{3,}@?|\b(?:hey|okay) dragon\b[^\n.]*|\b(?:new|next) (?:line|paragraph)\b(?=\s*(?:$|[.\n]|[A-Z]))"
    r"|\b(?:scratch|strike|delete) that\b|</?(?:script|img|think|div|p|br|b|i|html)\b[^>\n]*>|!\[[^\]\n]*\]\([^)\n]*\)|\bhttps?://\S+"
    r"|<\|[^|>\n]{1,40}\|>|\[/?INST\]|\b(?:javascript|file):\S+|\b[Aa]s an AI (?:language )?model\b[^\n.]*|\bsystem prompt\b",
)
_ORDINARY_BRACKETS = re.compile(r"\[(?:sic|\d{1,2}|gap [\d.]+ s)\]")
_COMMON_WORDS = {
    "en": word_set("the and of to with for is was has in no not patient on are this that from or at by be will she he her his denies reports"),
    "es": word_set("el la los las de que y en con por para una un se no es paciente del dolor sin refiere como pero fue tiene ella"),
    "fr": word_set("le la les des et en un une du avec pour dans est pas que qui sans patient sur au elle il ses depuis douleur"),
    "de": word_set("der die das und mit ist ein eine nicht von zu den im auf keine patient patientin seit für bei wurde hat sich schmerzen"),
    "pt": word_set("os de que em com por para uma um se não é paciente da dor sem mas foi tem ela nos está há"),
    "it": word_set("il la le di che e in con per una un si non è paziente del dolore senza ma della gli nel ha da"),
}  # fmt: skip
_NAMES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "it": "Italian",
}
_CHANGE = re.compile(
    r"\b(?:from|increas|decreas|reduc|rais|lower|titrat|taper|chang|switch|instead|previous|was|wean|up to|load|then|or|to|another|double|additional|extra|max|total|if)\w*",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6
_SUPPOSED = word_set(
    "if when whenever should unless until call seek watch monitor risk prevent avoid avoiding stop stops once whether in-case"
)
_SUPPOSED_REACH = 12
_NARROWS = word_set("in on with at during over after to from when while of")
_PLAIN_BEFORE = word_set(
    "mild moderate severe denies reports denied reported new acute chronic persistent some states has"
)


def leftovers(section: Section, text: str) -> list[Finding]:
    """Placeholders, template marks, markup and unknown pseudonyms in a section's text."""
    findings = []
    for match in _PSEUDONYM.finditer(text):
        reason = f"“{match.group()}” stands for something that nobody here knows: write what it should say."
        findings.append(in_section(FindingKind.PSEUDONYM, MUST, section, match.span(), text, reason))
    for match in _LEFTOVER.finditer(text):
        if _ORDINARY_BRACKETS.fullmatch(match.group()) or _PSEUDONYM.search(match.group()):
            continue
        reason = (
            f"“{match.group()}” looks like a leftover of a template or of the program that wrote the note."
        )
        fix = Fix(*match.span(), "", "Remove it")
        findings.append(in_section(FindingKind.LEFTOVER, MUST, section, match.span(), text, reason, fix))
    return findings


def language_of(text: str) -> str:
    """The language of a text by its commonest words and its script: "en", "es", ...; "" when it is too short to tell."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(ord(character) > 0x24F for character in letters)
    if len(letters) >= 4 and foreign > len(letters) / 2:
        return "other"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = {code: sum(word in common for word in words) for code, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] < 3 or counts[best] <= counts["en"] * 2:
        return "en" if counts["en"] >= 1 else ""
    return best


def other_language(section: Section, sentences: Sequence[Sentence], spoken: str) -> list[Finding]:
    """Sentences that are written in another language than the transcript."""
    if not spoken:
        return []
    findings = []
    for sentence in sentences:
        written = language_of(sentence.text)
        if written and written != spoken:
            name = _NAMES.get(written, "another script")
            reason = f"This is in {name}; the visit was not."
            span = (0, len(sentence.text))
            findings.append(found(FindingKind.LANGUAGE, MUST, sentence, span, reason))
    del section
    return findings


def repeats(sentences: Sequence[Sentence]) -> list[Finding]:
    """Sentences that say again what another one says: within a section to look at, in another one for information."""
    seen: dict[tuple[str, ...], Sentence] = {}
    findings = []
    for sentence in sentences:
        words = tuple(word.lower for word in sentence.words if word.lower[0].isalnum())
        if len([word for word in words if word not in EMPTY_WORDS]) < 3:
            continue
        first = seen.setdefault(words, sentence)
        if first is sentence:
            continue
        severity = LOOK if first.section is sentence.section else INFORMATION
        reason = f"{first.section.label} says the same already."
        fix = Fix(sentence.start, sentence.end, "", "Remove it") if severity is LOOK else None
        span = (0, len(sentence.text))
        findings.append(found(FindingKind.REPEATED, severity, sentence, span, reason, fix=fix))
    return findings


def contradictions(sentences: Sequence[Sentence]) -> list[Finding]:
    """Things that one sentence states and another denies, and two doses of one medicine that no change explains."""
    meant: dict[str, dict[Polarity, tuple[Sentence, tuple[int, int]]]] = {}
    doses: dict[str, list[tuple[Sentence, tuple[int, int]]]] = {}
    findings = []
    for sentence in sentences:
        for term in sentence.terms:
            if not is_clinical(term) or term.is_drug or _says_neither(term, sentence):
                continue
            polarity = sentence.polarity[term.start]
            first = meant.setdefault(term.name, {})
            first.setdefault(polarity, (sentence, sentence.span(term)))
        for amount in sentence.amounts:
            drug = anchor_drug(sentence, amount.start) if amount.unit in DOSE_UNITS - {"%"} else None
            if drug is None or _CHANGE.search(sentence.text):
                continue
            span = (amount.start, amount.end)
            others = doses.setdefault(drug, [])
            if others and not any(
                is_same_amount(amount, each)
                for other, place in others
                for each in other.amounts
                if (each.start, each.end) == place
            ):
                first_sentence, place = others[0]
                reason = f"{first_sentence.section.label} has “{first_sentence.text[slice(*place)]}” for the same medicine."
                findings.append(found(FindingKind.CONTRADICTED, LOOK, sentence, span, reason))
            others.append((sentence, span))
    for both in meant.values():
        if Polarity.STATED in both and Polarity.DENIED in both:
            stated, denied = both[Polarity.STATED], both[Polarity.DENIED]
            if stated[0] is denied[0] or _about(stated) != _about(denied):
                continue
            later, earlier = (stated, denied) if _order(stated) > _order(denied) else (denied, stated)
            says = "denies" if later is stated else "states"
            reason = f"{earlier[0].section.label} {says} “{earlier[0].text[slice(*earlier[1])]}”: “{_short(earlier[0].text)}”"
            findings.append(found(FindingKind.CONTRADICTED, LOOK, later[0], later[1], reason))
    return findings


def _says_neither(term: Term, sentence: Sentence) -> bool:
    """Whether a term heads the sentence, is only supposed ("return if weak", "until pain free") or is a relative's."""
    if term.start < sentence.label_words or any(word.lower in RELATIVES for word in sentence.words):
        return True
    before = sentence.words[max(0, term.start - _SUPPOSED_REACH) : term.start]
    stops = [n for n, word in enumerate(before) if word.text in {".", ";"}]
    return any(word.lower in _SUPPOSED for word in before[stops[-1] + 1 if stops else 0 :])


def _about(place: tuple[Sentence, tuple[int, int]]) -> tuple[str, str]:
    """What narrows down a term: the word before it ("bony tenderness") and what follows it ("cough in 8 of 10")."""
    sentence, (start, end) = place
    words = sentence.words
    first, after = sentence.word_at(start), sentence.word_at(end - 1) + 1
    before = words[first - 1].lower if first > sentence.label_words else ""
    is_plain = before in EMPTY_WORDS or before in _PLAIN_BEFORE or not before[:1].isalpha()
    follows = ""
    if after + 1 < len(words) and words[after].lower in _NARROWS:
        follows = next((w.lower for w in words[after + 1 : after + 4] if w.lower not in EMPTY_WORDS), "")
    return "" if is_plain else stem(before), stem(follows)


def _order(place: tuple[Sentence, tuple[int, int]]) -> tuple[int, int]:
    return list(Section).index(place[0].section), place[0].start


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
